from __future__ import annotations

import csv
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.zipped import member, member_lines, opened

MIB = 1024**2
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def named(path: Path, *names: str) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        for name in names:
            archive.writestr(name, b"x")
    return path


def patched(path: Path, **declared: int) -> Path:
    """The archive with another method, flags, CRC or size written in both of its headers."""
    data = bytearray(path.read_bytes())
    places = {"flags": (6, 8, "<H"), "method": (8, 10, "<H"), "crc": (14, 16, "<I")}
    places["size"] = (22, 24, "<I")
    central = data.index(b"PK\x01\x02")
    for field, value in declared.items():
        in_local, in_central, form = places[field]
        struct.pack_into(form, data, in_local, value)
        struct.pack_into(form, data, central + in_central, value)
    path.write_bytes(data)
    return path


def refused(path: Path, **bounds: float) -> str:
    with pytest.raises(SourceUnreadableError) as caught:
        opened(path, **bounds)  # type: ignore[arg-type]
    assert path.name in caught.value.detail
    return caught.value.detail


def test_a_sound_archive_opens(tmp_path: Path) -> None:
    with opened(packed(tmp_path / "a.zip", one=b"1", two=b"2")) as archive:
        assert archive.namelist() == ["one", "two"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "gone.zip")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").touch()
    assert "empty" in refused(tmp_path / "a.zip")


def test_a_path_with_a_null_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError):
        opened(Path(f"{tmp_path}/a\x00b.zip"))


@pytest.mark.parametrize(
    ("beginning", "reason"),
    [
        (OLE, "old binary"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x1f\x8b\x08" + bytes(100), "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"uuid;code;title\n1;2;3\n", "CSV"),
        (b"<html><table>", "HTML"),
        (b"\x00\x01\x02\x03" * 10, "no zip archive"),
    ],
)
def test_what_is_no_zip_is_named_for_what_it_is(
    tmp_path: Path, beginning: bytes, reason: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(beginning)
    assert reason in refused(tmp_path / "a.xlsx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_archive_is_refused(tmp_path: Path, share: float) -> None:
    path = packed(tmp_path / "a.zip", one=bytes(range(256)) * 40, two=b"2" * 99)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "cut off" in refused(path)


@given(cut=st.integers(0, 200), noise=st.binary(max_size=8), at=st.integers(0, 250))
def test_damaged_bytes_never_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes, at: int
) -> None:
    path = packed(tmp_path_factory.getbasetemp() / "noise.zip", one=b"abc" * 20, two=b"2" * 9)
    data = bytearray(path.read_bytes())
    data[at : at + len(noise)] = noise
    path.write_bytes(data[: len(data) - cut])
    try:
        with opened(path) as archive:
            for name in archive.namelist():
                member(archive, name).read()
    except SourceUnreadableError:
        pass


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/etc/passwd", "C:\\a", "..\\a", "\\\\host\\a", "a\nb", "a\u202eb"],
)
def test_a_member_that_would_escape_is_refused(tmp_path: Path, name: str) -> None:
    assert "unsafe name" in refused(named(tmp_path / "a.zip", name))


def test_a_name_that_hides_behind_a_null_is_refused(tmp_path: Path) -> None:
    path = named(tmp_path / "a.zip", "a.csv_b.exe")
    path.write_bytes(path.read_bytes().replace(b"a.csv_", b"a.csv\x00"))
    assert "unsafe name" in refused(path)


def test_a_name_held_twice_is_refused(tmp_path: Path) -> None:
    assert "twice" in refused(named(tmp_path / "a.zip", "a.csv", "a.csv"))


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = patched(packed(tmp_path / "a.zip", one=b"1"), flags=1)
    assert "encrypted" in refused(path)


@pytest.mark.parametrize("method", [9, 12, 14, 93, 99])
def test_another_compression_is_refused(tmp_path: Path, method: int) -> None:
    path = patched(packed(tmp_path / "a.zip", one=b"1"), method=method)
    assert "deflate" in refused(path)


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    assert "zip bomb" in refused(packed(tmp_path / "a.zip", one=bytes(11 * MIB)))


