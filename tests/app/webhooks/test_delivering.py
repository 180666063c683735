from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import anyio
import orjson
import pytest
from anyio.from_thread import start_blocking_portal
from pydantic import SecretStr

from app.context import Context
from app.db import webhooks
from app.db.session import reading, writing
from app.webhooks import messages, signatures
from app.webhooks.delivering import DELAYS, LEASE, Deliverer, Done, Result
from app.webhooks.sending import Sender
from taxonomy.errors import ConflictError, NotFoundError
from taxonomy.model import Release
from taxonomy.vocabulary import ReleaseStatus
from tests.app.webhooks.receivers import (
    LOOPBACK,
    Receiver,
    hanging,
    receiving,
    status,
    verified_by_the_recipe,
)
from tests.moments import NOON
from tests.processes import started

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.config import Settings
    from app.db.tables import DeliveryRow

PUBLIC_URL = "https://competent.example"
SECRET = signatures.new_secret()
RELEASE = Release(
    scheme="competent",
    version="3.27",
    status=ReleaseStatus.PUBLISHED,
    digest="sha256:abc",
    published_at=NOON,
    previous="3.26",
    counts={"profile": 614},
    retired={"skill": 12},
)


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Outbox:
    """The outbox of a record, and one process that delivers from it."""

    context: Context
    clock: Clock = field(default_factory=Clock)
    seconds: float = 20.0

    @property
    def deliverer(self) -> Deliverer:
        sender = Sender(allowed=LOOPBACK, seconds=self.seconds)
        return Deliverer(self.context.engine, sender, now=self.clock, jitter=lambda: 0.0)

    def add(self, receiver: Receiver, *schemes: str) -> int:
        with writing(self.context.engine) as session:
            return webhooks.add(session, receiver.url, schemes, SECRET, at=self.clock())

    def announce(self, **values: Any) -> int:
        release = replace(RELEASE, **values)
        with writing(self.context.engine) as session:
            return messages.announce(session, release, at=self.clock(), public_url=PUBLIC_URL)

    def deliver(self) -> list[Result]:
        return [it.result for it in anyio.run(self.deliverer.deliver)]

    def test(self, webhook: int) -> Done:
        return anyio.run(self.deliverer.test, webhook, PUBLIC_URL)

    def rows(self) -> list[DeliveryRow]:
        with reading(self.context.engine) as session:
            return webhooks.deliveries(session)

    def disabled(self, webhook: int) -> str:
        with reading(self.context.engine) as session:
            return webhooks.get(session, webhook).disabled


def running(deliverer: Deliverer, until: Callable[[], bool]) -> None:
    """Let it run until then."""
    with start_blocking_portal() as portal:
        run = portal.start_task_soon(deliverer.run, 0.01)
        while not until():
            time.sleep(0.01)
        run.cancel()


@pytest.fixture
def outbox(context: Context) -> Outbox:
    return Outbox(context)


def test_a_message_tells_the_release_and_where_everything_about_it_stands(outbox: Outbox) -> None:
    with receiving() as receiver:
        outbox.add(receiver)
        assert outbox.announce() == 1
        assert outbox.deliver() == [Result.DELIVERED]
    ((_, body),) = receiver.requests
    scheme = f"{PUBLIC_URL}/v1/schemes/competent"
    assert orjson.loads(body) == {
        "type": "release.published",
        "timestamp": "2026-03-16T12:00:00Z",
        "data": {
            "scheme": "competent",
            "version": "3.27",
            "status": "published",
            "digest": "sha256:abc",
            "previous": "3.26",
            "counts": {"profile": 614},
            "retired": {"skill": 12},
            "sample": False,
            "candidate_since": None,
            "planned_for": None,
            "rescheduled": None,
            "abandonment": None,
            "withdrawal": None,
            "links": {
                "release": f"{scheme}/releases/3.27",
                "archive": f"{PUBLIC_URL}/archive/competent/3.27/manifest.json",
                "feed": f"{scheme}/feed",
                "changes": f"{scheme}/changes?from=3.26&to=3.27",
            },
        },
    }


