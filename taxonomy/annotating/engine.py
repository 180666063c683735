"""The annotator of a release: free text in, concepts with their places and scores out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from taxonomy.annotating.building import KINDS, NameSet, build
from taxonomy.annotating.characters import codes
from taxonomy.annotating.inflection import row
from taxonomy.annotating.languages import detected
from taxonomy.annotating.markup import masked
from taxonomy.annotating.matching import Found, Wanted, best, find
from taxonomy.annotating.paraphrases import Paraphrases
from taxonomy.annotating.reading import ROWS
from taxonomy.annotating.typos import Spelling
from taxonomy.annotating.values import (
    UNDETERMINED,
    Annotated,
    Annotation,
    Format,
    LangSource,
    Matches,
    Question,
    Wording,
)
from taxonomy.annotating.words import read
from taxonomy.errors import InvalidQueryError, SemanticUnavailableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from taxonomy.annotating.words import Words
    from taxonomy.index import ReleaseIndex
    from taxonomy.meaning.vectors import Meanings

__all__ = ["MISTYPED", "OTHER_LANGUAGE", "Annotator"]

MISTYPED = 0.8
"""The share of a score that is left where a word has a typo."""
OTHER_LANGUAGE = 0.75
"""The share of a score that is left where the label is of another language than the text."""
_WORDINGS = (Wording.INFLECTED, Wording.FOLDED, Wording.TYPO)
"""How the words of a span are those of a name, by the number that is told of it."""


@dataclass(frozen=True, eq=False)
class Annotator:
    """Finds the active concepts of one release in texts; it never changes, and threads may share it."""

    index: ReleaseIndex
    names: NameSet
    paraphrases: Paraphrases | None = None

    @classmethod
    def build(cls, index: ReleaseIndex) -> Annotator:
        """The annotator of a release: a second or two for 400 000 labels."""
        return cls(index, build(index))

    def with_meanings(self, meanings: Meanings) -> Annotator:
        """The same, which finds what a text names in other words, too, where it is asked to."""
        return replace(self, paraphrases=Paraphrases.of(self.index, meanings, self.names.langs))

    @cached_property
    def rows(self) -> NDArray[np.bool_]:
        """Which rows of stems have names: the others are neither read nor walked."""
        held = np.zeros(ROWS, np.bool_)
        held[[row(it) for it in self.names.langs]] = True
        return held

    @cached_property
    def spelling(self) -> Spelling:
        """The words of the labels, for texts with typos; made when it is first asked for."""
        return Spelling(self.index)

    def annotate(self, text: str, question: Question) -> Annotated:
        """The concepts that the text names; places are code points of the text as it was given.

        InvalidQueryError for a language that the release has no labels in, SemanticUnavailableError where
        it is asked for what is named in other words and knows no meanings.
        """
        self._refuse(question)
        seen = masked(text) if question.format == Format.HTML else text
        words = read(codes(seen), self.rows)
        lang, source = _language(words, question.lang)
        wanted = _wanted(question, lang, self.rows)
        if question.fuzzy:
            rows = np.flatnonzero(self.rows).tolist() if lang == UNDETERMINED else (row(lang),)
            words, typos = self.spelling.corrected(words, seen, rows)
            found = find(words, self.names.trie, self.names.table, wanted)
            found = _with_typos(found, typos, wanted.least)
        else:
            found = find(words, self.names.trie, self.names.table, wanted)
        overlapping = question.matches == Matches.ALL
        told = best(found, words, self.names.concepts, overlapping=overlapping)
        made = self._annotations(told, text, words)
        if question.semantic and self.paraphrases:
            made += self.paraphrases.find(seen, words, lang, question, made)
            made.sort(key=lambda it: (it.start, -it.end))
        return Annotated(lang, source, made)

    def _refuse(self, question: Question) -> None:
        if question.semantic and self.paraphrases is None:
            message = f"the labels of {self.index.release.name} were not encoded"
            raise SemanticUnavailableError(message)
        lang = question.lang
        if lang and lang.partition("-")[0].lower() not in self.names.langs:
            known = ", ".join(sorted(self.names.langs)) or "none"
            message = (
                f"lang: {self.index.release.name} has no labels in {lang[:40]!r}; it has: {known}"
            )
            raise InvalidQueryError(message)

    def _annotations(self, told: Found, text: str, words: Words) -> list[Annotation]:
        first, last, name, wording = told.places
        columns = (
            words.places[0, first],
            words.places[1, last - 1],
            self.names.concepts[name],
            self.names.labels[name],
            wording,
            np.round(100 * told.scores.astype(np.float64), 1),
        )
        concepts, labels = self.index.taxonomy.concepts, self.index.labels
        made = []
        for start, end, whose, number, how, score in zip(
            *(it.tolist() for it in columns), strict=True
        ):
            concept = concepts[whose]
            label = labels(concept)[number]
            known = _WORDINGS[how]
            if known is Wording.FOLDED and text[start:end] == label.text:
                known = Wording.EXACT
            made.append(Annotation(start, end, concept, label, known, score))
        return made


def _with_typos(found: Found, typos: NDArray[np.bool_], least: float) -> Found:
    """What is found, less of it where a word of the span has a typo."""
    before = np.append(0, np.cumsum(typos))
    wrong = before[found.places[1]] > before[found.places[0]]
    places, scores = found.places.copy(), found.scores.copy()
    places[3, wrong] = _WORDINGS.index(Wording.TYPO)
    scores[wrong] *= MISTYPED
    kept = scores >= least
    return Found(np.ascontiguousarray(places[:, kept]), scores[kept])


def _language(words: Words, given: str | None) -> tuple[str, LangSource]:
    if given:
        return given, LangSource.GIVEN
    found = detected(words)
    return (found, LangSource.DETECTED) if found else (UNDETERMINED, LangSource.UNDETERMINED)


def _wanted(question: Question, lang: str, rows: NDArray[np.bool_]) -> Wanted:
    kinds = [question.kinds is None or it in question.kinds for it in KINDS]
    own = np.ones(ROWS, np.bool_)
    if lang != UNDETERMINED:
        own[:] = False
        own[row(lang)] = True
    shares = (np.where(own, 1, OTHER_LANGUAGE) * rows).astype(np.float32)
    return Wanted(np.array(kinds, np.bool_), shares, own, question.min_score / 100)
