"""The dashboard: what waits for a person, what they wait for, and what others did meanwhile."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.auth.people import actor_of
from app.auth.roles import Grant, Role
from app.editing.accepting import accept, submit
from app.editing.changesets import send_back
from app.editing.drafts import describe_draft
from app.reviewing.acting import comment
from app.reviewing.acting import submit as submit_text
from app.reviewing.review import Review
from tests.app.editing.scene import BUTCHER, OTTO, PAULA, SAW, by, changed, desk, with_release
from tests.app.routes.workbench.desk import Desk, person, workbench
from tests.build import alternative

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept
    from tests.app.kept import Kept
    from tests.app.serving import Client

Desks = dict[str, Desk]
IN_A_WHILE = datetime.now(UTC).date() + timedelta(days=90)
PEOPLE = {
    "Eva": Grant(Role.EDITOR),
    "Otto": Grant(Role.REVIEWER),
    "Fred": Grant(Role.TRANSLATOR, ("fr",)),
    "Vera": Grant(Role.VIEWER),
}


@pytest.fixture
def desks(context: Context, client: Client, kept: Kept) -> Desks:
    kept.fill(context, with_release)
    service = workbench(context, client)
    return {
        name: Desk.of(context, service, person(context, name, it)) for name, it in PEOPLE.items()
    }


def named(concept: Concept, text: str) -> tuple[Concept, Concept]:
    """The concept before and after it is also called that."""
    return concept, replace(concept, labels=(*concept.labels, alternative("nl", text)))


def places(desk: Desk) -> dict[str, str]:
    """Place → what stands there."""
    page = desk.get("/workbench").text
    found = re.findall(
        r'<section class="place" aria-labelledby="place-(\w+)">(.*?)</section>', page, re.S
    )
    return {name: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told)) for name, told in found}


def test_a_submitted_changeset_waits_for_reviewers_and_its_author_for_them(
    context: Context, desks: Desks
) -> None:
    key = changed(context, named(BUTCHER, "Beenhakker"))
    assert "Begun by me" in places(desks["Eva"])["mine"]
    submit(desk(context), key, by())
    assert "To review Words Eva" in places(desks["Otto"])["mine"]
    assert "Words" in places(desks["Eva"])["waiting"]
    assert "Words" not in places(desks["Eva"])["mine"]
    assert "waiting" not in places(desks["Otto"])
    assert places(desks["Vera"])["mine"].endswith("Nothing waits for you. ")


def test_what_was_sent_back_waits_for_its_author(context: Context, desks: Desks) -> None:
    key = changed(context, named(SAW, "Doorzagen"))
    submit(desk(context), key, by())
    send_back(context.engine, key, "Why?", by(OTTO))
    assert "Sent back to me Words" in places(desks["Eva"])["mine"]
    assert "waiting" not in places(desks["Eva"])


def test_a_translator_sees_their_languages_and_who_names_them(
    context: Context, desks: Desks
) -> None:
    review = Review(context.engine)
    unit = next(it for it in review.now().entries["fr"] if it.state != "approved")
    comment(review, unit.unit.id, "@Fred: is this <b>right?", by(OTTO))
    mine = places(desks["Fred"])["mine"]
    assert "Français" in mine
    assert "Deutsch" not in mine
    assert "is this &lt;b&gt;right?" in mine
    assert "Translations" not in places(desks["Vera"])["mine"]
    number = re.findall(r'name="open" value="(\d+)"', desks["Fred"].get("/workbench").text)[0]
    assert desks["Vera"].post("/workbench/mentions", open=number).status_code == 404
    opened = desks["Fred"].post("/workbench/mentions", open=number)
    assert opened.headers["location"] == f"/workbench/translations/fr?unit={unit.unit.id}"
    assert "Said to me" not in places(desks["Fred"])["mine"]
    fred = by(actor_of(desks["Fred"].person))
    submit_text(review, unit.unit.id, fred, text="Autre texte")
    assert "Translations that I submitted Français 1" in places(desks["Fred"])["waiting"]
    assert "is this &lt;b&gt;right?" in desks["Fred"].get("/workbench/mentions").text


def test_the_next_release_is_due_on_its_day(context: Context, desks: Desks) -> None:
    key = changed(context, named(BUTCHER, "Beenhakker"))
    submit(desk(context), key, by())
    accept(desk(context), key, by(OTTO))
    assert "no day is planned yet" in places(desks["Vera"])["due"]
    describe_draft(context.engine, "competent", by(PAULA), notes={}, plan=(IN_A_WHILE, ""))
    assert f"on {IN_A_WHILE.day} {IN_A_WHILE:%B %Y}" in places(desks["Vera"])["due"]


def test_what_others_did_is_told_and_not_what_one_did_oneself(
    context: Context, desks: Desks
) -> None:
    changed(context, named(BUTCHER, "Beenhakker"))
    assert "Eva" in places(desks["Otto"])["since"]
    assert "Eva : changeset begun" not in places(desks["Eva"])["since"].replace("Eva:", "Eva :")
