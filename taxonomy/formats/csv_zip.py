"""`csv.zip`: a CSV package in one archive with its `datapackage.json`; read back by csv_package."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.formats import csv_package, datapackage
from taxonomy.formats.zipping import zipped
from taxonomy.model import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from taxonomy.formats.csv_package import Table
    from taxonomy.model import Concept, Release

__all__ = ["Links", "write"]


class Links(NamedTuple):
    """The tables of the links and their bytes: the same in the archive of every language."""

    tables: Mapping[str, Table]
    encoded: Mapping[str, bytes]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> Links:
        """The links of the taxonomy."""
        tables = csv_package.tables_of_links(taxonomy)
        return cls(tables, {name: it.encoded() for name, it in tables.items()})


def write(
    taxonomy: Taxonomy,
    release: Release,
    *,
    languages: Sequence[str] = (),
    links: Links | None = None,
) -> bytes:
    """The archive: `datapackage.json`, `release.toml`, a CSV per kind and relation.

    Equal taxonomies and releases give equal bytes. With `languages`, every concept and link, but
    only the labels and notes in these; such a part is refused by an import. `links` are those of
    the taxonomy where they were made before. ValueError where the release is one of another scheme.
    """
    if release.scheme != taxonomy.scheme:
        message = f"{release.name} is no release of {taxonomy.scheme}"
        raise ValueError(message)
    links = links or Links.of(taxonomy)
    if languages:
        taxonomy = _in_languages(taxonomy, frozenset(languages))
    tables = csv_package.tables_of_concepts(taxonomy)
    files = {name: table.encoded() for name, table in tables.items()} | dict(links.encoded)
    settings = csv_package.settings(
        release.scheme,
        release.version,
        release.released_at,
        sample=release.sample,
        note=release.note,
        languages=languages,
    )
    descriptor = datapackage.write(tables | dict(links.tables), files, release, languages)
    members = {"datapackage.json": descriptor, "release.toml": settings} | files
    return zipped(members.items())


def _in_languages(taxonomy: Taxonomy, languages: Collection[str]) -> Taxonomy:
    return Taxonomy(taxonomy.scheme, tuple(_in(it, languages) for it in taxonomy))


def _in(concept: Concept, languages: Collection[str]) -> Concept:
    return replace(
        concept,
        labels=tuple(it for it in concept.labels if it.lang in languages),
        notes=tuple(it for it in concept.notes if it.lang in languages),
    )
