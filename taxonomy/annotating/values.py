"""What is asked of a text, and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from taxonomy.model import Concept, Label
    from taxonomy.vocabulary import Kind

__all__ = [
    "LARGEST_TEXT",
    "LEAST_SCORE",
    "UNDETERMINED",
    "Annotated",
    "Annotation",
    "Format",
    "LangSource",
    "Matches",
    "Question",
    "Wording",
]

UNDETERMINED = "und"
"""The language of a text that tells none (BCP 47)."""
LARGEST_TEXT = 1024 * 1024
"""Bytes in UTF-8 of one text."""
LEAST_SCORE = 45.0
"""Where nothing else is asked, annotations below this score are left out."""


class Matches(StrEnum):
    """Which of annotations that overlap: those of the longest span, or all."""

    LONGEST = "longest"
    ALL = "all"


class Format(StrEnum):
    """How a text is written."""

    PLAIN = "plain"
    HTML = "html"


class LangSource(StrEnum):
    """Where the language of a text is known from."""

    GIVEN = "given"
    DETECTED = "detected"
    UNDETERMINED = "undetermined"


class Wording(StrEnum):
    """How the words of a span are those of the label; `semantic`: they are others that mean much the same."""

    EXACT = "exact"
    FOLDED = "folded"
    INFLECTED = "inflected"
    TYPO = "typo"
    SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a text: `lang` None lets it be detected, `kinds` None lets any pass."""

    lang: str | None = None
    kinds: frozenset[Kind] | None = None
    matches: Matches = Matches.LONGEST
    format: Format = Format.PLAIN
    min_score: float = LEAST_SCORE
    fuzzy: bool = False
    semantic: bool = False

    def about(self, text: str, lang: str = "") -> Question:
        """The question for a text whose language is given, if it is; InvalidQueryError for one that is too long."""
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > LARGEST_TEXT:
            message = f"the text has {size:,} bytes; at most {LARGEST_TEXT:,} are read: cut it"
            raise InvalidQueryError(message)
        return replace(self, lang=lang) if lang else self


class Annotation(NamedTuple):
    """A concept in a text, from code point `start` up to `end`, by one of its labels; score 0–100."""

    start: int
    end: int
    concept: Concept
    label: Label
    how: Wording
    score: float


class Annotated(NamedTuple):
    """The language of a text, how it is known, and the annotations in their order."""

    lang: str
    lang_source: LangSource
    annotations: list[Annotation]
