"""The port of bulk work: what a job is. `running.run` does any job on one process, many, or a cluster.

A new kind of work needs one function, at the top of a module so that a worker can import it: `set_up`.
It is called once in each worker, with the job's options, and gives the function that is called for
each block. That function must answer the same for equal rows, whatever block they stand in and in
whatever order blocks come; it may be called by several threads at once. The batch it is given has
exactly the job's columns, in their order, checked by `checking`: ids are unique texts, lists hold no
nulls. What it gives has the schema `answers`; rows of a block stay together, and blocks in order.
Metadata of its schema (name → whole number) are counts, which are added up and told in the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Batch = Any  # pyarrow has no types: a RecordBatch
    Work = Callable[[Batch], Batch]

__all__ = ["ID", "Column", "Job", "Type", "schema_of"]


class Type(StrEnum):
    """What a cell of an input holds; in CSV a list is divided by `|`."""

    TEXT = "text"
    TEXTS = "list of texts"
    NUMBERS = "list of numbers"


_ARROW = {
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.NUMBERS: pa.list_(pa.float64()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read; one that is not required is null where the file has none.

    Numbers are finite and > 0, and as many as the list in the column `as_long_as`. Where `may_be_null`
    is False, a row without a value is refused.
    """

    name: str
    type: Type
    required: bool = True
    may_be_null: bool = False
    as_long_as: str = ""


ID = Column("id", Type.TEXT)
"""The column that every input has: no two rows of a file share an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work on every row of a file: see above.

    `options` are JSON values and all that `set_up` is told. `digest` stands for everything that the
    answers depend on beside the rows: what the user chose, releases, other files. Answers of an
    earlier run are taken over where it is the same, so it must not depend on paths.
    """

    name: str
    columns: Sequence[Column]
    answers: Any
    options: Mapping[str, Any]
    digest: str
    set_up: Callable[[Mapping[str, Any]], Work]

    def digest_for(self, form: str) -> str:
        """The SHA-256 of what a part written in this form depends on, its rows left aside."""
        said = [self.name, self.digest, form, str(self.answers), [it.name for it in self.columns]]
        return sha256(orjson.dumps(said)).hexdigest()


def schema_of(columns: Sequence[Column]) -> Any:
    """The Arrow schema of a batch of these columns."""
    return pa.schema([pa.field(it.name, _ARROW[it.type]) for it in columns])
