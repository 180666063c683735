"""Competence sets as JSON for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.rendering.changesets import concept_document
from taxonomy.competence_sets.board import LIMIT, line
from taxonomy.competence_sets.overlap import overlaps
from taxonomy.vocabulary import NoteType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.rendering.concepts import Json
    from taxonomy.competence_sets.board import Line
    from taxonomy.competence_sets.naming import NameCheck
    from taxonomy.competence_sets.overlap import Overlap
    from taxonomy.competence_sets.sets import Sets
    from taxonomy.competence_sets.suggesting import Asker, Suggestion
    from taxonomy.competence_sets.uncovered import Coverage
    from taxonomy.model import Concept

__all__ = [
    "assignment_document",
    "coverage_document",
    "line_document",
    "names_document",
    "set_document",
    "suggestions_document",
]


def line_document(it: Line) -> Json:
    """A set as a line of the board."""
    return {
        "concept": _set(it.concept),
        "members": it.members,
        "kinds": {kind.value: count for kind, count in it.kinds.items()},
        "profiles": it.profiles,
        "essential": it.essential,
        "optional": it.optional,
        "overlapping": [_overlap(one) for one in it.overlapping],
        "gaps": [_filled(code=one.code, lang=one.lang) for one in it.gaps],
        "complete": it.complete,
    }


def set_document(sets: Sets, set_: Concept) -> Json:
    """A set with its members and profiles, and every other set with which it shares some."""
    return {
        **line_document(line(sets, set_)),
        "revision": concept_document(set_)["revision"],
        "holds": [_named(it) for it in sets.members(set_)],
        "carried_by": [_named(sets.known[it]) for it in sets.carrying[set_.id]],
        "beside": [_overlap(it) for it in overlaps(sets, set_)],
    }


def suggestions_document(members: Iterable[Suggestion], profiles: Iterable[Asker]) -> Json:
    """What would fit into a set and which profiles it would fit, each with its reasons."""
    return {
        "members": [_suggestion(it) for it in members],
        "profiles": [
            {
                "concept": _named(it.concept),
                "asking": it.asking,
                "essential": it.essential,
                "of": it.of,
            }
            for it in profiles
        ],
    }


def coverage_document(found: Coverage, most: int) -> Json:
    """What profiles ask for and no set stands for; the first of it."""
    return {
        "total": found.total,
        "covered": found.covered,
        "items": [
            {"concept": _named(it.concept), "asked": it.asked, "essential": it.essential}
            for it in found.uncovered[:most]
        ],
    }


def names_document(checks: Iterable[NameCheck]) -> Json:
    """What is to be said of the names of a set, and the length that the checks let pass."""
    return {
        "limit": LIMIT,
        "names": [
            {
                "lang": it.lang,
                "length": it.length,
                "long": it.long,
                **(
                    {"doubt": it.doubt.code, "others": [_named(one) for one in it.doubt.others]}
                    if it.doubt
                    else {}
                ),
            }
            for it in checks
        ],
    }


def assignment_document(
    pairs: Sequence[tuple[Concept, Concept]], changeset: int | None = None
) -> Json:
    """The profiles that an assignment changes, with the revisions that it begins from."""
    return {
        **({"changeset": changeset} if changeset is not None else {}),
        "applied": changeset is not None,
        "profiles": [
            {
                "concept": _named(after),
                "revision": concept_document(before)["revision"],
                "carries": len(after.links) > len(before.links),
            }
            for before, after in pairs
        ],
    }


def _set(concept: Concept) -> Json:
    return {**_named(concept), "disambiguators": concept.note(NoteType.DISAMBIGUATOR)}


def _named(concept: Concept) -> Json:
    return {
        "id": concept.id,
        "notation": concept.notation,
        "kind": concept.kind,
        "pref_label": concept.pref_labels(),
    }


def _overlap(it: Overlap) -> Json:
    return {
        "set": _named(it.other),
        "shared": it.shared,
        "here": it.here,
        "there": it.there,
        "jaccard": round(it.jaccard, 4),
        "profiles": it.together,
    }


def _suggestion(it: Suggestion) -> Json:
    found: Json = {"concept": _named(it.concept), "score": round(it.score, 4)}
    if it.together:
        found["together"] = {
            "asking": it.together.asking,
            "of": it.together.of,
            "lift": round(it.together.lift, 2),
        }
    if it.alike:
        found["alike"] = {
            "like": _named(it.alike.like),
            "likeness": round(it.alike.likeness, 4),
            "lang": it.alike.lang,
            "label": it.alike.own,
            "of": it.alike.theirs,
        }
    return {**found, "held_by": [_named(one) for one in it.held_by]}


def _filled(**parts: Any) -> Json:
    return {name: it for name, it in parts.items() if it}
