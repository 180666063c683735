from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from app.auth.roles import Actor
from app.cli.commands import cli
from app.context import Context
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set
from app.publishing import publish
from taxonomy.mapping import MappingSet
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind, MappingState
from tests.build import concept, mapping, mapping_set

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result
    from tests.app.kept import Kept

pytestmark = pytest.mark.usefixtures("mapped")

NOW = datetime(2026, 11, 28, tzinfo=UTC)
MAPPINGS = mapping_set(
    mapping("u1", "exact", "http://e/1"),
    mapping("u1", "narrow", "http://e/2", confidence=0.75),
    *(mapping("u2", "close", f"http://e/{it}") for it in range(1, 5)),
    mapping("u3", "broad", "http://e/4", state=MappingState.SUGGESTED),
    subject="competent/3.9",
    object_="esco/1.2.0",
)
FROM_ROME = mapping_set(
    mapping("D1101", "exact", "http://e/1"), subject="rome/3.47", object_="esco/1.2.0"
)


def published(context: Context, content: MappingSet) -> None:
    read = MappingReading(mapping_set=content, findings=(), rows={}, notations={})
    made = import_mappings(context.engine, read, by=Actor("eva"), at=NOW)
    publish_set(context.engine, made.record.name, at=NOW)


def fill(context: Context) -> None:
    """Competent 3.9, ESCO 1.2.0, the mappings between them, and some from a ROME that is not held."""
    profiles = [
        concept(f"u{it}", notation=f"OP-{it}", nl=name)
        for it, name in enumerate(("Slager", "Visser", "Bakker"), start=1)
    ]
    occupations = [
        concept(f"http://e/{it}", Kind.OCCUPATION, scheme="esco", notation=f"7511.{it}", en="b")
        for it in range(1, 5)
    ]
    for scheme, version, concepts in (
        ("competent", "3.9", profiles),
        ("esco", "1.2.0", occupations),
    ):
        import_reading(context.engine, Delivery(scheme=scheme, version=version), concepts)
        publish(context, (scheme, version), at=NOW)
    published(context, MAPPINGS)
    published(context, FROM_ROME)


@pytest.fixture
def mapped(home: Path, kept: Kept) -> None:
    context = Context.open()
    kept.fill(context, fill)
    context.engine.dispose()


BOTH = ("--from", "competent/current", "--to", "esco/current")


def test_ids_are_translated_for_people(competent: Callable[..., Result]) -> None:
    result = competent("translate", "OP-1", "OP-2", "OP-3", "X", *BOTH)
    assert result.code == 0
    assert "competent/3.9 → esco/1.2.0: 4 ids: 2 several, 1 none, 1 unknown" in result.out
    assert "over competent-3.9--esco-1.2.0 (competent/3.9 → esco/1.2.0)" in result.out
    rows = [line.split() for line in result.out.splitlines()]
    assert ["OP-1", "several", "7511.1", "b", "exactMatch", "0.95"] in rows
    assert ["7511.2", "b", "narrowMatch", "0.75"] in rows
    assert "… and 1 more" in result.out


def test_ids_are_translated_for_programs(competent: Callable[..., Result]) -> None:
    told, *items = competent("translate", "OP-1", "X", *BOTH, "--json").lines
    assert (told["type"], told["to"], told["total"]) == ("translation", "esco/1.2.0", 2)
    assert [(it["type"], it["outcome"]) for it in items] == [("id", "several"), ("id", "unknown")]


def test_a_file_of_ids_becomes_a_table(competent: Callable[..., Result], tmp_path: Path) -> None:
    ids = tmp_path / "ids.csv"
    ids.write_text("naam;code\nSlager;OP-1\nniets;X\n")
    result = competent("translate", "--ids", ids, *BOTH, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out, newline="")))
    assert [(it["asked"], it["to_id"]) for it in rows] == [
        ("OP-1", "http://e/1"),
        ("OP-1", "http://e/2"),
        ("X", ""),
    ]
    out = tmp_path / "table.csv"
    told = competent("translate", "--ids", ids, *BOTH, "--format", "csv", "--out", out)
    assert out.read_bytes().decode() == result.out
    assert "2 ids" in told.out


def test_a_chain_starts_from_a_scheme_that_is_not_held(competent: Callable[..., Result]) -> None:
    to = ("--from", "rome/3.47", "--to", "competent/3.9")
    _, item = competent("translate", "D1101", *to, "--json").lines
    assert [(it["notation"], it["predicate_id"]) for it in item["targets"]] == [
        ("OP-1", "skos:exactMatch"),
        ("OP-2", "skos:closeMatch"),
    ]


def test_predicates_confidence_and_states_can_be_chosen(competent: Callable[..., Result]) -> None:
    _, narrow = competent("translate", "OP-1", *BOTH, "--predicate", "narrow", "--json").lines
    assert narrow["outcome"] == "narrower"
    _, sure = competent("translate", "OP-1", *BOTH, "--min-confidence", "0.9", "--json").lines
    assert sure["outcome"] == "exact"
    _, guess = competent("translate", "OP-3", *BOTH, "--state", "suggested", "--json").lines
    assert guess["outcome"] == "broader"


def test_many_ids_are_not_all_shown(competent: Callable[..., Result], tmp_path: Path) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("OP-1\n" * 50)
    result = competent("translate", "--ids", ids, *BOTH)
    assert "… and 10 more: --format csv lists every one" in result.out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "name the ids"),
        (("OP-1", "--ids", "ids.txt"), 2, "name the ids"),
        (("OP-1", "--out", "x.csv"), 2, "--format csv"),
        (("OP-1", "--json", "--format", "csv"), 2, "--out"),
        (("OP-1", "--to", "competent/3.9"), 2, "convert"),
        (("OP-1", "--to", "digcomp/3.0"), 1, "release-not-found"),
        (("OP-1", "--to", "nothing/1"), 1, "scheme-not-found"),
        (("OP-1", "--to", "esco"), 2, "names no release"),
        (("OP-1", "--to", "rome/3.47", "--from", "rome/3.47"), 2, "convert"),
        (("--ids", "gone.csv"), 1, "source-unreadable"),
    ],
)
def test_what_cannot_be_done_is_told(
    competent: Callable[..., Result], arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = competent("translate", *BOTH, *arguments)
    assert (result.code, told in result.err) == (code, True), result.err


def test_lone_surrogates_are_unknown(competent: Callable[..., Result]) -> None:
    result = competent("translate", "OP-\udcff", *BOTH)
    assert result.code == 0
    assert "1 unknown" in result.out


def test_ids_come_from_standard_input() -> None:
    result = CliRunner().invoke(cli, ["translate", "--ids", "-", *BOTH], input="OP-1\nOP-2\n")
    assert result.exit_code == 0
    assert "2 ids" in result.stdout


def test_tables_from_rome_to_isco_are_imported_and_used(
    competent: Callable[..., Result], tmp_path: Path
) -> None:
    table = tmp_path / "rome.xml"
    table.write_text("<a><row><rome>D1101</rome><isco08>7511, 1</isco08></row></a>")
    result = competent("import", "rome-isco", table, "--publish")
    assert result.code == 0, result.err
    assert "2 skos:relatedMatch" in result.out
    _, item = competent(
        "translate", "D1101", "--from", "rome/3.47", "--to", "isco/08", "--json"
    ).lines
    assert [it["id"] for it in item["targets"]] == ["1", "7511"]
    assert competent("import", "rome-isco", table, "--object", "isco").code == 2
