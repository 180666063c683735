"""A read-only index over one release: look-ups, ordered lists, inverse links, rarity."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from taxonomy import canonical
from taxonomy.errors import ConceptNotFoundError
from taxonomy.model import Concept, Label, Lifespan, Release, Taxonomy
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["ReleaseIndex", "Usage", "natural_key"]

ASKING = frozenset(
    {
        Predicate.ESSENTIAL_COMPETENCE,
        Predicate.OPTIONAL_COMPETENCE,
        Predicate.ESSENTIAL_SKILL,
        Predicate.OPTIONAL_SKILL,
    }
)
"""The predicates by which a profile or an occupation asks for a competence."""

_ASKERS = (Kind.PROFILE, Kind.OCCUPATION)
_DIGITS = re.compile(r"([0-9]{1,18})")
_LONGEST_GUESS = 40


class Usage(NamedTuple):
    """A link seen from its target: `through` is the technical competence that stands between."""

    subject: Concept
    predicate: Predicate
    through: Concept | None = None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class ReleaseIndex:
    """Answers about one release. Nothing in it changes; every list is in the natural order of notations."""

    release: Release
    taxonomy: Taxonomy
    lifespans: Mapping[str, Lifespan]
    _by_id: Mapping[str, Concept]
    _by_notation: Mapping[str, Concept]
    _ranks: Mapping[str, int]
    _lists: Mapping[tuple[Kind | None, Status | None], Sequence[Concept]]
    _incoming: Mapping[str, Sequence[tuple[Concept, Predicate]]]
    _asking: Mapping[str, int]

    @classmethod
    def build(
        cls, release: Release, taxonomy: Taxonomy, lifespans: Mapping[str, Lifespan]
    ) -> ReleaseIndex:
        """The index of a release; `lifespans` by concept id, and may lack any of them."""
        ordered = sorted(taxonomy, key=lambda it: (natural_key(it.notation), it.id))
        return cls(
            release=release,
            taxonomy=taxonomy,
            lifespans=lifespans,
            _by_id=taxonomy.by_id,
            _by_notation=taxonomy.by_notation,
            _ranks={concept.id: rank for rank, concept in enumerate(ordered)},
            _lists=_lists(ordered),
            _incoming=_incoming(ordered),
            _asking=_asking(ordered, taxonomy.by_id),
        )

    def find(self, reference: str) -> Concept | None:
        """The concept of this id, notation or URI (`…/id/{scheme}/{notation or id}` or its own)."""
        found = self._by_id.get(reference) or self._by_notation.get(reference)
        if found or "/" not in reference:
            return found
        base, mark, name = reference.partition(f"/id/{self.release.scheme}/")
        if not mark or not base.startswith(("http://", "https://")):
            return None
        name = unquote(name)
        return self._by_notation.get(name) or self._by_id.get(name)

    def name(self, concept: Concept) -> str:
        """The notation where it leads back to this concept, else the id.

        A retired concept may share its notation with the one that took its place, and ESCO's ISCO
        groups share theirs with groups of skills.
        """
        return (
            concept.notation if self._by_notation.get(concept.notation) is concept else concept.id
        )

    def get(self, reference: str, others: Iterable[ReleaseIndex] = ()) -> Concept:
        """As `find`; ConceptNotFoundError names what was asked and the notations nearest to it.

        Where one of the others holds it, the error names the later release in which it first appears.
        """
        found = self.find(reference)
        if found:
            return found
        for other in others:
            self._refer_to(other, reference)
        near = self.near(reference)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        message = f"{self.release.name} holds no concept {reference[:200]!r}{hint}"
        raise ConceptNotFoundError(message, suggestions=near)

    def _refer_to(self, other: ReleaseIndex, reference: str) -> None:
        version, found = self.release.version, other.find(reference)
        first = other.lifespan(found.id).first if found else version
        if Version.parse(first) > Version.parse(version):
            message = f"{self.release.name} does not know {reference[:200]!r} yet; it first appears in {first}"
            raise ConceptNotFoundError(message, first_release=first)

    def near(self, reference: str) -> tuple[str, ...]:
        """At most three notations that are written almost like this one, best first."""
        if not 2 <= len(reference) <= _LONGEST_GUESS:
            return ()
        found = process.extract(
            reference.upper(), self._by_notation.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=75
        )
        return tuple(notation for notation, _, _ in found)

    def listed(
        self, kind: Kind | None = None, status: Status | None = Status.ACTIVE
    ) -> Sequence[Concept]:
        """The concepts of this kind and status (None = any), in the natural order of notations."""
        return self._lists.get((kind, status), ())

    def rank(self, concept_id: str) -> int:
        """The place of a concept in the natural order of the whole release, from 0; KeyError if none."""
        return self._ranks[concept_id]

    def linked_to(self, concept_id: str, predicate: Predicate | None = None) -> list[Usage]:
        """Who links to a concept, directly or through a technical competence, in natural order.

        A profile asks for a skill through the technical competences that have it; such a usage
        carries the profile's own predicate.
        """
        usages = [Usage(*pair) for pair in self._incoming.get(concept_id, ())]
        for between, _ in self._incoming.get(concept_id, ()):
            if between.kind is Kind.TECHNICAL_COMPETENCE:
                usages += [Usage(*pair, between) for pair in self._incoming.get(between.id, ())]
        unique = {
            self.usage_key(usage): usage
            for usage in usages
            if predicate is None or usage.predicate is predicate
        }
        return [unique[key] for key in sorted(unique)]

    def usage_key(self, usage: Usage) -> tuple[int, str, int]:
        """What usages are ordered by: subject, predicate, then the competence between (-1 = none)."""
        through = self._ranks[usage.through.id] if usage.through else -1
        return self._ranks[usage.subject.id], usage.predicate.value, through

    def labels(self, concept: Concept) -> tuple[Label, ...]:
        """The concept's labels; a technical competence without its own has those of its skill."""
        if concept.labels or concept.kind is not Kind.TECHNICAL_COMPETENCE:
            return concept.labels
        skills = [self._by_id[it] for it in concept.targets(Predicate.SKILL) if it in self._by_id]
        return skills[0].labels if skills else ()

    def sets(self, concept_id: str) -> list[Concept]:
        """The active competence sets that hold this concept or, of a technical competence, its skill."""
        held = {
            subject.id
            for member in (concept_id, *self._skills(concept_id))
            for subject, predicate in self._incoming.get(member, ())
            if predicate is Predicate.MEMBER and subject.status is Status.ACTIVE
        }
        return [self._by_id[it] for it in sorted(held, key=self._ranks.__getitem__)]

    def rarity(self, concept_id: str) -> float | None:
        """ln(profiles / profiles asking for it), active ones counted, ≥ 0; None where none asks.

        The inverse document frequency of Spärck Jones (1972), with a profile or an occupation as the
        document. A skill is asked for through the technical competences that have it.
        """
        asking = self._asking.get(concept_id)
        if asking is None:
            return None
        return math.log(sum(len(self.listed(kind)) for kind in _ASKERS) / asking)

    def lifespan(self, concept_id: str) -> Lifespan:
        """The concept through the releases up to this one; from here on where nothing is known."""
        return self.lifespans.get(concept_id) or Lifespan(self.release.version)

    def revision(self, concept: Concept) -> str:
        """`sha256:…` of the concept's canonical document."""
        return f"sha256:{canonical.revision(canonical.write(concept)).hex()}"

    def _skills(self, concept_id: str) -> Sequence[str]:
        concept = self._by_id.get(concept_id)
        if concept is None or concept.kind is not Kind.TECHNICAL_COMPETENCE:
            return ()
        return concept.targets(Predicate.SKILL)


