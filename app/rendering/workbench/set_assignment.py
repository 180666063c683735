"""A set given to many profiles at once: chosen, looked at before and after, then taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.competence_sets.acts import Assignment, assigned
from app.competence_sets.asking import sectors
from app.rendering.workbench.naming import name_of
from taxonomy import canonical
from taxonomy.folding import plain
from taxonomy.index import natural_key
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.competence_sets.shelf import Standing
    from app.editing.viewing import View
    from taxonomy.model import Concept

__all__ = ["AssignmentPage", "Choice", "assignment_page"]

MOST_SHOWN = 100
MOST_PREVIEWED = 900
"""A form of so many profiles, each with the revision that was seen, is read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody looks for and has chosen: profiles by code; `least` members that one asks for."""

    text: str = ""
    sector: str = ""
    least: int = 0
    tick: bool = False
    add: Sequence[str] = ()
    remove: Sequence[str] = ()


class Row(NamedTuple):
    """A profile, how many members it asks for, of how many that are essential to it, and whether it is chosen."""

    concept: Concept
    asking: int
    essential: int
    chosen: bool


class Preview(NamedTuple):
    """A profile that the assignment changes: the revision that was seen, and whether it carries the set then."""

    row: Row
    revision: str
    carries: bool


class AssignmentPage(NamedTuple):
    """The profiles that may be given a set and those that carry it, what was chosen, and what that changes."""

    concept: Concept
    name: str
    members: int
    rows: Sequence[Row]
    total: int
    carriers: Sequence[Row]
    sectors: Sequence[Concept]
    preview: Sequence[Preview]
    changed: int
    unknown: Sequence[str]
    same: Sequence[Concept]


def assignment_page(
    standing: Standing, view: View, reference: str, lang: str, choice: Choice
) -> AssignmentPage:
    """What is shown of this choice; ConceptNotFoundError for a set or sector that there is not.

    Codes of what is no active profile are told as unknown.
    """
    sets = standing.sets
    set_ = sets.get(reference)
    carrying = frozenset(sets.carrying[set_.id])
    adding, unknown = _known(view, choice.add)
    removing, others = _known(view, choice.remove)
    chosen = {it.id for it in adding}
    found = [
        _row(standing, set_, it, chosen=it.id in chosen)
        for it in sets.profiles
        if it.id not in carrying
    ]
    wanted = _wanted(found, choice, view)
    if choice.tick:
        ticked = {it.concept.id for it in wanted[:MOST_SHOWN]}
        wanted = [it._replace(chosen=it.chosen or it.concept.id in ticked) for it in wanted]
    leaving = {it.id for it in removing}
    carriers = [
        _row(standing, set_, sets.known[it], chosen=it in leaving) for it in sets.carrying[set_.id]
    ]
    assignment = Assignment(
        add=[it.id for it in adding if it.id not in leaving], remove=[it.id for it in removing]
    )
    pairs = assigned(view, set_, assignment)
    return AssignmentPage(
        set_,
        name_of(set_, lang, view.find),
        len(sets.counted[set_.id]),
        wanted[:MOST_SHOWN],
        len(wanted),
        carriers,
        sectors(standing),
        [_preview(standing, set_, pair) for pair in pairs[:MOST_PREVIEWED]],
        len(pairs),
        [*unknown, *others],
        [it for it in adding if it.id in carrying],
    )


def _wanted(rows: Iterable[Row], choice: Choice, view: View) -> list[Row]:
    """What was chosen first, then what is looked for, those that ask for most members first."""
    words = plain(choice.text).split()
    sector = view.get(choice.sector).id if choice.sector else ""
    found = [
        it
        for it in rows
        if it.chosen
        or (
            it.asking >= choice.least
            and _named(it.concept, words)
            and (not sector or sector in it.concept.targets(Predicate.SECTOR))
        )
    ]
    found.sort(
        key=lambda it: (
            not it.chosen,
            -it.asking,
            -it.essential,
            natural_key(it.concept.notation),
            it.concept.id,
        )
    )
    return found


def _named(profile: Concept, words: Sequence[str]) -> bool:
    told = plain(" ".join((profile.notation, *(it.text for it in profile.labels))))
    return all(it in told for it in words)


def _row(standing: Standing, set_: Concept, profile: Concept, *, chosen: bool) -> Row:
    asked = standing.sets.asked[profile.id]
    needed = [asked[it] for it in standing.sets.counted[set_.id] if it in asked]
    return Row(profile, len(needed), sum(needed), chosen)


def _preview(standing: Standing, set_: Concept, pair: tuple[Concept, Concept]) -> Preview:
    before, after = pair
    return Preview(
        _row(standing, set_, after, chosen=True),
        canonical.revision(canonical.write(before)).hex(),
        set_.id in after.targets(Predicate.COMPETENCE_SET),
    )


def _known(view: View, codes: Sequence[str]) -> tuple[list[Concept], list[str]]:
    """The active profiles of these codes, each once, and the codes of none."""
    found: dict[str, Concept] = {}
    unknown = []
    for code in codes:
        concept = view.find(code)
        if concept and concept.kind is Kind.PROFILE and concept.status is Status.ACTIVE:
            found[concept.id] = concept
        else:
            unknown.append(code)
    return list(found.values()), unknown
