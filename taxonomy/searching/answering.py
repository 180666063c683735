"""Search and suggestion over one release: questions in, matches out, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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

__all__ = ["LEAST_SCORE", "LONGEST_QUESTION", "Match", "Matched", "Question", "Searcher"]

LONGEST_QUESTION = 300
"""Characters of a question that are read; the longest label of ESCO has fewer."""
LEAST_SCORE = 50.0
"""Below this score nothing is told, unless the question says otherwise."""

_LEAST_SHARE = 0.5
"""So much of the question's letters must be answered by the label."""
_OF_CODE, _OF_OTHER_CODE, _OF_CODE_BEGUN = 100.0, 95.0, 80.0
_OTHER_GENDER = 0.98
_ABROAD = 0.9
_OF_TYPE = {LabelType.PREFERRED: 1.0, LabelType.ALTERNATIVE: 0.985, LabelType.HIDDEN: 0.97}


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
    """A form of a label by its numbers; sorts best first. `later`: does not begin with the question."""

    later: bool
    minus: float
    type: int
    rank: int
    owner: int
    label: int
    form: int
    asked: str
    abroad: bool

    @property
    def score(self) -> float:
        return -self.minus


class Searcher:
    """Answers questions about one release, the same for the same question. Safe in several threads."""

    def __init__(self, index: ReleaseIndex, content: Content) -> None:
        self._index = index
        self._concepts = index.taxonomy.concepts
        self._ranks = [index.rank(it.id) for it in self._concepts]
        self._langs = [it.partition("-")[0].lower() for it in content.langs]
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
        for it in self._named(question, complete=complete):
            told.setdefault(it.concept.id, it)
        for found in self._found(question, complete=complete):
            if len(told) >= question.limit:
                break
            concept = self._concepts[found.owner]
            if concept.id not in told:
                matched = self._matched(question, concept, found)
                if matched:
                    told[concept.id] = Match(concept, round(found.score, 1), matched)
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

    def _found(self, question: Question, *, complete: bool) -> list[_Found]:
        """The best form of each concept that is good enough, best first."""
        text = folded(question.text)
        if not text:
            return []
        best: dict[int, _Found] = {}
        for asked in filter(None, (text, self._other_gender(text))):
            scope = Scope(frozenset(KIND_BITS[it] for it in question.kinds), question.main_lang)
            near = self._texts.nearest(asked, scope, 2 * question.limit if complete else 1)
            for it in self._entries(near, question, asked, 1.0 if asked == text else _OTHER_GENDER):
                if not complete:
                    it = it._replace(later=True)
                if it.owner not in best or it < best[it.owner]:
                    best[it.owner] = it
        least = question.min_score
        return sorted(it for it in best.values() if it.score >= least or not it.later)

    def _entries(
        self, near: Candidates, question: Question, asked: str, worth: float
    ) -> Iterator[_Found]:
        kinds = {KIND_BITS[it] for it in question.kinds}
        for text, alike in zip(near.texts, near.scores, strict=True):
            later = text not in near.beginning
            rows = self._table[self._starts[text] : self._starts[text + 1]].tolist()
            for owner, label, form, lang, label_type, kind in rows:
                if kinds and kind not in kinds:
                    continue
                abroad = bool(question.main_lang) and self._langs[lang] != question.main_lang
                score = alike * worth * _OF_TYPE[TYPES[label_type]] * (_ABROAD if abroad else 1)
                yield _Found(
                    later or abroad, -round(score, 3), label_type, self._ranks[owner],
                    owner, label, form, asked, abroad,
                )  # fmt: skip

    def _matched(self, question: Question, concept: Concept, found: _Found) -> Matched | None:
        """What answers the question, None where the label answers too little of it."""
        label = self._index.labels(concept)[found.label]
        given = forms(label.text, label.lang)
        form = given[found.form]
        reason = explained(found.asked.split(" "), label.text, label.lang)
        how, spans = _how(question, found.asked, form.text, label.text), reason.spans
        if how is None:
            if reason.share < _LEAST_SHARE:
                return None
            how = reason.how
        elif reason.share < 1:
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

    def _other_gender(self, text: str) -> str:
        """The text with its words in the other gender where such words are known, "" where none is."""
        words = text.split(" ")
        others = [self._counterpart(it) for it in words]
        return " ".join(others) if others != words else ""

    def _counterpart(self, word: str) -> str:
        return next((it for it in counterparts(word) if self._is_known(it)), word)

    def _is_known(self, word: str) -> bool:
        wanted = np.uint64(word_hash(word))
        place = int(np.searchsorted(self._words, wanted))
        return place < len(self._words) and bool(self._words[place] == wanted)


def _how(question: Question, asked: str, form: str, label: str) -> How | None:
    """How a form that is, or begins with, the question differs from it; None for all others."""
    text = question.text.strip()
    if text in (form, label):
        return How.EXACT
    written = folded(form)
    if written == asked or written.replace(" ", "") == asked.replace(" ", ""):
        return How.FOLDED
    return How.PREFIX if written.startswith(asked) else None
