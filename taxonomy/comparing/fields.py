"""The changes of a concept's kind, codes, notes, links and other fields."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from taxonomy.changes import Change, ChangeClass, ChangeType
from taxonomy.vocabulary import NoteType, Predicate
from taxonomy.wording import same_but_for_cosmetics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.model import Concept

__all__ = [
    "attributes",
    "collections",
    "framework",
    "kind",
    "links",
    "notations",
    "notes",
    "successors",
]

_Key = TypeVar("_Key", bound=tuple[str, ...])

_OTHER_STRENGTH = {
    Predicate.ESSENTIAL_COMPETENCE: Predicate.OPTIONAL_COMPETENCE,
    Predicate.OPTIONAL_COMPETENCE: Predicate.ESSENTIAL_COMPETENCE,
    Predicate.ESSENTIAL_SKILL: Predicate.OPTIONAL_SKILL,
    Predicate.OPTIONAL_SKILL: Predicate.ESSENTIAL_SKILL,
    Predicate.CORE_COMPETENCE: Predicate.SPECIFIC_COMPETENCE,
    Predicate.SPECIFIC_COMPETENCE: Predicate.CORE_COMPETENCE,
}


def kind(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Another kind, and for completeness another scheme."""
    changed = base._replace(change=ChangeType.KIND_CHANGED)
    if before.kind is not after.kind:
        yield changed._replace(field="kind", before=before.kind.value, after=after.kind.value)
    if before.scheme != after.scheme:
        yield changed._replace(field="scheme", before=before.scheme, after=after.scheme)


def notations(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Another code, in the scheme itself or in another system (`notations.isco-08`)."""
    changed = base._replace(change=ChangeType.NOTATION_CHANGED)
    if before.notation != after.notation:
        yield changed._replace(field="notation", before=before.notation, after=after.notation)
    old = (((it.system,), it.value) for it in before.notations)
    new = (((it.system,), it.value) for it in after.notations)
    for (system,), one, other in _replaced(old, new):
        yield changed._replace(field=f"notations.{system}", before=one, after=other)


def notes(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Changed notes; all but a disambiguator say what the concept means."""
    old = (((it.type, it.lang), it.text) for it in before.notes)
    new = (((it.type, it.lang), it.text) for it in after.notes)
    for (type_, lang), one, other in _replaced(old, new):
        yield base._replace(
            change=ChangeType.NOTE_CHANGED,
            change_class=_depth(type_, one, other),
            field=type_,
            lang=lang,
            before=one,
            after=other,
        )


def _depth(type_: str, one: str, other: str) -> ChangeClass:
    if one and other and same_but_for_cosmetics(one, other):
        return ChangeClass.COSMETIC
    return ChangeClass.WORDING if type_ == NoteType.DISAMBIGUATOR else ChangeClass.MEANING


def links(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Links that came, went, moved between essential and optional, or stand at another rank."""
    had, has = _ranks(before), _ranks(after)
    gone, come = had.keys() - has.keys(), has.keys() - had.keys()
    moved = {it for it in gone if (_OTHER_STRENGTH.get(it[0]), it[1]) in come}
    arrived = {(_OTHER_STRENGTH[predicate], target) for predicate, target in moved}
    for predicate, target in moved:
        yield _strengthened(predicate, target, base)
    for predicate, target in gone - moved:
        yield _link(ChangeType.LINK_REMOVED, predicate, target, base)
    for predicate, target in come - arrived:
        yield _link(ChangeType.LINK_ADDED, predicate, target, base)
    for predicate, target in had.keys() & has.keys():
        one, other = had[predicate, target], has[predicate, target]
        if one != other:
            ranked = _link(ChangeType.LINK_RANKED, predicate, target, base)
            yield ranked._replace(before=_spelled(one), after=_spelled(other))


def _ranks(concept: Concept) -> dict[tuple[Predicate, str], list[int]]:
    ranks: defaultdict[tuple[Predicate, str], list[int]] = defaultdict(list)
    for link in concept.links:
        ranks[link.predicate, link.target].append(link.rank)
    return ranks


def _spelled(ranks: list[int]) -> str:
    return ", ".join(map(str, ranks))


def _strengthened(predicate: Predicate, target: str, base: Change) -> Change:
    other = _OTHER_STRENGTH[predicate]
    moved = _link(ChangeType.LINK_MOVED, other, target, base)
    return moved._replace(moved_from=predicate.value, moved_to=other.value)


def _link(change: ChangeType, predicate: Predicate, target: str, base: Change) -> Change:
    return base._replace(change=change, predicate=predicate, target=target, field="links")


def collections(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Collections that the concept came into or left."""
    had, has = set(before.collections), set(after.collections)
    for name in had - has:
        yield base._replace(change=ChangeType.COLLECTION_REMOVED, field="collections", before=name)
    for name in has - had:
        yield base._replace(change=ChangeType.COLLECTION_ADDED, field="collections", after=name)


def attributes(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Attributes that came, went or have another value (`attributes.ai_label`)."""
    changed = base._replace(change=ChangeType.ATTRIBUTE_CHANGED)
    old = (((name,), value) for name, value in before.attributes)
    new = (((name,), value) for name, value in after.attributes)
    for (name,), one, other in _replaced(old, new):
        yield changed._replace(field=f"attributes.{name}", before=one, after=other)


def framework(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Another place in a framework of digital skills."""
    yield base._replace(
        change=ChangeType.FRAMEWORK_CHANGED,
        field="framework",
        before=" ".join(before.framework or ()),
        after=" ".join(after.framework or ()),
    )


def successors(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """Other successors of a concept that was retired before, or another reason."""
    changed = base._replace(
        change=ChangeType.SUCCESSORS_CHANGED,
        reason=after.retirement,
        replaced_by=after.replaced_by,
    )
    if before.retirement is not after.retirement:
        one, other = before.retirement or "", after.retirement or ""
        yield changed._replace(field="retirement", before=str(one), after=str(other))
    if before.replaced_by != after.replaced_by:
        one, other = ", ".join(before.replaced_by), ", ".join(after.replaced_by)
        yield changed._replace(field="replaced_by", before=one, after=other)


def _replaced(
    before: Iterable[tuple[_Key, str]], after: Iterable[tuple[_Key, str]]
) -> Iterator[tuple[_Key, str, str]]:
    """Key, text before, text after; "" where a text has no counterpart under its key."""
    had, has = set(before), set(after)
    gone, come = had - has, has - had
    for key in sorted({key for key, _ in gone | come}):
        old = sorted(text for other, text in gone if other == key)
        new = sorted(text for other, text in come if other == key)
        for one, other in zip_longest(old, new, fillvalue=""):
            yield key, one, other
