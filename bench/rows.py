"""The schema that people write first: concepts, labels and links as rows, again for every release."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.model import Concept

__all__ = ["add", "concept", "opened"]

SCHEMA = """
create table concepts (
    release text, id text, kind text, notation text, status text, primary key (release, id));
create table labels (
    key integer primary key, release text, concept_id text, lang text, type text, text text);
create table notes (
    key integer primary key, release text, concept_id text, lang text, type text, text text);
create table links (
    key integer primary key, release text, subject_id text, predicate text, target_id text);
create index labels_concept on labels (release, concept_id);
create index notes_concept on notes (release, concept_id);
create index links_subject on links (release, subject_id);
"""


def opened(path: Path) -> sqlite3.Connection:
    """The file, with the schema where it was empty."""
    record = sqlite3.connect(path)
    if not record.execute("select 1 from sqlite_schema").fetchone():
        record.executescript(SCHEMA)
    return record


def add(record: sqlite3.Connection, release: str, concepts: Iterable[Concept]) -> None:
    """Add everything that a release says."""
    held = list(concepts)
    record.executemany(
        "insert into concepts values (?, ?, ?, ?, ?)",
        [(release, it.id, it.kind.value, it.notation, it.status.value) for it in held],
    )
    record.executemany(
        "insert into labels values (null, ?, ?, ?, ?, ?)",
        [
            (release, it.id, label.lang, label.type.value, label.text)
            for it in held
            for label in it.labels
        ],
    )
    record.executemany(
        "insert into notes values (null, ?, ?, ?, ?, ?)",
        [(release, it.id, n.lang, n.type.value, n.text) for it in held for n in it.notes],
    )
    record.executemany(
        "insert into links values (null, ?, ?, ?, ?)",
        [(release, it.id, link.predicate.value, link.target) for it in held for link in it.links],
    )
    record.commit()


def concept(record: sqlite3.Connection, release: str, concept_id: str) -> list[object]:
    """Everything that a release says of a concept."""
    asked = (release, concept_id)
    return [
        record.execute(statement, asked).fetchall()
        for statement in (
            "select * from concepts where release = ? and id = ?",
            "select * from labels where release = ? and concept_id = ?",
            "select * from notes where release = ? and concept_id = ?",
            "select * from links where release = ? and subject_id = ?",
        )
    ]
