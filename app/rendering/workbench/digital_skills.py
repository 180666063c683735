"""Digital skills by profile as their screens show them: the matrix, one profile, what is about to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.assigning.showing import revision_of
from app.rendering.pages.addresses import base, concept_path, reference
from app.rendering.pages.paging import part_of
from app.rendering.workbench.naming import field_rows, name_of
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assigning.material import Sources
    from app.assigning.showing import Matrix
    from app.editing.viewing import View
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.assigning.columns import Column
    from taxonomy.assigning.evidence import Reason
    from taxonomy.assigning.matrix import Cell, Ticking
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = [
    "Choice",
    "Head",
    "MatrixPage",
    "PreviewPage",
    "ProfilePage",
    "choices",
    "matrix_page",
    "preview_page",
    "profile_page",
]

PER_PAGE = 40
ISCO_DIGITS = 2


class Head(NamedTuple):
    """A digital skill above its column; `number` and `version` are those of its framework.

    `presumed` where the number is read from its name, and `likeness` is how alike the names are.
    """

    column: Column
    notation: str
    name: str
    framework: str
    number: str
    presumed: bool
    likeness: float


class ShownRow(NamedTuple):
    """A profile with its cells, each with whether it is to be ticked."""

    profile: Concept
    name: str
    revision: str
    cells: Sequence[tuple[Head, Cell, bool]]
    of: int

    @property
    def had(self) -> str:
        """The ids of the digital skills that it has, with a space between."""
        return " ".join(cell.skill_id for _, cell, _ in self.cells if cell.assigned)


class Choice(NamedTuple):
    """What a list of the form offers."""

    value: str
    name: str


class MatrixPage(NamedTuple):
    """A page of the matrix; `fitting` of `total` profiles were asked for, `ticked` cells are suggested."""

    heads: Sequence[Head]
    rows: Sequence[ShownRow]
    fitting: int
    total: int
    ticked: int
    number: int
    pages: int
    sources: Sources


class ShownReason(NamedTuple):
    """A reason in words and links; paths are "" for what has no page."""

    reason: Reason
    competence: str
    digital: str
    digital_path: str
    covered: str
    covered_path: str
    occupation: str = ""
    occupation_path: str = ""


class Entry(NamedTuple):
    """A digital skill of one profile: the cell, why, and the neighbours that have it."""

    head: Head
    cell: Cell
    reasons: Sequence[ShownReason]
    having: Sequence[tuple[Concept, str]]


class ProfilePage(NamedTuple):
    """One profile with its digital skills, suggestions first; `others` are digital but lead to none."""

    profile: Concept
    name: str
    revision: str
    had: str
    entries: Sequence[Entry]
    others: Sequence[ShownReason]
    neighbours: Sequence[tuple[Concept, str, float]]
    sources: Sources


class PreviewPage(NamedTuple):
    """What is about to change, a profile after the other: its revision, and what it gets and loses."""

    rows: Sequence[tuple[Concept, str, str, Sequence[FieldRow], Sequence[str], Sequence[str]]]
    more: int


def matrix_page(matrix: Matrix, ticking: Ticking, number: int, lang: str) -> MatrixPage:
    """The page of that number, with what is suggested ticked; InvalidQueryError for one there is not."""
    heads = _heads(matrix, lang)
    part, pages = part_of(matrix.profiles, number, PER_PAGE, "profiles")
    rows = [_row(matrix, it, heads, ticking, lang) for it in part]
    ticked = sum(1 for row in rows for _, _, on in row.cells if on)
    sources = matrix.assigner.sources
    counts = len(matrix.profiles), matrix.total
    return MatrixPage(heads, rows, *counts, ticked, number, pages, sources)


def profile_page(matrix: Matrix, profile: Concept, lang: str) -> ProfilePage:
    """The profile with each digital skill, and all the reasons that there are."""
    view = matrix.view
    found = matrix.assigner.found(profile)
    neighbours = matrix.neighbours(profile)
    entries = [
        Entry(
            head,
            cell,
            [_reason(matrix, it, lang) for it in found.reasons.get(cell.skill_id, ())],
            [
                (it, name_of(it, lang, view.find))
                for it, _ in neighbours
                if cell.skill_id in {link.target for link in it.links}
            ],
        )
        for head, cell in zip(_heads(matrix, lang), matrix.row(profile).cells, strict=True)
    ]
    entries.sort(key=lambda it: (it.cell.assigned, -it.cell.evidence, -it.cell.neighbours))
    return ProfilePage(
        profile,
        name_of(profile, lang, view.find),
        revision_of(profile),
        " ".join(it.cell.skill_id for it in entries if it.cell.assigned),
        entries,
        [_reason(matrix, it, lang) for it in found.others],
        [(it, name_of(it, lang, view.find), near.likeness) for it, near in neighbours],
        matrix.assigner.sources,
    )


def preview_page(
    view: View, pairs: Sequence[tuple[Concept, Concept]], more: int, lang: str
) -> PreviewPage:
    """What would change, profile by profile; `more` says how many are not shown."""
    rows = []
    for before, after in pairs:
        old, new = ({it.target for it in concept.links} for concept in (before, after))
        rows.append(
            (
                after,
                name_of(after, lang, view.find),
                view.revision(before),
                field_rows(before, after, lang, view.find),
                sorted(new - old),
                sorted(old - new),
            )
        )
    return PreviewPage(rows, more)


def choices(
    matrix: Matrix, isco: ReleaseIndex | None, lang: str
) -> tuple[list[Choice], list[Choice]]:
    """The sectors, and the groups of ISCO of one and two digits that profiles stand in."""
    view = matrix.view
    sectors = [
        Choice(it.notation or it.id, name_of(it, lang, view.find))
        for it in view.held.index.listed(Kind.SECTOR)
    ]
    codes = {
        it.value[:digits]
        for profile in view.held.index.listed(Kind.PROFILE)
        for it in profile.notations
        if it.system == "isco-08"
        for digits in range(1, ISCO_DIGITS + 1)
    }
    groups = [Choice(it, _group_name(it, isco, lang)) for it in sorted(codes)]
    return sorted(sectors, key=lambda it: it.name.casefold()), groups


def _group_name(code: str, isco: ReleaseIndex | None, lang: str) -> str:
    found = isco.find(code) if isco else None
    return name_of(found, lang, isco.find) if found and isco else ""


def _heads(matrix: Matrix, lang: str) -> list[Head]:
    find = matrix.view.find
    return [_head(it, matrix, name_of(it.skill, lang, find)) for it in matrix.assigner.columns]


def _head(column: Column, matrix: Matrix, name: str) -> Head:
    known, used = column.skill.framework, matrix.assigner.framework
    framework = f"{known.name} {known.version}" if known else ""
    if column.presumed and used:
        framework = f"DigComp {used.version}"
    likeness = column.place.likeness if column.place and column.presumed else 0.0
    return Head(
        column,
        column.skill.notation or column.skill.id,
        name,
        framework,
        column.number,
        column.presumed,
        likeness,
    )


def _row(
    matrix: Matrix, profile: Concept, heads: Sequence[Head], ticking: Ticking, lang: str
) -> ShownRow:
    row = matrix.row(profile)
    return ShownRow(
        profile,
        name_of(profile, lang, matrix.view.find),
        revision_of(profile),
        [(head, cell, ticking.suggests(cell)) for head, cell in zip(heads, row.cells, strict=True)],
        row.of,
    )


def _reason(matrix: Matrix, reason: Reason, lang: str) -> ShownReason:
    esco = matrix.assigner.sources.esco
    covered = reason.covered.concept if reason.covered else None
    occupation = reason.occupation
    return ShownReason(
        reason,
        name_of(reason.competence, lang, matrix.view.find),
        _name_there(reason.digital, lang),
        _path(esco, reason.digital),
        _name_there(covered, lang) if covered else "",
        _path(esco, covered) if covered else "",
        _name_there(occupation, lang) if occupation else "",
        _path(esco, occupation) if occupation else "",
    )


def _name_there(concept: Concept, lang: str) -> str:
    return name_of(concept, lang, lambda _: None)


def _path(index: ReleaseIndex | None, concept: Concept) -> str:
    """Where the public site shows a concept of a release that is served."""
    if index is None:
        return ""
    at = base(index.release.scheme, index.release.version)
    return concept_path(at, reference(index, concept))
