"""Keys over HTTP: where they may stand, what is answered without one, and what is never told."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.auth.keys import add_key
from app.auth.roles import Actor, Role
from app.config import Settings
from app.http.access_log import AccessLog
from app.main import create_app
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    from app.context import Context

ME = "/v1/editorial/me"


@pytest.fixture
def service(context: Context, client: Client) -> Client:
    settings = Settings(public_url=PUBLIC_URL, access_log=False)
    return client.over(create_app(settings, context))


def key_of(context: Context, *roles: Role) -> str:
    now = datetime.now(UTC)
    _, key = add_key(context.engine, Actor.of("Eva", *roles), at=now, valid=timedelta(days=1))
    return key.get_secret_value()


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_key_says_who_asks(context: Context, service: Client, scheme: str) -> None:
    answer = service.get(ME, authorization=f"{scheme} {key_of(context, Role.EDITOR)}")
    assert answer.json() == {
        "name": "Eva",
        "organisation": "",
        "roles": ["editor"],
        "scopes": ["read", "translate", "edit", "map"],
        "languages": {"translate": ["nl", "fr", "de", "en"], "review": []},
    }
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "key-required"),
        ("", "key-required"),
        ("Basic ZXZhOnNlY3JldA==", "key-required"),
        ("Bearer", "key-required"),
        ("Bearer nonsense", "key-refused"),
        ("Bearer competent_00000000_" + "0" * 64, "key-refused"),
    ],
)
def test_without_a_key_that_opens_the_way_to_get_one_is_told(
    service: Client, header: str | None, code: str
) -> None:
    answer = service.get(ME, **({} if header is None else {"authorization": header}))
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["www-authenticate"].startswith('Bearer realm="competent"')
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/schemes", ME, "/archive", "/nowhere"])
@pytest.mark.parametrize("name", ["key", "access_token", "q"])
def test_a_key_in_a_query_is_refused_wherever_it_goes(
    context: Context, service: Client, path: str, name: str
) -> None:
    key = key_of(context, Role.EDITOR)
    for written in (key, key.replace("_", "%5f")):
        answer = service.get(f"{path}?{name}={written}")
        assert (answer.status_code, answer.json()["code"]) == (400, "key-in-address")
        assert key.rpartition("_")[2] not in answer.text


def test_a_key_in_a_path_is_refused_and_told_to_nobody(context: Context, service: Client) -> None:
    key = key_of(context, Role.EDITOR)
    answer = service.get(f"/v1/schemes/{key}")
    assert answer.status_code == 400
    assert key.rpartition("_")[2] not in answer.text


def test_a_key_in_the_body_of_a_request_is_not_repeated(context: Context, service: Client) -> None:
    key = key_of(context, Role.EDITOR)
    answer = service.ask("POST", "/v1/schemes/competent/convert", json={"from": key, "ids": [key]})
    assert answer.status_code >= 400
    assert key.rpartition("_")[2] not in answer.text


def test_the_log_holds_no_key() -> None:
    stream = io.StringIO()
    log = AccessLog(stream)
    secret = "ab" * 32
    log.add((0.0, "GET", f"/v1/competent_abcdefgh_{secret}", 400, 5, 0.1, b"id-1"))
    log.flush()
    assert secret not in stream.getvalue()
    assert "competent_abcdefgh_…" in stream.getvalue()


def test_reading_what_is_public_needs_no_key_and_minds_no_bad_one(service: Client) -> None:
    assert service.get("/v1/schemes").status_code == 200
    assert service.get("/v1/schemes", authorization="Bearer nonsense").status_code == 200


def test_the_contract_says_which_operations_need_a_key(service: Client) -> None:
    document = service.get("/openapi.json").json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    needing = {
        path
        for path, item in document["paths"].items()
        for operation in item.values()
        if operation.get("security")
    }
    assert needing == {path for path in document["paths"] if path.startswith("/v1/editorial/")}
