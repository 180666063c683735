"""Concept ↔ canonical document ↔ digest; the digest of a release over its pointers.

A document is JSON with sorted keys, UTF-8, no white space, nothing empty: equal concepts have equal
bytes on any machine. Its SHA-256 names it: a revision.
"""

from __future__ import annotations

import hashlib
from sys import intern
from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.errors import InvalidDocumentError
from taxonomy.model import Concept, Framework, Label, Link, Notation, Note
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["read", "release_digest", "revision", "write"]

_LABEL_TYPES = {it.value: it for it in LabelType}
_NOTE_TYPES = {it.value: it for it in NoteType}
_PREDICATES = {it.value: it for it in Predicate}


def write(concept: Concept) -> bytes:
    """The canonical document of a concept; equal concepts give equal bytes."""
    document: dict[str, Any] = {
        "id": concept.id,
        "kind": concept.kind,
        "labels": [_label_parts(label) for label in concept.labels],
        "links": [_link_parts(link) for link in concept.links],
        "notation": concept.notation,
        "notations": [it._asdict() for it in concept.notations],
        "notes": [it._asdict() for it in concept.notes],
        "collections": concept.collections,
        "attributes": dict(concept.attributes),
        "framework": concept.framework and concept.framework._asdict(),
        "replaced_by": concept.replaced_by,
        "retirement": concept.retirement,
        "scheme": concept.scheme,
        "status": concept.status,
    }
    present = {key: value for key, value in document.items() if value}
    return orjson.dumps(present, option=orjson.OPT_SORT_KEYS)


def read(document: bytes) -> Concept:
    """The concept that a canonical document describes; InvalidDocumentError for any other bytes.

    Ids and languages are the same strings in all that is read: a release names each many times.
    """
    try:
        parts = orjson.loads(document)
        framework = parts.get("framework")
        retirement = parts.get("retirement")
        return Concept(
            scheme=intern(parts["scheme"]),
            id=intern(parts["id"]),
            kind=Kind(parts["kind"]),
            notation=parts.get("notation", ""),
            status=Status(parts["status"]),
            labels=tuple([_label(it) for it in parts.get("labels", ())]),
            notes=tuple(
                [
                    Note(intern(it["lang"]), _NOTE_TYPES[it["type"]], it["text"])
                    for it in parts.get("notes", ())
                ]
            ),
            links=tuple(
                [
                    Link(_PREDICATES[it["predicate"]], intern(it["target"]), it.get("rank", 0))
                    for it in parts.get("links", ())
                ]
            ),
            notations=tuple([Notation(**it) for it in parts.get("notations", ())]),
            collections=tuple(parts.get("collections", ())),
            attributes=tuple(parts.get("attributes", {}).items()),
            framework=Framework(**framework) if framework else None,
            retirement=RetirementReason(retirement) if retirement else None,
            replaced_by=tuple(parts.get("replaced_by", ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"not the document of a concept ({error!r}): {document[:80]!r}"
        raise InvalidDocumentError(message) from error


def revision(document: bytes) -> bytes:
    """The SHA-256 (32 bytes) that names a document."""
    return hashlib.sha256(document).digest()


def release_digest(pointers: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> str:
    """`sha256:…` over the lines `id TAB revision` in the order of the ids' UTF-8 bytes."""
    pairs = pointers.items() if hasattr(pointers, "items") else pointers
    state = hashlib.sha256()
    for concept_id, digest in sorted((key.encode(), value) for key, value in pairs):
        state.update(b"%b\t%b\n" % (concept_id, digest.hex().encode()))
    return f"sha256:{state.hexdigest()}"


def _label_parts(label: Label) -> dict[str, str]:
    lang, kind, text, id, notation = label
    parts = {"lang": lang, "type": kind, "text": text}
    if id:
        parts["id"] = id
    if notation:
        parts["notation"] = notation
    return parts


def _link_parts(link: Link) -> dict[str, Any]:
    predicate, target, rank = link
    if rank:
        return {"predicate": predicate, "target": target, "rank": rank}
    return {"predicate": predicate, "target": target}


def _label(parts: dict[str, str]) -> Label:
    return Label(
        intern(parts["lang"]),
        _LABEL_TYPES[parts["type"]],
        parts["text"],
        parts.get("id", ""),
        parts.get("notation", ""),
    )
