"""A concept of ESCO while its files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taxonomy.model import Label, Note
    from taxonomy.sources.esco_csv.tables import Table
    from taxonomy.sources.reading import Report

__all__ = ["Entry"]


class Entry:
    """A concept while it is gathered.

    `facts` are its cells of FACTS, `targets` the ids it links to by type of relation, `file` and
    `row` its first place, `share` its greenShare.
    """

    __slots__ = (
        "collections",
        "facts",
        "file",
        "id",
        "labels",
        "notes",
        "row",
        "share",
        "table",
        "targets",
    )

    def __init__(self, id: str, table: Table, facts: tuple[str, ...], report: Report) -> None:
        self.id = id
        self.table = table
        self.facts = facts
        self.file = report.file
        self.row = report.row
        self.labels: list[Label] = []
        self.notes: list[Note] = []
        self.targets: dict[str, set[str]] = {}
        self.collections: tuple[str, ...] = ()
        self.share = ""
