"""What a release workbook can carry of a taxonomy, and what it cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from taxonomy.formats.workbook.wording import Wording, line
from taxonomy.model import PLACEHOLDER, Link, Taxonomy
from taxonomy.sources.competent_workbook.codes import derived_id
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from taxonomy.model import Concept

__all__ = ["LOST", "carried"]

LOST = (
    "retired concepts, why they were retired, and their successors",
    "concepts that no active profile leads to",
    "concepts whose id is no UUID in lower case, or that have no code or one that another one has",
    "profiles without a title in Dutch, French, English or German, and other concepts (technical "
    "competences apart) without one in Dutch or French",
    "technical competences that do not have exactly one skill, and sets without members",
    "preferred labels in other languages: of profiles than Dutch, French, English and German, of "
    "other concepts than Dutch and French",
    "every label of a technical competence, which bears its skill's",
    "alternative labels of other concepts than profiles, and all hidden labels",
    "ids and codes of preferred labels, except an id that the Dutch and French label of a soft or "
    "digital skill share",
    "an alternative label's id or code where it has only one of them, or where the id is no UUID "
    "or belongs to another label as well; capitals in its language tag",
    "notes other than a profile's descriptions and working contexts (Dutch, French, English, "
    "German) and a set's disambiguators (Dutch, French); the second note of a type and language; "
    "notes of more than 32 767 characters; line breaks of disambiguators",
    "links other than from profiles to what the sheets list, from technical competences to skills, "
    "knowledge and behaviour, and from sets to members of these three kinds; ranks of links",
    "ids of members of sets that no technical competence of the workbook holds: they are found by "
    "their code in an earlier release, or made from it",
    "codes in other systems of concepts that are no profiles; how a system's name is written apart "
    "from letters and digits",
    "frameworks, collections, and attributes other than a profile's `modified` and `published`",
)
"""What no workbook tells, so that an import of one cannot know it."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})
_BLOCKS = frozenset({Kind.SKILL, Kind.KNOWLEDGE, Kind.BEHAVIOUR})
_LEADS: Mapping[Kind, Mapping[Predicate, frozenset[Kind]]] = {
    Kind.PROFILE: {
        Predicate.ESSENTIAL_COMPETENCE: frozenset({Kind.TECHNICAL_COMPETENCE}),
        Predicate.OPTIONAL_COMPETENCE: frozenset({Kind.TECHNICAL_COMPETENCE}),
        Predicate.COMPETENCE_SET: frozenset({Kind.COMPETENCE_SET}),
        Predicate.SOFT_SKILL: frozenset({Kind.SOFT_SKILL}),
        Predicate.DIGITAL_SKILL: frozenset({Kind.DIGITAL_SKILL}),
        Predicate.SECTOR: frozenset({Kind.SECTOR}),
        Predicate.AREA_OF_INTEREST: frozenset({Kind.AREA_OF_INTEREST}),
        Predicate.PROOF_OF_LEARNING: frozenset({Kind.PROOF_OF_LEARNING}),
    },
    Kind.TECHNICAL_COMPETENCE: {
        Predicate.SKILL: frozenset({Kind.SKILL}),
        Predicate.KNOWLEDGE: frozenset({Kind.KNOWLEDGE}),
        Predicate.BEHAVIOUR: frozenset({Kind.BEHAVIOUR}),
    },
    Kind.COMPETENCE_SET: {Predicate.MEMBER: _BLOCKS},
}
"""Which links have a sheet, by the kind of the concept that holds them."""


def carried(taxonomy: Taxonomy, *, known: Mapping[str, str] = _NOTHING_KNOWN) -> Taxonomy:
    """What reading its workbook gives: the taxonomy without what is LOST.

    `known` (notation → id) is what the reading is told of the release before.
    ValueError where the taxonomy is not Competent's.
    """
    if taxonomy.scheme != "competent":
        message = f"a release workbook holds Competent, not {taxonomy.scheme}"
        raise ValueError(message)
    carrying = _Carrying(taxonomy)
    return Taxonomy.of(taxonomy.scheme, carrying.concepts(known))


@dataclass(slots=True)
class _Carrying:
    """The concepts that could stand in a workbook, and which of them its profiles lead to."""

    taxonomy: Taxonomy
    standing: dict[str, Concept] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stand()
        for kind in (Kind.TECHNICAL_COMPETENCE, Kind.COMPETENCE_SET, Kind.PROFILE):
            for concept in [it for it in self.standing.values() if it.kind is kind]:
                self._link(concept)

    def _stand(self) -> None:
        """Keeps the active concepts that have an id, a code and titles, the first one of a code."""
        wording = Wording()
        codes: set[str] = set()
        for concept in self.taxonomy:
            code = line(concept.notation)
            if concept.status is not Status.ACTIVE or not _UUID.fullmatch(concept.id):
                continue
            if not code or code in codes:
                continue
            if worded := wording.carried(concept, code):
                worded = worded if worded.kind in _LEADS else replace(worded, links=())
                codes.add(code)
                self.standing[concept.id] = worded

    def _link(self, concept: Concept) -> None:
        leads = _LEADS[concept.kind]
        links = {
            Link(it.predicate, it.target)
            for it in concept.links
            if it.target in self.standing
            and self.standing[it.target].kind in leads.get(it.predicate, ())
        }
        if not _is_sound(concept, links):
            del self.standing[concept.id]
        elif links != set(concept.links):
            self.standing[concept.id] = replace(concept, links=tuple(links))

    def concepts(self, known: Mapping[str, str]) -> list[Concept]:
        """What profiles lead to, as it is read again."""
        found = {it.id: it for it in self.standing.values() if it.kind is Kind.PROFILE}
        found |= self._targets(found)
        competences = {key: it for key, it in found.items() if it.kind is Kind.TECHNICAL_COMPETENCE}
        found |= self._targets(competences)
        sets = {key: it for key, it in found.items() if it.kind is Kind.COMPETENCE_SET}
        members = {key: it for key, it in self._targets(sets).items() if key not in found}
        free = {code: id for code, id in known.items() if id not in found}
        renamed = {key: _found_again(it, free) for key, it in members.items()}
        found |= {key: _with_members(it, renamed) for key, it in sets.items()}
        return [*found.values(), *renamed.values()]

    def _targets(self, holders: Mapping[str, Concept]) -> dict[str, Concept]:
        links = (link for it in holders.values() for link in it.links)
        return {it.target: self.standing[it.target] for it in links}


def _is_sound(concept: Concept, links: set[Link]) -> bool:
    if concept.kind is Kind.TECHNICAL_COMPETENCE:
        return sum(it.predicate is Predicate.SKILL for it in links) == 1
    return bool(links) or concept.kind is not Kind.COMPETENCE_SET


def _found_again(member: Concept, known: Mapping[str, str]) -> Concept:
    """A member as it is read where the workbook tells its code and no id."""
    made = derived_id(member.notation)
    id = known.get(member.notation) or made
    return replace(member, id=id, attributes=(PLACEHOLDER,) if id == made else ())


def _with_members(concept: Concept, renamed: Mapping[str, Concept]) -> Concept:
    if not any(it.target in renamed for it in concept.links):
        return concept
    links = [
        it._replace(target=renamed[it.target].id) if it.target in renamed else it
        for it in concept.links
    ]
    return replace(concept, links=tuple(links))
