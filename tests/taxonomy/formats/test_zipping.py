from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from taxonomy.formats.zipping import zipped

FILES = [("a.txt", b"Slager " * 999), ("map/é.txt", b""), ("b.bin", bytes(range(256)))]


@given(st.dictionaries(st.text("abé/._ ", min_size=1, max_size=9), st.binary(max_size=99)))
def test_what_was_packed_is_unpacked_again_in_its_order(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(files.items()))) as archive:
        assert archive.testzip() is None
        assert [(it, archive.read(it)) for it in archive.namelist()] == list(files.items())


def test_an_archive_says_nothing_of_when_and_where_it_was_packed() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(FILES))) as archive:
        told = {
            (it.date_time, it.create_system, it.external_attr, it.extra) for it in archive.filelist
        }
    assert told == {((1980, 1, 1, 0, 0, 0), 3, 0o100644 << 16, b"")}


def test_the_bytes_of_an_archive_are_those_that_they_always_were() -> None:
    assert zipped([("a.txt", b"Slager " * 9)]) == bytes.fromhex(
        "504b0304140000080800000021006fc58ce70c0000003f00000005000000612e7478740bce494c4f2d52082693"
        "0200504b01021403140000080800000021006fc58ce70c0000003f000000050000000000000000000000a48100"
        "000000612e747874504b05060000000001000100330000002f0000000000"
    )
