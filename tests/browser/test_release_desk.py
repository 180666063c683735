"""A publisher at the release desk, without scripts: planned, tried by everybody, moved, given up, published, withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import samples
from app.auth.roles import Actor, Role
from app.editing.drafts import open_draft
from app.editing.records import By
from tests.browser import signing_in
from tests.browser.visiting import CHROMIUM, Visit, browsing, listening
from tests.moments import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from app.context import Context

pytestmark = pytest.mark.slow

PAULA = Actor.of("Paula", *Role)
DESK = "/workbench/release"


def drafted(context: Context) -> None:
    """The samples, and the draft 1.12 after them."""
    samples.load(context, at=NOON, on_release=lambda _: None)
    open_draft(context.engine, "competent", By(PAULA, datetime.now(UTC)))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Context, Visit]]:
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    with listening(tmp_path, drafted) as context, browsing() as opened:
        visit = Visit(opened, context.settings.public_url)
        yield context, visit
        visit.close()


def ahead(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def shown(page: Page) -> None:
    """Show the draft as a candidate until the day that is proposed."""
    page.get_by_role("button", name="Show as a candidate").click()
    page.get_by_text("It is shown as a candidate").wait_for()


def acted(page: Page, summary: str, action: str, **fields: str) -> None:
    """Unfold what is behind the summary, fill its form and send it."""
    page.locator("summary", has_text=summary).click()
    form = page.locator(f'form[action$="/{action}"]')
    for name, text in fields.items():
        if name == "earlier":
            form.get_by_role("checkbox").check()
        else:
            form.locator(f'[name="{name}"]').fill(text)
    form.get_by_role("button").click()


def told(visit: Visit, part: str) -> str:
    """What a part of the public page of 1.12 tells somebody who was never there."""
    page = visit.open("/archive/competent/1.12/", java_script_enabled=False)
    return page.locator(part).inner_text()


@pytest.fixture
def page(office: tuple[Context, Visit]) -> Page:
    """The desk of a publisher whose browser runs no scripts."""
    context, visit = office
    link = signing_in.link_of(context, "Paula", [Role.PUBLISHER])
    made = signing_in.signed_in(visit, link, java_script_enabled=False)
    made.goto(visit.site + DESK)
    return made


def test_a_release_is_planned_tried_moved_and_given_up(
    office: tuple[Context, Visit], page: Page
) -> None:
    visit = office[1]
    page.get_by_label("It is to become current on").fill(ahead(35))
    page.locator("#planned button").click()
    page.get_by_text("so that readers have 28 days").wait_for()
    shown(page)
    assert "0 of 35 days are over" in page.locator(".way .now").inner_text()
    moved = {"until": ahead(20), "reason": "Actiris needs it sooner."}
    acted(page, "Move the day of 1.12", "window", **moved)
    assert "say that you know it" in page.locator("main").inner_text()
    page.goto(visit.site + DESK)
    acted(page, "Move the day of 1.12", "window", **moved, earlier="yes")
    page.get_by_text("The day is moved").wait_for()
    assert moved["reason"] in told(visit, ".notice.wait")
    acted(page, "Give 1.12 up", "abandonment", reason="Two codes were swapped.")
    page.get_by_text("It is given up").wait_for()
    assert "1.12" not in told(visit, "h1")


def test_a_candidate_becomes_current_before_its_day_and_is_withdrawn(
    office: tuple[Context, Visit], page: Page
) -> None:
    visit = office[1]
    shown(page)
    acted(page, "before its day", "publication", reason="The law changes tomorrow.")
    page.get_by_text("It is published").wait_for()
    assert "The law changes tomorrow." in told(visit, "main")
    assert "Then 1.11 is current again." in page.locator('form[action$="/withdrawal"]').inner_html()
    acted(page, "Withdraw 1.12", "withdrawal", reason="Its links are wrong.")
    page.get_by_text("It is withdrawn").wait_for()
    assert "Its links are wrong." in told(visit, ".notice.bad")
