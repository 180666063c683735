"""ISCO-08 from a table with a row for each group and a column for each language."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.model import Concept, Label, Link
from taxonomy.sources.reading import Progress, Reading, Report
from taxonomy.vocabulary import Kind, LabelType, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["read"]

_CODE = re.compile(r"[0-9]{1,4}")
_CODE_OF_URI = re.compile(r"https?://\S+/C([0-9]{1,4})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_KEYS = ("uri", "code")


def read(paths: Sequence[Path], *, version: str, progress: Progress | None = None) -> Reading:
    """The groups of ISCO in every language the tables have, sorted by URI, with every wart found.

    The group above one is the group whose code is a digit shorter (ISCO-08, volume I). Rows of the
    same group in several tables are put together. SourceUnreadableError where there is no group.
    """
    report = Report()
    groups: dict[str, _Group] = {}
    for path in paths:
        report.file = path.name
        seen: set[str] = set()
        for row in _rows(path, report):
            _take(row, groups, seen, report)
            if progress and report.row % 100 == 0:
                progress(report.file, report.rows[report.file])
        if progress:
            progress(report.file, report.rows[report.file])
    if not groups:
        named = ", ".join(path.name for path in paths) or "no file"
        message = f"no group of ISCO {version} was found in {named}"
        raise SourceUnreadableError(message, report.findings)
    report.file, report.row = "", 0
    concepts = tuple(sorted(_concept(it, groups, report) for it in groups.values()))
    return Reading(concepts=concepts, findings=tuple(report.findings), rows=report.rows)


@dataclass(slots=True)
class _Group:
    """What the tables say of a group so far: language → label."""

    uri: str
    code: str
    labels: dict[str, str] = field(default_factory=dict)


def _rows(path: Path, report: Report) -> Iterator[dict[str, str]]:
    """Column → cell of each row that can be used; the separator is what the header uses."""
    report.row = 0
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        report.refuse(
            "unreadable-file", f"{report.file} is not UTF-8 text that can be read: {error}"
        )
        return
    separator = max(",;\t", key=text.partition("\n")[0].count)
    records = _records(text, separator, report)
    columns = _columns(next(records, []), report)
    for record in records if columns else ():
        report.rows[report.file] += 1
        if len(record) == len(columns):
            yield {column: cell for column, cell in zip(columns, record, strict=True) if column}
        else:
            message = f"{len(record)} cells, and the header has {len(columns)}"
            report.refuse("row-width", message)


def _records(text: str, separator: str, report: Report) -> Iterator[list[str]]:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for report.row, record in enumerate(records, start=1):
            if any(record):
                yield record
    except csv.Error as error:
        report.row += 1
        report.refuse("csv-broken", f"the rest of the file cannot be read: {error}")


def _columns(header: list[str], report: Report) -> list[str]:
    """The names of the columns, "" for one that is left out; empty where the table is no use."""
    columns = [cell.strip() for cell in header]
    absent = [key for key in _KEYS if key not in columns]
    if absent:
        report.refuse("missing-column", f"{report.file} has no column {' and no '.join(absent)}")
        return []
    for place, column in enumerate(columns):
        if column in columns[:place]:
            report.refuse("repeated-column", f"{column!r} stands there twice", column)
            columns[place] = ""
        elif column not in _KEYS and not _LANGUAGE.fullmatch(column):
            report.refuse("unknown-column", f"{column!r} is no language", column)
            columns[place] = ""
    if not any(column not in _KEYS for column in columns if column):
        report.repair("no-languages", f"{report.file} has no column of a language")
    return columns


def _take(row: dict[str, str], groups: dict[str, _Group], seen: set[str], report: Report) -> None:
    uri = row["uri"].strip()
    code = _code(uri, row["code"].strip(), report)
    if not code:
        return
    group = groups.setdefault(code, _Group(uri, code))
    if group.uri != uri:
        report.refuse(
            "code-with-two-uris", f"{code} is {group.uri} already, not {uri}", "uri", code
        )
        return
    if code in seen:
        report.refuse("duplicate-code", f"{code} stands there twice", "code", code)
        return
    seen.add(code)
    for lang, cell in row.items():
        text = "" if lang in _KEYS else report.label(cell, lang)
        if text and group.labels.setdefault(lang, text) != text:
            message = f"{lang} of {code} is another label than in an earlier file"
            report.repair("labels-disagree", message, lang, code)


def _code(uri: str, code: str, report: Report) -> str:
    """The code of a row, with the noughts that a spreadsheet took; "" where the row is refused."""
    named = _CODE_OF_URI.fullmatch(uri)
    if named is None:
        report.refuse("bad-uri", f"{uri[:80]!r} is no address of a group, such as …/C0110", "uri")
        return ""
    if not code.isascii() or not _CODE.fullmatch(code):
        report.refuse("bad-code", f"{code[:20]!r} is no code of one to four digits", "code")
        return ""
    if code == named[1]:
        return code
    if code == (named[1].lstrip("0") or "0"):
        report.repair("code-mended", f"{code} became {named[1]}, as its address says", "code")
        return named[1]
    report.refuse("bad-code", f"{code} is not the code in its address {uri}", "code")
    return ""


def _concept(group: _Group, groups: dict[str, _Group], report: Report) -> Concept:
    above = groups.get(group.code[:-1])
    if above is None and len(group.code) > 1:
        message = f"{group.code} has no group {group.code[:-1]} above it"
        report.repair("dangling-link", message, "code", group.code)
    if not group.labels:
        report.repair("missing-text", f"{group.code} has no label in any language", "", group.code)
    return Concept(
        scheme="isco",
        id=group.uri,
        kind=Kind.ISCO_GROUP,
        notation=group.code,
        labels=tuple(Label(lang, LabelType.PREFERRED, it) for lang, it in group.labels.items()),
        links=(Link(Predicate.BROADER, above.uri),) if above else (),
    )
