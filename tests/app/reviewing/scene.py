"""Four concepts through two releases, and people of three organisations who translate them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.auth.roles import Actor, Grant, Role
from app.editing.records import By
from app.importing import Delivery, import_reading
from app.publishing import publish
from taxonomy.reviewing.units import Place, unit_id
from taxonomy.vocabulary import Kind
from tests.build import concept, description, link

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept

__all__ = [
    "CUT",
    "EDITH",
    "FIEN",
    "LUC",
    "NOW",
    "RITA",
    "SLAGER",
    "by",
    "concepts",
    "name_of",
    "with_releases",
]

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LUC = Actor("Luc Maes", "Forem", frozenset({Grant(Role.TRANSLATOR, ("fr",))}))
FIEN = Actor("Fien", "Actiris", frozenset({Grant(Role.REVIEWER, ("fr",))}))
RITA = Actor.of("Rita", Role.REVIEWER, organisation="VDAB")
EDITH = Actor.of("Edith", Role.EDITOR, organisation="VDAB")
SLAGER, CUT = "op-10", "sk-1"


def concepts(skill: str = "Vlees snijden", **more: str) -> list[Concept]:
    """Slager, who cuts meat; the French of the skill is what it was, whatever its Dutch is."""
    return [
        concept(
            SLAGER,
            Kind.PROFILE,
            description("nl", "Snijdt vlees."),
            description("fr", "Coupe la viande."),
            link("essentialCompetence", "cp-1"),
            nl="Slager",
            fr="Boucher (h/f/x)",
            en="butcher",
        ),
        concept("cp-1", Kind.TECHNICAL_COMPETENCE, link("skill", CUT)),
        concept(CUT, Kind.SKILL, notation="SK-1", nl=skill, fr="Couper de la viande", **more),
        concept("sk-2", Kind.SKILL, notation="SK-2", nl="Vis fileren", fr="Fileter du poisson"),
        concept("sk-10", Kind.SKILL, notation="SK-10", nl="Vis verkopen"),
    ]


def with_releases(context: Context) -> None:
    """Two releases: between them the source of a skill changed, and its French did not."""
    for version, skill in (("3.8", "Vlees snijden"), ("3.9", "Vlees uitbenen en snijden")):
        import_reading(
            context.engine, Delivery(scheme="competent", version=version), concepts(skill)
        )
        publish(context, ("competent", version), at=NOW)


def name_of(concept_id: str, lang: str = "fr", field: str = "pref_label") -> str:
    """The name of a unit."""
    return unit_id("competent", Place(concept_id, field, lang))


def by(actor: Actor, hours: int = 1) -> By:
    """That person, so many hours after the releases."""
    return By(actor, NOW + timedelta(hours=hours))
