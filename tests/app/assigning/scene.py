"""Competent 3.11 with digital skills, ESCO, two releases of DigComp, and the mappings between: published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import publishing
from app.auth.roles import Actor
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set
from taxonomy.sources.mapping_reading import MappingReading
from tests.moments import NOON
from tests.taxonomy.assigning.releases import DIGCOMP, DIGCOMP_3, ESCO, MAPPINGS, OURS

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept

__all__ = ["with_competent_alone", "with_everything", "with_its_framework"]


def with_everything(context: Context) -> None:
    """All that there is to find evidence in."""
    with_its_framework(context)
    _published(context, "esco", "1.2.0", ESCO)
    _published(context, "digcomp", "3.0", DIGCOMP_3)
    read = MappingReading(mapping_set=MAPPINGS, findings=(), rows={}, notations={})
    import_mappings(context.engine, read, by=Actor("eva"), at=NOON)
    publish_set(context.engine, MAPPINGS.name, at=NOON)


def with_its_framework(context: Context) -> None:
    """Competent, and the release of DigComp that its digital skills name."""
    with_competent_alone(context)
    _published(context, "digcomp", "2.2", DIGCOMP)


def with_competent_alone(context: Context) -> None:
    """Competent, and nothing beside it."""
    _published(context, "competent", "3.11", OURS)


def _published(context: Context, scheme: str, version: str, concepts: tuple[Concept, ...]) -> None:
    import_reading(context.engine, Delivery(scheme=scheme, version=version), concepts)
    publishing.publish(context, (scheme, version), at=NOON)
