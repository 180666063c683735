"""Campaigns of review, and the term base, for editors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.http.acting import Reading, Translating
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.private import NO_STORE, private, private_answers
from app.http.services import Services
from app.http.translation_examples import translation_example
from app.http.translation_parts import CampaignName, TargetLanguage, acting
from app.http.waiting import waited
from app.rendering.translations import (
    campaign_document,
    days_document,
    line_rows,
    term_document,
)
from app.reviewing import campaigns as use
from app.reviewing import steering
from app.reviewing.reporting import Report, report_lines, report_of
from app.reviewing.terms import forget, keep, terms_of
from app.wire import translation_questions as asked
from app.wire import translations as wire
from taxonomy.formats.cells import row as csv_row
from taxonomy.media_types import CSV
from taxonomy.reviewing.terms import Term

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial", tags=["translations"])


@router.get(
    "/campaigns",
    operation_id="campaigns",
    responses=private_answers(wire.CampaignList, translation_example("campaigns")),
)
async def campaigns(app: ServicesOfApp, _: Reading) -> Response:
    """Every campaign, the newest first."""
    found = await waited(app, use.campaigns_of, app.parts.engine)
    return private({"items": [campaign_document(it) for it in found]})


@router.post(
    "/campaigns",
    operation_id="begin-campaign",
    responses=private_answers(wire.ReviewCampaign, translation_example("campaign"), 409, 413, 415),
)
async def begin(
    app: ServicesOfApp, actor: Translating, question: asked.CampaignQuestion
) -> Response:
    """Begin the review of a language: what nobody has approved since is left to do."""
    wanted = use.Asked(
        title=question.title,
        lang=question.lang,
        kinds=tuple(question.kinds),
        fields=tuple(question.fields),
        deadline=question.deadline,
    )
    act = partial(use.begin, app.parts.engine, app.review.scheme, wanted, acting(actor))
    found = await waited(app, act)
    return private(campaign_document(found), found.etag)


@router.get(
    "/campaigns/{name}",
    operation_id="campaign",
    responses=private_answers(wire.CampaignReport, translation_example("report")),
)
async def campaign(app: ServicesOfApp, _: Reading, name: CampaignName) -> Response:
    """How far a campaign is, day by day, and who did what in it."""
    found = await waited(app, _report, app, name)
    told = campaign_document(found.campaign, found.progress, found.done)
    told |= {"days": days_document(found.days), "people": found.people}
    told |= {"reopened": found.reopened}
    return private(told, found.campaign.etag)


@router.get(
    "/campaigns/{name}/burn-down.csv",
    response_class=Response,
    operation_id="campaign-burn-down",
    responses={
        **private_answers(None, None),
        200: {"description": "The table", "content": {CSV.partition(";")[0]: {}}},
    },
)
async def burn_down(app: ServicesOfApp, _: Reading, name: CampaignName) -> Response:
    """The burn-down as a table: day, how many were left at its end, how many were done."""
    found = await waited(app, _report, app, name)
    lines = [("day", "left", "done")]
    lines += [(it.day.isoformat(), str(it.left), str(it.done)) for it in found.days]
    return _table(lines, f"{name}-burn-down.csv")


@router.get(
    "/campaigns/{name}/report.csv",
    response_class=Response,
    operation_id="campaign-report",
    responses={
        **private_answers(None, None),
        200: {"description": "The table", "content": {CSV.partition(";")[0]: {}}},
    },
)
async def report(app: ServicesOfApp, _: Reading, name: CampaignName) -> Response:
    """Unit by unit what the campaign did, as everything stands now: its texts, who wrote and who approved it, when."""

    def told() -> list[tuple[str, ...]]:
        found = use.campaign_of(app.parts.engine, name)
        return line_rows(report_lines(app.review.now(), found))

    return _table(await waited(app, told), f"{name}-report.csv")


@router.patch(
    "/campaigns/{name}",
    operation_id="change-campaign",
    responses=private_answers(
        wire.ReviewCampaign, translation_example("campaign"), 409, 412, 413, 415, 428
    ),
)
async def change(
    app: ServicesOfApp,
    actor: Translating,
    name: CampaignName,
    etags: IfMatch,
    question: asked.CampaignChange,
) -> Response:
    """Freeze a campaign, open it again, close it, or move its deadline."""
    act = partial(
        steering.change,
        app.review,
        name,
        acting(actor),
        state=question.state,
        deadline=question.deadline,
        etags=etags,
    )
    found = await waited(app, act)
    return private(campaign_document(found), found.etag)


@router.get(
    "/terms",
    operation_id="terms",
    responses=private_answers(wire.TermList, translation_example("terms")),
)
async def terms(
    app: ServicesOfApp,
    _: Reading,
    lang: Annotated[TargetLanguage | None, Query(description="Only of this language.")] = None,
) -> Response:
    """The term base."""
    found = await waited(app, terms_of, app.parts.engine, lang.value if lang else "")
    return private({"items": [term_document(it) for it in found]})


@router.put(
    "/terms",
    operation_id="keep-term",
    responses=private_answers(wire.TermEntry, translation_example("term"), 409, 413, 415),
)
async def keep_(app: ServicesOfApp, actor: Translating, question: asked.TermQuestion) -> Response:
    """Keep a term, instead of what was kept for its source."""
    term = Term(
        question.lang,
        question.source,
        question.target,
        tuple(question.forbidden),
        question.remark,
    )
    found = await waited(app, keep, app.parts.engine, term, acting(actor))
    return private(term_document(found))


@router.delete(
    "/terms",
    operation_id="forget-term",
    responses=private_answers(wire.TermList, translation_example("terms"), 409),
)
async def forget_(
    app: ServicesOfApp,
    actor: Translating,
    lang: Annotated[TargetLanguage, Query(description="The language of the term.")],
    source: Annotated[str, Query(description="The term in the source language.", max_length=200)],
) -> Response:
    """Take a term away; the answer is what is left of its language."""
    await waited(app, forget, app.parts.engine, lang.value, source, acting(actor))
    found = await waited(app, terms_of, app.parts.engine, lang.value)
    return private({"items": [term_document(it) for it in found]})


def _report(app: Services, name: str) -> Report:
    found = use.campaign_of(app.parts.engine, name)
    return report_of(app.review.now(), found, datetime.now(UTC).date())


def _table(lines: Iterable[tuple[str, ...]], name: str) -> Response:
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
    body = "".join(f"{csv_row(it)}\r\n" for it in lines)
    return Response("\ufeff" + body, media_type=CSV, headers=headers)
