"""The schemes the service holds: who publishes them, under which licence, in which words.

A scheme is data: importing, storing, serving and archiving are one code path for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from taxonomy.errors import SchemeNotFoundError
from taxonomy.vocabulary import KINDS, Kind

__all__ = ["SCHEMES", "Scheme", "get"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A skos:ConceptScheme that has releases; `attribution` is the sentence its licence asks for."""

    id: str
    title: str
    description: str
    publisher: str
    homepage: str
    licence: str
    attribution: str
    languages: tuple[str, ...]
    main_kind: Kind
    editable: bool = False

    @property
    def imprint(self) -> dict[str, str]:
        """What a release says of its rights, in the words of the day it is made: they stay with it."""
        return {
            "publisher": self.publisher,
            "licence": self.licence,
            "attribution": self.attribution,
        }

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of its concepts, in the order they are shown."""
        return KINDS[self.id]


SCHEMES: dict[str, Scheme] = {
    scheme.id: scheme
    for scheme in (
        Scheme(
            id="competent",
            title="Competent",
            description="Belgium's standard language for occupations and competences.",
            publisher="VDAB, Forem, Actiris, ADG and Bruxelles Formation (Synerjob)",
            homepage="https://www.vdab.be/competent",
            licence="Open data, without usage restriction",
            attribution="Competent, a joint product of the Synerjob partners.",
            languages=("nl", "fr", "de", "en"),
            main_kind=Kind.PROFILE,
            editable=True,
        ),
        Scheme(
            id="esco",
            title="ESCO",
            description="European Skills, Competences, Qualifications and Occupations.",
            publisher="European Commission",
            homepage="https://esco.ec.europa.eu",
            licence="Reuse with attribution (Commission Decision 2011/833/EU)",
            attribution="This service uses the ESCO classification of the European Commission.",
            languages=("en", "nl", "fr", "de"),
            main_kind=Kind.OCCUPATION,
        ),
        Scheme(
            id="digcomp",
            title="DigComp",
            description="The Digital Competence Framework for Citizens.",
            publisher="European Commission, Joint Research Centre",
            homepage="https://joint-research-centre.ec.europa.eu/digcomp_en",
            licence="CC BY 4.0",
            attribution="DigComp, European Commission, Joint Research Centre, CC BY 4.0.",
            languages=("en", "nl", "fr", "de"),
            main_kind=Kind.DIGITAL_COMPETENCE,
        ),
        Scheme(
            id="isco",
            title="ISCO",
            description="International Standard Classification of Occupations.",
            publisher="International Labour Organization",
            homepage="https://ilostat.ilo.org/methods/concepts-and-definitions/classification-occupation/",
            licence="Labels as published with ESCO: reuse with attribution",
            attribution="ISCO-08, International Labour Organization; labels as published with ESCO.",
            languages=("en", "nl", "fr", "de"),
            main_kind=Kind.ISCO_GROUP,
        ),
        Scheme(
            id="rome",
            title="ROME",
            description="Répertoire opérationnel des métiers et des emplois.",
            publisher="France Travail",
            homepage="https://www.francetravail.org/opendata/repertoire-operationnel-des-meti.html",
            licence="Licence Ouverte 2.0",
            attribution="ROME, France Travail, Licence Ouverte 2.0.",
            languages=("fr",),
            main_kind=Kind.OCCUPATION,
        ),
    )
}
"""Every scheme by its id."""


def get(scheme: str) -> Scheme:
    """The scheme of that id; SchemeNotFoundError names the ones there are."""
    try:
        return SCHEMES[scheme]
    except KeyError:
        message = f"there is no scheme {scheme[:80]!r}; there are {', '.join(SCHEMES)}"
        raise SchemeNotFoundError(message) from None