def test_every_status_that_the_world_sees_is_told_as_its_event(outbox: Outbox) -> None:
    with receiving() as receiver:
        outbox.add(receiver)
        outbox.announce(status=ReleaseStatus.CANDIDATE, planned_for=date(2026, 6, 25))
        outbox.announce(previous=None)
        outbox.announce(status=ReleaseStatus.WITHDRAWN, withdrawal="links are wrong")
        assert outbox.deliver() == [Result.DELIVERED] * 3
    told = [orjson.loads(body) for _, body in receiver.requests]
    assert [it["type"] for it in told] == [
        "release.candidate",
        "release.published",
        "release.withdrawn",
    ]
    assert told[0]["data"]["planned_for"] == "2026-06-25"
    assert "changes" not in told[1]["data"]["links"]
    assert told[2]["data"]["withdrawal"] == "links are wrong"
    assert len(set(receiver.ids)) == 3


def test_a_message_tells_when_the_release_says_that_it_happened(outbox: Outbox) -> None:
    withdrawn = {"status": ReleaseStatus.WITHDRAWN, "withdrawn_at": NOON - timedelta(days=1)}
    with receiving() as receiver:
        outbox.add(receiver)
        with writing(outbox.context.engine) as session:
            for release in (RELEASE, replace(RELEASE, **withdrawn)):  # type: ignore[arg-type]
                messages.announce(session, release, public_url=PUBLIC_URL)
        outbox.deliver()
    told = [orjson.loads(body)["timestamp"] for _, body in receiver.requests]
    assert told == ["2026-03-16T12:00:00Z", "2026-03-15T12:00:00Z"]


def test_nobody_is_told_of_a_draft(outbox: Outbox) -> None:
    with pytest.raises(ValueError, match=r"competent/3\.27 is a draft"):
        outbox.announce(status=ReleaseStatus.DRAFT)


def test_a_message_is_delivered_once_however_often_it_is_announced(outbox: Outbox) -> None:
    with receiving() as receiver:
        outbox.add(receiver)
        assert (outbox.announce(), outbox.announce()) == (1, 0)
        outbox.deliver()
        assert (outbox.announce(), outbox.deliver()) == (0, [])
        assert len(receiver.requests) == 1


def test_a_candidate_that_is_given_up_and_shown_again_is_told_again(outbox: Outbox) -> None:
    with receiving() as receiver:
        outbox.add(receiver)
        outbox.announce(status=ReleaseStatus.CANDIDATE)
        later = NOON + timedelta(days=1)
        assert outbox.announce(status=ReleaseStatus.CANDIDATE, published_at=later) == 1


def test_what_does_not_become_true_is_not_told(outbox: Outbox) -> None:
    def fail() -> None:
        with writing(outbox.context.engine) as session:
            messages.announce(session, RELEASE, at=NOON, public_url=PUBLIC_URL)
            message = "the release is not public after all"
            raise ConflictError(message)

    with receiving() as receiver:
        outbox.add(receiver)
        with pytest.raises(ConflictError):
            fail()
        assert (outbox.deliver(), outbox.rows()) == ([], [])


def test_a_webhook_is_told_of_the_schemes_it_asked_for(outbox: Outbox) -> None:
    with receiving() as some, receiving() as every:
        outbox.add(some, "esco", "digcomp")
        outbox.add(every)
        assert (outbox.announce(), outbox.announce(scheme="esco")) == (1, 2)
        outbox.deliver()
        assert [len(it.requests) for it in (some, every)] == [1, 2]


def test_what_fails_is_tried_again_later_under_the_same_id(outbox: Outbox) -> None:
    with receiving(status(500), status(200)) as receiver:
        outbox.add(receiver)
        outbox.announce()
        assert outbox.deliver() == [Result.FAILED]
        assert outbox.rows()[0].last_error == "answered 500: the receiver failed"
        outbox.clock.move(4.9)
        assert outbox.deliver() == []
        outbox.clock.move(0.1)
        assert outbox.deliver() == [Result.DELIVERED]
    (first, one), (second, other) = receiver.requests
    assert (first["webhook-id"], one) == (second["webhook-id"], other)
    times = [int(it["webhook-timestamp"]) for it in (first, second)]
    assert times[1] - times[0] == 5
    assert first["webhook-signature"] != second["webhook-signature"]
    (row,) = outbox.rows()
    assert (row.attempts, row.last_status, row.last_error, row.next_at) == (2, 200, "", None)


