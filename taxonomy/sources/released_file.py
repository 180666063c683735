"""A file of a release as an archive publishes it, whichever of the forms that carry all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources import canonical_file, csv_package, skos_rdf
from taxonomy.sources.canonical_file import CanonicalReading
from taxonomy.sources.csv_package import PackageReading
from taxonomy.sources.skos_rdf import RdfReading

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.sources.reading import Progress

__all__ = ["ReleaseReading", "read"]

ReleaseReading: TypeAlias = CanonicalReading | PackageReading | RdfReading
_RDF = (".ttl", ".jsonld", ".nt", ".rdf", ".xml")


def read(path: Path, *, progress: Progress | None = None) -> ReleaseReading:
    """What the file holds, read by the reader of its form; errors as that reader raises.

    SourceUnreadableError where there is no such file, or where its name ends as none of them does.
    """
    if not path.exists():
        message = f"there is no file {path}"
        raise SourceUnreadableError(message)
    if path.is_dir() or path.suffix == ".zip":
        return csv_package.read(path, progress=progress)
    if path.suffix == ".jsonl":
        return canonical_file.read(path, progress=progress)
    if path.suffix in _RDF:
        return skos_rdf.read(path, progress=progress)
    message = (
        f"{path.name} is none of the files that carry a whole release: taxonomy.jsonl, csv.zip, "
        "taxonomy.ttl, taxonomy.jsonld (a workbook: competent import competent)"
    )
    raise SourceUnreadableError(message)
