"""People over HTTP: the same acts as on screens, and no secret told twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.keys import add_key
from app.auth.people import add_person, named
from app.auth.roles import Actor, Role
from app.auth.sessions import redeem
from app.config import Settings
from app.http.acting import lasting
from app.main import create_app
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from app.context import Context

    Ask = Callable[..., httpx.Response]

AT = "/v1/editorial/people"
ADA = Actor.of("Ada", Role.ADMIN)


@pytest.fixture
def service(context: Context, client: Client) -> Client:
    return client.over(create_app(Settings(public_url=PUBLIC_URL, access_log=False), context))


@pytest.fixture
def ask(context: Context, service: Client) -> Ask:
    now = datetime.now(UTC)
    _, key = add_key(context.engine, ADA, at=now, valid=timedelta(days=1))

    def asked(method: str, path: str = "", body: Any = None, etag: str = "") -> httpx.Response:
        headers = {"authorization": f"Bearer {key.get_secret_value()}"}
        headers |= {"if_match": etag} if etag else {}
        return service.ask(method, f"{AT}{path}", json=body, **headers)

    return asked


def test_somebody_is_added_given_rights_let_in_and_shut_out(
    context: Context, service: Client, ask: Ask
) -> None:
    made = ask("POST", "", {"name": "Luc <b>", "organisation": "Forem"})
    at = f"/{made.json()['id']}"
    assert (made.json()["grants"], made.json()["open"]) == ([], True)
    wanted = {"grants": [{"role": "translator", "languages": ["fr"]}], "organisation": "Forem"}
    assert ask("PUT", f"{at}/rights", wanted).status_code == 428
    given = ask("PUT", f"{at}/rights", wanted, made.headers["etag"])
    assert given.json()["grants"] == wanted["grants"]
    assert ask("PUT", f"{at}/rights", wanted, made.headers["etag"]).status_code == 412
    let_in = ask("POST", f"{at}/links", {"hours": 1})
    token = let_in.json()["link"].partition("token=")[2]
    assert let_in.headers["cache-control"] == "no-store"
    for told in (ask("GET"), ask("GET", at)):
        assert token not in told.text
    app = service.front.app.state.services  # type: ignore[attr-defined]
    session = redeem(context.engine, token, datetime.now(UTC), lasting(app))
    cookie = f"__Host-competent-session={session.get_secret_value()}"
    assert service.get("/workbench/me", cookie=cookie, accept="text/html").status_code == 200
    assert ask("POST", f"{at}/sign-out").status_code == 200
    assert service.get("/workbench/me", cookie=cookie, accept="text/html").status_code == 303
    shut = ask("PUT", f"{at}/access", {"open": False, "why": "left"}, given.headers["etag"])
    assert shut.json()["open"] is False
    assert named(context.engine, "Luc <b>").disabled_at
    assert ask("POST", f"{at}/links", {}).status_code == 409
    opened = ask("PUT", f"{at}/access", {"open": True}, shut.headers["etag"])
    assert opened.json()["open"] is True


@pytest.mark.parametrize(
    ("grants", "status"),
    [
        ([{"role": "king"}], 422),
        ([{"role": "translator"}], 422),
        ([{"role": "editor", "languages": ["fr"]}], 422),
        ([{"role": "reviewer", "languages": ["xx"]}], 422),
    ],
)
def test_rights_that_cannot_be_are_refused(
    context: Context, ask: Ask, grants: list[Any], status: int
) -> None:
    luc = add_person(context.engine, "Luc", by=ADA, at=datetime.now(UTC))
    assert ask("PUT", f"/{luc.key}/rights", {"grants": grants}, "*").status_code == status
    assert named(context.engine, "Luc").grants == {}


def test_people_are_listed_page_by_page_and_names_are_taken_once(
    context: Context, ask: Ask
) -> None:
    for name in ("Otto", "eva", "Luc"):
        add_person(context.engine, name, by=ADA, at=datetime.now(UTC))
    first = ask("GET", "?limit=2").json()
    second = ask("GET", f"?limit=2&cursor={first['next']}").json()
    assert [it["name"] for it in first["items"] + second["items"]] == ["eva", "Luc", "Otto"]
    assert "next" not in second
    assert ask("POST", "", {"name": "EVA"}).status_code == 409
    assert ask("POST", "", {"name": " \u200b "}).status_code == 422
    assert ask("GET", "/999").status_code == 404
