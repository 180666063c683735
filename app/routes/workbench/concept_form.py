"""What the form of a concept says: the concept as somebody left it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.model import Framework, Label, Link, Notation, Note
from taxonomy.vocabulary import LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from taxonomy.model import Concept

__all__ = ["Flaw", "Typed", "edited"]


class Flaw(NamedTuple):
    """What is wrong with what was typed into a field: `unknown` or `not-a-code`, and with which part."""

    code: str
    part: str


class Typed(NamedTuple):
    """The concept with what the form says, and name of a field → what is wrong with it."""

    concept: Concept
    flaws: Mapping[str, Sequence[Flaw]]


def edited(
    concept: Concept, sent: Mapping[str, list[str]], find: Callable[[str], Concept | None]
) -> Typed:
    """The concept with what the form says; what the form does not ask for stays.

    A name keeps its id where its text stays, a link its rank. What leads to nothing that anybody
    knows is left out, and told.
    """
    framework = [sent.get(f"framework.{it}", [""])[-1].strip() for it in Framework._fields]
    links, unknown = _links(concept, sent, find)
    notations, odd = _notations(concept, sent)
    found = replace(
        concept,
        labels=_labels(concept, sent),
        notes=_notes(concept, sent),
        links=links,
        notations=notations,
        collections=_lines(sent, "collections") if "collections" in sent else concept.collections,
        framework=Framework(*framework) if all(framework) else concept.framework,
    )
    return Typed(found, {**unknown, **({"notations": odd} if odd else {})})


def _labels(concept: Concept, sent: Mapping[str, list[str]]) -> tuple[Label, ...]:
    labels = [it for it in concept.labels if f"label.{it.type.value}.{it.lang}" not in sent]
    for name in sent:
        group, _, rest = name.partition(".")
        type_, _, lang = rest.partition(".")
        if group != "label" or type_ not in set(LabelType):
            continue
        kind = LabelType(type_)
        known = {it.text: it for it in concept.labels if (it.lang, it.type) == (lang, kind)}
        for text in _lines(sent, name):
            only = next(iter(known.values()), None) if kind is LabelType.PREFERRED else None
            like = known.get(text) or only
            labels.append(like._replace(text=text) if like else Label(lang, kind, text))
    return tuple(labels)


def _notes(concept: Concept, sent: Mapping[str, list[str]]) -> tuple[Note, ...]:
    notes = [it for it in concept.notes if f"note.{it.type.value}.{it.lang}" not in sent]
    for name, values in sent.items():
        group, _, rest = name.partition(".")
        type_, _, lang = rest.partition(".")
        if group == "note" and type_ in set(NoteType) and values[-1].strip():
            notes.append(Note(lang, NoteType(type_), values[-1]))
    return tuple(notes)


def _links(
    concept: Concept,
    sent: Mapping[str, list[str]],
    find: Callable[[str], Concept | None],
) -> tuple[tuple[Link, ...], dict[str, list[Flaw]]]:
    links: list[Link] = []
    flaws: dict[str, list[Flaw]] = {}
    for predicate in Predicate:
        name = f"link.{predicate.value}"
        held = [it for it in concept.links if it.predicate is predicate]
        if f"{name}.asked" not in sent:
            links += held
            continue
        typed = _references([*sent.get(name, ()), *sent.get(f"{name}.add", ())])
        here = {it.target for it in held}
        meant = {it: found.id if (found := find(it)) else it for it in typed}
        links += [it for it in held if it.target in meant.values()]
        known = [it for it in dict.fromkeys(meant.values()) if it not in here and find(it)]
        links += [Link(predicate, it) for it in known]
        unknown = [Flaw("unknown", it) for it in typed if meant[it] not in here and not find(it)]
        if unknown:
            flaws[f"{name}.add"] = unknown
    return tuple(dict.fromkeys(links)), flaws


def _references(texts: Iterable[str]) -> list[str]:
    return [it for text in texts for it in text.replace(",", " ").split()]


def _notations(
    concept: Concept, sent: Mapping[str, list[str]]
) -> tuple[tuple[Notation, ...], list[Flaw]]:
    if "notations" not in sent:
        return concept.notations, []
    found, odd = [], []
    for line in _lines(sent, "notations"):
        system, _, value = line.partition(" ")
        if value.strip():
            found.append(Notation(system, value.strip()))
        else:
            odd.append(Flaw("not-a-code", line))
    return tuple(found), odd


def _lines(sent: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    text = sent[name][-1]
    return tuple(dict.fromkeys(it.strip() for it in text.splitlines() if it.strip()))
