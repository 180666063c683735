"""What holds for every page of the site, in every reader's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.app.every_page import FORMS, PAGES
from tests.browser.looking import MOST_BYTES, READERS, faults, moved_by_scripts, options, sent
from tests.browser.visiting import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


class Reader(NamedTuple):
    """Somebody who opens one page after the other, as they are found in `READERS`."""

    name: str
    visit: Visit
    page: Page

    def open(self, path: str) -> None:
        """The page at this path, in a window of their size, with nothing noted before it."""
        self.visit.requests.clear()
        self.visit.complaints.clear()
        self.page.set_viewport_size(options(self.name)["viewport"])
        self.page.goto(self.visit.site + path)


@pytest.fixture(scope="module", params=READERS)
def reader(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    visit = Visit(chromium, site)
    yield Reader(request.param, visit, visit.begin(**options(request.param)))
    visit.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_suits_its_reader(reader: Reader, name: str) -> None:
    reader.open(PAGES[name])
    assert reader.page.locator("html").get_attribute("lang") == READERS[reader.name][0]
    assert reader.page.locator("h1").count() == 1
    assert faults(reader.visit, reader.page) == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small_and_stands_still_when_its_scripts_come_late(
    visit: Visit, name: str
) -> None:
    assert moved_by_scripts(visit, PAGES[name]) == []
    assert 0 < sent(visit) <= MOST_BYTES


@pytest.mark.parametrize("name", [it for it in FORMS if it.startswith("odd-")])
def test_long_words_and_names_from_the_right_fit_a_phone(visit: Visit, name: str) -> None:
    page = visit.open(FORMS[name], **options("fr-phone-dark"))
    assert page.locator("h1").count() == 1
    assert faults(visit, page) == {}
