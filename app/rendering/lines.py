"""Many concepts as lines of JSON, each as whole or as narrow as it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

import orjson

from app.rendering import profiles
from app.rendering.concepts import View
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.rendering.concepts import Json
    from app.rendering.variants import Show
    from taxonomy.model import Concept

__all__ = ["CHUNK", "WHOLE", "Include", "LineShape", "lines"]

CHUNK = 100
"""Concepts rendered in one go, between which other requests get their turn."""
WHOLE: Mapping[Kind, Show] = {
    Kind.PROFILE: profiles.profile,
    Kind.OCCUPATION: profiles.occupation,
    Kind.COMPETENCE_SET: profiles.competence_set,
    Kind.DIGITAL_SKILL: profiles.used,
    Kind.SOFT_SKILL: profiles.used,
}
"""The kinds that have documents of their own, in which what they link to is embedded."""
_NAME = "id"


class Include(StrEnum):
    """What a line holds beside the concept's own document."""

    PARTS = "parts"
    MAPPINGS = "mappings"


@dataclass(frozen=True, slots=True)
class LineShape:
    """What a line holds: `fields` of it alone where any are named, and always the id."""

    include: frozenset[Include] = frozenset()
    fields: frozenset[str] = frozenset()

    def document(self, view: View, concept: Concept) -> Json:
        """The concept as a line shows it."""
        show = WHOLE.get(concept.kind) if Include.PARTS in self.include else None
        found = show(view, concept) if show else View.concept(view, concept)
        if Include.MAPPINGS in self.include:
            found["mappings"] = profiles.fixed_mappings(view, concept)
        if not self.fields:
            return found
        return {name: it for name, it in found.items() if name in self.fields or name == _NAME}


def lines(view: View, concepts: Iterable[Concept], shape: LineShape) -> Iterator[bytes]:
    """A concept a line, some lines at a time."""
    waiting = iter(concepts)
    while chunk := list(islice(waiting, CHUNK)):
        yield b"".join(orjson.dumps(shape.document(view, it)) + b"\n" for it in chunk)
