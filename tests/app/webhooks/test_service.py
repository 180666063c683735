"""A running service delivers by itself, and ends although a receiver hangs."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.db import webhooks
from app.db.session import reading, writing
from app.webhooks import messages
from tests.app.serving import serving
from tests.app.webhooks.receivers import hanging, receiving, status
from tests.app.webhooks.test_delivering import RELEASE, SECRET

if TYPE_CHECKING:
    import pytest

    from app.context import Context
    from tests.app.webhooks.receivers import Receiver

ALLOWING = {"poll_seconds": 0.01, "webhook_private_targets": "127.0.0.0/8"}


def announce(context: Context, receiver: Receiver) -> None:
    at = datetime.now(UTC)
    with writing(context.engine) as session:
        webhooks.add(session, receiver.url, (), SECRET, at=at)
        messages.announce(session, RELEASE, at=at, public_url="https://competent.example")


def test_a_running_service_tells_what_is_announced_and_counts_it(context: Context) -> None:
    with receiving() as receiver, serving(context, **ALLOWING) as client:
        announce(context, receiver)
        counted = 'competent_webhook_attempts_total{result="delivered"} 1.0'
        while counted not in client.get("/metrics").text:
            time.sleep(0.01)
        assert len(receiver.requests) == 1
    with reading(context.engine) as session:
        assert webhooks.deliveries(session)[0].delivered_at


def test_what_failed_is_a_warning_without_the_address(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    with receiving(status(500)) as receiver, serving(context, **ALLOWING):
        announce(context, receiver)
        while "answered 500" not in caplog.text:
            time.sleep(0.01)
    assert "delivery 1 to webhook 1: failed, answered 500: the receiver failed" in caplog.text
    assert "/hook" not in caplog.text


def test_a_service_ends_although_a_receiver_hangs(context: Context) -> None:
    with receiving(hanging) as receiver:
        with serving(context, **ALLOWING):
            announce(context, receiver)
            assert receiver.arrived.wait(60)
        assert len(receiver.requests) == 1
    with reading(context.engine) as session:
        (row,) = webhooks.deliveries(session)
        assert (row.attempts, row.delivered_at, bool(row.next_at)) == (1, None, True)
