"""A small release to suggest concepts of, and one that lends it labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.index import ReleaseIndex
from taxonomy.model import Release
from taxonomy.suggesting.engine import Suggester
from taxonomy.suggesting.values import Name, Subject
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.build import alternative, concept, link, taxonomy

if TYPE_CHECKING:
    from taxonomy.model import Concept

GROUP = concept(
    "g1", Kind.ISCO_GROUP, scheme="esco", en="Butchers, bakers and cooks", nl="Slagers en bakkers"
)
BUTCHER = concept(
    "o1",
    Kind.OCCUPATION,
    link("broader", "g1"),
    alternative("nl", "beenhouwer"),
    scheme="esco",
    en="butcher",
    nl="slager",
    fr="boucher/bouchère",
)
BAKER = concept(
    "o2",
    Kind.OCCUPATION,
    link("broader", "g1"),
    scheme="esco",
    en="baker",
    nl="bakker",
    fr="boulanger/boulangère",
)
OTHERS = tuple(
    concept(f"x{place}", Kind.OCCUPATION, scheme="esco", en=en, nl=nl, fr=fr)
    for place, (en, nl, fr) in enumerate(
        (
            ("train driver", "treinbestuurder", "conducteur de train"),
            ("bus driver", "buschauffeur", "conducteur d'autobus"),
            (
                "wood sawing machine operator",
                "bediener houtzaagmachine",
                "opérateur de scie à bois",
            ),
            ("teacher of French", "leerkracht Frans", "professeur de français"),
            ("painter", "schilder", "peintre"),
            ("welder", "lasser", "soudeur/soudeuse"),
        )
    )
)
SAWING = concept(
    "s1", Kind.SKILL, scheme="esco", en="saw wood", nl="hout zagen", fr="scier du bois"
)
CUTTING = concept(
    "s2", Kind.SKILL, scheme="esco", en="cut meat", nl="vlees snijden", fr="couper la viande"
)
WOOD = concept(
    "s3", Kind.KNOWLEDGE, scheme="esco", en="types of wood", nl="soorten hout", fr="types de bois"
)
PAINTING = concept(
    "s4", Kind.SKILL, scheme="esco", en="paint walls", nl="muren schilderen", fr="peindre des murs"
)
ALL = (GROUP, BUTCHER, BAKER, *OTHERS, SAWING, CUTTING, WOOD, PAINTING)


def index(*concepts: Concept, version: str = "1.2.0") -> ReleaseIndex:
    release = Release(
        scheme="esco", version=version, status=ReleaseStatus.PUBLISHED, digest=version
    )
    return ReleaseIndex.build(release, taxonomy(*concepts), {})


def suggester(*concepts: Concept) -> Suggester:
    return Suggester(index(*(concepts or ALL)))


def subject(id: str = "n1", *others: Name, **labels: str) -> Subject:
    names = tuple(Name(lang, text) for lang, text in labels.items())
    return Subject(id=id, names=(*names, *others))
