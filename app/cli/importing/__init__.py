"""`competent import …`: a source becomes the draft of a release, and on demand a release."""

from __future__ import annotations

import typer

from app.cli.importing import others, ours

__all__ = ["commands"]

commands = typer.Typer(
    help=(
        "Import a source as the draft of a release. A refused row stops the import (--lenient takes "
        "the rest); every finding is kept in the folder reports of COMPETENT_HOME."
    ),
    no_args_is_help=True,
)
commands.command("competent")(ours.competent)
commands.command("esco")(others.esco)
commands.command("digcomp")(others.digcomp_)
commands.command("isco")(others.isco_)
commands.command("rome")(others.rome_)
commands.command("release")(ours.release)
