"""The term base: how words of the source are to be translated, and how they must not be."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["LONGEST_TERM", "Term", "TermBase"]

LONGEST_TERM = 200
"""Characters of a term."""
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """How `source` is said in a language; `forbidden` are wordings that must not be used for it.

    Without a source, the forbidden wordings are out of place in every translation.
    """

    lang: str
    source: str
    target: str
    forbidden: tuple[str, ...] = ()
    remark: str = ""


class TermBase:
    """Terms, found in a text by their first word; case and accents do not count, words are whole."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(sorted(terms))
        self._by_first: Mapping[tuple[str, str], list[Term]] = defaultdict(list)
        self._always: Mapping[str, list[Term]] = defaultdict(list)
        for term in self.terms:
            words = _words(term.source)
            if words:
                self._by_first[term.lang, words[0]].append(term)
            else:
                self._always[term.lang].append(term)

    def hits(self, source: str, lang: str) -> list[Term]:
        """The terms of the language that the source text contains, in the order of their sources."""
        words = _words(source)
        found = {
            term
            for place, word in enumerate(words)
            for term in self._by_first.get((lang, word), ())
            if _begins(words[place:], _words(term.source))
        }
        return sorted(found)

    def forbidden(self, source: str, target: str, lang: str) -> list[tuple[Term, str]]:
        """The wordings of the target text that must not be used for what the source says."""
        words = _words(target)
        return [
            (term, wording)
            for term in (*self.hits(source, lang), *self._always.get(lang, ()))
            for wording in term.forbidden
            if _contains(words, _words(wording))
        ]

    def unkept(self, source: str, target: str, lang: str) -> list[Term]:
        """The terms in the source whose translation does not stand in the target text.

        A term may be bent: the first letters of each of its words have to be there.
        """
        words = _words(target)
        return [it for it in self.hits(source, lang) if it.target and not _kept(words, it.target)]


def _words(text: str) -> list[str]:
    return [plain(it) for it in _WORDS.findall(text)]


def _begins(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return list(words[: len(wanted)]) == list(wanted)


def _contains(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return bool(wanted) and any(_begins(words[place:], wanted) for place in range(len(words)))


def _kept(words: Sequence[str], target: str) -> bool:
    return all(any(word.startswith(_root(it)) for word in words) for it in _words(target))


def _root(word: str) -> str:
    """What stays of a word when it is bent: all but its last two letters, and four at least."""
    return word[: max(4, len(word) - 2)]
