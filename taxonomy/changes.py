"""A change between two releases of a scheme: what it is, how it reads in JSON, how many there are."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from taxonomy.vocabulary import Kind, Predicate, RetirementReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from taxonomy.model import Concept, Taxonomy

__all__ = ["Change", "ChangeClass", "ChangeType", "as_dict", "found_in", "summary", "summary_of"]


class ChangeType(StrEnum):
    """What happened to a concept, in the order in which its changes are listed."""

    ADDED = "added"
    RESTORED = "restored"
    RETIRED = "retired"
    CAME_AND_WENT = "came-and-went"
    DROPPED = "dropped"
    KIND_CHANGED = "kind-changed"
    NOTATION_CHANGED = "notation-changed"
    RENAMED = "renamed"
    LABEL_ADDED = "label-added"
    LABEL_REMOVED = "label-removed"
    LABEL_MOVED = "label-moved"
    LABEL_CODE_CHANGED = "label-code-changed"
    NOTE_CHANGED = "note-changed"
    LINK_MOVED = "link-moved"
    LINK_ADDED = "link-added"
    LINK_REMOVED = "link-removed"
    LINK_RANKED = "link-ranked"
    COLLECTION_ADDED = "collection-added"
    COLLECTION_REMOVED = "collection-removed"
    ATTRIBUTE_CHANGED = "attribute-changed"
    FRAMEWORK_CHANGED = "framework-changed"
    SUCCESSORS_CHANGED = "successors-changed"


class ChangeClass(StrEnum):
    """How deep a change of text goes: only its look, its wording, or what the concept means."""

    COSMETIC = "cosmetic"
    WORDING = "wording"
    MEANING = "meaning"


class Change(NamedTuple):
    """One change of one concept; `before` and `after` are "" where there was or is nothing.

    `concept` is the whole concept afterwards (None: it is gone), so that changes can be applied;
    `was` is the whole concept before. `moved_from` and `moved_to` name predicates of a moved link,
    fields of a moved label.
    """

    concept_id: str
    notation: str
    kind: Kind
    change: ChangeType
    change_class: ChangeClass | None = None
    field: str = ""
    lang: str = ""
    before: str = ""
    after: str = ""
    predicate: Predicate | None = None
    moved_from: str = ""
    moved_to: str = ""
    target: str = ""
    reason: RetirementReason | None = None
    replaced_by: tuple[str, ...] = ()
    concept: Concept | None = None
    was: Concept | None = None


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes there are of each type, every type named, in the order of ChangeType."""
    return summary_of(it.change for it in changes)


def summary_of(types: Iterable[str]) -> dict[str, int]:
    """As `summary`, from the types of the changes alone."""
    counted = Counter(types)
    return {change.value: counted[change] for change in ChangeType}


def found_in(before: Taxonomy, after: Taxonomy) -> Callable[[str], Concept | None]:
    """The concept of an id as it stands in `after`, or else in `before`, or None."""
    return lambda concept_id: after.by_id.get(concept_id) or before.by_id.get(concept_id)


def as_dict(change: Change, find: Callable[[str], Concept | None]) -> dict[str, Any]:
    """The change as plain JSON values; `find` looks up the concepts it names."""
    plain: dict[str, Any] = {
        "concept": _named(change.concept or change.was, change.concept_id, find),
        "change": change.change.value,
    }
    parts: dict[str, Any] = {
        "class": change.change_class and change.change_class.value,
        "field": change.field,
        "lang": change.lang,
        "before": change.before,
        "after": change.after,
        "predicate": None if change.moved_to else change.predicate and change.predicate.value,
        "from": change.moved_from,
        "to": change.moved_to,
        "target": change.target and _named(find(change.target), change.target, find),
        "reason": change.reason and change.reason.value,
    }
    plain |= {key: value for key, value in parts.items() if value}
    if change.change in (ChangeType.RETIRED, ChangeType.SUCCESSORS_CHANGED) or change.replaced_by:
        plain["replaced_by"] = [_code(find(it), it) for it in change.replaced_by]
    return plain


def _code(concept: Concept | None, concept_id: str) -> str:
    return (concept.notation if concept else "") or concept_id


def _named(
    concept: Concept | None, concept_id: str, find: Callable[[str], Concept | None]
) -> dict[str, Any]:
    if concept is None:
        return {"id": concept_id}
    plain: dict[str, Any] = {"id": concept_id, "notation": concept.notation}
    plain |= {"kind": concept.kind.value, "pref_label": _title(concept, find)}
    return {key: value for key, value in plain.items() if value or key == "pref_label"}


def _title(concept: Concept, find: Callable[[str], Concept | None]) -> dict[str, str]:
    """Its preferred labels; a technical competence has none of its own and bears its skill's."""
    own = concept.pref_labels()
    if own or concept.kind is not Kind.TECHNICAL_COMPETENCE:
        return own
    skills = [find(target) for target in concept.targets(Predicate.SKILL)]
    return skills[0].pref_labels() if skills and skills[0] else {}
