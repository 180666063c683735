"""The pages of mappings: every set, one set, and one concept as a picture with a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import anyio.to_thread
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.db.mapping_sets import SetRecord
from app.http.answering import passing_answer
from app.http.computing import computed
from app.http.dependencies import ServicesOfApp
from app.http.mapping_sides import releases_header, view_of
from app.http.services import Services
from app.mapping_shelf import Shelved, Wanted
from app.overviews import Overview
from app.rendering.counterpart_table import table
from app.rendering.counterparts import Spread, located, spread
from app.rendering.languages import Asked
from app.rendering.mapping_lists import PREDICATES, Selection, page_of, selection
from app.rendering.mapping_shelves import Listed, ends, listed, title
from app.rendering.mappings import MappingView
from app.web import picture
from app.web.keeping import kept_page
from app.web.pages import drawing, language, page
from app.web.redirecting import moved
from taxonomy.errors import ArchiveUnavailableError
from taxonomy.media_types import CSV

__all__ = ["router"]

router = APIRouter(prefix="/mappings", include_in_schema=False)

PageLanguage = Annotated[str | None, Query(alias="lang")]


async def chosen(predicate: str = "", state: str = "", text: str = "") -> Selection:
    """The mappings that the form asks for."""
    return selection(predicate, state, text)


Chosen = Annotated[Selection, Depends(chosen)]


@router.get("")
async def mapping_sets(request: Request, app: ServicesOfApp, lang: PageLanguage = None) -> Response:
    """Every published set in its newest edition."""
    generation, records = app.answers.generation, app.mappings.newest_first()
    overviews = await anyio.to_thread.run_sync(_shelf, app, records, limiter=app.loading)
    found = [_listed(app, *it) for it in zip(records, overviews, strict=True)]
    if None in overviews:
        return page(request, "mappings.html", {"sets": found}, lang=lang)
    return kept_page(request, "mappings.html", {"sets": found}, lang=lang, generation=generation)


@router.get("/")
async def mapping_sets_with_slash(request: Request) -> Response:
    """The page of all sets has no slash at its end."""
    return moved(request, "/mappings", 308)


@router.get("/{name}")
async def mapping_set_without_slash(request: Request, app: ServicesOfApp, name: str) -> Response:
    """The concepts of a set stand below it."""
    return moved(request, f"/mappings/{app.mappings.record(name).name}/", 308)


@router.get("/{name}/")
async def mapping_set(
    request: Request,
    app: ServicesOfApp,
    name: str,
    wanted: Chosen,
    number: Annotated[int, Query(alias="page")] = 1,
    lang: PageLanguage = None,
) -> Response:
    """One set: what it covers, what the checks find, how current it is, its files and mappings."""
    generation, record = app.answers.generation, app.mappings.record(name)
    asked = Asked(language(request.scope, lang).tag)
    view = await _view(app, record, asked, turned=False)
    overview = await anyio.to_thread.run_sync(app.overviews.get, record, limiter=app.loading)
    listing = (view, wanted, number, asked)
    values = {
        **_set_values(app, record, overview),
        "files": overview.files,
        "wanted": wanted,
        "predicates": PREDICATES,
        "list": await computed(app, page_of, *listing),
        "query": _query(wanted),
    }
    if wanted.text:  # anybody can think of endless texts
        return page(request, "mapping_set.html", values, lang=lang)
    return kept_page(request, "mapping_set.html", values, lang=lang, generation=generation)


@router.get("/{name}/{reference:path}/picture.svg")
async def concept_picture(
    request: Request, app: ServicesOfApp, name: str, reference: str, lang: PageLanguage = None
) -> Response:
    """The picture alone, for the pages of others."""
    record = app.mappings.record(name)
    _, found = await _spread(request, app, record, reference, lang)
    values = {**_spread_values(record, found), "alone": True}
    return drawing(request, "mapping_picture.html", values, lang=lang)


@router.get("/{name}/{reference:path}/mappings.csv")
async def concept_table(
    request: Request, app: ServicesOfApp, name: str, reference: str, lang: PageLanguage = None
) -> Response:
    """The table of a concept's mappings as a file."""
    shelved, found = await _spread(request, app, app.mappings.record(name), reference, lang)
    body = "".join(table(found)).encode()
    return passing_answer(request, body, CSV, more=[releases_header(shelved)])


