"""Zip archives of strangers: opened only when whole, safely named and within bounds.

The sizes that an archive declares can lie, so a member is read through `member` or `member_lines`,
which stop as soon as more bytes come out than were declared.
"""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from typing_extensions import override

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import Quote, Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typing_extensions import Buffer

__all__ = ["member", "member_lines", "no_workbook", "opened"]

_RATIO_COUNTS_ABOVE = 10 * 1024**2
"""Bytes: a smaller member of blanks compresses hundreds of times and harms nobody."""
_LONGEST_LINE = 16 * 1024**2
"""Characters of one line of a text member."""
_CHUNK = 1024**2
_MOST_SEARCHED = 64 * 1024**2
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins (MS-CFB §2.2): the old forms of Office, and what it encrypts."""
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The stream of a compound file that holds a workbook with a password (MS-OFFCRYPTO §2.3.4)."""
_BEGINNINGS = {
    b"\x1f\x8b": "it is a gzip file: unpack it first",
    b"7z\xbc\xaf\x27\x1c": "it is a 7z archive: unpack it and pack it as zip",
    b"Rar!": "it is a rar archive: unpack it and pack it as zip",
    b"%PDF": "it is a PDF document: ask for the original file",
    b"PK\x03\x04": "it is cut off or damaged: fetch it again",
}
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What zipfile raises for damaged bytes; RuntimeError and ValueError for impossible headers and unknown compressions."""


def opened(
    path: Path, *, most_inflated: int = 2 * 1024**3, highest_ratio: float = 200.0
) -> zipfile.ZipFile:
    """The archive, to be closed by the caller; SourceUnreadableError says why it cannot be used.

    `most_inflated` bounds the declared bytes of all members together; `highest_ratio` is inflated
    to compressed bytes, asked of members above 10 MiB.
    """
    _require_file(path)
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise _unreadable(
            path.name,
            sentence("%(what)s (%(error)s)", what=_what_it_is(path), error=Quote(str(error), "en")),
        ) from error
    try:
        _require_safe_members(path, archive)
        _require_bounds(path, archive.infolist(), most_inflated, highest_ratio)
    except SourceUnreadableError:
        archive.close()
        raise
    return archive


def member(archive: zipfile.ZipFile, name: str) -> io.BufferedReader:
    """A member's bytes; SourceUnreadableError where it is missing, damaged or lies about its size."""
    try:
        return io.BufferedReader(_Member(archive, archive.getinfo(name)), _CHUNK)
    except KeyError:
        there = ", ".join(archive.namelist()[:20])
        raise _unreadable(
            _name(archive),
            sentence("has no member %(name)r; it has %(there)s", name=name, there=there),
        ) from None


def member_lines(
    archive: zipfile.ZipFile, name: str, *, encoding: str = "utf-8-sig"
) -> Iterator[str]:
    """The lines of a text member with their endings as they stand, as `csv.reader` wants them.

    Raises as `member` does, and where the bytes are not text of that encoding or a line is endless.
    """
    with io.TextIOWrapper(member(archive, name), encoding=encoding, newline="") as stream:
        number = 0
        while line := _line(stream, f"{_name(archive)}: {name!r}", number := number + 1):
            yield line


def _line(stream: io.TextIOWrapper, what: str, number: int) -> str:
    try:
        line = stream.readline(_LONGEST_LINE)
    except UnicodeDecodeError as error:
        reason = sentence(
            "is not %(encoding)s text near line %(row)d: save it as UTF-8",
            encoding=error.encoding,
            row=number,
        )
        raise _unreadable(what, reason) from error
    if len(line) == _LONGEST_LINE:
        reason = sentence(
            "has a line %(row)d of %(most)s characters or more: no table has that",
            row=number,
            most=_LONGEST_LINE,
        )
        raise _unreadable(what, reason)
    return line


