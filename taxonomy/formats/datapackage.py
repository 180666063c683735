"""`datapackage.json`: what a package of CSV files holds, for programs (Frictionless Data Package)."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from taxonomy import schemes
from taxonomy.formats.dictionary import TABLES, Field, Type, find
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.formats.csv_package import Table
    from taxonomy.model import Release

__all__ = ["write"]

_LICENCES = {
    "competent": "other-open",
    "esco": "other-at",
    "digcomp": "CC-BY-4.0",
    "isco": "other-at",
    "rome": "other-at",
}
"""Scheme → the id that its licence has at Open Definition, as Data Package asks for."""

_TYPES = {Type.NUMBER: "integer", Type.DATE: "date", Type.FLAG: "boolean"}
_KINDS = {f"{kind}.csv": kind for kind in Kind}
_CAPITALS = re.compile(r"(?=[A-Z])")
_REMARK = (
    "A text that a spreadsheet might take for a formula stands behind an apostrophe: a cell that "
    "begins with ' and then, quotes left aside, =, +, -, @, a tab or a line end is read without "
    "its first '. Cells that list several divide them by a space."
)


def write(
    tables: Mapping[str, Table],
    contents: Mapping[str, bytes],
    release: Release,
    languages: Sequence[str] = (),
) -> bytes:
    """The descriptor of these files, by name; keys are told where they hold for every row.

    Data Package 1.0 with Table Schema 1.0. `languages` as for `csv_zip.write`.
    """
    scheme = schemes.get(release.scheme)
    targets = [(name, table) for name, table in tables.items() if name in _KINDS]
    parts = f" ({', '.join(languages)})" if languages else ""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "-".join([release.scheme, release.version, *languages]).lower(),
        "title": f"{scheme.title} {release.version}{parts}",
        "description": f"{scheme.description} {scheme.attribution} {_REMARK}",
        "version": release.version,
        "homepage": scheme.homepage,
        "licenses": [
            {"name": _LICENCES[scheme.id], "title": scheme.licence, "path": scheme.homepage}
        ],
        "contributors": [{"title": scheme.publisher, "role": "publisher"}],
        "sample": release.sample,
    }
    package |= {"released": release.released_at.isoformat()} if release.released_at else {}
    package |= {"languages": list(languages)} if languages else {}
    package["resources"] = [
        _resource(name, table, contents[name], targets) for name, table in tables.items()
    ]
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(
    path: str, table: Table, content: bytes, targets: Sequence[tuple[str, Table]]
) -> dict[str, Any]:
    name = _table_of(path)
    fields = [(column, find(name, column)) for column in table.columns]
    schema: dict[str, Any] = {
        "fields": [_field(column, it) for column, it in fields],
        "missingValues": [""],
    }
    key = [it for it in TABLES[name].key if it in table.columns]
    if _is_key(table, key):
        schema["primaryKey"] = key
    references = [
        found
        for column, it in fields
        if it.type is Type.CONCEPT and (found := _reference(table, column, targets))
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "profile": "tabular-data-resource",
        "name": _name(path),
        "path": path,
        "description": _description(path),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _table_of(path: str) -> str:
    if path in _KINDS:
        return "concepts"
    return "links" if path.startswith("links/") else path.removesuffix(".csv")


def _name(path: str) -> str:
    """`links/essentialCompetence.csv` → `links-essential-competence`."""
    stem = path.removesuffix(".csv").replace("/", "-")
    return _CAPITALS.sub("-", stem).lower()


def _description(path: str) -> str:
    if path in _KINDS:
        return f"Every concept of the kind {_KINDS[path]}, active and retired ones."
    if path.startswith("links/"):
        return f"Every link {path.removeprefix('links/').removesuffix('.csv')}."
    return TABLES[_table_of(path)].meaning


def _field(column: str, it: Field) -> dict[str, Any]:
    meaning = f"{it.meaning} ({it.standard})" if it.standard else it.meaning
    field: dict[str, Any] = {
        "name": column,
        "type": _TYPES.get(it.type, "string"),
        "description": meaning,
    }
    constraints: dict[str, Any] = {"required": True} if it.required else {}
    constraints |= {"enum": list(it.values)} if it.values else {}
    return field | ({"constraints": constraints} if constraints else {})


def _is_key(table: Table, key: Sequence[str]) -> bool:
    """Whether no two rows share these columns and none of their cells is empty."""
    places = [table.columns.index(it) for it in key]
    cells = [tuple(row[it] for it in places) for row in table.rows]
    return len(set(cells)) == len(cells) and all(map(all, cells))


def _reference(
    table: Table, column: str, targets: Sequence[tuple[str, Table]]
) -> dict[str, Any] | None:
    """The foreign key of a column whose cells all are notations, or all ids, of one kind."""
    place = table.columns.index(column)
    cells = {row[place] for row in table.rows}
    for name, target in targets:
        for field in ("notation", "id"):
            there = target.columns.index(field)
            if cells <= {row[there] for row in target.rows}:
                reference = {"resource": _name(name), "fields": field}
                return {"fields": column, "reference": reference}
    return None
