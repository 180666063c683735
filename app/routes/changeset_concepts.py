"""What a changeset makes of concepts: saved, created, retired, restored, resolved, reworded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from app.editing import accepting, acts, changesets
from app.editing.acts import Beginning, Retirement
from app.editing.changing import ANYTHING, Edit
from app.editing.viewing import view_of
from app.http.acting import Editing, Reading, Translating
from app.http.changeset_examples import changeset_example
from app.http.changeset_parts import ChangesetNumber, ConceptId, now_by, seen_of
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.examples import example
from app.http.private import private, private_answers
from app.http.waiting import waited
from app.rendering.changesets import changeset_document, concept_document, rewording_document
from app.rendering.concepts import Json
from app.rendering.workbench.preview import preview_document
from app.wire import changeset_questions as asked
from app.wire import changesets as wire
from app.wire import concepts
from app.wire import draft_concepts as edited
from taxonomy import canonical
from taxonomy.editing.bulk import Rewording
from taxonomy.editing.errors import EditRefusedError
from taxonomy.model import Concept, Label
from taxonomy.vocabulary import LabelType

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/changesets/{key}", tags=["editing"])

_WRITES = (409, 412, 413, 415, 428)
_ADDS = (409, 412, 413, 415)


@router.get(
    "/concepts/{id}",
    operation_id="changeset-concept",
    responses=private_answers(edited.Edited, changeset_example("concept")),
)
async def concept(app: ServicesOfApp, _: Reading, key: ChangesetNumber, id: ConceptId) -> Response:
    """A concept as an editor of the changeset sees it; its ETag is what a save has to have seen."""

    def found() -> Json:
        return concept_document(view_of(app.desk, key).get(id))

    return _told(await waited(app, found))


@router.get(
    "/concepts/{id}/preview",
    operation_id="preview-concept",
    responses=private_answers(concepts.Concept, example("concept")),
)
async def preview(app: ServicesOfApp, _: Reading, key: ChangesetNumber, id: ConceptId) -> Response:
    """A concept as the public API would tell it once the changeset is accepted; found by nobody else."""
    told = (app.library, id, app.settings.public_url)

    def shown() -> Json:
        return preview_document(view_of(app.desk, key), *told)

    return private(await waited(app, shown), X_Robots_Tag="noindex")


@router.put(
    "/concepts/{id}",
    operation_id="save-concept",
    responses=private_answers(edited.Edited, changeset_example("concept"), *_WRITES),
)
async def save(
    app: ServicesOfApp,
    actor: Translating,
    key: ChangesetNumber,
    id: ConceptId,
    etags: IfMatch,
    question: asked.SaveQuestion,
) -> Response:
    """Change a concept: what is left out of it is gone. Whether it lives stays as it is."""
    by = now_by(actor)

    def saved() -> Json:
        view = view_of(app.desk, key)
        after = _concept(question.concept, view.get(id), view.find)
        edit = Edit(concept_id=after.id, after=after, seen=seen_of(etags), why=question.why)
        changesets.save(app.parts.engine, key, [edit], by)
        return concept_document(view_of(app.desk, key).get(after.id))

    return _told(await waited(app, saved))


@router.delete(
    "/concepts/{id}",
    operation_id="leave-concept",
    responses=private_answers(wire.Changeset, changeset_example("changeset"), 409),
)
async def leave(
    app: ServicesOfApp, actor: Translating, key: ChangesetNumber, id: ConceptId
) -> Response:
    """Let the changeset leave a concept as the draft holds it."""
    found = await waited(app, changesets.leave, app.parts.engine, key, [id], now_by(actor))
    return private(changeset_document(found), found.etag)


@router.post(
    "/concepts",
    operation_id="create-concept",
    responses=private_answers(edited.Edited, changeset_example("concept"), *_ADDS),
)
async def create(
    app: ServicesOfApp, actor: Editing, key: ChangesetNumber, question: asked.CreateQuestion
) -> Response:
    """A new concept, under the next code of its kind, which no other ever had."""
    labels = (Label(lang, LabelType.PREFERRED, it) for lang, it in question.labels.items())
    new = Beginning(kind=question.kind, id=str(uuid4()), labels=tuple(labels), why=question.why)
    made = await waited(app, acts.create, app.desk, key, new, now_by(actor))
    return _told(concept_document(made))


@router.put(
    "/concepts/{id}/retirement",
    operation_id="retire-concept",
    responses=private_answers(edited.Edited, changeset_example("concept"), *_WRITES),
)
async def retire(
    app: ServicesOfApp,
    actor: Editing,
    key: ChangesetNumber,
    id: ConceptId,
    etags: IfMatch,
    question: asked.RetireQuestion,
) -> Response:
    """Retire a concept, with its reason and its successors."""
    by = now_by(actor)
    told = Retirement(
        reason=question.reason,
        heirs=tuple(question.successors),
        relink=question.relink,
        why=question.why,
    )

    def retired() -> Json:
        acts.retire(app.desk, key, (id, seen_of(etags)), told, by)
        return concept_document(view_of(app.desk, key).get(id))

    return _told(await waited(app, retired))


@router.put(
    "/concepts/{id}/restoration",
    operation_id="restore-concept",
    responses=private_answers(edited.Edited, changeset_example("concept"), *_WRITES),
)
async def restore(
    app: ServicesOfApp,
    actor: Editing,
    key: ChangesetNumber,
    id: ConceptId,
    etags: IfMatch,
    question: asked.RestoreQuestion,
) -> Response:
    """Bring a concept back to a state that it was in, or back to life."""
    by = now_by(actor)

    def restored() -> Json:
        ended = (id, _one_revision(seen_of(etags)))
        more = {"revision": question.revision, "why": question.why}
        return concept_document(acts.restore(app.desk, key, ended, by, **more))

    return _told(await waited(app, restored))


@router.put(
    "/concepts/{id}/resolution",
    operation_id="resolve-concept",
    responses=private_answers(wire.Changeset, changeset_example("changeset"), *_WRITES),
)
async def resolve(
    app: ServicesOfApp,
    actor: Translating,
    key: ChangesetNumber,
    id: ConceptId,
    etags: IfMatch,
    question: asked.ResolveQuestion,
) -> Response:
    """Choose, of each field that others changed too, whose words stay."""
    by = now_by(actor)

    def resolved() -> Any:
        mine, seen = question.mine, seen_of(etags)
        return accepting.resolve(app.parts.engine, key, (id, seen), mine, by)

    found = await waited(app, resolved)
    return private(changeset_document(found), found.etag)


@router.post(
    "/rewordings",
    operation_id="reword-concepts",
    responses=private_answers(wire.Rewordings, changeset_example("rewordings"), *_ADDS),
)
async def reword(
    app: ServicesOfApp, actor: Editing, key: ChangesetNumber, question: asked.RewordQuestion
) -> Response:
    """Replace words in many labels, or show what that would change."""
    words = Rewording(
        find=question.find,
        by=question.by,
        langs=tuple(question.langs),
        types=tuple(question.types),
        whole_words=question.whole_words,
    )
    by = now_by(actor)

    def reworded() -> Json:
        pairs = acts.preview_rewording(app.desk, key, words, question.kinds)
        kept = [it for it in pairs if it[0].id not in question.without]
        if question.apply:
            acts.reword(app.desk, key, words, by, kinds=question.kinds, without=question.without)
        return rewording_document(kept, len(kept), applied=question.apply)

    return private(await waited(app, reworded))


def _concept(
    told: asked.ConceptPart, known: Concept, find: Callable[[str], Concept | None]
) -> Concept:
    """The concept as it is told, with the ids of what its links name by notation."""
    parts = told.model_dump(mode="json", exclude_none=True)
    for link in parts["links"]:
        target = find(link["target"])
        link["target"] = target.id if target else link["target"]
    whole = orjson.loads(canonical.write(known))
    life = {name: whole[name] for name in ("status", "retirement", "replaced_by") if name in whole}
    document = {**parts, **life, "scheme": known.scheme, "id": known.id}
    return canonical.read(orjson.dumps(document))


def _one_revision(seen: str) -> str:
    if seen == ANYTHING:
        message = "If-Match: name the revision that was read"
        raise EditRefusedError(message)
    return seen


def _told(content: Json) -> Response:
    return private(content, f'"{content["revision"]}"')