def test_a_small_member_may_compress_as_it_likes(tmp_path: Path) -> None:
    opened(packed(tmp_path / "a.zip", one=bytes(9 * MIB))).close()


def test_the_members_together_are_bounded(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=b"1" * 600, two=b"2" * 600)
    assert "1,200 bytes" in refused(path, most_inflated=1_000)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=bytes(range(256)) * 90)
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    central = data[at:end]
    copies = b"".join(central.replace(b"one", b"%03d" % number) for number in range(99))
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 99, 99, len(copies), at)
    path.write_bytes(data[:at] + copies + tail)
    assert "overlap" in refused(path)


def test_a_member_is_read_whole(tmp_path: Path) -> None:
    data = bytes(range(256)) * 20_000
    with opened(packed(tmp_path / "a.zip", one=data)) as archive, member(archive, "one") as stream:
        assert stream.read() == data


def test_an_empty_member_is_read(tmp_path: Path) -> None:
    with opened(packed(tmp_path / "a.zip", one=b"")) as archive:
        assert member(archive, "one").read() == b""


@pytest.mark.parametrize("declared", [0, 1, 99_999])
def test_a_member_with_more_bytes_than_it_declares_is_refused(
    tmp_path: Path, declared: int
) -> None:
    data = b"x" * 100_000
    path = patched(
        packed(tmp_path / "a.zip", one=data), size=declared, crc=zlib.crc32(data[:declared])
    )
    with (
        opened(path) as archive,
        pytest.raises(SourceUnreadableError, match=r"one.*more than|one.*damaged"),
    ):
        member(archive, "one").read()


def test_a_liar_is_stopped_before_it_inflates(tmp_path: Path) -> None:
    path = patched(packed(tmp_path / "a.zip", one=bytes(300 * MIB)), size=5)
    with opened(path) as archive, pytest.raises(SourceUnreadableError, match="one"):
        member(archive, "one").read()


def test_a_member_with_fewer_bytes_than_it_declares_is_refused(tmp_path: Path) -> None:
    path = patched(packed(tmp_path / "a.zip", one=b"x" * 1_000), size=1_001)
    with opened(path) as archive, pytest.raises(SourceUnreadableError, match="1,001"):
        member(archive, "one").read()


def test_a_member_with_another_checksum_is_refused(tmp_path: Path) -> None:
    path = patched(packed(tmp_path / "a.zip", one=b"x" * 1_000), crc=7)
    with opened(path) as archive, pytest.raises(SourceUnreadableError, match="damaged"):
        member(archive, "one").read()


def test_an_absent_member_is_answered_with_the_ones_there_are(tmp_path: Path) -> None:
    with (
        opened(packed(tmp_path / "a.zip", one=b"1")) as archive,
        pytest.raises(SourceUnreadableError, match=r"'two'; it has one"),
    ):
        member(archive, "two")


def test_lines_keep_their_endings_and_lose_their_byte_order_mark(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one="\ufeffa,b\r\n1,é\n".encode())
    with opened(path) as archive:
        assert list(member_lines(archive, "one")) == ["a,b\r\n", "1,é\n"]


def test_lines_serve_quoted_cells_with_line_breaks(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=b'a,"b\nc"\r\nd,e\r\n')
    with opened(path) as archive:
        assert list(csv.reader(member_lines(archive, "one"))) == [["a", "b\nc"], ["d", "e"]]


def test_bytes_that_are_no_utf_8_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=b"a\n\xe9\n")
    with opened(path) as archive, pytest.raises(SourceUnreadableError, match="UTF-8"):
        list(member_lines(archive, "one"))


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=b"a\n" + b"x" * (17 * MIB))
    with (
        opened(path, highest_ratio=2_000) as archive,
        pytest.raises(SourceUnreadableError, match="line 2"),
    ):
        list(member_lines(archive, "one"))
