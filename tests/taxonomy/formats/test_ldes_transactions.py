from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from taxonomy.formats.ldes.transactions import Entry, Event, entries, transactions
from taxonomy.index import ReleaseIndex
from taxonomy.model import Release
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.build import concept, link, retired, taxonomy

if TYPE_CHECKING:
    from taxonomy.model import Concept

SLICER = concept("s1", Kind.SKILL, notation="SK-1", nl="Snijden")
SMOKER = concept("s9", Kind.SKILL, notation="SK-9", nl="Roken")
BUTCHER = concept("u10", Kind.PROFILE, link("related", "s9"), notation="OP-10", nl="Slager")


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 12, tzinfo=UTC)


def release(
    version: str, published: int, previous: str | None = None, withdrawn: int = 0
) -> Release:
    """A release by the days of March on which it was published and withdrawn."""
    return Release(
        scheme="competent",
        version=version,
        status=ReleaseStatus.WITHDRAWN if withdrawn else ReleaseStatus.PUBLISHED,
        digest="",
        published_at=day(published),
        previous=previous,
        withdrawn_at=day(withdrawn) if withdrawn else None,
    )


def index(*concepts: Concept) -> ReleaseIndex:
    return ReleaseIndex.build(release("3.9", 1), taxonomy(*concepts), {})


def versions(*releases: Release, sample: bool = False) -> list[str]:
    return [it.version for it in transactions(releases, sample=sample)]


def told(before: ReleaseIndex | None, after: ReleaseIndex) -> dict[str, str]:
    """Name → what happened to it."""
    return {it.name: it.event.value for it in entries(before, after)}


def test_releases_stand_in_the_order_of_their_versions() -> None:
    found = versions(release("3.10", 2, "3.9"), release("3.9", 1), release("3.11", 3, "3.10"))
    assert found == ["3.9", "3.10", "3.11"]


def test_a_withdrawn_release_keeps_its_place_and_the_next_one_follows_it() -> None:
    spoilt = release("3.10", 2, "3.9", withdrawn=3)
    assert versions(release("3.9", 1), spoilt) == ["3.9", "3.10"]
    assert versions(release("3.9", 1), spoilt, release("3.11", 4, "3.9")) == ["3.9", "3.10", "3.11"]


def test_one_withdrawn_in_the_second_in_which_the_next_was_published_keeps_its_place() -> None:
    spoilt = replace(
        release("3.10", 2, "3.9", withdrawn=4), withdrawn_at=day(4) + timedelta(microseconds=900)
    )
    assert versions(release("3.9", 1), spoilt, release("3.11", 4, "3.9")) == ["3.9", "3.10", "3.11"]


def test_withdrawing_an_old_release_moves_nothing() -> None:
    newest = release("3.11", 3, "3.10")
    old = release("3.10", 2, "3.9", withdrawn=5)
    assert versions(release("3.9", 1), old, newest) == ["3.9", "3.10", "3.11"]


@pytest.mark.parametrize("withdrawn", [0, 9])
def test_a_release_published_after_a_newer_one_is_left_out_and_stays_out(withdrawn: int) -> None:
    late = release("3.10", 4, "3.9", withdrawn)
    assert versions(release("3.9", 1), late, release("3.11", 3, "3.9")) == ["3.9", "3.11"]
    assert versions(release("3.8", 5), release("3.9", 1)) == ["3.9"]


def test_candidates_drafts_and_undated_releases_are_never_told_of() -> None:
    hidden = [
        replace(release("3.10", 2, "3.9"), status=ReleaseStatus.CANDIDATE),
        replace(release("3.11", 3, "3.9"), status=ReleaseStatus.DRAFT),
        replace(release("3.12", 4, "3.9"), published_at=None),
    ]
    assert versions(release("3.9", 1), *hidden) == ["3.9"]


def test_samples_have_a_stream_of_their_own() -> None:
    sample = replace(release("1.11", 1), sample=True)
    assert versions(sample, release("3.9", 2)) == ["3.9"]
    assert versions(sample, release("3.9", 2), sample=True) == ["1.11"]


def test_the_first_release_creates_all_its_concepts() -> None:
    found = entries(None, index(SLICER, SMOKER))
    assert found == (Entry(Event.CREATE, "SK-1", "s1"), Entry(Event.CREATE, "SK-9", "s9"))


def test_a_later_release_tells_what_is_another_document_and_nothing_else() -> None:
    gone = replace(retired("s9", Kind.SKILL, replaced_by=("s1",), nl="Roken"), notation="SK-9")
    new = concept("s2", Kind.SKILL, notation="SK-2", nl="Vullen")
    assert told(index(BUTCHER, SLICER, SMOKER), index(BUTCHER, SLICER, gone, new)) == {
        "SK-9": "Update",
        "SK-2": "Create",
    }


def test_the_same_content_again_tells_nothing() -> None:
    assert entries(index(BUTCHER, SMOKER), index(BUTCHER, SMOKER)) == ()


def test_a_concept_that_is_gone_is_deleted_and_those_that_name_it_are_told() -> None:
    assert told(index(BUTCHER, SLICER, SMOKER), index(BUTCHER, SLICER)) == {
        "OP-10": "Update",
        "SK-9": "Delete",
    }


def test_a_concept_with_another_notation_moves_to_another_name_with_all_that_name_it() -> None:
    moved = replace(SMOKER, notation="SK-99")
    assert told(index(BUTCHER, SLICER, SMOKER), index(BUTCHER, SLICER, moved)) == {
        "OP-10": "Update",
        "SK-99": "Create",
        "SK-9": "Delete",
    }


def test_a_notation_that_is_given_to_another_concept_is_updated_not_deleted() -> None:
    old = replace(retired("s9", Kind.SKILL, nl="Roken"), notation="SK-9")
    heir = concept("s10", Kind.SKILL, notation="SK-9", nl="Rookwaren maken")
    assert told(index(SLICER, SMOKER), index(SLICER, old, heir)) == {
        "SK-9": "Update",
        "s9": "Create",
    }


def test_a_concept_is_told_by_its_own_uri_where_it_has_one() -> None:
    uri = "http://data.europa.eu/esco/skill/1"
    skill = concept(uri, Kind.SKILL, scheme="esco", notation="S1", en="cut meat")
    assert told(None, index(skill)) == {uri: "Create"}
