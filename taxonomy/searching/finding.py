"""Which forms of labels a question may mean, each with its score, best first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from taxonomy.forms import counterparts
from taxonomy.searching.building import KIND_BITS, TYPES, word_hash
from taxonomy.searching.explaining import How
from taxonomy.searching.scoring import CANDIDATES, Candidates, Scope, Texts
from taxonomy.searching.spelling import folded
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.searching.artefact import Content

__all__ = ["LEAST_SCORE", "Finder", "Found", "Question"]

LEAST_SCORE = 50.0
"""Below this score nothing is told, unless the question says otherwise."""

_OTHER_GENDER = 0.98
_ABROAD = 0.9
_WORTH = {LabelType.PREFERRED: 1.0, LabelType.ALTERNATIVE: 0.985, LabelType.HIDDEN: 0.97}
_OF_TYPES = np.array([_WORTH[it] for it in TYPES])
_AS_GOOD, _FOR_DOUBLE, _FOR_SEVERAL = 0.85, 0.5, 2.0
"""What a concept gains by labels that answer nearly as well as the best: so much for twice as many."""
_REMEMBERED = 16_384
_FOR_EACH = 3
"""So many texts are compared for each concept that is asked for."""
_HOWS = (None, How.PREFIX, How.FOLDED, How.PART)
_GOOD = 75.0
"""Where no label answers the whole question so well, labels that are a part of it are told as well."""
_OF_PART, _FOR_SHARE = 65.0, 25.0
"""What such a label is worth, and how much more where it is nearly the whole question."""
_MOST_WORDS, _LONGEST_PART, _LEAST_LETTERS = 24, 5, 3

Table = np.ndarray[Any, Any]


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

    @property
    def bits(self) -> list[int]:
        """The numbers of the kinds."""
        return sorted(KIND_BITS[it] for it in self.kinds)


class Found(NamedTuple):
    """A form of a label by its numbers, its score, the text that it answers, and how where it is near.

    `abroad`: it is in another language than the one asked for.
    """

    score: float
    owner: int
    label: int
    form: int
    asked: str
    abroad: bool
    how: How | None


class _Rows(NamedTuple):
    """Entries with their scores, and which text each answers.

    `first`: in the language asked for, it begins with what was typed; `hows`: places in `_HOWS`.
    """

    entries: Table
    scores: Table
    first: Table
    abroad: Table
    hows: Table
    asked: Table


class Finder:
    """Finds labels of one release. Safe to use from several threads."""

    def __init__(self, index: ReleaseIndex, content: Content) -> None:
        self._ranks = np.array([index.rank(it.id) for it in index.taxonomy.concepts], np.int32)
        self._langs = np.array([it.partition("-")[0].lower() for it in content.langs])
        self._words = content.arrays["words"]
        self._starts, self._table = content.arrays["entry_starts"], content.arrays["entries"]
        self._texts = Texts(content)
        self._counterpart = lru_cache(maxsize=_REMEMBERED)(self._in_other_gender)

    def found(self, question: Question, *, complete: bool) -> Iterator[Found]:
        """Every form of a label that is good enough, best first; of one concept there may be several.

        `complete`: those that begin with the question come first, whatever their score.
        """
        text = folded(question.text)
        if not text or not self._texts.size:
            return
        asked, rows = self._asked(text, question, complete=complete)
        entries, scores = rows.entries, rows.scores
        first = rows.first & complete
        kept = np.flatnonzero((scores >= question.min_score) | first)
        owners = entries[kept, 0]
        keys = (*entries[kept].T[[2, 1, 0]], self._ranks[owners], -scores[kept], ~first[kept])
        order = kept[np.lexsort(keys)]
        columns = (entries, scores, rows.abroad, rows.hows, rows.asked)
        for row, score, other, how, number in zip(
            *(it[order].tolist() for it in columns), strict=True
        ):
            owner, label, form, *_ = row
            yield Found(score, owner, label, form, asked[number], other, _HOWS[how])

    def _asked(self, text: str, question: Question, *, complete: bool) -> tuple[list[str], _Rows]:
        """The texts that are looked for, what was typed and the same in the other gender; what is near them."""
        scope = Scope(frozenset(question.bits), question.main_lang)
        most = 2 * question.limit if complete else 1
        words = text.split(" ")
        others = [self._counterpart(it) for it in words]
        asked = [text, " ".join(others)] if others != words else [text]
        many = max(CANDIDATES, _FOR_EACH * question.limit)
        near = self._texts.nearest(asked, scope, most, many)
        worth = (1.0, _OTHER_GENDER)
        tables = [self._rows(it, question, worth[n], n) for n, it in enumerate(near)]
        rows = _joined(tables)
        rows = rows._replace(scores=_raised(rows))
        if complete or len(words) == 1 or rows.scores.max(initial=0) >= _GOOD:
            return asked, rows
        return self._with_parts(words, question, asked, rows)

    def _with_parts(
        self, words: Sequence[str], question: Question, asked: list[str], rows: _Rows
    ) -> tuple[list[str], _Rows]:
        """And the labels that are some of the question's words, one after the other: `slager in Antwerpen`."""
        tables = [rows]
        whole = sum(map(len, words))
        for part in _parts(words[:_MOST_WORDS]):
            text = self._texts.place(part)
            if text is not None:
                share = len(part.replace(" ", "")) / whole
                score = np.array([_OF_PART + _FOR_SHARE * share])
                no = np.zeros(1, bool)
                near = Candidates(np.array([text]), score, no, no)
                found = self._rows(near, question, 1.0, len(asked))
                hows = np.full(len(found.hows), _HOWS.index(How.PART))
                tables.append(found._replace(hows=hows))
                asked.append(part)
        return asked, _joined(tables)

    def _rows(self, near: Candidates, question: Question, worth: float, number: int) -> _Rows:
        """The entries of the candidates that were found with the text of this number."""
        texts = near.texts
        starts = self._starts[texts]
        many = self._starts[texts + 1] - starts
        whole = int(many.sum())
        entries = self._table[np.repeat(starts + many - np.cumsum(many), many) + np.arange(whole)]
        abroad = (self._langs != question.main_lang)[entries[:, 3]] & bool(question.main_lang)
        weights = worth * _OF_TYPES[entries[:, 4]] * np.where(abroad, _ABROAD, 1)
        scores = np.round(np.repeat(near.scores, many) * weights, 3)
        first = np.repeat(near.first, many) & ~abroad & (number == 0)
        hows = np.repeat(near.begins * (1 + (near.scores == 100)), many)
        rows = _Rows(entries, scores, first, abroad, hows, np.full(whole, number))
        if not question.kinds:
            return rows
        wanted = np.isin(entries[:, 5], question.bits)
        return _Rows(*(it[wanted] for it in rows))

    def _in_other_gender(self, word: str) -> str:
        """The word in the other gender where that is known, else itself."""
        return next((it for it in counterparts(word) if self._is_known(it)), word)

    def _is_known(self, word: str) -> bool:
        wanted = np.uint64(word_hash(word))
        place = int(np.searchsorted(self._words, wanted))
        return place < len(self._words) and bool(self._words[place] == wanted)


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Words that stand one after the other, without all of them."""
    for long in range(1, min(len(words) - 1, _LONGEST_PART) + 1):
        for start in range(len(words) - long + 1):
            part = " ".join(words[start : start + long])
            if len(part) >= _LEAST_LETTERS:
                yield part


def _joined(tables: Sequence[_Rows]) -> _Rows:
    return _Rows(*(np.concatenate(it) for it in zip(*tables, strict=True)))


def _raised(rows: _Rows) -> Table:
    """The scores, a little more where a concept has several labels that answer as well as any."""
    scores = rows.scores
    if not len(scores):
        return scores
    owners = rows.entries[:, 0]
    many = np.bincount(owners, weights=scores >= _AS_GOOD * scores.max())[owners]
    more = np.minimum(_FOR_DOUBLE * np.log2(np.maximum(many, 1)), _FOR_SEVERAL)
    raised = np.round(np.maximum(scores, np.minimum(scores + more, 97)), 3)
    return np.where(rows.hows == _HOWS.index(How.FOLDED), scores, raised)
