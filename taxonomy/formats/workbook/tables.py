"""The eleven tables of a release workbook, cell by cell; codes stand in their natural order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from taxonomy.formats.workbook.spreadsheet import Sheet
from taxonomy.formats.workbook.wording import DATES, LINKED_LANGUAGES, TITLE_LANGUAGES, TITLED
from taxonomy.index import natural_key
from taxonomy.sources.competent_workbook.codes import system_name
from taxonomy.sources.competent_workbook.shapes import (
    ALTERNATIVE_NAMES,
    AREAS_OF_INTEREST,
    CODES,
    COMPETENCE_SETS,
    DIGITAL_SKILLS,
    ESSENTIAL_COMPETENCES,
    OPTIONAL_COMPETENCES,
    PROFILES,
    PROOFS_OF_LEARNING,
    SECTORS,
    SHAPES,
    SOFT_SKILLS,
    Shape,
)
from taxonomy.text import normalise_label
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from taxonomy.model import Concept, Taxonomy

__all__ = ["tables"]

Row = tuple[str, ...]

_NAMES = {OPTIONAL_COMPETENCES: "Occ.Prof - Optional Competences"}
"""Where a sheet is called otherwise than it is recognised."""
_BLOCK_TYPES = {
    Kind.SKILL: "skill",
    Kind.KNOWLEDGE: "knowledge",
    Kind.BEHAVIOUR: "behavioural indicator",
}
_BLOCK_ORDER = list(_BLOCK_TYPES)
_LINKED = {
    PROOFS_OF_LEARNING: Predicate.PROOF_OF_LEARNING,
    SECTORS: Predicate.SECTOR,
    SOFT_SKILLS: Predicate.SOFT_SKILL,
    DIGITAL_SKILLS: Predicate.DIGITAL_SKILL,
    AREAS_OF_INTEREST: Predicate.AREA_OF_INTEREST,
    ESSENTIAL_COMPETENCES: Predicate.ESSENTIAL_COMPETENCE,
    OPTIONAL_COMPETENCES: Predicate.OPTIONAL_COMPETENCE,
    COMPETENCE_SETS: Predicate.COMPETENCE_SET,
}


def tables(taxonomy: Taxonomy) -> list[Sheet]:
    """The sheets in their order; the taxonomy may hold only what a workbook carries."""
    profiles = _in_order(it for it in taxonomy if it.kind is Kind.PROFILE)
    tails = _tails(taxonomy)
    heads = [(it.id, it.notation, *_titles(it)) for it in profiles]
    rows: dict[Shape, list[Row]] = {PROFILES: [_row(it) for it in profiles]}
    for shape in SHAPES[1:]:
        rows[shape] = [
            head + tail
            for head, profile in zip(heads, profiles, strict=True)
            for tail in tails[shape](profile)
        ]
    return [
        Sheet(
            name=_NAMES.get(shape, shape.prefix),
            widths=tuple(map(_width, shape.columns)),
            rows=[shape.columns, *rows[shape]],
        )
        for shape in SHAPES
    ]


def _width(column: str) -> int:
    """Characters: ids and texts need more than codes, types and dates."""
    if column == "uuid" or column.endswith(" id"):
        return 38
    return 40 if column.endswith(tuple(f" {lang}" for lang in TITLE_LANGUAGES)) else 16


def _in_order(concepts: Iterable[Concept]) -> list[Concept]:
    return sorted(concepts, key=lambda it: (natural_key(it.notation), it.id))


def _titles(concept: Concept, languages: tuple[str, ...] = LINKED_LANGUAGES) -> Row:
    titles = concept.pref_labels()
    return tuple([titles.get(lang, "") for lang in languages])


def _row(profile: Concept) -> Row:
    """A row of the sheet of the profiles."""
    notes = [profile.note(NoteType.DESCRIPTION), profile.note(NoteType.WORKING_CONTEXT)]
    texts = [told.get(lang, "") for told in notes for lang in TITLE_LANGUAGES]
    dates = dict(profile.attributes)
    titles = _titles(profile, TITLE_LANGUAGES)
    return (profile.id, profile.notation, *titles, *texts, *(dates.get(it, "") for it in DATES))


def _alternatives(profile: Concept) -> list[Row]:
    names = [it for it in profile.labels if it.type is LabelType.ALTERNATIVE]
    names.sort(key=lambda it: (natural_key(it.notation), it))
    return [(it.id, it.notation, it.lang, it.text) for it in names]


def _codes(profile: Concept) -> list[Row]:
    codes = sorted(profile.notations, key=lambda it: (it.system, natural_key(it.value)))
    return [(_as_written(it.system), it.value) for it in codes]


def _as_written(system: str) -> str:
    """`ISCO-08` for `isco-08`, unless it would be read as another name."""
    upper = system.upper()
    return upper if normalise_label(upper) == upper and system_name(upper) == system else system


def _tails(taxonomy: Taxonomy) -> Mapping[Shape, Callable[[Concept], Iterable[Row]]]:
    """What the sheets say of a profile, right of its titles."""
    told: dict[str, list[Row]] = {it.id: _told(it, taxonomy.by_id) for it in taxonomy}

    def linked(predicate: Predicate) -> Callable[[Concept], Iterable[Row]]:
        def tails(profile: Concept) -> Iterable[Row]:
            targets = _in_order(taxonomy.by_id[it] for it in profile.targets(predicate))
            return [row for target in targets for row in told[target.id]]

        return tails

    found: dict[Shape, Callable[[Concept], Iterable[Row]]] = {
        shape: linked(predicate) for shape, predicate in _LINKED.items()
    }
    return found | {ALTERNATIVE_NAMES: _alternatives, CODES: _codes}


def _told(concept: Concept, by_id: Mapping[str, Concept]) -> list[Row]:
    """The cells that tell of a concept wherever a profile is linked to it."""
    own = (concept.id, concept.notation)
    if concept.kind is Kind.TECHNICAL_COMPETENCE:
        return [
            (*own, _BLOCK_TYPES[it.kind], it.id, it.notation, *_titles(it))
            for it in _blocks(concept, by_id)
        ]
    if concept.kind is Kind.COMPETENCE_SET:
        disambiguators = concept.note(NoteType.DISAMBIGUATOR)
        told = [disambiguators.get(lang, "") for lang in LINKED_LANGUAGES]
        set_cells = (*own, *_titles(concept), *told)
        return [
            (*set_cells, _BLOCK_TYPES[it.kind].upper(), it.notation, *_titles(it))
            for it in _blocks(concept, by_id)
        ]
    if concept.kind in TITLED:
        return [(*own, next((it.id for it in concept.labels), ""), *_titles(concept))]
    return [(*own, *_titles(concept))]


def _blocks(concept: Concept, by_id: Mapping[str, Concept]) -> list[Concept]:
    """What a competence or set is made of: skills, knowledge, behaviour."""
    found = _in_order({it.target: by_id[it.target] for it in concept.links}.values())
    return sorted(found, key=lambda it: _BLOCK_ORDER.index(it.kind))
