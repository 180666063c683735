"""What labels mean as a channel of its own: concepts whose labels are near a subject's by an encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from taxonomy.meaning.encoding import SIZE
from taxonomy.meaning.nearness import likeness, likest
from taxonomy.meaning.vectors import gathered
from taxonomy.suggesting.spaces import reduced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.meaning.encoding import Numbers
    from taxonomy.meaning.vectors import Meanings
    from taxonomy.suggesting.evidence import Floats
    from taxonomy.suggesting.labels import Named, Side
    from taxonomy.suggesting.spaces import Matrix
    from taxonomy.suggesting.values import Subject

__all__ = ["Meant", "Nearest"]

_KEPT = 60
_TEXTS = 500
_REMEMBERED = 20_000
"""So many labels of subjects are kept with their vectors: both sides and the reasons ask for them."""
_NOTHING = 0.3
"""Two labels that have nothing to do with each other are this much alike."""


class Nearest(NamedTuple):
    """A label of a subject and the nearest one of a concept, each with its language, and their likeness."""

    text: str
    text_lang: str
    label: str
    label_lang: str
    likeness: float


class _Rows(NamedTuple):
    vectors: Numbers
    begin: Floats
    members: Floats


class Meant:
    """Knows what the labels of a release mean, those that other releases lend it included."""

    def __init__(self, meanings: Meanings) -> None:
        """A label without a vector is never near."""
        self._over, self._held = meanings
        self._sides: dict[str, dict[str, _Rows]] = {}
        self._encoded: dict[str, Numbers] = {}
        self.name = meanings.over.name

    def channels(
        self, subjects: Sequence[Subject], langs: Sequence[str], side: Side
    ) -> dict[str, list[Matrix]]:
        """Of subjects in each language how near each member is: 0 where it has nothing to do with them, up to 1.

        `meaning` tells of preferred labels, `meaning_any` of all.
        """
        many = len(side.members)
        return {
            kind: [self._near(subjects, it, rows, many) for it in langs]
            for kind, rows in self._of(side).items()
        }

    def nearest(self, subject: Subject, named: Mapping[str, Sequence[Named]]) -> Nearest | None:
        """The two labels, of a subject and of those of a concept by language, that are nearest; None without any."""
        ours = [(it.text, it.language) for it in subject.names if it.text.strip()]
        theirs = [(it.text, lang) for lang, held in named.items() for it in held]
        vectors, there = gathered([text for text, _ in theirs], self._held)
        if not ours or not there.any():
            return None
        told = likeness(self._vectors([text for text, _ in ours]), vectors)
        told[:, ~there] = -1
        one, other = divmod(int(told.argmax()), len(theirs))
        return Nearest(*ours[one], *theirs[other], float(told[one, other]))

    def _near(self, subjects: Sequence[Subject], lang: str, rows: _Rows, members: int) -> Matrix:
        texts = [(n, text) for n, it in enumerate(subjects) for text in it.texts(lang)]
        vectors = self._vectors([text for _, text in texts])
        parts = [
            _first(vectors[start : start + _TEXTS], rows, members)
            for start in range(0, len(texts), _TEXTS)
        ]
        alike = (
            sparse.csr_matrix(sparse.vstack(parts)) if parts else sparse.csr_matrix((0, members))
        )
        owner = np.array([n for n, _ in texts], dtype=np.int64)
        return reduced(alike, owner, np.arange(members), (len(subjects), members))

    def _vectors(self, texts: Sequence[str]) -> Numbers:
        """One vector a text."""
        new = [it for it in dict.fromkeys(texts) if it not in self._encoded]
        if new:
            if len(self._encoded) > _REMEMBERED:
                self._encoded, new = {}, list(dict.fromkeys(texts))
            self._encoded |= zip(new, self._over.encode(new), strict=True)
        held = [self._encoded[it] for it in texts]
        return np.stack(held) if held else np.zeros((0, SIZE), np.int8)

    def _of(self, side: Side) -> dict[str, _Rows]:
        held = self._sides.get(side.name)
        if held is None:
            held = {
                "meaning": self._gathered(side, alternatives=False),
                "meaning_any": self._gathered(side, alternatives=True),
            }
            self._sides[side.name] = held
        return held

    def _gathered(self, side: Side, *, alternatives: bool) -> _Rows:
        """The vectors of a side's labels, those of each member side by side."""
        named = [
            (place, it.text)
            for lang in side.languages
            for place in range(len(side.members))
            for it in side.named(lang, place)
            if alternatives or it.preferred
        ]
        vectors, there = gathered([text for _, text in named], self._held)
        owner = np.array([place for place, _ in named], dtype=np.int64)[there]
        order = np.argsort(owner, kind="stable")
        members, begin = np.unique(owner[order], return_index=True)
        return _Rows(vectors[there][order], begin, members)


def _first(vectors: Numbers, rows: _Rows, members: int) -> Matrix:
    """Of each text the members that are nearest."""
    near = np.zeros((len(vectors), len(rows.members)), np.float32)
    for at, told in likest(vectors, rows.vectors, rows.begin):
        near[:, at : at + told.shape[1]] = told
    near = np.maximum((near - _NOTHING) / (1 - _NOTHING), 0)
    kept = min(_KEPT, near.shape[1])
    places = np.sort(np.argpartition(-near, kept - 1, axis=1)[:, :kept] if kept else near, axis=1)
    values = np.take_along_axis(near, places.astype(np.int64), axis=1)
    columns = rows.members[places.astype(np.int64)]
    pointers = np.arange(len(vectors) + 1) * kept
    return sparse.csr_matrix(
        (values.ravel(), columns.ravel(), pointers), shape=(len(vectors), members)
    )
