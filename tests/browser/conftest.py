"""Fixtures of the tests in a browser: a service that listens, over a real record, and Chromium."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from app.config import Settings
from app.context import Context
from app.main import create_app
from tests.app.every_page import stock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A service on this machine, at its public address, over this record."""
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    home = tmp_path_factory.mktemp("site")
    context = Context.open(Settings(home=home, public_url=address, access_log=False))
    stock(context)
    config = uvicorn.Config(create_app(context.settings, context), log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield context
    server.should_exit = True
    thread.join()
    context.engine.dispose()


@pytest.fixture(scope="session")
def site(served: Context) -> str:
    """The address of the service."""
    return served.settings.public_url


@pytest.fixture(scope="module")
def chromium(site: str) -> Iterator[Browser]:
    """Chromium, for one module: while it runs, its thread can run no other event loop."""
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A reader in a browser of their own, and what their pages fetched and complained of."""

    browser: Browser
    site: str
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _closing: list[Any] = field(default_factory=list)

    def open(self, path: str, **options: Any) -> Page:
        """The page at this path, for a reader with these options of a browser's context."""
        page = self.begin(**options)
        page.goto(self.site + path)
        return page

    def begin(self, **options: Any) -> Page:
        """An empty page of such a reader."""
        chosen = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        context = self.browser.new_context(**chosen)
        self._closing.append(context)
        page = context.new_page()
        page.on("request", lambda it: self.requests.append(it))
        page.on("console", lambda it: self.complaints.append(it.text))
        page.on("pageerror", lambda it: self.complaints.append(it.message))
        return page

    def close(self) -> None:
        for it in self._closing:
            it.close()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """A visit to the site, ended with the test."""
    made = Visit(chromium, site)
    yield made
    made.close()
