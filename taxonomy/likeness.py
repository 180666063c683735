"""How alike concepts of one kind are: by their labels, and by what they link to or bear as codes."""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from taxonomy.vocabulary import LabelType, Predicate

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept, Label

__all__ = ["LabelLikeness", "Pair", "SharedLikeness", "folded", "linked", "strengths"]

_GENDER = re.compile(r"\(\s*[hfmvxwd](?:\s*/\s*[hfmvxwd])+\s*\)")
_MARKS = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"[\w#+]+")
_LONGEST_GRAM = 4
_MOST_COMMON = 0.05
"""A piece of more than this share of all labels finds no candidates: too many have it."""
_FEW = 50
_TRUST = {LabelType.PREFERRED: 1.0, LabelType.ALTERNATIVE: 0.88, LabelType.HIDDEN: 0.8}
_STRENGTHS = {
    Predicate.ESSENTIAL_COMPETENCE: 1.0,
    Predicate.ESSENTIAL_SKILL: 1.0,
    Predicate.SKILL: 1.0,
    Predicate.COMPETENCE_SET: 0.7,
}
_USUAL_STRENGTH = 0.5


class Pair(NamedTuple):
    """Two labels of one language and how alike they are (0–1)."""

    likeness: float
    lang: str
    one: str
    other: str


class _Text(NamedTuple):
    folded: str
    weights: Mapping[str, float]
    norm: float


class LabelLikeness:
    """Finds concepts by labels, without holding each label against all others.

    Pieces of words, weighed by their rarity (TF-IDF, Spärck Jones 1972), find candidates and have the
    greater say in how alike two labels are; rapidfuzz has the other.
    """

    def __init__(
        self, concepts: Iterable[Concept], index: ReleaseIndex, asked: Iterable[Concept]
    ) -> None:
        """Ready to find `concepts` for those that are `asked` about, and for no others."""
        self._index = index
        self._labels = [(it, label) for it in concepts for label in index.labels(it)]
        pieces = [frozenset(_grams(folded(label.text))) for _, label in self._labels]
        frequency = Counter(chain.from_iterable(pieces))
        self._rarity = {it: math.log(1 + len(pieces) / n) for it, n in frequency.items()}
        self._rarest = math.log(1 + len(pieces))
        most = max(_FEW, _MOST_COMMON * len(pieces))
        texts = {folded(label.text) for it in asked for label in index.labels(it)}
        wanted = {it for text in texts for it in _grams(text) if frequency[it] <= most}
        self._held: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._texts: dict[str, _Text] = {}
        for place, found in enumerate(pieces):
            lang = self._labels[place][1].lang
            for gram in found & wanted:
                self._held[lang, gram].append(place)

    def candidates(self, concept: Concept, most: int) -> dict[str, Concept]:
        """Id → concept of those, at most so many, with a label most alike to one of the concept's."""
        found: dict[str, tuple[float, int]] = {}
        for label in self._index.labels(concept):
            mine = self._text(label.text)
            scores: defaultdict[int, float] = defaultdict(float)
            for gram, weight in mine.weights.items():
                for place in self._held.get((label.lang, gram), ()):
                    scores[place] += weight * weight
            best = heapq.nlargest(most, scores.items(), key=lambda it: (it[1], -it[0]))
            for place, score in best:
                other, theirs = self._labels[place]
                likeness = score / (mine.norm * self._text(theirs.text).norm)
                found[other.id] = max(found.get(other.id, (0.0, 0)), (likeness, -place))
        chosen = heapq.nlargest(most, found.items(), key=lambda it: it[1])
        return {it: self._labels[-place][0] for it, (_, place) in chosen}

    def between(self, one: Concept, other: Concept) -> tuple[float, Pair | None]:
        """How alike the labels of two concepts are (0–1), and the most alike pair of them.

        The best language counts most, the mean of all languages that both are named in the rest: two
        concepts that are called alike in one language only are seldom the same.
        """
        mine, theirs = (
            _by_language(self._index.labels(one)),
            _by_language(self._index.labels(other)),
        )
        best = {
            lang: max(self._pair(a, b) for a in mine[lang] for b in theirs[lang])
            for lang in mine.keys() & theirs.keys()
        }
        if not best:
            return 0.0, None
        named = [lang for lang in best if _preferred(mine[lang]) and _preferred(theirs[lang])]
        top = max(best.values())
        mean = sum(best[it].likeness for it in named or best) / len(named or best)
        return 0.6 * top.likeness + 0.4 * mean, top

    def _pair(self, one: Label, other: Label) -> Pair:
        trust = _TRUST[one.type] * _TRUST[other.type]
        a, b = self._text(one.text), self._text(other.text)
        product = sum(it * b.weights.get(gram, 0.0) for gram, it in a.weights.items())
        pieces = product / (a.norm * b.norm) if a.norm and b.norm else 0.0
        words = fuzz.token_sort_ratio(a.folded, b.folded) / 100
        return Pair(trust * (0.6 * pieces + 0.4 * words), one.lang, one.text, other.text)

    def _text(self, text: str) -> _Text:
        known = self._texts.get(text)
        if known is None:
            plain = folded(text)
            weights = {it: self._rarity.get(it, self._rarest) for it in sorted(set(_grams(plain)))}
            norm = math.sqrt(sum(it * it for it in weights.values()))
            known = self._texts[text] = _Text(plain, weights, norm)
        return known


