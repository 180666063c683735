"""Taking approvals back: the draft, the record and the story stand where they stood, and say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.db import translations
from app.db.session import reading
from app.publishing import publish
from app.refusals import PreconditionFailedError, RoleRequiredError
from app.reviewing.acting import submit
from app.reviewing.approving import approve, approve_many
from app.reviewing.records import Seen
from app.reviewing.review import Review
from app.reviewing.undoing import is_undoable, undo
from taxonomy.reviewing.errors import StepRefusedError
from taxonomy.reviewing.states import State
from tests.app.reviewing.scene import CUT, FIEN, LUC, NOW, RITA, by, name_of, with_releases

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

STALE, MISSING = name_of(CUT), name_of("sk-10")


@pytest.fixture
def review(context: Context, kept: Kept) -> Review:
    kept.fill(context, with_releases)
    return Review(context.engine)


def seen(review: Review, *units: str) -> list[Seen]:
    board = review.now()
    return [Seen(it, board.get(it).etag) for it in units]


def test_what_was_approved_stands_where_it_stood_in_draft_and_record(review: Review) -> None:
    submit(review, STALE, by(LUC, 1), text="Désosser et couper")
    submit(review, MISSING, by(LUC, 1), text="Vendre du poisson")
    before = [review.now().get(it).standing for it in (STALE, MISSING)]
    approve_many(review, seen(review, STALE, MISSING), by(FIEN, 2))
    assert all(is_undoable(review.now().get(it)) for it in (STALE, MISSING))
    found = undo(review, seen(review, STALE, MISSING), by(RITA, 3))
    assert [it.standing for it in found] == before
    assert [it.touch.decided_by for it in found] == ["", ""]
    concepts = review.now().texts.concepts
    assert concepts[CUT].pref_label("fr") == "Couper de la viande"
    assert concepts["sk-10"].pref_label("fr") is None
    with reading(review.engine) as session:
        acts = [it.act for it in translations.story(session, STALE)]
    assert acts == ["translation-submitted", "translation-approved", "translation-unapproved"]
    approve(review, STALE, by(FIEN, 4))  # and the way is open again
    assert review.now().get(STALE).unit.target == "Désosser et couper"


def test_a_text_that_was_approved_as_it_stood_is_stale_again(review: Review) -> None:
    approve(review, STALE, by(FIEN))
    (found,) = undo(review, seen(review, STALE), by(FIEN, 2))
    assert (found.state, found.touch.work) == (State.STALE, None)
    with pytest.raises(StepRefusedError, match="there is none to undo"):
        undo(review, seen(review, STALE), by(FIEN, 3))


def test_only_reviewers_undo_and_only_what_they_saw(review: Review) -> None:
    old = seen(review, STALE)
    approve(review, STALE, by(FIEN))
    with pytest.raises(PreconditionFailedError):
        undo(review, old, by(FIEN, 2))
    with pytest.raises(RoleRequiredError):
        undo(review, seen(review, STALE), by(LUC, 2))


def test_what_a_release_published_is_not_taken_back(context: Context, review: Review) -> None:
    submit(review, MISSING, by(LUC, 1), text="Vendre du poisson")
    approve(review, MISSING, by(FIEN, 2))
    publish(context, ("competent", "3.10"), at=NOW)
    assert not is_undoable(review.now().get(MISSING))
    with pytest.raises(StepRefusedError, match="was published as 'Vendre du poisson'"):
        undo(review, seen(review, MISSING), by(FIEN, 3))
