"""Signing in at an identity provider: who comes in, and every answer that lets nobody in."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from pydantic import SecretStr

from app.auth.people import close, everybody, named, set_rights
from app.auth.roles import Grant, Role
from app.config import Settings
from app.main import create_app
from tests.app.auth.issuer import CLIENT, SECRET, Issuer, issuing
from tests.app.routes.workbench.desk import COOKIE, ROOT, person
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from app.context import Context

BEGUN = "__Host-competent-sign-in"
GROUPS = {
    "forem-fr": {"roles": ["translator"], "languages": ["fr"], "organisation": "Forem"},
    "forem-de": {"roles": ["translator"], "languages": ["de"]},
    "heads": {"roles": ["admin", "reviewer"]},
}


@pytest.fixture(scope="module")
def _listening() -> Iterator[Issuer]:
    with issuing() as found:
        yield found


@pytest.fixture
def issuer(_listening: Issuer) -> Issuer:
    _listening.heal()
    return _listening


def service_of(context: Context, client: Client, issuer: Issuer, **more: Any) -> Client:
    settings = Settings(
        public_url=PUBLIC_URL,
        access_log=False,
        oidc_issuer=issuer.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
        **more,
    )
    return client.over(create_app(settings, context))


@pytest.fixture
def service(context: Context, client: Client, issuer: Issuer) -> Client:
    return service_of(context, client, issuer)


def begun(service: Client, to: str = "/workbench/audit") -> tuple[str, str]:
    """Where the person is sent, and the cookie that their browser keeps meanwhile."""
    query = urlencode({"to": to})
    answer = service.get(f"/workbench/sign-in/provider?{query}", accept="text/html")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"], answer.headers["set-cookie"].partition(";")[0]


def back(service: Client, address: str, cookie: str) -> httpx.Response:
    path = address.removeprefix(PUBLIC_URL)
    return service.get(path, cookie=cookie, accept="text/html")


def signed_in(service: Client, issuer: Issuer) -> httpx.Response:
    address, cookie = begun(service)
    return back(service, issuer.authorize(address), cookie)


def refused(answer: httpx.Response, code: str = "sign-in-refused") -> str:
    """What is told; nobody is signed in."""
    assert COOKIE not in answer.headers.get("set-cookie", "")
    assert f'/errors/{code}"' in answer.text
    return answer.text


def test_a_newcomer_is_a_viewer_and_comes_to_where_they_wanted(
    context: Context, service: Client, issuer: Issuer
) -> None:
    answer = signed_in(service, issuer)
    assert (answer.status_code, answer.headers["location"]) == (303, "/workbench/audit")
    cookies = answer.headers.get_list("set-cookie")
    assert cookies[0].endswith("; HttpOnly; Path=/; SameSite=lax; Secure")
    assert any(it.startswith(f'{BEGUN}=""') for it in cookies)
    assert named(context.engine, "Eva Peeters").grants == {"viewer": ()}


def test_what_is_asked_of_the_provider_proves_who_asks(service: Client) -> None:
    address, _ = begun(service)
    asked = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == f"{PUBLIC_URL}/workbench/sign-in/callback"
    assert all(len(asked[it]) > 40 for it in ("state", "nonce", "code_challenge"))


def test_whoever_comes_again_is_the_same_person_under_another_name(
    context: Context, service: Client, issuer: Issuer
) -> None:
    signed_in(service, issuer)
    found = named(context.engine, "Eva Peeters")
    now = datetime.now(UTC)
    set_rights(context.engine, found.key, [Grant(Role.EDITOR)], organisation="VDAB", by=(ROOT, now))
    issuer.user["name"] = "Eva Janssens"
    signed_in(service, issuer)
    (only,) = everybody(context.engine)
    assert (only.name, only.grants) == ("Eva Peeters", {"editor": ()})


def test_nobody_takes_over_an_account_by_its_name(
    context: Context, service: Client, issuer: Issuer
) -> None:
    person(context, "Eva Peeters", Grant(Role.ADMIN))
    issuer.user["email"] = "eva@example.org"
    signed_in(service, issuer)
    assert named(context.engine, "Eva Peeters (eva@example.org)").grants == {"viewer": ()}
    assert named(context.engine, "Eva Peeters").issuer is None


def test_groups_say_what_a_person_may_do_at_each_sign_in(
    context: Context, client: Client, issuer: Issuer, tmp_path: Path
) -> None:
    table = tmp_path / "groups.json"
    table.write_text(json.dumps(GROUPS))
    service = service_of(context, client, issuer, oidc_groups=str(table))
    issuer.user["groups"] = ["forem-fr", "forem-de", "unknown", 7]
    signed_in(service, issuer)
    found = named(context.engine, "Eva Peeters")
    assert (found.organisation, found.grants) == ("Forem", {"translator": ("fr", "de")})
    issuer.user["groups"] = "heads"
    signed_in(service, issuer)
    assert set(named(context.engine, "Eva Peeters").grants) == {"admin", "reviewer"}
    issuer.user["groups"] = []
    assert signed_in(service, issuer).status_code == 303
    assert "admin" in named(context.engine, "Eva Peeters").grants
    person(context, "Anna", Grant(Role.ADMIN))
    signed_in(service, issuer)
    assert named(context.engine, "Eva Peeters").grants == {}


@pytest.mark.parametrize(
    "told",
    ["[]", "{", '{"a": {"roles": ["king"]}}', '{"a": {}}', '{"a": {"roles": ["translator"]}}'],
)
def test_a_table_of_groups_that_cannot_be_understood_names_the_setting(
    context: Context, client: Client, issuer: Issuer, tmp_path: Path, told: str
) -> None:
    table = tmp_path / "groups.json"
    table.write_text(told)
    service = service_of(context, client, issuer, oidc_groups=str(table))
    answer = service.get("/workbench/sign-in/provider", accept="text/html")
    assert (answer.status_code, "COMPETENT_OIDC_GROUPS" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"aud": "another"}, "it is for another service"),
        ({"aud": [CLIENT, "another"]}, "it is for another service"),
        ({"azp": "another"}, "it is for another service"),
        ({"aud": None}, "it is for another service"),
        ({"iss": "https://evil.example"}, "another provider said it"),
        ({"nonce": "another"}, "it belongs to another sign-in"),
        ({"nonce": None}, "it belongs to another sign-in"),
        ({"exp": int(time.time()) - 300}, "has expired"),
        ({"exp": None}, "it has no end"),
        ({"iat": int(time.time()) + 9000}, "it was said in the future"),
        ({"sub": "another"}, "tells of another person"),
    ],
)
def test_an_answer_that_is_not_for_this_sign_in_lets_nobody_in(
    context: Context, service: Client, issuer: Issuer, claims: dict[str, Any], told: str
) -> None:
    issuer.claims = claims
    assert told in refused(signed_in(service, issuer))
    assert everybody(context.engine) == []


@pytest.mark.parametrize("key", ["other", "nobody", "secret"])
def test_an_answer_that_the_provider_did_not_sign_lets_nobody_in(
    service: Client, issuer: Issuer, key: str
) -> None:
    issuer.signed_by = key
    assert "cannot be proved" in refused(signed_in(service, issuer))


def test_an_answer_counts_once_and_in_the_browser_that_asked(
    service: Client, issuer: Issuer
) -> None:
    address, cookie = begun(service)
    answer = issuer.authorize(address)
    other = begun(service)[1]
    assert "Another browser" in refused(back(service, answer, other))
    assert "finished already" in refused(back(service, answer, cookie))
    address, cookie = begun(service)
    answer = issuer.authorize(address)
    assert back(service, answer, cookie).status_code == 303
    assert "finished already" in refused(back(service, answer, cookie))


def test_an_answer_to_nothing_lets_nobody_in(service: Client) -> None:
    answer = back(service, "/workbench/sign-in/callback?state=x&code=y", f"{BEGUN}=z")
    assert "not begun here" in refused(answer)
    assert "not begun here" in refused(back(service, "/workbench/sign-in/callback", ""))


def test_a_refusal_of_the_provider_is_told(service: Client, issuer: Issuer) -> None:
    address, cookie = begun(service)
    state = parse_qs(urlsplit(address).query)["state"][0]
    query = urlencode({"state": state, "error": "access_denied<b>"})
    answer = back(service, f"/workbench/sign-in/callback?{query}", cookie)
    assert "access_denied&lt;b&gt;" in refused(answer)


def test_a_code_that_somebody_made_up_is_refused(service: Client, issuer: Issuer) -> None:
    address, cookie = begun(service)
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = back(service, f"/workbench/sign-in/callback?state={state}&code=made-up", cookie)
    assert "invalid_grant" in refused(answer)


@pytest.mark.parametrize("page", ["openid-configuration", "/token", "/jwks", "/userinfo"])
def test_a_provider_that_fails_is_named_and_nobody_comes_in(
    service: Client, issuer: Issuer, page: str
) -> None:
    issuer.failing = page
    if page == "openid-configuration":
        answer = service.get("/workbench/sign-in/provider", accept="text/html")
    else:
        answer = signed_in(service, issuer)
    assert answer.status_code == 503
    assert issuer.url in refused(answer, "provider-unavailable")


def test_a_provider_that_is_away_or_another_one_is_named(
    context: Context, client: Client, issuer: Issuer
) -> None:
    issuer.about = {"issuer": "https://another.example"}
    service = service_of(context, client, issuer)
    answer = service.get("/workbench/sign-in/provider", accept="text/html")
    assert "calls itself https://another.example" in refused(answer, "provider-unavailable")
    away = Issuer(url="http://127.0.0.1:9")
    answer = service_of(context, client, away).get(
        "/workbench/sign-in/provider", accept="text/html"
    )
    assert "does not answer" in refused(answer, "provider-unavailable")


def test_whoever_is_closed_out_is_closed_out_of_the_provider_too(
    context: Context, service: Client, issuer: Issuer
) -> None:
    signed_in(service, issuer)
    key = named(context.engine, "Eva Peeters").key
    close(context.engine, key, by=ROOT, at=datetime.now(UTC))
    assert "is closed" in refused(signed_in(service, issuer))


def test_one_signs_out_at_the_provider_where_it_offers_that(
    service: Client, issuer: Issuer
) -> None:
    shown = service.get("/workbench/sign-in?out=provider", accept="text/html").text
    assert "/workbench/sign-out/provider" in shown
    led = service.get("/workbench/sign-out/provider", accept="text/html").headers["location"]
    assert led.startswith(f"{issuer.url}/end?x=y&client_id={CLIENT}&post_logout_redirect_uri=")


def test_without_a_provider_none_is_offered(context: Context, client: Client) -> None:
    settings = Settings(public_url=PUBLIC_URL, access_log=False)
    service = client.over(create_app(settings, context))
    assert "/sign-in/provider" not in service.get("/workbench/sign-in", accept="text/html").text
    answer = service.get("/workbench/sign-in/provider", accept="text/html")
    assert (answer.status_code, "people sign in with links" in answer.text) == (404, True)
