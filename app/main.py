"""The ASGI application, from its parts."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, ProcessCollector

from app.annotating import Annotators
from app.errors import handle_errors
from app.http.access_log import AccessLog
from app.http.describing import describe
from app.http.fixed_paths import FixedPaths
from app.http.front import Front, Pages
from app.http.hot import AnswerCache
from app.http.services import Services
from app.http.traffic import Traffic, TrafficCollector
from app.library import Library
from app.mapping_shelf import MappingShelf
from app.matching import Matchers
from app.overviews import Overviews
from app.rendering.feeds import Feeds
from app.routes import (
    annotating,
    archive,
    audit,
    catalogue,
    changes,
    comparing,
    concepts,
    editorial,
    feedback,
    feeds,
    history,
    identifiers,
    mapping_pages,
    mapping_sets,
    mapping_status,
    mappings,
    matching,
    migration,
    nouns,
    operations,
    pages,
    reference,
    searching,
    translating,
)
from app.routes.editors import ROUTERS as EDITORS_ROUTERS
from app.routes.site.routers import ROUTERS as SITE_ROUTERS
from app.routes.workbench.routers import ROUTERS as WORKBENCH_ROUTERS
from app.searching import Searchers
from app.translating import Translators
from app.warming import warm, warm_review
from app.watching import Watch
from app.web.errors import shown
from app.web.languages import page_variant
from app.webhooks.delivering import Deliverer, Done, Result
from app.webhooks.sending import Sender
from taxonomy import schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Settings
    from app.context import Parts
    from taxonomy.model import Release

__all__ = ["create_app"]

_DESCRIPTION = (
    "Releases of Competent, Belgium's standard language for occupations and competences, and of "
    "ESCO, DigComp and ISCO beside it. The header X-Release names the release of an answer, "
    "X-Release-Status says where that is a candidate or withdrawn; a published release never "
    "changes. Deprecation says since or from when another release stands in the place of this one, "
    "Sunset, where days are promised, until when this one is kept, and Link leads to the other "
    "(successor-version, latest-version). Every label set holds every language there is. HEAD works wherever GET does. "
    "Clients must ignore fields that they do not know."
)
_TAGS = [
    {"name": "catalogue", "description": "Schemes and their releases."},
    {"name": "concepts", "description": "One, many, and who links to one."},
    {"name": "profiles", "description": "Profiles and occupations, whole."},
    {"name": "competences", "description": "Competence sets, digital skills, soft skills."},
    {"name": "search", "description": "By what people type."},
    {"name": "matching", "description": "Profiles for competences, and what two have in common."},
    {"name": "changes", "description": "Between two releases, and of one concept through all."},
    {"name": "archive", "description": "Every release as files, with digests and signatures."},
    {"name": "mappings", "description": "From the concepts of one scheme to those of another."},
    {"name": "texts", "description": "Concepts in free text."},
    {"name": "migration", "description": "From one release to another, with the ids that you use."},
    {"name": "feeds", "description": "Releases as they come: an event stream, and Atom."},
    {"name": "identifiers", "description": "Addresses that never change."},
    {"name": "editorial", "description": "For editors, with a key; never kept by any cache."},
    {"name": "editing", "description": "The draft of the next release, and its changesets."},
    {"name": "competence sets", "description": "As editors finish and assign them."},
    {"name": "translations", "description": "Writing and reviewing them, campaigns, terms."},
    {"name": "upgrades", "description": "Mapping sets on their way to newer releases."},
    {"name": "mapping reviews", "description": "The mappings of a draft, judged by people."},
    {"name": "reference", "description": "What the codes mean."},
    {"name": "operations", "description": "For those who run the service."},
]
_ROUTERS = (
    catalogue.router,
    searching.router,
    nouns.router,
    history.router,  # before the one of a concept, whose path would match too
    concepts.router,
    matching.router,
    annotating.router,
    comparing.router,
    changes.router,
    archive.router,
    feeds.router,
    identifiers.router,
    mapping_sets.router,
    mapping_status.router,  # before the one of a mapping, whose path would match too
    mappings.router,
    translating.router,
    migration.router,
    editorial.router,
    feedback.router,
    audit.router,
    *EDITORS_ROUTERS,
    reference.router,
    operations.router,
    mapping_pages.router,
    *WORKBENCH_ROUTERS,
    *SITE_ROUTERS,
    pages.router,  # the last: a page answers where no file does
)
WATCH_ENDS_SECONDS = 2.0
"""How long the end of a worker waits for a piece of a file that is being read."""
_log = logging.getLogger(__name__)


def create_app(settings: Settings, parts: Parts) -> Front:
    """The service over these parts."""
    library = Library(parts.catalogue, parts.load, settings.pinned_releases)
    log = AccessLog() if settings.access_log else None
    shelf = MappingShelf(parts.mapping_sets, parts.load_mappings)

    def generation() -> int:
        return library.generation + shelf.generation

    answers = AnswerCache(settings.document_cache_mib * 2**20, generation)
    traffic = Traffic()
    metrics = CollectorRegistry()
    metrics.register(TrafficCollector(traffic, answers, library))
    ProcessCollector(registry=metrics)
    translators = Translators(library, shelf)
    services = Services(
        settings=settings,
        parts=parts,
        library=library,
        mappings=shelf,
        translators=translators,
        matchers=Matchers(library, translators),
        annotators=Annotators(settings.indexes),
        overviews=Overviews(library, shelf),
        searchers=Searchers(settings.indexes),
        watch=Watch(parts.archive, lambda: _public(library)),
        feeds=Feeds(library, settings.public_url),
        answers=answers,
        traffic=traffic,
        metrics=metrics,
    )
    app = FastAPI(
        title="Competent",
        version="1",
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(services, log),
    )
    app.state.services = services
    handle_errors(app, shown)
    for router in _ROUTERS:
        app.include_router(router)
    describe(app, _ROUTERS)
    app.add_middleware(FixedPaths, routers=_ROUTERS)
    return Front(
        app,
        public_url=settings.public_url,
        answers=answers,
        traffic=traffic,
        log=log,
        pages=Pages(page_variant, shown),
    )


def _lifespan(
    services: Services, log: AccessLog | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(_refresh, services)
        if services.settings.warm:
            threading.Thread(target=warm, args=(services,), daemon=True).start()
        tasks = [asyncio.create_task(_poll(services)), asyncio.create_task(_deliver(services))]
        if log:
            tasks.append(asyncio.create_task(log.run()))
        watch = services.watch
        seconds = services.settings.archive_watch_seconds
        watching = threading.Thread(target=watch.run, args=(seconds,), daemon=True)
        watching.start()
        try:
            yield
        finally:
            watch.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if log:
                log.flush()
            await asyncio.to_thread(watching.join, WATCH_ENDS_SECONDS)

    return lifespan


def _public(library: Library) -> Iterator[Release]:
    return (release for scheme in schemes.SCHEMES for release in library.releases(scheme))


def _refresh(services: Services) -> None:
    services.library.refresh()
    services.mappings.refresh()
    held = (services.library.held(it) for it in schemes.SCHEMES)
    kept = [index for several in held for index in several]
    services.searchers.keep_only(kept)
    services.annotators.keep_only(kept)
    services.dictionaries.keep_only(kept)


async def _poll(services: Services) -> None:
    """Look for new releases until cancelled."""
    while True:
        await asyncio.sleep(services.settings.poll_seconds)
        try:
            await asyncio.to_thread(_refresh, services)
        except Exception:
            _log.exception("the library could not be refreshed")
        if services.settings.warm:
            await asyncio.to_thread(warm_review, services)


async def _deliver(services: Services) -> None:
    """Deliver to webhooks until cancelled."""

    def attempted(done: Done) -> None:
        services.traffic.attempt(done.result)
        if done.result is not Result.DELIVERED:
            told = (done.delivery.key, done.delivery.webhook, done.result, done.outcome.error)
            _log.warning("delivery %d to webhook %d: %s, %s", *told)

    deliverer = Deliverer(
        services.parts.engine,
        Sender(allowed=services.settings.allowed_targets),
        on_done=attempted,
    )
    await deliverer.run(services.settings.poll_seconds)
