"""Which changes of a concept touch its mappings: one table, every type of change with its reason."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from taxonomy.changes import Change, ChangeClass, ChangeType
from taxonomy.currency.values import Touch, TouchKind
from taxonomy.diff import diff_concepts
from taxonomy.vocabulary import LabelType, RetirementReason

if TYPE_CHECKING:
    from taxonomy.currency.values import Move
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["TOUCHING", "touches"]

_GONE, _MEANING, _LABEL = TouchKind.GONE, TouchKind.MEANING, TouchKind.LABEL

TOUCHING: dict[ChangeType, tuple[TouchKind | None, str]] = {
    ChangeType.ADDED: (None, "what comes back or comes late makes no mapping wrong"),
    ChangeType.RESTORED: (None, "the concept can be used again, which is what the mapping says"),
    ChangeType.RETIRED: (_GONE, "nobody should use the concept any more"),
    ChangeType.CAME_AND_WENT: (_GONE, "the release holds the concept only as retired"),
    ChangeType.DROPPED: (_GONE, "the release does not hold the concept, not even as retired"),
    ChangeType.KIND_CHANGED: (_MEANING, "what was a skill is knowledge now: another thing is meant"),
    ChangeType.NOTATION_CHANGED: (None, "the id is the key; codes and groups of ISCO say where it stands"),
    ChangeType.RENAMED: (_LABEL, "the concept is called otherwise in a language it had before"),
    ChangeType.LABEL_ADDED: (None, "a new language or a further name says more, not otherwise"),
    ChangeType.LABEL_REMOVED: (None, "a name or a language that is left out says less, not otherwise"),
    ChangeType.LABEL_MOVED: (None, "the name stays; where a preferred one changes, it is renamed too"),
    ChangeType.LABEL_CODE_CHANGED: (None, "the id of a name is no part of the meaning"),
    ChangeType.NOTE_CHANGED: (_MEANING, "a text that says what is meant reads otherwise"),
    ChangeType.LINK_MOVED: (None, "essential or optional: the concept stays what it is"),
    ChangeType.LINK_ADDED: (None, "a link says with what it stands; new skills have items of their own"),
    ChangeType.LINK_REMOVED: (None, "a link says with what it stands, not what it is"),
    ChangeType.LINK_RANKED: (None, "an order is no meaning"),
    ChangeType.COLLECTION_ADDED: (None, "a list that it stands in is no meaning"),
    ChangeType.COLLECTION_REMOVED: (None, "a list that it stands in is no meaning"),
    ChangeType.ATTRIBUTE_CHANGED: (None, "dates and marks of the publisher are no meaning"),
    ChangeType.FRAMEWORK_CHANGED: (None, "its place in a framework is a mapping of its own"),
    ChangeType.SUCCESSORS_CHANGED: (_GONE, "it was retired before, and other successors are named now"),
}  # fmt: skip
"""Type of change → what it does to the mappings of the concept (None: nothing), and why.

A text counts only where it stood there before and reads otherwise now, and not where it differs in
cosmetics (`taxonomy.wording`): a language that a source gives for the first time re-opens nothing.
"""

_WORDS = re.compile(r"\w+")
_TEXTS = (ChangeType.RENAMED, ChangeType.NOTE_CHANGED)
_MOST_CHARACTERS = 4_000
"""Of a text that is kept in a reason; the longest description of ESCO 1.2 has 2 300."""


def touches(concept_id: str, move: Move) -> tuple[Touch, ...]:
    """What touched the mappings of a concept on the way, the gravest first; proposals are left open."""
    before, after = _named(concept_id, move.before), _named(concept_id, move.after)
    if before is None and after is None:
        return ()
    found = [_touch(it, move) for it in diff_concepts([(before, after)]) if _counts(it)]
    return tuple(sorted(found, key=lambda it: list(TouchKind).index(it.kind)))


def _named(concept_id: str, index: ReleaseIndex) -> Concept | None:
    """The concept with what a touch can be of, so that the rest need not be compared.

    A technical competence bears the labels of its skill.
    """
    concept = index.taxonomy.by_id.get(concept_id)
    if concept is None:
        return None
    labels = tuple(it for it in index.labels(concept) if it.type is LabelType.PREFERRED)
    return replace(concept, labels=labels, links=(), collections=(), attributes=())


def _counts(change: Change) -> bool:
    if TOUCHING[change.change][0] is None:
        return False
    if change.change not in _TEXTS:
        return True
    return bool(change.before and change.after and change.change_class is not ChangeClass.COSMETIC)


def _touch(change: Change, move: Move) -> Touch:
    kind = TOUCHING[change.change][0] or _MEANING
    split = change.reason is RetirementReason.SPLIT or len(change.replaced_by) > 1
    text = change.change in _TEXTS
    return Touch(
        kind=TouchKind.SPLIT if kind is _GONE and split else kind,
        end=move.end,
        scheme=move.after.release.scheme,
        concept_id=change.concept_id,
        since=move.before.release.version,
        version=move.after.release.version,
        change=change.change.value,
        change_class=change.change_class.value if change.change_class else "",
        field=str(change.field),
        lang=change.lang,
        before=change.before[:_MOST_CHARACTERS],
        after=change.after[:_MOST_CHARACTERS],
        alike=_alike(change.before, change.after) if text else None,
    )


def _alike(before: str, after: str) -> float:
    words = _WORDS.findall(before.casefold()), _WORDS.findall(after.casefold())
    return round(Indel.normalized_similarity(*words), 2)
