"""`competent feedback …`: what visitors say of concepts."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.files import written_whole
from app.cli.output import Output, failing_clearly, json_line
from app.context import Context
from app.db.feedback import Wanted
from app.feedback import remarks
from app.rendering.feedback import COLUMNS, remark_document, table
from taxonomy import schemes

__all__ = ["commands"]

commands = typer.Typer(help="Read what visitors say of concepts.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
SchemeOption = Annotated[str | None, typer.Option(help="Only of this scheme.")]


class Form(StrEnum):
    """The formats of an export."""

    CSV = "csv"
    JSONL = "jsonl"


@commands.command("list")
def list_(
    scheme: SchemeOption = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=100_000)] = 50,
    json: JsonOption = False,
) -> None:
    """List what visitors said, newest first."""
    output = Output(json=json)
    with failing_clearly(output):
        found = remarks(Context.open().engine, Wanted(_known(scheme)))
        rows = [
            {**remark_document(it), "at": f"{it.at:%Y-%m-%d %H:%M:%SZ}"}
            for it in reversed(found[-limit:])
        ]
        output.table(COLUMNS, [tuple(it.values()) for it in rows])


@commands.command("export")
def export(
    out: Annotated[Path | None, typer.Option(help="Where to; the terminal where absent.")] = None,
    form: Annotated[Form, typer.Option("--format", help="csv or jsonl.")] = Form.CSV,
    since: Annotated[
        datetime | None,
        typer.Option(help="Only from this day on (UTC).", formats=["%Y-%m-%d"]),
    ] = None,
    scheme: SchemeOption = None,
    json: JsonOption = False,
) -> None:
    """Write what visitors said into a file, oldest first; it may hold addresses of people."""
    output = Output(json=json)
    with failing_clearly(output):
        start = since.replace(tzinfo=UTC) if since else None
        found = remarks(Context.open().engine, Wanted(_known(scheme), since=start))
        if form is Form.CSV:
            content = "".join(table(found)).encode()
        else:
            content = b"".join(json_line(remark_document(it)) for it in found)
        if out is None:
            sys.stdout.buffer.write(content)
            return
        written_whole(out, content)
        told = f"{out}: {len(found):,} remarks"
        output.line(told, type="exported", remarks=len(found), file=str(out))


def _known(scheme: str | None) -> str | None:
    """The scheme; SchemeNotFoundError."""
    return None if scheme is None else schemes.get(scheme).id
