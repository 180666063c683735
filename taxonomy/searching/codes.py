"""The codes of a release: notations of its concepts, and their codes in other systems."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["Code", "Codes"]

_SHORTEST = 2
_MOST = 200


class Code(NamedTuple):
    """A code as it is written, the system it is of ("" for the release's own), and whose it is."""

    text: str
    system: str
    concept: Concept
    whole: bool


class _Row(NamedTuple):
    key: str
    foreign: bool
    rank: int
    text: str
    system: str
    owner: int


class Codes:
    """Finds concepts by what people type of their codes, whatever the case."""

    def __init__(self, index: ReleaseIndex) -> None:
        self._index = index
        rows = []
        for owner, concept in enumerate(index.taxonomy.concepts):
            if concept.status is not Status.ACTIVE:
                continue
            rank = index.rank(concept.id)
            if concept.notation:
                own = concept.notation
                rows.append(_row(own, "", rank, owner))
            rows += [_row(value, system, rank, owner) for system, value in concept.notations]
        self._rows = sorted(rows)
        self._keys = [it.key for it in self._rows]

    def find(self, text: str, *, unfinished: bool) -> Iterator[Code]:
        """The concepts of a code, id or URI: its own first, then those whose codes begin with it.

        A code goes on where something else than a letter or digit follows (`2221` in `2221.1`);
        `unfinished`: wherever.
        """
        asked = text.strip()
        concept = self._index.find(asked)
        if concept:
            yield Code(concept.notation or concept.id, "", concept, whole=True)
        key = asked.upper()
        if len(key) < _SHORTEST or " " in key or not any(it.isdigit() for it in key):
            return
        rows = self._beginning(key, unfinished=unfinished)
        for it in sorted(rows, key=lambda it: (it.key != key, it.foreign, it.rank, it)):
            owner = self._index.taxonomy.concepts[it.owner]
            yield Code(it.text, it.system, owner, whole=it.key == key)

    def _beginning(self, key: str, *, unfinished: bool) -> list[_Row]:
        found: list[_Row] = []
        for place in range(bisect_left(self._keys, key), len(self._keys)):
            row = self._rows[place]
            if not row.key.startswith(key) or len(found) >= _MOST:
                break
            follows = row.key[len(key) : len(key) + 1]
            if unfinished or not follows.isalnum():
                found.append(row)
        return found


def _row(text: str, system: str, rank: int, owner: int) -> _Row:
    return _Row(text.upper(), bool(system), rank, text, system, owner)
