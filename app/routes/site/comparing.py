"""Two profiles side by side: of one release, of two releases, or of Competent and of another scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.http.answering import SHORT
from app.http.dependencies import served
from app.rendering.counterparts import SHOWN
from app.rendering.pages.addresses import found, reference
from app.rendering.pages.side_by_side import SideBySide, beside, half, matched
from app.routes.site.asking import AskedPage, OnView
from app.routes.site.counterparts import content, other, sets
from app.routes.site.searching import searcher
from taxonomy.errors import NotFoundError
from taxonomy.matching.demands import ASKERS, COUNTED
from taxonomy.searching.answering import LEAST_SCORE, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rendering.pages.mapped import Chosen
    from app.rendering.pages.names import Item
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/{scheme:known}/{version}", include_in_schema=False)

MOST_MEANT = 8
_Text = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True, slots=True)
class Sides:
    """What is to be compared: `a` with `b`, with itself in an earlier release, or with another scheme."""

    a: str
    b: str
    earlier: str
    scheme: str


async def sides(
    a: _Text = "",
    b: _Text = "",
    earlier: Annotated[str, Query(alias="from", max_length=100)] = "",
    across: Annotated[str, Query(alias="with", max_length=100)] = "",
) -> Sides:
    """What the query asks to compare."""
    return Sides(a.strip(), b.strip(), earlier, across)


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody typed for one side: the profile, else those that may be meant."""

    text: str
    concept: Concept | None = None
    items: Sequence[Item] = ()


@router.get("/compare")
async def compare(asked: AskedPage, wanted: Annotated[Sides, Depends(sides)]) -> Response:
    """Two profiles side by side, and the ways to choose them."""
    if asked.served.scheme not in COUNTED:
        message = f"{asked.served.scheme} has neither profiles nor occupations to compare"
        raise NotFoundError(message)
    a = await _meant(asked, wanted.a)
    choices = [it for it in sets(asked) if it.other in COUNTED]
    values: dict[str, Any] = {"a": a, "b": Meant(wanted.b), "made": None, "others": choices}
    values |= {"wanted": wanted, "counterparts": ()}
    if a.concept is None:
        values["b"] = await _meant(asked, wanted.b)
    elif wanted.earlier:
        values["made"] = await _through(asked, a.concept, wanted.earlier)
    elif wanted.scheme:
        choice = next((it for it in choices if it.other == wanted.scheme), None)
        values |= await _across(asked, a.concept, wanted, choice)
    else:
        b = values["b"] = await _meant(asked, wanted.b)
        values["made"] = _together(asked, a.concept, b.concept)
    # mappings and the release of the other scheme may be followed by newer ones
    more = [(b"cache-control", SHORT.encode())] if wanted.scheme else []
    return asked.page("compare.html", values, more=more)


def _together(asked: OnView, a: Concept, b: Concept | None) -> SideBySide | None:
    return beside(half(asked.reader, a), half(asked.reader, b)) if b else None


async def _through(asked: OnView, concept: Concept, earlier: str) -> SideBySide:
    """The profile in another release and in the one on view; ConceptNotFoundError where that one lacks it."""
    there = await served(asked.served.services, asked.served.scheme, earlier)
    before = there.index.get(concept.id, asked.served.services.library.held(concept.scheme))
    reader = asked.reader_of(there.index, there.version)
    return beside(half(reader, before), half(asked.reader, concept))


async def _across(
    asked: OnView, concept: Concept, wanted: Sides, choice: Chosen | None
) -> dict[str, Any]:
    """The profile and one of its counterparts in another scheme, the closest unless one is named."""
    reader = other(asked, choice) if choice else None
    if choice is None or reader is None:
        message = f"no mapping leads from {asked.served.scheme} to {wanted.scheme[:80]!r}"
        raise NotFoundError(message)
    mappings = await content(asked, choice)
    ids = _leads(mappings, concept.id)
    known = [it for it in map(reader.index.find, ids) if it and it.kind in ASKERS]
    named = found(reader.index, wanted.b) if wanted.b else None
    right = named if named and named.kind in ASKERS else next(iter(known), None)
    if right is None:
        return {"counterparts": [], "other": choice}
    leads = {it: _leads(mappings, it) for it in half(asked.reader, concept).held}
    return {
        "made": matched(half(asked.reader, concept), half(reader, right), leads),
        "counterparts": [(reader.item(it), reference(reader.index, it)) for it in known],
        "other": choice,
    }


def _leads(mappings: MappingSet, concept_id: str) -> list[str]:
    """What the concept corresponds to, closest first."""
    told = mappings.by_subject.get(concept_id, ())
    return [it.object_id for it in told if it.state in SHOWN and not it.finds_nothing]


async def _meant(asked: OnView, text: str) -> Meant:
    """The profile of this code, id or name; else those whose names are most like it."""
    if not text:
        return Meant("")
    index = asked.served.index
    held = found(index, text)
    if held and held.kind in ASKERS:
        return Meant(text, held)
    question = Question(text, asked.asked.lang, frozenset(ASKERS), MOST_MEANT, LEAST_SCORE)
    matches = [it.concept for it in (await searcher(asked)).search(question)]
    same = [it for it in matches if text.casefold() in _names(it)]
    if len(same) == 1:
        return Meant(text, same[0])
    return Meant(text, None, [asked.reader.item(it) for it in matches])


def _names(concept: Concept) -> set[str]:
    return {it.casefold() for it in concept.pref_labels().values()}
