from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import RangeNotSatisfiableError
from app.http.ranges import Part, part

ETAG = b'"abc"'


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        (b"bytes=0-0", 0, 1),
        (b"bytes=0-9", 0, 10),
        (b"bytes=5-", 5, 100),
        (b"bytes=99-", 99, 100),
        (b"bytes=90-1000", 90, 100),
        (b"bytes=-1", 99, 100),
        (b"bytes=-1000", 0, 100),
        (b"Bytes=0-9", 0, 10),
        (b" bytes = 0 - 9 ", 0, 10),
    ],
)
def test_one_range_is_a_part(asked: bytes, start: int, stop: int) -> None:
    found = part(asked, b"", ETAG, 100)
    assert found == Part(start, stop, 100)


def test_a_part_tells_its_length_and_its_place() -> None:
    found = Part(90, 100, 100)
    assert (found.length, found.content_range) == (10, "bytes 90-99/100")


@pytest.mark.parametrize(
    "asked",
    [
        b"",
        b"bytes",
        b"bytes=",
        b"bytes=-",
        b"bytes=5-2",
        b"bytes=a-b",
        b"bytes=--5",
        b"bytes=0-5-9",
        b"bytes=+0-9",
        b"bytes=0x1-5",
        b"items=0-5",
        b"bytes=0-9,20-29",
        b"bytes=0-,0-,0-,0-",
        b"bytes=" + b"9" * 5000 + b"-",
        "bytes=\uff10-\uff19".encode(),
        b"bytes=\xb2-",
    ],
)
def test_what_is_no_single_range_of_bytes_asks_for_the_whole(asked: bytes) -> None:
    assert part(asked, b"", ETAG, 100) is None


@pytest.mark.parametrize("asked", [b"bytes=100-", b"bytes=100-200", b"bytes=-0"])
def test_a_range_behind_the_end_cannot_be_satisfied(asked: bytes) -> None:
    with pytest.raises(RangeNotSatisfiableError) as raised:
        part(asked, b"", ETAG, 100)
    assert raised.value.headers == {"Content-Range": "bytes */100"}


def test_an_empty_file_has_no_part() -> None:
    assert part(b"bytes=-5", b"", ETAG, 0) is None
    with pytest.raises(RangeNotSatisfiableError):
        part(b"bytes=0-", b"", ETAG, 0)


@pytest.mark.parametrize(
    "condition", [b'"other"', b'W/"abc"', b"Sat, 21 Nov 2026 09:12:44 GMT", b"abc"]
)
def test_a_part_of_another_state_is_not_sent(condition: bytes) -> None:
    assert part(b"bytes=0-9", condition, ETAG, 100) is None
    assert part(b"bytes=0-9", ETAG, ETAG, 100)


@given(st.binary(max_size=40), st.integers(0, 50))
def test_any_header_gives_a_part_of_the_file_or_the_whole(asked: bytes, size: int) -> None:
    try:
        found = part(b"bytes=" + asked, b"", ETAG, size)
    except RangeNotSatisfiableError:
        return
    assert found is None or 0 <= found.start < found.stop <= size
