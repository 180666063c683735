"""Concepts that a text names in other words: windows of its words that mean much the same as a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.inflection import LANGUAGES
from taxonomy.annotating.languages import common
from taxonomy.annotating.reading import BREAK
from taxonomy.annotating.values import UNDETERMINED, Annotation, Wording
from taxonomy.folding import plain
from taxonomy.meaning.nearness import likeness, likest
from taxonomy.meaning.vectors import gathered
from taxonomy.vocabulary import LabelType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from taxonomy.annotating.values import Question
    from taxonomy.annotating.words import Words
    from taxonomy.index import ReleaseIndex
    from taxonomy.meaning.encoding import Numbers
    from taxonomy.meaning.vectors import Meanings

__all__ = ["LEAST_LIKENESS", "LONGEST", "MOST", "SHARE", "SHORTEST", "Paraphrases"]

SHORTEST, LONGEST = 2, 6
"""Words of a window: one alone says too little, and more of them seldom name one concept."""
MOST = 3_000
"""So many windows of a text are looked at, the first ones: half a thousand words have half as many."""
SHARE = 0.5625
"""What a score has of the likeness: 0.8, from where on it tells more than it spoils, is worth the score 45."""
LEAST_LIKENESS = 0.6
"""Below it nothing is told, whatever score is asked for."""
_TELLING = frozenset(
    ("work", "working", "werk", "travail", "travaux", "arbeit", "klanten", "gestion")
)
"""Words of every vacancy that a phrase may begin or end with all the same: *work together*."""
_SOFT_HYPHEN = "\xad"
"""What parts no word; tags within a sentence are read so."""


class _Window(NamedTuple):
    start: int
    end: int


class _Rows(NamedTuple):
    """The labels that count for a text: their vectors, those of a concept side by side, and whose they are."""

    vectors: Numbers
    labels: NDArray[np.int32]
    begin: NDArray[np.int64]
    concepts: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Paraphrases:
    """Finds the active concepts of one release by what labels mean; threads may share it."""

    index: ReleaseIndex
    meanings: Meanings
    rows: Mapping[str, _Rows]

    @classmethod
    def of(cls, index: ReleaseIndex, meanings: Meanings, langs: Iterable[str]) -> Paraphrases:
        """What finds concepts of a release, made ready for texts in these languages and in others."""
        rows = {it: _gathered(index, meanings, it) for it in (*langs, UNDETERMINED)}
        return cls(index, meanings, rows)

    def find(
        self,
        text: str,
        words: Words,
        lang: str,
        question: Question,
        taken: Sequence[Annotation],
    ) -> list[Annotation]:
        """The annotations besides those that are `taken` already: none of them overlap, the likest come first.

        `text` is what is read, `words` are its words. Labels of the text's language count, and those of
        every other one for concepts that have none in it.
        """
        windows = _windows(text, words, lang)
        own = self.rows.get(lang.partition("-")[0].lower())
        rows = self.rows[UNDETERMINED] if own is None else own
        if not windows or not len(rows.begin):
            return []
        written = [text[it.start : it.end].replace(_SOFT_HYPHEN, "") for it in windows]
        vectors = self.meanings.over.encode(written)
        place, alike = self._nearest(vectors, rows, question)
        least = max(LEAST_LIKENESS, question.min_score / 100 / SHARE)
        spans = [(it.start, it.end) for it in taken]
        found = []
        for it in np.lexsort((np.arange(len(alike)), -alike)).tolist():
            start, end = windows[it]
            if alike[it] < least:
                break
            if not any(start < other_end and other < end for other, other_end in spans):
                spans.append((start, end))
                found.append(self._annotation(windows[it], vectors[it], int(place[it]), rows))
        return found

    def _nearest(
        self, vectors: Numbers, rows: _Rows, question: Question
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """For each window the place of the nearest concept of the wanted kinds, and the likeness."""
        held = self.index.taxonomy.concepts
        kinds = question.kinds
        wanted = np.array([not kinds or held[it].kind in kinds for it in rows.concepts.tolist()])
        best = np.full(len(vectors), -1, np.float32)
        place = np.zeros(len(vectors), np.int64)
        for at, told in likest(vectors, rows.vectors, rows.begin):
            told[:, ~wanted[at : at + told.shape[1]]] = -1
            first = told.argmax(axis=1)
            highest = told[np.arange(len(told)), first]
            better = highest > best
            best[better], place[better] = highest[better], at + first[better]
        return place, best

    def _annotation(self, window: _Window, vector: Numbers, place: int, rows: _Rows) -> Annotation:
        concept = self.index.taxonomy.concepts[int(rows.concepts[place])]
        begin = int(rows.begin[place])
        end = int(rows.begin[place + 1]) if place + 1 < len(rows.begin) else len(rows.vectors)
        told = likeness(vector[None], rows.vectors[begin:end])[0]
        label = self.index.labels(concept)[int(rows.labels[begin + int(told.argmax())])]
        score = round(100 * SHARE * float(told.max()), 1)
        return Annotation(window.start, window.end, concept, label, Wording.SEMANTIC, score)


def _gathered(index: ReleaseIndex, meanings: Meanings, lang: str) -> _Rows:
    told = list(_labels(index, lang))
    vectors, there = gathered([text for _, _, text in told], meanings.held)
    concepts = np.array([place for place, _, _ in told], np.int32)[there]
    labels = np.array([number for _, number, _ in told], np.int32)[there]
    several, begin = np.unique(concepts, return_index=True)
    return _Rows(vectors[there], labels, begin, several)


def _labels(index: ReleaseIndex, lang: str) -> Iterator[tuple[int, int, str]]:
    """The place of each active concept, and number and text of its preferred labels that count for a language."""
    for place, concept in enumerate(index.taxonomy):
        if concept.status is Status.ACTIVE:
            held = [
                (number, it)
                for number, it in enumerate(index.labels(concept))
                if it.type is LabelType.PREFERRED
            ]
            own = [it for it in held if it[1].lang.partition("-")[0].lower() == lang]
            yield from ((place, number, it.text) for number, it in own or held)


def _windows(text: str, words: Words, lang: str) -> list[_Window]:
    """The windows of a text, in their order, that neither begin nor end with a function word."""
    spoken = LANGUAGES if lang == UNDETERMINED else [lang.partition("-")[0].lower()]
    passed = frozenset().union(*(common(it) for it in spoken)) - _TELLING
    starts, ends = words.places.tolist()
    ends_phrase = (words.hashes == BREAK).tolist()
    telling = [
        not stop and plain(text[start:end]) not in passed
        for start, end, stop in zip(starts, ends, ends_phrase, strict=True)
    ]
    found: list[_Window] = []
    for first in np.flatnonzero(telling).tolist():
        for last in range(first, min(first + LONGEST, len(starts))):
            if ends_phrase[last]:
                break
            if last - first + 1 >= SHORTEST and telling[last]:
                found.append(_Window(starts[first], ends[last]))
        if len(found) >= MOST:
            break
    return found[:MOST]
