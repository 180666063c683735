"""A list of concepts that candidates are wanted for: a CSV file with ids and labels in any languages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sources.delimited import read_loosely
from taxonomy.sources.reading import Report
from taxonomy.suggesting.values import Name, Subject
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.findings import Finding

__all__ = ["SubjectList", "read"]

_IDS = ("id", "subject_id", "code", "notation", "uri")
_LABEL = re.compile(r"(?:subject_)?(alt_)?labels?_([a-z]{2,3})(?:[-_][a-z0-9]+)*")
_SEVERAL = re.compile(r"[|\n]")
_CODES = re.compile(r"[\s|,;]+")
_SHOWN = 60


class SubjectList(NamedTuple):
    """The subjects in the order of the file, one a row, and what was noticed."""

    subjects: tuple[Subject, ...]
    findings: tuple[Finding, ...]


class _Column(NamedTuple):
    what: str
    lang: str = ""


def read(data: bytes, name: str) -> SubjectList:
    """Every row as a subject; a row that is not as it should be is reported and kept.

    Columns `id`, `label_nl` (`_fr`, `_de`, `_en`, …), and if there are any `alt_label_nl` (divided by
    `|`), `kind`, `isco`, `broader`, `linked`; in any order and case, others are left aside.
    SourceUnreadableError where the file is no table or has none of these.
    """
    report = Report(file=name)
    records = read_loosely(data, name, report)
    row, header = next(records, (0, []))
    columns = _columns(header, name, row)
    subjects = [_subject(row, record, columns, len(header), report) for row, record in records]
    _tell_repeated(subjects, report)
    return SubjectList(tuple(subjects), tuple(report.findings))


def _columns(header: Sequence[str], name: str, row: int) -> dict[int, _Column]:
    found: dict[int, _Column] = {}
    for place, cell in enumerate(header):
        title = cell.strip().casefold().replace(" ", "_")
        label = _LABEL.fullmatch(title)
        if label:
            found[place] = _Column("other" if label[1] else "label", label[2])
        elif title in (*_IDS, "kind", "isco", "broader", "linked"):
            found[place] = _Column("id" if title in _IDS else title)
    if not any(it.what == "label" for it in found.values()):
        there = ", ".join(it.strip()[:_SHOWN] for it in header[:20]) or "none"
        message = (
            f"{name}, row {row}: no column of labels, such as label_nl or label_fr; "
            f"there are: {there}"
        )
        raise SourceUnreadableError(message)
    return found


def _subject(
    row: int, record: Sequence[str], columns: Mapping[int, _Column], width: int, report: Report
) -> Subject:
    report.row = row
    if len(record) != width:
        message = (
            f"{len(record)} cells under {width} columns; "
            "taken by their places: quote cells that hold the delimiter"
        )
        report.repair("row-width", message)
    cells = [
        (columns[place], restored(cell).strip())
        for place, cell in enumerate(record)
        if place in columns and cell.strip()
    ]
    id_ = next((cell for column, cell in cells if column.what == "id"), "")
    if not id_:
        report.repair("missing-id", f"no id: the subject is called row-{row}")
    names = tuple(_names(cells, report))
    if not names:
        report.repair("label-missing", "no label in any language: nothing can be suggested")
    return Subject(
        id=id_ or f"row-{row}",
        names=names,
        kinds=frozenset(_kinds(cells, report)),
        isco=_codes(cells, "isco"),
        broader=_codes(cells, "broader"),
        linked=_codes(cells, "linked"),
    )


def _names(cells: Sequence[tuple[_Column, str]], report: Report) -> Iterator[Name]:
    for column, cell in cells:
        if column.what in ("label", "other"):
            preferred = column.what == "label"
            for text in [cell] if preferred else _SEVERAL.split(cell):
                held = report.label(text.strip(), f"label_{column.lang}")
                if held:
                    yield Name(column.lang, held, preferred)


def _kinds(cells: Sequence[tuple[_Column, str]], report: Report) -> Iterator[Kind]:
    for text in _codes(cells, "kind"):
        try:
            yield Kind(text.casefold())
        except ValueError:
            known = ", ".join(it.value for it in Kind)
            message = f"no kind {text[:_SHOWN]!r}, left aside; there are {known}"
            report.repair("unknown-kind", message, "kind")


def _codes(cells: Sequence[tuple[_Column, str]], what: str) -> tuple[str, ...]:
    return tuple(
        part for column, cell in cells if column.what == what for part in _CODES.split(cell) if part
    )


def _tell_repeated(subjects: Sequence[Subject], report: Report) -> None:
    report.row = 0
    for id_, many in Counter(it.id for it in subjects).items():
        if many > 1:
            message = f"{many} rows have the id {id_[:_SHOWN]!r}; each is answered by itself"
            report.repair("repeated-id", message, "id", id_)
