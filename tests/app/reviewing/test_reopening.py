"""A source that an editor changes re-opens every language, and a release that is published keeps it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing.accepting import accept, submit
from app.editing.changesets import Purpose, begin, save
from app.editing.changing import ANYTHING, Edit
from app.editing.holding import Desk, Drafts
from app.publishing import publish
from app.reviewing.approving import approve
from app.reviewing.queues import Wanted, page_of
from app.reviewing.review import Review
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import with_texts
from tests.app.reviewing.scene import (
    EDITH,
    FIEN,
    NOW,
    RITA,
    SLAGER,
    by,
    name_of,
    with_releases,
)

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

FRENCH, ENGLISH = name_of(SLAGER), name_of(SLAGER, "en")


@pytest.fixture
def review(context: Context, kept: Kept) -> Review:
    kept.fill(context, with_releases)
    return Review(context.engine)


def renamed(review: Review, text: str) -> None:
    """Let an editor rename the butcher in the source, and a reviewer accept it."""
    concept = with_texts(review.now().texts.concepts[SLAGER], {("pref_label", "nl"): text})
    made = begin(review.engine, "competent", Purpose("Name"), by(EDITH))
    save(
        review.engine, made.key, [Edit(concept_id=SLAGER, after=concept, seen=ANYTHING)], by(EDITH)
    )
    desk = Desk(review.engine, Drafts())
    submit(desk, made.key, by(EDITH))
    accept(desk, made.key, by(RITA))


def test_a_renamed_concept_reopens_its_translations(review: Review) -> None:
    approve(review, FRENCH, by(FIEN))
    assert {review.now().get(it).state for it in (FRENCH, ENGLISH)} == {State.APPROVED}
    renamed(review, "Ambachtelijke slager")
    found = [review.now().get(it) for it in (FRENCH, ENGLISH)]
    assert {it.state for it in found} == {State.STALE}
    assert {it.standing.source_then for it in found} == {"Slager"}


def test_a_release_in_between_does_not_hide_that_nobody_looked(
    context: Context, review: Review
) -> None:
    renamed(review, "Ambachtelijke slager")
    approve(review, FRENCH, by(FIEN))
    publish(context, ("competent", "3.10"), at=NOW)
    assert review.now().get(FRENCH).state is State.APPROVED
    assert review.now().get(ENGLISH).state is State.STALE
    assert page_of(review.now(), Wanted(lang="en", state="stale"), limit=9).total == 1
