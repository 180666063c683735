"""Fixtures of the tests in a browser: a service that listens, over a real record, and Chromium."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from app import samples, signing
from app.config import Settings
from app.context import Context
from app.importing import Delivery, import_reading
from app.main import create_app
from app.publishing import publish_candidate
from app.withdrawing import withdraw
from taxonomy.sources import csv_package
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

CHROMIUM = shutil.which("chromium")


def _stocked(home: Path, address: str) -> Context:
    """The sample releases, signed; 1.9 is withdrawn and 1.12 a candidate."""
    settings = Settings(home=home, public_url=address, access_log=False)
    signing.make_key(settings.signing_key_file)
    context = Context.open(settings)
    samples.load(context, at=NOON, on_release=lambda _: None)
    withdraw(context, ("competent", "1.9"), reason="Codes stood twice.", at=EVENING)
    content = csv_package.read(samples.FOLDER / "competent" / "1.11")
    delivery = Delivery(scheme="competent", version="1.12", sample=True)
    import_reading(context.engine, delivery, content.concepts)
    candidate = ("competent", "1.12")
    publish_candidate(context, candidate, at=EVENING, planned_for=date(2026, 6, 15))
    return context


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service on this machine."""
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    context = _stocked(tmp_path_factory.mktemp("site"), address)
    config = uvicorn.Config(create_app(context.settings, context), log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield address
    server.should_exit = True
    thread.join()
    context.engine.dispose()


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
        chosen = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        context = self.browser.new_context(**chosen)
        self._closing.append(context)
        page = context.new_page()
        page.on("request", lambda it: self.requests.append(it))
        page.on("console", lambda it: self.complaints.append(it.text))
        page.on("pageerror", lambda it: self.complaints.append(it.message))
        page.goto(self.site + path)
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
