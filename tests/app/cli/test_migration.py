from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.context import Context
from app.importing import Delivery, import_reading
from taxonomy.vocabulary import RetirementReason
from tests.build import concept, retired
from tests.taxonomy.formats.test_patches import applied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from taxonomy.model import Concept
    from tests.app.cli.conftest import Result

pytestmark = pytest.mark.usefixtures("two_releases")

FIRST = (
    concept("u1", notation="OP-1", nl="Slager", fr="Boucher (h/f/x)"),
    concept("u2", notation="OP-2", nl="Visser"),
    concept("u3", notation="OP-3", nl="Bakker"),
)
SECOND = (
    concept("u1", notation="OP-1", nl="Beenhouwer", fr="Boucher (H/F/X)"),
    replace(
        retired("u2", replaced_by=("u4", "u5"), reason=RetirementReason.SPLIT, nl="Visser"),
        notation="OP-2",
    ),
    concept("u4", notation="OP-4", nl="Zeevisser"),
    concept("u5", notation="OP-5", nl="Riviervisser"),
)


def drafted(context: Context, version: str, *concepts: Concept) -> None:
    import_reading(context.engine, Delivery(scheme="competent", version=version), concepts)


@pytest.fixture
def two_releases(home: Path, competent: Callable[..., Result]) -> None:
    """Competent 3.9 published, 3.10 still a draft."""
    context = Context.open()
    drafted(context, "3.9", *FIRST)
    assert competent("publish", "competent", "3.9").code == 0
    drafted(context, "3.10", *SECOND)
    context.engine.dispose()


@pytest.fixture
def ids(tmp_path: Path) -> Path:
    file = tmp_path / "ids.csv"
    file.write_text("﻿naam;Code\nSlager;OP-1\nVisser;OP-2\nBakker;OP-3\nniets;OP-99\nSlager;u1\n")
    return file


def test_the_impact_is_summed_up_for_people(competent: Callable[..., Result], ids: Path) -> None:
    result = competent("impact", "--ids", ids, "--from", "3.9", "--to", "3.10")
    assert result.code == 0
    assert "competent/3.9 → 3.10: 5 ids, 4 different" in result.out
    lines = [line.split() for line in result.out.splitlines()]
    assert ["renamed", "2"] in [line[:2] for line in lines]
    assert "Of the 2 that stay, 0 are the same as before; changed: 2 cosmetic, 2 wording" in (
        result.out
    )
    assert "OP-4 | OP-5" in result.out


def test_the_way_may_lead_back_and_to_current(competent: Callable[..., Result], ids: Path) -> None:
    result = competent("impact", "--ids", ids, "--from", "3.10", "--json")
    told, *items = result.lines
    assert (told["from"], told["to"], told["total"]) == ("3.10", "3.9", 5)
    assert [it["outcome"] for it in items][:3] == ["renamed", "restored", "restored"]


def test_the_report_comes_as_csv(competent: Callable[..., Result], ids: Path) -> None:
    result = competent("impact", "--ids", ids, "--from", "3.9", "--to", "3.10", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out, newline="")))
    assert [row["outcome"] for row in rows] == ["renamed", "split", "gone", "unknown", "renamed"]
    assert "5 ids: 2 renamed, 1 split, 1 gone, 1 unknown" in result.err


def test_the_report_comes_as_json(competent: Callable[..., Result], ids: Path) -> None:
    result = competent("impact", "--ids", ids, "--from", "3.9", "--to", "3.10", "--format", "json")
    told = json.loads(result.out)
    assert told["summary"]["renamed"] == 2
    assert told["items"][0]["labels"]["nl"]["after"] == "Beenhouwer"


@pytest.mark.parametrize("distinct", [(), ("--distinct",)])
def test_the_report_comes_as_a_patch_in_a_file(
    competent: Callable[..., Result], ids: Path, tmp_path: Path, distinct: tuple[str, ...]
) -> None:
    out = tmp_path / "patch.json"
    options = ("--format", "json-patch", "--out", out, *distinct)
    result = competent("impact", "--ids", ids, "--from", "3.9", "--to", "3.10", *options)
    assert result.code == 0
    assert str(out) in result.out
    patched = applied(json.loads(out.read_bytes()), ["OP-1", "OP-2", "OP-3", "OP-99", "u1"])
    assert patched == ["OP-1", "OP-4", "OP-5", "OP-99", "u1"]
    assert [it.name for it in tmp_path.iterdir() if it.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("outcomes", "code"), [("gone,split", 3), ("split", 3), ("merged", 0), ("", 0)]
)
def test_scripts_can_gate_on_outcomes(
    competent: Callable[..., Result], ids: Path, outcomes: str, code: int
) -> None:
    result = competent(
        "impact", "--ids", ids, "--from", "3.9", "--to", "3.10", "--fail-on", outcomes
    )
    assert result.code == code
    assert ("1 split" in result.err) == (code == 3)


@pytest.mark.parametrize(
    ("options", "code", "reason"),
    [
        (("--fail-on", "lost"), 2, "there are kept, renamed"),
        (("--out", "x.csv"), 2, "--format csv"),
        (("--format", "csv", "--json"), 2, "--out"),
        (("--column", "beroep"), 1, "there is no column 'beroep'"),
        (("--from", "9.9"), 1, "competent has no release 9.9"),
        (("--from", "3,9"), 2, "not a version"),
        (("--to", "candidate"), 1, "no candidate release now"),
        (("--scheme", "onet"), 1, "there is no scheme"),
        (("--scheme", "esco", "--to", "current"), 1, "esco has no"),
        (("--ids", "/nowhere/ids.csv"), 1, "cannot be read"),
        (("--ids", "/"), 1, "cannot be read"),
        (("--format", "csv", "--out", "/nowhere/x.csv"), 2, "cannot be written"),
    ],
)
def test_what_cannot_be_done_ends_with_its_reason(
    competent: Callable[..., Result], ids: Path, options: tuple[str, ...], code: int, reason: str
) -> None:
    asked = {"--ids": str(ids), "--from": "3.9", "--to": "3.10"}
    given = [it for pair in asked.items() if pair[0] not in options for it in pair]
    result = competent("impact", *given, *options)
    assert result.code == code
    assert reason in result.err


def test_a_broken_file_is_refused_with_its_row(
    competent: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "ids.csv"
    file.write_bytes(b"code;n\nOP-1;1\nOP-2\n")
    result = competent("impact", "--ids", file, "--from", "3.9", "--json")
    assert result.code == 1
    assert result.lines[0]["code"] == "source-unreadable"
    assert "ids.csv, row 3" in result.lines[0]["detail"]


def test_single_ids_are_converted(competent: Callable[..., Result]) -> None:
    result = competent("convert", "OP-2", "op-1", "--from", "3.9", "--to", "3.10")
    assert result.code == 0
    assert "OP-4 | OP-5  Visser  Zeevisser | Riviervisser" in result.out
    told = competent("convert", "OP-2", "X", "--from", "3.9", "--to", "3.10", "--json").lines
    assert [(it["asked"], it["outcome"], it["to"]) for it in told] == [
        ("OP-2", "split", ["OP-4", "OP-5"]),
        ("X", "unknown", []),
    ]
