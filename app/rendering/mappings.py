"""Mapping sets and mappings as plain JSON values, both concepts embedded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.rendering.concepts import View
from taxonomy.formats.mapping_files import FILES
from taxonomy.formats.skos import concept_uri
from taxonomy.mapping import inverted, mapping_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.db.mapping_history import Event
    from app.db.mapping_sets import SetRecord
    from app.rendering.concepts import Json
    from app.rendering.languages import Asked
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping, MappingSet, Side

__all__ = ["MappingView", "set_document", "why"]

_TEXTS = ("author", "reviewer", "comment", "source")
_DAYS = ("mapping_date", "review_date")


@dataclass(frozen=True, slots=True)
class MappingView:
    """How a reader sees a mapping set: the releases of both sides, None where one is not served."""

    content: MappingSet
    subject: ReleaseIndex | None
    object: ReleaseIndex | None
    public_url: str
    asked: Asked | None = None
    turned: bool = False

    def mapping(self, mapping: Mapping) -> Json:
        """One mapping; what nobody said of it is absent."""
        return {
            "id": self.id_of(mapping),
            "subject": self._concept(
                self.subject, self.content.subject, mapping.subject_id, mapping.subject_label
            ),
            "predicate_id": mapping.predicate,
            "object": self._object(mapping),
            "mapping_justification": mapping.justification,
            "state": mapping.state,
            **({} if mapping.confidence is None else {"confidence": mapping.confidence}),
            **_told(mapping, _TEXTS),
            **_told(mapping, _DAYS),
            **({"reasons": list(mapping.reasons)} if mapping.reasons else {}),
        }

    def id_of(self, mapping: Mapping) -> str:
        """The mapping's id, the same in whichever direction it is read."""
        if self.turned:
            sides = self.content.object.scheme, self.content.subject.scheme
            return mapping_id(sides[0], inverted(mapping), sides[1])
        return self.content.id_of(mapping)

    def _object(self, mapping: Mapping) -> Json:
        if mapping.finds_nothing:
            return {"id": mapping.object_id, "release": self.content.object.name}
        return self._concept(
            self.object, self.content.object, mapping.object_id, mapping.object_label
        )

    def _concept(self, index: ReleaseIndex | None, side: Side, id: str, label: str) -> Json:
        """A concept by its names; as the source called it where its release is not served."""
        concept = index.taxonomy.by_id.get(id) if index else None
        if index is None or concept is None:
            return {"id": id, **({"given_label": label} if label else {}), "release": side.name}
        view = View(index, self.public_url, self.asked)
        return {
            **view.brief(concept),
            "uri": concept_uri(index, concept, self.public_url),
            "release": index.release.name,
        }


def set_document(record: SetRecord) -> Json:
    """Everything said of an edition of a mapping set."""
    address = f"/v1/mapping-sets/{record.name}"
    pair = f"subject={record.subject.name}&object={record.object.name}"
    return {
        "name": record.name,
        "edition": record.edition,
        "subject": record.subject.name,
        "object": record.object.name,
        "status": record.status,
        "published_at": record.published_at,
        "sample": record.sample,
        "total": sum(sum(it.values()) for it in record.counts.values()),
        "counts": record.counts,
        "digest": record.digest,
        "sources": [
            {name: text for name, text in it._asdict().items() if text} for it in record.sources
        ],
        **({"comment": record.comment} if record.comment else {}),
        **({"carried_from": record.carried_from} if record.carried_from else {}),
        "links": {
            "self": address,
            "mappings": f"/v1/mappings?{pair}",
            "status": f"/v1/mappings/status?{pair}",
            **{ending: f"{address}/{ending}" for ending in FILES},
        },
    }


def why(
    shown: Json,
    record: SetRecord,
    held: Sequence[tuple[SetRecord, Mapping]],
    events: Sequence[Event],
) -> Json:
    """One mapping with everything that is known of it: where it stands, since when, what happened."""
    return {
        **shown,
        "mapping_set": record.full_name,
        "first_set": held[0][0].full_name if held else record.full_name,
        "sets": [
            {"mapping_set": it.full_name, "status": it.status, "state": mapping.state}
            for it, mapping in held
        ],
        "revisions": _revisions(held[-1][1] if held else None),
        "history": [
            {
                "at": it.at,
                "actor": it.actor,
                "action": it.action,
                "mapping_set": it.set_name,
                **({"detail": it.detail} if it.detail else {}),
            }
            for it in events
        ],
    }


def _revisions(mapping: Mapping | None) -> Json:
    """The documents of both concepts as they were when somebody last looked; absent where unknown."""
    if mapping is None:
        return {}
    seen = {"subject": mapping.subject_revision, "object": mapping.object_revision}
    return {name: text for name, text in seen.items() if text}


def _told(mapping: Mapping, names: Iterable[str]) -> Json:
    return {name: value for name in names if (value := getattr(mapping, name))}
