"""The CSV files of ESCO packages: zips, folders or single files, in the order of reading."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.esco_csv.tables import TABLES, Role, Table, recognised
from taxonomy.sources.zipped import member, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import ExitStack
    from pathlib import Path
    from zipfile import ZipFile

    from taxonomy.sources.reading import Report

__all__ = ["PackageFile", "found", "unrepeated"]

_MOST_BYTES = 512 * 1024**2
"""Of a file that is not in a zip; the largest of ESCO 1.2 has 22 million."""


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A recognised file: its name in findings, what it is, its language, and how to get its bytes."""

    name: str
    table: Table
    lang: str
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class _Member:
    package: str
    name: str
    load: Callable[[], bytes]


def found(paths: Sequence[Path], report: Report, stack: ExitStack) -> list[PackageFile]:
    """The recognised files: concepts before relations, English before other languages.

    The others are reported. Zips stay open until `stack` is left. SourceUnreadableError where a
    path cannot be read or nothing in all of them is a file of ESCO.
    """
    members = [it for path in dict.fromkeys(paths) for it in _members(path, stack)]
    counts = Counter(PurePosixPath(it.name).name for it in members)
    files = []
    for it in members:
        base = PurePosixPath(it.name).name
        name = base if counts[base] == 1 else f"{it.package}/{it.name}"
        file = _file(it, name, report)
        if file:
            files.append(file)
    if not files:
        names = ", ".join(sorted(counts)[:10]) or "nothing"
        message = (
            f"no file of ESCO's CSV export in {', '.join(it.name for it in paths) or 'no path'}: "
            f"found {names}, and expected names such as occupations_en.csv"
        )
        raise SourceUnreadableError(message, report.findings)
    order = list(TABLES)
    return sorted(files, key=lambda it: (order.index(it.table.name.lower()), _turn(it.lang)))


def unrepeated(files: Sequence[PackageFile], report: Report) -> Iterator[tuple[PackageFile, bytes]]:
    """Each file with its bytes; one that was given before, byte for byte, is reported and left out."""
    counts = Counter((it.table.name, it.lang) for it in files)
    seen: dict[tuple[str, str, bytes], str] = {}
    for file in files:
        report.file, report.row = file.name, 0
        data = file.load()
        if counts[file.table.name, file.lang] > 1:
            key = (file.table.name, file.lang, hashlib.sha256(data).digest())
            first = seen.setdefault(key, file.name)
            if first != file.name:
                report.repair("repeated-file", f"the same bytes as {first}: read once")
                continue
        yield file, data


def _turn(lang: str) -> tuple[int, str]:
    """Languages in the order in which they count where they contradict each other."""
    if lang == "en":
        return 0, lang
    return (1 if lang.startswith("en-") else 2), lang


def _file(it: _Member, name: str, report: Report) -> PackageFile | None:
    report.file, report.row = name, 0
    known = recognised(PurePosixPath(it.name).name)
    if known is None:
        report.repair("unknown-file", f"{it.name} of {it.package} is no file of ESCO: left out")
        return None
    table, lang = known
    if table.role is Role.CONCEPTS and not lang:
        message = f"{it.name} does not tell its language: name it {table.name}_en.csv or the like"
        report.refuse("language-unknown", message)
        return None
    return PackageFile(name, table, lang, it.load)


def _members(path: Path, stack: ExitStack) -> Iterator[_Member]:
    if _is_folder(path):
        for file in sorted(it for it in path.rglob("*") if it.is_file()):
            name = file.relative_to(path).as_posix()
            if not _is_hidden(name):
                yield _Member(path.name, name, partial(_bytes, file))
    elif path.suffix.lower() == ".csv":
        yield _Member(path.parent.name, path.name, partial(_bytes, path))
    else:
        archive = stack.enter_context(opened(path))
        for info in archive.infolist():
            if not info.is_dir() and not _is_hidden(info.filename):
                load = partial(_member_bytes, archive, info.filename)
                yield _Member(path.name, info.filename, load)


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; SourceUnreadableError where it is nothing, or may not be looked at."""
    try:
        if not path.exists():
            message = f"{path}: there is no such file: check the path"
            raise SourceUnreadableError(message)
        return path.is_dir()
    except OSError as error:
        message = f"{path} cannot be looked at: {error.strerror}"
        raise SourceUnreadableError(message) from error


def _is_hidden(name: str) -> bool:
    """Whether a packer left the file there for itself, as macOS does."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _member_bytes(archive: ZipFile, name: str) -> bytes:
    size = archive.getinfo(name).file_size
    with member(archive, name) as stream:
        # at once, not chunk by chunk; the second read finds the end, or what is wrong with it
        return stream.read(size) + stream.read()


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            message = f"{path.name} has {size:,} bytes; at most {_MOST_BYTES:,} are read"
            raise SourceUnreadableError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror or error}"
        raise SourceUnreadableError(message) from error
