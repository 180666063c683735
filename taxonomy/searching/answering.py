"""Search and suggestion over one release: questions in, matches out, best first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from taxonomy.forms import Gender, counterparts, forms
from taxonomy.searching.building import KIND_BITS, TYPES, word_hash
from taxonomy.searching.codes import Codes
from taxonomy.searching.explaining import How, explained
from taxonomy.searching.scoring import Scope, Texts
from taxonomy.searching.spelling import folded
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.searching.artefact import Content
    from taxonomy.searching.explaining import Span
    from taxonomy.searching.scoring import Candidates

Table = np.ndarray[Any, Any]

__all__ = ["LEAST_SCORE", "LONGEST_QUESTION", "Match", "Matched", "Question", "Searcher"]

LONGEST_QUESTION = 300
"""Characters of a question that are read; the longest label of ESCO has fewer."""
LEAST_SCORE = 50.0
"""Below this score nothing is told, unless the question says otherwise."""

_LEAST_SHARE = 0.5
"""So much of the question's letters must be answered by the label."""
_MOST_REJECTED = 15
"""After so many labels that answer too little, those behind them, which are less alike, are not read."""
_OF_CODE, _OF_OTHER_CODE, _OF_CODE_BEGUN = 100.0, 95.0, 80.0
_OTHER_GENDER = 0.98
_AS_GOOD, _FOR_DOUBLE, _FOR_SEVERAL = 0.85, 0.5, 2.0
"""What a concept gains by labels that answer nearly as well as the best: so much for twice as many."""
_ABROAD = 0.9
_WORTH = {LabelType.PREFERRED: 1.0, LabelType.ALTERNATIVE: 0.985, LabelType.HIDDEN: 0.97}
_forms = lru_cache(maxsize=8_192)(forms)
_HOWS = (None, How.PREFIX, How.FOLDED)
_OF_TYPES = np.array([_WORTH[it] for it in TYPES])


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a text, in a language (its first subtag counts), among concepts of these kinds."""

    text: str
    lang: str = ""
    kinds: frozenset[Kind] = frozenset()
    limit: int = 10
    min_score: float = LEAST_SCORE

    @property
    def main_lang(self) -> str:
        """The first subtag of the language, in lower case."""
        return self.lang.partition("-")[0].lower()


class Matched(NamedTuple):
    """The label that was found, the letters of it that answer the question, and how they do.

    `form` and `gender` are those of the form that was found, where the label gives more than one.
    A code has no language and no type; `system` says of which other system it is.
    """

    text: str
    how: How
    spans: tuple[Span, ...] = ()
    lang: str = ""
    type: LabelType | None = None
    form: str = ""
    gender: Gender | None = None
    system: str = ""


class Match(NamedTuple):
    """A concept, its score from 0 to 100, and what was found of it."""

    concept: Concept
    score: float
    matched: Matched


class _Found(NamedTuple):
    """A form of a label by its numbers, its score, and the text that it answers."""

    score: float
    owner: int
    label: int
    form: int
    asked: str
    abroad: bool
    how: How | None


class Searcher:
    """Answers questions about one release, the same for the same question. Safe in several threads."""

    def __init__(self, index: ReleaseIndex, content: Content) -> None:
        self._index = index
        self._concepts = index.taxonomy.concepts
        self._ranks = np.array([index.rank(it.id) for it in self._concepts], np.int32)
        self._langs = np.array([it.partition("-")[0].lower() for it in content.langs])
        self._words = content.arrays["words"]
        self._starts, self._table = content.arrays["entry_starts"], content.arrays["entries"]
        self._texts = Texts(content)
        self._codes = Codes(index)

    def search(self, question: Question) -> list[Match]:
        """The concepts that the question names by a code or a label, best first; [] where none does."""
        return self._told(question, complete=False)

    def suggest(self, question: Question) -> list[Match]:
        """As `search`, for somebody who is still typing: what begins with the question comes first."""
        return self._told(question, complete=True)

    def _told(self, question: Question, *, complete: bool) -> list[Match]:
        told: dict[str, Match] = {}
        rejected = 0
        for it in self._named(question, complete=complete):
            told.setdefault(it.concept.id, it)
        for found in self._found(question, complete=complete):
            if len(told) >= question.limit or rejected >= _MOST_REJECTED:
                break
            concept = self._concepts[found.owner]
            if concept.id not in told:
                matched = self._matched(question, concept, found)
                if matched:
                    told[concept.id] = Match(concept, round(found.score, 1), matched)
                else:
                    rejected += 1
        return list(told.values())[: question.limit]

    def _named(self, question: Question, *, complete: bool) -> Iterator[Match]:
        """The concepts whose code, id or URI the question is, or begins with."""
        for it in self._codes.find(question.text, unfinished=complete):
            if question.kinds and it.concept.kind not in question.kinds:
                continue
            score = (_OF_OTHER_CODE if it.system else _OF_CODE) if it.whole else _OF_CODE_BEGUN
            if score >= question.min_score:
                length = len(question.text.strip())
                span = (0, length if it.text.upper() != question.text.strip() else len(it.text))
                spans = (span,) if span[1] <= len(it.text) else ((0, len(it.text)),)
                matched = Matched(it.text, How.CODE, spans, system=it.system)
                yield Match(it.concept, score, matched)

    def _found(self, question: Question, *, complete: bool) -> Iterator[_Found]:
        """Every form of a label that is good enough, best first; of one concept there may be several."""
        text = folded(question.text)
        if not text:
            return
        asked = [text, *self._other_gender(text)]
        scope = Scope(frozenset(KIND_BITS[it] for it in question.kinds), question.main_lang)
        found = [
            self._texts.nearest(it, scope, 2 * question.limit if complete else 1) for it in asked
        ]
        tables = [self._entries(it, question, number) for number, it in enumerate(found)]
        rows, scores, first, abroad, near = (np.concatenate(it) for it in zip(*tables, strict=True))
        first &= complete
        scores = _raised(rows[:, 0], scores, near == _HOWS.index(How.FOLDED))
        kept = np.flatnonzero((scores >= question.min_score) | first)
        keys = (*rows[kept].T[[2, 1, 0]], self._ranks[rows[kept, 0]], -scores[kept], ~first[kept])
        order = kept[np.lexsort(keys)]
        columns = (rows[order], scores[order], abroad[order], near[order])
        for row, score, other, how in zip(*(it.tolist() for it in columns), strict=True):
            owner, label, form, *_, number = row
            yield _Found(score, owner, label, form, asked[number], other, _HOWS[how])

    def _entries(self, near: Candidates, question: Question, number: int) -> tuple[Table, ...]:
        """The entries of the candidates, each with the number of the text asked for.

        And of each entry
        its score, whether it begins with that text in the language of the question, whether it is in
        another language, and its place in `_HOWS`.
        """
        texts = near.texts
        many = self._starts[texts + 1] - self._starts[texts]
        places = np.repeat(self._starts[texts] + many - np.cumsum(many), many) + np.arange(
            many.sum()
        )
        rows = self._table[places]
        worth = _OF_TYPES[rows[:, 4]] * (_OTHER_GENDER if number else 1)
        abroad = (self._langs != question.main_lang)[rows[:, 3]] & bool(question.main_lang)
        scores = np.repeat(near.scores, many) * worth * np.where(abroad, _ABROAD, 1)
        first = np.repeat(near.first, many) & ~abroad
        how = np.repeat(near.begins * (1 + (near.scores == 100)), many)
        if question.kinds:
            wanted = np.isin(rows[:, 5], [KIND_BITS[it] for it in question.kinds])
            scores[~wanted] = -1
            first &= wanted
        numbered = np.column_stack((rows, np.full(len(rows), number, rows.dtype)))
        return numbered, np.round(scores, 3), first, abroad, how

    def _matched(self, question: Question, concept: Concept, found: _Found) -> Matched | None:
        """What answers the question, None where the label answers too little of it."""
        label = self._index.labels(concept)[found.label]
        reason = explained(found.asked.split(" "), label.text, label.lang)
        if reason.share < _LEAST_SHARE and found.how is None:
            return None
        given = _forms(label.text, label.lang)
        form = given[found.form]
        how, spans = found.how or reason.how, reason.spans
        if question.text in (form.text, label.text):
            how = How.EXACT
        elif found.how is None and _joined(folded(form.text)) == _joined(found.asked):
            how = How.FOLDED
        if reason.share < 1 and found.how:
            spans = ((0, len(label.text)),)
        return Matched(
            text=label.text,
            how=How.OTHER_LANGUAGE if found.abroad else how,
            spans=spans,
            lang=label.lang,
            type=label.type,
            form=form.text if len(given) > 1 else "",
            gender=form.gender if len(given) > 1 else None,
        )

    def _other_gender(self, text: str) -> list[str]:
        """The text with its words in the other gender, where such words are known."""
        words = text.split(" ")
        others = [self._counterpart(it) for it in words]
        return [" ".join(others)] if others != words else []

    def _counterpart(self, word: str) -> str:
        return next((it for it in counterparts(word) if self._is_known(it)), word)

    def _is_known(self, word: str) -> bool:
        wanted = np.uint64(word_hash(word))
        place = int(np.searchsorted(self._words, wanted))
        return place < len(self._words) and bool(self._words[place] == wanted)


def _joined(text: str) -> str:
    return text.replace(" ", "")


def _raised(owners: Table, scores: Table, equal: Table) -> Table:
    """The scores, a little more where a concept has several labels that answer as well as any."""
    if not len(scores):
        return scores
    good = scores >= _AS_GOOD * scores.max()
    many = np.bincount(owners, weights=good)[owners]
    more = np.minimum(_FOR_DOUBLE * np.log2(np.maximum(many, 1)), _FOR_SEVERAL)
    return np.where(equal, scores, np.round(np.maximum(scores, np.minimum(scores + more, 97)), 3))
