"""The pages of the archive, in four languages, and the static files that they need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app import manifest, signing
from app.archive import Archive
from app.http.answering import IMMUTABLE, SHORT, reply
from app.http.dependencies import ServicesOfApp
from app.http.hot import Answer
from app.http.negotiation import accepts_gzip, asking
from app.http.services import Services
from app.library import ALIASES
from app.rendering import citing
from app.rendering.archive import contents, day_of, grouped, shelf, size_of
from app.web.keeping import kept_page
from app.web.pages import page
from app.web.redirecting import moved
from app.web.static import FILES, digest
from taxonomy import schemes as known
from taxonomy.errors import ArchiveUnavailableError, NotFoundError
from taxonomy.formats.citation import bibtex, citation
from taxonomy.model import Release
from taxonomy.schemes import Scheme
from taxonomy.vocabulary import ReleaseStatus

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PageLanguage = Annotated[str | None, Query(alias="lang")]


@router.get("/archive")
async def archive(request: Request, app: ServicesOfApp, lang: PageLanguage = None) -> Response:
    """Every release of every scheme."""
    return await _archive(request, app, lang, None)


@router.get("/archive/")
async def archive_with_slash(request: Request) -> Response:
    """The page of the archive has no slash at its end."""
    return moved(request, "/archive", 308)


@router.get("/archive/{scheme}/")
async def scheme_page(
    request: Request, app: ServicesOfApp, scheme: str, lang: PageLanguage = None
) -> Response:
    """Every release of one scheme."""
    return await _archive(request, app, lang, known.get(scheme))


@router.get("/archive/{scheme}")
async def scheme_without_slash(request: Request, scheme: str) -> Response:
    """The releases of a scheme stand below it."""
    return moved(request, f"/archive/{known.get(scheme).id}/", 308)


@router.get("/archive/{scheme}/{version}/")
async def release_page(
    request: Request, app: ServicesOfApp, scheme: str, version: str, lang: PageLanguage = None
) -> Response:
    """One release: what it is, its files, how to check and to cite them."""
    generation, release = app.answers.generation, app.library.release(scheme, version)
    if version in ALIASES:
        return moved(request, f"/archive/{release.name}/", 307)
    values = _release_values(app, known.get(scheme), release)
    values["key"] = await _told(_key_of, app.parts.archive, release)
    return _page(request, "release.html", values, lang, generation)


@router.get("/archive/{scheme}/{version}")
async def release_without_slash(
    request: Request, app: ServicesOfApp, scheme: str, version: str
) -> Response:
    """The files of a release stand below it."""
    release = app.library.release(scheme, version)
    status = 307 if version in ALIASES else 308
    return moved(request, f"/archive/{release.name}/", status)


@router.get("/static/{version}/{name}")
async def static(request: Request, version: str, name: str) -> Response:
    """A static file; under another version the file of today, for a moment only."""
    if name not in FILES:
        message = f"there is no static file {name[:80]!r}"
        raise NotFoundError(message)
    asked = asking(request.scope)
    caching = IMMUTABLE if version == digest() else SHORT
    headers = [
        (b"content-type", FILES[name].media_type.encode()),
        (b"cache-control", caching.encode()),
        (b"vary", b"Accept-Encoding"),
    ]
    level = 9 if accepts_gzip(asked.encoding) else 0
    made = Answer.of("", FILES[name].body, headers, revision="", level=level)
    return reply(made, asked.etags)


async def _archive(
    request: Request, app: Services, lang: str | None, only: Scheme | None
) -> Response:
    schemes = [only] if only else known.SCHEMES.values()
    generation, library = app.answers.generation, app.library
    shelves = [shelf(it, library.releases(it.id), library.current(it.id)) for it in schemes]
    stocked = [it for it in shelves if it.total]
    releases = [(found, it.scheme) for it in stocked for found in library.releases(it.scheme.id)]
    cited = [citation(it.current, it.scheme) for it in stocked if it.current]
    values = {
        "only": only,
        "shelves": shelves,
        "stocked": stocked,
        "key": await _told(_newest_key, app.parts.archive),
        "citations": cited[:1],
        "catalog": citing.catalog(releases, f"{app.settings.public_url}/archive"),
    }
    return _page(request, "archive.html", values, lang, generation)


def _page(
    request: Request, template: str, values: dict[str, Any], lang: str | None, generation: int
) -> Response:
    """The page, kept unless nobody can tell the key now."""
    if values["key"] is None:
        return page(request, template, values, lang=lang)
    return kept_page(request, template, values, lang=lang, generation=generation)


def _release_values(app: Services, scheme: Scheme, release: Release) -> dict[str, Any]:
    releases = {it.version: it for it in app.library.releases(scheme.id)}
    previous = releases.get(release.previous or "")
    current = app.library.current(scheme.id)
    base = f"/archive/{release.name}/"
    address = f"{app.settings.public_url}{base}"
    return {
        "scheme": scheme,
        "release": release,
        "current": current,
        "current_since": day_of(current) if current else None,
        "previous": previous,
        "successor": next(
            (
                it
                for it in releases.values()
                if it.previous == release.version and it.status is not ReleaseStatus.WITHDRAWN
            ),
            None,
        ),
        "held": contents(release, previous, scheme),
        "groups": grouped(release),
        "size": size_of(release),
        "base": base,
        "address": address,
        "imprint": citing.imprint(release, scheme),
        "citation": citation(release, scheme),
        "bibtex": bibtex(release, scheme, address),
        "ris": citing.ris(release, scheme, address),
        "dataset": citing.dataset(release, scheme, address),
    }


async def _told(tell: Callable[..., str], *about: Any) -> str | None:
    """What a thread tells of signatures; None while the archive is away, and nobody can tell."""
    try:
        return await run_in_threadpool(tell, *about)
    except ArchiveUnavailableError:
        return None


def _newest_key(archive: Archive) -> str:
    """The public key of the newest releases as `minisign -P` takes it, empty where there is none."""
    found = signing.newest_public_key(archive)
    return _bare(found) if found else ""


def _key_of(archive: Archive, release: Release) -> str:
    """The public key that proves the signature of this release, empty where it is not signed."""
    signature = archive.find(f"{release.name}/{manifest.SIGNATURE}")
    if signature is None:
        return ""
    sums = manifest.frame(release)[manifest.SUMS]
    keys = signing.public_keys(archive)
    return next((_bare(it) for it in keys if not signing.complaint([it], sums, signature)), "")


def _bare(public_key: bytes) -> str:
    """The key without its comment."""
    return public_key.decode().splitlines()[-1]
