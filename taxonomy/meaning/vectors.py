"""The vectors of texts, found by the text: those of all labels of a release stand together."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.meaning.encoding import SIZE
from taxonomy.vocabulary import LabelType, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from taxonomy.index import ReleaseIndex
    from taxonomy.meaning.encoding import Encoder, Numbers

__all__ = ["MEANING", "Meanings", "Vectors", "build", "gathered", "texts"]

MEANING = 1
"""The version of what the arrays mean: files of another one are never read."""
_BLOCK = 1_000
_KEY = 8
_HIDDEN = LabelType.HIDDEN


class Vectors(NamedTuple):
    """Vectors by their texts: `keys` are hashes of these, ascending, and `rows` the vectors in that order."""

    keys: NDArray[np.uint64]
    rows: Numbers

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Vectors:
        """The vectors that `arrays` hold; KeyError where one lacks."""
        return cls(arrays["keys"].view(np.uint64), arrays["rows"].view(np.int8))

    @property
    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Both arrays by name, as `of` takes them."""
        return {"keys": self.keys, "rows": self.rows}

    def places(self, asked: Sequence[str]) -> NDArray[np.int64]:
        """Where the vector of each text stands, −1 where there is none."""
        keys = _keys(asked)
        if not len(self.keys):
            return np.full(len(keys), -1)
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[found] == keys, found, -1)


class Meanings(NamedTuple):
    """An encoder, and what it made of the labels of a release and of those that lend it labels."""

    over: Encoder
    held: Sequence[Vectors]


def texts(index: ReleaseIndex) -> list[str]:
    """The different labels of the active concepts of a release, hidden ones left out, sorted."""
    active = index.listed(status=Status.ACTIVE)
    return sorted({it.text for one in active for it in index.labels(one) if it.type is not _HIDDEN})


def build(
    wanted: Iterable[str],
    over: Encoder,
    *,
    known: Sequence[Vectors] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Vectors:
    """The vectors of these texts; those that stand among `known` ones are taken from there.

    `progress` is called with the texts that were encoded and that are to be.
    """
    asked = list(dict.fromkeys(wanted))
    rows = np.zeros((len(asked), SIZE), np.int8)
    left = _taken(asked, known, rows)
    progress(0, len(left))
    for start in range(0, len(left), _BLOCK):
        block = left[start : start + _BLOCK]
        rows[block] = over.encode([asked[it] for it in block.tolist()])
        progress(start + len(block), len(left))
    keys = _keys(asked)
    order = np.argsort(keys)
    return Vectors(keys[order], rows[order])


def gathered(wanted: Sequence[str], held: Sequence[Vectors]) -> tuple[Numbers, NDArray[np.bool_]]:
    """One vector a text, from the first that has it, and which texts any has; the others' are zero."""
    rows = np.zeros((len(wanted), SIZE), np.int8)
    left = _taken(wanted, held, rows)
    there = np.ones(len(wanted), np.bool_)
    there[left] = False
    return rows, there


def _taken(asked: Sequence[str], known: Sequence[Vectors], rows: Numbers) -> NDArray[np.int64]:
    """Fill in the rows that are known; which are not."""
    left = np.arange(len(asked))
    for it in known:
        found = it.places([asked[place] for place in left.tolist()])
        rows[left[found >= 0]] = it.rows[found[found >= 0]]
        left = left[found < 0]
    return left


def _keys(asked: Sequence[str]) -> NDArray[np.uint64]:
    data = b"".join(blake2b(it.encode(), digest_size=_KEY).digest() for it in asked)
    return np.frombuffer(data, np.uint64)