class SharedLikeness:
    """Finds concepts by what they share, weighed by its rarity: the cosine of the two lists."""

    def __init__(self, held: Mapping[str, Mapping[Hashable, float]]) -> None:
        """`held`: concept id → what it has → how much that counts."""
        self._held = held
        self._having: defaultdict[Hashable, list[str]] = defaultdict(list)
        for concept_id, things in held.items():
            for thing in things:
                self._having[thing].append(concept_id)
        self._norms = {key: math.sqrt(self._product(it, it)) for key, it in held.items()}

    def found(self, things: Mapping[Hashable, float]) -> dict[str, float]:
        """Concept id → likeness (0–1) of all that share something; what nobody has does not count."""
        scores: defaultdict[str, float] = defaultdict(float)
        for thing, strength in things.items():
            for concept_id in self._having.get(thing, ()):
                weight = self._rarity(thing) ** 2
                scores[concept_id] += strength * self._held[concept_id][thing] * weight
        norm = math.sqrt(self._product(things, things))
        return {key: it / (norm * self._norms[key]) for key, it in scores.items() if it}

    def shared(self, concept_id: str, things: Mapping[Hashable, float]) -> list[Hashable]:
        """What a concept has of these things, the rarest first."""
        both = [it for it in things if it in self._held[concept_id]]
        return sorted(both, key=lambda it: (-self._rarity(it), str(it)))

    def _product(self, one: Mapping[Hashable, float], other: Mapping[Hashable, float]) -> float:
        return sum(
            it * other[thing] * self._rarity(thing) ** 2
            for thing, it in one.items()
            if thing in other and thing in self._having
        )

    def _rarity(self, thing: Hashable) -> float:
        return math.log(1 + len(self._held) / len(self._having[thing]))


def folded(text: str) -> str:
    """The words of a text without case, accents, punctuation and marks of gender."""
    plain = unicodedata.normalize("NFKD", _GENDER.sub(" ", text.casefold()))
    return " ".join(_WORD.findall(_MARKS.sub("", plain)))


def strengths(concept: Concept) -> dict[Hashable, float]:
    """What a concept links to, essential links counting most."""
    found: dict[Hashable, float] = {}
    for link in concept.links:
        strength = _STRENGTHS.get(link.predicate, _USUAL_STRENGTH)
        found[link.target] = max(strength, found.get(link.target, 0.0))
    return found


def linked(concepts: Iterable[Concept]) -> SharedLikeness:
    """The concepts by what they link to."""
    return SharedLikeness({it.id: strengths(it) for it in concepts})


def _grams(text: str) -> Sequence[str]:
    """Pieces of four characters of each word, its ends marked: Dutch and German words are compounds."""
    words = [f"^{word}$" for word in text.split()]
    return [
        word[start : start + _LONGEST_GRAM]
        for word in words
        for start in range(max(1, len(word) - _LONGEST_GRAM + 1))
    ]


def _by_language(labels: Sequence[Label]) -> dict[str, list[Label]]:
    found: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels:
        found[label.lang].append(label)
    return found


def _preferred(labels: Sequence[Label]) -> bool:
    return any(it.type is LabelType.PREFERRED for it in labels)
