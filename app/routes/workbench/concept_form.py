"""What the form of a concept says: the concept as somebody left it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taxonomy.errors import InvalidQueryError
from taxonomy.model import Framework, Label, Link, Notation, Note
from taxonomy.vocabulary import LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from taxonomy.model import Concept

__all__ = ["edited"]


def edited(
    concept: Concept, sent: Mapping[str, list[str]], find: Callable[[str], Concept | None]
) -> Concept:
    """The concept with what the form says; what the form does not ask for stays.

    A name keeps its id where its text stays, a link its rank. InvalidQueryError for a link to what
    nobody knows.
    """
    framework = [sent.get(f"framework.{it}", [""])[-1].strip() for it in Framework._fields]
    return replace(
        concept,
        labels=_labels(concept, sent),
        notes=_notes(concept, sent),
        links=_links(concept, sent, find),
        notations=_notations(concept, sent),
        collections=_lines(sent, "collections") if "collections" in sent else concept.collections,
        framework=Framework(*framework) if all(framework) else concept.framework,
    )


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
) -> tuple[Link, ...]:
    links = []
    for predicate in Predicate:
        name = f"link.{predicate.value}"
        held = [it for it in concept.links if it.predicate is predicate]
        if f"{name}.asked" not in sent:
            links += held
            continue
        kept = set(sent.get(name, ()))
        links += [it for it in held if it.target in kept]
        for text in sent.get(f"{name}.add", ()):
            for reference in text.replace(",", " ").split():
                links.append(Link(predicate, _target(reference, find)))
    return tuple(dict.fromkeys(links))


def _target(reference: str, find: Callable[[str], Concept | None]) -> str:
    found = find(reference)
    if found is None:
        message = f"{reference[:80]!r} is neither a code nor an id that the draft knows"
        raise InvalidQueryError(message)
    return found.id


def _notations(concept: Concept, sent: Mapping[str, list[str]]) -> tuple[Notation, ...]:
    if "notations" not in sent:
        return concept.notations
    found = []
    for line in _lines(sent, "notations"):
        system, _, value = line.partition(" ")
        if not value.strip():
            message = f"{line[:80]!r}: a line is a system and a code, such as isco-08 7511"
            raise InvalidQueryError(message)
        found.append(Notation(system, value.strip()))
    return tuple(found)


def _lines(sent: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    text = sent[name][-1]
    return tuple(dict.fromkeys(it.strip() for it in text.splitlines() if it.strip()))
