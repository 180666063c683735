"""The public site over the real releases, as somebody visits it who was never here before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.visiting import CHROMIUM, Visit, browsing, listening
from tests.browser.ways import (
    Known,
    compares_and_downloads,
    follows_an_identifier,
    reads_a_profile,
)
from tests.journeys.real import REAL_RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.real import Home

pytestmark = REAL_RELEASES
KNOWN = Known("OP-10", "3.8", "3.11")


@pytest.fixture(scope="module")
def visit(competent: Home) -> Iterator[Visit]:
    """A visit to the site over the real releases."""
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    with listening(competent.path) as context, browsing() as opened:
        made = Visit(opened, context.settings.public_url)
        yield made
        made.close()


def test_a_profile_is_found_read_in_french_and_followed_through_releases(visit: Visit) -> None:
    reads_a_profile(visit, KNOWN)


def test_two_releases_are_compared_and_what_is_downloaded_is_checked(
    visit: Visit, tmp_path: Path
) -> None:
    compares_and_downloads(visit, KNOWN, tmp_path)


def test_an_identifier_leads_people_to_a_page_and_programs_to_data(visit: Visit) -> None:
    follows_an_identifier(visit, KNOWN)
