"""`csv.zip`: a CSV package in one archive with its `datapackage.json`; read back by csv_package."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from taxonomy.formats import csv_package, datapackage
from taxonomy.model import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from taxonomy.model import Concept, Release

__all__ = ["write"]


_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The oldest that a zip archive can tell: its members have no date."""
_LEVEL = 6


def write(taxonomy: Taxonomy, release: Release, *, languages: Sequence[str] = ()) -> bytes:
    """The archive: `datapackage.json`, `release.toml`, a CSV per kind and relation.

    Equal taxonomies and releases give equal bytes wherever zlib is zlib (not one of its remakes).
    With `languages`, every concept and link, but only the labels and notes in these; such a part is
    refused by an import. ValueError where the release is one of another scheme.
    """
    if release.scheme != taxonomy.scheme:
        message = f"{release.name} is no release of {taxonomy.scheme}"
        raise ValueError(message)
    if languages:
        taxonomy = _in_languages(taxonomy, frozenset(languages))
    tables = csv_package.tables(taxonomy)
    files = {name: table.encoded() for name, table in tables.items()}
    settings = csv_package.settings(
        release.scheme,
        release.version,
        release.released_at,
        sample=release.sample,
        note=release.note,
        languages=languages,
    )
    descriptor = datapackage.write(tables, files, release, languages)
    return _zipped({"datapackage.json": descriptor, "release.toml": settings} | files)


def _in_languages(taxonomy: Taxonomy, languages: Collection[str]) -> Taxonomy:
    return Taxonomy(taxonomy.scheme, tuple(_in(it, languages) for it in taxonomy))


def _in(concept: Concept, languages: Collection[str]) -> Concept:
    return replace(
        concept,
        labels=tuple(it for it in concept.labels if it.lang in languages),
        notes=tuple(it for it in concept.notes if it.lang in languages),
    )


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _MOMENT)
            member.create_system = 3  # Unix, on whatever machine: it is a byte of the file
            member.external_attr = 0o100644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content, compresslevel=_LEVEL)
    return stream.getvalue()