def natural_key(notation: str) -> tuple[str | int, ...]:
    """What sorts `OP-2` before `OP-10`: texts and numbers in turn."""
    parts: list[str | int] = list(_DIGITS.split(notation))
    parts[1::2] = [int(number) for number in parts[1::2]]
    return tuple(parts)


def _lists(
    ordered: Sequence[Concept],
) -> Mapping[tuple[Kind | None, Status | None], Sequence[Concept]]:
    lists: defaultdict[tuple[Kind | None, Status | None], list[Concept]] = defaultdict(list)
    for concept in ordered:
        kind, status = concept.kind, concept.status
        for key in ((kind, status), (kind, None), (None, status), (None, None)):
            lists[key].append(concept)
    return {key: tuple(concepts) for key, concepts in lists.items()}


def _incoming(ordered: Sequence[Concept]) -> Mapping[str, Sequence[tuple[Concept, Predicate]]]:
    incoming: defaultdict[str, list[tuple[Concept, Predicate]]] = defaultdict(list)
    for concept in ordered:
        for predicate, target, _ in concept.links:
            incoming[target].append((concept, predicate))
    return dict(incoming)


def _asking(ordered: Sequence[Concept], by_id: Mapping[str, Concept]) -> Mapping[str, int]:
    """How many active profiles and occupations ask for a concept, itself or through a competence."""
    asking: Counter[str] = Counter()
    for concept in ordered:
        if concept.kind in _ASKERS and concept.status is Status.ACTIVE:
            asked = {link.target for link in concept.links if link.predicate in ASKING}
            between = [by_id[it] for it in asked if it in by_id]
            for competence in between:
                if competence.kind is Kind.TECHNICAL_COMPETENCE:
                    asked.update(link.target for link in competence.links)
            asking.update(asked)
    return dict(asking)
