"""Delivering what the outbox holds: claim, send, note, and try again later."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import anyio
import anyio.to_thread

from app.db import webhooks
from app.db.session import reading, writing
from app.webhooks import messages
from taxonomy.errors import UnavailableError

if TYPE_CHECKING:
    from anyio.abc import TaskGroup
    from sqlalchemy import Engine

    from app.db.webhooks import Delivery
    from app.webhooks.sending import Outcome, Sender

__all__ = ["DELAYS", "Deliverer", "Done", "Result"]

DELAYS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds after each failed attempt, three days in all; then none follows ("Example retry schedule")."""
JITTER = 0.1
"""The share by which a delay is longer at random, lest all receivers are told at once again."""
LEASE = timedelta(minutes=2)
"""How long an attempt is its process's own; far longer than a Sender takes, for clocks that differ."""
MOST_AT_ONCE = 16
_log = logging.getLogger(__name__)


class Result(StrEnum):
    """What became of an attempt."""

    DELIVERED = "delivered"
    FAILED = "failed"
    GIVEN_UP = "given-up"


class Done(NamedTuple):
    """An attempt that was made, and what became of it."""

    delivery: Delivery
    outcome: Outcome
    result: Result


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Delivers from the outbox of one record; any number of them may share it.

    To one webhook it sends one message at a time, so that none that hangs holds up the others.
    `jitter` gives a share from 0 to 1; `on_done` is called after each attempt, in the event loop.
    """

    engine: Engine
    sender: Sender
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    jitter: Callable[[], float] = random.random
    on_done: Callable[[Done], None] = lambda _: None
    _busy: set[int] = field(default_factory=set)

    async def run(self, pause: float) -> None:
        """Deliver what is due, looking every `pause` seconds, until cancelled."""
        async with anyio.create_task_group() as group:
            while True:
                try:
                    await self._begin(group, self.now())
                except Exception:
                    _log.exception("the outbox of the webhooks could not be read")
                await anyio.sleep(pause)

    async def deliver(self) -> list[Done]:
        """Deliver everything that is due at this moment, and say what became of it."""
        began, found = self.now(), list[Done]()
        while claimed := await self._claimed(began):
            made: list[Done | None] = []

            async def attempt(delivery: Delivery, made: list[Done | None] = made) -> None:
                made.append(await self._attempt(delivery))

            async with anyio.create_task_group() as group:
                for it in claimed:
                    group.start_soon(attempt, it)
            found += [it for it in made if it]
        return found

    async def test(self, webhook: int, public_url: str) -> Done:
        """Send a test message now, once; NotFoundError."""
        at = self.now()
        message = messages.of_test(at=at, public_url=public_url)

        def begun() -> Delivery:
            with writing(self.engine) as session:
                return webhooks.begin(session, webhook, message, at=at)

        delivery = await anyio.to_thread.run_sync(begun)
        outcome = await self.sender.send(delivery, at=self.now())
        return await anyio.to_thread.run_sync(self._note, delivery, outcome, None)

    async def _begin(self, group: TaskGroup, due_at: datetime) -> None:
        for delivery in await self._claimed(due_at):
            group.start_soon(self._attempt, delivery)

    async def _claimed(self, due_at: datetime) -> list[Delivery]:
        claimed = await anyio.to_thread.run_sync(self._claim, due_at, frozenset(self._busy))
        self._busy.update(it.webhook for it in claimed)
        return claimed

    def _claim(self, due_at: datetime, busy: frozenset[int]) -> list[Delivery]:
        with reading(self.engine) as session:
            keys = webhooks.due(session, due_at, without=busy, limit=MOST_AT_ONCE - len(busy))
        found = []
        for key in keys:
            at = self.now()
            with writing(self.engine) as session:
                found.append(webhooks.claim(session, key, at=at, until=at + LEASE))
        return [it for it in found if it]

    async def _attempt(self, delivery: Delivery) -> Done | None:
        """The attempt; None where its outcome could not be noted: the lease ends, and it is made again."""
        try:
            outcome = await self.sender.send(delivery, at=self.now())
            after = self._after(delivery.attempt, outcome)
            done = await anyio.to_thread.run_sync(self._note, delivery, outcome, after)
        except UnavailableError as error:
            _log.warning("what became of delivery %d is not noted: %s", delivery.key, error.detail)
            return None
        finally:
            self._busy.discard(delivery.webhook)
        self.on_done(done)
        return done

    def _after(self, attempt: int, outcome: Outcome) -> timedelta | None:
        """How long to wait after this attempt; None where it was the last."""
        if outcome.gone or attempt > len(DELAYS):
            return None
        delay = DELAYS[attempt - 1] * (1 + JITTER * self.jitter())
        return timedelta(seconds=max(delay, min(outcome.wait, DELAYS[-1])))

    def _note(self, delivery: Delivery, outcome: Outcome, after: timedelta | None) -> Done:
        at = self.now()
        with writing(self.engine) as session:
            if outcome.status is not None and not outcome.error:
                webhooks.delivered(session, delivery, outcome.status, at=at)
                return Done(delivery, outcome, Result.DELIVERED)
            next_at = at + after if after else None
            webhooks.failed(session, delivery, outcome.status, outcome.error, next_at)
            if outcome.gone:
                reason = f"answered 410 on {at:%Y-%m-%d %H:%MZ}: the receiver wants no more"
                webhooks.disable(session, delivery.webhook, reason)
        return Done(delivery, outcome, Result.FAILED if after else Result.GIVEN_UP)
