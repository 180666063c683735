"""The layout of a table: the facts above its header, which column holds what, and the rows below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sentences import sentence
from taxonomy.sources.eures.ids import is_esco
from taxonomy.sources.eures.records import Number
from taxonomy.sources.eures.words import Column, Direction, column, direction_of, fact, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dictionary

    from taxonomy.sources.eures.records import Records
    from taxonomy.sources.reading import Report

__all__ = ["Line", "Table", "table_of"]

_CAPTIONS = ("column", "unnamed")
"""What programs write above a column that has no heading."""
_SIDES = ("1", "2")


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the header: its number, and per classification (and "" for neither) part → cell."""

    row: int
    cells: Dictionary[str, Dictionary[str, str]]
    surplus: str = ""

    @property
    def relation(self) -> str:
        """The cell of the relation."""
        return self.cells[""].get("relation", "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `facts` from above its header, and `esco`, the number of the classification that is ESCO.

    `told` is the direction that a heading tells, None where none does, as usual.
    """

    facts: Dictionary[str, str]
    lines: tuple[Line, ...]
    esco: str
    told: Direction | None

    @property
    def other(self) -> str:
        """The number of the classification that is not ESCO."""
        return "2" if self.esco == "1" else "1"


def table_of(records: Records, file: str, report: Report) -> Table | None:
    """The table; None where these records have no header of one.

    SourceUnreadableError where nothing tells which of the classifications is ESCO, or two things
    tell it differently: then nobody can say in which direction its relation reads.
    """
    place = _header_place(records)
    if place is None:
        return None
    facts = _facts(records.rows[:place], report)
    row, headings = records.rows[place]
    report.row = row
    columns = _columns(headings, facts, report)
    told = next(
        (direction_of(headings[at]) for at, it in columns.items() if it.part == "relation"), None
    )
    lines = tuple(
        _line(at, cells, columns, len(headings)) for at, cells in records.rows[place + 1 :]
    )
    return Table(facts, lines, _esco(lines, facts, file), told)


def _header_place(records: Records) -> int | None:
    """Which record has the most known headings, among them a relation and two columns of concepts."""
    best, place = 0, None
    for at, (_, cells) in enumerate(records.rows):
        found = [it for it in map(column, cells) if it]
        parts = {it.part for it in found}
        sides = {it.side for it in found if it.part in ("uri", "url", "id")}
        if "relation" in parts and len(sides) > 1 and len(found) > best:
            best, place = len(found), at
    return place


def _facts(rows: list[tuple[int, list[str]]], report: Report) -> dict[str, str]:
    """What the rows above the header say; the first counts where a row says something twice."""
    facts: dict[str, str] = {}
    for row, cells in rows:
        report.row = row
        names = [fact(it) for it in cells]
        if not any(names):
            _remark_stray(cells, report)
        for name, value in zip(names, [*cells[1:], ""], strict=True):
            if not name:
                continue
            text = restored(value).strip(" ;")
            if name not in facts:
                facts[name] = value if isinstance(value, Number) else text
            elif _plain(text) not in (_plain(facts[name]), f"{_plain(facts[name])}.1"):
                message = sentence(
                    "%(name)s is %(words)r here, and %(before)r before: that counts",
                    name=name,
                    words=text,
                    before=facts[name],
                )
                report.repair("metadata-disagree", message, name)
    return facts


def _remark_stray(cells: list[str], report: Report) -> None:
    texts = [it for it in cells if it.strip()]
    if all(it.strip().casefold().startswith(_CAPTIONS) for it in texts):
        report.remark(
            "line-above",
            sentence("a row of captions was left out: %(words)s", words=", ".join(texts)[:80]),
        )
    else:
        report.repair(
            "line-above",
            sentence("a row that says nothing known was left out: %(words)r", words=texts[0][:80]),
        )


def _plain(text: str) -> str:
    """For comparing; pandas appends `.1` to a column that it saw before."""
    return text.replace(",", ".").casefold()


def _columns(headings: list[str], facts: dict[str, str], report: Report) -> dict[int, Column]:
    """Place → column; a heading that is not known or stands there twice is reported."""
    found: dict[int, Column] = {}
    for at, heading in enumerate(headings):
        it = column(heading)
        if it is None:
            if tidy(heading) and not tidy(heading).startswith(_CAPTIONS):
                message = sentence("%(name)r is no column of such a table: not read", name=heading)
                report.repair("unknown-column", message, heading)
        elif it in found.values():
            report.repair(
                "repeated-column",
                sentence("%(name)r stands there twice: the first counts", name=heading),
                heading,
            )
        elif it.part != "unread":
            found[at] = it
    return {at: _numbered(it, facts, found) for at, it in found.items()}


def _numbered(it: Column, facts: dict[str, str], found: dict[int, Column]) -> Column:
    """The column with the number of its classification in place of its name."""
    if it.side not in ("esco", "other"):
        return it
    named = [side for side in _SIDES if _is_named_esco(facts, side)]
    first = next(other.side for other in found.values() if other.side in ("esco", "other"))
    esco = named[0] if len(named) == 1 else ("1" if first == "esco" else "2")
    other = "2" if esco == "1" else "1"
    return it._replace(side=esco if it.side == "esco" else other)


def _line(row: int, cells: list[str], columns: dict[int, Column], width: int) -> Line:
    parts: dict[str, dict[str, str]] = {"": {}, "1": {}, "2": {}}
    for at, it in columns.items():
        cell = cells[at] if at < len(cells) else ""
        name = f"{it.part} {it.lang}" if it.lang else it.part
        parts[it.side][name] = restored(cell)
    surplus = next((it for it in cells[width:] if it.strip(" ;")), "")
    return Line(row, parts, surplus)


def _esco(lines: tuple[Line, ...], facts: dict[str, str], file: str) -> str:
    """The number of the classification that is ESCO, by its URIs and by its name."""
    by_uris = [side for side in _SIDES if _is_mostly_esco(lines, side)]
    by_name = [side for side in _SIDES if _is_named_esco(facts, side)]
    if len(by_uris) == 1 and len(by_name) == 1 and by_uris != by_name:
        message = sentence(
            "%(file)s: classification %(number)s is called ESCO, and the URIs of ESCO stand with classification %(number2)s: correct the headings or the rows above them, for nobody can say in which direction this relation reads",
            file=file,
            number=by_name[0],
            number2=by_uris[0],
        )
        raise SourceUnreadableError(message)
    for found in (by_uris, by_name):
        if len(found) == 1:
            return found[0]
    message = sentence(
        "%(file)s: nothing says which of the classifications is ESCO, neither URIs nor the rows above the header: so nobody can say in which direction this relation reads",
        file=file,
    )
    raise SourceUnreadableError(message)


def _is_mostly_esco(lines: tuple[Line, ...], side: str) -> bool:
    named = [it for it in _named(lines, side) if it]
    return sum(any(map(is_esco, it)) for it in named) * 2 > len(named) > 0


def _named(lines: tuple[Line, ...], side: str) -> Iterator[list[str]]:
    """Per line the cells that may name its concept."""
    for line in lines:
        cells = line.cells[side]
        yield [it for it in (cells.get("uri"), cells.get("url"), cells.get("id")) if it]


def _is_named_esco(facts: Dictionary[str, str], side: str) -> bool:
    name = facts.get(f"classification {side} name", "")
    return "esco" in tidy(name).replace("-", " ").split()
