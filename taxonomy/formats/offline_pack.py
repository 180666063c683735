"""A release as one SQLite file with full-text search: to query where the service is not."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from taxonomy.errors import ReleaseInvalidError
from taxonomy.formats.dictionary import Field, Form, Type, columns
from taxonomy.formats.rows import rows
from taxonomy.vocabulary import LANGUAGES, Kind, LabelType, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.formats.rows import Cell, Row
    from taxonomy.model import Release, Taxonomy

__all__ = ["APPLICATION_ID", "FORMAT", "write"]

APPLICATION_ID = 0x434F4D50
"""`COMP`: what `PRAGMA application_id` tells of every pack."""
FORMAT = 1
"""`PRAGMA user_version`: goes up where a query that ran no longer does."""

_PAGE = 4096
_TYPES = {Type.NUMBER: "INTEGER", Type.FLAG: "INTEGER", Type.CONCEPT: "INTEGER"}
_KEYS = {
    "links": "subject, predicate, rank, target",
    "notations": "system, value, concept",
    "successors": "concept, successor",
    "collections": "collection, concept",
    "attributes": "concept, name",
}
"""The tables that are kept in the order of a key, without numbers of their own."""
_INDEXES = """
CREATE INDEX concepts_notation ON concepts (notation);
CREATE INDEX labels_concept ON labels (concept, lang, type);
CREATE INDEX notes_concept ON notes (concept, lang, type);
CREATE INDEX links_inverse ON links (target, predicate);
CREATE INDEX notations_concept ON notations (concept);
CREATE INDEX successors_inverse ON successors (successor);
CREATE INDEX collections_concept ON collections (concept);
"""
_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
    text, lang UNINDEXED, type UNINDEXED, concept UNINDEXED,
    content='labels', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE search_inside USING fts5(
    text, lang UNINDEXED, type UNINDEXED, concept UNINDEXED,
    content='labels', content_rowid='key', tokenize='trigram', detail=none, columnsize=0
);
"""
_NAMES = f"""
CREATE VIEW names AS
SELECT concept, lang, text FROM labels WHERE type = '{LabelType.PREFERRED}'
UNION ALL
SELECT k.subject, l.lang, l.text FROM links AS k JOIN labels AS l ON l.concept = k.target
WHERE k.predicate = '{Predicate.SKILL}' AND l.type = '{LabelType.PREFERRED}'
    AND NOT EXISTS (SELECT 1 FROM labels AS o WHERE o.concept = k.subject);
"""  # noqa: S608 - of our own words
"""Preferred labels; a technical competence without a label has the name of its skill."""
_WHOLE = 2**30
"""Bytes of search index that are held in memory before any is written; ESCO has 8 million."""
_HEADS = {0x02: 12, 0x05: 12, 0x0A: 8, 0x0D: 8}
"""The first byte of a page of a b-tree → the bytes of its header; no other page begins so."""
_OLDEST_READER = 3_034_000
"""The oldest SQLite that can read all of it: 3.34 brought the trigram tokenizer."""


def write(taxonomy: Taxonomy, release: Release) -> bytes:
    """The file; equal taxonomies and releases give equal bytes, whichever SQLite (≥ 3.34) writes it.

    Tables as in the dictionary, views `names` and one per kind, `search` by words and
    `search_inside` by parts of words (docs/offline-pack.md). ReleaseInvalidError where a link leads to a concept that the release does not hold.
    """
    tables = rows(taxonomy, release)
    keys = {row[0]: key for key, row in enumerate(tables["concepts"], start=1)}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as pack:
        pack.execute(f"PRAGMA page_size = {_PAGE}")
        pack.execute("PRAGMA auto_vacuum = NONE")
        pack.execute("PRAGMA secure_delete = ON")
        pack.execute("PRAGMA encoding = 'UTF-8'")
        pack.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        pack.execute(f"PRAGMA user_version = {FORMAT}")
        pack.execute("BEGIN")
        for table, found in tables.items():
            _fill(pack, table, _numbered(table, found, keys))
        for statement in _statements(_INDEXES + _SEARCH + _NAMES):
            pack.execute(statement)
        for view in _views(taxonomy):
            pack.execute(view)
        for name in ("search", "search_inside"):
            _build_search(pack, name)
        pack.execute("COMMIT")
        pack.execute("VACUUM")
        return _without_writer(pack.serialize())


