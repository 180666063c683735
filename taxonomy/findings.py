"""A finding: one result of reading a source or of a check, with its place and its reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from typing_extensions import override

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
        parts = [self.file, self.sheet, f"row {self.row}" if self.row else "", self.column]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Finding:
    """One thing that was noticed; `code` is stable, `message` names the thing and says what to do."""

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