def test_after_ten_attempts_in_three_days_a_message_is_given_up(outbox: Outbox) -> None:
    with receiving(status(500)) as receiver:
        outbox.add(receiver)
        outbox.announce()
        for delay in DELAYS:
            assert outbox.deliver() == [Result.FAILED]
            outbox.clock.move(delay)
        assert outbox.deliver() == [Result.GIVEN_UP]
        outbox.clock.move(10 * DELAYS[-1])
        assert outbox.deliver() == []
        assert len(receiver.requests) == 10
    assert 3 <= sum(DELAYS) / 86_400 <= 3.5


def test_what_was_given_up_is_tried_once_more_on_demand(outbox: Outbox) -> None:
    with receiving(*[status(500)] * 10, status(200)) as receiver:
        outbox.add(receiver)
        outbox.announce()
        for delay in (*DELAYS, 1):
            outbox.deliver()
            outbox.clock.move(delay)
        with writing(outbox.context.engine) as session:
            assert webhooks.again(session, at=outbox.clock()) == 1
        assert outbox.deliver() == [Result.DELIVERED]
        with writing(outbox.context.engine) as session:
            assert webhooks.again(session, at=outbox.clock()) == 0


def test_a_delay_is_longer_by_chance_and_by_retry_after(outbox: Outbox) -> None:
    with receiving(status(500), status(503, retry_after="600"), status(503)) as receiver:
        outbox.add(receiver)
        outbox.announce()
        late = replace(outbox.deliverer, jitter=lambda: 1.0)
        anyio.run(late.deliver)
        assert outbox.rows()[0].next_at == NOON + timedelta(seconds=5.5)
        outbox.clock.move(5.5)
        outbox.deliver()
        assert outbox.rows()[0].next_at == outbox.clock() + timedelta(seconds=600)


def test_retry_after_delays_by_a_day_at_most(outbox: Outbox) -> None:
    with receiving(status(503, retry_after="999999999")) as receiver:
        outbox.add(receiver)
        outbox.announce()
        outbox.deliver()
        assert outbox.rows()[0].next_at == NOON + timedelta(days=1)


def test_a_receiver_that_is_gone_is_told_nothing_more_until_a_test_succeeds(outbox: Outbox) -> None:
    with receiving(status(410), status(410), status(200)) as receiver:
        webhook = outbox.add(receiver)
        outbox.announce()
        outbox.announce(version="3.28")
        assert outbox.deliver() == [Result.GIVEN_UP]
        assert outbox.disabled(webhook).startswith("answered 410 on 2026-03-16 12:00Z")
        outbox.clock.move(DELAYS[-1])
        assert (outbox.announce(version="3.29"), outbox.deliver()) == (0, [])

        assert outbox.test(webhook).result is Result.GIVEN_UP
        assert outbox.disabled(webhook)
        assert outbox.test(webhook).result is Result.DELIVERED
        assert outbox.disabled(webhook) == ""
        assert outbox.deliver() == [Result.DELIVERED]
        assert orjson.loads(receiver.requests[-1][1])["data"]["version"] == "3.28"


def test_a_test_has_one_attempt_and_each_its_own_id(outbox: Outbox) -> None:
    with receiving(status(500)) as receiver:
        webhook = outbox.add(receiver)
        assert [outbox.test(webhook).result for _ in range(2)] == [Result.GIVEN_UP] * 2
        outbox.clock.move(sum(DELAYS))
        with writing(outbox.context.engine) as session:
            assert webhooks.again(session, at=outbox.clock()) == 0
        assert outbox.deliver() == []
        assert len(set(receiver.ids)) == 2
    with pytest.raises(NotFoundError, match="no webhook 99"):
        outbox.test(99)


def test_for_a_while_both_secrets_sign_and_then_the_new_one_alone(outbox: Outbox) -> None:
    new = signatures.new_secret()
    clock = outbox.clock = Clock(datetime.now(UTC))
    with receiving() as receiver:
        webhook = outbox.add(receiver)
        with writing(outbox.context.engine) as session:
            webhooks.rotate(session, webhook, new, until=clock() + timedelta(hours=24))
        outbox.test(webhook)
        ((headers, body),) = receiver.requests
        for secret in (SECRET, new):
            verified_by_the_recipe(secret.get_secret_value(), headers, body)
        clock.move(86_400)
        outbox.test(webhook)
        assert len(receiver.requests[1][0]["webhook-signature"].split()) == 1


