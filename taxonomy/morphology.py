"""What the words of a label have in common with other words: their stems, and the parts of compounds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.folding import words

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["COMPOUNDING", "Words", "stem"]

COMPOUNDING = ("nl", "de")
"""The languages that write compounds as one word."""

_STOP = {
    "nl": "de het een en of van voor in op met te bij aan door over uit naar tot om als ten ter der den e g",
    "fr": "de la le les l d du des et ou en a au aux un une pour par sur dans avec se s sa son ses leur que",
    "de": "der die das den dem des und oder in im von vom fur mit zu zum zur auf an am bei aus nach uber "
    "als ein eine einer eines durch",
    "en": "the a an of and or in on for to with by at from as into its their s",
}
_STOPPED = {lang: frozenset(it.split()) for lang, it in _STOP.items()}
_ENDINGS = {
    "nl": "ingen sters ster ische isch eren ing ers en er es e s",
    "fr": "atrices ateurs ements ations atrice trices iennes ateur trice euses ienne ement ation tions "
    "ieres euse eurs iens iere iers elles tion eur ien ier elle ives aux els ive ifs ees ante ant "
    "al el if ee es er e s",
    "de": "erinnen ischen ischer isches lichen licher liches ieren innen ungen ische liche erin isch lich "
    "ung ern ers eln en em er es in e s n",
    "en": "ations ation ments ings ists ment ions ical ing ist ers ors ies ion ive er or ed ic al es y e s",
}
_ORDERED = {lang: it.split() for lang, it in _ENDINGS.items()}
_LEAST_STEM = 4
_LEAST_WORD = 5
_LEAST_COMPOUND = 8
_LINKS = ("", "s", "n", "en", "e", "es", "er")
_ALSO = ("", "e", "en")


def stem(word: str, lang: str) -> str:
    """The word without its ending; a language that we have no endings of keeps its words."""
    if len(word) < _LEAST_WORD or word.isdigit():
        return word[:-1] if lang == "en" and len(word) == 4 and word[-1] == "s" else word
    for ending in _ORDERED.get(lang, ()):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _LEAST_STEM and word[-1] == word[-2] else word


class Words:
    """Takes the labels of one language apart; it knows the words of the texts that it is made from."""

    def __init__(self, lang: str, texts: Iterable[str]) -> None:
        """`texts`: plain ones."""
        self._lang = lang
        self._stop = _STOPPED.get(lang, frozenset())
        self._known: frozenset[str] = frozenset()
        if lang in COMPOUNDING:
            counted = Counter(word for text in texts for word in words(text))
            self._known = frozenset(it for it in counted if len(it) >= _LEAST_STEM)
        self._tokens: dict[str, tuple[str, ...]] = {}
        self._split: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> list[str]:
        """The stems of the words of a plain text, and of the parts of each compound."""
        found: list[str] = []
        for word in words(text):
            held = self._tokens.get(word)
            if held is None:
                held = self._tokens[word] = self._of(word)
            found.extend(held)
        return found

    def telling(self, text: str) -> list[str]:
        """The words of a plain text without articles and prepositions, where any others are left."""
        found = words(text)
        return [it for it in found if it not in self._stop] or found

    def _of(self, word: str) -> tuple[str, ...]:
        if word in self._stop:
            return ()
        return tuple(stem(it, self._lang) for it in (word, *self.parts(word)))

    def parts(self, word: str) -> tuple[str, ...]:
        """The words that a compound is made of, () where it is none: `zagerijwerker` → `zagerij`, `werker`."""
        held = self._split.get(word)
        if held is None:
            held = self._split[word] = self._taken_apart(word)
        return held

    def _taken_apart(self, word: str) -> tuple[str, ...]:
        if len(word) < _LEAST_COMPOUND or not self._known:
            return ()
        best: tuple[int, str, str] | None = None
        for place in range(len(word) - _LEAST_STEM, 3, -1):
            end = word[place:]
            begin = self._beginning(word[:place])
            if begin and (end in self._known or stem(end, self._lang) in self._known):
                found = (min(len(begin), len(end)), begin, end)
                if best is None or found[0] > best[0]:
                    best = found
        if best is None:
            return ()
        return tuple(part for it in best[1:] for part in (self.parts(it) or (it,)))

    def _beginning(self, text: str) -> str:
        """The known word that a compound begins with, without the letters that link it to the next."""
        for link in _LINKS:
            bare = text.removesuffix(link) if link else text
            linked = bare != text or not link
            if linked and len(bare) >= 3 and any(bare + it in self._known for it in _ALSO):
                return bare
        return ""
