"""Importing the classifications of others: ESCO, DigComp, ISCO, ROME."""

from __future__ import annotations

from dataclasses import replace as replace_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.importing.options import (
    Files,
    JsonOption,
    LenientOption,
    PublishOption,
    ReleasedOption,
    ReplaceOption,
    VersionOption,
)
from app.cli.importing.taking import importing
from app.samples import DIGCOMP_2_2
from taxonomy.errors import InvalidQueryError
from taxonomy.sources import csv_package, digcomp, isco, rome
from taxonomy.sources import esco as esco_

if TYPE_CHECKING:
    from taxonomy.sources.reading import Reading

__all__ = ["digcomp_", "esco", "isco_", "rome_"]


def esco(
    files: Files,
    version: VersionOption,
    lang: Annotated[
        str, typer.Option("--lang", help="Languages to take from RDF: nl,fr,de,en unless named.")
    ] = "",
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import ESCO as a draft: its CSV packages, relations among them, or its RDF in any form.

    A refused row stops it. What earlier releases hold and it does not list is carried on as retired.
    """
    with importing("esco", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        with it.output.progress("ESCO") as step:
            langs = [it.strip() for it in lang.split(",") if it.strip()]
            found = esco_.read(files, version=version, langs=langs, progress=step)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


def digcomp_(
    version: VersionOption,
    files: Annotated[
        list[Path] | None, typer.Argument(help="JRC data supplements (.jsonld); none for 2.2.")
    ] = None,
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import DigComp from the JRC's JSON-LD; 2.2 ships with the service."""
    with importing("digcomp", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        with it.output.progress("DigComp") as step:
            if files:
                found: Reading = digcomp.read(files, version=version, progress=step)
            elif version == "2.2":
                package = csv_package.read(DIGCOMP_2_2, progress=step)
                day = delivery.released_at or package.released
                found, delivery = package, replace_(delivery, released_at=day, note=package.note)
            else:
                message = f"DigComp {version} does not ship with the service: name its files"
                raise InvalidQueryError(message)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


def isco_(
    files: Files,
    version: VersionOption = "08",
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import the labels of ISCO-08 from a CSV with one column a language."""
    with importing("isco", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        with it.output.progress("ISCO") as step:
            found = isco.read(files, version=version, progress=step)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


def rome_(
    files: Files,
    version: VersionOption,
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import ROME from the CSV files and workbooks of France Travail as a draft.

    A refused row stops it. What earlier releases hold and it does not list is carried on as retired.
    """
    with importing("rome", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        with it.output.progress("ROME") as step:
            found = rome.read(files, version=version, progress=step)
        it.take(delivery, found, lenient=lenient, publishing=publish_)
