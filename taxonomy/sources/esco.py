"""ESCO in whichever form the Commission publishes it: CSV packages, or RDF in one file or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.errors import InvalidQueryError, SourceUnreadableError
from taxonomy.sources import esco_csv, esco_rdf
from taxonomy.sources.esco_rdf.files import form_of
from taxonomy.sources.zipped import opened
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from taxonomy.sources.reading import Progress, Reading

__all__ = ["read"]


def read(
    paths: Sequence[Path],
    *,
    version: str,
    langs: Collection[str] = (),
    progress: Progress | None = None,
) -> Reading:
    """The concepts of the files, sorted by URI, read by the reader of their form.

    `langs` are the languages taken from RDF, which holds all of them; those of Competent where none
    is named. CSV has a file for each language: InvalidQueryError where `langs` are named for it.
    SourceUnreadableError where both forms are mixed, or as the readers raise it.
    """
    rdf = [path for path in paths if _is_rdf(path)]
    if not rdf:
        if langs:
            message = "--lang is for RDF; of CSV packages, name the files of the languages you want"
            raise InvalidQueryError(message)
        return esco_csv.read(paths, version=version, progress=progress)
    if others := [path.name for path in paths if path not in rdf]:
        message = (
            f"{', '.join(it.name for it in rdf)[:300]} holds RDF and {', '.join(others)[:300]} does "
            "not: name the files of one form"
        )
        raise SourceUnreadableError(message)
    return esco_rdf.read(paths, version=version, langs=langs or LANGUAGES, progress=progress)


def _is_rdf(path: Path) -> bool:
    """Whether RDF is in it and no CSV: a package of CSV may hold the ontology of ESCO as well."""
    names = _names(path)
    return any(map(form_of, names)) and not any(it.lower().endswith(".csv") for it in names)


def _names(path: Path) -> list[str]:
    """The names of the files in a folder or zip, or its own; none where it is not there."""
    if path.is_dir():
        return [it.name for it in path.rglob("*") if it.is_file()]
    if form_of(path.name) or path.suffix.lower() == ".csv" or not path.exists():
        return [path.name]
    with opened(path, most_inflated=esco_rdf.MOST_BYTES) as archive:
        return archive.namelist()
