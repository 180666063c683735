"""A running service over releases that a test writes down, and a client to talk to it."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from app.config import Settings
from app.context import Context
from app.db.mapping_sets import SetRecord, counted
from app.http.front import Front
from app.main import create_app
from taxonomy import canonical
from taxonomy.index import ReleaseIndex
from taxonomy.mapping import MappingSet
from taxonomy.model import Lifespan, Release, Taxonomy
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.archive import Archive
    from app.context import Parts

__all__ = ["PUBLIC_URL", "PUBLISHED_AT", "Client", "Shelf", "release", "serving", "set_record"]

PUBLIC_URL = "https://competent.test"
PUBLISHED_AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def release(
    taxonomy: Taxonomy,
    version: str,
    status: ReleaseStatus = ReleaseStatus.PUBLISHED,
    *,
    sample: str = "",
    fixed: Sequence[str] = (),
) -> Release:
    """The release of a taxonomy, with its true digest."""
    pointers = {it.id: canonical.revision(canonical.write(it)) for it in taxonomy}
    return Release(
        scheme=taxonomy.scheme,
        version=version,
        status=status,
        digest=canonical.release_digest(pointers),
        sample=bool(sample),
        mapping_sets=tuple(fixed),
    )


def set_record(content: MappingSet, edition: int = 1, *, sample: bool = False) -> SetRecord:
    """What the record says of a published edition with this content."""
    return SetRecord(
        key=edition,
        name=content.name,
        edition=edition,
        subject=content.subject,
        object=content.object,
        status="published",
        digest=content.digest,
        created_at=PUBLISHED_AT,
        changed_at=PUBLISHED_AT,
        published_at=PUBLISHED_AT,
        sample=sample,
        counts=counted(content),
        sources=content.sources,
        comment=content.comment,
        carried_from="",
    )


@cache
def _empty() -> Context:
    """A record and an archive that hold nothing, for tests that never ask them."""
    home = TemporaryDirectory(prefix="competent-empty-")
    atexit.register(home.cleanup)
    return Context.open(Settings(home=Path(home.name)))


@dataclass
class Shelf:
    """Parts that a test fills, record and archive empty; `broken` names releases that fail to load."""

    taxonomies: dict[str, Taxonomy] = field(default_factory=dict)
    releases: list[Release] = field(default_factory=list)
    lifespans: dict[str, Mapping[str, Lifespan]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    loaded: list[str] = field(default_factory=list)
    mappings: dict[str, MappingSet] = field(default_factory=dict)
    records: list[SetRecord] = field(default_factory=list)

    def add(
        self,
        taxonomy: Taxonomy,
        version: str,
        status: ReleaseStatus = ReleaseStatus.PUBLISHED,
        *,
        sample: str = "",
        lifespans: Mapping[str, Lifespan] | None = None,
        fixed: Sequence[str] = (),
    ) -> Shelf:
        """This shelf, with one release more, or with other content in the same release."""
        made = release(taxonomy, version, status, sample=sample, fixed=fixed)
        self.releases = [it for it in self.releases if it.name != made.name] + [made]
        self.taxonomies[made.digest] = taxonomy
        self.lifespans[made.name] = lifespans or {}
        return self

    def add_mappings(self, content: MappingSet, edition: int = 1, *, sample: bool = False) -> Shelf:
        """This shelf, with one published edition of a mapping set more."""
        made = set_record(content, edition, sample=sample)
        self.records.append(made)
        self.mappings[made.full_name] = content
        return self

    @property
    def engine(self) -> Engine:
        return _empty().engine

    @property
    def archive(self) -> Archive:
        return _empty().archive

    def catalogue(self) -> Sequence[Release]:
        return list(self.releases)

    def mapping_sets(self) -> Sequence[SetRecord]:
        return list(self.records)

    def load_mappings(self, wanted: SetRecord) -> MappingSet:
        self.loaded.append(wanted.full_name)
        return self.mappings[wanted.full_name]

    def ping(self) -> None:
        """Every part answers."""

    def load(self, wanted: Release) -> ReleaseIndex:
        self.loaded.append(wanted.name)
        if wanted.name in self.broken:
            message = f"{wanted.name} is broken"
            raise ValueError(message)
        lifespans = self.lifespans[wanted.name]
        return ReleaseIndex.build(wanted, self.taxonomies[wanted.digest], lifespans)


@dataclass
class Client:
    """Talks to a service in the same process; `at` is what paths without a slash begin with."""

    front: Front
    portal: BlockingPortal
    http: httpx.AsyncClient
    at: str = "/v1/schemes/competent/releases/current"

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, **headers)

    def ask(
        self, method: str, path: str, json: Any = None, content: Any = None, **headers: str
    ) -> httpx.Response:
        url = path if path.startswith("/") else f"{self.at}/{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def asked() -> httpx.Response:
            return await self.http.request(method, url, json=json, content=content, headers=named)

        return self.portal.call(asked)

    def send(
        self, method: str, url: str, headers: dict[bytes, bytes], content: Any
    ) -> httpx.Response:
        """The answer to exactly these bytes."""

        async def asked() -> httpx.Response:
            named = list(headers.items())
            return await self.http.request(method, url, headers=named, content=content)

        return self.portal.call(asked)

    def over(self, front: Front) -> Client:
        """A client of another app, on the same event loop."""
        return Client(front, self.portal, _http(front))

    def refresh(self) -> None:
        self.front.app.state.services.library.refresh()  # type: ignore[attr-defined]


def percent(reference: str) -> str:
    """The reference as one segment of a path."""
    return quote(reference, safe="")


@contextmanager
def serving(parts: Parts, **settings: Any) -> Iterator[Client]:
    """A running service over these parts: a shelf, or a Context."""
    chosen = {
        "home": _empty().settings.home,
        "public_url": PUBLIC_URL,
        "access_log": False,
        "poll_seconds": 3600,
        **settings,
    }
    front = create_app(Settings(**chosen), parts)
    with start_blocking_portal() as portal:
        app = front.app
        lifespan = app.router.lifespan_context(app)  # type: ignore[attr-defined]
        with portal.wrap_async_context_manager(lifespan):
            yield Client(front, portal, _http(front))


def _http(front: Front) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(front),
        base_url=PUBLIC_URL,
        headers={"accept-encoding": "identity"},
    )
