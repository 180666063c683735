"""The annotator of a release: free text in, concepts with their places and scores out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.building import KINDS, NameSet, build
from taxonomy.annotating.characters import codes
from taxonomy.annotating.inflection import row
from taxonomy.annotating.languages import detected
from taxonomy.annotating.markup import masked
from taxonomy.annotating.matching import Wanted, find
from taxonomy.annotating.reading import ROWS
from taxonomy.annotating.values import (
    UNDETERMINED,
    Annotated,
    Annotation,
    Format,
    How,
    LangSource,
    Matches,
    Question,
)
from taxonomy.annotating.words import read
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.annotating.words import Words
    from taxonomy.index import ReleaseIndex

__all__ = ["OTHER_LANGUAGE", "Annotator"]

OTHER_LANGUAGE = 0.75
"""The share of a score that is left where the label is of another language than the text."""


class _Hit(NamedTuple):
    """A name in a text: its first word, the one after its last, its score (0–1)."""

    first: int
    last: int
    name: int
    exact: bool
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Annotator:
    """Finds the active concepts of one release in texts; it never changes, and threads may share it."""

    index: ReleaseIndex
    names: NameSet

    @classmethod
    def build(cls, index: ReleaseIndex) -> Annotator:
        """The annotator of a release: a second or two for 400 000 labels."""
        return cls(index, build(index))

    def annotate(self, text: str, question: Question) -> Annotated:
        """The concepts that the text names; places are code points of the text as it was given.

        InvalidQueryError for a language that the release has no labels in.
        """
        self._refuse(question.lang)
        words = read(codes(masked(text) if question.format is Format.HTML else text))
        lang, source = _language(words, question.lang)
        found = find(words, self.names.trie, self.names.table, _wanted(question, lang))
        hits = [
            _Hit(first, last, name, bool(exact), score)
            for (first, last, name, exact), score in zip(
                found.places.T.tolist(), found.scores.tolist(), strict=True
            )
        ]
        best = self._best(hits)
        if question.matches is Matches.LONGEST:
            best = _longest(best, words)
        made = [self._annotation(it, text, words) for it in best]
        made.sort(key=lambda it: (it.start, -it.end, -it.score, it.concept.id))
        return Annotated(lang, source, made)

    def _refuse(self, lang: str | None) -> None:
        if lang and lang.partition("-")[0].lower() not in self.names.langs:
            known = ", ".join(sorted(self.names.langs)) or "none"
            message = (
                f"lang: {self.index.release.name} has no labels in {lang[:40]!r}; it has: {known}"
            )
            raise InvalidQueryError(message)

    def _best(self, hits: Iterable[_Hit]) -> list[_Hit]:
        """One hit for each concept of a span: the one that scores most."""
        best: dict[tuple[int, int, int], _Hit] = {}
        for hit in hits:
            key = hit.first, hit.last, int(self.names.concepts[hit.name])
            held = best.get(key)
            if held is None or hit.score > held.score:
                best[key] = hit
        return list(best.values())

    def _annotation(self, hit: _Hit, text: str, words: Words) -> Annotation:
        start, end = int(words.places[0, hit.first]), int(words.places[1, hit.last - 1])
        concept = self.index.taxonomy.concepts[self.names.concepts[hit.name]]
        label = self.index.labels(concept)[self.names.labels[hit.name]]
        how = How.INFLECTED
        if hit.exact:
            how = How.EXACT if text[start:end] == label.text else How.FOLDED
        return Annotation(start, end, concept, label, how, round(100 * hit.score, 1))


def _language(words: Words, given: str | None) -> tuple[str, LangSource]:
    if given:
        return given, LangSource.GIVEN
    found = detected(words)
    return (found, LangSource.DETECTED) if found else (UNDETERMINED, LangSource.UNDETERMINED)


def _wanted(question: Question, lang: str) -> Wanted:
    kinds = [question.kinds is None or it in question.kinds for it in KINDS]
    shares = np.ones(ROWS, np.float32)
    if lang != UNDETERMINED:
        shares[:] = OTHER_LANGUAGE
        shares[row(lang)] = 1
    return Wanted(np.array(kinds, np.bool_), shares, question.min_score / 100)


def _longest(hits: list[_Hit], words: Words) -> list[_Hit]:
    """The hits of which no two spans overlap: the longest first, by words, then by characters."""
    starts, ends = words.places.tolist()
    taken = bytearray(len(starts))
    kept: list[_Hit] = []
    spans: set[tuple[int, int]] = set()
    hits.sort(key=lambda it: (it.first - it.last, starts[it.first] - ends[it.last - 1], -it.score))
    for hit in hits:
        span = hit.first, hit.last
        if span not in spans:
            if any(taken[hit.first : hit.last]):
                continue
            spans.add(span)
            taken[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
        kept.append(hit)
    return kept
