"""Fixtures of the tests in a browser: a service that listens, over a real record, and Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.every_page import stock
from tests.browser.visiting import CHROMIUM, Visit, browsing, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from app.context import Context


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A service on this machine, at its public address, over this record."""
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    with listening(tmp_path_factory.mktemp("site"), stock) as context:
        yield context


@pytest.fixture(scope="session")
def site(served: Context) -> str:
    """The address of the service."""
    return served.settings.public_url


@pytest.fixture(scope="module")
def chromium(site: str) -> Iterator[Browser]:
    """Chromium, for one module: while it runs, its thread can run no other event loop."""
    with browsing() as opened:
        yield opened


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """A visit to the site, ended with the test."""
    made = Visit(chromium, site)
    yield made
    made.close()
