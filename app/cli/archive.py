"""`competent archive verify|rebuild`: proving the archive, and making either side from the other."""

from __future__ import annotations

from typing import Annotated

import typer

from app import rebuilding, verifying
from app.cli.output import ExitCode, Output, failing_clearly
from app.context import Context
from taxonomy.findings import Severity

__all__ = ["commands"]

commands = typer.Typer(help="Prove and rebuild the archive.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


@commands.command("verify")
def verify(json: JsonOption = False) -> None:
    """Check every digest, from the record to the archive and back."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        findings = list(verifying.verify(context.engine, context.archive))
        output.findings(findings)
        wrong = [it for it in findings if it.severity is Severity.ERROR]
        names = [release.name for release in context.catalogue()]
        output.line(
            f"{len(wrong)} errors in {len(names)} releases"
            if wrong
            else f"{len(names)} releases, every digest right",
            type="verified",
            releases=names,
            errors=len(wrong),
        )
        if wrong:
            raise typer.Exit(ExitCode.FAILED)


@commands.command("rebuild")
def rebuild(json: JsonOption = False) -> None:
    """Make the record from the archive, and the archive from the record, byte for byte."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        with output.progress("rebuilding") as step:
            done = rebuilding.rebuild(
                context.engine, context.archive, on_release=lambda name: step(name, 0)
            )
        output.line(
            f"{len(done.releases)} releases taken into the record, "
            f"{len(done.files)} files written to the archive",
            type="rebuilt",
            releases=done.releases,
            files=done.files,
        )
