"""Webhooks in the record, and their outbox: who is told, what waits, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import SecretStr
from sqlalchemy import CursorResult, func, select, update

from app.db.tables import DeliveryRow, WebhookRow
from taxonomy.errors import ConflictError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = [
    "Delivery",
    "Message",
    "add",
    "again",
    "begin",
    "claim",
    "delivered",
    "deliveries",
    "disable",
    "due",
    "enqueue",
    "every",
    "failed",
    "get",
    "remove",
    "rotate",
    "waiting",
]


class Message(NamedTuple):
    """What is told: the event, what it is about, and the body as it is sent and signed.

    `id` is the same for every webhook and attempt. Where `scheme` is empty, every webhook wants it.
    """

    id: str
    event: str
    about: str
    scheme: str
    body: str


class Delivery(NamedTuple):
    """An attempt that this process, and no other, makes now; `attempt` counts from 1."""

    key: int
    attempt: int
    webhook: int
    url: str
    secrets: tuple[SecretStr, ...]
    message_id: str
    body: str


def add(
    session: Session, url: str, schemes: Sequence[str], secret: SecretStr, *, at: datetime
) -> int:
    """The number of a new webhook; ConflictError where one has this address."""
    known = session.scalars(select(WebhookRow.key).where(WebhookRow.url == url)).one_or_none()
    if known is not None:
        message = f"webhook {known} has this address already: remove it, or rotate its secret"
        raise ConflictError(message)
    row = WebhookRow(
        url=url,
        schemes=list(schemes),
        secret=secret.get_secret_value(),
        old_secret="",
        created_at=at,
        disabled="",
    )
    session.add(row)
    session.flush()
    return row.key


def get(session: Session, key: int) -> WebhookRow:
    """The webhook of this number; NotFoundError."""
    row = session.get(WebhookRow, key)
    if row is None:
        message = f"there is no webhook {key}: competent webhooks list shows them"
        raise NotFoundError(message)
    return row


def every(session: Session) -> list[WebhookRow]:
    """All webhooks, in the order of their numbers."""
    return list(session.scalars(select(WebhookRow).order_by(WebhookRow.key)))


def remove(session: Session, key: int) -> None:
    """Forget a webhook and its deliveries; NotFoundError."""
    session.delete(get(session, key))


def rotate(session: Session, key: int, secret: SecretStr, *, until: datetime) -> None:
    """Sign with this secret from now on, and beside it with the one before until then."""
    row = get(session, key)
    row.old_secret, row.old_secret_until = row.secret, until
    row.secret = secret.get_secret_value()


def enqueue(session: Session, message: Message, *, at: datetime) -> int:
    """How many webhooks are to be told; the same message again adds nothing.

    Part of the transaction of what it tells: either both become true, or neither.
    """
    told = session.scalars(
        select(DeliveryRow.webhook_key).where(DeliveryRow.message_id == message.id)
    )
    known = set(told)
    rows = [
        _row(webhook.key, message, at)
        for webhook in every(session)
        if webhook.key not in known and not webhook.disabled and _wants(webhook, message)
    ]
    session.add_all(rows)
    return len(rows)


def begin(session: Session, webhook: int, message: Message, *, at: datetime) -> Delivery:
    """A delivery whose first and only attempt this process makes now, disabled or not."""
    row = _row(get(session, webhook).key, message, at)
    row.attempts, row.next_at = 1, None
    session.add(row)
    session.flush()
    return _delivery(session, row, at)


def due(session: Session, at: datetime, *, without: Collection[int] = (), limit: int) -> list[int]:
    """Of each enabled webhook, other than these, the oldest delivery whose time has come."""
    oldest = func.min(DeliveryRow.key)
    query = (
        select(oldest)
        .join(WebhookRow, WebhookRow.key == DeliveryRow.webhook_key)
        .where(DeliveryRow.next_at <= at, WebhookRow.disabled == "")
        .where(WebhookRow.key.not_in(without))
        .group_by(DeliveryRow.webhook_key)
        .order_by(oldest)
        .limit(limit)
    )
    return list(session.scalars(query))


def claim(session: Session, key: int, *, at: datetime, until: datetime) -> Delivery | None:
    """The delivery, if this call took it (compare and swap); until then no other process does.

    A process that ends without saying what became of the attempt leaves it to the next one.
    """
    taken = _changed(
        session,
        (DeliveryRow.key == key, DeliveryRow.next_at <= at),
        {"next_at": until, "attempts": DeliveryRow.attempts + 1},
    )
    row = session.get(DeliveryRow, key) if taken else None
    return _delivery(session, row, at) if row else None


def delivered(session: Session, delivery: Delivery, status: int, *, at: datetime) -> None:
    """Note that the message was taken; the webhook that takes one is no longer disabled."""
    _changed(
        session,
        (DeliveryRow.key == delivery.key, DeliveryRow.delivered_at.is_(None)),
        {"next_at": None, "last_status": status, "last_error": "", "delivered_at": at},
    )
    webhook = session.get(WebhookRow, delivery.webhook)
    if webhook:
        webhook.disabled = ""


def failed(
    session: Session, delivery: Delivery, status: int | None, error: str, next_at: datetime | None
) -> None:
    """Note why the attempt failed, and when the next one is due; None: never.

    Where somebody else has made a later attempt meanwhile, that one counts.
    """
    _changed(
        session,
        (
            DeliveryRow.key == delivery.key,
            DeliveryRow.attempts == delivery.attempt,
            DeliveryRow.delivered_at.is_(None),
        ),
        {"next_at": next_at, "last_status": status, "last_error": error},
    )


def disable(session: Session, webhook: int, reason: str) -> None:
    """Tell this webhook nothing more, until a test succeeds."""
    session.execute(update(WebhookRow).where(WebhookRow.key == webhook).values(disabled=reason))


def again(session: Session, *, at: datetime) -> int:
    """How many undelivered messages are due now, also those whose attempts were given up.

    A test is not: it has one attempt.
    """
    undelivered = (DeliveryRow.delivered_at.is_(None), DeliveryRow.about != "")
    return _changed(session, undelivered, {"next_at": at})


def deliveries(
    session: Session, *, webhook: int | None = None, limit: int = 100
) -> list[DeliveryRow]:
    """The newest deliveries, newest first."""
    query = select(DeliveryRow).order_by(DeliveryRow.key.desc()).limit(limit)
    if webhook is not None:
        query = query.where(DeliveryRow.webhook_key == get(session, webhook).key)
    return list(session.scalars(query))


def waiting(session: Session) -> dict[int, int]:
    """Webhook → how many of its deliveries are still to be attempted."""
    query = (
        select(DeliveryRow.webhook_key, func.count())
        .where(DeliveryRow.next_at.is_not(None))
        .group_by(DeliveryRow.webhook_key)
    )
    return dict(session.execute(query).all())


def _row(webhook: int, message: Message, at: datetime) -> DeliveryRow:
    return DeliveryRow(
        webhook_key=webhook,
        message_id=message.id,
        event=message.event,
        about=message.about,
        body=message.body,
        created_at=at,
        attempts=0,
        next_at=at,
        last_error="",
    )


def _wants(webhook: WebhookRow, message: Message) -> bool:
    return not webhook.schemes or not message.scheme or message.scheme in webhook.schemes


def _delivery(session: Session, row: DeliveryRow, at: datetime) -> Delivery:
    webhook = get(session, row.webhook_key)
    secrets = [webhook.secret]
    if webhook.old_secret_until and at < webhook.old_secret_until:
        secrets.append(webhook.old_secret)
    return Delivery(
        row.key,
        row.attempts,
        webhook.key,
        webhook.url,
        tuple(SecretStr(it) for it in secrets),
        row.message_id,
        row.body,
    )


def _changed(
    session: Session, conditions: tuple[ColumnElement[bool], ...], values: dict[str, object]
) -> int:
    """How many deliveries these conditions chose and these values changed."""
    result = session.execute(update(DeliveryRow).where(*conditions).values(**values))
    return result.rowcount if isinstance(result, CursorResult) else 0
