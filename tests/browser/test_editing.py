"""Editors at the workbench in a browser: a word into the draft by keyboard, two who meet, every screen looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FilePayload

from app.auth.roles import Role
from tests.browser import signing_in
from tests.browser.looking import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from app.context import Context
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow

SHOWS = ("changed", "left", "findings")
TABLET: ViewportSize = {"width": 820, "height": 1180}
ROLES = {"Eva Editor": Role.EDITOR, "Otto Reviewer": Role.REVIEWER, "Paula": Role.PUBLISHER}


def signed_in(visit: Visit, served: Context, name: str, **more: object) -> Page:
    """Somebody with one role, in a browser of their own."""
    return signing_in.signed_in(visit, signing_in.link_of(served, name, [ROLES[name]]), **more)


def edited(page: Page, code: str, **fields: str) -> str:
    """The path of the changeset into which the concept was saved, by keyboard alone."""
    page.goto(f"{page.url.partition('/workbench')[0]}/workbench/concepts/{code}")
    for name, text in fields.items():
        page.locator(f'[name="{name.replace("__", ".")}"]').fill(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**done=saved")
    number = page.url.partition("changeset=")[2].partition("&")[0]
    return f"/workbench/changesets/{number}"


def sent(visit: Visit, page: Page) -> str:
    """The path of a file with changes, things that stay, and findings, once it was read."""
    page.goto(f"{visit.site}/workbench/changesets/imports")
    rows = f"Code;nl;en\nSK-1;{'lang' * 40};Saw\nSK-2;;Cut\nXX-9;;Y\n".encode()
    file = FilePayload(name=f"{'lang' * 20}.csv", mimeType="text/csv", buffer=rows)
    page.locator("#file").set_input_files(file)
    page.locator("main form button.main").click()
    page.locator("dl.tiles").wait_for()
    return page.url.removeprefix(visit.site)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_word_of_one_is_accepted_by_another(
    visit: Visit, served: Context, *, scripts: bool
) -> None:
    eva = signed_in(visit, served, "Eva Editor", java_script_enabled=scripts)
    eva.goto(f"{visit.site}/workbench/concepts/OP-2")
    text = f"Verkoper {scripts}"
    eva.locator('[name="label.preferred.nl"]').fill(text)
    eva.get_by_role("button", name="Save").click()
    at = eva.locator(".notice a").get_attribute("href")
    eva.goto(f"{visit.site}{at}")
    assert str(scripts) in eva.locator("ins").first.inner_text()
    eva.get_by_role("button", name="Submit for review").click()
    otto = signed_in(visit, served, "Otto Reviewer", java_script_enabled=scripts)
    otto.goto(f"{visit.site}{at}")
    otto.get_by_role("button", name="Accept into the draft").click()
    assert "accepted" in otto.locator(".mark").first.inner_text()
    otto.goto(f"{visit.site}/workbench/concepts/OP-2")
    assert otto.locator('[name="label.preferred.nl"]').input_value() == text


def test_two_editors_collide_and_choose(visit: Visit, served: Context) -> None:
    eva = signed_in(visit, served, "Eva Editor")
    otto = signed_in(visit, served, "Otto Reviewer")
    first = edited(eva, "OP-1", label__preferred__nl="Van Eva", note__description__de="Von Eva")
    second = edited(otto, "OP-1", label__preferred__nl="Van Otto")
    for page, at in ((eva, first), (otto, second)):
        page.goto(f"{visit.site}{at}")
        page.keyboard.press("s")
        page.get_by_text("to review").first.wait_for()
    otto.goto(f"{visit.site}{first}")
    otto.keyboard.press("a")
    otto.get_by_text("accepted").first.wait_for()
    otto.goto(f"{visit.site}{second}")
    otto.keyboard.press("t")
    otto.get_by_role("link", name="OP-1", exact=True).first.click()
    assert faults(visit, otto).keys() <= {"cookies"}
    otto.keyboard.press("Control+Enter")
    otto.wait_for_url(f"**{second}")
    assert "Otto" in otto.locator("ins").first.inner_text()
    otto.goto(f"{visit.site}/workbench/concepts/OP-1?changeset={second.rpartition('/')[2]}")
    assert otto.locator('[name="note.description.de"]').input_value() == "Von Eva"


def test_what_was_typed_survives_a_lost_session_and_a_second_click(
    visit: Visit, served: Context
) -> None:
    eva = signed_in(visit, served, "Eva Editor")
    eva.goto(f"{visit.site}/workbench/concepts/OP-2")
    long = "Een lange tekst. " * 60
    eva.locator('[name="note.description.nl"]').fill(long)
    eva.locator('[name="link.essentialCompetence.add"]').fill("CP-143")
    eva.context.clear_cookies()
    eva.keyboard.press("Control+Enter")
    eva.get_by_text("You are signed out").wait_for()
    link = signing_in.link_of(served, "Eva Editor", [Role.EDITOR])
    eva.goto(visit.site + link)
    eva.get_by_role("main").get_by_role("button").click()
    eva.wait_for_url("**/workbench")
    eva.goto(f"{visit.site}/workbench/concepts/OP-2")
    for button in eva.get_by_role("button", name="Put it back").all()[::-1]:
        button.click()
    assert eva.locator('[name="note.description.nl"]').input_value() == long
    assert eva.locator('[name="link.essentialCompetence.add"]').input_value() == "CP-143"
    eva.get_by_role("button", name="Save").dblclick()
    eva.wait_for_url("**done=saved")
    assert long.strip() in eva.locator('[name="note.description.nl"]').input_value()
    assert not eva.locator(".kept-draft").count()


def test_forms_of_the_screens_of_editing_suit_a_tablet(visit: Visit, served: Context) -> None:
    page = signed_in(visit, served, "Eva Editor", viewport=TABLET)
    at = edited(page, "SK-1", label__alternative__nl=f"Heel{'lang' * 40}woord")
    number = at.rpartition("/")[2]
    file = sent(visit, page)
    for path in (
        *("/workbench/changesets", at, "/workbench/concepts?q=a", "/workbench/release"),
        *("/workbench/changesets/imports", *(f"{file}?show={it}" for it in SHOWS)),
        "/workbench/many?what=set-attribute&value=checked+yes&codes=SK-1+SK-2",
        f"/workbench/concepts/SK-1?changeset={number}",
        f"/workbench/concepts/SK-1/merger?others=SK-2&changeset={number}",
        f"/workbench/concepts/SK-1/split?changeset={number}",
        f"/workbench/preview/{number}/concepts/SK-1",
        "/workbench/concepts?gap=profile.isco",
        *("/workbench/protocols", "/workbench/mentions"),
    ):
        page.set_viewport_size(TABLET)
        page.goto(f"{visit.site}{path}")
        found = {name: it for name, it in faults(visit, page).items() if name != "cookies"}
        assert (path, found) == (path, {})


@pytest.mark.parametrize(
    ("locale", "width", "scheme"), [("fr", 820, "dark"), ("nl", 1280, "light")]
)
def test_what_is_late_is_told_to_who_publishes(
    visit: Visit, served: Context, locale: str, width: int, scheme: str
) -> None:
    """Over samples whose candidate is late, so that all is told that can be."""
    viewport: ViewportSize = {"width": width, "height": 1000}
    page = signed_in(visit, served, "Paula", locale=locale, color_scheme=scheme)
    for path in ("/workbench/release", "/workbench"):
        page.set_viewport_size(viewport)
        page.goto(visit.site + path)
        assert page.locator(".notice.bad").count() == 1
        found = {name: it for name, it in faults(visit, page).items() if name != "cookies"}
        assert (path, found) == (path, {})
