"""The schema that people write first: concepts, labels, notes and links as rows, again for every release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from taxonomy.model import Concept

__all__ = ["add", "concept", "opened"]

SCHEMA = """
create table concepts (
    key integer primary key, release integer, id text, kind text, notation text, status text);
create table labels (key integer primary key, concept integer, lang text, type text, text text);
create table notes (key integer primary key, concept integer, lang text, type text, text text);
create table links (key integer primary key, subject integer, predicate text, target integer);
create unique index concepts_id on concepts (release, id);
create index labels_concept on labels (concept);
create index notes_concept on notes (concept);
create index links_subject on links (subject);
"""
STEP = 1_000_000
"""Between the numbers of a concept in one release and in the next."""

_CONCEPT = text("select * from concepts where release = :release and id = :id")
_PARTS = (
    text("select * from labels where concept = :key"),
    text("select * from notes where concept = :key"),
    text("select l.*, c.id from links l join concepts c on c.key = l.target where subject = :key"),
)


def opened(path: Path) -> Engine:
    """An empty file with the schema."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        for statement in SCHEMA.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    return engine


def add(connection: Connection, release: int, concepts: Iterable[Concept]) -> None:
    """Add everything that a release says."""
    held = list(concepts)
    keys = {it.id: release * STEP + place for place, it in enumerate(held)}
    tables: dict[str, list[tuple[Any, ...]]] = {
        "concepts": [
            (keys[it.id], release, it.id, it.kind.value, it.notation, it.status.value)
            for it in held
        ],
        "labels": [
            (None, keys[it.id], label.lang, label.type.value, label.text)
            for it in held
            for label in it.labels
        ],
        "notes": [
            (None, keys[it.id], note.lang, note.type.value, note.text)
            for it in held
            for note in it.notes
        ],
        "links": [
            (None, keys[it.id], link.predicate.value, keys.get(link.target))
            for it in held
            for link in it.links
        ],
    }
    for name, rows in tables.items():
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"insert into {name} values ({marks})", rows)  # noqa: S608


def concept(connection: Connection, release: int, concept_id: str) -> list[Any]:
    """Everything that a release says of a concept."""
    found = connection.execute(_CONCEPT, {"release": release, "id": concept_id}).one()
    return [found, *(connection.execute(part, {"key": found.key}).all() for part in _PARTS)]
