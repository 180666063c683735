"""A file that a form carries along: the same bytes, or a word of what became of it."""

from __future__ import annotations

import base64
import os
import zlib

import pytest

from app.errors import UnsupportedMediaTypeError
from app.http.carrying_files import carried, to_carry


@pytest.mark.parametrize("data", [b"", b"<xliff/>", b"\x00\xff" * 100_000])
def test_a_file_comes_back_as_it_went(data: bytes) -> None:
    assert carried(to_carry(data)) == data


def test_what_is_too_large_is_not_carried() -> None:
    assert to_carry(os.urandom(300_000)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "no base64 ",
        base64.b64encode(b"not packed").decode(),
        to_carry(b"cut off" * 100)[:-8],
        base64.b64encode(zlib.compress(bytes(65 * 1024 * 1024))).decode(),
    ],
)
def test_what_was_changed_on_the_way_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedMediaTypeError, match="choose it again"):
        carried(text)
