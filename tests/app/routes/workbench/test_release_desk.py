"""The release desk beside its checks: translations, gaps, deadlines, and who did what for the release."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Grant, Role
from app.editing.accepting import accept, submit
from app.editing.drafts import describe_draft
from app.rendering.workbench.readiness import readiness
from app.reviewing.campaigns import Asked, begin
from app.reviewing.review import Review
from tests.app.editing.scene import BUTCHER, OTTO, PAULA, by, changed, desk, with_release
from tests.app.routes.workbench.desk import Desk, person, workbench
from tests.build import alternative
from tests.statements import noted

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

TODAY = date(2026, 11, 28)


@pytest.fixture
def paula(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_release)
    made = person(context, "Paula", Grant(Role.PUBLISHER))
    return Desk.of(context, workbench(context, client), made)


def drafted(context: Context) -> None:
    """A draft in which Eva changed OP-10 and Otto accepted it."""
    after = replace(BUTCHER, labels=(*BUTCHER.labels, alternative("nl", "Beenhakker")))
    key = changed(context, (BUTCHER, after))
    submit(desk(context), key, by())
    accept(desk(context), key, by(OTTO))


def test_the_desk_tells_who_did_what_and_what_is_due(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)
    drafted(context)
    day = TODAY + timedelta(days=21)
    describe_draft(context.engine, "competent", by(PAULA), notes={}, plan=(day, ""))
    asked = Asked(title="French", lang="fr", deadline=TODAY + timedelta(days=3))
    begin(context.engine, "competent", asked, by(OTTO))
    with noted(context.engine) as made:
        found = readiness(desk(context), Review(context.engine), "competent", (TODAY, 28))
    assert len(made) <= 30
    assert [(it.what, it.days) for it in found.deadlines] == [("campaign", 3), ("release", 21)]
    acts = {it.actor: set(it.acts) for it in found.people}
    assert acts["Otto"] >= {"changeset-accepted", "campaign-begun"}
    assert acts["Paula"] == {"draft-described"}
    assert {it.lang for it in found.translations} == {"fr", "de", "en"}
    lacking = {f"{it.gap.kind}.{it.gap.code}": it.concepts for it in found.gaps}
    assert (lacking["profile.isco"], lacking["profile.description-nl"]) == (["u10"], [])


def test_gaps_lead_to_where_they_are_mended(context: Context, paula: Desk) -> None:
    drafted(context)
    page = paula.get("/workbench/release").text
    assert 'href="/workbench/concepts?gap=profile.isco"' in page
    assert re.search(r'href="/workbench/translations/de\?state=missing"', page)
    listed = paula.get("/workbench/concepts?gap=profile.isco").text
    assert re.search(r'href="/workbench/concepts/u10">.*Slager', listed)
    assert paula.get("/workbench/concepts?gap=profile.nonsense").status_code == 404
