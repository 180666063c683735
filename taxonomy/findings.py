"""A finding: one result of reading a source or of a check, with its place and its reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from typing_extensions import override

from taxonomy.sentences import made_of, of_record, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Finding", "Place", "Severity"]


class Severity(StrEnum):
    """How bad a finding is: `info` is kept for the record, `warning` was repaired, `error` blocks."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a source: file, sheet of a workbook, row (1 = the header) and column."""

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""

    @override
    def __str__(self) -> str:
        return ", ".join(self.parts())

    def parts(self) -> tuple[str, ...]:
        """What is known of the place, as a value of a `Sentence`."""
        row = sentence("row %(row)d", row=self.row) if self.row else ""
        return tuple(it for it in (self.file, self.sheet, row, self.column) if it)


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Finding:
    """One thing that was noticed; `code` is stable, `message` names the thing and says what to do.

    A message is a `Sentence` wherever somebody may read it in another language.
    """

    severity: Severity
    code: str
    message: str
    concept: str = ""
    field: str = ""
    lang: str = ""
    place: Place | None = None

    @override
    def __str__(self) -> str:
        where = f" [{self.place}]" if self.place else ""
        return f"{self.severity} {self.code}: {self.message}{where}"

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values, without what is empty."""
        plain = {key: value for key, value in asdict(self).items() if value}
        if self.place:
            plain["place"] = {key: value for key, value in asdict(self.place).items() if value}
        return plain

    def as_record(self) -> dict[str, Any]:
        """As `as_dict`, with what the message is made of (`sentence` and `values`)."""
        return {**self.as_dict(), **made_of(self.message)}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Self:
        """The finding of which `as_record` was kept, or `as_dict`."""
        plain = {name: it for name, it in record.items() if name not in ("sentence", "values")}
        plain["message"] = of_record(record, record["message"])
        if "place" in record:
            plain["place"] = Place(**record["place"])
        return cls(**{**plain, "severity": Severity(record["severity"])})
