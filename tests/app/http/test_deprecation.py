from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

import pytest

from app.http.deprecation import notices
from taxonomy.model import Release
from taxonomy.vocabulary import ReleaseStatus


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 12, tzinfo=UTC)


def release(version: str, published: int, **parts: object) -> Release:
    made = Release(
        scheme="competent",
        version=version,
        status=ReleaseStatus.PUBLISHED,
        digest="",
        published_at=day(published),
    )
    return replace(made, **parts)  # type: ignore[arg-type]


OLD, MIDDLE, NEW = release("3.9", 1), release("3.10", 2), release("3.11", 3)
WITHDRAWN = replace(MIDDLE, status=ReleaseStatus.WITHDRAWN, withdrawn_at=day(9))
CANDIDATE = replace(
    release("3.12", 4), status=ReleaseStatus.CANDIDATE, planned_for=date(2026, 12, 1)
)


def told(
    asked: Release, *known: Release, current: Release | None = NEW, sunset_days: int = 0
) -> dict[str, str]:
    """Header → value."""
    found = notices(asked, known, current, sunset_days=sunset_days)
    assert len({name for name, _ in found}) == len(found)
    return {name.decode(): value.decode() for name, value in found}


def to(version: str, rel: str) -> str:
    return f'</v1/schemes/competent/releases/{version}>; rel="{rel}"'


def test_a_superseded_release_tells_since_when_and_leads_to_the_next_and_the_newest() -> None:
    assert told(OLD, OLD, MIDDLE, NEW) == {
        "deprecation": f"@{int(day(2).timestamp())}",
        "link": f"{to('3.10', 'successor-version')}, {to('3.11', 'latest-version')}",
    }


def test_the_current_release_tells_nothing() -> None:
    assert told(NEW, OLD, MIDDLE, NEW) == {}


def test_a_withdrawn_release_is_passed_by() -> None:
    assert told(OLD, OLD, WITHDRAWN, NEW)["link"].startswith(to("3.11", "successor-version"))


def test_a_withdrawn_release_tells_since_when_and_what_corrects_it() -> None:
    assert told(WITHDRAWN, OLD, WITHDRAWN, NEW) == {
        "deprecation": f"@{int(day(9).timestamp())}",
        "link": f"{to('3.11', 'successor-version')}, {to('3.11', 'latest-version')}",
    }


def test_a_withdrawn_release_that_nothing_corrects_yet_leads_to_the_current_one() -> None:
    found = told(WITHDRAWN, OLD, WITHDRAWN, current=OLD)
    assert found == {
        "deprecation": f"@{int(day(9).timestamp())}",
        "link": to("3.9", "latest-version"),
    }
    assert "link" not in told(WITHDRAWN, WITHDRAWN, current=None)


def test_a_planned_candidate_is_told_of_by_the_current_release() -> None:
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    assert told(NEW, NEW, CANDIDATE) == {
        "deprecation": f"@{int(midnight.timestamp())}",
        "link": to("3.12", "successor-version"),
    }


def test_a_candidate_without_a_date_is_only_linked_to() -> None:
    unplanned = replace(CANDIDATE, planned_for=None)
    assert told(NEW, NEW, unplanned) == {"link": to("3.12", "successor-version")}


def test_a_candidate_takes_no_other_releases_place() -> None:
    assert "3.12" not in told(OLD, OLD, NEW, CANDIDATE)["link"]
    assert told(CANDIDATE, NEW, CANDIDATE).keys() == {"x-release-window"}


def test_a_candidate_tells_both_ends_of_its_window() -> None:
    assert told(CANDIDATE, NEW, CANDIDATE) == {"x-release-window": "2026-03-04/2026-12-01"}
    unplanned = replace(CANDIDATE, planned_for=None)
    assert told(unplanned, NEW, unplanned) == {"x-release-window": "2026-03-04/.."}


def test_a_sample_leads_to_the_real_release() -> None:
    sample = release("1.11", 1, sample=True)
    found = told(sample, sample, NEW)
    assert found["link"] == f"{to('3.11', 'successor-version')}, {to('3.11', 'latest-version')}"
    assert told(NEW, NEW, release("9.1", 1, sample=True)) == {}


def test_no_release_is_said_to_end_unless_an_operator_promised_how_long_it_stays() -> None:
    assert "sunset" not in told(OLD, OLD, NEW)
    ends = parsedate_to_datetime(told(OLD, OLD, NEW, sunset_days=365)["sunset"])
    assert ends == datetime(2027, 3, 3, 12, tzinfo=UTC)


def test_the_end_of_the_current_release_follows_the_window_of_its_candidate() -> None:
    ends = parsedate_to_datetime(told(NEW, NEW, CANDIDATE, sunset_days=30)["sunset"])
    assert ends == datetime(2026, 12, 31, tzinfo=UTC)
    later = replace(CANDIDATE, planned_for=date(2026, 12, 8))
    ends = parsedate_to_datetime(told(NEW, NEW, later, sunset_days=30)["sunset"])
    assert ends == datetime(2027, 1, 7, tzinfo=UTC)


def test_no_end_is_promised_before_there_is_a_successor_with_a_day() -> None:
    unplanned = replace(CANDIDATE, planned_for=None)
    assert "sunset" not in told(NEW, NEW, unplanned, sunset_days=30)
    assert "sunset" not in told(WITHDRAWN, OLD, WITHDRAWN, current=OLD, sunset_days=30)


def test_the_end_never_comes_before_the_deprecation() -> None:
    found = told(WITHDRAWN, OLD, WITHDRAWN, NEW, sunset_days=1)
    assert parsedate_to_datetime(found["sunset"]) == day(10)


@pytest.mark.parametrize("known", [(), (NEW,)])
def test_a_release_that_left_the_catalogue_meanwhile_is_answered(
    known: tuple[Release, ...],
) -> None:
    assert "deprecation" not in told(OLD, *known)


def test_a_release_whose_day_nobody_knows_is_linked_to_without_a_date() -> None:
    undated = replace(MIDDLE, published_at=None)
    assert told(OLD, OLD, undated, current=undated, sunset_days=9).keys() == {"link"}
