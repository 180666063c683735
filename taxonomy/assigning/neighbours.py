"""The profiles most alike to one by what they ask for, digital skills left aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.matching.demands import asked_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from taxonomy.matching.demands import Counted
    from taxonomy.model import Concept

__all__ = ["MOST", "Neighbour", "Neighbours"]

MOST = 10
"""So many neighbours of a profile are looked at."""
_OPTIONAL = 0.5
"""What an optional competence counts beside an essential one."""
_DECIMALS = 6
"""Likenesses are told apart no finer: the last digits depend on the machine."""


class Neighbour(NamedTuple):
    """A profile, and how alike it is (0–1): the cosine of what both ask for, rare things counting most."""

    id: str
    likeness: float


class Neighbours:
    """The neighbours of all profiles of a release, found at once."""

    def __init__(self, profiles: Sequence[Concept], counted: Counted) -> None:
        """`profiles` are those that count, `counted` says as what their competences do."""
        ordered = sorted(profiles)
        asked = [asked_for(it, counted) for it in ordered]
        self._ids = [it.id for it in ordered]
        self._places = {id: place for place, id in enumerate(self._ids)}
        self._alike = _alike(asked)

    def of(self, profile_id: str) -> list[Neighbour]:
        """At most `MOST` others that share something with it, the most alike first; none for a stranger."""
        place = self._places.get(profile_id)
        if place is None:
            return []
        row = self._alike[place]
        best = np.argsort(-row, kind="stable")[:MOST]
        return [Neighbour(self._ids[it], float(row[it])) for it in best if row[it] > 0]


def _alike(asked: Sequence[Mapping[str, bool]]) -> NDArray[np.float32]:
    """How alike each is to each other (rows and columns in order), 0 to itself.

    TF-IDF and cosine as in `taxonomy.likeness.SharedLikeness`, of all pairs in one product.
    """
    columns = {key: place for place, key in enumerate(sorted({it for one in asked for it in one}))}
    held = np.zeros((len(asked), len(columns)), np.float32)
    for row, one in enumerate(asked):
        for key, essential in one.items():
            held[row, columns[key]] = 1.0 if essential else _OPTIONAL
    having = np.count_nonzero(held, axis=0)
    held *= np.log1p(len(asked) / np.maximum(having, 1)).astype(np.float32)
    norms = np.linalg.norm(held, axis=1, keepdims=True)
    held /= np.where(norms > 0, norms, 1)
    alike = np.round(held @ held.T, _DECIMALS)
    np.fill_diagonal(alike, 0)
    return alike
