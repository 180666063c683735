"""What a reviewer's choice makes of the mappings of a concept."""

from __future__ import annotations

from datetime import date

from taxonomy.choosing import MOST_CHOICES, Pick, Verdict, chosen, complaints
from taxonomy.deciding import Review
from taxonomy.mapping import NO_TERM_FOUND
from taxonomy.vocabulary import MappingPredicate, MappingState
from tests.build import mapping

DAY = date(2026, 11, 29)
EXACT, NARROW = MappingPredicate.EXACT, MappingPredicate.NARROW
SUGGESTED = mapping("u1", "exact", "a", state=MappingState.SUGGESTED, confidence=0.9)
STALE = mapping("u1", "exact", "b", state=MappingState.STALE, reasons=({"kind": "split"},))
ACCEPTED = mapping("u1", "narrow", "c", reviewer="Jan")
NOTHING = mapping("u1", "exact", NO_TERM_FOUND)


def told(*picks: Pick, held: tuple[object, ...]) -> set[tuple[str, str, str]]:
    """Object, predicate and state of each mapping that moves or is made."""
    review = Review("Eva", DAY, "Peter")
    found = chosen(Verdict(picks=picks), "u1", held, review)  # type: ignore[arg-type]
    both = [*found.moved, *found.made]
    assert all((it.reviewer, it.review_date, it.reasons) == ("Eva", DAY, ()) for it in both)
    assert all(it.author == "Peter" for it in found.made)
    return {(it.object_id, it.predicate.name, it.state.value) for it in both}


def test_a_candidate_is_accepted_and_the_others_are_not() -> None:
    assert told(Pick("a", EXACT), held=(SUGGESTED, STALE)) == {
        ("a", "EXACT", "accepted"),
        ("b", "EXACT", "rejected"),
    }


def test_another_predicate_is_another_mapping() -> None:
    assert told(Pick("a", NARROW), held=(SUGGESTED,)) == {
        ("a", "EXACT", "rejected"),
        ("a", "NARROW", "accepted"),
    }


def test_what_was_accepted_stays_beside_it() -> None:
    assert told(Pick("a", EXACT), held=(SUGGESTED, ACCEPTED)) == {("a", "EXACT", "accepted")}
    assert told(Pick("c", EXACT), held=(ACCEPTED,)) == {
        ("c", "NARROW", "rejected"),
        ("c", "EXACT", "accepted"),
    }


def test_nothing_is_said_to_fit_only_where_nothing_else_holds() -> None:
    assert told(held=(SUGGESTED,)) == {
        ("a", "EXACT", "rejected"),
        (NO_TERM_FOUND, "EXACT", "accepted"),
    }
    assert told(held=(SUGGESTED, ACCEPTED)) == {("a", "EXACT", "rejected")}


def test_that_nothing_fits_is_taken_back_by_a_choice() -> None:
    assert told(Pick("a", EXACT), held=(NOTHING,)) == {
        (NO_TERM_FOUND, "EXACT", "rejected"),
        ("a", "EXACT", "accepted"),
    }


def test_what_was_rejected_may_be_chosen_after_all() -> None:
    rejected = mapping("u1", "exact", "a", state=MappingState.REJECTED)
    assert told(Pick("a", EXACT), held=(rejected,)) == {("a", "EXACT", "accepted")}


def test_what_cannot_be_decided_is_told() -> None:
    twice = Verdict(picks=(Pick("a", EXACT), Pick("a", NARROW)))
    many = Verdict(picks=tuple(Pick(str(it), EXACT) for it in range(MOST_CHOICES + 1)))
    nothing = Verdict(picks=(Pick(NO_TERM_FOUND, EXACT),), reason="x" * 4_001)
    assert [len(list(complaints(it))) for it in (twice, many, nothing, Verdict())] == [1, 1, 2, 0]
