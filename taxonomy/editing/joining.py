"""Several concepts become one: whose words stay, what goes on, and where links lead from then on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from taxonomy.editing.ending import retired
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.fields import Field, concept_of, fields_of
from taxonomy.editing.items import PARTS, Item, item_of, items_of, users_of, without_weaker
from taxonomy.findings import Finding, Severity
from taxonomy.model import Label, Link
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LabelType, Predicate, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.editing.fields import Value
    from taxonomy.model import Concept

__all__ = ["Choice", "choices", "contested", "merged_into"]

_UNITED = frozenset({"collections", "link", "notations"})
"""Groups whose fields hold several things, all of which go on."""
_ONE = frozenset({Predicate.SKILL})
"""What a concept links to once at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen of concepts that are merged.

    `taken` is a field that holds one thing → the id of the concept whose words stay in it; `without`
    holds what does not go on, of `choices`.
    """

    taken: Mapping[Field, str] = field(default_factory=dict)
    without: frozenset[Item] = frozenset()


def contested(concepts: Sequence[Concept]) -> dict[Field, dict[str, Value]]:
    """The fields of which only one value can stay and concepts differ: field → concept id → its value."""
    found: defaultdict[Field, dict[str, Value]] = defaultdict(dict)
    for concept in concepts:
        for at, value in fields_of(concept).items():
            if _is_one_thing(at):
                found[at][concept.id] = value
    return {
        at: found[at]
        for at in sorted(found, key=lambda it: it.order)
        if len(found[at]) > 1 and len({_plain(it) for it in found[at].values()}) > 1
    }


def choices(
    survivor: Concept,
    others: Sequence[Concept],
    known: Mapping[str, Concept],
    taken: Mapping[Field, str] | None = None,
) -> list[Item]:
    """What goes on in the survivor unless it is left out: names, texts, links, codes, and who links to the others.

    Not among them are the survivor's own preferred names and texts, what is chosen as a whole
    (`contested`), and whoever links to the survivor already.
    """
    whole = (survivor, *others)
    chosen, own = contested(whole), set(items_of(survivor))
    made = _united(survivor, others, taken or {})
    there = set(users_of({survivor.id}, known.values()))
    users = users_of({it.id for it in whole}, known.values())
    return [
        *(
            it
            for it in items_of(made)
            if not (_is_one_thing(it.field) and (it in own or it.field in chosen))
        ),
        *(it for it in users if it not in there),
    ]


def merged_into(
    survivor: Concept,
    others: Sequence[Concept],
    known: Mapping[str, Concept],
    choice: Choice | None = None,
) -> dict[str, Concept]:
    """Id → concept of all that a merger changes: the survivor, the retired ones, and who links to them.

    Of a field that holds one thing the survivor's stays, else that of the first who has one, unless
    another one's is taken. Names that are not taken become alternative ones; links, codes and
    collections are united, and essential wins over optional. What is left out does not go on: of
    whoever links to the others, that link goes. EditRefusedError as `retired`, for concepts of several
    kinds, and for what cannot be left out because it is not there.
    """
    chosen = choice or Choice()
    _require_one_kind((survivor, *others))
    gone = [it.id for it in others]
    changed = {it.id: retired(it, RetirementReason.MERGED, (survivor.id,), known) for it in others}
    if chosen.without:
        _require_known(chosen.without, choices(survivor, others, known, chosen.taken))
    made = _united(survivor, others, chosen.taken)
    changed[survivor.id] = _less(made, chosen.without)
    for user in known.values():
        if (
            user.status is Status.ACTIVE
            and user.id not in changed
            and any(it.target in gone for it in user.links)
        ):
            links = _led(user, gone, survivor.id, chosen.without)
            changed[user.id] = replace(user, links=tuple(without_weaker(links, {survivor.id})))
    return changed


def _is_one_thing(at: Field) -> bool:
    """Whether only one of the merged concepts' values can stand in the field."""
    if at.group == "link":
        return Predicate(at.name) in _ONE
    return at.group in ("framework", "note") or (at.group, at.name) == (
        "label",
        LabelType.PREFERRED,
    )


def _led(user: Concept, gone: Sequence[str], heir: str, without: frozenset[Item]) -> Iterable[Link]:
    """The links of who linked to what is gone: to its heir, each once, or nowhere."""
    there = {(it.predicate, it.target) for it in user.links}
    for it in user.links:
        left = Item("user", it.predicate.value, user.id) in without
        if it.target not in gone:
            yield it
        elif not left and (it.predicate, heir) not in there:
            there.add((it.predicate, heir))
            yield it._replace(target=heir)


def _less(concept: Concept, without: frozenset[Item]) -> Concept:
    """The concept without these names, texts, links and codes; what is left of its links is told once."""
    if without:
        kept: dict[str, Any] = {
            name: tuple(it for it in getattr(concept, name) if item_of(it) not in without)
            for name in PARTS
        }
        concept = replace(concept, **kept)
    targets = {it.target for it in concept.links}
    return replace(concept, links=tuple(without_weaker(concept.links, targets)))


def _united(survivor: Concept, others: Sequence[Concept], taken: Mapping[Field, str]) -> Concept:
    """The survivor with all that the merged concepts say of themselves, but not of each other."""
    whole = (survivor, *others)
    held = {it.id: fields_of(it) for it in whole}
    fields = dict(held[survivor.id])
    for at in {it for of_one in held.values() for it in of_one}:
        order = dict.fromkeys((taken.get(at, ""), *held))
        values = [held[id][at] for id in order if at in held.get(id, {})]
        if _is_one_thing(at):
            fields[at] = values[0]
        elif at.group in _UNITED:
            fields[at] = tuple({_key(it): it for value in values[::-1] for it in value}.values())
    made = concept_of(survivor.scheme, survivor.id, fields)
    links = tuple(it for it in made.links if it.target not in held)
    return replace(made, labels=_names(survivor, others, made), links=links)


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


def _require_known(without: frozenset[Item], offered: Sequence[Item]) -> None:
    strange = sorted(without - set(offered))
    if strange:
        named = ", ".join(f"{it.field} {it.value[:80]!r}" for it in strange[:5])
        message = sentence(
            "cannot be left out, because it does not go on or is chosen as a field: %(named)s",
            named=named,
        )
        raise EditRefusedError(message)


def _require_one_kind(concepts: Sequence[Concept]) -> None:
    first = concepts[0]
    for it in concepts[1:]:
        if it.kind is not first.kind:
            message = sentence(
                "%(concept)s is a %(kind)s, and %(other)s a %(kind2)s",
                concept=it.notation or it.id,
                kind=it.kind,
                other=first.notation or first.id,
                kind2=first.kind,
            )
            finding = Finding(
                severity=Severity.ERROR, code="merged-kinds", message=message, concept=it.id
            )
            told = sentence("concepts of one kind are merged: %(told)s", told=message)
            raise EditRefusedError(told, [finding])


def _key(part: Any) -> object:
    return (part.predicate, part.target) if isinstance(part, Link) else part


def _plain(value: Value) -> tuple[object, ...]:
    """What is read in a field, ids of names aside."""
    return tuple(it.text if isinstance(it, Label) else it for it in value)
