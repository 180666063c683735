"""Three releases of Competent in a record and an archive, a candidate, a draft, and samples beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app import publishing
from app.importing import Delivery, import_reading
from taxonomy.vocabulary import Kind, RetirementReason
from tests.build import alternative, concept, description, link, retired
from tests.moments import NOON

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept

__all__ = ["SKILL", "fill", "fill_esco"]

SKILL = "http://data.europa.eu/esco/skill/1"

_SKILLS = (
    concept("s12", Kind.SKILL, notation="SK-12", nl="Worsten maken", fr="Faire des saucisses"),
    concept("c31", Kind.TECHNICAL_COMPETENCE, link("skill", "s12"), notation="CP-31"),
)
_SMOKING = concept("s9", Kind.SKILL, notation="SK-9", nl="Roken", fr="Fumer")
_BAKER = concept("p2", notation="OP-2", nl="Bakker", fr="Boulanger (h/f/x)")
_BUTCHER = concept(
    "p10",
    Kind.PROFILE,
    link("essentialCompetence", "c31"),
    description("nl", "Snijdt vlees."),
    notation="OP-10",
    nl="Slager",
    fr="Boucher (h/f/x)",
)
_SET = concept("cs7", Kind.COMPETENCE_SET, notation="CS-7", nl="Vlees", fr="Viande")


def fill(context: Context) -> None:
    """Competent 3.8, 3.9 and 3.10, the candidate 3.11, the draft 3.12, and the sample 0.1."""
    made(context, "0.1", concept("p10", nl="Voorbeeld", fr="Exemple"), sample=True)
    made(context, "3.8", _BUTCHER, _BAKER, _SMOKING, _SET, *_SKILLS)
    merged = replace(
        retired("s9", Kind.SKILL, replaced_by=("s12",), reason=RetirementReason.MERGED),
        notation="SK-9",
        labels=_SMOKING.labels,
    )
    members = replace(_SET, links=(link("member", "s12"),))
    baker = replace(_BAKER, labels=concept("", nl="bakker", fr="Boulanger").labels)
    made(context, "3.9", _BUTCHER, baker, merged, members, *_SKILLS, note="Minder vaardigheden.")
    butcher = replace(
        _BUTCHER,
        labels=(
            *concept("", nl="Beenhouwer", fr="Boucher (h/f/x)").labels,
            alternative("nl", "=1"),
        ),
        links=(link("optionalCompetence", "c31"),),
        notes=(description("nl", "Snijdt en verkoopt vlees."),),
    )
    ten = (butcher, baker, merged, members, *_SKILLS)
    made(context, "3.10", *ten)
    drafted(context, "3.11", *ten, concept("p3", notation="OP-3", nl="Kok", fr="Cuisinier"))
    publishing.publish_candidate(context, ("competent", "3.11"), at=NOON)
    drafted(context, "3.12", *ten, concept("p4", notation="OP-4", nl="Geheim", fr="Secret"))


def fill_esco(context: Context) -> None:
    """ESCO 1.1.1 and 1.2.0, whose ids are addresses with slashes."""
    cutting = concept(SKILL, Kind.SKILL, scheme="esco", notation=" ", en="cut meat")
    made(context, "1.1.1", replace(cutting, notation=""), scheme="esco")
    other = replace(cutting, notation="", labels=concept("", en="slice meat").labels)
    made(context, "1.2.0", other, scheme="esco")


def drafted(
    context: Context,
    version: str,
    *concepts: Concept,
    scheme: str = "competent",
    note: str = "",
    sample: bool = False,
) -> None:
    delivery = Delivery(scheme=scheme, version=version, note=note, sample=sample)
    import_reading(context.engine, delivery, concepts)


def made(context: Context, version: str, *concepts: Concept, **told: object) -> None:
    drafted(context, version, *concepts, **told)  # type: ignore[arg-type] # as drafted takes them
    publishing.publish(context, (str(told.get("scheme", "competent")), version), at=NOON)
