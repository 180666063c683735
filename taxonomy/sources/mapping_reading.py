"""What every source of mappings hands over: a mapping set, findings, and how many rows it read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from taxonomy.findings import Finding
    from taxonomy.mapping import MappingSet

__all__ = ["MappingReading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingReading:
    """The result of reading a file of mappings; `rows` counts data rows per file as they stand there.

    Ids are those of the file; which concepts of which releases they name is looked up afterwards.
    `notations` maps a subject's or object's id to the code that the file gives it.
    """

    mapping_set: MappingSet
    findings: tuple[Finding, ...]
    rows: Dictionary[str, int]
    notations: Dictionary[str, str]

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings that say a row was refused."""
        return tuple(it for it in self.findings if it.severity is Severity.ERROR)
