"""The RDF files of ESCO that were named: plain, packed by gzip, in zips or in folders."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from typing_extensions import override

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.zipped import member, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import ExitStack
    from pathlib import Path

    from typing_extensions import Buffer

    from taxonomy.sources.reading import Report

__all__ = ["MOST_BYTES", "SUFFIXES", "RdfFile", "form_of", "found", "read_from"]

SUFFIXES = {
    ".ttl": "turtle",
    ".turtle": "turtle",
    ".n3": "turtle",
    ".nt": "nt",
    ".rdf": "xml",
    ".xml": "xml",
    ".owl": "xml",
}
"""The end of a file's name → its format, as rdflib calls it."""

MOST_BYTES = 16 * 1024**3
"""Of all that one path inflates to; a release in all languages has some 2 gigabytes as N-Triples."""
_HIGHEST_RATIO = 200
_RATIO_COUNTS_ABOVE = 10 * 1024**2
_CHUNK = 1024**2
_HEAD = 64 * 1024
"""Bytes within which the first element of an XML file begins."""
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file by the name that findings give it, and how to open it."""

    name: str
    open: Callable[[], BinaryIO]


def found(paths: Sequence[Path], report: Report, stack: ExitStack) -> list[RdfFile]:
    """The RDF files in these paths, in their order; others in zips and folders are reported.

    Zips stay open until `stack` is left. SourceUnreadableError where a path cannot be read.
    """
    files: list[RdfFile] = []
    for path in dict.fromkeys(paths):
        for name, open_ in _members(path, stack):
            if _is_hidden(name):
                continue
            if form_of(name):
                files.append(RdfFile(name, open_))
            else:
                report.file = name
                report.repair("unknown-file", f"{name} is no RDF by its name: left out")
    return files


def form_of(name: str) -> str:
    """The format that a file's name tells, `.gz` left aside, or ""."""
    return SUFFIXES.get(PurePosixPath(name.lower().removesuffix(".gz")).suffix, "")


@contextmanager
def read_from(file: RdfFile) -> Iterator[tuple[BinaryIO, str]]:
    """The bytes of the file from their beginning, and their format by what they are.

    SourceUnreadableError where they are no UTF-8, or XML with a document type: its entities can
    grow without end, and ESCO has none.
    """
    with file.open() as raw, io.BufferedReader(_unpacked(raw, file.name), _CHUNK) as stream:
        head = _peeked(stream.peek, file.name)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
            raise _unreadable(file.name, "is UTF-16 or no text at all: save it as UTF-8")
        form = form_of(file.name)
        if head.removeprefix(_BOM).lstrip().startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE")):
            form = "xml"
        if form == "xml":
            _refuse_unsafe_xml(head.removeprefix(_BOM), file.name)
        elif head.startswith(_BOM):
            stream.read(len(_BOM))
        yield stream, form


def _peeked(peek: Callable[[int], bytes], name: str) -> bytes:
    try:
        head = peek(_HEAD)[:_HEAD]
    except OSError as error:
        raise _unreadable(name, f"cannot be read: {error.strerror or error}") from error
    if not head.strip():
        raise _unreadable(name, "is empty: fetch it again")
    return head


def _refuse_unsafe_xml(head: bytes, name: str) -> None:
    encoding = _ENCODING.match(head)
    if encoding and encoding[1].upper() not in (b"UTF-8", b"US-ASCII", b"ASCII"):
        told = encoding[1].decode()
        raise _unreadable(name, f"says it is {told}, and UTF-8 is read: save it as UTF-8")
    begin = _PROLOG.match(head)
    rest = head[begin.end() :] if begin else head
    if rest[:2] == b"<!" or not rest.startswith(b"<"):
        raise _unreadable(
            name, "begins with a document type (DTD) or no element at all: remove what stands there"
        )


def _members(path: Path, stack: ExitStack) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    if _is_folder(path):
        for file in sorted(it for it in path.rglob("*") if it.is_file()):
            yield file.relative_to(path).as_posix(), partial(_plain, file)
    elif form_of(path.name):
        yield path.name, partial(_plain, path)
    else:
        archive = stack.enter_context(opened(path, most_inflated=MOST_BYTES))
        for info in archive.infolist():
            if not info.is_dir():
                yield info.filename, partial(member, archive, info.filename)


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; SourceUnreadableError where it is nothing, or may not be looked at."""
    try:
        if not path.exists():
            raise _unreadable(str(path), "there is no such file: check the path")
        return path.is_dir()
    except OSError as error:
        raise _unreadable(str(path), f"cannot be looked at ({error.strerror})") from error


def _is_hidden(name: str) -> bool:
    """Whether a packer left the file there for itself, as macOS does."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _plain(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path.name, f"cannot be read: {error.strerror}") from error


def _unpacked(raw: BinaryIO, name: str) -> io.RawIOBase:
    return _Gunzipped(raw, name) if name.lower().endswith(".gz") else _Bytes(raw)


class _Bytes(io.RawIOBase):
    """What another stream holds."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        data = self._raw.read(len(view))
        view[: len(data)] = data
        return len(data)


class _Gunzipped(_Bytes):
    """What a gzip file holds, until it grows as only bombs do."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        super().__init__(gzip.GzipFile(fileobj=raw))  # type: ignore[arg-type]
        self._packed = raw
        self._name = name
        self._count = 0

    @override
    def readinto(self, buffer: Buffer) -> int:
        try:
            count = super().readinto(buffer)
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(self._name, f"is no whole gzip file ({error})") from error
        self._count += count
        most = min(MOST_BYTES, max(_RATIO_COUNTS_ABOVE, self._packed.tell() * _HIGHEST_RATIO))
        if self._count > most:
            raise _unreadable(self._name, f"inflates to more than {most:,} bytes, as only bombs do")
        return count


def _unreadable(what: str, reason: str) -> SourceUnreadableError:
    return SourceUnreadableError(f"{what}: {reason}")
