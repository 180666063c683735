"""Which groups of ISCO-08 a code of ROME falls into, from the published tables (XLSX or XML)."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import ParseError, fromstring

from python_calamine import CalamineError, CalamineWorkbook

from taxonomy.errors import SourceUnreadableError
from taxonomy.mapping import Mapping, MappingSet, MappingSource, Side
from taxonomy.sources.competent_workbook.vetting import vet
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.sources.reading import Report
from taxonomy.sources.zipped import opened
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from taxonomy.sources.reading import Progress

__all__ = ["read"]

_MOST_BYTES = 64 * 1024**2
"""Of an XML file, or of a workbook unpacked; the largest published one has 64 kB."""
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")
_ROME = re.compile(r"[A-Z][0-9]{4}")
_ISCO = re.compile(r"[0-9]{1,4}")
_BETWEEN = re.compile(r"[,;/\s]+")
_COLUMNS = {
    "rome": ("code", "coderome", "rome"),
    "isco": ("isco08", "codeisco08"),
    "rome_label": ("title", "label", "libellécodesrome"),
    "isco_label": ("libellécodesisco08",),
}
"""How the published tables head what is read of them, in small letters without blanks."""
_ARMED = {"110", "210", "310"}
"""Groups of the armed forces, whose leading nought a spreadsheet takes."""
_COMMENT = (
    "The tables say into which groups of ISCO a code of ROME falls, and not how they stand to each "
    "other: a code with one group lies within it (broadMatch); one with several overlaps each of "
    "them (relatedMatch)."
)


class _Row(NamedTuple):
    """Row number (1 = the first) and the texts of the columns that are read."""

    number: int
    rome: str
    isco: str
    rome_label: str
    isco_label: str


@dataclass(slots=True)
class _Found:
    """Code of ROME → groups of ISCO, and the labels of both."""

    groups: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[str, str] = field(default_factory=dict)
    sources: list[MappingSource] = field(default_factory=list)


def read(
    paths: Sequence[Path], *, subject: Side, object_: Side, progress: Progress | None = None
) -> MappingReading:
    """Everything that the tables say, put together, with a finding for every row left out or mended.

    A code that falls into one group of all tables is *broad* to it, one of several *related* to each:
    `MappingSet.comment` says so. SourceUnreadableError where a file cannot be read, or none of them
    holds a table with both codes.
    """
    report, found = Report(), _Found()
    for path in paths:
        report.file, report.sheet, report.row = path.name, "", 0
        data = _bytes(path)
        tables = _tables(path, data)
        for report.sheet, records in tables.items():
            for row in _rows(records):
                report.rows[path.name] += 1
                report.row = row.number
                _take(row, found, report)
        if progress:
            progress(path.name, report.rows[path.name])
        found.sources.append(MappingSource(path.name, hashlib.sha256(data).hexdigest()))
    if not found.groups:
        named = ", ".join(path.name for path in paths) or "no file"
        message = f"no table with codes of ROME and of ISCO-08 was found in {named}"
        raise SourceUnreadableError(message, report.findings)
    mapping_set = MappingSet.of(subject, object_, _mappings(found))
    codes = (*found.groups, *(it for groups in found.groups.values() for it in groups))
    return MappingReading(
        mapping_set=replace(mapping_set, sources=tuple(found.sources), comment=_COMMENT),
        findings=tuple(report.findings),
        rows=report.rows,
        notations={it: it for it in codes},
    )


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size <= _MOST_BYTES:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        raise SourceUnreadableError(f"{path.name} cannot be read: {error}") from error
    message = f"{path.name} has more than {_MOST_BYTES // 1024**2} MiB, and no such table has"
    raise SourceUnreadableError(message)


def _tables(path: Path, data: bytes) -> dict[str, list[list[str]]]:
    """Name → records of each sheet of a workbook, or the one table of an XML file under no name."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return {"": _of_xml(path.name, data)}
    with opened(path, most_inflated=_MOST_BYTES) as archive:
        strays = vet(path, archive).strays
    for sheet, reference in strays.items():
        message = f"{path.name}, sheet {sheet}: {reference} holds something, far from all else"
        raise SourceUnreadableError(message)
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = {
            it: workbook.get_sheet_by_name(it).to_python(skip_empty_area=False)
            for it in workbook.sheet_names
        }
    except CalamineError as error:
        raise SourceUnreadableError(f"{path.name} cannot be read: {error}") from error
    return {it: [[_text(cell) for cell in row] for row in rows] for it, rows in sheets.items()}


def _of_xml(name: str, data: bytes) -> list[list[str]]:
    if any(it in data for it in _DECLARES):
        message = f"{name} declares a document type or entities, which no such table does"
        raise SourceUnreadableError(message)
    try:
        root = fromstring(data)  # noqa: S314 - it declares no entity that could be expanded
    except ParseError as error:
        raise SourceUnreadableError(f"{name} is not well-formed XML: {error}") from error
    columns = list(dict.fromkeys(cell.tag for row in root for cell in row))
    rows = [[row.findtext(column, "").strip() for column in columns] for row in root]
    return [columns, *rows]


def _rows(records: list[list[str]]) -> Iterator[_Row]:
    """What stands below the first row that heads both codes; nothing where no row does."""
    places: dict[str, int] = {}
    for number, record in enumerate(records, start=1):
        if places:
            cells = (record[it] if 0 <= it < len(record) else "" for it in places.values())
            if any(record):
                yield _Row(number, *cells)
        else:
            places = _places(record)


def _places(record: list[str]) -> dict[str, int]:
    heads = ["".join(it.casefold().split()) for it in record]
    found = {
        name: next((heads.index(it) for it in known if it in heads), -1)
        for name, known in _COLUMNS.items()
    }
    return found if found["rome"] >= 0 and found["isco"] >= 0 else {}


def _take(row: _Row, found: _Found, report: Report) -> None:
    rome = row.rome.strip().upper()
    if not _ROME.fullmatch(rome):
        report.refuse("bad-code", f"{row.rome[:20]!r} is no code of ROME, such as D1101", "rome")
        return
    found.labels.setdefault(rome, report.label(row.rome_label, "label"))
    parts = [it for it in _BETWEEN.split(row.isco) if it]
    if not parts:
        report.refuse("bad-code", f"{rome} has no group of ISCO", "isco08", rome)
    for part in parts:
        if not part.isascii() or not _ISCO.fullmatch(part):
            told = f"{part[:20]!r} is no code of one to four digits"
            report.refuse("bad-code", told, "isco08", rome)
            continue
        if part in _ARMED:
            report.repair("code-mended", f"{part} became 0{part}", "isco08", rome)
            part = f"0{part}"
        label = report.label(row.isco_label, "label") if len(parts) == 1 else ""
        found.groups[rome][part] = label or found.groups[rome].get(part, "")


def _mappings(found: _Found) -> Iterable[Mapping]:
    for rome, groups in found.groups.items():
        predicate = MappingPredicate.BROAD if len(groups) == 1 else MappingPredicate.RELATED
        for isco, label in groups.items():
            yield Mapping(
                subject_id=rome,
                predicate=predicate,
                object_id=isco,
                subject_label=found.labels[rome],
                object_label=label,
                source=found.sources[0].file,
            )


def _text(cell: object) -> str:
    """A cell as text; a whole number without its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
