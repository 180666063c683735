"""A source that an editor changes re-opens every language, and a release that is published keeps it so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.editing.accepting import accept, submit
from app.editing.changesets import Purpose, begin, save
from app.editing.changing import ANYTHING, Edit
from app.editing.holding import Desk, Drafts
from app.editing.outlooks import Outlook, outlook_of
from app.publishing import publish
from app.reviewing.approving import approve
from app.reviewing.campaigns import Asked, campaign_of
from app.reviewing.campaigns import begin as begin_campaign
from app.reviewing.queues import Wanted, page_of
from app.reviewing.reporting import report_of
from app.reviewing.review import Review
from app.reviewing.steering import change
from taxonomy.editing.errors import EditRefusedError
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


def renamed(review: Review, text: str, lang: str = "nl") -> Outlook:
    """Let an editor rename the butcher in a language, and a reviewer accept it; what was to be said of it."""
    concept = with_texts(review.now().texts.concepts[SLAGER], {("pref_label", lang): text})
    made = begin(review.engine, "competent", Purpose("Name"), by(EDITH))
    save(
        review.engine, made.key, [Edit(concept_id=SLAGER, after=concept, seen=ANYTHING)], by(EDITH)
    )
    desk = Desk(review.engine, Drafts())
    outlook = outlook_of(desk, made.key)
    submit(desk, made.key, by(EDITH))
    accept(desk, made.key, by(RITA))
    return outlook


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


def test_a_frozen_campaign_tells_of_sources_and_keeps_its_texts(review: Review) -> None:
    asked = Asked(title="Revue", lang="fr", kinds=("profile",))
    campaign = begin_campaign(review.engine, "competent", asked, by(FIEN, 0))
    approve(review, FRENCH, by(FIEN, 2))
    change(review, campaign.name, by(FIEN), state="frozen")
    told = [it.code for it in renamed(review, "Ambachtelijke slager").findings]
    assert told.count("frozen-source") == 1
    assert review.now().get(FRENCH).state is State.STALE
    with pytest.raises(EditRefusedError, match="1 error keeps"):
        renamed(review, "Boucher artisanal", "fr")
    renamed(review, "artisan butcher", "en")  # no language of the campaign
    frozen = campaign_of(review.engine, campaign.name)
    report = report_of(review.now(), frozen, NOW.date())
    assert (report.done, report.reopened, report.left) == (0, 1, 2)


def test_a_campaign_is_late_while_something_is_left_after_its_day(review: Review) -> None:
    due = NOW.date()
    asked = Asked(
        title="Revue", lang="fr", kinds=("profile",), fields=("pref_label",), deadline=due
    )
    campaign = begin_campaign(review.engine, "competent", asked, by(FIEN, 0))
    days = (due, due + timedelta(days=3))
    assert [report_of(review.now(), campaign, it).late for it in days] == [0, 3]
    approve(review, FRENCH, by(FIEN, 2))
    assert report_of(review.now(), campaign, days[1]).late == 0


def test_the_report_of_a_closed_campaign_stays_as_it_was(review: Review) -> None:
    asked = Asked(title="Revue", lang="fr", kinds=("profile",), fields=("pref_label",))
    campaign = begin_campaign(review.engine, "competent", asked, by(FIEN, 0))
    approve(review, FRENCH, by(FIEN, 2))
    closed = change(review, campaign.name, by(FIEN, 3), state="closed")
    renamed(review, "Ambachtelijke slager")
    report = report_of(review.now(), closed, by(FIEN, 99).at.date())
    assert (report.done, report.left, report.percent) == (1, 0, 100.0)
    assert report.people == {"Fien": {"wrote": 0, "approved": 1, "to do": 0}}
    assert [it[1:] for it in report.days] == [(0, 1)]
    opened = change(review, campaign.name, by(FIEN, 4), state="open")
    assert report_of(review.now(), opened, NOW.date()).done == 0
