"""Files of rows, read block by block: Parquet, CSV and NDJSON, told by the ends of their names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app.bulk.checking import Checker
from app.bulk.reading import delimited, lines, parquet
from taxonomy.errors import InvalidQueryError, SourceUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.bulk.jobs import Column
    from app.bulk.rejects import Rejects

__all__ = ["FORMS", "Table", "form_of", "is_file"]

_READERS = {"parquet": parquet, "csv": delimited, "ndjson": lines}
FORMS = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
"""Ends of names, and the forms they stand for."""


def form_of(path: Path, option: str) -> str:
    """The form of a file, by the end of its name; InvalidQueryError names the option."""
    found = FORMS.get(path.suffix.lower())
    if found is None:
        message = f"{option} {path.name[:80]!r}: the name must end in {', '.join(FORMS)}"
        raise InvalidQueryError(message)
    return found


def is_file(named: str) -> bool:
    """Whether this names a file, and not a release such as `esco/1.2.0`."""
    return Path(named).suffix.lower() in FORMS or Path(named).is_file()


class Table(NamedTuple):
    """A file that has the columns that are wanted."""

    path: Path
    form: str
    columns: Sequence[Column]
    rows: int | None

    @classmethod
    def opened(cls, path: Path, columns: Sequence[Column], option: str) -> Table:
        """The file; `rows` is None where it does not say how many it has.

        InvalidQueryError for a name that tells no form, SourceUnreadableError where the file cannot be
        read or lacks a column.
        """
        form = form_of(path, option)
        try:
            return cls(path, form, columns, _READERS[form].look(path, columns))
        except OSError as error:
            message = f"{path} cannot be read ({error.strerror or error})"
            raise SourceUnreadableError(message) from error

    def blocks(self, size: int, rejects: Rejects) -> Iterator[Any]:
        """The rows that can be worked on, as batches of the columns: so many rows each, less those refused.

        SourceUnreadableError where the file breaks off or holds no rows at all.
        """
        checker = Checker(self.columns, rejects)
        empty = True
        try:
            for chunk in _READERS[self.form].read(self.path, self.columns, size):
                empty = False
                yield checker.good(chunk)
        except OSError as error:
            message = f"{self.path} cannot be read ({error.strerror or error})"
            raise SourceUnreadableError(message) from error
        if empty and not rejects.count:
            message = f"{self.path.name} holds no rows"
            raise SourceUnreadableError(message)
