"""The first row of a table of concepts: which columns it has, and which field each of them tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import sentence
from taxonomy.sources.csv_package.sketches import is_column
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.sources.reading import Report

__all__ = ["NAMING", "Header", "read_header"]

NAMING = ("id", "notation")
"""The columns that name a concept."""
_ALIASES = {"code": "notation", **{lang: f"pref_label_{lang}" for lang in LANGUAGES}}
"""What people call a column, beside its name in the files of the archive."""
_MOST_COLUMNS = 1_000


class Header(NamedTuple):
    """The row of a sheet in which its columns are named, and column → place of those that are read."""

    row: int
    columns: dict[str, int]
    width: int


def read_header(rows: Iterator[tuple[int, Sequence[object]]], report: Report) -> Header | None:
    """The header, which is the first row; None, and a finding, where the sheet is no table of concepts.

    SourceUnreadableError for more columns than any table of concepts has.
    """
    row, cells = next(rows, (0, ()))
    report.row = row
    width = max((at for at, it in enumerate(cells, start=1) if str(it).strip()), default=0)
    if width > _MOST_COLUMNS:
        message = sentence(
            "%(file)s: has %(count)s columns; at most %(most)s are read",
            file=report.file,
            count=width,
            most=_MOST_COLUMNS,
        )
        raise SourceUnreadableError(message)
    columns, strange = _columns(cells[:width], report)
    if not set(NAMING) & columns.keys() or len(columns) == 1:
        message = sentence("the first row names no columns of concepts, so this sheet was not read")
        report.repair("sheet-unknown", message)
        return None
    for name in strange:
        message = sentence(
            "%(name)r is no column of concepts, so its cells were left out", name=name[:80]
        )
        report.repair("unknown-column", message, name[:80])
    return Header(row, columns, width)


def _columns(cells: Sequence[object], report: Report) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    strange = []
    for place, cell in enumerate(cells):
        name = _column(cell)
        if name in columns:
            report.refuse(
                "repeated-column",
                sentence("the column %(name)r stands there twice", name=name),
                name,
            )
        elif name in (*NAMING, "kind") or is_column(name):
            columns[name] = place
        elif name:
            strange.append(name)
    return columns, strange


def _column(cell: object) -> str:
    name = " ".join(str(cell).split())
    return _ALIASES.get(name.casefold(), name if is_column(name) else name.casefold())
