"""A concept as plain JSON values: on its own, in a list, as the target of a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.rendering.languages import Asked, reading
from taxonomy.formats.skos import concept_uri
from taxonomy.vocabulary import LabelType, NoteType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taxonomy.index import ReleaseIndex, Usage
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept, Label, Link

__all__ = ["Json", "View"]

Json = dict[str, Any]
"""A JSON object; what a concept does not have is absent."""

_FIELDS = {LabelType.ALTERNATIVE: "alt_labels", LabelType.HIDDEN: "hidden_labels"}


@dataclass(frozen=True, slots=True)
class View:
    """How one reader sees one release: its index, the public address, the language asked for."""

    index: ReleaseIndex
    public_url: str
    asked: Asked | None = None
    mapped: Sequence[MappingSet] = ()
    """The mapping sets that are fixed with the release."""

    def concept(self, concept: Concept) -> Json:
        """Everything a release says of a concept, its links with the labels of their targets."""
        return {
            **self.text(concept),
            "links": self.links(concept.links),
            **self._life(concept),
            "revision": self.index.revision(concept),
        }

    def text(self, concept: Concept) -> Json:
        """What identifies and describes a concept: names, labels, notes, codes of other systems."""
        labels = self.index.labels(concept)
        return {
            "scheme": concept.scheme,
            "id": concept.id,
            **({"notation": concept.notation} if concept.notation else {}),
            "uri": concept_uri(self.index, concept, self.public_url),
            "kind": concept.kind,
            "status": concept.status,
            "release": self.index.release.name,
            **self.label_set(labels),
            **_other_labels(labels),
            **self._notes(concept),
            "notations": _grouped((it.system, it.value) for it in concept.notations),
            **({"collections": concept.collections} if concept.collections else {}),
            **({"attributes": dict(concept.attributes)} if concept.attributes else {}),
            **self._framework(concept),
        }

    def summary(self, concept: Concept) -> Json:
        """A concept as one item of a list."""
        return {
            "id": concept.id,
            **({"notation": concept.notation} if concept.notation else {}),
            "uri": concept_uri(self.index, concept, self.public_url),
            "kind": concept.kind,
            "status": concept.status,
            **self.label_set(self.index.labels(concept)),
            **self._disambiguator(concept),
            **self._framework(concept),
            **(self._retirement(concept) if concept.status is Status.RETIRED else {}),
        }

    def usage(self, usage: Usage) -> Json:
        """A concept that links to the one asked about: by which predicate, and through which other."""
        through = {"through": self.brief(usage.through)} if usage.through else {}
        return {**self.summary(usage.subject), "predicate": usage.predicate, **through}

    def target(self, concept_id: str) -> Json:
        """The brief form of a concept by its id; the bare id where the release does not hold it."""
        concept = self.index.taxonomy.by_id.get(concept_id)
        return self.brief(concept) if concept else {"id": concept_id}

    def brief(self, concept: Concept) -> Json:
        """A concept inside another one: its names, kind, status and preferred labels."""
        return {
            "id": concept.id,
            **({"notation": concept.notation} if concept.notation else {}),
            "kind": concept.kind,
            "status": concept.status,
            **self.label_set(self.index.labels(concept)),
        }

    def links(self, links: Iterable[Link]) -> list[Json]:
        """Links with their targets embedded: by predicate, then rank, then the targets' natural order."""
        by_id, rank = self.index.taxonomy.by_id, self.index.rank
        ordered = sorted(
            links,
            key=lambda it: (it.predicate, it.rank, rank(it.target) if it.target in by_id else -1),
        )
        return [{"predicate": it.predicate, "target": self.target(it.target)} for it in ordered]

    def label_set(self, labels: Sequence[Label]) -> Json:
        """The preferred labels of every language and, where one was asked for, the reading."""
        texts = {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}
        if self.asked is None:
            return {"pref_label": texts}
        read = reading(texts, self.asked)
        return {"pref_label": texts, "label": read} if read else {"pref_label": texts}

    def _notes(self, concept: Concept) -> Json:
        notes: Json = {}
        readings: Json = {}
        for kind in NoteType:
            texts = concept.note(kind)
            if not texts:
                continue
            notes[kind.value] = texts
            if self.asked:
                readings[kind.value] = reading(texts, self.asked)
        return {**notes, "readings": readings} if readings else notes

    def _disambiguator(self, concept: Concept) -> Json:
        texts = concept.note(NoteType.DISAMBIGUATOR)
        return {"disambiguator": texts} if texts else {}

    def _framework(self, concept: Concept) -> Json:
        return {"framework": concept.framework._asdict()} if concept.framework else {}

    def _life(self, concept: Concept) -> Json:
        life = self.index.lifespan(concept.id)
        if concept.status is Status.ACTIVE:
            return {"first_release": life.first, "last_release": None}
        return {
            **self._retirement(concept),
            "first_release": life.first,
            "last_release": life.last_active,
        }

    def _retirement(self, concept: Concept) -> Json:
        since = self.index.lifespan(concept.id).retired_since
        return {
            "retired": {
                **({"since": since} if since else {}),
                "reason": concept.retirement or "unknown",
            },
            "replaced_by": [self.target(it) for it in concept.replaced_by],
        }


def _other_labels(labels: Sequence[Label]) -> Json:
    fields: Mapping[str, defaultdict[str, list[str]]] = {
        name: defaultdict(list) for name in _FIELDS.values()
    }
    for label in labels:
        if label.type in _FIELDS:
            fields[_FIELDS[label.type]][label.lang].append(label.text)
    return dict(fields)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)
