"""What there is to translate: each text of a concept in the source language, once a target language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.model import Label, Note
from taxonomy.text import normalise_label, normalise_note
from taxonomy.vocabulary import LabelType, NoteType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.model import Concept

__all__ = [
    "FIELDS",
    "PREF_LABEL",
    "SOURCE",
    "TARGETS",
    "Past",
    "Place",
    "Said",
    "Unit",
    "first_said",
    "texts",
    "tidy",
    "unit_id",
    "units_of",
    "with_texts",
]

SOURCE = "nl"
"""The language that Competent is written in first."""
TARGETS = ("fr", "de", "en")
"""The languages that it is translated into."""
PREF_LABEL = "pref_label"
FIELDS = (PREF_LABEL, *(it.value for it in NoteType))
"""The texts of a concept that are translated, in the order of the work. Other names are not: each is one language's own."""
_NOTES = {it.value: it for it in NoteType}

Said = dict[tuple[str, str], str]
"""(field, language) → text."""


class Place(NamedTuple):
    """Where a translation stands: a field of a concept in a target language."""

    concept_id: str
    field: str
    lang: str


class Past(NamedTuple):
    """The source text for which today's translation was first published, and the version of that release."""

    source: str
    version: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A text to be translated: what the source says now, what the target language says, and since when.

    `past` is None where no release has published today's translation.
    """

    id: str
    place: Place
    kind: str
    notation: str
    source: str
    target: str
    past: Past | None


def texts(concept: Concept) -> Said:
    """The preferred labels and the notes of a concept; of several notes of one kind the first."""
    said = {(it.type.value, it.lang): it.text for it in reversed(concept.notes)}
    said |= {(PREF_LABEL, lang): text for lang, text in concept.pref_labels().items()}
    return said


def unit_id(scheme: str, place: Place) -> str:
    """The name of a unit, the same for ever: 20 hexadecimal digits."""
    return hashlib.sha256("\x00".join((scheme, *place)).encode()).hexdigest()[:20]


def units_of(
    concept: Concept, said: Said, history: Sequence[tuple[str, Said]], targets: Iterable[str]
) -> Iterator[Unit]:
    """The units of an active concept; `history` are its texts by version, oldest first."""
    if concept.status is not Status.ACTIVE:
        return
    for field in FIELDS:
        source = said.get((field, SOURCE))
        for lang in targets if source else ():
            place = Place(concept.id, field, lang)
            target = said.get((field, lang), "")
            yield Unit(
                id=unit_id(concept.scheme, place),
                place=place,
                kind=concept.kind.value,
                notation=concept.notation,
                source=source or "",
                target=target,
                past=first_said(history, field, lang, target) if target else None,
            )


def first_said(
    history: Sequence[tuple[str, Said]], field: str, lang: str, target: str
) -> Past | None:
    """Where the translation was first published without a break, None where the newest release has another.

    It was made for the source text of that release: whether the source changed since, nobody has said.
    """
    found = None
    for version, said in reversed(history):
        if said.get((field, lang)) != target:
            break
        found = Past(said.get((field, SOURCE), ""), version)
    return found


def tidy(field: str, text: str) -> str:
    """The text as it is stored: labels on one line, notes with their paragraphs."""
    return normalise_label(text) if field == PREF_LABEL else normalise_note(text)


def with_texts(concept: Concept, changed: Mapping[tuple[str, str], str]) -> Concept:
    """The concept with these texts instead of those it had; "" takes one away."""
    labels = [
        it
        for it in concept.labels
        if it.type is not LabelType.PREFERRED or (PREF_LABEL, it.lang) not in changed
    ]
    notes = [it for it in concept.notes if (it.type.value, it.lang) not in changed]
    kept = {it.lang: it for it in concept.labels if it.type is LabelType.PREFERRED}
    for (field, lang), text in changed.items():
        if text and field == PREF_LABEL:
            old = kept.get(lang)
            labels.append(
                old._replace(text=text) if old else Label(lang, LabelType.PREFERRED, text)
            )
        elif text:
            notes.append(Note(lang, _NOTES[field], text))
    return replace(concept, labels=tuple(labels), notes=tuple(notes))
