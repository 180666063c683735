"""What must be known of an .xlsx before it is read: whole, no stray cells, where its errors stand.

The reader behind lays a sheet out as one rectangle, so a single value in the last corner would ask
for hundreds of gigabytes; and it shows a cell with an error (`#REF!`) as an empty one.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import sentence
from taxonomy.sources.zipped import member

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Vetted", "vet"]

_CHUNK = 1024**2
_OVERLAP = 512
"""Bytes kept from the chunk before, so that a cell on the border is seen whole."""
_MOST_CELLS = 13_000_000
"""Of one sheet; the largest of Competent 3.8 has 533 000."""
_HEAD = 4096
_NEAR_COLUMNS, _NEAR_ROWS = 26, 99_999
_FAR = re.compile(
    rb"""r(?!="[A-Z][0-9]{1,5}")\s*=\s*["']([A-Za-z](?:[A-Za-z]+[0-9]+|[0-9]{6,}))["']"""
    rb"""(?:[^>]*[^/])?>"""
)
"""A cell with content beyond column Z or row 99 999; the first test passes over the near ones."""
_FAR_ROW = re.compile(rb"""row r\s*=\s*["']([0-9]{6,})["'][^>]*><(?:\w+:)?c(?! r=)""")
"""A row beyond 99 999 whose cells do not say where they stand."""
_ERROR = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3}[0-9]{1,7})"[^>]* t="e"')
_FORMULA = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(slots=True)
class Vetted:
    """Per sheet: its cells with an error or a formula, as (row, column) from 1; a stray cell that forbids it."""

    errors: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    formulas: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)


def vet(path: Path, archive: zipfile.ZipFile) -> Vetted:
    """What was found; SourceUnreadableError where a part is damaged or this is no .xlsx."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        what = (
            sentence("an .xlsb")
            if "xl/workbook.bin" in names
            else sentence("another kind of zip archive")
        )
        message = sentence(
            "%(file)s: is no .xlsx workbook but %(what)s: save it as .xlsx",
            file=path.name,
            what=what,
        )
        raise SourceUnreadableError(message)
    sheets = _sheets(archive) if "xl/_rels/workbook.xml.rels" in names else {}
    vetted = Vetted()
    for name in archive.namelist():
        is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        before = b""
        for chunk in _chunks(archive, name):
            if not before and name.endswith((".xml", ".rels")) and _DOCTYPE.search(chunk[:_HEAD]):
                message = sentence(
                    "%(file)s: %(member)r declares a document type, as no spreadsheet does: do not trust it",
                    file=path.name,
                    member=name,
                )
                raise SourceUnreadableError(message)
            if is_sheet:
                _look(before + chunk, sheets.get(name, name), vetted)
                before = chunk[-_OVERLAP:]
    return vetted


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of a part to their end, which is what proves its size and checksum."""
    with member(archive, name) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _look(chunk: bytes, sheet: str, vetted: Vetted) -> None:
    if b't="e"' in chunk:
        found = vetted.errors.setdefault(sheet, set())
        found.update(_position(it.decode()) for it in _ERROR.findall(chunk))
    if b"<f" in chunk or b":f" in chunk:
        cells = vetted.formulas.setdefault(sheet, set())
        cells.update(_position(it.decode()) for it in _FORMULA.findall(chunk))
    found_rows = (b"A" + it for it in _FAR_ROW.findall(chunk))
    for reference in (it.decode() for it in chain(_FAR.findall(chunk), found_rows)):
        row, column = _position(reference.upper())
        if max(row, _NEAR_ROWS) * max(column, _NEAR_COLUMNS) > _MOST_CELLS:
            vetted.strays.setdefault(sheet, reference)


def _position(reference: str) -> tuple[int, int]:
    """Row and column of `AB12`, from 1."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive → name of the sheet in it."""
    targets = {
        it.get("Id", ""): it.get("Target", "")
        for it in _tags(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    found: dict[str, str] = {}
    for it in _tags(archive, "xl/workbook.xml", "sheet"):
        target = targets.get(it.get("r:id", ""), "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        found[part] = html.unescape(it.get("name", ""))
    return found


def _tags(archive: zipfile.ZipFile, name: str, tag: str) -> Iterator[dict[str, str]]:
    with member(archive, name) as stream:
        text = stream.read(4 * _CHUNK).decode("utf-8", "replace")
    for match in _TAG.finditer(text):
        if match[1] == tag:
            yield dict(_ATTRIBUTE.findall(match[2]))
