"""`competent mapping carry`: a set of mappings comes to newer releases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.carrying import carried, carry_set
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption, who
from app.cli.sides import newest_set, side_of
from app.context import Context
from app.mapping_sets import sets_of
from taxonomy.currency import worklist

if TYPE_CHECKING:
    from taxonomy.currency import Carried

__all__ = ["carry"]

JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


def carry(
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            help="The release to go to, such as esco/1.2.0; of both sides where two are given.",
        ),
    ],
    set_: Annotated[
        str,
        typer.Argument(metavar="SET", help="The mapping set; else the newest one of the schemes."),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it would do, and write nothing.")
    ] = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Carry a mapping set to newer releases as a draft: what nothing touched is kept with its review.

    What a change touched becomes stale, with the change and what is proposed instead.
    """
    output = Output(json=json)
    with failing_clearly(output):
        engine = Context.open().engine
        targets = [side_of(it, "--to") for it in to]
        name = set_ or newest_set(sets_of(engine), targets)
        if dry_run:
            record, found = carried(engine, name, *targets)
            told, added = f"{record.full_name} would become {found.now.name}", None
        else:
            at = datetime.now(UTC).replace(microsecond=0)
            done = carry_set(engine, name, *targets, actor=who(by), at=at)
            found, added = done.carried, done.added
            told = f"{done.before.full_name} is carried to {done.record.full_name}, a draft"
        _tell_of_carrying(output, told, found, added)


def _tell_of_carrying(output: Output, told: str, found: Carried, added: int | None) -> None:
    counts = found.counts()
    items = worklist(found)
    if not output.json:
        output.table(("carried", "count"), [(name, f"{it:,}") for name, it in counts.items()])
        output.table(("to do", "items"), [(kind, f"{it:,}") for kind, it in items.counts().items()])
    output.line(
        told,
        type="carried",
        mapping_set=found.now.name,
        **counts,
        **({} if added is None else {"added": added}),
        to_do=items.counts(),
    )
