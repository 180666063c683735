from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import anyio
import pytest

from app.db.webhooks import Delivery
from app.webhooks import messages, signatures
from app.webhooks.sending import Outcome, Sender
from tests.app.webhooks.receivers import (
    LOOPBACK,
    Answer,
    Authority,
    dripping_body,
    dripping_head,
    endless_body,
    hanging,
    receiving,
    redirecting,
    status,
    verified_by_the_recipe,
)
from tests.moments import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SECRET = signatures.new_secret()
BODY = messages.of_test(at=NOON, public_url="https://competent.example").body
SHORT = 0.3
"""Seconds for targets that never answer: what a test waits for, not what it asserts."""


def sent(
    url: str,
    *,
    sender: Sender | None = None,
    at: datetime | None = None,
) -> Outcome:
    async def send() -> Outcome:
        delivery = Delivery(1, 1, 1, url, (SECRET,), "msg_1", BODY)
        return await (sender or Sender(allowed=LOOPBACK)).send(delivery, at=at or datetime.now(UTC))

    return anyio.run(send)


def naming(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    return lambda _host, _port: addresses


def test_a_message_is_taken_and_its_signature_is_verified_by_the_recipe() -> None:
    with receiving() as receiver:
        assert sent(receiver.url) == Outcome(200, "")
    ((headers, body),) = receiver.requests
    verified_by_the_recipe(SECRET.get_secret_value(), headers, body)
    assert json.loads(body)["type"] == "test"
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith("competent/")


@pytest.mark.parametrize("code", [200, 201, 202, 204, 299])
def test_any_status_from_200_to_299_takes_the_message(code: int) -> None:
    with receiving(status(code)) as receiver:
        assert sent(receiver.url) == Outcome(code, "")


@pytest.mark.parametrize("code", [400, 401, 404, 429, 500, 502, 503, 504, 599])
def test_every_other_status_is_a_failure(code: int) -> None:
    with receiving(status(code)) as receiver:
        assert sent(receiver.url).error.startswith(f"answered {code}: the receiver")


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_never_followed(code: int) -> None:
    with receiving() as other, receiving(redirecting(code, other.url)) as receiver:
        assert "redirects are not followed" in sent(receiver.url).error
        assert (len(receiver.requests), other.requests) == (1, [])


@pytest.mark.parametrize("answer", [hanging, dripping_head])
def test_a_target_that_hangs_or_drips_is_left_when_its_time_is_over(answer: Answer) -> None:
    with receiving(answer) as receiver:
        sender = Sender(allowed=LOOPBACK, seconds=SHORT)
        assert sent(receiver.url, sender=sender) == Outcome(None, "no answer within 0.3 seconds")


def test_a_resolver_that_hangs_is_left_when_its_time_is_over() -> None:
    over = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        over.wait()
        return []

    async def send() -> Outcome:
        delivery = Delivery(1, 1, 1, "https://hooks.example/", (SECRET,), "msg_1", BODY)
        try:
            return await Sender(resolve=resolve, seconds=SHORT).send(delivery, at=NOON)
        finally:
            over.set()

    assert anyio.run(send) == Outcome(None, "no answer within 0.3 seconds")


def test_a_body_that_drips_does_not_unmake_a_message_that_was_taken() -> None:
    with receiving(dripping_body) as receiver:
        assert sent(receiver.url, sender=Sender(allowed=LOOPBACK, patience=SHORT)) == Outcome(
            200, ""
        )


def test_a_huge_body_is_left_after_its_beginning() -> None:
    with receiving(endless_body) as receiver:
        assert sent(receiver.url) == Outcome(200, "")
        assert receiver.left.wait(60)


def test_nobody_listening_is_told_as_the_system_says_it() -> None:
    with receiving() as receiver:
        url = receiver.url
    assert sent(url).error.startswith("no connection: ")


def test_a_receiver_that_hangs_up_or_speaks_no_http_is_a_failure() -> None:
    def hang_up(handler: object) -> None:
        handler.wfile.close()  # type: ignore[attr-defined]

    def speak(handler: object) -> None:
        handler.wfile.write(b"220 smtp.example ESMTP\r\n")  # type: ignore[attr-defined]

    for answer in (hang_up, speak):
        with receiving(answer) as receiver:
            outcome = sent(receiver.url)
            assert outcome.status is None
            assert outcome.error


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(NOON + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOON - timedelta(seconds=90), usegmt=True), 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("9" * 40, 999_999_999.0),
        ("Sat, 31 Feb 2026 00:00:00 GMT", 0.0),
        ("", 0.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(text: str, seconds: float) -> None:
    with receiving(status(503, retry_after=text)) as receiver:
        assert sent(receiver.url, at=NOON).wait == seconds


def test_a_name_is_looked_up_once_and_the_connection_goes_where_was_looked() -> None:
    answers = [["127.0.0.1"], ["192.0.2.1"]]

    def resolve(_host: str, _port: int) -> list[str]:
        return answers.pop(0)

    with receiving() as receiver:
        url = f"http://hooks.example:{receiver.port}/hook?a=b"
        sender = Sender(allowed=LOOPBACK, resolve=resolve)
        assert sent(url, sender=sender) == Outcome(200, "")
        assert receiver.requests[0][0]["host"] == f"hooks.example:{receiver.port}"
        assert "hooks.example is 192.0.2.1" in sent(url, sender=sender).error
        assert len(receiver.requests) == 1


def test_an_address_is_refused_when_the_operator_no_longer_allows_it() -> None:
    with receiving() as receiver:
        assert "127.0.0.1" in sent(receiver.url, sender=Sender()).error
        assert receiver.requests == []


def test_where_one_address_of_a_host_does_not_answer_the_next_one_is_told() -> None:
    with receiving() as receiver:
        url = f"http://hooks.example:{receiver.port}/hook"
        sender = Sender(allowed=LOOPBACK, resolve=naming("127.0.0.2", "::1", "127.0.0.1"))
        assert sent(url, sender=sender) == Outcome(200, "")


def test_tls_names_the_host_and_its_certificate_is_verified(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with receiving(context=authority.showing("hooks.example")) as receiver:
        url = f"https://hooks.example:{receiver.port}/hook"
        resolve = naming("127.0.0.1")
        trusting = Sender(allowed=LOOPBACK, resolve=resolve, context=authority.trusting())
        assert sent(url, sender=trusting) == Outcome(200, "")
        other = sent(url.replace("hooks", "other"), sender=trusting)
        assert "certificate is not valid for 'other.example'" in other.error
        assert "IP address mismatch" in sent(receiver.url, sender=trusting).error
        stranger = sent(url, sender=Sender(allowed=LOOPBACK, resolve=resolve))
        assert "certificate verify failed" in stranger.error
        assert len(receiver.requests) == 1


def test_a_receiver_that_speaks_no_tls_is_a_failure() -> None:
    with receiving() as receiver:
        outcome = sent(receiver.url.replace("http:", "https:"))
        assert outcome.status is None
        assert "SSL" in outcome.error


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert sent(receiver.url) == Outcome(200, "")
        assert proxy.requests == []


def test_what_nobody_foresaw_is_a_failure_with_its_name() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        message = "a bug"
        raise LookupError(message)

    outcome = sent("https://hooks.example/", sender=Sender(resolve=resolve))
    assert outcome == Outcome(None, "could not be sent: LookupError")
