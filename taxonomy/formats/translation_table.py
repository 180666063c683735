"""Translations as a workbook to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.workbook.spreadsheet import Sheet, pack

if TYPE_CHECKING:
    from taxonomy.reviewing.packages import Package

__all__ = ["COLUMNS", "workbook"]

COLUMNS = (
    *("text", "state", "source", "source_then", "code", "concept", "kind", "field", "remarks"),
    *("language", "release", "unit", "seen"),
)
"""The first two are filled in; `state` may become `draft` or `review`."""
_WIDTHS = (60, 10, 60, 40, 10, 30, 16, 14, 40, 10, 16, 22, 40)


def workbook(package: Package) -> bytes:
    """The package as an .xlsx file; every cell is text."""
    rows = [
        (
            *(it.text, it.state.value, it.unit.source),
            *(it.source_then if it.source_then != it.unit.source else "", it.unit.notation),
            *(it.label, it.unit.kind, it.unit.place.field, "\n".join(it.remarks)),
            *(package.lang, package.release, it.unit.id, it.seen),
        )
        for it in package.segments
    ]
    title = f"{package.release} {package.lang}"
    return pack([Sheet("translations", _WIDTHS, [COLUMNS, *rows])], title=title)
