"""What people come for, over the samples; over the real releases in `tests/journeys`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.ways import (
    Known,
    compares_and_downloads,
    follows_an_identifier,
    reads_a_profile,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.visiting import Visit

pytestmark = pytest.mark.slow
KNOWN = Known("OP-1", "1.10", "1.11")


def test_a_profile_is_found_read_in_french_and_followed_through_releases(visit: Visit) -> None:
    reads_a_profile(visit, KNOWN._replace(first="1.9"))


def test_two_releases_are_compared_and_what_is_downloaded_is_checked(
    visit: Visit, tmp_path: Path
) -> None:
    compares_and_downloads(visit, KNOWN, tmp_path)


def test_an_identifier_leads_people_to_a_page_and_programs_to_data(visit: Visit) -> None:
    follows_an_identifier(visit, KNOWN)
