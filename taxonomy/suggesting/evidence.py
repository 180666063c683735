"""What speaks for each pair of a subject and a concept: one column of figures a kind of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from taxonomy.suggesting.covering import Lexicon
from taxonomy.suggesting.spaces import Matrix, most_alike, reduced
from taxonomy.suggesting.translating import Translation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.suggesting.labels import Labels, Side

Floats = np.ndarray[Any, Any]

__all__ = ["Channels", "Floats", "Pairs", "Tables", "Texts", "channels", "chosen"]

_LABELS_KEPT = 120
_BAGS_KEPT = 80
_PAIRS_KEPT = 60
_MEANT_KEPT = 20
"""Pairs beside those that an encoder finds nearest; what it tells is no sum with the other channels."""
_MEANT = ("meaning", "meaning_any")
_ENOUGH = 0.25
"""A language in which fewer of a side's concepts have labels says nothing of the others."""
_SHARE = {
    "gram": 0.6,
    "long": 0.6,
    "word": 1.0,
    "turned": 1.0,
    "bag": 0.5,
    "turned_bag": 0.5,
    "cross": 0.4,
}
"""How much each channel counts in choosing the pairs that are looked at closer."""


@dataclass(frozen=True)
class Channels:
    """Kind of channel → one matrix (subjects × members of the side) for each language or pair of them."""

    of: Mapping[str, Sequence[Matrix]]
    own: Sequence[str]
    """The subject's languages in which the side has labels enough."""

    @cached_property
    def mean(self) -> dict[str, Matrix]:
        """Kind → the mean of its channels."""
        return {
            kind: sparse.csr_matrix(sum(held[1:], held[0]) / len(held)) if held[1:] else held[0]
            for kind, held in self.of.items()
        }

    @cached_property
    def best(self) -> dict[str, Matrix]:
        """Kind → the best of its channels."""
        return {kind: sparse.csr_matrix(reduce(_higher, held)) for kind, held in self.of.items()}


class Tables:
    """The languages of the object release, and the translations between them, learnt when asked for."""

    def __init__(self, labels: Mapping[str, Labels], concepts: int) -> None:
        """`concepts`: how many the release has."""
        self.labels = labels
        self._concepts = concepts
        self._translations: dict[tuple[str, str], Translation] = {}
        self._lexicons: dict[str, Lexicon] = {}

    def translation(self, source: str, target: str) -> Translation | None:
        """The translation, None where no concept taught it anything."""
        if source not in self.labels or target not in self.labels:
            return None
        held = self._translations.get((source, target))
        if held is None:
            held = Translation(self.labels[source], self.labels[target])
            self._translations[source, target] = held
        return None if held.is_empty else held

    def lexicon(self, lang: str) -> Lexicon:
        """The words of the labels in a language of the release."""
        held = self._lexicons.get(lang)
        if held is None:
            held = self._lexicons[lang] = Lexicon(self.labels[lang], self._concepts)
        return held


@dataclass(frozen=True)
class Pairs:
    """The pairs that are looked at: number of the subject, place of the member, and the sum of channels.

    They stand by subject, the highest sum first.
    """

    subjects: Floats
    members: Floats
    total: Floats
    many: int

    def highest(self, values: Floats) -> Floats:
        """For each pair the highest value of its subject's pairs."""
        best = np.zeros(self.many)
        np.maximum.at(best, self.subjects, values)
        return best[self.subjects]

    def summed(self, values: Floats) -> Floats:
        """For each pair the sum over its subject's pairs."""
        return np.bincount(self.subjects, values, minlength=self.many)[self.subjects]


class Texts(NamedTuple):
    """Folded labels in one language, and the number of the subject that each belongs to."""

    subjects: Floats
    folded: Sequence[str]


