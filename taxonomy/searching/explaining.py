"""Why a label was found: which of its letters answer which words of the question, and how."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from taxonomy.morphology import stem
from taxonomy.searching.spelling import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.searching.spelling import Word

__all__ = ["How", "Reason", "Span", "explained", "typos_allowed"]

Span = tuple[int, int]


class How(StrEnum):
    """How the question and the label that was found differ; of several, the one furthest down."""

    EXACT = "exact"
    FOLDED = "folded"
    PREFIX = "prefix"
    WORDS = "words"
    TYPO = "typo"
    PART = "part"
    CODE = "code"
    OTHER_LANGUAGE = "other-language"


class Reason(NamedTuple):
    """The parts of the label that answer the question, which share of its letters they answer, and how.

    `letters` are those of the label, folded, without spaces.
    """

    spans: tuple[Span, ...]
    share: float
    how: How
    letters: str


class _Met(NamedTuple):
    span: Span
    how: How


class _Label:
    """The words of a label, and what finds them without a look at each."""

    __slots__ = ("_begins", "_stems", "lang", "line", "places", "words")

    def __init__(self, text: str, lang: str) -> None:
        self.lang = lang
        self.words = words_of(text)
        self.places: dict[str, int] = {}
        self._begins: list[int] = []
        self._stems: dict[str, int] | None = None
        at = 0
        for place, it in enumerate(self.words):
            self.places.setdefault(it.text, place)
            self._begins.append(at)
            at += len(it.text) + 1
        self.line = " " + " ".join(it.text for it in self.words)
        """The words one after the other, a space before each."""

    def part(self, at: int, long: int) -> Span:
        """So many letters of the line from `at` on, where they stand in the label."""
        place = bisect_right(self._begins, at - 1) - 1
        start = at - 1 - self._begins[place]
        return _part(self.words[place], start, start + long)

    def of_stem(self, stem: str) -> int | None:
        """The first word with this stem."""
        if self._stems is None:
            stems = [_stem(it.text, self.lang) for it in self.words]
            self._stems = {it: place for place, it in reversed([*enumerate(stems)])}
        return self._stems.get(stem)


_LEAST_PART = 4
_stem = lru_cache(maxsize=65_536)(stem)
_label = lru_cache(maxsize=8_192)(_Label)


def typos_allowed(long: int) -> int:
    """How many letters may be wrong in a word of this length: none up to 3, one to 7, two to 12, then three."""
    return 0 if long <= 3 else 1 if long <= 7 else 2 if long <= 12 else 3


def explained(
    question: Sequence[str], label: str, lang: str, *, least: float = 0.0
) -> Reason | None:
    """Which parts of a label answer the folded words of a question; None where less than `least` of its letters are.

    Words are met by themselves, their beginnings, their other forms, as parts of compounds, and with
    typos; spans are offsets in the label, sorted and apart from each other.
    """
    held = _label(label, lang)
    letters = sum(map(len, question))
    most_missing = letters * (1 - least)
    missing = 0
    met: list[_Met] = []
    for word in sorted(question, key=len, reverse=True):  # the sooner too much is missing
        found = _met(word, held)
        if found is not None:
            met.append(found)
            continue
        missing += len(word)
        if missing > most_missing:
            return None
    how = How.TYPO if any(it.how is How.TYPO for it in met) else How.WORDS
    share = 1 - missing / max(letters, 1)
    return Reason(_merged([it.span for it in met]), share, how, held.line.replace(" ", ""))


def _met(word: str, label: _Label) -> _Met | None:
    """The part of the label that answers the word best, None where none does."""
    place = label.places.get(word)
    if place is None:
        at = label.line.find(f" {word}")
        if at >= 0:
            return _Met(label.part(at + 1, len(word)), How.WORDS)
        place = label.of_stem(_stem(word, label.lang))
    if place is not None:
        return _Met(_whole(label.words[place]), How.WORDS)
    return _in_compound(word, label) or _with_typos(word, label.words)


def _in_compound(word: str, label: _Label) -> _Met | None:
    """The word as a part of a compound of the label, or a word of the label as a part of it."""
    at = label.line.find(word) if len(word) >= _LEAST_PART else -1
    if at >= 0:
        return _Met(label.part(at, len(word)), How.WORDS)
    for it in label.words:
        if _LEAST_PART < len(it.text) < len(word) and it.text in word:
            return _Met(_whole(it), How.WORDS)
    return None


def _with_typos(word: str, words: Sequence[Word]) -> _Met | None:
    """The word of the label, or the beginning of one, that is nearest within what is allowed."""
    long = len(word)
    allowed = typos_allowed(long)
    if not allowed:
        return None
    least, nearest = allowed + 1, None
    for it in words:
        text = it.text
        if len(text) < long - allowed:
            continue
        written = text if len(text) <= long + allowed else text[:long]
        distance = OSA.distance(word, written, score_cutoff=least - 1)
        if distance < least:
            least, nearest = distance, it
    return _Met(_whole(nearest), How.TYPO) if nearest else None


def _whole(word: Word) -> Span:
    return word.start, word.end


def _part(word: Word, start: int, end: int) -> Span:
    """The letters of a word as it is written; the whole of it where folding changed their number."""
    if len(word.text) != word.end - word.start:
        return word.start, word.end
    return word.start + start, word.start + end


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
