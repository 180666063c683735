"""What pictures show, as rows of a table: growth, the ISCO and sector trees, sets, digital skills, a life."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.pages.competences import Shown, competences
from app.rendering.pages.life import State, life
from app.rendering.pages.names import Text
from app.rendering.pages.tree import branch, placed
from taxonomy.formats.cells import row
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.rendering.archive import Listed
    from app.rendering.pages.names import Item, Reader
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept, Release

__all__ = [
    "Column",
    "Figures",
    "Name",
    "Row",
    "by_isco",
    "by_sector",
    "by_set",
    "digital",
    "growth",
    "lit",
    "table",
    "through_releases",
]


_DIGCOMP = "digcomp"


class Name(StrEnum):
    """The pictures there are."""

    GROWTH = "growth"
    ISCO = "isco"
    SECTORS = "sectors"
    SETS = "sets"
    DIGITAL = "digital"
    LIFE = "life"


class Column(StrEnum):
    """What the numbers of a row count."""

    ACTIVE = "active"
    NEW = "new"
    RETIRED = "retired"
    PROFILES = "profiles"
    ESSENTIAL = "essential"
    OPTIONAL = "optional"


class Row(NamedTuple):
    """A line of the table; `depth` tells how deep it stands in a tree, `lit` whether it is pointed out.

    A number is None where nothing can be told.
    """

    label: Text
    code: str
    numbers: Sequence[int | None]
    item: Item | None = None
    depth: int = 0
    lit: bool = False


class Figures(NamedTuple):
    """The rows of a picture and what their numbers count."""

    name: Name
    columns: Sequence[Column]
    rows: Sequence[Row]


def growth(series: Sequence[Listed]) -> Figures:
    """How many concepts of the main kind each release holds, and how many came and went with it."""
    rows = [
        Row(Text(it.release.version), "", (it.main.active, it.main.added, it.main.gone))
        for it in series
    ]
    return Figures(Name.GROWTH, (Column.ACTIVE, Column.NEW, Column.RETIRED), rows)


def by_isco(groups: Reader, reader: Reader) -> Figures:
    """How many profiles or occupations stand in each major and sub-major group of ISCO."""
    tree = branch(placed(groups.index, reader.index), None, groups, reader)
    rows = [
        Row(it.group.name, it.group.notation, (it.number,), it.group, depth)
        for major in tree.below
        for depth, it in ((0, major), *((1, below) for below in major.below))
    ]
    return Figures(Name.ISCO, (Column.PROFILES,), rows)


def by_sector(reader: Reader) -> Figures:
    """How many active profiles belong to each sector, most first."""
    rows = [_counted(reader, it, Predicate.SECTOR) for it in reader.index.listed(Kind.SECTOR)]
    ordered = sorted(rows, key=lambda it: -(it.numbers[0] or 0))
    return Figures(Name.SECTORS, (Column.PROFILES,), ordered)


def by_set(reader: Reader, profile: Concept) -> Figures:
    """How many competences of a profile are essential and optional in each of its sets."""
    groups = competences(reader, profile, Shown.BOTH).groups
    rows = [
        Row(
            it.set.name if it.set else Text(""),
            it.set.notation if it.set else "",
            (it.essential, len(it.competences) - it.essential),
            it.set,
        )
        for it in groups
    ]
    return Figures(Name.SETS, (Column.ESSENTIAL, Column.OPTIONAL), rows)


def digital(reader: Reader, framework: Reader | None, profile: Concept | None) -> Figures:
    """The competences of DigComp, and of each whether the profile asks for it, or how many profiles do.

    `framework` reads DigComp. Digital skills without a number of it, or all where it is not served,
    stand by themselves.
    """
    skills = list(reader.index.listed(Kind.DIGITAL_SKILL))
    own = set(profile.targets(Predicate.DIGITAL_SKILL)) if profile else set()
    rows = list(_framework_rows(reader, framework, skills, own)) if framework else []
    numbered = {it.code for it in rows}
    for skill in skills:
        if not (skill.framework and skill.framework.number in numbered):
            told = _counted(reader, skill, Predicate.DIGITAL_SKILL)
            rows.append(told._replace(lit=skill.id in own))
    return Figures(Name.DIGITAL, (Column.PROFILES,), rows)


def lit(reader: Reader, framework: Reader, concept: Concept) -> Figures | None:
    """The competences of DigComp, those pointed out that a concept is or asks for; None where it has none.

    A profile asks for those of its digital skills, an area holds those whose numbers begin with its own.
    Numbers of another version of DigComp than the one that `framework` reads tell nothing of it.
    """
    own = set(_numbers(reader, concept, framework.index.release.version))
    rows = [
        Row(
            framework.name(it),
            it.notation,
            (),
            framework.item(it),
            area,
            bool(own & {it.notation, str(area)}),
        )
        for area, it in _competences(framework.index)
    ]
    return Figures(Name.DIGITAL, (), rows) if any(it.lit for it in rows) else None


def through_releases(reader: Reader, concept: Concept, releases: Sequence[Release]) -> Figures:
    """In which releases the concept is active (1) and retired (0); None before it came."""
    numbers = {State.BEFORE: None, State.ACTIVE: 1, State.RETIRED: 0}
    moments = life(reader.index, concept, releases).moments
    rows = [Row(Text(it.version), "", (numbers[it.state],)) for it in moments]
    return Figures(Name.LIFE, (Column.ACTIVE,), rows)


def table(figures: Figures) -> Iterator[str]:
    """The figures as the lines of a CSV file."""
    yield row(["label", "code", *figures.columns]) + "\n"
    for it in figures.rows:
        numbers = ["" if number is None else str(number) for number in it.numbers]
        yield row([it.label.text, it.code, *numbers]) + "\n"


def _framework_rows(
    reader: Reader, framework: Reader, skills: Sequence[Concept], own: set[str]
) -> Iterator[Row]:
    by_number: dict[str, list[Concept]] = {}
    for skill in skills:
        if skill.framework and skill.framework.name.lower() == _DIGCOMP:
            by_number.setdefault(skill.framework.number, []).append(skill)
    if not by_number:
        return
    for area, competence in _competences(framework.index):
        found = by_number.get(competence.notation, [])
        users = {user for it in found for user in _users(reader, it, Predicate.DIGITAL_SKILL)}
        lit = any(it.id in own for it in found) if own else bool(found)
        name = reader.name(found[0]) if found else framework.name(competence)
        item = reader.item(found[0]) if found else framework.item(competence)
        yield Row(name, competence.notation, (len(users),), item, area, lit)


def _competences(index: ReleaseIndex) -> Iterator[tuple[int, Concept]]:
    """The number of its area, and each competence of DigComp in the order of their numbers."""
    for competence in index.listed(Kind.DIGITAL_COMPETENCE):
        area = competence.notation.partition(".")[0]
        if area.isdecimal():
            yield int(area), competence


def _numbers(reader: Reader, concept: Concept, version: str) -> Iterator[str]:
    if concept.kind in (Kind.DIGITAL_COMPETENCE, Kind.COMPETENCE_AREA):
        yield concept.notation
    by_id = reader.index.taxonomy.by_id
    targets = concept.targets(Predicate.DIGITAL_SKILL)
    for skill in (concept, *(by_id[it] for it in targets if it in by_id)):
        known = skill.framework
        if known and (known.name.lower(), known.version) == (_DIGCOMP, version):
            yield known.number


def _counted(reader: Reader, concept: Concept, predicate: Predicate) -> Row:
    item = reader.item(concept)
    users = _users(reader, concept, predicate)
    return Row(item.name, item.notation, (len(users),), item)


def _users(reader: Reader, concept: Concept, predicate: Predicate) -> set[str]:
    usages = reader.index.linked_to(concept.id, predicate)
    return {it.subject.id for it in usages if it.subject.status is Status.ACTIVE}
