"""An application moves from Competent 3.8 to 3.11 with every profile code it stores."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.real import REAL_RELEASES
from tests.taxonomy.formats.test_patches import applied

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.serving import Client
    from tests.journeys.real import Home

pytestmark = REAL_RELEASES


def codes_of(folder: Path, version: str) -> list[str]:
    """The profile codes of a workbook, read without any of our own readers."""
    book = CalamineWorkbook.from_path(str(folder / f"competent-{version}.xlsx"))
    return [str(row[1]) for row in book.get_sheet_by_index(0).to_python()[1:]]


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "competent/reconstructed"


@pytest.fixture(scope="module")
def codes(folder: Path) -> list[str]:
    return codes_of(folder, "3.8")


@pytest.fixture(scope="module")
def retired(folder: Path) -> set[str]:
    """The codes that the real churn of 3.9, 3.10 and 3.11 took away."""
    told = json.loads((folder / "changes.json").read_text())
    return {code for version in ("3.9", "3.10", "3.11") for code in told[version]["retired"]}


@pytest.fixture(scope="module")
def report(
    competent: Home, codes: list[str], tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """The summary and, behind it, the impact on each of the codes, as the command line prints them."""
    file = tmp_path_factory.mktemp("ids") / "codes.txt"
    file.write_text("\n".join(codes))
    return competent("impact", "--ids", file, "--from", "3.8", "--to", "3.11", "--json")


def asked(client: Client, what: str, ids: list[str], accept: str = "*/*", **more: Any) -> Any:
    body = {"from": "3.8", "to": "3.11", "ids": ids, **more}
    answer = client.ask("POST", f"/v1/schemes/competent/{what}", body, accept=accept)
    assert answer.status_code == 200, answer.text
    return answer


def test_what_is_gone_is_what_the_real_releases_retired(
    report: list[dict[str, Any]], codes: list[str], retired: set[str]
) -> None:
    summary, *items = report
    assert [it["asked"] for it in items] == codes
    assert len(codes) == 614
    assert {it["asked"] for it in items if it["outcome"] == "gone"} == retired & set(codes)
    counts = {name: count for name, count in summary["summary"].items() if count}
    assert set(counts) == {"kept", "renamed", "gone"}
    assert sum(counts.values()) == 614


def test_what_is_renamed_is_what_the_workbooks_call_otherwise(
    report: list[dict[str, Any]], folder: Path
) -> None:
    titles = [
        {
            str(row[1]): [" ".join(str(it).split()) for it in row[2:6]]
            for row in CalamineWorkbook.from_path(str(folder / f"competent-{version}.xlsx"))
            .get_sheet_by_index(0)
            .to_python()[1:]
        }
        for version in ("3.8", "3.11")
    ]
    other = {
        code
        for code, before in titles[0].items()
        if code in titles[1]
        and any(a and b and a != b for a, b in zip(before, titles[1][code], strict=True))
    }
    assert {it["asked"] for it in report[1:] if it["outcome"] == "renamed"} == other
    assert other


def test_the_service_says_what_the_command_line_says(
    real_client: Client, codes: list[str], report: list[dict[str, Any]]
) -> None:
    answer = asked(real_client, "impact", codes).json()
    assert answer["items"] == [
        {key: it for key, it in item.items() if key != "type"} for item in report[1:]
    ]
    short = asked(real_client, "convert", codes).json()["items"]
    assert Counter(it["outcome"] for it in short) == Counter(it["outcome"] for it in report[1:])


def test_the_patch_leaves_the_codes_that_the_target_holds_as_active(
    real_client: Client, codes: list[str], folder: Path
) -> None:
    patch = asked(real_client, "impact", codes, "application/json-patch+json").json()
    moved = applied(patch, codes)
    assert set(moved) == set(codes) & set(codes_of(folder, "3.11"))


def test_the_table_has_a_row_a_code(real_client: Client, codes: list[str]) -> None:
    text = asked(real_client, "impact", codes, "text/csv").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["asked"] for row in rows] == codes
    assert all(row["label_before_nl"] and row["label_before_fr"] for row in rows)


def test_the_way_back_restores_every_code(
    real_client: Client, folder: Path, retired: set[str]
) -> None:
    later = codes_of(folder, "3.11")
    back = {"from": "3.11", "to": "3.8"}
    items = asked(real_client, "convert", [*later, *sorted(retired)], **back).json()["items"]
    outcomes = {it["asked"]: it["outcome"] for it in items}
    known = set(codes_of(folder, "3.8"))
    assert {it for it, outcome in outcomes.items() if outcome == "not-yet"} == set(later) - known
    assert {it for it, outcome in outcomes.items() if outcome == "restored"} == retired & known


def test_ids_and_uris_lead_where_codes_lead(
    real_client: Client, report: list[dict[str, Any]]
) -> None:
    ids = [it["concept"]["id"] for it in report[1:]]
    uris = [f"https://competent.test/id/competent/{it}" for it in ids]
    for form in (ids, uris):
        items = asked(real_client, "convert", form).json()["items"]
        assert [it["outcome"] for it in items] == [it["outcome"] for it in report[1:]]
        assert all(it["to"] in ([], [it["asked"]]) for it in items)


def test_suggested_successors_are_few_active_and_explained(competent: Home) -> None:
    found = competent("suggest-successors", "competent", "3.11", "--json")
    helped = {it["retired"]["notation"]: it["candidates"] for it in found if it["candidates"]}
    assert helped["OP-224"][0]["notation"] == "OP-221"
    assert helped["OP-513"][0]["notation"] == "OP-681"
    assert "OP-209" not in helped  # a watchmaker, and nobody else makes watches
    assert all(it["evidence"] for candidates in helped.values() for it in candidates)
    assert len(helped) < len(found) / 3
