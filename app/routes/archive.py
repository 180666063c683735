"""The archive's files: those of every public release, their signatures, the keys, the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app import manifest, markers, signing
from app.archive import Archive
from app.http.answering import SHORT, reply
from app.http.dependencies import SchemeName, ServicesOfApp, VersionText
from app.http.describing import Answers, refusals
from app.http.downloads import download, release_headers
from app.http.front import security_headers
from app.http.hot import Answer
from app.http.negotiation import accepts_gzip, asking, best, matches
from app.http.services import Services
from app.library import ALIASES
from taxonomy import media_types, schemes
from taxonomy.errors import ArchiveFileAlteredError, NotFoundError
from taxonomy.formats import dcat
from taxonomy.model import Release

__all__ = ["router"]

router = APIRouter(prefix="/archive", tags=["archive"], default_response_class=Response)

FileName = Annotated[
    str, Path(description="A file that the release lists.", examples=["taxonomy.jsonl"])
]
# Bytes have no schema (OpenAPI 3.1, 4.8.14.3): a client that is made from one would read them as text.
_CONTENT: dict[str, Any] = {
    getattr(media_types, name).partition(";")[0]: {} for name in media_types.__all__
}
_CONTENT[media_types.JSON] = {"example": {"format": "2", "scheme": "competent", "version": "3.11"}}
_FILE: Answers = {
    200: {"description": "The file, with its SHA-256 as ETag", "content": _CONTENT},
    206: {"description": "The part that the header Range asks for", "content": _CONTENT},
    304: {"description": "What the header If-None-Match names is still the answer"},
    307: {"description": "Where the file stands in the release that the alias means now"},
    **refusals(416),
}
_JSON_LD: dict[str, Any] = {media_types.JSON_LD: {"schema": {"type": "object"}}}
_TURTLE: dict[str, Any] = {media_types.TURTLE: {"schema": {"type": "string"}}}


def _catalogue_in(content: dict[str, Any], *problems: int) -> Answers:
    return {
        200: {"description": "The catalogue; both forms hold the same graph", "content": content},
        304: {"description": "What the header If-None-Match names is still the answer"},
        **refusals(*problems),
    }


_KEY: Answers = {
    200: {
        "description": "A public key of minisign",
        "content": {"text/plain": {"example": "untrusted comment: minisign public key …"}},
    },
    304: {"description": "What the header If-None-Match names is still the answer"},
    **refusals(),
}


@router.get(
    "/catalog",
    operation_id="archive_catalogue",
    responses=_catalogue_in(_JSON_LD | _TURTLE, 406),
)
async def archive_catalogue(request: Request, app: ServicesOfApp) -> Response:
    """All releases and their files as DCAT-AP, in JSON-LD or Turtle."""
    media_type = best(asking(request.scope).accept, (media_types.JSON_LD, media_types.TURTLE))
    return await _catalogue(request, app, media_type)


@router.get(
    "/catalog.jsonld", operation_id="archive_catalogue_json_ld", responses=_catalogue_in(_JSON_LD)
)
async def archive_catalogue_json_ld(request: Request, app: ServicesOfApp) -> Response:
    """All releases and their files as DCAT-AP, in JSON-LD."""
    return await _catalogue(request, app, media_types.JSON_LD)


@router.get(
    "/catalog.ttl", operation_id="archive_catalogue_turtle", responses=_catalogue_in(_TURTLE)
)
async def archive_catalogue_turtle(request: Request, app: ServicesOfApp) -> Response:
    """All releases and their files as DCAT-AP, in Turtle."""
    return await _catalogue(request, app, media_types.TURTLE)


@router.get("/minisign.pub", operation_id="public_key", responses=_KEY)
async def public_key(request: Request, app: ServicesOfApp) -> Response:
    """The key that proves the signatures of the newest releases (`minisign -V`)."""
    found = await run_in_threadpool(signing.newest_public_key, app.parts.archive)
    if found is None:
        message = "the archive has no key: its releases are not signed"
        raise NotFoundError(message)
    return _small(request, found, media_types.TEXT, {})


@router.get("/keys/{key}.pub", operation_id="public_key_by_id", responses=_KEY)
async def public_key_by_id(
    request: Request,
    app: ServicesOfApp,
    key: Annotated[
        str,
        Path(
            description="The id that minisign tells of a signature.",
            examples=["E7620F1842B4E81F"],
            pattern="^[0-9A-F]{16}$",
        ),
    ],
) -> Response:
    """A key that signed releases once, as long as these stand."""
    found = await run_in_threadpool(app.parts.archive.find, f"{signing.KEYS}/{key}.pub")
    if found is None:
        message = f"the archive has no key {key}"
        raise NotFoundError(message)
    return _small(request, found, media_types.TEXT, {})


@router.get("/{scheme}/{version}/{file}", operation_id="archived_file", responses=_FILE)
async def archived_file(
    request: Request, app: ServicesOfApp, scheme: SchemeName, version: VersionText, file: FileName
) -> Response:
    """A file of a release, whole or in part: resume with `Range`, prove with `Repr-Digest`."""
    release = app.library.release(scheme, version)
    listed = next((it for it in release.distributions if it.file == file), None)
    beside = None if listed else _BESIDE.get(file)
    if listed is None and beside is None:
        message = f"{release.name} has no file {file[:200]!r}; manifest.json lists those it has"
        raise NotFoundError(message)
    if version in ALIASES:
        headers = {"Cache-Control": SHORT, **release_headers(release)}
        return RedirectResponse(f"/archive/{release.name}/{file}", 307, headers=headers)
    if listed:
        return await download(request, app, release, listed)
    data = await run_in_threadpool(_BESIDE[file], app.parts.archive, release)
    media_type = media_types.JSON if file in markers.MARKERS else media_types.TEXT
    return _small(request, data, media_type, release_headers(release))


_CATALOGUES = {
    media_types.JSON_LD: (b"/archive/catalog.jsonld", dcat.to_json_ld),
    media_types.TURTLE: (b"/archive/catalog.ttl", dcat.to_turtle),
}
"""Media type → the address at which it is kept, and what writes it."""


async def _catalogue(request: Request, app: Services, media_type: str) -> Response:
    """The catalogue of what is public now: written once for each generation of the library."""
    asked = asking(request.scope)
    gzip = accepts_gzip(asked.encoding)
    address, write = _CATALOGUES[media_type]
    key = (address, b"", None, gzip)
    generation = app.answers.generation
    made = app.answers.find(key)
    if made is None:
        body = await run_in_threadpool(write, _told(app))
        headers = [
            (b"content-type", media_type.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"cache-control", SHORT.encode()),
            (b"content-location", address),
            *security_headers(app.settings.public_url),
        ]
        route = request.scope["route"].path
        made = await run_in_threadpool(
            Answer.of, route, body, headers, revision="", level=6 if gzip else 0
        )
        app.answers.keep(key, made, generation)
    return reply(made, asked.etags)


def _told(app: Services) -> dcat.Catalogue:
    settings, library = app.settings, app.library
    current = {it: library.current(it) for it in schemes.SCHEMES}
    publisher = schemes.get("competent").publisher
    name = settings.contact_name or publisher
    contact = dcat.Contact(name, settings.contact_email, settings.contact_url)
    return dcat.Catalogue(
        releases=[release for it in schemes.SCHEMES for release in library.releases(it)],
        current={scheme: it.version for scheme, it in current.items() if it},
        public_url=settings.public_url,
        contact=contact if contact.email or contact.url else None,
    )


def _signature(archive: Archive, release: Release) -> bytes:
    """`SHA256SUMS.minisig`, where one of the archive's keys proves it."""
    name = f"{release.name}/{manifest.SIGNATURE}"
    found = archive.find(name)
    if found is None:
        message = f"{release.name} is not signed"
        raise NotFoundError(message)
    sums = manifest.frame(release)[manifest.SUMS]
    complaint = signing.complaint(signing.public_keys(archive), sums, found)
    if complaint:
        message = f"{name} does not prove the release: {complaint}"
        raise ArchiveFileAlteredError(message)
    return found


def _marker(archive: Archive, release: Release, file: str) -> bytes:
    """A marker of the release, where it says what the record says."""
    expected = markers.of(release).get(file)
    name = f"{release.name}/{file}"
    if expected is None:
        message = f"{release.name} has no {file}: it is {release.status}"
        raise NotFoundError(message)
    if archive.find(name) != expected:
        message = f"{name} does not say what the record says"
        raise ArchiveFileAlteredError(message)
    return expected


_BESIDE: dict[str, Callable[[Archive, Release], bytes]] = {
    manifest.SIGNATURE: _signature,
    **{file: partial(_marker, file=file) for file in markers.MARKERS},
}
"""The files that may come to a release after its manifest was written."""


def _small(request: Request, data: bytes, media_type: str, more: dict[str, str]) -> Response:
    """A file of some hundred bytes, which may still change."""
    etag = f'"{hashlib.sha256(data).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": SHORT, **more}
    if matches(asking(request.scope).etags, etag.encode()):
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=media_type)
