"""Translators and reviewers in a browser: texts by keyboard alone, two who meet, a campaign by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Grant, Role
from tests.browser import signing_in
from tests.browser.looking import faults, found_by_axe

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Request

    from app.context import Context
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow

AT = "/workbench/translations"
GRANTS = {
    "Luc Maes": Grant(Role.TRANSLATOR, ("de", "en", "fr")),
    "Fien Reviewer": Grant(Role.REVIEWER),
}
TABLET = {"viewport": {"width": 820, "height": 1180}}


def signed_in(visit: Visit, served: Context, name: str, **more: object) -> Page:
    """Somebody with one role, in a browser of their own."""
    return signing_in.signed_in(visit, signing_in.link_of(served, name, [GRANTS[name]]), **more)


def pressed(page: Page, *keys: str) -> None:
    """Press the keys, and wait for the page that says what was done."""
    was = page.url
    for key in keys[:-1]:
        page.keyboard.press(key) if len(key) == 1 else page.keyboard.type(key)
    page.keyboard.press(keys[-1])
    page.wait_for_url(lambda url: url != was)
    page.locator(".notice").wait_for()


def test_texts_are_written_and_approved_by_keyboard_alone(visit: Visit, served: Context) -> None:
    luc = signed_in(visit, served, "Luc Maes")
    luc.goto(f"{visit.site}{AT}/de?state=missing")
    some = min(10, int(luc.locator(".count-left").inner_text().split()[0]))
    for number in range(some):
        pressed(luc, "e", f"Text Nummer {number}", "Control+Enter")
    fien = signed_in(visit, served, "Fien Reviewer")
    fien.goto(f"{visit.site}{AT}/de?state=review&text=Text+Nummer")
    for _ in range(some):
        pressed(fien, "a")
    assert "0 texts in this queue" in fien.locator(".count-left").inner_text()
    fien.goto(f"{visit.site}{AT}/de?state=approved&text=Text+Nummer")
    assert f"{some} texts in this queue" in fien.locator(".count-left").inner_text()


def test_the_next_text_is_there_before_it_is_asked_for(visit: Visit, served: Context) -> None:
    fien = signed_in(visit, served, "Fien Reviewer")
    with fien.expect_event("requestfinished", lambda it: _is_ahead(it)):
        fien.goto(f"{visit.site}{AT}/de?state=missing")
    fien.wait_for_timeout(200)
    pressed_next(fien)
    told = "performance.getEntriesByType('navigation')[0].deliveryType"
    assert fien.evaluate(told) == "navigational-prefetch"


def _is_ahead(request: Request) -> bool:
    return request.headers.get("sec-purpose", "").startswith("prefetch")


def pressed_next(page: Page) -> None:
    was = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != was)


def test_what_is_typed_is_counted_and_outlives_who_was_first(visit: Visit, served: Context) -> None:
    luc = signed_in(visit, served, "Luc Maes")
    fien = signed_in(visit, served, "Fien Reviewer")
    path = f"{visit.site}{AT}/fr?state=approved&field=pref_label"
    for page in (luc, fien):
        page.goto(path)
    luc.locator("#new-text").fill("Von Luc")
    assert luc.locator("#length").inner_text().startswith("7 / ")
    fien.locator("#new-text").fill("Von Fien")
    pressed(fien, "Control+s")
    luc.get_by_role("button", name="Save draft").click()
    assert luc.locator("#new-text").input_value() == "Von Luc"
    assert luc.locator(".notice blockquote").inner_text() == "Von Fien"
    luc.get_by_role("button", name="Save draft").click()
    assert "Saved as a draft" in luc.locator(".notice").inner_text()


def test_a_colleague_is_called_by_keyboard_and_counts_it(visit: Visit, served: Context) -> None:
    luc = signed_in(visit, served, "Luc Maes")
    fien = signed_in(visit, served, "Fien Reviewer")
    fien.goto(f"{visit.site}{AT}/de?state=missing")
    field, names = fien.locator("#why"), fien.locator("#why-people li")
    field.press_sequentially("Kijk eens @MAE")
    names.first.wait_for()
    assert (names.count(), field.get_attribute("aria-activedescendant")) == (1, "why-people-0")
    assert found_by_axe(fien) == []
    fien.keyboard.press("Escape")
    assert not names.first.is_visible()
    field.press_sequentially("s")
    names.first.wait_for()
    fien.keyboard.press("Enter")
    assert field.input_value() == "Kijk eens @Luc Maes "
    field.press_sequentially("of @nobody a@b")
    assert not names.first.is_visible()
    before = luc.locator(".news").count()
    fien.get_by_role("button", name="Comment").click()
    fien.locator(".notice").wait_for()
    luc.goto(f"{visit.site}/workbench")
    assert (before, luc.locator(".news").inner_text().split()) == (0, ["1", "new"])
    luc.get_by_role("button", name="Seen").click()
    luc.locator(".news").wait_for(state="detached")


def test_a_browser_that_keeps_nothing_says_so(visit: Visit, served: Context) -> None:
    luc = signed_in(visit, served, "Luc Maes")
    luc.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('full'); }})"
    )
    luc.goto(f"{visit.site}{AT}/de?state=missing")
    luc.locator("#new-text").press_sequentially("ab")
    assert luc.locator("#new-text ~ .kept-draft").all_inner_texts() == [
        "This browser cannot keep what you type here: save it before you leave."
    ]
    luc.get_by_role("button", name="Save draft").click()
    assert "Saved as a draft" in luc.locator(".notice").inner_text()


def test_what_was_typed_outlives_a_lost_session(visit: Visit, served: Context) -> None:
    luc = signed_in(visit, served, "Luc Maes")
    path = f"{visit.site}{AT}/de?state=missing&field=description"
    luc.goto(path)
    field, text = luc.locator("#new-text"), "Ein langer Text, der nicht verloren geht. " * 40
    field.fill(text)
    luc.context.clear_cookies()
    luc.get_by_role("button", name="Save draft").click()
    assert "You are signed out" in luc.locator("main").inner_text()
    luc.goto(visit.site + signing_in.link_of(served, "Luc Maes", []))
    luc.get_by_role("main").get_by_role("button").click()
    luc.wait_for_url("**/workbench")
    luc.goto(path)
    assert field.input_value() == ""
    assert luc.locator(".kept-draft blockquote").text_content() == text
    luc.get_by_role("button", name="Put it back").click()
    assert field.input_value() == text
    luc.get_by_role("button", name="Save draft").click()
    assert "Saved as a draft" in luc.locator(".notice").inner_text()
    luc.goto(path.replace("missing", "draft"))
    assert field.input_value() == text.strip()
    assert not luc.locator(".kept-draft").count()


def test_a_campaign_goes_out_and_comes_back_as_a_file(
    visit: Visit, served: Context, tmp_path: Path
) -> None:
    fien = signed_in(visit, served, "Fien Reviewer", java_script_enabled=False)
    fien.goto(f"{visit.site}{AT}")
    fien.locator("details.begin summary").click()
    fien.get_by_label("Title").fill("French review")
    fien.locator("#deadline").fill("2099-12-20")
    fien.get_by_role("button", name="Begin", exact=True).click()
    with fien.expect_download() as loading:
        fien.get_by_role("link", name="XLIFF 1.2").click()
    file = tmp_path / "fr.xlf"
    loading.value.save_as(file)
    text = file.read_text()
    start = text.index("<target")
    begin, end = text.index(">", start) + 1, text.index("</target>", start)
    file.write_text(text[:begin] + "Mot d’ailleurs" + text[end:])
    fien.goto(f"{visit.site}{AT}/package")
    fien.get_by_label("File").set_input_files(file)
    fien.get_by_role("button", name="Show what would change").click()
    assert "1 text would be proposed" in fien.locator(".notice").inner_text()
    assert "Mot d’ailleurs" in fien.locator("ins").first.inner_text()
    fien.get_by_role("button", name="Propose it").first.click()  # the file is carried along
    assert "1 text was proposed" in fien.locator(".notice").inner_text()


def test_forms_of_the_screens_of_translating_suit_a_tablet(visit: Visit, served: Context) -> None:
    page = signed_in(visit, served, "Fien Reviewer", **TABLET)
    page.goto(f"{visit.site}{AT}/fr/list?state=approved")
    page.keyboard.press("*")
    page.keyboard.press("a")
    page.locator(".outcome h2").wait_for()
    assert found_by_axe(page) == []
    size = page.viewport_size
    for path in ("", "/fr", "/fr?state=approved&kind=profile", "/fr/list", "/terms", "/package"):
        if size:
            page.set_viewport_size(size)
        page.goto(f"{visit.site}{AT}{path}")
        found = {name: it for name, it in faults(visit, page).items() if name != "cookies"}
        assert (path, found) == (path, {})
