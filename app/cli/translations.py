"""`competent translations …`: how far each language is, and packages that go out and come back."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.auth.roles import Actor, Role
from app.cli.files import written_whole
from app.cli.output import Output, failing_clearly
from app.context import Context
from app.editing.records import By
from app.reviewing.campaigns import campaign_of
from app.reviewing.packages import PackageForm, package_of, take, written
from app.reviewing.queues import Wanted, progress
from app.reviewing.review import Review
from taxonomy import schemes
from taxonomy.errors import InvalidQueryError, SourceUnreadableError
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import TARGETS

__all__ = ["commands"]

commands = typer.Typer(help="Write and review translations.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
SchemeOption = Annotated[str, typer.Option(help="The scheme that is translated.")]

_COLUMNS = ("language", "percent", "units", *(it.value for it in State), "reviewed")


class Asked(StrEnum):
    """Which units go out."""

    ALL = "all"
    OPEN = "open"


@commands.command("progress")
def progress_(scheme: SchemeOption = "competent", json: JsonOption = False) -> None:
    """Tell how far each language is; `reviewed` counts approved texts that a person read."""
    output = Output(json=json)
    with failing_clearly(output):
        board = _review(scheme).now()
        rows = [
            (it.lang, it.percent, it.total, *it.states.values(), it.reviewed)
            for it in progress(board)
        ]
        output.table(_COLUMNS, rows)


@commands.command("export")
def export(
    language: Annotated[str, typer.Argument(help="The language that is translated into.")],
    out: Annotated[Path, typer.Option(help="Where to.")],
    form: Annotated[
        PackageForm, typer.Option("--format", help="XLIFF 1.2, XLIFF 2.0, or a workbook.")
    ] = PackageForm.XLIFF_1,
    only: Annotated[Asked, typer.Option(help="All units, or those that are open.")] = Asked.ALL,
    kind: Annotated[str, typer.Option(help="Only of concepts of this kind.")] = "",
    campaign: Annotated[str, typer.Option(help="Only what a campaign has left.")] = "",
    scheme: SchemeOption = "competent",
    json: JsonOption = False,
) -> None:
    """Write the units of a language into a file, to be translated elsewhere."""
    output = Output(json=json)
    with failing_clearly(output):
        review = _review(scheme)
        if language not in TARGETS:
            message = f"{language[:20]!r}: translations are in {', '.join(TARGETS)}"
            raise InvalidQueryError(message)
        found = campaign_of(review.engine, campaign) if campaign else None
        wanted = Wanted(
            lang=language,
            state=Asked.OPEN if only is Asked.OPEN else "",
            kind=kind,
            campaign=found,
            left=found is not None,
        )
        package = package_of(review.now(), wanted, datetime.now(UTC))
        written_whole(out, b"".join(written(package, form)))
        told = f"{out}: {len(package.segments):,} units of {package.release} in {language}"
        output.line(told, type="exported", units=len(package.segments), file=str(out))


@commands.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="XLIFF, a workbook or CSV that comes back.")],
    by: Annotated[str, typer.Option(help="Who translated it.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Leave out the units with errors, take the rest.")
    ] = False,
    scheme: SchemeOption = "competent",
    json: JsonOption = False,
) -> None:
    """Propose what changed in a package; what is approved stands until the new text is approved."""
    output = Output(json=json)
    with failing_clearly(output):
        try:
            data = file.read_bytes()
        except OSError as error:
            message = f"{file.name}: {error.strerror}"
            raise SourceUnreadableError(message) from error
        at = datetime.now(UTC).replace(microsecond=0)
        actor = By(Actor.of(by, Role.EDITOR), at)
        taken = take(_review(scheme), file.name, data, actor, dry=dry_run, lenient=lenient)
        rows = [
            (what, it.entry.unit.notation, it.entry.standing.text, it.text, it.state.value)
            for what, of in (("proposed", taken.changes), ("stays", taken.newer))
            for it in of
        ]
        output.table(("what", "code", "now", "file", "state"), rows)
        output.findings(taken.findings)
        told = (
            f"{'would propose' if dry_run else 'proposed'} {len(taken.changes):,} texts in "
            f"{taken.lang}; {taken.same:,} are the same, {len(taken.newer):,} were changed here since"
        )
        output.line(
            told,
            type="imported",
            proposed=len(taken.changes),
            same=taken.same,
            newer=len(taken.newer),
            dry_run=dry_run,
        )


def _review(scheme: str) -> Review:
    return Review(Context.open().engine, schemes.get(scheme).id)
