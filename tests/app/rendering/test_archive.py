from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.rendering.archive import Contents, contents, day_of, grouped, shelf
from app.web.chart import drawn
from taxonomy import schemes
from taxonomy.formats.distributions import FORMATS, Purpose
from taxonomy.model import Distribution, Release
from taxonomy.vocabulary import Kind, ReleaseStatus

COMPETENT = schemes.get("competent")


def release(version: str, previous: str | None = None, **facts: Any) -> Release:
    return Release(
        scheme="competent",
        version=version,
        previous=previous,
        digest=f"sha256:{version}",
        status=facts.pop("status", ReleaseStatus.PUBLISHED),
        **facts,
    )


def held(active: int, retired: int) -> dict[str, Any]:
    return {"counts": {"profile": active}, "retired": {"profile": retired}}


def file(name: str, size: int = 1) -> Distribution:
    return Distribution(name, "text/plain", size, "0" * 64)


def test_what_is_new_is_told_from_what_was_retired() -> None:
    before, after = release("3.8", **held(100, 3)), release("3.9", "3.8", **held(98, 10))
    assert contents(after, before, COMPETENT) == [Contents(Kind.PROFILE, 98, 10, 5, 7)]


@pytest.mark.parametrize("before", [None, release("3.8")])
def test_without_a_release_before_nothing_is_called_new(before: Release | None) -> None:
    found = contents(release("3.9", **held(98, 10)), before, COMPETENT)
    assert found == [Contents(Kind.PROFILE, 98, 10, None, None)]


def test_a_concept_that_came_back_is_no_negative_retirement() -> None:
    before, after = release("3.8", **held(98, 10)), release("3.9", "3.8", **held(99, 9))
    assert contents(after, before, COMPETENT) == [Contents(Kind.PROFILE, 99, 9, 0, 0)]


def test_kinds_stand_in_the_order_of_the_scheme_without_those_it_has_none_of() -> None:
    found = release("3.9", counts={"sector": 2, "profile": 1}, retired={"skill": 4})
    kinds = [it.kind for it in contents(found, None, COMPETENT)]
    assert kinds == [Kind.PROFILE, Kind.SKILL, Kind.SECTOR]


def test_the_newest_stand_open_and_the_others_are_folded_by_year() -> None:
    releases = [release(f"3.{it}", released_at=date(2019 + it // 4, 1, 1)) for it in range(1, 11)]
    found = shelf(COMPETENT, releases, releases[-1])
    assert [it.release.version for it in found.recent] == ["3.10", "3.9", "3.8", "3.7"]
    assert [(year, len(rows)) for year, rows in found.older] == [(2020, 3), (2019, 3)]
    assert found.total == 10


def test_the_current_release_stands_open_however_old_it_is() -> None:
    releases = [
        release("1.0"),
        *(release(f"2.{it}", status=ReleaseStatus.WITHDRAWN) for it in range(6)),
    ]
    found = shelf(COMPETENT, releases, releases[0])
    assert [it.release.version for it in found.recent] == ["2.5", "2.4", "2.3", "2.2", "1.0"]
    assert [year for year, _ in found.older] == [None]


def test_the_day_is_the_publishers_before_it_is_ours() -> None:
    published = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    ours = release("3.8", published_at=published)
    assert day_of(release("3.8")) is None
    assert day_of(ours) == date(2026, 11, 21)
    assert day_of(replace(ours, released_at=date(2022, 3, 22))) == date(2022, 3, 22)


def test_files_stand_in_the_order_of_purposes_each_once() -> None:
    names = ["SHA256SUMS", "taxonomy.ttl", "what.bin", "b.parquet", "a.parquet", "manifest.json"]
    found = grouped(release("3.9", formats=tuple(FORMATS), distributions=tuple(map(file, names))))
    shown = [
        (it.purpose, [file.file for part in it.formats for file in part.files]) for it in found
    ]
    assert shown == [
        (Purpose.DATABASE, ["a.parquet", "b.parquet"]),
        (Purpose.LINKED_DATA, ["taxonomy.ttl"]),
        (Purpose.PROOF, ["manifest.json", "SHA256SUMS"]),
        (None, ["what.bin"]),
    ]


def test_a_file_of_a_format_that_is_not_known_here_is_shown_all_the_same() -> None:
    future = release("9.0", formats=("hologram",), distributions=(file("taxonomy.holo"),))
    assert [it.purpose for it in grouped(future)] == [None]


def test_the_report_of_changes_stands_before_what_programs_read() -> None:
    names = ("changes.csv", "changes.html", "changes.json", "delta.jsonl")
    found = release("3.9", formats=tuple(FORMATS), distributions=tuple(map(file, names)))
    assert grouped(found)[0].formats[0].name == "changes-html"


def test_only_files_that_carry_content_leave_some_of_it_out() -> None:
    names = ("competent-3.9.xlsx", "dictionary.csv")
    found = release("3.9", formats=tuple(FORMATS), distributions=tuple(map(file, names)))
    assert [bool(part.leaves_out) for it in grouped(found) for part in it.formats] == [True, False]


def test_a_picture_shows_what_followed_one_another() -> None:
    sizes = {"3.8": (100, 0), "3.9": (98, 10), "3.10": (120, 10)}
    releases = [release(version, **held(*size)) for version, size in sizes.items()]
    linked = [
        releases[0],
        replace(releases[1], previous="3.8"),
        replace(releases[2], previous="3.9"),
    ]
    picture = drawn(shelf(COMPETENT, linked, linked[-1]).series)
    assert picture
    assert [(it.version, it.active, it.added, it.gone) for it in picture.bars] == [
        ("3.8", 100, None, None),
        ("3.9", 98, 8, 10),
        ("3.10", 120, 22, 0),
    ]
    assert [it.height for it in picture.bars] == [93, 91, 112]


@pytest.mark.parametrize(
    "releases",
    [
        [release("3.8", **held(10, 0))],
        [release("3.8"), release("3.9")],
        [release("3.8", **held(10, 0), sample=True), release("3.9", **held(10, 0))],
        [
            release("3.8", status=ReleaseStatus.WITHDRAWN, **held(9, 0)),
            release("3.9", **held(9, 0)),
        ],
    ],
)
def test_there_is_no_picture_where_nothing_can_be_compared(releases: list[Release]) -> None:
    assert drawn(shelf(COMPETENT, releases, releases[-1]).series) is None


def test_a_series_of_nothing_has_no_picture() -> None:
    empty = [release("3.8", counts={"skill": 1}), release("3.9", counts={"skill": 1})]
    assert drawn(shelf(COMPETENT, empty, empty[-1]).series) is None
