"""A reviewer's decisions about retired concepts, in the table that `suggest-successors` wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.cells import restored
from taxonomy.sentences import sentence
from taxonomy.sources.delimited import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Decision", "read"]

_COLUMNS = ("decision", "retired", "retired_id", "successor", "successor_id")


class Decision(NamedTuple):
    """One row that is decided, as it stands there: codes and ids are not looked up yet."""

    row: int
    decision: str
    retired: str = ""
    retired_id: str = ""
    successor: str = ""
    successor_id: str = ""


def read(data: bytes, name: str) -> tuple[Decision, ...]:
    """The rows with a decision, in the order of the file; SourceUnreadableError names row and reason.

    The columns `decision`, and `retired` or `retired_id`, must be there; others are left out.
    """
    return tuple(it for it in _rows(data, name) if it.decision)


def _rows(data: bytes, name: str) -> Iterator[Decision]:
    records = read_records(data, name)
    _, header = next(records, (0, []))
    names = [it.strip().casefold() for it in header]
    repeated = [it for it in _COLUMNS if names.count(it) > 1]
    if repeated:
        message = sentence(
            "%(file)s, row 1: the column %(column)s stands there twice",
            file=name,
            column=repeated[0],
        )
        raise SourceUnreadableError(message)
    if "decision" not in names or not {"retired", "retired_id"} & set(names):
        message = sentence(
            "%(file)s, row 1: the header needs decision and retired (or retired_id)", file=name
        )
        raise SourceUnreadableError(message)
    for row, record in records:
        if len(record) != len(names):
            message = sentence(
                "%(file)s, row %(row)d: %(count)d cells under %(width)d columns: quote the cell that holds the delimiter",
                file=name,
                row=row,
                count=len(record),
                width=len(names),
            )
            raise SourceUnreadableError(message)
        cells = {it: restored(cell).strip() for it, cell in zip(names, record, strict=True)}
        yield Decision(row, *(cells.get(it, "") for it in _COLUMNS))
