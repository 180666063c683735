"""The translation memory: how texts like this one were translated in any release."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from taxonomy.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Hit", "Memory", "Pair"]

LEAST_SCORE = 70.0
"""Likeness (0–100) below which a text helps nobody."""
_LOOKED_AT = 60
_MOST_HOLDERS = 1_500
"""What more texts than this have in common tells none of them apart, unless nothing rarer is there."""
_LONGEST = 400
"""Characters of a text that are compared: who repeats a long note repeats its beginning."""


class Pair(NamedTuple):
    """A text and its translation, as a concept (by its notation) has or had them."""

    source: str
    lang: str
    target: str
    notation: str


class Hit(NamedTuple):
    """A pair that helps; `score` is the likeness of its source to the text, 100 where they are the same."""

    score: float
    pair: Pair


class Memory:
    """Pairs by what their sources share, three letters at a time: no look at all of them is needed."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        by_source: Mapping[str, list[Pair]] = defaultdict(list)
        for pair in dict.fromkeys(pairs):
            by_source[pair.source].append(pair)
        self._sources = list(by_source)
        self._plain = [plain(it)[:_LONGEST] for it in self._sources]
        self._pairs = by_source
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self._plain):
            for part in set(_parts(text)):
                self._holders[part].append(number)

    def __len__(self) -> int:
        return len(self._sources)

    def same(self, source: str, lang: str, *, apart_from: str = "") -> list[Pair]:
        """The translations of this very text, each once, the most frequent first; not those of one concept."""
        found = [
            it
            for it in self._pairs.get(source, ())
            if it.lang == lang and it.notation != apart_from
        ]
        told = Counter(it.target for it in found)
        first = {it.target: it for it in reversed(found)}
        return sorted(first.values(), key=lambda it: (-told[it.target], it))

    def hits(self, source: str, lang: str, *, apart_from: str = "", most: int = 3) -> list[Hit]:
        """The best pairs of the language, each translation once, but for those of one concept.

        Exact ones first, then by likeness, then by how many concepts have the translation.
        """
        best: dict[str, Hit] = {}
        told: Counter[str] = Counter()
        for score, number in self._like(source):
            for pair in self._pairs[self._sources[number]]:
                if pair.lang != lang or pair.notation == apart_from:
                    continue
                told[pair.target] += 1
                kept = best.get(pair.target)
                if kept is None or score > kept.score:
                    best[pair.target] = Hit(score, pair)
        order = sorted(best.values(), key=lambda it: (-it.score, -told[it.pair.target], it.pair))
        return order[:most]

    def _like(self, source: str) -> Iterator[tuple[float, int]]:
        text = plain(source)[:_LONGEST]
        for number in self._near(text):
            score = 100 * Indel.normalized_similarity(text, self._plain[number])
            if score >= LEAST_SCORE:
                exact = self._sources[number] == source
                yield (100.0 if exact else min(score, 99.0)), number

    def _near(self, text: str) -> list[int]:
        """The texts that share most with this one."""
        parts = sorted(set(_parts(text)), key=lambda it: len(self._holders.get(it, ())))
        shared: Counter[int] = Counter()
        for part in parts:
            holders = self._holders.get(part, ())
            if len(holders) > _MOST_HOLDERS and len(shared) >= _LOOKED_AT:
                break
            shared.update(holders)
        return [number for number, _ in shared.most_common(_LOOKED_AT)]


def _parts(text: str) -> Iterator[str]:
    padded = f" {text} "
    return (padded[place : place + 3] for place in range(len(padded) - 2))
