"""Why a label was found: which of its letters answer which words of the question, and how."""

from __future__ import annotations

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
    CODE = "code"
    OTHER_LANGUAGE = "other-language"


class Reason(NamedTuple):
    """The letters of the label that answer the question, which share of its letters they answer, and how."""

    spans: tuple[Span, ...]
    share: float
    how: How


class _Met(NamedTuple):
    span: Span
    how: How


_LEAST_PART = 4
_stem = lru_cache(maxsize=65_536)(stem)
_words = lru_cache(maxsize=8_192)(words_of)


def typos_allowed(long: int) -> int:
    """How many letters may be wrong in a word of this length: none up to 3, one to 7, two to 12, then three."""
    return 0 if long <= 3 else 1 if long <= 7 else 2 if long <= 12 else 3


def explained(question: Sequence[str], label: str, lang: str) -> Reason:
    """Which parts of a label answer the folded words of a question.

    Words are met by themselves, their beginnings, their other forms, as parts of compounds, and with
    typos; spans are offsets in the label, sorted and apart from each other.
    """
    words = _words(label)
    met = [_met(it, words, lang) for it in question]
    letters = sum(map(len, question))
    answered = sum(len(it) for it, found in zip(question, met, strict=True) if found)
    hows = {it.how for it in met if it}
    how = How.TYPO if How.TYPO in hows else How.WORDS
    return Reason(_merged([it.span for it in met if it]), answered / max(letters, 1), how)


def _met(word: str, label: Sequence[Word], lang: str) -> _Met | None:
    """The part of the label that answers the word best, None where none does."""
    for it in label:
        if it.text == word:
            return _Met((it.start, it.end), How.WORDS)
    for it in label:
        if it.text.startswith(word):
            return _Met(_part(it, 0, len(word)), How.WORDS)
    root = _stem(word, lang)
    for it in label:
        if _stem(it.text, lang) == root:
            return _Met((it.start, it.end), How.WORDS)
    return _in_compound(word, label) or _with_typos(word, label)


def _in_compound(word: str, label: Sequence[Word]) -> _Met | None:
    """The word as a part of a compound of the label, or a word of the label as a part of it."""
    for it in label:
        at = it.text.find(word) if len(word) >= _LEAST_PART else -1
        if at >= 0:
            return _Met(_part(it, at, at + len(word)), How.WORDS)
    for it in label:
        if len(it.text) > _LEAST_PART and it.text in word:
            return _Met((it.start, it.end), How.WORDS)
    return None


def _with_typos(word: str, label: Sequence[Word]) -> _Met | None:
    """The word of the label, or the beginning of one, that is nearest within what is allowed."""
    allowed = typos_allowed(len(word))
    if not allowed:
        return None
    nearest: tuple[int, int] | None = None
    for place, it in enumerate(label):
        if len(it.text) < len(word) - allowed:
            continue
        whole = len(it.text) <= len(word) + allowed
        written = it.text if whole else it.text[: len(word)]
        distance = OSA.distance(word, written, score_cutoff=allowed)
        if distance <= allowed and (nearest is None or distance < nearest[0]):
            nearest = distance, place
    if nearest is None:
        return None
    found = label[nearest[1]]
    return _Met((found.start, found.end), How.TYPO)


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
