"""The commands of `competent`, each in the room of its own business."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from app.cli import (
    annotating,
    archive,
    changes,
    editing,
    feedback,
    importing,
    indexing,
    keys,
    mapping,
    mapping_sources,
    matching,
    migration,
    publishing,
    releases,
    service,
    successors,
    suggesting,
    translating,
    translations,
    upgrade,
    users,
    webhooks,
)

__all__ = ["cli"]

cli = typer.Typer(
    name="competent",
    help="The release-based taxonomy service of Competent.",
    epilog=(
        "Exit codes: 0 done, 1 failed, 2 not understood, 3 refused with findings, 4 conflict, "
        "5 try again later, 130 interrupted, 143 stopped. Settings: docs/operations.md."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("up")(service.up)
cli.command("doctor")(service.doctor)
cli.add_typer(importing.commands, name="import")
importing.commands.command("eures")(mapping_sources.eures)
importing.commands.command("rome-isco")(mapping_sources.rome_isco)
importing.commands.command("sssom")(mapping_sources.sssom)
cli.add_typer(mapping.commands, name="mapping")
cli.command("releases")(releases.list_releases)
cli.command("show")(releases.show)
cli.command("diff")(changes.diff)
cli.command("history")(changes.history)
cli.command("apply-delta")(changes.apply_delta)
cli.command("impact")(migration.impact)
cli.command("convert")(migration.convert)
cli.command("translate")(translating.translate)
cli.command("suggest-successors")(successors.suggest_successors)
cli.command("record-successors")(successors.record_successors)
cli.command("suggest-mappings")(suggesting.suggest_mappings)
cli.command("annotate")(annotating.annotate)
cli.command("match")(matching.match)
cli.command("index")(indexing.index)
cli.command("preview")(publishing.preview)
cli.command("publish")(publishing.publish)
cli.command("withdraw")(publishing.withdraw)
cli.add_typer(archive.commands, name="archive")
cli.add_typer(editing.commands, name="changesets")
cli.add_typer(feedback.commands, name="feedback")
cli.add_typer(keys.commands, name="keys")
cli.add_typer(translations.commands, name="translations")
cli.add_typer(upgrade.commands, name="upgrade")
cli.add_typer(users.commands, name="users")
cli.add_typer(webhooks.commands, name="webhooks")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"competent {version('competent')}")
        raise typer.Exit


@cli.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the program's version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    pass
