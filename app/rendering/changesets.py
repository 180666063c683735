"""Drafts, changesets and what they change as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import orjson

from app.editing.conflicts import shown_change
from taxonomy import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.db.changesets import ChangeRecord, Comment
    from app.editing.joining import Joint
    from app.editing.outlooks import Outlook
    from app.editing.records import ChangesetRecord, DraftRecord
    from app.editing.undoing import State
    from app.editing.viewing import View
    from app.rendering.concepts import Json
    from taxonomy.model import Concept

__all__ = [
    "change_document",
    "changeset_document",
    "comments_document",
    "concept_document",
    "draft_document",
    "joint_document",
    "listed_document",
    "outlook_document",
    "rewording_document",
    "states_document",
]


def draft_document(draft: DraftRecord) -> Json:
    """What is said of a draft."""
    told = {**asdict(draft), "etag": draft.etag}
    for name in ("sample", "revision"):
        del told[name]
    return {name: it for name, it in told.items() if it is not None}


def changeset_document(it: ChangesetRecord) -> Json:
    """A changeset, and where its parts are."""
    at = f"/v1/editorial/changesets/{it.key}"
    told = asdict(it)
    told |= {"id": told.pop("key"), "concepts": told.pop("size"), "etag": it.etag}
    del told["revision"]
    told["links"] = {name: f"{at}/{name}" for name in ("changes", "comments", "outlook")}
    empty = ("submitted_by", "decided_by", "accepted_in")
    return {name: it for name, it in told.items() if it is not None and (it or name not in empty)}


def change_document(change: ChangeRecord) -> Json:
    """What a changeset makes of a concept, field by field."""
    before, after = (canonical.read(it) if it else None for it in (change.before, change.after))
    return {
        "concept": _named(after or before, change.concept_id),
        "act": change.act,
        "authors": list(change.authors),
        "at": change.at,
        "why": change.why,
        "revision": change.revision.hex() if change.revision else "",
        "fields": _fields(before, after),
    }


def comments_document(comments: Iterable[Comment]) -> list[Json]:
    """What was said."""
    return [
        {"at": it.at, "author": it.author, "text": it.text}
        | ({"concept": it.concept_id} if it.concept_id else {})
        for it in comments
    ]


def outlook_document(outlook: Outlook) -> Json:
    """What would become of a changeset."""
    return {
        "findings": [it.as_record() for it in outlook.findings],
        "errors": len(outlook.errors),
        "conflicts": list(outlook.conflicts),
        "people": outlook.people,
        "because_of": sorted(outlook.kinds),
    }


def concept_document(concept: Concept) -> Json:
    """The canonical document of a concept, and the revision that it is."""
    document = canonical.write(concept)
    told: Json = orjson.loads(document)
    return {**told, "revision": canonical.revision(document).hex()}


def states_document(states: Iterable[State]) -> list[Json]:
    """Every state of a concept."""
    return [
        {name: it for name, it in asdict(state).items() if it or name == "releases"}
        for state in states
    ]


def rewording_document(
    pairs: Sequence[tuple[Concept, Concept]], count: int, *, applied: bool
) -> Json:
    """What a rewording changes, the first hundred concepts of it."""
    return {"concepts": count, "applied": applied, "items": _items(pairs)}


def joint_document(view: View, found: Joint, *, applied: bool) -> Json:
    """What a merger or a split makes of concepts, what of them goes nowhere, and what checks find."""
    known = view.known
    pairs = [(known.get(id), it) for id, it in found.changed.items() if known.get(id) != it]
    order = {id: place for place, id in enumerate(found.first)}
    pairs.sort(key=lambda it: (order.get(it[1].id, len(order)), it[1].notation))
    return {
        "concepts": len(pairs),
        "applied": applied,
        "items": _items(pairs),
        "lost": [{**it.item._asdict(), "because": it.because} for it in found.lost],
        "findings": [it.as_dict() for it in found.findings(view)],
    }


def _items(pairs: Sequence[tuple[Concept | None, Concept]]) -> list[Json]:
    return [
        {"concept": _named(after, after.id), "fields": _fields(before, after)}
        for before, after in pairs[:100]
    ]


def listed_document(concept: Concept) -> Json:
    """A concept as lists of the draft tell it."""
    return {**_named(concept, concept.id), "status": concept.status.value}


def _named(concept: Concept | None, id: str) -> Json:
    if concept is None:
        return {"id": id}
    return {
        "id": concept.id,
        "notation": concept.notation,
        "kind": concept.kind.value,
        "pref_label": concept.pref_labels(),
    }


def _fields(before: Concept | None, after: Concept | None) -> list[Json]:
    was, becomes = shown_change(before, after)
    return [
        {"field": it, "before": was.get(it, []), "after": becomes.get(it, [])}
        for it in dict.fromkeys((*was, *becomes))
    ]