@router.get("/{name}/{reference:path}")
async def concept(
    request: Request, app: ServicesOfApp, name: str, reference: str, lang: PageLanguage = None
) -> Response:
    """A concept of either side with what it is mapped to, as a picture and as a table."""
    generation, record = app.answers.generation, app.mappings.record(name)
    _, found = await _spread(request, app, record, reference, lang)
    values = {**_spread_values(record, found), "newest": _newest(app, record), "alone": False}
    return kept_page(request, "mapping_concept.html", values, lang=lang, generation=generation)


def _shelf(app: Services, records: Sequence[SetRecord]) -> list[Overview | None]:
    return [_overview(app, it) for it in records]


def _overview(app: Services, record: SetRecord) -> Overview | None:
    """None while a release cannot be loaded: the others are listed all the same."""
    try:
        return app.overviews.get(record)
    except ArchiveUnavailableError:
        return None


def _listed(app: Services, record: SetRecord, overview: Overview | None) -> Listed:
    coverage = overview.standing.coverage.get("subject") if overview else None
    return listed(record, ends(record, app.library.current), coverage)


def _set_values(app: Services, record: SetRecord, overview: Overview) -> dict[str, Any]:
    address = _address(record)
    return {
        "set": _listed(app, record, overview),
        "standing": overview.standing,
        "findings": overview.findings,
        "lost": overview.lost,
        "newest": _newest(app, record),
        "base": address,
        "address": f"{app.settings.public_url}{address}",
    }


def _newest(app: Services, record: SetRecord) -> Listed | None:
    """The set to use instead: between newer releases of the same schemes; None where this is it."""
    pair = Wanted(record.subject.scheme), Wanted(record.object.scheme)
    found, turned = app.mappings.find(*pair)
    if turned or found.name == record.name:
        return None
    return _listed(app, found, None)


async def _view(app: Services, record: SetRecord, asked: Asked, *, turned: bool) -> MappingView:
    shelved = await _shelved(app, record, turned=turned)
    return await view_of(app, shelved, asked)


async def _shelved(app: Services, record: SetRecord, *, turned: bool) -> Shelved:
    def loaded() -> Shelved:
        return Shelved(record, app.mappings.content(record, turned=turned), turned)

    return await anyio.to_thread.run_sync(loaded, limiter=app.loading)


async def _spread(
    request: Request, app: Services, record: SetRecord, reference: str, lang: str | None
) -> tuple[Shelved, Spread]:
    """The concept in the direction that begins with it."""
    asked = Asked(language(request.scope, lang).tag)
    view = await _view(app, record, asked, turned=False)
    concept_id, turned = located(view.content, (view.subject, view.object), reference)
    shelved = await _shelved(app, record, turned=turned)
    if turned:
        view = await view_of(app, shelved, asked)
    return shelved, spread(view, concept_id, asked)


def _spread_values(record: SetRecord, found: Spread) -> dict[str, Any]:
    base = _address(record)
    path = base + quote(found.concept.reference, safe="")
    return {
        "record": record,
        "spread": found,
        "picture": picture.drawn(found),
        "tall_picture": picture.drawn_tall(found),
        "own_title": title(found.own),
        "other_title": title(found.other),
        "set_title": f"{title(record.subject)} → {title(record.object)}",
        "base": base,
        "path": path,
    }


def _address(record: SetRecord) -> str:
    return f"/mappings/{record.name}/"


def _query(wanted: Selection) -> str:
    """The selection as the query of a link, to which the page's number is added."""
    names = {found: name for name, found in PREDICATES.items()}
    parts = {
        "predicate": names[wanted.predicate] if wanted.predicate else "",
        "state": wanted.state.value if wanted.state else "",
        "text": wanted.text,
    }
    return urlencode({name: text for name, text in parts.items() if text})
