"""What the commands of importing have in common: their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Files",
    "JsonOption",
    "LenientOption",
    "PublishOption",
    "ReleasedOption",
    "ReplaceOption",
    "VersionOption",
]

VersionOption = Annotated[
    str, typer.Option("--version", help="The release's version as text, such as 3.10.")
]
ReleasedOption = Annotated[
    str, typer.Option("--released", help="The day of the release, such as 2021-06-08.")
]
PublishOption = Annotated[bool, typer.Option("--publish", help="Publish it when it is imported.")]
LenientOption = Annotated[
    bool, typer.Option("--lenient", help="Import the rest where rows were refused.")
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Overwrite a draft of that version that says otherwise.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
Files = Annotated[list[Path], typer.Argument(help="Zips, folders or files of one version.")]
