"""Competence sets for editors: the board, one of them, what would fit; begun, changed, assigned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field
from starlette.responses import Response

from app.competence_sets import acts
from app.competence_sets.acts import Assignment, SetChange, Target
from app.competence_sets.asking import Meant, meant_profiles, suggested
from app.competence_sets.listing import Order, Wanted, wanted_lines
from app.competence_sets.shelf import Standing
from app.editing.viewing import View, view_of
from app.http.acting import Editing, Reading
from app.http.changeset_parts import now_by, seen_of
from app.http.competence_set_examples import set_example
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.services import Services
from app.http.upgrade_parts import behind, page_of
from app.http.waiting import waited
from app.rendering.competence_sets import (
    assignment_document,
    coverage_document,
    line_document,
    names_document,
    set_document,
    suggestions_document,
)
from app.rendering.concepts import Json
from app.wire import competence_set_questions as asked
from app.wire import competence_sets as wire
from taxonomy.competence_sets.board import LIMIT, GapCode
from taxonomy.competence_sets.naming import checked_names
from taxonomy.competence_sets.sets import COMPETENCES
from taxonomy.competence_sets.suggesting import askers
from taxonomy.competence_sets.uncovered import coverage
from taxonomy.model import Concept
from taxonomy.vocabulary import LANGUAGES, Kind

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/competence-sets", tags=["competence sets"])

_WRITES = (409, 412, 413, 415, 428)
_ADDS = (409, 412, 413, 415)
_Texts = tuple[dict[str, str], dict[str, str]]
_Many = Annotated[list[str] | None, Field(max_length=len(LANGUAGES))]
_Text = Annotated[str, Query(max_length=300)]
_Changeset = Annotated[
    int | None, Query(description="As this changeset makes it, by its number.", ge=1, le=2**31 - 1)
]
_Reference = Annotated[
    str, Path(description="A competence set, by id or code.", examples=["CS-7"], max_length=2_000)
]
_Kind = Annotated[
    Kind | None, Query(description="Only of this kind: skill, knowledge or behaviour.")
]


async def _meant(
    set: Annotated[_Text, Query(description="Only of profiles with this set.")] = "",  # noqa: A002
    profile: Annotated[_Text, Query(description="Only of this profile.")] = "",
    sector: Annotated[_Text, Query(description="Only of profiles of this sector.")] = "",
) -> Meant:
    return Meant(set=set, profile=profile, sector=sector)


async def _named(
    lang: Annotated[_Many, Query(description="The languages, in their order.")] = None,
    label: Annotated[_Many, Query(description="A short label in each.")] = None,
    disambiguator: Annotated[_Many, Query(description="A disambiguator in each.")] = None,
) -> _Texts:
    told = (dict(zip(lang or (), it or (), strict=False)) for it in (label, disambiguator))
    labels, disambiguators = ({it: one[it] for it in LANGUAGES if it in one} for one in told)
    return labels, disambiguators


@router.get(
    "",
    operation_id="set-board",
    responses=private_answers(wire.SetBoard, set_example("board"), 404),
)
async def board(
    app: ServicesOfApp,
    _: Reading,
    page: AskedPage,
    q: Annotated[_Text, Query(description="Words of names or codes.")] = "",
    gap: Annotated[GapCode | None, Query(description="Only sets that lack this.")] = None,
    order: Annotated[
        Order, Query(description="The order; figures begin with the greatest.")
    ] = Order.CODE,
    changeset: _Changeset = None,
) -> Response:
    """Every set of the draft or, where none is open, of the last release: members, profiles, overlap, what is missing."""
    wanted = Wanted(text=q, gap=gap.value if gap else "", order=order)

    def found() -> Json:
        lines = _standing(app, changeset)[1].board
        chosen = wanted_lines(lines, wanted)
        key = ("sets", repr(wanted), changeset)
        start = behind(page, *key) + 1
        shown = chosen[start : start + page.limit + 1]
        items = [line_document(it) for it in shown]
        told = page_of(items, range(start, start + len(shown)), page, *key)
        incomplete = sum(not it.complete for it in lines)
        return {**told, "total": len(chosen), "incomplete": incomplete, "limit": LIMIT}

    return private(await waited(app, found))


@router.post(
    "",
    operation_id="begin-set",
    responses=private_answers(wire.EditedSet, set_example("edited"), 404, *_ADDS),
)
async def begin(app: ServicesOfApp, actor: Editing, question: asked.BeginSetQuestion) -> Response:
    """A new set in a changeset, with its members and profiles: all or nothing."""
    change = SetChange(
        labels=question.labels, disambiguators=question.disambiguators, add=question.members
    )
    told = (_target(question), str(uuid4()), change, question.profiles, now_by(actor))
    return await _edited(app, acts.begin_set, app.desk, *told)


@router.get(
    "/uncovered",
    operation_id="set-coverage",
    responses=private_answers(wire.SetCoverage, set_example("coverage"), 404),
)
async def uncovered(
    app: ServicesOfApp,
    _: Reading,
    meant: Annotated[Meant, Depends(_meant)],
    kind: _Kind = None,
    limit: Annotated[int, Query(ge=1, le=5_000)] = 100,
    changeset: _Changeset = None,
) -> Response:
    """What profiles ask for and no set stands for, what most of them ask for first."""
    kinds = (kind,) if kind else COMPETENCES

    def found() -> Json:
        standing = _standing(app, changeset)[1]
        return coverage_document(
            coverage(standing.sets, meant_profiles(standing, meant), kinds), limit
        )

    return private(await waited(app, found))


@router.get(
    "/names",
    operation_id="set-names",
    responses=private_answers(wire.SetNames, set_example("names"), 404),
)
async def names(
    app: ServicesOfApp,
    _: Reading,
    texts: Annotated[_Texts, Depends(_named)],
    id: Annotated[_Text, Query(description="The set that is named so, where it is there.")] = "",
    changeset: _Changeset = None,
) -> Response:
    """How long short labels are, and whether they can be told apart from those of other sets."""

    def found() -> Json:
        sets = _standing(app, changeset)[1].sets
        return names_document(checked_names(sets, id, *texts))

    return private(await waited(app, found))


@router.get(
    "/{reference}",
    operation_id="set-of-board",
    responses=private_answers(wire.WholeSet, set_example("set"), 404),
)
async def one(
    app: ServicesOfApp, _: Reading, reference: _Reference, changeset: _Changeset = None
) -> Response:
    """A set with its members and profiles, and the other sets beside it; its ETag is what a write has to have seen."""

    def found() -> Json:
        sets = _standing(app, changeset)[1].sets
        return set_document(sets, sets.get(reference))

    told = await waited(app, found)
    return private(told, f'"{told["revision"]}"')


@router.get(
    "/{reference}/suggestions",
    operation_id="set-suggestions",
    responses=private_answers(wire.SetSuggestions, set_example("suggestions"), 404),
)
async def fitting(
    app: ServicesOfApp,
    _: Reading,
    reference: _Reference,
    kind: _Kind = None,
    changeset: _Changeset = None,
) -> Response:
    """Members that would fit, by what profiles ask for together and by likeness of labels; and profiles."""

    def found() -> Json:
        standing = _standing(app, changeset)[1]
        set_ = standing.sets.get(reference)
        members = suggested(standing, set_, kind)
        return suggestions_document(members, askers(standing.sets, set_))

    return private(await waited(app, found))


@router.patch(
    "/{reference}",
    operation_id="change-set",
    responses=private_answers(wire.EditedSet, set_example("edited"), 404, *_WRITES),
)
async def change(
    app: ServicesOfApp,
    actor: Editing,
    reference: _Reference,
    etags: IfMatch,
    question: asked.ChangeSetQuestion,
) -> Response:
    """Name a set, give it members, take some away; what is not mentioned stays."""
    told = SetChange(
        labels=question.labels,
        disambiguators=question.disambiguators,
        add=question.add,
        remove=question.remove,
    )
    ended = (reference, seen_of(etags))
    return await _edited(
        app, acts.change_set, app.desk, _target(question), ended, told, now_by(actor)
    )


@router.post(
    "/{reference}/assignments",
    operation_id="assign-set",
    responses=private_answers(wire.Assigned, set_example("assigned"), 404, *_ADDS),
)
async def assign(
    app: ServicesOfApp, actor: Editing, reference: _Reference, question: asked.AssignSetQuestion
) -> Response:
    """Give a set to many profiles at once, or take it from them; or show what that would change."""
    told = Assignment(add=question.add, remove=question.remove, seen=question.seen)
    by = now_by(actor)

    def assigned() -> Json:
        view, standing = _standing(app, question.changeset)
        pairs = acts.assigned(view, standing.sets.get(reference), told)
        if not question.apply:
            return assignment_document(pairs)
        key, _ = acts.assign(app.desk, _target(question), reference, told, by)
        return assignment_document(pairs, key)

    return private(await waited(app, assigned))


def _standing(app: Services, changeset: int | None) -> tuple[View, Standing]:
    view = view_of(app.desk, changeset)
    return view, app.sets.of(view)


def _target(question: Any) -> Target:
    return Target(key=question.changeset, title=question.title, why=question.why)


async def _edited(app: Services, act: Callable[..., tuple[int, Concept]], *told: Any) -> Response:
    """The set after the act, as its changeset makes it."""

    def done() -> Json:
        key, after = act(*told)
        sets = _standing(app, key)[1].sets
        return {**set_document(sets, sets.get(after.id)), "changeset": key}

    content = await waited(app, done)
    return private(content, f'"{content["revision"]}"')
