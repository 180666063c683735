"""Packages of translations: out as XLIFF or a workbook, and back in."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.http.acting import Reading, Translating
from app.http.computing import computed
from app.http.dependencies import ServicesOfApp
from app.http.describing import of_files
from app.http.private import NO_STORE, private, private_answers
from app.http.translation_examples import translation_example
from app.http.translation_parts import AskedUnits, acting
from app.rendering.translations import taken_document
from app.reviewing.packages import PackageForm, package_of, take, written
from app.wire import translations as wire

if TYPE_CHECKING:
    from app.http.services import Services
    from app.reviewing.queues import Wanted

__all__ = ["MEDIA_TYPES", "package_file", "router"]

router = APIRouter(prefix="/v1/editorial/translations", tags=["translations"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    PackageForm.XLIFF_1: "application/x-xliff+xml",  # what tools call 1.2; 2.0 has a registered type
    PackageForm.XLIFF_2: "application/xliff+xml",
    PackageForm.XLSX: _XLSX,
}


@router.get(
    "/packages/{form}",
    response_class=Response,
    operation_id="translation-package",
    responses={
        **private_answers(None, None),
        200: {"description": "The file", "content": {it: {} for it in MEDIA_TYPES.values()}},
    },
)
async def package(
    app: ServicesOfApp,
    _: Reading,
    wanted: AskedUnits,
    form: Annotated[PackageForm, Path(description="XLIFF 1.2, XLIFF 2.0, or a workbook.")],
) -> Response:
    """The units that are asked for, as a file to be translated elsewhere."""
    return await computed(app, package_file, app, wanted, form)


@router.post(
    "/packages",
    operation_id="take-translation-package",
    responses=private_answers(wire.TakenPackage, translation_example("taken"), 409, 413, 415),
    openapi_extra=of_files(*MEDIA_TYPES.values()),
)
async def take_(
    app: ServicesOfApp,
    request: Request,
    actor: Translating,
    dry_run: Annotated[
        bool | None, Query(description="Say what would change, and change nothing.")
    ] = None,
    lenient: Annotated[
        bool | None, Query(description="Leave out the units with errors, and take the rest.")
    ] = None,
    name: Annotated[
        str, Query(description="What the file is called in findings.", max_length=200)
    ] = "package",
) -> Response:
    """Propose what changed in a file that comes back; approved texts stand until new ones are approved."""
    act = partial(
        take,
        *(app.review, name or "package", await request.body(), acting(actor)),
        dry=bool(dry_run),
        lenient=bool(lenient),
    )
    return private(taken_document(await anyio.to_thread.run_sync(act, limiter=app.loading)))


def package_file(app: Services, wanted: Wanted, form: PackageForm) -> Response:
    """The file of a queue, to be kept under a name of its own."""
    found = package_of(app.review.now(), wanted, datetime.now(UTC))
    name = f"{found.release.replace('/', '-')}-{wanted.lang}.{form}"
    headers: dict[str, Any] = {
        **NO_STORE,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    body = b"".join(written(found, form))
    return Response(body, media_type=MEDIA_TYPES[form], headers=headers)
