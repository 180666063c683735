"""`competent changesets import|list`: files of many edits, and what is on its way into the draft."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.auth.roles import Actor, Role
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption, who
from app.context import Context
from app.db.changesets import STATES, Wanted
from app.db.session import reading
from app.editing.changesets import changesets_of
from app.editing.drafts import basis
from app.editing.holding import Desk, Drafts
from app.editing.records import By
from app.editing.taking import Wish, take
from app.importing import refuse_unless_clean
from taxonomy.errors import InvalidQueryError
from taxonomy.sources import edited_file

if TYPE_CHECKING:
    from taxonomy.findings import Finding
    from taxonomy.sources.reading import Progress, Reading

__all__ = ["commands"]

MOST_SHOWN = 40
_SCHEME = "competent"

commands = typer.Typer(help="What is on its way into the draft.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


@commands.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A release workbook, a table (.xlsx, .csv), or a file of an archive (csv.zip …)."
        ),
    ],
    title: Annotated[str, typer.Option(help="What the changeset is called.")],
    base: Annotated[
        str, typer.Option(help="The release that the file was made from; else the last one.")
    ] = "",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also change texts that were approved.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it would change, and keep nothing.")
    ] = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Take a file into a new changeset of Competent, to be reviewed as any other.

    What a file does not mention stays, and so does what the draft changed since the file was made.
    """
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        with output.progress(file.name) as step:
            desk = Desk(context.engine, Drafts())
            found = _read(desk, file, step)
        refuse_unless_clean(found)
        wish = Wish(title=title, base=base, overwrite=overwrite, dry_run=dry_run)
        actor = By(Actor.of(who(by), Role.EDITOR), datetime.now(UTC).replace(microsecond=0))
        made, told = take(desk, found.concepts, wish, actor, cleared=found.cleared)
        _tell(output, told.findings(found.places))
        new = sum(1 for before, _ in told.pairs if before is None)
        output.line(
            f"{f'changeset {made.key}' if made else 'nothing kept'}: {len(told.pairs) - new:,} "
            f"changed, {new:,} new, {told.unchanged:,} as they are, {len(told.left):,} texts left",
            type="taken",
            changeset=made.key if made else None,
            changed=len(told.pairs) - new,
            new=new,
            unchanged=told.unchanged,
            left=len(told.left),
        )


@commands.command("list")
def list_(
    state: Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")] = "",
    json: JsonOption = False,
) -> None:
    """List changesets, the newest first."""
    output = Output(json=json)
    with failing_clearly(output):
        if state not in ("", *STATES):
            message = f"--state: one of {', '.join(STATES)}"
            raise InvalidQueryError(message)
        wanted = Wanted(states=(state,) if state else ())
        found, _ = changesets_of(Context.open().engine, wanted)
        if json:
            for it in found:
                told = {"changeset": it.key, "title": it.title, "state": it.state}
                output.record(
                    {"type": "changeset", **told, "author": it.author, "concepts": it.size}
                )
        else:
            rows = [(it.key, it.state, it.title, it.author, it.size) for it in found]
            output.table(("changeset", "state", "title", "author", "concepts"), rows)


def _read(desk: Desk, file: Path, step: Progress) -> Reading:
    """What the file says, read against what editors begin from."""
    with reading(desk.engine) as session:
        held = desk.drafts.held(session, basis(session, _SCHEME))
    known = {it.notation: it.id for it in held.taxonomy if it.notation}
    return edited_file.read(file, scheme=_SCHEME, find=held.index.find, known=known, progress=step)


def _tell(output: Output, left: list[Finding]) -> None:
    if output.json:
        for it in left:
            output.record({"type": "finding", **it.as_dict()})
    elif left:
        output.table(
            ("code", "where", "what stays"),
            [(it.code, str(it.place or ""), it.message) for it in left[:MOST_SHOWN]],
        )
        if len(left) > MOST_SHOWN:
            output.line(f"… and {len(left) - MOST_SHOWN:,} more: --json tells every one")
