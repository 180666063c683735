"""The examples of what changed: two small releases, compared by the very code that answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

from app.comparing import Changes, Past
from app.db.changes import State
from app.http.example_concepts import named
from app.rendering import changes as rendering
from app.rendering.concepts import View
from taxonomy import canonical
from taxonomy.changes import as_dict, found_in
from taxonomy.diff import diff
from taxonomy.index import ReleaseIndex
from taxonomy.model import Lifespan, Link, Release, Taxonomy
from taxonomy.vocabulary import (
    Kind,
    Predicate,
    ReleaseStatus,
    RetirementReason,
    Status,
)

if TYPE_CHECKING:
    from app.rendering.concepts import Json

__all__ = ["changes", "history"]

_PUBLIC_URL = "https://competent.example"


@cache
def _taxonomies() -> tuple[Taxonomy, Taxonomy]:
    butcher = named(
        "6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10",
        Kind.PROFILE,
        "OP-10",
        Link(Predicate.ESSENTIAL_COMPETENCE, "c31"),
        nl="Slager",
        fr="Boucher (h/f/x)",
    )
    pork = named("9c2d", Kind.PROFILE, "OP-12", nl="Varkensslager", fr="Charcutier (h/f/x)")
    others = (
        named("c31", Kind.TECHNICAL_COMPETENCE, "CP-31", Link(Predicate.SKILL, "s12")),
        named("s12", Kind.SKILL, "SK-12", nl="Worsten maken", fr="Faire des saucisses"),
    )
    after = (
        replace(
            butcher,
            labels=named("", Kind.PROFILE, "", nl="Slager-spekslager", fr="Boucher").labels,
            links=(Link(Predicate.OPTIONAL_COMPETENCE, "c31"),),
        ),
        replace(
            pork,
            status=Status.RETIRED,
            retirement=RetirementReason.MERGED,
            replaced_by=(butcher.id,),
        ),
    )
    one, other = ((butcher, pork, *others), (*after, *others))
    return Taxonomy.of("competent", one), Taxonomy.of("competent", other)


@cache
def _releases() -> tuple[Release, Release]:
    first = Release(
        scheme="competent",
        version="3.10",
        status=ReleaseStatus.PUBLISHED,
        digest="sha256:" + "0" * 64,
        released_at=date(2021, 12, 14),
        published_at=datetime(2026, 11, 21, 9, 8, 12, tzinfo=UTC),
        previous="3.9",
    )
    return first, replace(
        first,
        version="3.11",
        digest="sha256:" + "1" * 64,
        released_at=date(2022, 3, 22),
        published_at=datetime(2026, 11, 21, 9, 12, 44, tzinfo=UTC),
        previous="3.10",
        note="Pork butchers are butchers.",
    )


def _rows() -> list[Json]:
    before, after = _taxonomies()
    find = found_in(before, after)
    return [as_dict(it, find) for it in diff(before, after)]


def changes() -> Json:
    """From one release to the next: a name, a competence and a profile that became part of another."""
    found = Changes.of(_rows())
    return rendering.page(_releases(), found.summary, found.rows, len(found.rows))


def history() -> Json:
    """A profile that was retired in the second of two releases."""
    before, after = _taxonomies()
    first, second = _releases()
    life = {"9c2d": Lifespan("3.10", "3.10", "3.11")}
    view = View(ReleaseIndex.build(second, after, life), _PUBLIC_URL)
    documents = [canonical.write(it.by_id["9c2d"]) for it in (before, after)]
    states = {
        release.version: State(canonical.revision(document), active=release is first)
        for release, document in zip((first, second), documents, strict=True)
    }
    told = [it for it in _rows() if it["concept"]["id"] == "9c2d"]
    past = Past(states, {"3.11": told}, documents[0])
    return rendering.history(view, after.by_id["9c2d"], [first, second], past)
