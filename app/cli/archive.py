"""`competent archive build|verify|rebuild`: making, proving and mending the archive's files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import rebuilding, verifying
from app.cli.output import ExitCode, Output, failing_clearly
from app.cli.reading_options import SCHEMES_TOLD
from app.context import Context
from app.publishing import preview
from taxonomy import schemes
from taxonomy.errors import InvalidQueryError, ReleaseInvalidError
from taxonomy.findings import Severity
from taxonomy.versions import Version

__all__ = ["commands"]

commands = typer.Typer(help="Build, prove and rebuild the archive.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


@commands.command("build")
def build(
    scheme: Annotated[str, typer.Argument(help=SCHEMES_TOLD)],
    version: Annotated[str, typer.Argument(help="A version such as 3.10.")],
    out: Annotated[
        Path, typer.Option(help="The folder, which is made; it must hold no files yet.")
    ],
    json: JsonOption = False,
) -> None:
    """Write the files that a draft or release has into a folder; publishes nothing."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        release = schemes.get(scheme).id, Version.parse(version).text
        with output.progress(f"building {'/'.join(release)}"):
            found = preview(context, *release)
        if found.errors:
            message = f"{len(found.errors)} errors keep {found.release.name} from having files"
            raise ReleaseInvalidError(message, found.findings)
        _write(out, found.files)
        output.table(("file", "bytes"), [(name, len(data)) for name, data in found.files.items()])


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            message = f"{folder} holds files already: name an empty folder"
            raise InvalidQueryError(message)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        message = f"{folder} cannot be written to ({error.strerror})"
        raise InvalidQueryError(message) from error


@commands.command("verify")
def verify(json: JsonOption = False) -> None:
    """Check every digest, from the record to the archive and back."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        with output.progress("verifying") as step:
            findings = list(
                verifying.verify(
                    context.engine, context.archive, on_release=lambda name: step(name, 0)
                )
            )
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
