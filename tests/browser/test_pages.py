"""What holds for every page of the site, in every reader's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.every_page import FORMS, PAGES
from tests.browser.looking import MOST_BYTES, READERS, faults, moved_by_scripts, options, sent

if TYPE_CHECKING:
    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_suits_its_reader(visit: Visit, name: str, reader: str) -> None:
    page = visit.open(PAGES[name], **options(reader))
    assert page.locator("html").get_attribute("lang") == READERS[reader][0]
    assert page.locator("h1").count() == 1
    assert faults(visit, page) == {}


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
