"""What was read in a file of an editor: packed for the record, and back."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

import orjson

from taxonomy import canonical
from taxonomy.editing.fields import Field
from taxonomy.findings import Place
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Reading

__all__ = ["Content", "packed", "unpacked"]

_PER_PIECE = 2_000
_NOWHERE = Place()


class Content(NamedTuple):
    """The concepts that a file tells of, where it does, and which of their fields it clears."""

    concepts: tuple[Concept, ...]
    places: Mapping[str, Place]
    cleared: Mapping[str, frozenset[Field]]


def packed(reading: Reading, scheme: str) -> Iterator[bytes]:
    """The concepts of the scheme with their places, in pieces."""
    told = [it for it in reading.concepts if it.scheme == scheme]
    for start in range(0, len(told), _PER_PIECE):
        lines = []
        for it in told[start : start + _PER_PIECE]:
            at = reading.places.get(it.id, _NOWHERE)
            cleared = [[*field] for field in sorted(reading.cleared.get(it.id, ()))]
            lines.append([at.file, at.sheet, at.row, canonical.write(it).decode(), cleared])
        yield zlib.compress(orjson.dumps(lines), 6)


@without_cycle_search()
def unpacked(pieces: Iterable[bytes]) -> Content:
    """What `packed` packed."""
    concepts: list[Concept] = []
    places: dict[str, Place] = {}
    cleared: dict[str, frozenset[Field]] = {}
    for piece in pieces:
        for file, sheet, row, document, *more in orjson.loads(zlib.decompress(piece)):
            concept = canonical.read(document.encode())
            if more and more[0]:  # what was packed before tables could clear has none
                cleared[concept.id] = frozenset(Field(*it) for it in more[0])
            concepts.append(concept)
            places[concept.id] = Place(file, sheet, row)
    return Content(tuple(concepts), places, cleared)
