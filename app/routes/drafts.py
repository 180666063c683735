"""The draft of the next release: opened, described, looked into; its protocols."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from fastapi import APIRouter
from starlette.responses import Response

from app.editing.drafts import describe_draft, draft_of, editable, open_draft
from app.editing.protocols import etag_of, protocols_of, set_protocols
from app.editing.records import DraftRecord
from app.editing.viewing import view_of
from app.http.acting import Administering, Editing, Publishing, Reading
from app.http.changeset_examples import changeset_example
from app.http.changeset_parts import DraftScheme, now_by
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.http.waiting import waited
from app.rendering.changesets import draft_document
from app.rendering.concepts import Json
from app.rendering.workbench.readiness import readiness, readiness_document
from app.wire import changeset_questions as asked
from app.wire import changesets as wire
from app.wire.readiness import ReadinessAnswer

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/drafts", tags=["editing"])

_WRITES = (409, 412, 413, 415, 428)


@router.get(
    "/{scheme}",
    operation_id="draft",
    responses=private_answers(wire.Draft, changeset_example("draft")),
)
async def draft(app: ServicesOfApp, _: Reading, scheme: DraftScheme) -> Response:
    """The draft of the next release."""
    return _shown(await waited(app, draft_of, app.parts.engine, scheme))


@router.post(
    "/{scheme}",
    operation_id="open-draft",
    responses=private_answers(wire.Draft, changeset_example("draft"), 409, 413, 415),
)
async def open_(
    app: ServicesOfApp, actor: Editing, scheme: DraftScheme, question: asked.DraftQuestion
) -> Response:
    """Open the draft, or find it open: it begins as the last release."""
    by, version = now_by(actor), question.version
    return _shown(await waited(app, open_draft, app.parts.engine, scheme, by, version))


@router.patch(
    "/{scheme}",
    operation_id="describe-draft",
    responses=private_answers(wire.Draft, changeset_example("draft"), *_WRITES),
)
async def describe(
    app: ServicesOfApp,
    actor: Publishing,
    scheme: DraftScheme,
    etags: IfMatch,
    question: asked.NotesQuestion,
) -> Response:
    """Release notes, and the day on which the draft is to become current; what is left out stays."""
    planned = "planned_for" in question.model_fields_set

    def described() -> DraftRecord:
        return describe_draft(
            app.parts.engine,
            scheme,
            now_by(actor),
            notes=question.notes,
            plan=(question.planned_for, question.why) if planned else None,
            etags=etags,
        )

    return _shown(await waited(app, described))


@router.get(
    "/{scheme}/readiness",
    operation_id="draft-readiness",
    responses=private_answers(ReadinessAnswer, changeset_example("readiness")),
)
async def ready(app: ServicesOfApp, _: Reading, scheme: DraftScheme) -> Response:
    """How ready the next release is: findings, translations, gaps, deadlines, and who did what for it."""

    def found() -> Json:
        when = datetime.now(UTC).date(), app.settings.candidate_days
        told = readiness(app.desk, app.review, editable(scheme), when)
        return readiness_document(told, view_of(app.desk, None, scheme).held.findings)

    return private(await waited(app, found))


@router.get(
    "/{scheme}/protocols",
    operation_id="protocols",
    responses=private_answers(wire.Protocols, changeset_example("protocols")),
)
async def protocols(app: ServicesOfApp, _: Reading, scheme: DraftScheme) -> Response:
    """How many people each kind of change needs."""
    found = await waited(app, protocols_of, app.parts.engine, editable(scheme))
    return private({"scheme": scheme, "people": found}, etag_of(scheme, found))


@router.put(
    "/{scheme}/protocols",
    operation_id="set-protocol",
    responses=private_answers(wire.Protocols, changeset_example("protocols"), *_WRITES),
)
async def set_(
    app: ServicesOfApp,
    actor: Administering,
    scheme: DraftScheme,
    etags: IfMatch,
    question: asked.ProtocolQuestion,
) -> Response:
    """Let a kind of change need so many people from now on."""
    act = partial(set_protocols, why=question.why, etags=etags)
    told = (editable(scheme), {question.change: question.people}, now_by(actor))
    found = await waited(app, act, app.parts.engine, *told)
    return private({"scheme": scheme, "people": found}, etag_of(scheme, found))


def _shown(found: DraftRecord) -> Response:
    return private(draft_document(found), found.etag)
