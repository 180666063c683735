from __future__ import annotations

import base64
import sqlite3
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.context import Context
from app.db.session import writing
from app.webhooks import messages
from tests.app.webhooks.receivers import Receiver, receiving, status, verified_by_the_recipe
from tests.app.webhooks.test_delivering import RELEASE
from tests.moments import NOON

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def allowing(competent: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Commands of an operator who allows receivers on loopback."""
    monkeypatch.setenv("COMPETENT_WEBHOOK_PRIVATE_TARGETS", "127.0.0.0/8, ::1/128")
    return competent


def added(competent: Callable[..., Any], receiver: Receiver, *options: str) -> dict[str, Any]:
    result = competent("webhooks", "add", receiver.url, *options, "--json")
    assert result.code == 0, result.err
    line: dict[str, Any] = result.lines[0]
    return line


def announce() -> None:
    context = Context.open()
    with writing(context.engine) as session:
        messages.announce(session, RELEASE, at=NOON, public_url="https://competent.example")


def test_a_webhook_is_added_tested_and_verified_with_the_secret_that_was_shown(
    allowing: Callable[..., Any],
) -> None:
    with receiving() as receiver:
        secret = added(allowing, receiver, "--scheme", "competent")["secret"]
        assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
        assert allowing("webhooks", "test", 1).code == 0
    ((headers, body),) = receiver.requests
    verified_by_the_recipe(secret, headers, body)
    assert orjson.loads(body)["type"] == "test"


def test_the_secret_is_shown_when_it_is_made_and_never_again(
    allowing: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with receiving(status(500), status(200)) as receiver:
        first = allowing("webhooks", "add", receiver.url).out.split()[-1]
        rotated = allowing("webhooks", "rotate", 1).out.split()[-1]
        announce()
        shown = [
            allowing("webhooks", *command)
            for command in (
                *(("list",), ("list", "--json"), ("test", 1), ("deliver",), ("deliveries",)),
                *(("deliveries", "--json"), ("add", receiver.url), ("rotate", 9), ("remove", 1)),
            )
        ]
    assert first.startswith("whsec_")
    assert rotated.startswith("whsec_")
    told = caplog.text + "".join(it.out + it.err for it in shown)
    assert "whsec_" not in told
    for secret in (first, rotated):
        assert secret.removeprefix("whsec_") not in told


def test_no_error_of_the_record_repeats_a_secret(allowing: Callable[..., Any], home: Path) -> None:
    with receiving() as receiver:
        added(allowing, receiver)
    context = Context.open()
    with pytest.raises(DBAPIError) as raised, context.engine.connect() as connection:
        connection.execute(
            text("insert into webhooks (key, secret) values (:key, :secret)"),
            {"key": 1, "secret": "whsec_hush-hush"},
        )
    assert "hush" not in str(raised.value)
    context.engine.dispose()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:9/", "over https:// only"),
        ("https://127.0.0.1/", "not on the public internet: loopback"),
        ("https://2130706433/", "2130706433 is 127.0.0.1"),
        ("https://[::ffff:10.0.0.1]/", "private"),
        ("https://localhost/", "loopback"),
        ("https://no.such.name.invalid/", "cannot be resolved"),
        ("https://user:hush-hush@example.org/", "no name and password"),
        ("ftp://example.org/", "begins with https://"),
        ("nonsense", "begins with https://"),
    ],
)
def test_an_address_that_may_not_be_told_is_refused_when_it_is_added(
    competent: Callable[..., Any], url: str, told: str
) -> None:
    result = competent("webhooks", "add", url)
    assert (result.code, told in result.err) == (2, True), result.err
    assert "hush" not in result.err
    assert competent("webhooks", "list", "--json").lines == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("add", "https://127.0.0.1/", "--scheme", "onet"), 1, "there are competent, esco"),
        (("test", 7), 1, "there is no webhook 7"),
        (("rotate", 7), 1, "there is no webhook 7"),
        (("remove", 7), 1, "there is no webhook 7"),
        (("deliveries", "--webhook", 7), 1, "there is no webhook 7"),
        (("rotate", 7, "--overlap-hours", -1), 2, "--overlap-hours"),
        (("rotate", "x"), 2, "not a valid int"),
    ],
)
def test_what_is_not_there_is_told(
    competent: Callable[..., Any], arguments: tuple[object, ...], code: int, told: str
) -> None:
    result = competent("webhooks", *arguments)
    assert (result.code, told in result.err) == (code, True), result.err


@pytest.mark.parametrize(
    "networks", ["10.0.0.0/33", "10.1.2.3/8", "localhost", "10.0.0.0-10.0.0.9"]
)
def test_networks_that_are_none_stop_the_start(
    competent: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, networks: str
) -> None:
    monkeypatch.setenv("COMPETENT_WEBHOOK_PRIVATE_TARGETS", networks)
    result = competent("webhooks", "list")
    assert result.code == 2
    assert "COMPETENT_WEBHOOK_PRIVATE_TARGETS: must list networks" in result.err


def test_what_is_due_is_delivered_and_listed_with_its_failures(
    allowing: Callable[..., Any],
) -> None:
    with receiving(status(500), status(200)) as receiver:
        added(allowing, receiver)
        announce()
        assert allowing("webhooks", "list", "--json").lines[0]["waiting"] == 1
        failed = allowing("webhooks", "deliver", "--json")
        assert (failed.code, failed.lines[-1]["failed"]) == (1, 1)
        (row,) = allowing("webhooks", "deliveries", "--json").lines
        assert (row["state"], row["release"], row["status"]) == ("waiting", "competent/3.27", 500)
        assert allowing("webhooks", "deliver", "--again").code == 0
        (row,) = allowing("webhooks", "deliveries", "--json").lines
        assert (row["state"], row["attempts"], row["next"]) == ("delivered", 2, None)
        assert len(set(receiver.ids)) == 1
        assert allowing("webhooks", "deliver").out == "0 delivered, 0 failed\n"


def test_a_failed_test_tells_why_and_fails_the_command(allowing: Callable[..., Any]) -> None:
    with receiving(status(302, location="http://10.0.0.1/")) as receiver:
        added(allowing, receiver)
        result = allowing("webhooks", "test", 1)
    assert result.code == 1
    assert "answered 302: redirects are not followed" in result.out


def test_a_record_that_is_locked_is_told(
    allowing: Callable[..., Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPETENT_BUSY_SECONDS", "0.1")
    with receiving() as receiver:
        added(allowing, receiver)
        other = sqlite3.connect(home / "competent.sqlite", isolation_level=None)
        other.execute("begin immediate")
        assert allowing("webhooks", "rotate", 1).code == 5
        assert allowing("webhooks", "test", 1).code == 5
        other.close()
    assert receiver.requests == []
