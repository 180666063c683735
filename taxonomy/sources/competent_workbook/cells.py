"""Cells of a workbook as text, codes, ids and dates: never guessed, every change reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from taxonomy.findings import Finding, Place
from taxonomy.sentences import sentence
from taxonomy.sources.competent_workbook.sheets import CellError, Row
from taxonomy.sources.reading import Report

__all__ = ["Cells", "Remembered"]

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets, which count days since then (ECMA-376 part 1, §18.17.4.1)."""
_SERIALS = range(18_264, 73_415)
"""Serial numbers taken for dates: 1950 to 2100; what follows the point is the time of the day."""
_ISCO_DIGITS = range(1_000, 10_000)

Meaning = TypeVar("Meaning")
_NEW: Any = object()


@dataclass(slots=True)
class Cells:
    """Reads cells; what it refuses is reported and answered with ""."""

    report: Report

    def label(self, cell: object, column: str) -> str:
        """A label or other text on one line."""
        return self.report.label(cell, column) if isinstance(cell, str) else self._no(cell, column)

    def note(self, cell: object, column: str) -> str:
        """A text that may have paragraphs."""
        return self.report.note(cell, column) if isinstance(cell, str) else self._no(cell, column)

    def required(self, cell: object, column: str) -> str:
        """As `label`, and an empty cell is refused."""
        text = self.label(cell, column)
        if not text and (cell == "" or (isinstance(cell, str) and not cell.strip())):
            self.report.refuse("cell-missing", sentence("must not be empty"), column)
        return text

    def uuid(self, cell: object, column: str) -> str:
        """A UUID in lower case."""
        text = self.required(cell, column)
        if not text or _UUID.fullmatch(text):
            return text
        lower = text.lower()
        if _UUID.fullmatch(lower):
            self.report.repair(
                "uuid-lowered",
                sentence("%(words)s became %(tidy)s", words=text, tidy=lower),
                column,
            )
            return lower
        self.report.refuse("not-a-uuid", sentence("%(words)r is no UUID", words=text[:80]), column)
        return ""

    def language(self, cell: object, column: str) -> str:
        """A language tag (BCP 47) in lower case."""
        text = self.required(cell, column)
        lower = text.lower()
        if text and not _LANGUAGE.fullmatch(lower):
            self.report.refuse(
                "unknown-language",
                sentence("%(words)r is no language tag", words=text[:80]),
                column,
            )
            return ""
        if lower != text:
            self.report.repair(
                "language-lowered",
                sentence("%(words)r became %(tidy)r", words=text, tidy=lower),
                column,
            )
        return lower

    def day(self, cell: object, column: str) -> str:
        """A date or moment as ISO 8601 text; other text as it stands."""
        if isinstance(cell, str):
            text = self.report.label(cell, column)
            if text and not _is_iso(text):
                self.report.repair(
                    "not-a-date", sentence("%(words)r is no ISO 8601 date", words=text[:80]), column
                )
            return text
        found = _day(cell)
        if not found:
            return self._no(cell, column)
        self.report.repair(
            "date-converted", sentence("the spreadsheet date became %(date)s", date=found), column
        )
        return found

    def code_value(self, cell: object, column: str, *, system: str) -> str:
        """A code of another system; a number of four digits is taken where the system is ISCO."""
        number = _whole(cell)
        if system.startswith("isco") and number in _ISCO_DIGITS:
            self.report.repair(
                "numeric-code",
                sentence("the number %(number)s was taken as text", number=number),
                column,
            )
            return str(number)
        return self.required(cell, column)

    def _no(self, cell: object, column: str) -> str:
        code, message = _objection(cell)
        self.report.refuse(code, message, column)
        return ""


@dataclass(slots=True)
class Remembered(Generic[Meaning]):
    """What the cells of a row mean, worked out once for all the rows that repeat them.

    What was found wrong is reported again at every such row.
    """

    report: Report
    understand: Callable[[Row], Meaning | None]
    _meanings: dict[Row, Meaning | None] = field(default_factory=dict)
    _findings: dict[Row, tuple[Finding, ...]] = field(default_factory=dict)

    def __call__(self, cells: Row) -> Meaning | None:
        """What these cells mean; None where they were refused."""
        meaning = self._meanings.get(cells, _NEW)
        if meaning is _NEW:
            return self._learn(cells)
        if self._findings and cells in self._findings:
            self._repeat(self._findings[cells])
        return meaning

    def _learn(self, cells: Row) -> Meaning | None:
        findings = self.report.findings
        before = len(findings)
        meaning = self._meanings[cells] = self.understand(cells)
        if len(findings) > before:
            self._findings[cells] = tuple(findings[before:])
        return meaning

    def _repeat(self, findings: tuple[Finding, ...]) -> None:
        report = self.report
        for it in findings:
            column = it.place.column if it.place else ""
            place = Place(report.file, report.sheet, report.row, column)
            report.findings.append(replace(it, place=place))


def _objection(cell: object) -> tuple[str, str]:
    """Code and message of what is wrong with a cell that is not text."""
    if isinstance(cell, bool):
        return "boolean-cell", sentence(
            "holds %(word)s where text is needed", word=str(cell).upper()
        )
    if isinstance(cell, int | float):
        return "numeric-cell", (
            sentence(
                "holds the number %(number)s where text is needed: as a number, 3.10 becomes 3.1 and leading zeros are lost; format the column as text and type it again",
                number=_plain(cell),
            )
        )
    if isinstance(cell, CellError):
        return "error-cell", sentence("holds an error such as #REF! or #N/A: mend the cell")
    return "date-cell", sentence(
        "holds the date or time %(date)s where text is needed", date=str(cell)
    )


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(cell: object) -> str:
    """The ISO text of a date, a moment or a serial number; "" for anything else."""
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return ""
    if not _SERIALS.start <= cell < _SERIALS.stop:
        return ""
    seconds = round(cell % 1 * 86_400)
    moment = datetime.combine(_DAY_ZERO, time()) + timedelta(days=int(cell), seconds=seconds)
    return moment.isoformat() if seconds else moment.date().isoformat()


def _plain(number: float) -> str:
    """The number as a person writes it: `110`, not `110.0`."""
    return str(int(number)) if number == number // 1 and abs(number) < 1e15 else repr(number)


def _whole(cell: object) -> int:
    """A whole number as such, and -1 for everything else."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return -1
    return int(cell) if cell == cell // 1 and abs(cell) < 1e9 else -1
