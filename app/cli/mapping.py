"""`competent mapping …`: the sets of mappings between releases, and what is true of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.output import Output, failing_clearly
from app.context import Context
from app.mapping_sets import publish_set, sets_of, stored_set

if TYPE_CHECKING:
    from app.db.mapping_sets import SetRecord

__all__ = ["commands"]

commands = typer.Typer(help="The mappings between releases of two schemes.", no_args_is_help=True)

SetArgument = Annotated[
    str, typer.Argument(metavar="SET", help="A mapping set, such as competent-3.8--esco-1.0.3.")
]
EditionOption = Annotated[
    int | None,
    typer.Option("--edition", min=1, help="The edition; without it the newest, drafts included."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
_COLUMNS = (
    "mapping set",
    "edition",
    "status",
    "accepted",
    "stale",
    "suggested",
    "rejected",
    "published",
)


@commands.command("list")
def list_sets(json: JsonOption = False) -> None:
    """List the mapping sets, every edition of each."""
    output = Output(json=json)
    with failing_clearly(output):
        found = sets_of(Context.open().engine)
        if json:
            for it in found:
                output.record(_values(it))
            return
        output.table(_COLUMNS, [_row(it) for it in found])
        if not found:
            output.line(
                "There is no mapping set yet: competent import eures reads tables of EURES."
            )


@commands.command("show")
def show(set_: SetArgument, edition: EditionOption = None, json: JsonOption = False) -> None:
    """Show what a mapping set holds, by state and predicate, and where it was read."""
    output = Output(json=json)
    with failing_clearly(output):
        record, _ = stored_set(Context.open().engine, set_, edition)
        if json:
            output.record(_values(record))
            return
        output.table(("field", "value"), list(_fields(record)))
        rows = [
            (state, predicate, f"{count:,}")
            for state, counts in record.counts.items()
            for predicate, count in counts.items()
        ]
        output.table(("state", "predicate", "mappings"), rows)


@commands.command("publish")
def publish(set_: SetArgument, json: JsonOption = False) -> None:
    """Publish the draft of a mapping set: from now on this edition never changes."""
    output = Output(json=json)
    with failing_clearly(output):
        at = datetime.now(UTC).replace(microsecond=0)
        record = publish_set(Context.open().engine, set_, at=at)
        told = "is published" if record.published_at == at else "was published already"
        output.line(
            f"{record.full_name} {told}: {record.digest}", type="published", **_values(record)
        )


def _fields(record: SetRecord) -> list[tuple[str, str]]:
    told = {
        "mapping set": record.full_name,
        "from": record.subject.name,
        "to": record.object.name,
        "status": record.status,
        "published": f"{record.published_at:%Y-%m-%d %H:%MZ}" if record.published_at else "",
        "carried from": record.carried_from,
        "sample": "yes" if record.sample else "",
        "digest": record.digest,
        "read from": ", ".join(it.file for it in record.sources),
        "remark": record.comment,
    }
    return [(name, value) for name, value in told.items() if value]


def _row(record: SetRecord) -> tuple[object, ...]:
    totals = {state: f"{sum(counts.values()):,}" for state, counts in record.counts.items()}
    return (
        record.name,
        record.edition,
        record.status,
        *(totals.get(state, "0") for state in ("accepted", "stale", "suggested", "rejected")),
        record.published_at and record.published_at.strftime("%Y-%m-%d %H:%MZ"),
    )


def _values(record: SetRecord) -> dict[str, object]:
    return {
        "mapping_set": record.name,
        "edition": record.edition,
        "status": record.status,
        "subject": record.subject.name,
        "object": record.object.name,
        "counts": record.counts,
        "digest": record.digest,
        "published_at": record.published_at and record.published_at.isoformat(),
        "carried_from": record.carried_from,
        "sources": [it._asdict() for it in record.sources],
    }
