"""Deciding about the mappings of a concept, by one person and by several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor, Role
from app.db import audit, mapping_history, mapping_sets
from app.db.session import reading
from app.mapping_review.deciding import MOST_AT_ONCE, Wish, decide, put_off, undo
from app.mapping_review.queue import Queue, board_of
from app.mapping_sets import publish_set, stored_set
from app.refusals import PreconditionFailedError, RoleRequiredError
from taxonomy.choosing import Verdict
from taxonomy.errors import ConflictError, InvalidQueryError, SourceRefusedError
from taxonomy.mapping import NO_TERM_FOUND
from tests.app.mapping_review.scene import (
    EVA,
    NAME,
    NOW,
    PETER,
    RITA,
    by,
    case,
    choose,
    occupation,
    pick,
)

if TYPE_CHECKING:
    from app.context import Context


def told(context: Context, subject: str) -> dict[str, str]:
    """Predicate and object → state, of the mappings of a concept."""
    content = stored_set(context.engine, NAME)[1]
    rows = content.by_subject.get(subject, ())
    return {f"{it.predicate.name} {it.object_id.rpartition('/')[2]}": it.state.value for it in rows}


def test_a_choice_comes_true_in_the_draft(held: Context) -> None:
    choose(held, "u10", pick("butcher"))
    assert told(held, "u10") == {"EXACT butcher": "accepted", "NARROW halal butcher": "rejected"}
    content = stored_set(held.engine, NAME)[1]
    it = content.by_subject["u10"][0]
    assert (it.reviewer, it.review_date) == ("Eva", NOW.date())
    assert it.subject_revision.startswith("sha256:")
    assert it.object_revision.startswith("sha256:")


def test_the_counts_and_the_digest_are_those_of_the_content(held: Context) -> None:
    choose(held, "u10", pick("butcher", "narrow"))
    choose(held, "u14")
    record, content = stored_set(held.engine, NAME)
    assert record.counts == mapping_sets.counted(content)
    assert record.digest == content.digest
    assert publish_set(held.engine, NAME, at=NOW).digest == content.digest


def test_that_nothing_fits_is_a_decision_too(held: Context) -> None:
    choose(held, "u14")
    assert told(held, "u14") == {f"EXACT {NO_TERM_FOUND}": "accepted"}
    assert case(held, "u14").nothing


def test_a_decision_is_told_in_the_history_and_in_the_audit(held: Context) -> None:
    choose(held, "u10", pick("butcher"))
    content = stored_set(held.engine, NAME)[1]
    id = content.id_of(content.by_subject["u10"][0])
    with reading(held.engine) as session:
        events = [(it.action, it.actor) for it in mapping_history.events(session, id)]
        (entry,) = audit.entries(session, audit.Sought(about_id="u10"), limit=5)
    assert events[-1] == ("accepted", "Eva")
    assert (entry.act.act, entry.act.organisation) == ("mapping-decided", "VDAB")
    assert f"accepted skos:exactMatch {occupation('butcher')}" in entry.act.after["mappings"]


def test_the_second_of_two_sees_what_the_first_decided(held: Context) -> None:
    seen = case(held, "u10").etag
    choose(held, "u10", pick("butcher"), etags=(seen,))
    with pytest.raises(PreconditionFailedError) as caught:
        choose(held, "u10", pick("halal butcher"), who=PETER, etags=(seen,))
    assert caught.value.headers["ETag"] == case(held, "u10").etag != seen
    assert told(held, "u10")["EXACT butcher"] == "accepted"


def test_what_is_undone_is_as_it_was_before(held: Context) -> None:
    before = stored_set(held.engine, NAME)[1]
    choose(held, "u10", pick("butcher", "close"), pick("halal butcher", "narrow"))
    undo(held.engine, NAME, "u10", by())
    assert stored_set(held.engine, NAME)[1] == before
    with pytest.raises(ConflictError):
        undo(held.engine, NAME, "u10", by())


def test_deciding_anew_takes_the_place_of_what_was_decided(held: Context) -> None:
    choose(held, "u10", pick("butcher", "close"))
    choose(held, "u10", pick("halal butcher"))
    assert told(held, "u10") == {
        "EXACT butcher": "rejected",
        "EXACT halal butcher": "accepted",
        "NARROW halal butcher": "rejected",
    }
    undo(held.engine, NAME, "u10", by())
    assert told(held, "u10")["CLOSE butcher"] == "accepted"


def test_only_a_reviewer_undoes_what_another_one_decided(held: Context) -> None:
    choose(held, "u10", pick("butcher"))
    with pytest.raises(RoleRequiredError):
        undo(held.engine, NAME, "u10", by(PETER))
    assert undo(held.engine, NAME, "u10", by(RITA)).state == "undone"


def test_where_two_differ_both_are_heard_and_a_reviewer_settles(held: Context) -> None:
    choose(held, "u10", pick("butcher"))
    choose(held, "u10", pick("halal butcher"), who=PETER)
    assert sorted(case(held, "u10").differing.values()) == [["Eva"], ["Peter"]]
    assert board_of(held.engine, NAME, "Eva").counts["differs"] == 1
    assert choose(held, "u10", pick("butcher"), who=RITA).settles
    assert case(held, "u10").differing == {}
    assert told(held, "u10")["EXACT butcher"] == "accepted"


def test_where_two_are_asked_for_the_first_proposes(held: Context) -> None:
    before = stored_set(held.engine, NAME)[1]
    assert choose(held, "u10", pick("butcher"), reviewers=2).state == "proposed"
    assert choose(held, "u10", pick("butcher"), reviewers=2).state == "proposed"
    assert stored_set(held.engine, NAME)[1] == before
    assert choose(held, "u10", pick("butcher"), who=PETER, reviewers=2).state == "made"
    assert told(held, "u10")["EXACT butcher"] == "accepted"


def test_of_two_who_differ_neither_comes_true_until_it_is_settled(held: Context) -> None:
    choose(held, "u10", pick("butcher"), reviewers=2)
    choose(held, "u10", who=PETER, reviewers=2)
    assert set(told(held, "u10").values()) == {"suggested"}
    choose(held, "u10", pick("butcher", "close"), who=RITA, reviewers=2)
    assert told(held, "u10")["CLOSE butcher"] == "accepted"


def test_many_are_decided_together_or_not_at_all(held: Context) -> None:
    wishes = [
        Wish("u10", Verdict(picks=(pick("butcher"),))),
        Wish("u15", Verdict(picks=(pick("gone"),))),
        Wish("u15", Verdict(picks=(pick("smith"), pick("smith", "close")))),
    ]
    before = stored_set(held.engine, NAME)[1]
    with pytest.raises(SourceRefusedError) as caught:
        decide(held.engine, NAME, wishes, by())
    assert sorted(it.code for it in caught.value.findings) == [
        "decision-unfit",
        "item-twice",
        "target-unknown",
    ]
    assert stored_set(held.engine, NAME)[1] == before
    good = [wishes[0], Wish("u15", Verdict(picks=(pick("smith"),)))]
    assert [it.state for it in decide(held.engine, NAME, good, by())] == ["made", "made"]


@pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
def test_too_few_and_too_many_are_refused(held: Context, count: int) -> None:
    with pytest.raises(InvalidQueryError):
        decide(held.engine, NAME, [Wish("u10", Verdict())] * count, by())


def test_what_is_no_concept_is_refused(held: Context) -> None:
    with pytest.raises(InvalidQueryError):
        choose(held, "u99")


def test_an_edition_that_is_published_does_not_move(held: Context) -> None:
    publish_set(held.engine, NAME, at=NOW)
    with pytest.raises(ConflictError):
        choose(held, "u10", pick("butcher"))


def test_who_only_reads_decides_nothing(held: Context) -> None:
    with pytest.raises(RoleRequiredError):
        choose(held, "u10", who=Actor.of("Vera", Role.VIEWER))


def test_what_is_put_off_waits_for_others(held: Context) -> None:
    put_off(held.engine, NAME, "u10", by())
    skipped = {
        who: [it.line.id for it in board_of(held.engine, NAME, who).entries if it.skipped]
        for who in ("Eva", "Peter")
    }
    assert skipped == {"Eva": ["u10"], "Peter": []}


def test_what_a_change_re_opened_may_become_several(held: Context) -> None:
    choose(held, "u12", pick("sawyer"), pick("smith", "narrow"))
    assert set(told(held, "u12").values()) == {"accepted"}
    board = board_of(held.engine, NAME, EVA.name)
    assert Queue.STALE not in {it.queue for it in board.entries}


def test_how_likely_it_was_said_to_be_is_kept_with_the_decision(held: Context) -> None:
    made = choose(held, "u10", pick("butcher", "close"), pick("baker"))
    assert dict(made.confidences) == {occupation("butcher"): 0.95}
    assert dict(case(held, "u10").decisions[-1].confidences) == {occupation("butcher"): 0.95}
    accepted = {it.shown.concept.id: it.confidence for it in case(held, "u10").accepted}
    assert accepted == {occupation("butcher"): None, occupation("baker"): None}
    choose(held, "u15", pick("smith"))
    assert [it.confidence for it in case(held, "u15").accepted] == [0.92]
