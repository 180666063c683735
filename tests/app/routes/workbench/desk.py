"""Somebody who is signed in to a workbench over an empty record, and what they do there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.auth.people import add_person, set_rights
from app.auth.roles import Actor, Grant, Role
from app.auth.sessions import begin_session
from app.config import Settings
from app.http.acting import lasting
from app.main import create_app
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from app.context import Context
    from app.db.people import PersonRecord

__all__ = ["COOKIE", "ROOT", "Desk", "field", "person", "workbench"]

ROOT = Actor.of("root", Role.ADMIN)
COOKIE = "__Host-competent-session"


def workbench(context: Context, client: Client) -> Client:
    """A service over this record, on the event loop of that client."""
    return client.over(create_app(Settings(public_url=PUBLIC_URL, access_log=False), context))


def field(page: httpx.Response, name: str) -> str:
    """What a hidden field of the page says."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page.text)
    assert found, name
    return unescape(found[1])


def person(context: Context, name: str, *grants: Grant, place: str = "") -> PersonRecord:
    """Somebody new with these grants."""
    now = datetime.now(UTC)
    made = add_person(context.engine, name, by=ROOT, at=now)
    return set_rights(context.engine, made.key, grants, organisation=place, by=(ROOT, now))


@dataclass(frozen=True)
class Desk:
    """A browser of somebody who is signed in."""

    service: Client
    person: PersonRecord
    cookie: str

    @classmethod
    def of(cls, context: Context, service: Client, who: PersonRecord) -> Desk:
        app = service.front.app.state.services  # type: ignore[attr-defined]
        token = begin_session(context.engine, who, "link", datetime.now(UTC), lasting(app))
        return cls(service, who, f"{COOKIE}={token.get_secret_value()}")

    @property
    def csrf(self) -> str:
        """The token of the session, as the pages have it."""
        page = self.get("/workbench/me")
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
        assert found, page.headers
        return found[1]

    def get(self, path: str) -> httpx.Response:
        return self.service.get(path, cookie=self.cookie, accept="text/html")

    def post(self, path: str, *, csrf: str = "", **fields: str | list[str]) -> httpx.Response:
        """The answer to the form (`_` for `-`), with the token of the session where no other is given."""
        sent = {
            "csrf": csrf or self.csrf,
            **{name.replace("_", "-"): it for name, it in fields.items()},
        }
        return self.send(path, urlencode(sent, doseq=True))

    def send(self, path: str, body: str, **headers: str) -> httpx.Response:
        """The answer to this body."""
        return self.service.ask(
            "POST",
            path,
            content=body,
            cookie=self.cookie,
            accept="text/html",
            content_type="application/x-www-form-urlencoded",
            **headers,
        )

    def send_file(
        self, path: str, file: tuple[str, bytes], fields: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """The answer to a form with this file (name, bytes), these fields and the token of the session."""
        name, data = file
        told = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{it}\r\n'
            for key, it in {"csrf": self.csrf, **(fields or {})}.items()
        )
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        return self.service.ask(
            "POST",
            path,
            content=(told + head).encode() + data + b"\r\n--b--\r\n",
            content_type="multipart/form-data; boundary=b",
            cookie=self.cookie,
            accept="text/html",
        )
