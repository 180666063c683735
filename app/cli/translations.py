"""`competent translations …`: how far each language is."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.output import Output, failing_clearly
from app.context import Context
from app.reviewing.queues import progress
from app.reviewing.review import Review
from taxonomy import schemes
from taxonomy.reviewing.states import State

__all__ = ["commands"]

commands = typer.Typer(help="Write and review translations.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
SchemeOption = Annotated[str, typer.Option(help="The scheme that is translated.")]

_COLUMNS = ("language", "percent", "units", *(it.value for it in State), "reviewed")


@commands.command("progress")
def progress_(scheme: SchemeOption = "competent", json: JsonOption = False) -> None:
    """Tell how far each language is; `reviewed` counts approved texts that a person read."""
    output = Output(json=json)
    with failing_clearly(output):
        board = Review(Context.open().engine, schemes.get(scheme).id).now()
        rows = [
            (it.lang, it.percent, it.total, *it.states.values(), it.reviewed)
            for it in progress(board)
        ]
        output.table(_COLUMNS, rows)
