"""Two releases of ESCO and one of Competent, small enough to be read as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.currency import Carried, Sides, carry
from taxonomy.model import Concept, Taxonomy
from taxonomy.vocabulary import Kind
from tests.build import concept, mapping, mapping_set
from tests.taxonomy.test_migration import over_all

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping
    from taxonomy.model import Label, Link, Note

__all__ = ["BUTCHER", "SAWING", "carried", "esco", "occupation", "ours", "skill"]


def occupation(id: str, *parts: Label | Link | Note, **labels: str) -> Concept:
    return concept(id, Kind.OCCUPATION, *parts, scheme="esco", **labels)


def skill(id: str, *parts: Label | Link | Note, **labels: str) -> Concept:
    return concept(id, Kind.SKILL, *parts, scheme="esco", **labels)


def esco(*concepts: Concept, version: str = "1.0.3") -> ReleaseIndex:
    return over_all(Taxonomy.of("esco", concepts), version)


def ours(*concepts: Concept, version: str = "3.8") -> ReleaseIndex:
    return over_all(Taxonomy.of("competent", concepts), version)


def carried(before: tuple[Concept, ...], after: tuple[Concept, ...], *mappings: Mapping) -> Carried:
    """The mappings (or one from `op-10` to `butcher`) carried from ESCO 1.0.3 to 1.1.1."""
    held = mappings or (mapping("op-10", "exact", "butcher"),)
    return carry(
        mapping_set(*held),
        Sides(object=esco(*before)),
        Sides(object=esco(*after, version="1.1.1")),
    )


BUTCHER = occupation("butcher", en="butcher", fr="boucher")
SAWING = skill("sawing", en="saw wood", fr="scier du bois")
