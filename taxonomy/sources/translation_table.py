"""Translations that come back in a workbook or as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.reviewing.packages import ReadPackage, Returned
from taxonomy.reviewing.states import State
from taxonomy.sentences import sentence
from taxonomy.sources.filled_table import read_table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["REQUIRED", "read_translation_table"]

REQUIRED = ("text", "source", "language", "unit")


def read_translation_table(path: Path, data: bytes) -> ReadPackage:
    """What the table says; a text is ready for review unless its state says `draft`.

    SourceUnreadableError where it cannot be read, or speaks of several languages.
    """
    rows = read_table(path, data, REQUIRED)
    langs = sorted({cells["language"] for _, cells in rows if cells["language"]})
    if len(langs) > 1:
        message = sentence(
            "%(file)s: speaks of %(langs)s: one language a file",
            file=path.name,
            langs=", ".join(langs),
        )
        raise SourceUnreadableError(message)
    items = tuple(
        Returned(
            row,
            cells["unit"],
            cells["source"],
            cells["text"],
            cells.get("state", "").casefold() != State.DRAFT,
            cells.get("seen", ""),
        )
        for row, cells in rows
        if cells["unit"] or cells["text"]
    )
    release = next((it for _, cells in rows if (it := cells.get("release", ""))), "")
    return ReadPackage(release=release, lang=langs[0] if langs else "", items=items)
