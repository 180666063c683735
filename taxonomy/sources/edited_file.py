"""A file of concepts that somebody edited, of whichever form: what it is, and what it says."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import sentence
from taxonomy.sources import competent_workbook, concept_table, csv_package, released_file
from taxonomy.sources.zipped import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Progress, Reading

__all__ = ["expected_rows", "read"]

_ZIP = b"PK"
_TEXTS = (".csv", ".txt", ".tsv")
_RELEASED = (".jsonl", ".ttl", ".jsonld", ".nt", ".rdf", ".xml")
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_MOST_INFLATED = 1024**3
_PROFILES = re.compile(r'<(?:\w+:)?sheet\b[^>]*\bname\s*=\s*"Occupational Profiles([^"]*)"', re.I)
_RELEASE = re.compile(r"\d+(?:\.\d+)+")
_ANY = "999999999"
"""A version behind any other, where the sheets name none."""
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*\bref\s*=\s*"[A-Z]+\d+:[A-Z]+(\d{1,7})"')
_HEAD = 4096


def read(
    path: Path,
    *,
    scheme: str,
    find: Callable[[str], Concept | None],
    known: Mapping[str, str],
    progress: Progress | None = None,
) -> Reading:
    """What the file says of concepts of the scheme, and where.

    A release workbook, a table of concepts (.xlsx, .csv: `concept_table`), our CSV package, or
    another file of an archive. `find` gives the concept of an id or notation, `known` is notation →
    id of the concepts there are. Errors as the reader of that form raises.
    """
    if path.is_dir() or not path.exists():
        return released_file.read(path, progress=progress)
    with path.open("rb") as stream:
        is_zip = stream.read(2) == _ZIP
    suffix = path.suffix.lower()
    if not is_zip and suffix in _RELEASED:
        return released_file.read(path, progress=progress)
    if not is_zip and suffix in _TEXTS:
        return concept_table.read_csv(path, scheme, find, progress)
    with opened(path, most_inflated=_MOST_INFLATED) as archive:
        names = set(archive.namelist())
        sheets = _text(archive, "xl/workbook.xml") if "xl/workbook.xml" in names else ""
        form = _text(archive, "mimetype") if "mimetype" in names else ""
    if "release.toml" in names:
        return csv_package.read(path, progress=progress)
    profiles = _PROFILES.search(sheets)
    if profiles:
        release = _RELEASE.search(profiles[1])
        version = release[0] if release else _ANY
        return competent_workbook.read(path, version=version, known=known, progress=progress)
    if sheets or "xl/workbook.bin" in names:
        return concept_table.read_workbook(path, scheme, find, progress)
    if form.startswith(_OPEN_DOCUMENT):
        message = sentence(
            "%(file)s: is an OpenDocument file (.ods): save it as .xlsx or as CSV", file=path.name
        )
        raise SourceUnreadableError(message)
    there = ", ".join(sorted(names)[:10])
    message = sentence(
        "%(file)s: is neither a workbook nor csv.zip of an archive: there is no release.toml in it, but %(there)s",
        file=path.name,
        there=there[:300],
    )
    raise SourceUnreadableError(message)


def expected_rows(path: Path) -> int:
    """How many rows the file seems to have, 0 where nothing tells."""
    try:
        if path.suffix.lower() in _TEXTS:
            with path.open("rb") as stream:
                return sum(1 for _ in stream)
        with opened(path, most_inflated=_MOST_INFLATED) as archive:
            return sum(_rows_of(archive, it) for it in archive.namelist())
    except (SourceUnreadableError, zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return 0  # who reads it says what is wrong with it


def _rows_of(archive: zipfile.ZipFile, name: str) -> int:
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        with archive.open(name) as stream:
            found = _DIMENSION.search(stream.read(_HEAD))
        return int(found[1]) if found else 0
    if name.endswith(".csv"):
        with archive.open(name) as stream:
            return sum(1 for _ in stream)
    return 0


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        return stream.read(_MOST_INFLATED // 1024).decode("utf-8", "replace")
