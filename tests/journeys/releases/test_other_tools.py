"""The files of real releases, opened with the tools that other people open them with."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import frictionless
import openpyxl
import pytest
import rdflib
import yaml

from tests.journeys.real import REAL_RELEASES, VERSIONS, Home

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = REAL_RELEASES
ACTIVE = {"3.8": 614, "3.9": 612, "3.10": 610, "3.11": 608}
NEWEST = "competent/3.11"


@pytest.mark.parametrize("release", [*(f"competent/{it}" for it in VERSIONS), "esco/1.2.0"])
def test_sha256sum_proves_every_file(competent: Home, release: str) -> None:
    folder = competent.folder(release)
    told = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, check=True, capture_output=True, text=True
    )
    proved = {line.removesuffix(": OK") for line in told.stdout.splitlines()}
    assert proved | {"SHA256SUMS", "SHA256SUMS.minisig"} == {it.name for it in folder.iterdir()}


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")
def test_minisign_proves_who_published(competent: Home) -> None:
    (key,) = (competent.path / "archive/keys").iterdir()
    command = ["minisign", "-V", "-p", str(key), "-m", "SHA256SUMS"]
    folder = competent.folder(NEWEST)
    told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    assert "Signature and comment signature verified" in told.stdout
    assert "competent/3.11, published" in told.stdout


@pytest.mark.parametrize("version", VERSIONS)
def test_duckdb_counts_the_active_profiles(competent: Home, version: str) -> None:
    file = competent.folder(f"competent/{version}") / "concepts.parquet"
    query = f"select count(*) from '{file}' where kind = 'profile' and status = 'active'"  # noqa: S608 - a file of ours
    with duckdb.connect() as database:
        assert database.sql(query).fetchall() == [(ACTIVE[version],)]


@pytest.mark.parametrize("version", VERSIONS)
def test_openpyxl_reads_the_workbook_of_eleven_sheets(competent: Home, version: str) -> None:
    file = competent.folder(f"competent/{version}") / f"competent-{version}.xlsx"
    with closing(openpyxl.load_workbook(file, read_only=True)) as book:
        assert len(book.sheetnames) == 11
        assert max(map(len, book.sheetnames)) <= 31
        rows = book[book.sheetnames[0]].iter_rows(min_row=2, values_only=True)
        codes = [row[1] for row in rows]
    assert len(codes) == ACTIVE[version]
    assert all(isinstance(it, str) and it.startswith("OP-") for it in codes)


@pytest.mark.parametrize("name", ["csv.zip", "csv-fr.zip"])
def test_frictionless_finds_the_package_valid(competent: Home, name: str) -> None:
    report = frictionless.validate(str(competent.folder(NEWEST) / name), type="package")
    assert report.valid, report.flatten(["title", "message"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
def test_rdflib_reads_one_graph_from_turtle_and_json_ld(competent: Home) -> None:
    # DigComp, because rdflib takes 20 s for a release of Competent; those are compared elsewhere.
    folder = competent.folder("digcomp/3.0")
    turtle = rdflib.Graph().parse(folder / "taxonomy.ttl")
    json_ld = rdflib.Graph().parse(folder / "taxonomy.jsonld", format="json-ld")
    assert len(turtle) > 10_000
    assert set(turtle) == set(json_ld)


def test_pyoxigraph_reads_one_graph_from_turtle_and_json_ld(competent: Home) -> None:
    pyoxigraph = pytest.importorskip("pyoxigraph")
    formats = {
        "taxonomy.ttl": pyoxigraph.RdfFormat.TURTLE,
        "taxonomy.jsonld": pyoxigraph.RdfFormat.JSON_LD,
    }
    turtle, json_ld = (
        set(pyoxigraph.parse(path=str(competent.folder(NEWEST) / name), format=form))
        for name, form in formats.items()
    )
    assert len(turtle) > 100_000
    assert turtle == json_ld


def test_sqlite_searches_the_offline_pack(competent: Home) -> None:
    file = competent.folder(NEWEST) / "offline.sqlite"
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as pack:
        found = pack.execute(
            "select n.notation from search s join concepts n on n.key = s.concept "
            "where search match 'slager' and n.notation = 'OP-10'"
        ).fetchall()
    assert found


def test_the_citation_is_yaml(competent: Home) -> None:
    told = yaml.safe_load((competent.folder(NEWEST) / "CITATION.cff").read_text())
    assert (told["version"], told["type"]) == ("3.11", "dataset")


def test_the_deltas_lead_from_3_8_to_3_11(competent: Home, tmp_path: Path) -> None:
    start = competent.folder("competent/3.8") / "taxonomy.jsonl"
    deltas = [competent.folder(f"competent/{it}") / "delta.jsonl" for it in VERSIONS[1:]]
    out = tmp_path / "taxonomy.jsonl"
    competent("apply-delta", start, *deltas, "--out", out, "--json")
    expected = competent.folder("competent/3.11") / "taxonomy.jsonl"
    assert (
        hashlib.sha256(out.read_bytes()).digest() == hashlib.sha256(expected.read_bytes()).digest()
    )


@pytest.mark.parametrize("name", ["taxonomy.jsonl", "csv.zip", "taxonomy.ttl", "taxonomy.jsonld"])
def test_a_file_of_the_archive_comes_back_with_its_digest(
    competent: Home, tmp_path: Path, name: str
) -> None:
    file = competent.folder(NEWEST) / name
    (draft,) = [
        it for it in Home(tmp_path)("import", "release", file, "--json") if it["type"] == "imported"
    ]
    published = competent("show", "competent", "3.11", "--json")[0]
    assert (draft["release"], draft["digest"]) == (NEWEST, published["digest"])


def test_a_release_built_again_has_the_same_bytes(competent: Home, tmp_path: Path) -> None:
    competent("archive", "build", "competent", "3.11", "--out", tmp_path / "again", "--json")
    again = {it.name: it.read_bytes() for it in (tmp_path / "again").iterdir()}
    folder = competent.folder(NEWEST)
    assert again == {it.name: it.read_bytes() for it in folder.iterdir() if it.suffix != ".minisig"}
