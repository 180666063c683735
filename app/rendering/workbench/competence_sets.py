"""Competence sets as their screens show them: a page of the board, one set, what no set holds, an assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.competence_sets.asking import meant_profiles, sectors, suggested
from app.competence_sets.listing import wanted_lines
from app.rendering.workbench.naming import field_rows, name_of
from taxonomy import canonical
from taxonomy.competence_sets.board import line
from taxonomy.competence_sets.naming import checked_names
from taxonomy.competence_sets.overlap import overlaps
from taxonomy.competence_sets.suggesting import askers
from taxonomy.competence_sets.uncovered import coverage
from taxonomy.vocabulary import LANGUAGES, Kind, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.competence_sets.asking import Meant
    from app.competence_sets.listing import Wanted
    from app.competence_sets.shelf import Standing
    from app.editing.viewing import View
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.competence_sets.board import Line
    from taxonomy.competence_sets.naming import NameCheck
    from taxonomy.competence_sets.overlap import Overlap
    from taxonomy.competence_sets.suggesting import Asker, Suggestion
    from taxonomy.competence_sets.uncovered import Coverage
    from taxonomy.model import Concept

__all__ = [
    "BoardPage",
    "CoveragePage",
    "Names",
    "SetPage",
    "board_page",
    "coverage_page",
    "set_page",
]

PER_PAGE = 50
MOST_BESIDE = 10
MOST_ASKERS = 10
MOST_UNCOVERED = 10
PER_COVERAGE = 50


class Names:
    """What concepts are called in a language, and in which one the name is where it has none there."""

    def __init__(self, view: View, lang: str) -> None:
        self._view = view
        self._lang = lang

    def of(self, concept: Concept) -> str:
        """Its name in the language or the next best."""
        return name_of(concept, self._lang, self._view.find)

    def other(self, concept: Concept) -> str:
        """The language of its name, empty where that is the one that was asked for."""
        name = self.of(concept)
        known = [concept, *(self._view.find(it) for it in concept.targets(Predicate.SKILL))]
        labels = next((labels for it in known if it and (labels := it.pref_labels())), {})
        if labels.get(self._lang) == name:
            return ""
        return next((lang for lang in (*LANGUAGES, *labels) if labels.get(lang) == name), "")


class BoardPage(NamedTuple):
    """A page of the sets that are wanted, and figures of all of them."""

    lines: Sequence[Line]
    total: int
    number: int
    pages: int
    figures: dict[str, int]


class Member(NamedTuple):
    """What a set holds: how many of its profiles ask for it, of how many it is essential, other sets with it."""

    concept: Concept
    asking: int
    essential: int
    others: Sequence[Concept]


class Carrier(NamedTuple):
    """A profile with the set: how many members it asks for, and how many of these are essential."""

    concept: Concept
    asking: int
    essential: int


class SetPage(NamedTuple):
    """A set with all that its editors look at; `revision` is what a save has to have seen."""

    line: Line
    name: str
    revision: str
    names: Sequence[NameCheck]
    members: Sequence[Member]
    carriers: Sequence[Carrier]
    beside: Sequence[Overlap]
    coverage: Coverage
    suggestions: Sequence[Suggestion]
    askers: Sequence[Asker]
    total_askers: int
    changes: Sequence[FieldRow]
    changed_profiles: int


class CoveragePage(NamedTuple):
    """What the profiles that are meant ask for in no set; a page of it."""

    coverage: Coverage
    profiles: int
    sectors: Sequence[Concept]
    number: int
    pages: int


def board_page(standing: Standing, wanted: Wanted, number: int) -> BoardPage:
    """The page of that number, the last one where there are fewer."""
    lines = standing.board
    found = wanted_lines(lines, wanted)
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(number, pages)
    figures = {
        "sets": len(lines),
        "any": sum(not it.complete for it in lines),
        "no-members": sum(not it.members for it in lines),
        "no-profiles": sum(not it.profiles for it in lines),
        "overlapping": sum(bool(it.overlapping) for it in lines),
    }
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return BoardPage(shown, len(found), number, pages, figures)


def set_page(
    standing: Standing, view: View, reference: str, lang: str, kind: Kind | None
) -> SetPage:
    """The set as an editor of the changeset sees it; ConceptNotFoundError."""
    sets = standing.sets
    set_ = sets.get(reference)
    labels = {it: set_.pref_labels().get(it, "") for it in LANGUAGES}
    asking = askers(sets, set_)
    return SetPage(
        line(sets, set_),
        name_of(set_, lang, view.find),
        canonical.revision(canonical.write(set_)).hex(),
        checked_names(sets, set_.id, labels, set_.note(NoteType.DISAMBIGUATOR)),
        _members(standing, set_),
        _carriers(standing, set_),
        overlaps(sets, set_)[:MOST_BESIDE],
        coverage(sets, sets.carrying[set_.id], (kind or Kind.SKILL,)),
        suggested(standing, set_, kind),
        asking[:MOST_ASKERS],
        len(asking),
        field_rows(view.held.taxonomy.by_id.get(set_.id), set_, lang, view.find),
        _changed_profiles(view, set_),
    )


def coverage_page(standing: Standing, meant: Meant, kind: Kind | None, number: int) -> CoveragePage:
    """What no set holds of what these profiles ask for; ConceptNotFoundError."""
    profiles = meant_profiles(standing, meant)
    found = coverage(standing.sets, profiles, (kind or Kind.SKILL,))
    pages = max(1, -(-len(found.uncovered) // PER_COVERAGE))
    number = min(number, pages)
    shown = found.uncovered[(number - 1) * PER_COVERAGE : number * PER_COVERAGE]
    return CoveragePage(
        found._replace(uncovered=shown), len(profiles), sectors(standing), number, pages
    )


def _members(standing: Standing, set_: Concept) -> list[Member]:
    sets = standing.sets
    carrying = frozenset(sets.carrying[set_.id])
    found = []
    for it in sets.members(set_):
        parts = sets.parts(it)
        asking = carrying & _asking(standing, parts)
        essential = sum(any(sets.asked[one].get(part) for part in parts) for one in asking)
        others = [
            other
            for other in sets.sets
            if other is not set_ and any(other.id in sets.holding[part] for part in parts)
        ]
        found.append(Member(it, len(asking), essential, others))
    return found


def _asking(standing: Standing, parts: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(standing.sets.asking.get(it, ()) for it in parts))


def _carriers(standing: Standing, set_: Concept) -> list[Carrier]:
    sets, mine = standing.sets, standing.sets.counted[set_.id]
    found = []
    for id in sets.carrying[set_.id]:
        needed = [sets.asked[id][it] for it in mine if it in sets.asked[id]]
        found.append(Carrier(sets.known[id], len(needed), sum(needed)))
    return found


def _changed_profiles(view: View, set_: Concept) -> int:
    """How many profiles the changeset gives the set, or takes it from."""
    held = view.held.taxonomy.by_id
    pairs = [(held.get(id), after) for id, after in view.changes.items()]
    return sum(_carries(before, set_) != _carries(after, set_) for before, after in pairs)


def _carries(profile: Concept | None, set_: Concept) -> bool:
    return profile is not None and set_.id in profile.targets(Predicate.COMPETENCE_SET)
