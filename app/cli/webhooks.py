"""`competent webhooks …`: who is told of releases, and what became of the messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import anyio
import typer

from app.cli.output import ExitCode, Output, failing_clearly
from app.context import Context
from app.db import webhooks
from app.db.session import reading, writing
from app.webhooks import signatures
from app.webhooks.delivering import Deliverer, Result
from app.webhooks.sending import Sender
from taxonomy import schemes

if TYPE_CHECKING:
    from app.db.tables import DeliveryRow, WebhookRow
    from app.webhooks.delivering import Done

__all__ = ["commands"]

commands = typer.Typer(help="Tell consumers of releases by signed messages.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
Number = Annotated[int, typer.Argument(help="The number of a webhook, as `list` shows it.")]
MOST_HOURS = 24 * 30


@commands.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Where to POST to, such as https://example.org/hook.")],
    scheme: Annotated[
        list[str] | None, typer.Option("--scheme", help="Only of this scheme; repeat for more.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Add a webhook, and show its secret: this once, and never again."""
    output = Output(json=json)
    with failing_clearly(output):
        wanted = sorted({schemes.get(it).id for it in scheme or ()})
        context = Context.open()
        target = anyio.run(_sender(context).check, url)
        secret = signatures.new_secret()
        with writing(context.engine) as session:
            key = webhooks.add(session, str(target.url), wanted, secret, at=datetime.now(UTC))
        output.line(
            f"Webhook {key} is told of {_told(wanted)}.\n"
            f"Its secret, which is not shown again: {secret.get_secret_value()}",
            type="added",
            webhook=key,
            schemes=wanted,
            secret=secret.get_secret_value(),
        )


@commands.command("list")
def list_(json: JsonOption = False) -> None:
    """List the webhooks: what each is told of, and how many messages wait for it."""
    output = Output(json=json)
    with failing_clearly(output), reading(Context.open().engine) as session:
        waiting = webhooks.waiting(session)
        output.table(
            ("webhook", "url", "schemes", "created", "waiting", "disabled"),
            [_row(it, waiting.get(it.key, 0)) for it in webhooks.every(session)],
        )


@commands.command("remove")
def remove(webhook: Number, json: JsonOption = False) -> None:
    """Remove a webhook with its secret and what waits for it."""
    output = Output(json=json)
    with failing_clearly(output):
        with writing(Context.open().engine) as session:
            webhooks.remove(session, webhook)
        output.line(f"Webhook {webhook} is removed.", type="removed", webhook=webhook)


@commands.command("rotate")
def rotate(
    webhook: Number,
    overlap_hours: Annotated[
        int,
        typer.Option(
            help="How long the old secret signs too; 0 where it is known to others.",
            min=0,
            max=MOST_HOURS,
        ),
    ] = 24,
    json: JsonOption = False,
) -> None:
    """Give a webhook a new secret, shown this once; for a while both sign every message."""
    output = Output(json=json)
    with failing_clearly(output):
        secret = signatures.new_secret()
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=overlap_hours)
        with writing(Context.open().engine) as session:
            webhooks.rotate(session, webhook, secret, until=until)
        output.line(
            f"Webhook {webhook} has a new secret; the old one signs too until {until:%Y-%m-%d %H:%MZ}.\n"
            f"The new one, which is not shown again: {secret.get_secret_value()}",
            type="rotated",
            webhook=webhook,
            secret=secret.get_secret_value(),
            old_until=until.isoformat(),
        )


@commands.command("test")
def send_test(webhook: Number, json: JsonOption = False) -> None:
    """Send a test message now; where it is taken, a disabled webhook is told of releases again."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        deliverer = Deliverer(context.engine, _sender(context))
        done = anyio.run(deliverer.test, webhook, context.settings.public_url)
        _tell(output, done)
        if done.result is not Result.DELIVERED:
            raise typer.Exit(ExitCode.FAILED)


@commands.command("deliver")
def deliver(
    again: Annotated[
        bool, typer.Option("--again", help="Also what waits for its next attempt or was given up.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Deliver now what is due; a running service does so by itself."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        if again:
            with writing(context.engine) as session:
                webhooks.again(session, at=datetime.now(UTC))
        made = anyio.run(Deliverer(context.engine, _sender(context)).deliver)
        for done in made:
            _tell(output, done)
        taken = sum(it.result is Result.DELIVERED for it in made)
        output.line(
            f"{taken} delivered, {len(made) - taken} failed",
            type="attempted",
            delivered=taken,
            failed=len(made) - taken,
        )
        if taken < len(made):
            raise typer.Exit(ExitCode.FAILED)


@commands.command("deliveries")
def deliveries(
    webhook: Annotated[int | None, typer.Option(help="Only those to this webhook.")] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=100_000)] = 50,
    json: JsonOption = False,
) -> None:
    """List messages, newest first: what became of each, and when the next attempt is due."""
    output = Output(json=json)
    with failing_clearly(output), reading(Context.open().engine) as session:
        found = webhooks.deliveries(session, webhook=webhook, limit=limit)
        output.table(
            (
                *("delivery", "webhook", "event", "release", "state", "attempts"),
                *("next", "status", "error", "message"),
            ),
            [_delivery(it) for it in found],
        )


def _sender(context: Context) -> Sender:
    return Sender(allowed=context.settings.allowed_targets)


def _told(wanted: list[str]) -> str:
    return f"releases of {', '.join(wanted)}" if wanted else "the releases of every scheme"


def _row(webhook: WebhookRow, waiting: int) -> tuple[object, ...]:
    schemes_ = ", ".join(webhook.schemes) or "all"
    return webhook.key, webhook.url, schemes_, _time(webhook.created_at), waiting, webhook.disabled


def _delivery(row: DeliveryRow) -> tuple[object, ...]:
    state = "delivered" if row.delivered_at else "waiting" if row.next_at else "given up"
    return (
        *(row.key, row.webhook_key, row.event, row.about, state, row.attempts),
        *(_time(row.next_at), row.last_status, row.last_error, row.message_id),
    )


def _time(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%d %H:%M:%SZ") if at else None


def _tell(output: Output, done: Done) -> None:
    told = done.outcome.error or f"answered {done.outcome.status}"
    output.line(
        f"delivery {done.delivery.key} to webhook {done.delivery.webhook}: {done.result}, {told}",
        type="attempt",
        delivery=done.delivery.key,
        webhook=done.delivery.webhook,
        result=done.result.value,
        status=done.outcome.status,
        error=done.outcome.error,
    )