def _fill(pack: sqlite3.Connection, table: str, found: Iterable[Row]) -> None:
    fields = columns(table, Form.PACK)
    parts = [_column(it) for it in fields]
    if table in _KEYS:
        parts.append(f"PRIMARY KEY ({_KEYS[table]})")
    kept = " WITHOUT ROWID" if table in _KEYS else ""
    listed = ",\n    ".join(parts)
    pack.execute(f"CREATE TABLE {table} (\n    {listed}\n){kept}")
    marks = ", ".join("?" * len(fields))
    pack.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608 - ours


def _column(field: Field) -> str:
    if field.name == "key":
        return "key INTEGER PRIMARY KEY"
    parts = [field.name, _TYPES.get(field.type, "TEXT")]
    parts += ["NOT NULL"] if field.required or field.type in _TYPES else []
    parts += ["REFERENCES concepts (key)"] if field.type is Type.CONCEPT else []
    return " ".join(parts)


def _numbered(table: str, found: Sequence[Row], keys: Mapping[Cell, int]) -> Iterator[Row]:
    """The rows with keys in the place of ids, a key of their own in front where they have one."""
    fields = columns(table, Form.PACK)
    own = fields[0].name == "key"
    named = [place for place, it in enumerate(fields[own:]) if it.type is Type.CONCEPT]
    for key, row in enumerate(found, start=1):
        cells = [it.isoformat() if isinstance(it, date) else it for it in row]
        for place in named:
            if row[place] not in keys:
                message = f"{row[0]} names {row[place]}, which the release does not hold"
                raise ReleaseInvalidError(message)
            cells[place] = keys[row[place]]
        yield (key, *cells) if own else tuple(cells)


def _build_search(pack: sqlite3.Connection, name: str) -> None:
    # Versions of SQLite write a segment at other moments, so everything is written as a single one.
    pack.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {_WHOLE})")  # noqa: S608
    pack.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608
    pack.execute(f"DELETE FROM {name}_config WHERE k = 'hashsize'")  # noqa: S608


def _views(taxonomy: Taxonomy) -> Iterator[str]:
    """A view for every kind that the release holds, with a column for every language of a label."""
    kinds = {concept.kind for concept in taxonomy}
    found = {label.lang for it in taxonomy for label in it.labels}
    langs = [*(it for it in LANGUAGES if it in found), *sorted(found.difference(LANGUAGES))]
    named = [_named(lang) for lang in langs]
    listed = ",\n    ".join(["c.key", "c.id", "c.notation", "c.status", *named])
    for kind in Kind:
        if kind in kinds:
            view = kind.replace("-", "_")
            yield (
                f"CREATE VIEW {view} AS SELECT\n    {listed}\n"
                f"FROM concepts AS c WHERE c.kind = '{kind}'"
            )


def _named(lang: str) -> str:
    """The column of a view that holds the name in a language."""
    text, name = lang.replace("'", "''"), lang.replace('"', '""')
    which = f"n.concept = c.key AND n.lang = '{text}'"
    return f'(SELECT n.text FROM names AS n WHERE {which}) AS "pref_label_{name}"'  # noqa: S608


def _statements(script: str) -> Iterator[str]:
    yield from (it.strip() for it in script.split(";") if it.strip())


def _without_writer(data: bytes) -> bytes:
    """The file with fixed bytes where SQLite leaves traces of its version and its work.

    These are remarks in the header, and the gap in a page between the pointers to its cells and the
    cells, which holds what happened to be there. Source: sqlite.org/fileformat.html §1.3 and §1.6.
    """
    pages = bytearray(data)
    struct.pack_into(">I", pages, 24, 1)  # file change counter
    struct.pack_into(">I", pages, 40, 1)  # schema cookie
    struct.pack_into(">II", pages, 92, 1, _OLDEST_READER)  # version-valid-for, version number
    for page in range(0, len(pages), _PAGE):
        head = page or 100
        if size := _HEADS.get(pages[head]):
            _, _, cells, begin = struct.unpack_from(">BHHH", pages, head)
            gap = head + size + 2 * cells
            pages[gap : page + begin] = bytes(page + begin - gap)
    return bytes(pages)
