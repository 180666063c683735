"""What a file of mappings names, looked up in the releases that it is about: ids, labels, revisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.mapping import NO_TERM_FOUND, Mapping, MappingSet
from taxonomy.sentences import sentence
from taxonomy.sources.reading import Report
from taxonomy.vocabulary import Status
from taxonomy.wording import cosmetic_key

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from taxonomy.findings import Finding
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["Resolved", "resolved"]


class Resolved(NamedTuple):
    """A set whose ids are those of concepts wherever the releases hold them, and what was noticed."""

    mapping_set: MappingSet
    findings: tuple[Finding, ...]


def resolved(
    read: MappingSet,
    subject: ReleaseIndex | None,
    object_: ReleaseIndex | None,
    notations: Dictionary[str, str],
) -> Resolved:
    """The set in terms of these releases; None for a side that the service does not hold.

    A concept is found by its id, else by the code that the file gives it (`notations`). One that the
    release does not know keeps its id: nothing is lost, and a finding says so. Revisions are those
    of the releases, unless the file tells them. A triple that two rows come to is held once.
    """
    report = Report()
    subjects = _Side("subject", read.subject.name, subject, notations, report)
    objects = _Side("object", read.object.name, object_, notations, report)
    found: dict[tuple[str, int, str], Mapping] = {}
    for mapping in read:
        known = objects.object_of(subjects.subject_of(mapping))
        if known.order in found:
            message = sentence(
                "%(mapping)s says what another row says by other ids; held once",
                mapping=f"{mapping.subject_id} {mapping.predicate.value} {mapping.object_id}",
            )
            report.repair("mapping-repeated", message, concept=known.subject_id)
        found.setdefault(known.order, known)
    told = MappingSet.of(
        read.subject, read.object, found.values(), sources=read.sources, comment=read.comment
    )
    return Resolved(told, tuple(report.findings))


class _Side:
    """Looks up the ids of one side; what is noticed of an id is told once."""

    def __init__(
        self,
        role: str,
        name: str,
        index: ReleaseIndex | None,
        notations: Dictionary[str, str],
        report: Report,
    ) -> None:
        self._role = role
        self._name = name
        self._index = index
        self._notations = notations
        self._report = report
        self._known: dict[str, Concept | None] = {}
        self._revisions: dict[str, str] = {}
        self._compared: set[tuple[str, str]] = set()

    def subject_of(self, mapping: Mapping) -> Mapping:
        """The mapping with its subject as the release has it."""
        concept = self._concept(mapping.subject_id)
        if concept is None:
            return mapping
        self._compare(concept, mapping.subject_label)
        revision = mapping.subject_revision or self._revision(concept)
        return replace(mapping, subject_id=concept.id, subject_revision=revision)

    def object_of(self, mapping: Mapping) -> Mapping:
        """The mapping with its object as the release has it."""
        concept = self._concept(mapping.object_id)
        if concept is None:
            return mapping
        self._compare(concept, mapping.object_label)
        revision = mapping.object_revision or self._revision(concept)
        return replace(mapping, object_id=concept.id, object_revision=revision)

    def _concept(self, id: str) -> Concept | None:
        if self._index is None or id == NO_TERM_FOUND:
            return None
        if id not in self._known:
            self._known[id] = self._looked_up(id, self._index)
        return self._known[id]

    def _looked_up(self, id: str, index: ReleaseIndex) -> Concept | None:
        by_id = index.taxonomy.by_id.get(id)
        code = self._notations.get(id, "")
        found = by_id or index.taxonomy.by_notation.get(code) or index.find(id)
        if found is None:
            named = f"{id} ({code})" if code else id
            message = sentence(
                "%(release)s holds no concept %(concept)r: its mappings are kept as they stand",
                release=self._name,
                concept=named[:200],
            )
            self._report.repair("mapping-concept-unknown", message, self._role, id)
        elif by_id is None:
            message = sentence(
                "%(id)r is no id of %(release)s: taken as %(code)s, %(id2)s",
                id=id[:200],
                release=self._name,
                code=found.notation,
                id2=found.id,
            )
            self._report.repair("mapping-concept-by-code", message, self._role, found.id)
        if found is not None and found.status is Status.RETIRED:
            message = sentence(
                "%(concept)s is retired in %(release)s",
                concept=found.notation or found.id,
                release=self._name,
            )
            self._report.repair("mapping-concept-retired", message, self._role, found.id)
        return found

    def _revision(self, concept: Concept) -> str:
        """`sha256:…` of the concept in its release."""
        known = self._revisions.get(concept.id)
        if known is None and self._index is not None:
            known = self._revisions[concept.id] = self._index.revision(concept)
        return known or ""

    def _compare(self, concept: Concept, label: str) -> None:
        """Notice a label that is none of the concept's in this release."""
        if self._index is None or not label or (concept.id, label) in self._compared:
            return
        self._compared.add((concept.id, label))
        key = cosmetic_key(label)
        if not any(cosmetic_key(it.text) == key for it in self._index.labels(concept)):
            name = concept.notation or concept.id
            message = sentence(
                "%(concept)s is called %(label)r in the file and otherwise in %(release)s",
                concept=name,
                label=label[:120],
                release=self._name,
            )
            self._report.remark("mapping-label-differs", message, self._role, concept.id)
