"""What there is to review, in which order, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor
from app.mapping_imports import import_mappings
from app.mapping_review.asking import answer, ask
from app.mapping_review.cases import Why, leading
from app.mapping_review.queue import SURE, Queue, Wanted, board_of
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError, ReleaseNotFoundError
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind
from tests.app.mapping_review.scene import (
    NAME,
    NOW,
    PETER,
    by,
    case,
    choose,
    occupation,
    pick,
)
from tests.build import mapping, mapping_set
from tests.statements import noted

if TYPE_CHECKING:
    from app.context import Context


def test_the_gravest_and_the_likeliest_come_first(held: Context) -> None:
    board = board_of(held.engine, NAME, "Eva")
    assert [(it.line.id, it.queue.value) for it in board.entries] == [
        ("u12", "stale"),
        ("u10", "suggested"),
        ("u15", "suggested"),
        ("u13", "suggested"),
        ("u14", "unmapped"),
        ("u11", "decided"),
    ]
    assert board.counts == {
        "stale": 1,
        "suggested": 3,
        "unmapped": 1,
        "decided": 1,
        "sure": 2,
        "asked": 0,
        "differs": 0,
    }
    assert board.kinds["profile"] == {
        "stale": 1,
        "suggested": 3,
        "unmapped": 1,
        "decided": 1,
        "of": 6,
        "percent": 16,
    }


def test_a_board_is_narrowed_down(held: Context) -> None:
    board = board_of(held.engine, NAME, "Eva")
    sure = board.listed(Wanted(queue=Queue.SUGGESTED, at_least=SURE))
    assert [it.line.id for it in sure] == ["u10", "u15"]
    assert board.listed(Wanted(kind=Kind.SKILL)) == []
    assert len(board.listed(Wanted())) == 6


def test_a_board_takes_the_same_queries_however_large_the_set_is(held: Context) -> None:
    board_of(held.engine, NAME, "Eva")  # the release is read once
    with noted(held.engine) as asked:
        board_of(held.engine, NAME, "Eva")
    assert len(asked) == 5


def test_a_case_shows_the_candidates_best_first(held: Context) -> None:
    found = case(held, "u10")
    assert [it.shown.concept.id for it in found.candidates] == [
        occupation("butcher"),
        occupation("halal butcher"),
    ]
    first = found.candidates[0]
    assert (first.confidence, first.reasons, first.origin) == (
        0.95,
        (Why("alike: butcher"),),
        "suggested",
    )
    assert [it.pref_labels()["en"] for it in first.shown.broader] == ["Butchers and related"]


def test_a_stale_one_shows_what_changed_and_what_is_proposed(held: Context) -> None:
    found = case(held, "u12")
    assert found.queue is Queue.STALE
    assert [(it.origin, it.score) for it in found.candidates] == [
        ("stale", None),
        ("sibling", 41.0),
    ]
    assert [it["after"] for mapping in found.stale for it in mapping.reasons] == ["sawyer"]
    assert found.upgrade == ""


def test_a_list_shows_the_likeliest_of_each(held: Context) -> None:
    found = leading(held.engine, NAME, ["u15", "u10", "u14"])
    assert [(it.subject_id, it.candidate and it.candidate.confidence) for it in found] == [
        ("u15", 0.92),
        ("u10", 0.95),
        ("u14", None),
    ]
    assert found[1].etag == case(held, "u10").etag


def test_a_question_stands_in_the_queue_until_it_is_answered(held: Context) -> None:
    asked = ask(held.engine, NAME, "u13", "kapper of barbier?", by(), of="Peter")
    board = board_of(held.engine, NAME, "Peter")
    assert [it.line.id for it in board.listed(Wanted(asked=True))] == ["u13"]
    assert [(it.asked_of, it.open) for it in case(held, "u13").questions] == [("Peter", True)]
    answer(held.engine, NAME, asked.number, "kapper", by(PETER))
    assert board_of(held.engine, NAME, "Peter").counts["asked"] == 0
    with pytest.raises(ConflictError):
        answer(held.engine, NAME, asked.number, "barbier", by(PETER))
    with pytest.raises(NotFoundError):
        answer(held.engine, NAME, asked.number + 1, "barbier", by(PETER))
    with pytest.raises(InvalidQueryError):
        ask(held.engine, NAME, "u13", " \n ", by())


def test_a_decided_one_leaves_its_queue(held: Context) -> None:
    choose(held, "u10", pick("butcher"))
    assert board_of(held.engine, NAME, "Eva").counts["decided"] == 2
    assert [it.shown.concept.id for it in case(held, "u10").accepted] == [occupation("butcher")]


def test_a_release_that_the_record_does_not_hold_cannot_be_reviewed(held: Context) -> None:
    told = mapping_set(mapping("a", "exact", "b"), subject="isco/08", object_="esco/1.0.3")
    read = MappingReading(mapping_set=told, findings=(), rows={}, notations={})
    import_mappings(held.engine, read, by=Actor("eva"), at=NOW)
    with pytest.raises(ReleaseNotFoundError):
        board_of(held.engine, told.name, "Eva")
