"""Parquet files answer questions in DuckDB, and hold every row with its type."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pyarrow import parquet as arrow

from taxonomy.formats import parquet
from taxonomy.formats.dictionary import TABLES, Form, Type, columns
from taxonomy.model import Taxonomy
from tests.taxonomy.formats.test_csv_package import packages
from tests.taxonomy.formats.test_csv_zip import BUTCHER, RELEASE
from tests.taxonomy.formats.test_offline_pack import shipped


@pytest.fixture(scope="module")
def competent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the files of a release that ships."""
    folder = tmp_path_factory.mktemp("parquet")
    for name, data in parquet.write(*shipped("competent/1.11")).items():
        (folder / name).write_bytes(data)
    return folder


ASKING = """
import json, os, sys, duckdb
with duckdb.connect() as session:
    print(json.dumps(session.execute(sys.argv[1]).fetchall()), flush=True)
os._exit(0)
"""


def asked(folder: Path, question: str) -> list[list[Any]]:
    """The rows that DuckDB answers, in a process of its own: it ends noisily beside other tools."""
    told = subprocess.run(
        [sys.executable, "-c", ASKING, question], cwd=folder, check=True, capture_output=True
    )
    rows: list[list[Any]] = json.loads(told.stdout)
    return rows


def test_duckdb_tells_who_asks_for_a_skill(competent: Path) -> None:
    found = asked(
        competent,
        """
        SELECT DISTINCT p.notation
        FROM 'concepts.parquet' AS s
        JOIN 'links.parquet' AS had ON had.target = s.id AND had.predicate = 'skill'
        JOIN 'links.parquet' AS asked ON asked.target = had.subject
        JOIN 'concepts.parquet' AS p ON p.id = asked.subject AND p.kind = 'profile'
        WHERE s.notation = 'SK-1'
        """,
    )
    taxonomy, _ = shipped("competent/1.11")
    skill = taxonomy.by_notation["SK-1"].id
    having = {it.id for it in taxonomy if any(link.target == skill for link in it.links)}
    asking = {
        it.notation
        for it in taxonomy
        if it.kind == "profile" and any(link.target in having for link in it.links)
    }
    assert {row[0] for row in found} == asking
    assert len(asking) > 1


def test_duckdb_counts_the_labels_of_a_language(competent: Path) -> None:
    found = asked(
        competent,
        """
        SELECT c.kind, count(*) FROM 'labels.parquet' AS l
        JOIN 'concepts.parquet' AS c ON c.id = l.concept
        WHERE l.lang = 'fr' AND l.type = 'preferred' AND c.status = 'active'
        GROUP BY c.kind
        """,
    )
    taxonomy, _ = shipped("competent/1.11")
    named = [it.kind for it in taxonomy if it.status == "active" and it.pref_label("fr")]
    assert dict(found) == {str(kind): named.count(kind) for kind in set(named)}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_columns_and_types_of_the_dictionary(table: str, competent: Path) -> None:
    names = {Type.NUMBER: "int32", Type.FLAG: "bool", Type.DATE: "date32[day]"}
    schema = arrow.read_schema(competent / f"{table}.parquet")
    assert [(it.name, str(it.type), it.nullable) for it in schema] == [
        (it.name, names.get(it.type, "string"), not it.required)
        for it in columns(table, Form.PARQUET)
    ]


@settings(max_examples=20)
@given(packages())
def test_every_row_is_there_and_equal_taxonomies_give_equal_bytes(original: Taxonomy) -> None:
    files = parquet.write(original, RELEASE)
    assert parquet.write(Taxonomy.of("competent", reversed(original.concepts)), RELEASE) == files
    rows = {name: arrow.read_table(BytesIO(data)).to_pylist() for name, data in files.items()}
    assert {
        (it["concept"], it["lang"], it["type"], it["text"]) for it in rows["notes.parquet"]
    } == {(it.id, *note) for it in original for note in it.notes}
    assert {
        (it["subject"], it["predicate"], it["target"], it["rank"]) for it in rows["links.parquet"]
    } == {(it.id, *link) for it in original for link in it.links}
    assert [(it["version"], it["released"]) for it in rows["release.parquet"]] == [
        ("3.10", date(2025, 3, 1))
    ]


def test_without_pyarrow_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ModuleNotFoundError, match=r"competent\[parquet\]"):
        parquet.write(BUTCHER, RELEASE)
