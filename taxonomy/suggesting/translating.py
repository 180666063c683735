"""Which word of one language stands for which of another, learnt from concepts that are named in both."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from taxonomy.suggesting.spaces import Matrix, unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.suggesting.labels import Labels

__all__ = ["Translation"]

_ROUNDS = 6
_LEAST = 0.05
_DOUBT = 0.5
"""What a word was seen with once is taken with doubt: its counts are shared with so much of nothing."""


class Translation:
    """Turns vectors of one language into those of another by a table of words with probabilities.

    The table is IBM's Model 1 (Brown et al. 1993) over the preferred labels that concepts have in both
    languages, six rounds of expectation maximisation from equal chances.
    """

    def __init__(self, source: Labels, target: Labels) -> None:
        self.source, self._target = source, target
        self.table = _learnt(source, target)
        self._told: dict[str, list[tuple[str, str]]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether no concept taught it anything."""
        return not self.table.nnz

    def of(self, vectors: Matrix) -> Matrix:
        """The vectors in the tokens of the target, each of length 1."""
        turned = sparse.csr_matrix(vectors @ self.table)
        turned.data = turned.data * np.sqrt(self._target.tokens.idf)[turned.indices]
        return unit(turned)

    def words(self, text: str) -> list[tuple[str, str]]:
        """Each token of a folded text with its likeliest translation, as far as there is one."""
        held = self._told.get(text)
        if held is None:
            held = self._told[text] = list(self._words(text))
        return held

    def _words(self, text: str) -> Iterator[tuple[str, str]]:
        for token in dict.fromkeys(self.source.words.tokens(text)):
            place = self.source.tokens.places.get(token)
            best = self._likeliest[place] if place is not None else -1
            if best >= 0:
                yield token, self._target.tokens.names[best]

    @cached_property
    def _likeliest(self) -> np.ndarray[Any, Any]:
        """Of each token of the source the likeliest one of the target, -1 where there is none."""
        rows = np.repeat(np.arange(self.table.shape[0]), np.diff(self.table.indptr))
        order = np.lexsort((self.table.indices, -self.table.data, rows))[::-1]
        best = np.full(self.table.shape[0], -1, dtype=np.int64)
        best[rows[order]] = self.table.indices[order]  # of repeated places the last one counts
        return best


def _preferred(labels: Labels, owners: int) -> Matrix:
    """Which tokens the preferred label of each concept has: one row a concept."""
    rows = np.flatnonzero(labels.preferred)
    _, first = np.unique(labels.owner[rows], return_index=True)
    rows = rows[first]
    chosen = labels.tokens.rows[rows]
    place = np.repeat(labels.owner[rows], np.diff(chosen.indptr))
    ones = np.ones(len(place), np.float32)
    return sparse.csr_matrix((ones, (place, chosen.indices)), shape=(owners, chosen.shape[1]))


def _learnt(source: Labels, target: Labels) -> Matrix:
    shape = (len(source.tokens.idf), len(target.tokens.idf))
    owners = int(max(source.owner.max(initial=0), target.owner.max(initial=0))) + 1
    group, left, right = _pairs(_preferred(source, owners), _preferred(target, owners))
    if not len(left):
        return sparse.csr_matrix(shape, dtype=np.float32)
    keys, pair = np.unique(left * shape[1] + right, return_inverse=True)
    _, group = np.unique(group * shape[1] + right, return_inverse=True)
    begin = keys // shape[1]
    chance = 1 / np.bincount(begin, minlength=shape[0])[begin]
    counted = total = chance
    for _ in range(_ROUNDS):
        expected = chance[pair]
        expected = expected / np.bincount(group, expected)[group]
        counted = np.bincount(pair, expected, minlength=len(keys))
        total = np.bincount(begin, counted, minlength=shape[0])[begin]
        chance = counted / total
    kept = chance >= _LEAST
    held = (counted / (total + _DOUBT))[kept].astype(np.float32)
    return sparse.csr_matrix((held, (begin[kept], (keys % shape[1])[kept])), shape=shape)


def _pairs(
    left: Matrix, right: Matrix
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Concept, token and token of every pair of tokens that one concept has in the two languages."""
    held = np.repeat(np.arange(left.shape[0], dtype=np.int64), np.diff(left.indptr))
    times = np.diff(right.indptr)[held]
    step = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    other = right.indices[np.repeat(right.indptr[held], times) + step]
    lefts = np.repeat(left.indices, times).astype(np.int64)
    return np.repeat(held, times), lefts, other.astype(np.int64)
