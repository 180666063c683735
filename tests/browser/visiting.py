"""A service that listens, a browser, and a reader in it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn
from playwright.sync_api import sync_playwright

from app.config import Settings
from app.context import Context
from app.main import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request

__all__ = ["CHROMIUM", "Visit", "browsing", "listening"]

CHROMIUM = shutil.which("chromium")


@contextmanager
def listening(
    home: Path, fill: Callable[[Context], None] | None = None, *, warm: bool = True
) -> Iterator[Context]:
    """A service at its public address over this home, filled before it begins."""
    bound = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{bound.getsockname()[1]}"
    settings = Settings(home=home, public_url=address, access_log=False, warm=warm)
    context = Context.open(settings)
    if fill:
        fill(context)
    config = uvicorn.Config(create_app(context.settings, context), log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield context
    server.should_exit = True
    thread.join()
    context.engine.dispose()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium; while it runs, its thread can run no other event loop."""
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