class _Search:
    """Holds the labels of some subjects against those of one side."""

    def __init__(self, many: int, side: Side, tables: Tables) -> None:
        self._shape = (many, len(side.members))
        self._side, self._tables = side, tables
        self.found: dict[str, list[Matrix]] = {}

    def own(self, lang: str, texts: Texts) -> None:
        """The same language, by pieces, by tokens, and by the tokens of all labels of a concept."""
        labels, side = self._tables.labels[lang], self._side
        tokens = labels.tokens.vectors(texts.folded)
        for kind, long in (("gram", 3), ("long", 4)):
            grams = labels.grams(long).vectors(texts.folded)
            alike = most_alike(grams, side.grams(lang, long), _LABELS_KEPT)
            self._add(kind, alike, texts, lang)
        self._add("word", most_alike(tokens, side.tokens(lang), _LABELS_KEPT), texts, lang)
        self._add("bag", most_alike(tokens, side.bags(lang), _BAGS_KEPT), texts)

    def turned(self, lang: str, texts: Texts) -> None:
        """Other languages, by translated tokens."""
        side = self._side
        for other in side.languages:
            table = self._tables.translation(lang, other) if other != lang else None
            if table is not None:
                turned = table.of(self._tables.labels[lang].tokens.vectors(texts.folded))
                whole = most_alike(turned, side.tokens(other), _LABELS_KEPT)
                self._add("turned", whole, texts, other)
                bags = most_alike(turned, side.bags(other), _BAGS_KEPT)
                self._add("turned_bag", bags, texts)

    def crossed(self, lang: str, texts: Texts) -> None:
        """Other languages, by pieces: many names of occupations are written alike."""
        for other in self._side.languages:
            if other != lang:
                grams = self._tables.labels[other].grams(3).vectors(texts.folded)
                alike = most_alike(grams, self._side.grams(other, 3), _LABELS_KEPT)
                self._add("cross", alike, texts, other)

    def _add(self, kind: str, alike: Matrix, texts: Texts, lang: str = "") -> None:
        """Keep the best of each subject and concept; without a language a column is a concept."""
        columns = self._side.owner(lang) if lang else np.arange(self._shape[1])
        held = reduced(alike, texts.subjects, columns, self._shape)
        self.found.setdefault(kind, []).append(held)


def channels(texts: Mapping[str, Texts], many: int, side: Side, tables: Tables) -> Channels:
    """What speaks for each concept of a side, for so many subjects with these labels by language."""
    search = _Search(many, side, tables)
    own = [it for it in texts if side.share(it) >= _ENOUGH]
    for lang, held in texts.items():
        if lang in own:
            search.own(lang, held)
        search.turned(lang, held)
        if not own:
            search.crossed(lang, held)
    return Channels(search.found, own)


def _higher(one: Matrix, other: Matrix) -> Matrix:
    return one.maximum(other)


def chosen(found: Channels, many: int, members: int) -> Pairs:
    """Of each subject the pairs for which all channels together speak most, and those that mean most alike."""
    total = sparse.csr_matrix((many, members), dtype=np.float32)
    for kind, share in _SHARE.items():
        if kind in found.of:
            total = total + share * found.mean[kind] + 0.5 * share * found.best[kind]
    total = sparse.csr_matrix(total)
    near = [found.best[it] for it in _MEANT if it in found.of]
    kept = [_columns(total, near, row) for row in range(many)]
    rows = np.repeat(np.arange(many), [len(it) for it in kept])
    columns = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    values = np.asarray(total[rows, columns]).ravel() if len(rows) else np.zeros(0, np.float32)
    order = np.lexsort((columns, -values, rows))
    return Pairs(rows, columns[order].astype(np.int64), values[order], many)


def _columns(total: Matrix, near: Sequence[Matrix], row: int) -> Floats:
    found = [_first(total, row, _PAIRS_KEPT), *(_first(it, row, _MEANT_KEPT) for it in near)]
    return np.unique(np.concatenate(found)) if near else found[0]


def _first(matrix: Matrix, row: int, most: int) -> Floats:
    """The columns of the highest values of a row; of equal ones the first."""
    begin, end = matrix.indptr[row], matrix.indptr[row + 1]
    columns, values = matrix.indices[begin:end], matrix.data[begin:end]
    return np.asarray(columns[np.lexsort((columns, -values))[:most]])
