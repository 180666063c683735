"""Importing what Competent itself made: a release workbook, or a file of an archive."""

from __future__ import annotations

from dataclasses import replace as replace_
from pathlib import Path
from typing import Annotated

import typer

from app.cli.importing.options import (
    JsonOption,
    LenientOption,
    PublishOption,
    ReleasedOption,
    ReplaceOption,
    VersionOption,
)
from app.cli.importing.taking import Import, importing
from app.cli.output import Output, failing_clearly
from app.context import Context
from app.importing import known_ids
from taxonomy.errors import InvalidQueryError
from taxonomy.sources import competent_workbook, released_file

__all__ = ["competent", "release"]


def competent(
    file: Annotated[Path, typer.Argument(help="The release workbook, an .xlsx of eleven sheets.")],
    version: VersionOption,
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import a Competent release workbook as a draft.

    A refused row stops it. What earlier releases hold and it does not list is carried on as retired.
    """
    with importing("competent", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        known = known_ids(it.context.engine, "competent", version)
        with it.output.progress(file.name) as step:
            found = competent_workbook.read(file, version=version, known=known, progress=step)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


def release(
    file: Annotated[
        Path,
        typer.Argument(
            help="taxonomy.jsonl, csv.zip, taxonomy.ttl, taxonomy.jsonld, or a package."
        ),
    ],
    version: Annotated[
        str, typer.Option("--version", help="Another version than the file says.")
    ] = "",
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import a file of an archive, of this service or another one, as a draft with the same digest.

    The workbook of a release is imported by `competent import competent`.
    """
    output = Output(json=json)
    with failing_clearly(output):
        with output.progress(file.name) as step:
            found = released_file.read(file, progress=step)
        named = version or (found.version.text if found.version else "")
        if not named:
            message = f"{file.name} does not say which version it is: name it with --version"
            raise InvalidQueryError(message)
        it = Import(found.scheme, output, Context.open())
        delivery = it.delivery(named, released, replace=replace)
        delivery = replace_(
            delivery,
            released_at=delivery.released_at or found.released,
            sample=found.sample,
            note=found.note,
        )
        it.take(delivery, found, lenient=lenient, publishing=publish_)