class _Member(io.RawIOBase):
    """A member's bytes, as many as it declares and not one more or less."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._what = f"{_name(archive)}: {info.filename!r}"
        self._declared = info.file_size
        self._count = 0
        unbounded = copy.copy(info)
        # zipfile cuts a member silently at its declared size; one byte more shows the lie
        unbounded.file_size = info.file_size + 1
        try:
            self._stream = archive.open(unbounded)
        except _DAMAGE as error:
            raise self._damaged(error) from error

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        try:
            data = self._stream.read(len(view))
        except _DAMAGE as error:
            raise self._damaged(error) from error
        self._count += len(data)
        if self._count > self._declared:
            reason = sentence(
                "inflates to more than the %(declared)s bytes it declares: do not trust it",
                declared=self._declared,
            )
            raise _unreadable(self._what, reason)
        if not data and len(view) and self._count < self._declared:
            reason = sentence(
                "holds %(count)s of the %(declared)s bytes it declares: fetch it again",
                count=self._count,
                declared=self._declared,
            )
            raise _unreadable(self._what, reason)
        view[: len(data)] = data
        return len(data)

    @override
    def close(self) -> None:
        if not self.closed and hasattr(self, "_stream"):
            self._stream.close()
        super().close()

    def _damaged(self, error: Exception) -> SourceUnreadableError:
        return _unreadable(
            self._what,
            sentence("is damaged (%(error)s): fetch it again", error=Quote(str(error), "en")),
        )


def _require_file(path: Path) -> None:
    try:
        if not path.exists():
            raise _unreadable(path.name, sentence("there is no such file: check the path"))
        if not path.is_file():
            raise _unreadable(path.name, sentence("is a folder or a device: name the file in it"))
        if path.stat().st_size == 0:
            raise _unreadable(path.name, sentence("is empty (0 bytes): fetch it again"))
    except (OSError, ValueError) as error:
        raise _unreadable(
            str(path)[:200],
            sentence("cannot be looked at (%(error)s)", error=Quote(str(error), "en")),
        ) from error


def _what_it_is(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            beginning = stream.read(512)
    except OSError as error:
        return sentence(
            "cannot be read (%(error)s): check its permissions", error=Quote(str(error), "en")
        )
    if beginning.startswith(_COMPOUND):
        return _compound(path)
    for magic, reason in _BEGINNINGS.items():
        if beginning.startswith(magic):
            return reason
    if b"\x00" not in beginning:
        return sentence(
            "is no zip archive (nor .xlsx) but text, such as CSV or HTML, whatever its name says"
        )
    return sentence("is no zip archive (nor .xlsx), whatever its name says")


def _compound(path: Path) -> str:
    with path.open("rb") as stream:
        data = stream.read(_MOST_SEARCHED)
    if _ENCRYPTED_PACKAGE in data:
        return sentence("it has a password: save it without one")
    return sentence("it is an old binary Office file (.xls): save it as .xlsx")


def _require_safe_members(path: Path, archive: zipfile.ZipFile) -> None:
    seen: set[str] = set()
    for info in archive.infolist():
        name = info.orig_filename
        if _escapes(name):
            raise _unreadable(
                path.name, sentence("has a member with the unsafe name %(name)r", name=name[:200])
            )
        if name in seen:
            reason = sentence(
                "holds %(name)r twice, and no one can say which counts: pack it again", name=name
            )
            raise _unreadable(path.name, reason)
        seen.add(name)
        if info.flag_bits & _ENCRYPTED:
            raise _unreadable(
                path.name, sentence("%(name)r is encrypted: pack it without password", name=name)
            )
        if info.compress_type not in _METHODS:
            raise _unreadable(
                path.name,
                sentence("%(name)r is not packed by deflate: pack it as plain zip", name=name),
            )


def _escapes(name: str) -> bool:
    """Whether a name is absolute, climbs out of its folder, or hides something."""
    parts = name.replace("\\", "/").split("/")
    return not name.isprintable() or ".." in parts or not parts[0] or ":" in parts[0]


def _require_bounds(
    path: Path, members: list[zipfile.ZipInfo], most_inflated: int, highest_ratio: float
) -> None:
    inflated = sum(it.file_size for it in members)
    if inflated > most_inflated:
        reason = sentence(
            "inflates to %(count)s bytes, and at most %(most)s are read",
            count=inflated,
            most=most_inflated,
        )
        raise _unreadable(path.name, reason)
    if sum(it.compress_size for it in members) > path.stat().st_size:
        reason = sentence(
            "declares more compressed bytes than it has: its members overlap, do not trust it"
        )
        raise _unreadable(path.name, reason)
    for info in members:
        if info.file_size <= _RATIO_COUNTS_ABOVE:
            continue
        ratio = info.file_size / max(info.compress_size, 1)
        if ratio > highest_ratio:
            reason = sentence(
                "%(name)r inflates %(ratio)s times, as only zip bombs do (at most %(most)s times is read)",
                name=info.filename,
                ratio=f"{ratio:,.0f}",
                most=f"{highest_ratio:g}",
            )
            raise _unreadable(path.name, reason)


def _name(archive: zipfile.ZipFile) -> str:
    return (archive.filename or "archive").replace("\\", "/").rsplit("/", 1)[-1]


def _unreadable(what: str, reason: Sentence) -> SourceUnreadableError:
    return SourceUnreadableError(sentence("%(file)s: %(told)s", file=what, told=reason))


def no_workbook(path: Path, error: Exception) -> SourceUnreadableError:
    """What is raised for a workbook that its reader gives up."""
    reason = sentence(
        "is no workbook that can be read (%(error)s): save it as .xlsx",
        error=Quote(str(error), "en"),
    )
    return _unreadable(path.name, reason)
