from __future__ import annotations

import pytest

from app.errors import NotAcceptableError
from app.http.negotiation import accepts_gzip, asking, best, matches, variant
from taxonomy.media_types import JSON, JSON_LD, NDJSON, TURTLE


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (b"", JSON),
        (b"*/*", JSON),
        (b"application/*", JSON),
        (b"text/*", TURTLE),
        (b"text/turtle;q=0.5, application/json;q=0.4", TURTLE),
        (b"TEXT/Turtle", TURTLE),
        (b"application/json;q=0, */*;q=0.1", JSON_LD),
        (b"text/turtle; q=high", None),
        (b"application/json;q=0", None),
        (b"image/png", None),
        (b",,;q=1", JSON),
        (b"application/ld+json;profile=x;q=0.9, application/json;q=0.8", JSON_LD),
        (b"\xff/\xfe", None),
    ],
)
def test_the_variant_is_the_one_liked_best(accept: bytes, expected: str | None) -> None:
    assert variant(accept) == expected


def test_what_is_not_available_is_refused_with_what_is() -> None:
    with pytest.raises(NotAcceptableError) as raised:
        best(b"text/csv", (JSON, NDJSON))
    assert raised.value.available == (JSON, NDJSON)


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        (b"", False),
        (b"gzip", True),
        (b"br, GZIP;q=0.1", True),
        (b"gzip;q=0", False),
        (b"*", True),
        (b"*;q=0, gzip", True),
        (b"gzip;q=0, *", False),
        (b"identity", False),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(encoding: bytes, expected: bool) -> None:
    assert accepts_gzip(encoding) is expected


@pytest.mark.parametrize(
    ("etags", "expected"),
    [
        (b'"a"', True),
        (b'W/"a"', True),
        (b'"b", "a"', True),
        (b'"b" ,W/"a" ', True),
        (b"*", True),
        (b' "a"', True),
        (b'"b"', False),
        (b'W/"b"', False),
        (b'"a', False),
        (b"a", False),
    ],
)
def test_an_etag_matches_weakly_and_in_lists(etags: bytes, expected: bool) -> None:
    assert matches(etags, b'"a"') is expected


def test_repeated_headers_are_joined() -> None:
    headers = [(b"accept", b"text/csv"), (b"accept", b"text/turtle"), (b"host", b"x")]
    assert asking({"headers": headers}).accept == b"text/csv,text/turtle"
