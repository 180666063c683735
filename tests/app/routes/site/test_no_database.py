"""What people read is in memory: a page asks the record for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app import samples
from tests.app.routes.site.reading import opened
from tests.app.serving import serving
from tests.moments import NOON

if TYPE_CHECKING:
    from app.context import Context

PAGES = [
    "/",
    "/competent/current/",
    "/competent/1.10/",
    "/competent/current/concepts/OP-1",
    "/competent/1.10/concepts/OP-1?content=fr",
    "/competent/current/concepts/SK-1",
    "/competent/current/concepts/OP-9999",
    "/competent/current/kinds/profile",
    "/sitemap.xml",
    "/sitemaps/pages.xml",
    "/sitemaps/competent-1.xml",
    "/opensearch.xml",
    "/robots.txt",
    "/competent/current/changes",
    "/competent/current/pictures",
    "/competent/current/pictures/growth.svg",
    "/competent/current/pictures/isco",
    "/competent/current/pictures/digital?of=OP-1",
    "/competent/current/pictures/sets?of=OP-1",
    "/competent/current/pictures/life?of=OP-1",
    "/competent/current/compare?a=OP-1&b=OP-2",
    "/competent/current/compare?a=OP-1&from=1.9",
    "/competent/current/compare?a=OP-1&with=esco",
    "/competent/1.11/changes?from=1.9&what=retired",
    "/competent/current/changes.csv",
    "/competent/current/search?q=fiets",
    "/esco/current/",
    "/esco/current/isco",
    "/digcomp/current/concepts/1.1",
    "/isco/current/isco",
    "/archive",
    "/archive/competent/1.11/",
]


def stocked(context: Context) -> None:
    samples.load(context, at=NOON, on_release=lambda _: None)


@pytest.mark.slow
def test_no_page_asks_the_database(context: Context) -> None:
    stocked(context)
    settings = {"home": context.settings.home, "database_url": context.settings.database_url}
    statements: list[str] = []

    def note(*asked: object) -> None:
        statements.append(str(asked[2]))

    with serving(context, **settings) as client:
        first = {path: opened(client, path).status_code for path in PAGES}  # loads what they read
        event.listen(context.engine, "before_cursor_execute", note)
        again = {
            path: opened(client, f"{path}{'&' if '?' in path else '?'}lang=nl") for path in PAGES
        }
        event.remove(context.engine, "before_cursor_execute", note)
    assert {path: it.status_code for path, it in again.items()} == first
    assert statements == []
