"""Several concepts become one, or one becomes several: whose words stay, and where links lead from then on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from taxonomy.editing.ending import relinked, retired
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.fields import Field, concept_of, fields_of
from taxonomy.findings import Finding, Severity
from taxonomy.model import Label, Link
from taxonomy.vocabulary import LabelType, Predicate, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.editing.fields import Value
    from taxonomy.model import Concept, Note

__all__ = ["Part", "contested", "is_one_thing", "merged_into", "split_into"]

_UNITED = frozenset({"collections", "link", "notations"})
"""Groups whose fields hold several things, all of which go on."""
_ONE = frozenset({Predicate.SKILL})
"""What a concept links to once at most."""
_WEAKER = {Predicate.OPTIONAL_COMPETENCE: Predicate.ESSENTIAL_COMPETENCE}
"""Predicate → the one that says more of the same target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What becomes of a concept that is split: the new concept, still empty, and what it takes over.

    `links` are predicates with targets of the whole; `users` are the concepts that linked to the whole
    and link to this part from then on.
    """

    made: Concept
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    links: frozenset[tuple[Predicate, str]] = frozenset()
    users: frozenset[str] = frozenset()


def is_one_thing(field: Field) -> bool:
    """Whether only one of the merged concepts' values can stand in the field."""
    if field.group == "link":
        return Predicate(field.name) in _ONE
    return field.group in ("framework", "note") or (field.group, field.name) == (
        "label",
        LabelType.PREFERRED,
    )


def contested(concepts: Sequence[Concept]) -> dict[Field, dict[str, Value]]:
    """The fields of which only one value can stay and concepts differ: field → concept id → its value."""
    found: defaultdict[Field, dict[str, Value]] = defaultdict(dict)
    for concept in concepts:
        for field, value in fields_of(concept).items():
            if is_one_thing(field):
                found[field][concept.id] = value
    return {
        field: found[field]
        for field in sorted(found, key=lambda it: it.order)
        if len(found[field]) > 1 and len({_plain(it) for it in found[field].values()}) > 1
    }


def merged_into(
    survivor: Concept,
    others: Sequence[Concept],
    known: Mapping[str, Concept],
    taken: Mapping[Field, str] | None = None,
) -> dict[str, Concept]:
    """Id → concept of all that a merger changes: the survivor, the retired ones, and who links to them.

    Of a field that holds one thing the survivor's stays, else that of the first who has one, unless
    `taken` names another of them for it. Names that are not taken become alternative ones; links, codes
    and collections are united. EditRefusedError as `retired`, and for concepts of several kinds.
    """
    _require_one_kind((survivor, *others))
    changed = {it.id: retired(it, RetirementReason.MERGED, (survivor.id,), known) for it in others}
    changed[survivor.id] = _united(survivor, others, taken or {})
    for it in others:
        now = {**known, **changed}
        changed |= relinked(now, it.id, survivor.id)
    return changed


def split_into(
    concept: Concept, parts: Sequence[Part], known: Mapping[str, Concept]
) -> dict[str, Concept]:
    """Id → concept of all that a split changes: the parts, the retired whole, and who linked to it.

    Every part is of the whole's kind, with its codes and collections. EditRefusedError as `retired`.
    """
    whole = {
        it.made.id: replace(
            it.made,
            labels=it.labels,
            notes=it.notes,
            links=tuple(one for one in concept.links if (one.predicate, one.target) in it.links),
            notations=concept.notations,
            collections=concept.collections,
        )
        for it in parts
    }
    heirs = [it.made.id for it in parts]
    whole[concept.id] = retired(concept, RetirementReason.SPLIT, heirs, {**known, **whole})
    for user in known.values():
        if user.status is Status.ACTIVE and any(it.target == concept.id for it in user.links):
            ours = [it.made.id for it in parts if user.id in it.users]
            whole[user.id] = replace(user, links=tuple(_spread(user.links, concept.id, ours)))
    return whole


def _spread(links: Iterable[Link], gone: str, heirs: Sequence[str]) -> Iterable[Link]:
    for it in links:
        if it.target != gone:
            yield it
        else:
            yield from (it._replace(target=heir) for heir in heirs)


def _united(survivor: Concept, others: Sequence[Concept], taken: Mapping[Field, str]) -> Concept:
    whole = (survivor, *others)
    held = {it.id: fields_of(it) for it in whole}
    fields = dict(held[survivor.id])
    for field in {it for of_one in held.values() for it in of_one}:
        order = dict.fromkeys((taken.get(field, ""), *held))
        values = [held[id][field] for id in order if field in held.get(id, {})]
        if is_one_thing(field):
            fields[field] = values[0]
        elif field.group in _UNITED:
            fields[field] = tuple({_key(it): it for value in values[::-1] for it in value}.values())
    gone = {it.id for it in whole}
    made = concept_of(survivor.scheme, survivor.id, fields)
    return replace(
        made, labels=_names(survivor, others, made), links=tuple(_links(made.links, gone))
    )


def _names(survivor: Concept, others: Sequence[Concept], made: Concept) -> tuple[Label, ...]:
    """Every name once: the chosen ones preferred, the survivor's own under their ids."""
    preferred = [it for it in made.labels if it.type is LabelType.PREFERRED]
    own = {it.lang: it for it in survivor.labels if it.type is LabelType.PREFERRED}
    kept: dict[tuple[str, str], Label] = {}
    for it in preferred:
        like = own.get(it.lang)
        kept[it.lang, it.text] = (
            like._replace(text=it.text) if like else Label(it.lang, it.type, it.text)
        )
    rest = [(it, True) for it in survivor.labels]
    rest += [(it, False) for one in others for it in one.labels]
    for it, is_own in rest:
        if (it.lang, it.text) in kept:
            continue
        if it.type is LabelType.PREFERRED:
            kept[it.lang, it.text] = Label(it.lang, LabelType.ALTERNATIVE, it.text)
        else:
            kept[it.lang, it.text] = it if is_own else Label(it.lang, it.type, it.text)
    return tuple(kept.values())


def _links(links: Iterable[Link], gone: set[str]) -> Iterable[Link]:
    found = [it for it in links if it.target not in gone]
    there = {(it.predicate, it.target) for it in found}
    return [it for it in found if (_WEAKER.get(it.predicate), it.target) not in there]


def _require_one_kind(concepts: Sequence[Concept]) -> None:
    first = concepts[0]
    for it in concepts[1:]:
        if it.kind is not first.kind:
            message = f"{it.notation or it.id} is a {it.kind}, and {first.notation or first.id} a {first.kind}"
            finding = Finding(
                severity=Severity.ERROR, code="merged-kinds", message=message, concept=it.id
            )
            told = f"concepts of one kind are merged: {message}"
            raise EditRefusedError(told, [finding])


def _key(part: Any) -> object:
    return (part.predicate, part.target) if isinstance(part, Link) else part


def _plain(value: Value) -> tuple[object, ...]:
    """What is read in a field, ids of names aside."""
    return tuple(it.text if isinstance(it, Label) else it for it in value)
