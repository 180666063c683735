"""The workbench with twenty thousand open texts and a changeset of as many: first paint, CPU, queries."""

from __future__ import annotations

import asyncio
import io
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import httpx
from playwright.sync_api import sync_playwright
from sqlalchemy import event

from app.auth.people import add_person, set_rights
from app.auth.roles import Actor, Grant, Role
from app.auth.sessions import Lasting, begin_session
from app.config import Settings
from app.context import Context
from app.editing.holding import Desk, Drafts
from app.editing.taking import Wish
from app.filing.concepts import ConceptFiles
from app.http.cookies import SESSION
from app.main import create_app
from bench import files
from bench.material import MissingDataError
from bench.measuring import Line, in_a_fresh_process, of_baseline_at_most, value_at_most
from bench.serving import got, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from bench.material import Material
    from bench.serving import Server

__all__ = ["queue"]

_MANY, _FEW = 20_000, 400
"""Skills of a record without a German name each; all but 300 have another English one in the changeset."""
_REQUESTS = 20
"""So many are asked for a figure of CPU, which the system counts in steps of 10 ms."""
_PAGES = {
    "the dashboard": "/workbench",
    "one text of the queue": "/workbench/translations/de",
    "the table of the queue": "/workbench/translations/de/list",
    "the queue of texts with a word": "/workbench/translations/de?text=7",
    "the changesets": "/workbench/changesets",
    "the changeset": "/workbench/changesets/2",
    "a concept within the changeset": "/workbench/concepts/SK-350?changeset=2",
    "the desk of who publishes": "/workbench/release",
    "the audit": "/workbench/audit",
}


_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


class _Spent(NamedTuple):
    """What a page took: milliseconds until it was painted, of CPU, and how many queries."""

    paint: float
    cpu: float
    queries: int


def queue(material: Material) -> Iterator[Line]:
    """Each screen over the large record, and over one with a fiftieth of it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        message = "needs Chromium: install the Debian package chromium"
        raise MissingDataError(message)
    with ExitStack() as stack:
        homes = [
            stack.enter_context(_opened(material.folder / str(it), it)) for it in (_MANY, _FEW)
        ]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        stack.callback(browser.close)
        for name, path in _PAGES.items():
            ours, theirs = (_measured(browser, it, path, material.runs) for it in homes)
            what, baseline = f"{name}, {_MANY:,} skills", f"{_FEW} skills"
            yield Line(
                what=f"{what}: first contentful paint",
                ours=ours.paint,
                unit="ms",
                baseline=baseline,
                theirs=theirs.paint,
                demand=value_at_most(1_000, "ms"),
            )
            yield Line(
                what=what, ours=ours.cpu, unit="ms CPU", baseline=baseline, theirs=theirs.cpu
            )
            yield Line(
                what=what,
                ours=ours.queries,
                unit="queries",
                baseline=baseline,
                theirs=theirs.queries,
                demand=of_baseline_at_most(1),
            )


@dataclass(frozen=True)
class _Home:
    """A service over a record that was filled, the session of somebody who may do everything, and its queries."""

    server: Server
    token: str
    queries: dict[str, int]


@contextmanager
def _opened(home: Path, skills: int) -> Iterator[_Home]:
    token = in_a_fresh_process(_filled, home, skills)
    queries = in_a_fresh_process(_counted, home, token)
    with running("ours", {"COMPETENT_HOME": str(home)}, "/readyz", core=None) as server:
        for path in _PAGES.values():
            got(server.base + path, Cookie=f"{SESSION}={token}")
        yield _Home(server, token, queries)


def _filled(home: Path, skills: int) -> str:
    """The token of somebody who is signed in, over a draft of so many skills and a changeset of a file."""
    home.mkdir()
    context = Context.open(Settings(home=home))
    files.prepare(context, skills)
    taken, eva = ConceptFiles(Desk(context.engine, Drafts())), files.by("Eva")
    key = taken.keep("skills.xlsx", io.BytesIO(files.table(skills)), eva).key
    taken.settle()
    taken.take(key, Wish(title="Names"), eva)
    taken.settle()
    now, root = datetime.now(UTC), Actor.of("root", Role.ADMIN)
    made = add_person(context.engine, "Otto", by=root, at=now)
    roles = [Grant(it) for it in Role if it is not Role.TRANSLATOR]
    person = set_rights(context.engine, made.key, roles, organisation="VDAB", by=(root, now))
    lasting = Lasting(timedelta(hours=8), timedelta(hours=8))
    token = begin_session(context.engine, person, "link", now, lasting)
    context.engine.dispose()
    return token.get_secret_value()


def _counted(home: Path, token: str) -> dict[str, int]:
    """Path → how many queries its page asks, once it was asked for before."""
    context = Context.open(Settings(home=home))
    statements: list[str] = []

    def note(*told: object) -> None:
        if not str(told[2]).startswith("begin"):
            statements.append(str(told[2]))

    event.listen(context.engine, "before_cursor_execute", note)

    async def asked() -> dict[str, int]:
        transport = httpx.ASGITransport(create_app(context.settings, context))
        cookies = {SESSION: token}
        address = context.settings.public_url
        found = {}
        async with httpx.AsyncClient(transport=transport, base_url=address, cookies=cookies) as it:
            for path in _PAGES.values():
                await it.get(path)
                statements.clear()
                (await it.get(path)).raise_for_status()
                found[path] = len(statements)
        return found

    return asyncio.run(asked())


def _measured(browser: Browser, home: _Home, path: str, runs: int) -> _Spent:
    address = home.server.base + path
    before = home.server.cpu_seconds()
    for _ in range(_REQUESTS):
        got(address, Cookie=f"{SESSION}={home.token}")
    spent = (home.server.cpu_seconds() - before) / _REQUESTS * 1000
    paint = median(_painted(browser, home, address) for _ in range(runs))
    return _Spent(paint, spent, home.queries[path])


def _painted(browser: Browser, home: _Home, address: str) -> float:
    """Milliseconds from the request until something is to be seen, in a browser that was never here."""
    with browser.new_context(locale="nl-BE") as context:
        context.add_cookies([{"name": SESSION, "value": home.token, "url": home.server.base}])
        page = context.new_page()
        page.goto(address)
        while (painted := page.evaluate(_PAINT)) is None:
            page.wait_for_timeout(10)
        return float(painted)
