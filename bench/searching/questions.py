"""Questions as people type them, made from labels: cut short, mistyped, words left out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.searching.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from taxonomy.index import ReleaseIndex

__all__ = ["KINDS", "LANGUAGES", "Asked", "Questions"]

LANGUAGES = ("nl", "fr", "de", "en")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LEAST_LETTERS = 12
_LEAST_WORDS = 3


class Asked(NamedTuple):
    """A question, the label it was made from, and the concepts that have this label."""

    text: str
    label: str
    lang: str
    owners: frozenset[str]


def prefix(label: str, _: random.Random) -> str:
    """The first 60 % of a label of twelve letters or more."""
    return label[: int(len(label) * 0.6)].strip() if len(label) >= _LEAST_LETTERS else ""


def word_prefixes(label: str, _: random.Random) -> str:
    """The first half of each of several words, three letters at least."""
    words = label.split()
    return " ".join(it[: max(3, (len(it) + 1) // 2)] for it in words) if len(words) > 1 else ""


def one_typo(label: str, rng: random.Random) -> str:
    """A letter left out, added, replaced, or in the place of the next, not the first."""
    at, how = rng.randrange(1, max(len(label), 2)), rng.randrange(4)
    other = rng.choice(_LETTERS)
    swapped = label[at + 1 : at + 2] + label[at : at + 1]
    changed = ("", other + label[at : at + 1], other, swapped)[how]
    return label[:at] + changed + label[at + (2 if how == 3 else 1) :]


def two_typos(label: str, rng: random.Random) -> str:
    """Two of these."""
    return one_typo(one_typo(label, rng), rng)


def left_out(label: str, rng: random.Random) -> str:
    """One word of three or more left out."""
    words = label.split()
    place = rng.randrange(len(words) or 1)
    return " ".join(words[:place] + words[place + 1 :]) if len(words) >= _LEAST_WORDS else ""


def left_out_and_typo(label: str, rng: random.Random) -> str:
    """The same, with a typo."""
    text = left_out(label, rng)
    return one_typo(text, rng) if text else ""


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "prefix": prefix,
    "word prefixes": word_prefixes,
    "one typo": one_typo,
    "two typos": two_typos,
    "a word left out": left_out,
    "left out + typo": left_out_and_typo,
}


@dataclass
class Questions:
    """Makes questions from the labels of a release, the same ones for the same seed."""

    index: ReleaseIndex

    def __post_init__(self) -> None:
        self._labels: dict[str, list[str]] = {}
        self._owners: dict[str, set[str]] = {}
        for concept in self.index.listed():
            for label in self.index.labels(concept):
                self._labels.setdefault(label.lang, []).append(label.text)
                self._owners.setdefault(folded(label.text), set()).add(concept.id)

    def made(self, kind: str, lang: str, many: int, seed: int = 1) -> list[Asked]:
        """So many questions; what is itself a label of anything is none, for that is what it asks for."""
        rng = random.Random(f"{kind} {lang} {seed}")
        found: list[Asked] = []
        pool = self._labels.get(lang, [])
        for _ in range(100 * many):
            if len(found) == many or not pool:
                break
            label = rng.choice(pool)
            text = KINDS[kind](label, rng)
            if len(text) >= 3 and folded(text) not in self._owners:
                found.append(Asked(text, label, lang, frozenset(self._owners[folded(label)])))
        return found
