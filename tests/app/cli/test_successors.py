from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from app.context import Context
from app.importing import Delivery, import_reading
from tests.build import concept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result

BUS = concept("u1", notation="OP-1", nl="Autobuschauffeur", fr="Conducteur d'autobus (h/f/x)")
HEIR = concept("u2", notation="OP-2", nl="Autobuschauffeurs", fr="Conducteur d'un autobus (h/f/x)")
COOK = concept("u3", notation="OP-3", nl="Kok", fr="Cuisinier (h/f/x)")
BAKER = concept("u4", notation="OP-4", nl="Bakker", fr="Boulanger (h/f/x)")


@pytest.fixture
def draft(home: Path, competent: Callable[..., Result]) -> None:
    """Bus driver and baker of 3.8 are retired in the draft 3.9."""
    context = Context.open()
    for version, concepts in (("3.8", (BUS, COOK, BAKER)), ("3.9", (HEIR, COOK))):
        delivery = Delivery(scheme="competent", version=version)
        import_reading(context.engine, delivery, concepts)
        if version == "3.8":
            assert competent("publish", "competent", version).code == 0
    context.engine.dispose()


@pytest.mark.usefixtures("draft")
def test_suggestions_are_reviewed_and_recorded(
    competent: Callable[..., Result], tmp_path: Path
) -> None:
    table = tmp_path / "successors.csv"
    result = competent("suggest-successors", "competent", "3.9", "--out", table)
    assert result.code == 0
    assert "2 concepts retired without a reason, candidates for 1" in result.out
    text = table.read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["retired"], row["successor"]) for row in rows] == [("OP-1", "OP-2"), ("OP-4", "")]
    for row in rows:
        row["decision"] = row["proposed_reason"]
    with table.open("w", newline="", encoding="utf-8-sig") as file:
        reviewed = csv.DictWriter(file, rows[0], delimiter=";")
        reviewed.writeheader()
        reviewed.writerows(rows)
    result = competent("record-successors", table, "--version", "3.9")
    assert (result.code, result.out) == (
        0,
        "competent/3.9: 2 concepts decided, 0 were so before\n",
    )
    told = competent("convert", "OP-1", "OP-4", "--from", "3.8", "--to", "3.9", "--json").lines
    assert [(it["outcome"], it["reason"], it["to"]) for it in told] == [
        ("replaced", "replaced", ["OP-2"]),
        ("gone", "none", []),
    ]
    assert competent("suggest-successors", "competent", "3.9", "--json").lines == []


@pytest.mark.usefixtures("draft")
def test_suggestions_come_as_json_lines(competent: Callable[..., Result]) -> None:
    first, second = competent("suggest-successors", "competent", "3.9", "--json").lines
    assert first["candidates"][0]["notation"] == "OP-2"
    assert first["candidates"][0]["evidence"]
    assert (second["proposed_reason"], second["candidates"]) == ("none", [])


@pytest.mark.usefixtures("draft")
def test_a_refused_decision_ends_with_its_row_and_code_3(
    competent: Callable[..., Result], tmp_path: Path
) -> None:
    table = tmp_path / "s.csv"
    table.write_text("decision,retired,successor\nreplaced,OP-1,OP-99\n")
    result = competent("record-successors", table, "--version", "3.9")
    assert result.code == 3
    assert "OP-99" in result.err
    assert "row 2" in result.err


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("record-successors", "{}/none.csv", "--version", "3.9"), 1),
        (("record-successors", "{}/s.csv", "--version", "3.8"), 4),
        (("record-successors", "{}/s.csv", "--version", "9.9"), 1),
        (("suggest-successors", "competent", "9.9"), 1),
        (("suggest-successors", "onet", "3.9"), 1),
        (("suggest-successors", "competent", "3.9", "--out", "{}/none/s.csv"), 2),
    ],
)
def test_what_cannot_be_done_ends_with_a_code(
    competent: Callable[..., Result], tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    (tmp_path / "s.csv").write_text("decision,retired\nnone,OP-4\n")
    assert competent(*(it.format(tmp_path) for it in arguments)).code == code
