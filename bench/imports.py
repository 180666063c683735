"""Importing a source into an empty record, against barely reading it and inserting plain rows."""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import openpyxl
from python_calamine import CalamineWorkbook

from app.db import schema
from app.db.session import opened
from app.importing import Delivery, import_reading
from bench.measuring import Line, cpu_seconds, of_baseline_at_most
from taxonomy.sources import competent_workbook, esco_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.material import Material

__all__ = ["esco", "workbook"]


def workbook(material: Material) -> Iterator[Line]:
    """Competent 3.8 from its workbook into an empty SQLite."""
    path = material.workbook("3.8")
    ours, bare = cpu_seconds(material.runs, path, import_workbook, with_calamine)
    (usual,) = cpu_seconds(1, path, with_openpyxl)
    what, unit = "Competent 3.8, 11 sheets → draft", "s CPU"
    yield Line(
        what=what,
        ours=ours,
        unit=unit,
        baseline="python-calamine reads every sheet",
        theirs=bare,
        demand=of_baseline_at_most(3),
    )
    yield Line(
        what=what,
        ours=ours,
        unit=unit,
        baseline="openpyxl reads every sheet, read-only (one run)",
        theirs=usual,
    )


def esco(material: Material) -> Iterator[Line]:
    """ESCO 1.2.0 in three languages with its relations into an empty SQLite."""
    ours, rows = cpu_seconds(material.runs, material.esco_packages, import_esco, insert_rows)
    yield Line(
        what="ESCO 1.2.0 en + nl + fr + relations → draft",
        ours=ours,
        unit="s CPU",
        baseline="csv.reader, sqlite3 executemany of its rows, indexes after",
        theirs=rows,
        demand=of_baseline_at_most(3),
    )


def import_workbook(path: Path) -> None:
    """Ours: read, check every row, store canonical documents."""
    with tempfile.TemporaryDirectory() as folder:
        found = competent_workbook.read(path, version="3.8")
        engine = opened(f"sqlite:///{folder}/record.sqlite")
        schema.upgrade(engine)
        import_reading(engine, Delivery(scheme="competent", version="3.8"), found.concepts)
        engine.dispose()


def with_calamine(path: Path) -> int:
    """The fastest reader there is: every cell as a Python value."""
    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def with_openpyxl(path: Path) -> int:
    """The usual reader: every cell as a Python value."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def import_esco(paths: Sequence[Path]) -> None:
    """Ours: read, check every row, store canonical documents."""
    with tempfile.TemporaryDirectory() as folder:
        found = esco_csv.read(paths, version="1.2.0")
        engine = opened(f"sqlite:///{folder}/record.sqlite")
        schema.upgrade(engine)
        import_reading(engine, Delivery(scheme="esco", version="1.2.0"), found.concepts)
        engine.dispose()


LABELS = {"preferredLabel": "preferred", "altLabels": "alternative", "hiddenLabels": "hidden"}
NOTES = ("description", "definition", "scopeNote")


def insert_rows(paths: Sequence[Path]) -> None:
    """The baseline: concepts, labels, notes and links as rows, nothing checked, indexes at the end."""
    concepts: list[tuple[str, ...]] = []
    labels: list[tuple[str, ...]] = []
    notes: list[tuple[str, ...]] = []
    links: list[tuple[str, ...]] = []
    for name, rows in parsed(paths):
        if "Relations" in name:
            links += related(rows)
        elif name.startswith(("occupations_", "skills_", "skillGroups_", "ISCOGroups_")):
            described(name, rows, concepts, labels, notes)
    with tempfile.TemporaryDirectory() as folder:
        inserted(Path(folder) / "rows.sqlite", concepts, labels, notes, links)


def parsed(paths: Sequence[Path]) -> Iterator[tuple[str, list[list[str]]]]:
    """Every file of the packages, all of its rows."""
    csv.field_size_limit(8 * 1024**2)
    for path in paths:
        with ZipFile(path) as package:
            for name in package.namelist():
                with package.open(name) as stream:
                    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
                    yield name, list(csv.reader(text))


def related(rows: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """(from, relation, to) of a file of relations."""
    head = rows[0]
    uris = [place for place, column in enumerate(head) if column.endswith("Uri")]
    start, end = uris[0], uris[1]
    kind = head.index("relationType") if "relationType" in head else None
    for row in rows[1:]:
        yield row[start], row[kind] if kind is not None else "broader", row[end]


def described(
    name: str,
    rows: list[list[str]],
    concepts: list[tuple[str, ...]],
    labels: list[tuple[str, ...]],
    notes: list[tuple[str, ...]],
) -> None:
    """Add the concepts (once, from English), labels and notes of a file of concepts."""
    lang = name.removesuffix(".csv").rpartition("_")[2]
    head = rows[0]
    uri, code = head.index("conceptUri"), head.index("code") if "code" in head else None
    texts = [(head.index(column), kind) for column, kind in LABELS.items() if column in head]
    told = [(head.index(column), column) for column in NOTES if column in head]
    for row in rows[1:]:
        if lang == "en":
            concepts.append((row[uri], row[0], row[code] if code is not None else ""))
        for place, kind in texts:
            labels += [(row[uri], lang, kind, text) for text in row[place].split("\n") if text]
        notes += [(row[uri], lang, kind, row[place]) for place, kind in told if row[place]]


def inserted(path: Path, *tables: list[tuple[str, ...]]) -> None:
    """Insert the rows of the four tables in one transaction and index them."""
    record = sqlite3.connect(path)
    record.executescript("""
        pragma journal_mode = wal;
        create table concepts (id text, type text, code text);
        create table labels (concept text, lang text, type text, text text);
        create table notes (concept text, lang text, type text, text text);
        create table links (subject text, predicate text, target text);
    """)
    for name, rows in zip(("concepts", "labels", "notes", "links"), tables, strict=True):
        marks = ", ".join("?" * len(rows[0]))
        record.executemany(f"insert into {name} values ({marks})", rows)  # noqa: S608
    record.execute("create index concepts_id on concepts (id)")
    record.execute("create index labels_concept on labels (concept)")
    record.execute("create index notes_concept on notes (concept)")
    record.execute("create index links_subject on links (subject)")
    record.execute("create index links_target on links (target)")
    record.commit()
    record.close()