def test_two_deliverers_make_each_attempt_once(outbox: Outbox) -> None:
    together = Barrier(2)
    with receiving() as receiver, receiving() as other:
        outbox.add(receiver)
        outbox.add(other)
        for number in range(10):
            outbox.announce(version=f"3.{number}")

        def deliver() -> None:
            together.wait()
            outbox.deliver()

        threads = [Thread(target=deliver) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outbox.deliver()
        for it in (receiver, other):
            assert (len(it.ids), len(set(it.ids))) == (10, 10)
    assert {row.attempts for row in outbox.rows()} == {1}


def delivering(settings: Settings) -> None:
    """What a process of the service does with its outbox."""
    context = Context.open(settings)
    anyio.run(Deliverer(context.engine, Sender(allowed=settings.allowed_targets)).deliver)


@pytest.mark.slow
def test_what_a_killed_process_had_begun_is_delivered_when_its_lease_ends(
    outbox: Outbox,
) -> None:
    allowing = {"webhook_private_targets": "127.0.0.0/8"}
    outbox.clock = Clock(datetime.now(UTC))
    with receiving(hanging, status(200)) as receiver:
        outbox.add(receiver)
        outbox.announce()
        process = started(delivering, outbox.context.settings.model_copy(update=allowing))
        assert receiver.arrived.wait(60)
        process.kill()
        process.join()
        assert outbox.deliver() == []
        outbox.clock = Clock(datetime.now(UTC) + LEASE)
        assert outbox.deliver() == [Result.DELIVERED]
        assert (len(receiver.ids), len(set(receiver.ids))) == (2, 1)
    (row,) = outbox.rows()
    assert row.attempts == 2


def test_an_attempt_that_ends_after_its_lease_does_not_undo_a_later_one(outbox: Outbox) -> None:
    with receiving(status(500)) as receiver:
        outbox.add(receiver)
        outbox.announce()
        (row,) = outbox.rows()
        with writing(outbox.context.engine) as session:
            late = webhooks.claim(session, row.key, at=NOON, until=NOON + LEASE)
        outbox.clock.move(LEASE.total_seconds())
        outbox.deliver()
        assert late
        with writing(outbox.context.engine) as session:
            webhooks.failed(session, late, None, "no answer", None)
        (row,) = outbox.rows()
        assert (row.attempts, row.last_status) == (2, 500)
        assert row.next_at


def test_a_target_that_hangs_holds_up_no_other(outbox: Outbox) -> None:
    with receiving(hanging) as stuck, receiving() as receiver:
        outbox.add(stuck)
        outbox.add(receiver)
        outbox.announce(version="3.26")
        outbox.announce(version="3.27")

        running(outbox.deliverer, lambda: stuck.arrived.is_set() and len(receiver.requests) == 2)
        assert len(stuck.requests) == 1


def test_a_running_deliverer_outlives_a_record_that_is_away(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    outbox.context.engine.dispose()
    away = Context.open(outbox.context.settings.model_copy(update={"database_url": SecretStr("")}))
    file = outbox.context.settings.home / "competent.sqlite"
    away.engine.dispose()
    file.write_bytes(b"this is no database, and no journal of one either" * 100)

    running(Deliverer(away.engine, Sender()), lambda: "could not be read" in caplog.text)
    away.engine.dispose()


def test_a_removed_webhook_takes_its_messages_along(outbox: Outbox) -> None:
    with receiving() as receiver:
        webhook = outbox.add(receiver)
        outbox.announce()
        with writing(outbox.context.engine) as session:
            webhooks.remove(session, webhook)
        assert (outbox.deliver(), outbox.rows(), receiver.requests) == ([], [], [])


def test_an_address_has_one_webhook(outbox: Outbox) -> None:
    with receiving() as receiver:
        webhook = outbox.add(receiver)
        with pytest.raises(ConflictError, match=f"webhook {webhook} has this address"):
            outbox.add(receiver)
