"""Texts as weighed vectors: pieces that few texts have count most (TF-IDF, Spärck Jones 1972)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from taxonomy.kernels import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["GramSpace", "Matrix", "TokenSpace", "most_alike", "reduced", "unit"]

Matrix: TypeAlias = sparse.csr_matrix
"""A sparse matrix in rows (float32): one row a text or concept."""

_BITS = 15  # of a code point; four of them make a key
_LINE = 10
_THREADS = 2


class _Space:
    """Vectors of length 1; a piece that no text of the space has lengthens a vector all the same."""

    idf: np.ndarray[Any, Any]
    rows: Matrix

    def _weighed(
        self, many: int, owner: np.ndarray[Any, Any], place: np.ndarray[Any, Any]
    ) -> Matrix:
        """The vectors of texts whose pieces these are; place = len(idf) is an unknown piece."""
        size = len(self.idf)
        counted = sparse.csr_matrix(
            (np.ones(len(place), np.float32), (owner, place)), shape=(many, size + 1)
        )
        counted.sum_duplicates()
        weights = np.append(self.idf, self._rarest).astype(np.float32)
        counted.data = (1 + np.log(counted.data)) * weights[counted.indices]
        return sparse.csr_matrix(unit(counted)[:, :size])

    @property
    def _rarest(self) -> float:
        return float(self.idf.max()) if len(self.idf) else 1.0

    def _learn(self, many: int, owner: np.ndarray[Any, Any], place: np.ndarray[Any, Any]) -> None:
        size = int(place.max()) + 1 if len(place) else 0
        pairs = np.unique(owner.astype(np.int64) * max(size, 1) + place)
        frequency = np.bincount(pairs % max(size, 1), minlength=size) if size else np.zeros(0)
        self.idf = np.log(1 + many / np.maximum(frequency, 1)).astype(np.float32)
        self.rows = self._weighed(many, owner, place)


class GramSpace(_Space):
    """Texts by their pieces of so many characters (1–4), ends of words marked by a blank."""

    def __init__(self, texts: Sequence[str], long: int) -> None:
        self._long = long
        owner, keys = _grams(texts, long)
        self._keys, place = np.unique(keys, return_inverse=True)
        self._learn(len(texts), owner, place)

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One row a text."""
        owner, keys = _grams(texts, self._long)
        size = len(self._keys)
        if not size:
            return sparse.csr_matrix((len(texts), 0), dtype=np.float32)
        place = np.minimum(np.searchsorted(self._keys, keys), size - 1)
        place = np.where(self._keys[place] == keys, place, size)
        return self._weighed(len(texts), owner, place)


class TokenSpace(_Space):
    """Texts by the tokens that a function takes them apart into."""

    def __init__(self, texts: Sequence[str], tokens: Callable[[str], list[str]]) -> None:
        self.tokens = tokens
        taken = [tokens(it) for it in texts]
        self.places = {it: n for n, it in enumerate(dict.fromkeys(chain.from_iterable(taken)))}
        self.names = list(self.places)
        owner, place = self._placed(taken)
        self._learn(len(texts), owner, place)

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One row a text."""
        owner, place = self._placed([self.tokens(it) for it in texts])
        return self._weighed(len(texts), owner, place)

    def _placed(
        self, taken: Sequence[Sequence[str]]
    ) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        owner = np.repeat(np.arange(len(taken)), [len(it) for it in taken])
        unknown = len(self.places)
        place = [self.places.get(it, unknown) for it in chain.from_iterable(taken)]
        return owner, np.array(place, dtype=np.int64)


def unit(rows: Matrix) -> Matrix:
    """The rows, each brought to length 1; empty ones stay empty."""
    squares = np.add.reduceat(
        np.append(rows.data.astype(np.float64) ** 2, 0.0), rows.indptr[:-1].clip(max=len(rows.data))
    )
    squares[np.diff(rows.indptr) == 0] = 1.0
    data = rows.data / np.repeat(np.sqrt(squares), np.diff(rows.indptr))
    return Matrix((data.astype(np.float32), rows.indices, rows.indptr), shape=rows.shape)


def most_alike(queries: Matrix, columns: Matrix, most: int) -> Matrix:
    """Of each query the cosines of the `most` columns most like it (`columns` is a transpose)."""
    if not queries.nnz or not columns.nnz:
        return sparse.csr_matrix((queries.shape[0], columns.shape[1]), dtype=np.float32)
    return sparse.csr_matrix(sp_matmul_topn(queries, columns, top_n=most, n_threads=_THREADS))


def reduced(
    alike: Matrix, rows: np.ndarray[Any, Any], columns: np.ndarray[Any, Any], shape: tuple[int, int]
) -> Matrix:
    """The best cosine of all texts that one subject has (`rows`: whose) and one concept (`columns`)."""
    if (rows[1:] < rows[:-1]).any():
        order = np.argsort(rows, kind="stable")
        alike, rows = alike[order], rows[order]
    starts = np.zeros(shape[0] + 1, np.int64)
    places, values = np.empty(alike.nnz, np.int64), np.empty(alike.nnz, np.float32)
    many = _reduce(
        (alike.indptr.astype(np.int64), alike.indices.astype(np.int64), rows.astype(np.int64)),
        (columns.astype(np.int64), alike.data.astype(np.float32), np.zeros(shape[1], np.float32)),
        starts,
        places,
        values,
    )
    held = (values[:many].copy(), places[:many].copy(), np.cumsum(starts))
    found = Matrix(held, shape=shape)
    found.sort_indices()
    return found


@kernel("i8(UniTuple(i8[::1], 3), Tuple((i8[::1], f4[::1], f4[::1])), i8[::1], i8[::1], f4[::1])")
def _reduce(alike: Any, weighed: Any, starts: Any, places: Any, values: Any) -> Any:
    """Write the best value of each subject and column, and in `starts` how many each subject has."""
    pointers, indices, rows = alike
    columns, data, best = weighed
    many = begin = 0
    for text in range(len(rows)):
        for it in range(pointers[text], pointers[text + 1]):
            column = columns[indices[it]]
            if data[it] > best[column]:
                if best[column] == 0:
                    places[many] = column
                    many += 1
                best[column] = data[it]
        if text + 1 == len(rows) or rows[text + 1] != rows[text]:
            starts[rows[text] + 1] = many - begin
            for it in range(begin, many):
                values[it] = best[places[it]]
                best[places[it]] = 0
            begin = many
    return many


def _grams(texts: Sequence[str], long: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The number of the text and the key of each piece."""
    joined = "\n".join([f" {it} " for it in texts]) + "\n"
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    breaks = points == _LINE
    owner = np.cumsum(breaks)
    many = max(len(points) - long + 1, 0)
    keys = np.zeros(many, dtype=np.int64)
    whole = np.ones(many, dtype=bool)
    for step in range(long):
        keys = (keys << _BITS) | (points[step : step + many] & ((1 << _BITS) - 1))
        whole &= ~breaks[step : step + many]
    return owner[:many][whole], keys[whole]
