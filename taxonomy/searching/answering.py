"""Search and suggestion over one release: questions in, matches out, best first."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.forms import Form, Gender, forms
from taxonomy.searching.codes import Codes
from taxonomy.searching.explaining import How, explained
from taxonomy.searching.finding import LEAST_SCORE, Finder, Found, Question
from taxonomy.searching.spelling import folded
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.searching.artefact import Content
    from taxonomy.searching.codes import Code
    from taxonomy.searching.explaining import Span

__all__ = ["LEAST_SCORE", "LONGEST_QUESTION", "Match", "Matched", "Question", "Searcher"]

LONGEST_QUESTION = 300
"""Characters of a question that are read; the longest label of ESCO has fewer."""

_LEAST_SHARE = 0.5
"""So much of the question's letters must be answered by the label, where no lower score is asked for."""
_MOST_REJECTED = 15
"""After so many labels that answer too little, those behind them, which are less alike, are not read."""
_OF_CODE, _OF_OTHER_CODE, _OF_CODE_BEGUN = 100.0, 95.0, 80.0
_MARKED = re.compile(r"[/(*:_]|[^\W\d_A-Z]In|\s\s|^\s|\s$")
"""What every label with forms has, and one whose form is written another way."""
_forms = lru_cache(maxsize=8_192)(forms)


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


class Searcher:
    """Answers questions about one release, the same for the same question. Safe in several threads."""

    def __init__(self, index: ReleaseIndex, content: Content) -> None:
        self._index = index
        self._finder = Finder(index, content)
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
        for found in self._finder.found(question, complete=complete):
            if len(told) >= question.limit or rejected >= _MOST_REJECTED:
                break
            concept = self._index.taxonomy.concepts[found.owner]
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
            score = _of_code(it)
            if score >= question.min_score:
                typed = len(question.text)
                spans = ((0, typed if typed < len(it.text) and not it.whole else len(it.text)),)
                yield Match(it.concept, score, Matched(it.text, How.CODE, spans, system=it.system))

    def _matched(self, question: Question, concept: Concept, found: Found) -> Matched | None:
        """What answers the question, None where the label answers too little of it."""
        label = self._index.labels(concept)[found.label]
        every = found.how or question.min_score < LEAST_SCORE
        least = 0.0 if every else _LEAST_SHARE
        reason = explained(found.asked.split(" "), label.text, label.lang, least=least)
        if reason is None:
            return None
        given = _given(label.text, label.lang)
        form = given[found.form]
        how, spans = found.how or reason.how, reason.spans
        if question.text in (form.text, label.text):
            how = How.EXACT
        elif found.how is None:
            whole = form.text == label.text
            letters = reason.letters if whole else _joined(folded(form.text))
            how = How.FOLDED if letters == _joined(found.asked) else how
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


def _given(text: str, lang: str) -> tuple[Form, ...]:
    """The forms of a label, without a look at one that has none."""
    return _forms(text, lang) if _MARKED.search(text) else (Form(text, Gender.NEUTRAL),)


def _joined(text: str) -> str:
    return text.replace(" ", "")


def _of_code(code: Code) -> float:
    if not code.whole:
        return _OF_CODE_BEGUN
    return _OF_OTHER_CODE if code.system else _OF_CODE
