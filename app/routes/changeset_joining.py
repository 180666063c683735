"""Concepts that a changeset merges, and concepts that it splits: shown, or done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import Response

from app.editing import joining
from app.editing.joining import Merger, Piece, Split
from app.editing.viewing import view_of
from app.http.acting import Editing
from app.http.changeset_examples import changeset_example
from app.http.changeset_parts import ChangesetNumber, ConceptId, now_by, seen_of
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.rendering.changesets import joint_document
from app.rendering.concepts import Json
from app.wire import joining as wire
from taxonomy.editing.fields import Field
from taxonomy.editing.items import Item
from taxonomy.model import Label, Notation, Note
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from app.editing.viewing import View
    from app.wire.changeset_questions import NotationPart

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/changesets/{key}", tags=["editing"])

_WRITES = (409, 412, 413, 415, 428)


@router.post(
    "/mergers",
    operation_id="merge-concepts",
    responses=private_answers(wire.Merged, changeset_example("merged"), 409, 412, 413, 415),
)
async def merge(
    app: ServicesOfApp, actor: Editing, key: ChangesetNumber, question: wire.MergeQuestion
) -> Response:
    """Merge concepts into one, or show what that would change.

    Names, links and codes of the others become its own, and links that led to them lead to it, but
    for what is left out.
    """

    def merged() -> Json:
        view = view_of(app.desk, key)
        merger = Merger(
            survivor=question.survivor,
            others=question.others,
            taken={Field.parse(name): it for name, it in question.taken.items()},
            without=frozenset(_item(it, view) for it in question.without),
            seen=question.seen,
            why=question.why,
        )
        found = joining.merged(view, merger)
        offered = joining.choices_of(view, merger)
        if question.apply:
            joining.merge(app.desk, key, merger, now_by(actor))
        return joint_document(view, found, applied=question.apply) | {
            "choices": [it._asdict() for it in offered]
        }

    return private(await anyio.to_thread.run_sync(merged, limiter=app.loading))


@router.put(
    "/concepts/{id}/split",
    operation_id="split-concept",
    responses=private_answers(wire.SplitUp, changeset_example("split"), *_WRITES),
)
async def split(
    app: ServicesOfApp,
    actor: Editing,
    key: ChangesetNumber,
    id: ConceptId,
    etags: IfMatch,
    question: wire.SplitQuestion,
) -> Response:
    """Split a concept into new ones, or show what that would change; the concept is retired."""

    def done() -> Json:
        view = view_of(app.desk, key)
        pieces = [_piece(it, view) for it in question.parts]
        told = Split(concept=id, pieces=pieces, seen=seen_of(etags), why=question.why)
        if question.apply:
            found = joining.split(app.desk, key, told, now_by(actor))
        else:
            found = joining.split_up(view, told)
        return joint_document(view, found, applied=question.apply)

    return private(await anyio.to_thread.run_sync(done, limiter=app.loading))


def _item(told: wire.ItemPart, view: View) -> Item:
    names_concept = told.group in (wire.ItemGroup.LINK, wire.ItemGroup.USER)
    found = view.find(told.value) if names_concept else None
    return Item(told.group.value, told.name, found.id if found else told.value, told.lang)


def _piece(told: wire.PiecePart, view: View) -> Piece:
    labels = [Label(lang, LabelType.PREFERRED, text) for lang, text in told.labels.items()]
    names = [Label(it.lang, it.type, it.text, it.id, it.notation) for it in told.names]
    links = {(it.predicate, view.get(it.target).id) for it in told.links}
    return Piece(
        labels=(*labels, *names),
        notes=tuple(Note(it.lang, it.type, it.text) for it in told.notes),
        links=frozenset(links),
        notations=None if told.notations is None else _codes(told.notations),
        collections=None if told.collections is None else tuple(told.collections),
        users=None if told.users is None else frozenset(told.users),
    )


def _codes(told: list[NotationPart]) -> tuple[Notation, ...]:
    return tuple(Notation(it.system, it.value) for it in told)
