"""What every source hands over: concepts, findings, and how many rows it read of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taxonomy.findings import Finding, Place, Severity
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE, normalise_label, normalise_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.editing.fields import Field
    from taxonomy.model import Concept

__all__ = ["Progress", "Reading", "Report"]

Progress = Callable[[str, int], None]
"""Called now and then with the name of the file or sheet being read and its rows done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The result of reading a source: `rows` counts data rows per file or sheet, as they stand there.

    `places` says where a concept was told first, for those sources that one edits by hand,
    and `cleared` of which concepts nothing is to stand in which fields.
    """

    concepts: tuple[Concept, ...]
    findings: tuple[Finding, ...]
    rows: Mapping[str, int]
    places: Mapping[str, Place] = field(default_factory=dict)
    cleared: Mapping[str, frozenset[Field]] = field(default_factory=dict)

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings that say a row was refused."""
        return tuple(it for it in self.findings if it.severity is Severity.ERROR)


@dataclass(slots=True)
class Report:
    """Collects findings while a source is read; nothing is lost and nothing stops the reading.

    The reader keeps `file`, `sheet` and `row` (1 = the header) where it stands.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    findings: list[Finding] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)

    def refuse(self, code: str, message: str, column: str = "", concept: str = "") -> None:
        """Note a row (or cell) that was left out."""
        self._add(Severity.ERROR, code, message, column, concept)

    def repair(self, code: str, message: str, column: str = "", concept: str = "") -> None:
        """Note a row that was taken with a change, or a surprise that changes nothing."""
        self._add(Severity.WARNING, code, message, column, concept)

    def remark(self, code: str, message: str, column: str = "", concept: str = "") -> None:
        """Note what is worth knowing and changes no meaning."""
        self._add(Severity.INFO, code, message, column, concept)

    def label(self, text: str, column: str) -> str:
        """The text normalised as a label, or "" where it is too long and refused; reports either."""
        return self._judged(text, normalise_label(text), LONGEST_LABEL, column)

    def note(self, text: str, column: str) -> str:
        """The text normalised as a note, or "" where it is too long and refused; reports either."""
        return self._judged(text, normalise_note(text), LONGEST_NOTE, column)

    def place(self, column: str = "") -> Place:
        """Where the reader stands."""
        return Place(self.file, self.sheet, self.row, column)

    def _judged(self, text: str, tidy: str, longest: int, column: str) -> str:
        if len(tidy) > longest:
            message = sentence(
                "a text of %(count)s characters; at most %(most)s are taken",
                count=len(tidy),
                most=longest,
            )
            self.refuse("text-too-long", message, column)
            return ""
        if tidy != text:
            self.repair("text-normalised", _difference(text, tidy), column)
        return tidy

    def _add(self, severity: Severity, code: str, message: str, column: str, concept: str) -> None:
        place = self.place(column)
        self.findings.append(
            Finding(severity=severity, code=code, message=message, concept=concept, place=place)
        )


def _difference(text: str, tidy: str) -> str:
    """Where two texts part, in the words around that place."""
    same = next((i for i, (a, b) in enumerate(zip(text, tidy, strict=False)) if a != b), len(tidy))
    start = max(0, same - 15)
    return sentence(
        "%(words)r became %(tidy)r", words=text[start : same + 25], tidy=tidy[start : same + 25]
    )
