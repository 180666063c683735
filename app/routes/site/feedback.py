"""What visitors say of a concept: the form, and what becomes of it."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import anyio.to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.db.feedback import RemarkRecord
from app.feedback import LANGUAGES, LONGEST_TEXT, Flaw, Typed, cleaned, flaws, keep
from app.http.negotiation import asking, best
from app.http.posted import fields, is_from_here
from app.rendering.pages.addresses import found, reference
from app.routes.site.asking import AskedPage, OnView
from app.web.pages import headers, language, written
from app.web.redirecting import led
from taxonomy.errors import NotFoundError, RecordBusyError, StaleChangeError

if TYPE_CHECKING:
    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/{scheme:known}/{version}", include_in_schema=False)

_TRAP = "website"
_REFUSED, _BUSY, _FORGED, _OFTEN = 422, 503, 403, 429
_Receipt = Annotated[str, Query(pattern="^([0-9a-f]{20})?$")]
_Of = Annotated[str, Query(alias="concept", max_length=2000)]


@router.get("/feedback")
async def form(asked: AskedPage, of: _Of, sent: _Receipt = "") -> Response:
    """The form for a remark on a concept, or the thanks for one."""
    concept = _concept(asked, of)
    typed = Typed(lang=asked.asked.lang if asked.asked.lang in LANGUAGES else "")
    return _page(asked, concept, typed, sent=sent)


@router.post("/feedback")
async def send(request: Request, asked: AskedPage, of: _Of) -> Response:
    """Keep a remark; whatever is wrong with it, the form comes back with all that was typed."""
    concept = _concept(asked, of)
    sent = {name: values[-1] for name, values in (await fields(request)).items()}
    typed = Typed(*(sent.get(name, "") for name in ("about", "lang", "text", "contact", _TRAP)))
    wrong = flaws(typed)
    if wrong:
        return _page(asked, concept, typed, wrong=wrong, status=_REFUSED)
    services = asked.served.services
    about = f"{concept.scheme}/{concept.id}"
    receipt = services.forms.receipt(sent.get("token", ""), about, time.time())
    if not receipt or not is_from_here(request):
        return _page(asked, concept, typed, status=_FORGED)
    wait = services.pace.wait(request.client.host if request.client else "")
    if wait:
        return _page(asked, concept, typed, status=_OFTEN, retry=wait)
    remark = _remark(asked, concept, typed, receipt)
    try:
        with suppress(StaleChangeError):  # the same form twice at once: the other one is kept
            await anyio.to_thread.run_sync(
                keep, services.parts.engine, remark, limiter=services.loading
            )
    except RecordBusyError:
        return _page(asked, concept, typed, status=_BUSY, retry=5)
    rest = [it for it in request.query_params.multi_items() if it[0] in ("lang", "content")]
    query = urlencode(
        [("concept", reference(asked.served.index, concept)), *rest, ("sent", receipt)]
    )
    return led(f"{asked.base}/feedback?{query}", 303)


def _concept(asked: OnView, text: str) -> Concept:
    if not asked.served.services.settings.feedback_per_hour:
        message = "this service takes no remarks"
        raise NotFoundError(message)
    return found(asked.served.index, text) or asked.served.concept(text)


def _remark(asked: OnView, concept: Concept, typed: Typed, receipt: str) -> RemarkRecord:
    release, name = asked.served.about.release, asked.reader.name(concept)
    return RemarkRecord(
        receipt=receipt,
        at=datetime.now(UTC).replace(microsecond=0),
        scheme=release.scheme,
        version=release.version,
        concept_id=concept.id,
        notation=concept.notation,
        kind=concept.kind.value,
        label=name.text,
        about=typed.about,
        lang=typed.lang,
        text=cleaned(typed.text).strip(),
        contact=typed.contact.strip(),
    )


def _page(
    asked: OnView,
    concept: Concept,
    typed: Typed,
    *,
    wrong: list[Flaw] | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """The form with what was typed, never kept by a cache: its token is for this reader."""
    services = asked.served.services
    token = services.forms.token(f"{concept.scheme}/{concept.id}", time.time())
    values = {
        "item": asked.reader.item(concept),
        "name": reference(asked.served.index, concept),
        "typed": typed._replace(text=cleaned(typed.text), contact=cleaned(typed.contact)),
        "wrong": wrong or [],
        "status": status,
        "token": token,
        "most": LONGEST_TEXT,
        "sent": "",
        "retry": 0,
        "content_lang": asked.asked.lang,
        **more,
    }
    scope = asked.request.scope
    best(asking(scope).accept, ("text/html",))
    chosen = language(scope, asked.lang)
    response = Response(written(scope, "feedback.html", values, chosen, lang=asked.lang), status)
    own = asked.request.scope["public_url"].encode()  # its token is nothing for pages of others
    told = dict(headers(chosen)) | {
        b"cache-control": b"no-store",
        b"access-control-allow-origin": own,
    }
    if values["retry"]:
        told[b"retry-after"] = str(values["retry"]).encode()
    response.raw_headers += list(told.items())
    return response
