"""What an item shows of its concepts: code and labels, so that nobody has to look them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.db import releases, revisions
from app.db.upgrades import LANGUAGES, OPEN
from taxonomy import canonical
from taxonomy.currency import End, ItemKind
from taxonomy.mapping import NO_TERM_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from taxonomy.currency import Carried, Item
    from taxonomy.mapping import MappingSet, Side
    from taxonomy.model import Concept

__all__ = ["NOT_NEEDED", "concepts_of", "details", "language_checks"]

NOT_NEEDED = "not-needed"
Brief = dict[str, Any]


def concepts_of(session: Session, side: Side, ids: Iterable[str]) -> dict[str, Concept]:
    """Id → concept, of those of the ids that the release holds; none where the record lacks it."""
    row = releases.find(session, side.scheme, side.version)
    if row is None:
        return {}
    found = revisions.documents_of(session, row.key, ids, side.scheme)
    return {key: canonical.read(document) for key, document in found.items()}


def details(session: Session, carried: Carried, items: Iterable[Item]) -> dict[str, Brief]:
    """Item id → what there is to see: its change, concepts with codes and labels, and proposals."""
    listed, content = list(items), carried.now
    wanted: dict[End, set[str]] = {End.SUBJECT: set(), End.OBJECT: set()}
    for it in listed:
        wanted[it.end].add(it.concept_id)
        wanted[it.end].update(proposal.concept_id for proposal in it.proposals)
        wanted[it.end].update(link.skill_id for link in it.links)
        for key in it.mappings:
            wanted[End.SUBJECT].add(content.by_id[key].subject_id)
            wanted[End.OBJECT].add(content.by_id[key].object_id)
    sides = {End.SUBJECT: content.subject, End.OBJECT: content.object}
    held = {end: concepts_of(session, side, wanted[end]) for end, side in sides.items()}
    for move in carried.moved:  # what is gone is shown as it was
        before = move.before.taxonomy.by_id
        gone = wanted[move.end].difference(held[move.end])
        held[move.end].update({it: before[it] for it in gone if it in before})
    return {it.id: _detail(it, content, held) for it in listed}


def language_checks(item: Item) -> dict[str, str]:
    """Language → whether its changed text is still to be looked at."""
    touched = {it.lang for it in item.touches if it.lang and it.concept_id == item.concept_id}
    checked = item.kind in (ItemKind.LABEL, ItemKind.MEANING)
    return {lang: OPEN if checked and lang in touched else NOT_NEEDED for lang in LANGUAGES}


def _detail(item: Item, content: MappingSet, held: Mapping[End, Mapping[str, Concept]]) -> Brief:
    told = item.as_dict()
    at = held[item.end]
    told["concept"] = _brief(item.concept_id, at)
    told["proposals"] = [{**_brief(it["id"], at), **it} for it in told["proposals"]]
    told["links"] = [{**it, "skill": _brief(it["skill"], at)} for it in told["links"]]
    told["mappings"] = [_mapping(key, content, held) for key in item.mappings]
    for name in ("id", "kind", "end", "alike"):
        told.pop(name)
    return told


def _mapping(key: str, content: MappingSet, held: Mapping[End, Mapping[str, Concept]]) -> Brief:
    mapping = content.by_id[key]
    return {
        "id": key,
        "subject": _brief(mapping.subject_id, held[End.SUBJECT], mapping.subject_label),
        "predicate": mapping.predicate.value,
        "object": _brief(mapping.object_id, held[End.OBJECT], mapping.object_label),
    }


def _brief(concept_id: str, held: Mapping[str, Concept], given: str = "") -> Brief:
    """Id, code and labels; where the release lacks the concept, the label that the source gave."""
    concept = held.get(concept_id)
    if concept is None or concept_id == NO_TERM_FOUND:
        return {"id": concept_id, **({"given_label": given} if given else {})}
    labels = concept.pref_labels()
    shown: Brief = {
        "id": concept_id,
        "labels": {it: labels[it] for it in LANGUAGES if it in labels},
    }
    return {**shown, "notation": concept.notation} if concept.notation else shown
