"""What a decision makes of mappings, without any record."""

from __future__ import annotations

from datetime import date

import pytest

from taxonomy.currency import End, ItemKind
from taxonomy.deciding import VERBS, Choice, Decision, Review, Target, Verb, complaints, outcome
from taxonomy.vocabulary import MappingPredicate, MappingState
from tests.build import mapping

REVIEW = Review("eva", date(2026, 11, 28), "peter")
HELD = {"m1": mapping("op-10", "close", "butcher"), "m2": mapping("op-11", "broad", "butcher")}


def test_every_kind_may_be_decided_in_two_ways_at_least() -> None:
    assert set(VERBS) == set(ItemKind)
    assert all(len(verbs) > 1 for verbs in VERBS.values())


@pytest.mark.parametrize("kind", [ItemKind.GONE, ItemKind.SPLIT])
def test_a_mapping_to_what_is_gone_is_never_kept(kind: ItemKind) -> None:
    assert Verb.KEEP not in VERBS[kind]
    assert list(complaints(Decision(verb=Verb.KEEP), kind, ()))


def test_a_split_concept_is_mapped_to_each_successor() -> None:
    targets = (Target("beef"), Target("pork", MappingPredicate.NARROW))
    decision = Decision(verb=Verb.REMAP, targets=targets)
    assert list(complaints(decision, ItemKind.SPLIT, ("m1",))) == []
    found = outcome(decision, End.OBJECT, "butcher", {"m1": HELD["m1"]}, REVIEW)
    assert [(it.object_id, it.predicate.value) for it in found.made] == [
        ("beef", "skos:closeMatch"),
        ("pork", "skos:narrowMatch"),
    ]
    assert [it.state for _, it in found.moved] == [MappingState.REJECTED]
    assert {(it.author, it.reviewer) for it in found.made} == {("peter", "eva")}


def test_at_the_subjects_end_the_subject_changes() -> None:
    decision = Decision(verb=Verb.REMAP, targets=(Target("op-99"),))
    found = outcome(decision, End.SUBJECT, "op-10", {"m1": HELD["m1"]}, REVIEW)
    assert [(it.subject_id, it.object_id) for it in found.made] == [("op-99", "butcher")]


@pytest.mark.parametrize(
    ("end", "triple"), [(End.OBJECT, ("op-1", "drone")), (End.SUBJECT, ("drone", "op-1"))]
)
def test_what_is_new_is_mapped_to_the_other_side(end: End, triple: tuple[str, str]) -> None:
    decision = Decision(verb=Verb.MAP, targets=(Target("op-1", MappingPredicate.EXACT),))
    (made,) = outcome(decision, end, "drone", {}, REVIEW).made
    assert (made.subject_id, made.object_id) == triple


def test_one_mapping_may_be_decided_apart_from_the_others() -> None:
    decision = Decision(
        verb=Verb.KEEP, choices=(Choice("m2", Verb.REJECT),), reason="too wide by now"
    )
    moved = dict(outcome(decision, End.OBJECT, "butcher", HELD, REVIEW).moved)
    assert moved["m1"].state is MappingState.ACCEPTED
    assert moved["m2"].state is MappingState.REJECTED


def test_what_is_adopted_moves_no_mapping() -> None:
    found = outcome(Decision(verb=Verb.ADOPT), End.OBJECT, "butcher", HELD, REVIEW)
    assert (found.moved, found.made) == ((), ())
