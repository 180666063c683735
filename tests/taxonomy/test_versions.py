"""Tests of versions: an order of numbers, never of text or floats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import InvalidVersionError
from taxonomy.versions import Version

numbers = st.lists(st.integers(0, 999_999_999), min_size=1, max_size=6)
versions = numbers.map(lambda it: Version.parse(".".join(map(str, it))))


def test_the_releases_of_competent_are_in_their_order() -> None:
    texts = ["3.27", "3.8", "3.10", "3.1", "3.9"]
    ordered = sorted(map(Version.parse, texts))
    assert [str(it) for it in ordered] == ["3.1", "3.8", "3.9", "3.10", "3.27"]


@given(numbers)
def test_a_version_keeps_how_it_is_written(parts: list[int]) -> None:
    text = ".".join(map(str, parts))
    assert str(Version.parse(text)) == text
    assert Version.parse(text).numbers == tuple(parts)


@given(versions, versions, versions)
def test_versions_are_totally_ordered(a: Version, b: Version, c: Version) -> None:
    assert (a < b) + (b < a) + (a == b) == 1
    if a <= b <= c:
        assert a <= c


@given(versions, versions)
def test_the_key_sorts_as_the_version_does(a: Version, b: Version) -> None:
    assert (a < b) == (a.key < b.key)


def test_a_leading_nought_stays_in_the_text_and_out_of_the_order() -> None:
    assert str(Version.parse("08")) == "08"
    assert Version.parse("08") == Version.parse("8")


def test_a_longer_version_is_newer_than_its_beginning() -> None:
    assert Version.parse("1.2") < Version.parse("1.2.0") < Version.parse("1.2.1")


@pytest.mark.parametrize("value", [3.1, 3, None, b"3.10", True, ["3", "10"]])
def test_a_version_that_is_no_text_is_refused_with_the_reason(value: object) -> None:
    with pytest.raises(InvalidVersionError, match="a version is text"):
        Version.parse(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "3.",
        ".3",
        "3..8",
        "v3.8",
        "3.8 ",
        "3.8\n",
        "3,8",
        "-3.8",
        "+3",
        "3.08",
        "3.8-rc1",
        "1e3",
        "nan",
        "current",
        "3.１０",  # noqa: RUF001
        "٣.٨",
        "²",
        "1.2.3.4.5.6.7",
        "9" * 10,
        "3." + "9" * 10,
        "1" * 5000,
        "../3.8",
        "3.8\x00",
    ],
)
def test_a_text_that_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(InvalidVersionError, match="not a version"):
        Version.parse(text)


@given(st.text(max_size=12))
def test_any_text_is_a_version_or_is_refused(text: str) -> None:
    try:
        version = Version.parse(text)
    except InvalidVersionError:
        return
    assert str(version) == text
    assert version.numbers == tuple(map(int, text.split(".")))
