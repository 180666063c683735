"""Coming in and going out: what the cookie is like, who gets none, and what no other site can do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from app.auth.people import close
from app.auth.roles import Grant, Role
from app.auth.sessions import make_link
from tests.app.routes.workbench.desk import COOKIE, ROOT, Desk, person, workbench

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.serving import Client

FORM = {"content_type": "application/x-www-form-urlencoded", "accept": "text/html"}


@pytest.fixture
def service(context: Context, client: Client) -> Client:
    return workbench(context, client)


@pytest.fixture
def desk(context: Context, service: Client) -> Desk:
    return Desk.of(context, service, person(context, "Eva", Grant(Role.EDITOR), place="VDAB"))


def followed(service: Client, token: str, **headers: str) -> httpx.Response:
    body = urlencode({"token": token})
    return service.ask("POST", "/workbench/sign-in/link", content=body, **FORM, **headers)


def link(context: Context, desk: Desk) -> str:
    now, day = datetime.now(UTC), timedelta(days=1)
    return make_link(context.engine, desk.person, by=ROOT, at=now, valid=day).get_secret_value()


def test_a_link_gives_a_cookie_that_no_script_and_no_other_site_has(
    context: Context, service: Client, desk: Desk
) -> None:
    answer = followed(service, link(context, desk))
    assert (answer.status_code, answer.headers["location"]) == (303, "/workbench")
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == COOKIE
    assert rest.partition("; ")[2] == "HttpOnly; Path=/; SameSite=lax; Secure"


def test_looking_at_a_link_does_not_use_it_up(
    context: Context, service: Client, desk: Desk
) -> None:
    token = link(context, desk)
    shown = service.get(f"/workbench/sign-in/link?token={token}", accept="text/html")
    assert (shown.status_code, "set-cookie" in shown.headers) == (200, False)
    assert followed(service, token).status_code == 303
    again = followed(service, token)
    assert again.status_code == 403
    assert "This link opens nothing" in again.text
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_signs_anybody_in(
    context: Context, service: Client, desk: Desk, site: str
) -> None:
    token = link(context, desk)
    assert followed(service, token, sec_fetch_site=site).status_code == 403
    assert followed(service, token, origin="https://evil.example").status_code == 403
    assert followed(service, token).status_code == 303


def test_whoever_is_not_signed_in_is_led_there_and_back(service: Client) -> None:
    answer = service.get("/workbench/audit?act=signed-in", accept="text/html")
    assert answer.status_code == 303
    assert (
        answer.headers["location"] == "/workbench/sign-in?to=%2Fworkbench%2Faudit%3Fact%3Dsigned-in"
    )
    assert service.get("/workbench/sign-in", accept="text/html").status_code == 200


def test_a_form_of_a_lost_session_says_that_what_was_typed_is_kept(desk: Desk) -> None:
    desk.post("/workbench/sign-out")
    answer = desk.send("/workbench/people", "name=Luc", referer="https://x/workbench/people?a=1")
    assert answer.status_code == 401
    assert "What you typed is kept in this browser" in answer.text
    assert "/workbench/sign-in?to=/workbench/people%3Fa%3D1" in answer.text


def test_signing_out_ends_the_session_and_drops_the_cookie(desk: Desk) -> None:
    answer = desk.post("/workbench/sign-out")
    assert answer.headers["location"].startswith("/workbench/sign-in")
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert desk.get("/workbench").status_code == 303


def test_signing_out_everywhere_ends_the_other_sessions_too(
    context: Context, service: Client, desk: Desk
) -> None:
    other = Desk.of(context, service, desk.person)
    assert other.get("/workbench").status_code == 200
    desk.post("/workbench/sign-out", everywhere="1")
    assert other.get("/workbench").status_code == 303


@pytest.mark.parametrize("csrf", ["0" * 64, "é", " "])
def test_a_write_without_the_token_of_the_session_does_nothing(desk: Desk, csrf: str) -> None:
    answer = desk.post("/workbench/sign-out", csrf=csrf)
    assert (answer.status_code, "was not sent by your session" in answer.text) == (403, True)
    assert desk.get("/workbench").status_code == 200


@pytest.mark.parametrize(
    "headers", [{"sec_fetch_site": "cross-site"}, {"origin": "https://evil.example"}]
)
def test_a_write_that_another_site_sent_does_nothing(desk: Desk, headers: dict[str, str]) -> None:
    answer = desk.send("/workbench/sign-out", f"csrf={desk.csrf}", **headers)
    assert answer.status_code == 403
    assert desk.get("/workbench").status_code == 200


def test_the_api_takes_a_session_and_its_token_in_a_header(desk: Desk) -> None:
    answer = desk.service.get("/v1/editorial/me", cookie=desk.cookie)
    assert (answer.json()["name"], answer.json()["organisation"]) == ("Eva", "VDAB")
    path = "/v1/editorial/upgrades/x/sign-off"
    sent = {"cookie": desk.cookie}
    refused = desk.service.ask("POST", path, json={"reason": "x"}, **sent)
    assert refused.json()["code"] == "not-from-here"
    allowed = desk.service.ask("POST", path, json={"reason": "x"}, x_csrf_token=desk.csrf, **sent)
    assert allowed.json()["code"] == "role-required"


def test_a_key_counts_where_a_cookie_is_sent_too(desk: Desk) -> None:
    answer = desk.service.get(
        "/v1/editorial/me", cookie=desk.cookie, authorization="Bearer nonsense"
    )
    assert answer.json()["code"] == "key-refused"


def test_whoever_is_closed_out_is_out_with_the_next_click(context: Context, desk: Desk) -> None:
    close(context.engine, desk.person.key, by=ROOT, at=datetime.now(UTC))
    assert desk.get("/workbench").status_code == 303
    assert desk.service.get("/v1/editorial/me", cookie=desk.cookie).status_code == 401


@pytest.mark.parametrize(
    ("to", "led"),
    [
        ("/workbench/audit?act=x", "/workbench/audit?act=x"),
        ("https://evil.example/", "/workbench"),
        ("//evil.example/workbench", "/workbench"),
        ("/workbench/\\evil.example", "/workbench"),
        ("/workbench\r\nset-cookie: x=y", "/workbench"),
        ("/workbenchs", "/workbench"),
        ("", "/workbench"),
    ],
)
def test_nothing_leads_out_of_the_workbench(desk: Desk, to: str, led: str) -> None:
    answer = desk.post("/workbench/language", language="fr", to=to)
    assert (answer.status_code, answer.headers["location"]) == (303, led)
    assert '<html lang="fr">' in desk.get("/workbench").text


def test_the_public_site_sets_no_cookie(desk: Desk) -> None:
    for path in ("/", "/archive", "/workbench/sign-in", "/v1/schemes"):
        assert "set-cookie" not in desk.get(path).headers


def test_no_cache_keeps_a_screen_and_no_page_of_others_reads_it(desk: Desk) -> None:
    headers = desk.get("/workbench").headers
    assert headers["cache-control"] == "no-store"
    assert headers["access-control-allow-origin"] == "https://competent.test"
    assert "script-src 'self'" in headers["content-security-policy"]
