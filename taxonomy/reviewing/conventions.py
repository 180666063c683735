"""What translations of a kind have in common, as most of them show it: marks of gender, length."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taxonomy.folding import GENDER_CODES
from taxonomy.reviewing.units import PREF_LABEL
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["LONGEST", "Conventions", "longest"]

_MOST = 0.5
"""The share of the labels of a kind that end in a mark of gender, from which on it is the language's way."""
_ENOUGH = 5
"""Fewer labels show no way."""
_LABEL = 160
LONGEST = {Kind.COMPETENCE_SET.value: 60, Kind.PROFILE.value: 120}
"""Characters of a label of the kind beyond which it is remarked on. Sets stand in front of others and have
to be short. Nobody publishes limits: these lie above the longest labels of Competent 3.11."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """(kind, language) → the mark that most labels end in, such as `(h/f/x)`."""

    marks: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Iterable[tuple[str, str, str]]) -> Conventions:
        """As these labels show them: (kind, language, text) each."""
        seen: Counter[tuple[str, str]] = Counter()
        marked: Counter[tuple[str, str, str]] = Counter()
        for kind, lang, text in labels:
            seen[kind, lang] += 1
            found = GENDER_CODES.search(text)
            if found and found.end() == len(text):
                marked[kind, lang, found[0].strip()] += 1
        return cls(
            {
                (kind, lang): mark
                for (kind, lang, mark), count in sorted(marked.items())
                if count >= _ENOUGH and count > _MOST * seen[kind, lang]
            }
        )

    def mark(self, kind: str, field_: str, lang: str) -> str:
        """The mark that a label of the kind ends in, "" where it ends in none, or where the text is no label."""
        return self.marks.get((kind, lang), "") if field_ == PREF_LABEL else ""


def longest(kind: str, field_: str) -> int:
    """Characters of a label of this kind beyond which it is remarked on; 0 for texts of any length."""
    return LONGEST.get(kind, _LABEL) if field_ == PREF_LABEL else 0
