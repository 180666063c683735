"""A concept as its editor shows it: names and notes in columns, links by name, use, findings, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.editing.undoing import concepts_of, states_of
from app.rendering.workbench.naming import Name, field_rows, name_of
from taxonomy import canonical
from taxonomy.checks.fitting import fits
from taxonomy.index import natural_key
from taxonomy.vocabulary import (
    KINDS,
    LANGUAGES,
    PREDICATES,
    Kind,
    LabelType,
    NoteType,
    Predicate,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.editing.holding import Desk
    from app.editing.undoing import State
    from app.editing.viewing import View
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.findings import Finding
    from taxonomy.model import Concept

__all__ = ["Editor", "Target", "editor", "target_of"]

MOST_STATES = 60
_NOTES = {
    Kind.PROFILE: (NoteType.DESCRIPTION, NoteType.WORKING_CONTEXT),
    Kind.COMPETENCE_SET: (NoteType.DISAMBIGUATOR, NoteType.DESCRIPTION),
}
"""Which notes a kind is asked for; another kind is asked for what it is."""
_MEANT = {
    Predicate.ESSENTIAL_COMPETENCE: Kind.TECHNICAL_COMPETENCE,
    Predicate.OPTIONAL_COMPETENCE: Kind.TECHNICAL_COMPETENCE,
    Predicate.MEMBER: Kind.SKILL,
}
"""What a predicate leads to most of all, where it may lead to several kinds."""


class Column(NamedTuple):
    """The names in one language; those that are not preferred stand one a line."""

    lang: str
    preferred: str
    alternative: str
    hidden: str


class Target(NamedTuple):
    """Where a link leads, by code and name."""

    id: str
    notation: str
    name: Name
    retired: bool


class Group(NamedTuple):
    """The links of one predicate, and the kind that is suggested for more of them."""

    predicate: Predicate
    meant: Kind
    targets: Sequence[Target]


class Use(NamedTuple):
    """Who links to the concept by a predicate: how many, and the first of them."""

    predicate: Predicate
    total: int
    targets: Sequence[Target]


class Passed(NamedTuple):
    """A state that the concept was in, and what led to it from the state before; nothing for the first."""

    state: State
    rows: Sequence[FieldRow]


class Editor(NamedTuple):
    """A concept with all that its editor looks at; `revision` is what a save has to have seen."""

    concept: Concept
    name: Name
    revision: str
    columns: Sequence[Column]
    notes: Sequence[tuple[NoteType, dict[str, str]]]
    groups: Sequence[Group]
    uses: Sequence[Use]
    findings: Sequence[Finding]
    changes: Sequence[FieldRow]
    states: Sequence[Passed]


def editor(desk: Desk, view: View, concept: Concept, lang: str) -> Editor:
    """The concept as an editor sees it; `view` is what the changeset makes of the draft."""
    held = view.held.taxonomy.by_id.get(concept.id)
    findings = [it for it in view.with_change(concept).findings if it.concept == concept.id]
    return Editor(
        concept,
        name_of(concept, lang, view.find),
        canonical.revision(canonical.write(concept)).hex(),
        _columns(concept),
        _notes(concept),
        _groups(concept, view, lang),
        _uses(concept, view, lang),
        findings,
        field_rows(held, concept, lang, view.find),
        _passed(desk, view, concept, lang),
    )


def _passed(desk: Desk, view: View, concept: Concept, lang: str) -> list[Passed]:
    """The newest states of the concept, each against the one before."""
    states = states_of(desk.engine, concept.scheme, concept.id)[: MOST_STATES + 1]
    known = concepts_of(desk.engine, states)
    before = [known.get(it.revision) for it in states[1:]] + [None]
    passed = [
        Passed(it, field_rows(old, known[it.revision], lang, view.find) if old else [])
        for it, old in zip(states, before, strict=True)
    ]
    return passed[:MOST_STATES]


def _columns(concept: Concept) -> list[Column]:
    others = sorted({it.lang for it in concept.labels} - set(LANGUAGES))
    return [
        Column(
            lang,
            *(
                "\n".join(it.text for it in concept.labels if (it.lang, it.type) == (lang, type_))
                for type_ in LabelType
            ),
        )
        for lang in (*LANGUAGES, *others)
    ]


def _notes(concept: Concept) -> list[tuple[NoteType, dict[str, str]]]:
    asked = _NOTES.get(concept.kind, (NoteType.DEFINITION, NoteType.DESCRIPTION))
    types = dict.fromkeys((*asked, *(it.type for it in concept.notes)))
    return [(type_, concept.note(type_)) for type_ in types]


def _groups(concept: Concept, view: View, lang: str) -> list[Group]:
    groups = []
    for predicate in PREDICATES[concept.scheme]:
        kinds = [it for it in KINDS[concept.scheme] if fits(concept.kind, predicate, it)]
        targets = [
            target_of(found, view, lang)
            if (found := view.find(it))
            else Target(it, it, Name.of(it), retired=False)
            for it in concept.targets(predicate)
        ]
        if kinds or targets:
            own = concept.kind if concept.kind in kinds else (kinds or [concept.kind])[0]
            groups.append(Group(predicate, _MEANT.get(predicate, own), targets))
    return groups


def _uses(concept: Concept, view: View, lang: str) -> list[Use]:
    uses = []
    linking = view.linking(concept.id)
    for predicate in PREDICATES[concept.scheme]:
        users = [
            it
            for it in linking
            if it.status is Status.ACTIVE and concept.id in it.targets(predicate)
        ]
        users.sort(key=lambda it: natural_key(it.notation))
        if users:
            targets = [target_of(it, view, lang) for it in users[:20]]
            uses.append(Use(predicate, len(users), targets))
    return uses


def target_of(concept: Concept, view: View, lang: str) -> Target:
    """The concept as a list names it, in that language or the first one that it has."""
    return Target(
        concept.id,
        concept.notation or concept.id,
        name_of(concept, lang, view.find),
        concept.status is Status.RETIRED,
    )
