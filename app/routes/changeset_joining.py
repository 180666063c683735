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
from app.rendering.changesets import changed_document
from app.rendering.concepts import Json
from app.wire import changeset_questions as asked
from app.wire import changesets as wire
from taxonomy.editing.fields import Field
from taxonomy.model import Label, Note
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from app.editing.viewing import View

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/changesets/{key}", tags=["editing"])

_WRITES = (409, 412, 413, 415, 428)


@router.post(
    "/mergers",
    operation_id="merge-concepts",
    responses=private_answers(wire.Rewordings, changeset_example("rewordings"), 409, 412, 413, 415),
)
async def merge(
    app: ServicesOfApp, actor: Editing, key: ChangesetNumber, question: asked.MergeQuestion
) -> Response:
    """Merge concepts into one, or show what that would change.

    Names, links and codes of the others become its own; links that led to them lead to it.
    """
    merger = Merger(
        survivor=question.survivor,
        others=question.others,
        taken={Field.parse(name): it for name, it in question.taken.items()},
        seen=question.seen,
        why=question.why,
    )

    def merged() -> Json:
        view = view_of(app.desk, key)
        changed = joining.merged(view, merger)
        if question.apply:
            joining.merge(app.desk, key, merger, now_by(actor))
        return changed_document(view.known, changed, applied=question.apply)

    return private(await anyio.to_thread.run_sync(merged, limiter=app.loading))


@router.put(
    "/concepts/{id}/split",
    operation_id="split-concept",
    responses=private_answers(wire.Rewordings, changeset_example("rewordings"), *_WRITES),
)
async def split(
    app: ServicesOfApp,
    actor: Editing,
    key: ChangesetNumber,
    id: ConceptId,
    etags: IfMatch,
    question: asked.SplitQuestion,
) -> Response:
    """Split a concept into new ones, or show what that would change; the concept is retired."""

    def done() -> Json:
        view = view_of(app.desk, key)
        pieces = [_piece(it, view) for it in question.parts]
        told = Split(concept=id, pieces=pieces, seen=seen_of(etags), why=question.why)
        if question.apply:
            changed = joining.split(app.desk, key, told, now_by(actor))
        else:
            changed, _ = joining.split_up(view, told)
        return changed_document(view.known, changed, applied=question.apply)

    return private(await anyio.to_thread.run_sync(done, limiter=app.loading))


def _piece(told: asked.PiecePart, view: View) -> Piece:
    labels = [Label(lang, LabelType.PREFERRED, text) for lang, text in told.labels.items()]
    links = {(it.predicate, view.get(it.target).id) for it in told.links}
    return Piece(
        labels=tuple(labels),
        notes=tuple(Note(it.lang, it.type, it.text) for it in told.notes),
        links=frozenset(links),
        users=None if told.users is None else frozenset(told.users),
    )
