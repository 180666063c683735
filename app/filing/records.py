"""What is said of a file that somebody sent, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from taxonomy.sentences import of_record

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.import_tables import ImportRow

__all__ = ["ImportRecord", "as_import"]

_LEAST_DONE = 0.05
"""Of the rows; before that many are read nobody can say how long the others take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """A file as it stands: `done` of `total` rows are read (0: nobody knows how many there are).

    `problem` is code and detail of why it cannot be read or was not taken, `findings` are the first
    ones of its rows, and `refused` counts the rows that were left out. `concepts` counts what it tells
    of: concepts or mappings. `asked` is how it is read, `changeset` or `result` what became of it.
    """

    key: int
    scheme: str
    name: str
    size: int
    sha256: str
    owner: str
    organisation: str
    state: str
    done: int
    total: int
    concepts: int
    refused: int
    findings: tuple[dict[str, Any], ...]
    problem: dict[str, Any]
    asked: dict[str, str]
    changeset: int | None
    result: dict[str, Any]
    revision: int
    created_at: datetime
    began_at: datetime | None
    beat_at: datetime | None
    expires_at: datetime

    @property
    def etag(self) -> str:
        """The entity tag of the file as it stands (RFC 9110 §8.8.3)."""
        return f'"import-{self.key}-{self.revision}"'

    @property
    def complaint(self) -> str:
        """The detail of its problem, as it was said; "" without one."""
        return of_record(self.problem, self.problem.get("detail", ""))

    @property
    def under_way(self) -> bool:
        """Whether somebody reads or takes it, or is about to."""
        return self.state in ("waiting", "reading", "taking")

    def seconds_left(self, now: datetime) -> int | None:
        """How long the reading will take, as it went so far; None where that cannot be said yet."""
        if not self.began_at or self.state != "reading" or self.done < self.total * _LEAST_DONE:
            return None
        if not self.total or self.done > self.total:
            return None
        spent = (now - self.began_at).total_seconds()
        return max(1, round(spent * (self.total - self.done) / max(self.done, 1)))


def as_import(row: ImportRow) -> ImportRecord:
    """The file as a value."""
    return ImportRecord(
        key=row.key,
        scheme=row.scheme,
        name=row.name,
        size=row.size,
        sha256=row.digest.hex(),
        owner=row.owner,
        organisation=row.organisation,
        state=row.state,
        done=row.done,
        total=row.total,
        concepts=row.concepts,
        refused=row.refused,
        findings=tuple(row.findings),
        problem=dict(row.problem),
        asked=dict(row.asked),
        changeset=row.changeset_key,
        result=dict(row.result),
        revision=row.revision,
        created_at=row.created_at,
        began_at=row.began_at,
        beat_at=row.beat_at,
        expires_at=row.expires_at,
    )
