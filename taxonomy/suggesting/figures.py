"""The figures by which a pair of subject and concept is judged, each between 0 and about 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.suggesting.evidence import Channels, Floats, Pairs, Texts
    from taxonomy.suggesting.labels import Side
    from taxonomy.suggesting.spaces import Matrix

__all__ = ["figures"]

_KINDS = (
    *("gram", "long", "word", "bag", "turned", "turned_bag", "cross"),
    *("meaning", "meaning_any"),
)
_RELATIVE = (*_KINDS, "total")


def figures(
    pairs: Pairs, found: Channels, texts: Mapping[str, Texts], side: Side
) -> dict[str, Floats]:
    """Name → one figure a pair, of all labels of the concepts."""
    held: dict[str, Floats] = {}
    for kind in _KINDS:
        held[f"{kind}_best"] = _taken(found.best.get(kind), pairs)
        held[f"{kind}_mean"] = _taken(found.mean.get(kind), pairs)
    held["total"] = pairs.total
    values = {it: held["total"] if it == "total" else held[f"{it}_mean"] for it in _RELATIVE}
    for kind, value in values.items():
        held[f"{kind}_relative"] = value / np.maximum(pairs.highest(value), 1e-6)
    held |= _grouped(pairs, side.broader)
    held["group"] = side.is_group[pairs.members]
    held["words"] = _words(pairs, texts)
    held |= {name: it[pairs.members] for name, it in side.standing.items()}
    held["place"] = _places(pairs)
    return {name: it.astype(np.float64) for name, it in held.items()}


def _taken(matrix: Matrix | None, pairs: Pairs) -> Floats:
    """The matrix's values at the pairs."""
    if matrix is None or not matrix.nnz:
        return np.zeros(len(pairs.subjects))
    width = matrix.shape[1]
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))
    keys = rows * width + matrix.indices
    data = matrix.data
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys)
        keys, data = keys[order], data[order]
    wanted = pairs.subjects * width + pairs.members
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, data[place], 0.0)


def _grouped(pairs: Pairs, broader: Matrix) -> dict[str, Floats]:
    """How much of what speaks for any candidate speaks for those beside and below this one."""
    shape = (pairs.many, broader.shape[0])
    held = sparse.csr_matrix((pairs.total**2, (pairs.subjects, pairs.members)), shape=shape)
    groups = sparse.csr_matrix(held @ broader)
    beside = _taken(sparse.csr_matrix(groups @ broader.T), pairs)
    many = np.asarray(broader.sum(axis=1)).ravel()[pairs.members]
    own = pairs.total**2
    whole = np.maximum(pairs.summed(own), 1e-9)
    return {"beside": (beside - own * many) / np.maximum(many, 1) / whole}


def _places(pairs: Pairs) -> Floats:
    """The logarithm of each pair's place among those of its subject, by the sum of channels."""
    first = np.searchsorted(pairs.subjects, pairs.subjects)
    return np.asarray(np.log1p(np.arange(len(pairs.subjects)) - first))


def _words(pairs: Pairs, texts: Mapping[str, Texts]) -> Floats:
    """A tenth of the number of words of a subject's longest label."""
    longest = np.zeros(pairs.many)
    for held in texts.values():
        counted = np.array([it.count(" ") + 1 for it in held.folded], dtype=np.float64)
        np.maximum.at(longest, held.subjects, counted)
    return longest[pairs.subjects] / 10
