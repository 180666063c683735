"""The table of the worklist: out, filled in by people and their spreadsheets, and back in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from app.mapping_sets import stored_set
from app.upgrading.deciding import Change, Wish, decide, move
from app.upgrading.finishing import sign_off
from app.upgrading.listing import items_of, upgrade_of
from app.upgrading.recording import Recorded, record_table
from app.upgrading.sheets import COLUMNS, as_csv, as_xlsx
from taxonomy.errors import SourceRefusedError, SourceUnreadableError
from tests.app.upgrading.scene import (
    EVA,
    MEAT,
    NAME,
    by,
    decision,
    item,
    items,
    with_upgrade,
)

if TYPE_CHECKING:
    from pathlib import Path

    from app.context import Context
    from tests.app.kept import Kept

Row = dict[str, str]


@pytest.fixture(autouse=True)
def _upgrade(context: Context, kept: Kept) -> None:
    kept.fill(context, with_upgrade)


def table(context: Context) -> list[Row]:
    found, _ = items_of(context.engine, NAME)
    text = as_csv(upgrade_of(context.engine, NAME), found).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def saved(rows: list[Row], delimiter: str = ",", mark: str = "") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return (mark + out.getvalue()).encode()


def filled(context: Context, **decisions: dict[str, str]) -> list[Row]:
    """The table, with these cells in the rows of a kind."""
    rows = table(context)
    for row in rows:
        row.update(decisions.get(row["kind"].replace("-", "_"), {}))
    return rows


def recorded(context: Context, tmp_path: Path, data: bytes, *, dry: bool = False) -> Recorded:
    file = tmp_path / "worklist.csv"
    return record_table(context.engine, NAME, file, data, by(), dry=dry)


def test_a_row_says_all_that_a_decision_needs(context: Context) -> None:
    rows = table(context)
    assert tuple(rows[0]) == COLUMNS
    assert [it["kind"] for it in rows].count("mapped-concept-gone") == 2
    gone = rows[0]
    assert (gone["label"], gone["object_label"], gone["subject"]) == ("slager", "slager", "OP-10")
    assert gone["change"].startswith("gone from 1.1.1")
    label = next(it for it in rows if it["kind"] == "changed-label")
    assert (label["before"], label["after"]) == ("bakker", "broodbakker")


@pytest.mark.parametrize(("delimiter", "mark"), [(",", ""), (";", "\ufeff"), ("\t", "\ufeff")])
def test_a_table_that_was_filled_in_is_recorded(
    context: Context, tmp_path: Path, delimiter: str, mark: str
) -> None:
    rows = filled(
        context,
        mapped_concept_gone={"decision": "Remap", "target": MEAT},
        changed_label={"decision": "keep"},
    )
    done = recorded(context, tmp_path, saved(rows, delimiter, mark))
    assert (len(done.changes), done.same, done.newer) == (2, 0, ())
    assert items(context)["mapped-concept-gone butcher"].decision == decision("remap", MEAT)
    content = stored_set(context.engine, NAME)[1]
    assert sorted(it.subject_id for it in content if it.object_id == MEAT) == ["u10", "u11"]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    context: Context, tmp_path: Path
) -> None:
    before = items(context)
    data = saved(filled(context, changed_label={"decision": "keep"}))
    (told,) = recorded(context, tmp_path, data, dry=True).changes
    assert (told.item.kind, told.decision) == ("changed-label", decision("keep"))
    assert items(context) == before


def test_recording_again_changes_nothing(context: Context, tmp_path: Path) -> None:
    data = saved(filled(context, changed_label={"decision": "keep"}))
    recorded(context, tmp_path, data)
    before = items(context)
    done = recorded(context, tmp_path, data)
    assert (done.changes, done.newer, done.same) == ((), (), 1)
    assert items(context) == before


def test_what_is_written_out_decided_is_read_back_the_same(
    context: Context, tmp_path: Path
) -> None:
    rows = filled(context, mapped_concept_gone={"decision": "remap", "target": MEAT})
    second = next(
        it for it in rows if it["kind"] == "mapped-concept-gone" and it["subject"] == "OP-11"
    )
    second.update({"decision": "reject", "target": "", "reason": "=no; it's\nnot"})
    recorded(context, tmp_path, saved(rows))
    done = recorded(context, tmp_path, saved(table(context)))
    assert (done.changes, done.newer, done.same) == ((), (), 1)
    gone = items(context)["mapped-concept-gone butcher"].decision
    assert gone is not None
    assert gone.reason.startswith("=no")
    assert len(gone.choices) == 1


def test_a_workbook_comes_back_like_a_table(context: Context, tmp_path: Path) -> None:
    found, _ = items_of(context.engine, NAME)
    file = tmp_path / "worklist.xlsx"
    file.write_bytes(as_xlsx(upgrade_of(context.engine, NAME), found))
    book = load_workbook(file)
    sheet = book.active
    assert sheet is not None
    names = {it.value: it.column for it in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, names["kind"]).value == "changed-label":  # type: ignore[arg-type]
            sheet.cell(row, names["decision"]).value = "keep"  # type: ignore[arg-type]
    book.save(file)
    done = record_table(context.engine, NAME, file, file.read_bytes(), by())
    assert [it.item.kind for it in done.changes] == ["changed-label"]


def test_what_somebody_decided_since_stays_and_is_told(context: Context, tmp_path: Path) -> None:
    data = saved(
        filled(
            context,
            changed_label={"decision": "reject", "reason": "no"},
            new_unmapped={"decision": "dismiss", "reason": "no jobs"},
        )
    )
    label = item(context, "changed-label")
    decide(context.engine, NAME, [Wish(id=label.id, decision=decision("keep"))], by())
    done = recorded(context, tmp_path, data)
    assert [it.item.id for it in done.newer] == [label.id]
    assert len(done.changes) == 2
    assert item(context, "changed-label").decision == decision("keep")


def test_an_item_that_only_got_an_owner_since_is_decided(context: Context, tmp_path: Path) -> None:
    data = saved(filled(context, changed_label={"decision": "keep"}))
    move(context.engine, NAME, item(context, "changed-label").id, Change(owner="Eva"), by())
    assert len(recorded(context, tmp_path, data).changes) == 1


def test_every_row_that_cannot_be_taken_is_told_and_none_is_recorded(
    context: Context, tmp_path: Path
) -> None:
    rows = filled(
        context,
        mapped_concept_gone={"decision": "keep"},
        changed_label={"decision": "keep"},
        new_unmapped={"decision": "map", "target": "u10", "target_predicate": "nearly"},
    )
    rows.append({**rows[0], "item": "0" * 20})
    with pytest.raises(SourceRefusedError) as refused:
        recorded(context, tmp_path, saved(rows))
    assert sorted({it.code for it in refused.value.findings}) == [
        "decision-unfit",
        "item-unknown",
        "predicate-unknown",
    ]
    assert all(it.place and it.place.row for it in refused.value.findings)
    assert item(context, "changed-label").state == "open"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "lacks decision"),
        (b"decision,item\nkeep,1\n", "lacks target"),
        (b"\xff\xfed\x00", "UTF-16"),
        ("decision;é".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04 not a zip", "worklist.csv"),
    ],
)
def test_what_is_no_table_is_told_with_its_reason(
    context: Context, tmp_path: Path, data: bytes, told: str
) -> None:
    (tmp_path / "worklist.csv").write_bytes(data)
    with pytest.raises(SourceUnreadableError, match=told):
        recorded(context, tmp_path, data)


def test_a_row_with_too_many_cells_is_refused(context: Context, tmp_path: Path) -> None:
    data = saved(table(context)) + b"," * 30 + b"lost\r\n"
    with pytest.raises(SourceUnreadableError, match="cells under 26 columns"):
        recorded(context, tmp_path, data)


def test_short_names_of_predicates_are_known(context: Context, tmp_path: Path) -> None:
    cells = {"decision": "map", "target": "u12", "target_predicate": "closeMatch"}
    recorded(context, tmp_path, saved(filled(context, new_unmapped=cells)))
    made = [it for it in stored_set(context.engine, NAME)[1] if it.subject_id == "u12"]
    assert [it.predicate.value for it in made].count("skos:closeMatch") == 2


def test_codes_in_a_table_are_understood_each_time(context: Context, tmp_path: Path) -> None:
    cells = {"decision": "map", "target": "OP-12", "target_predicate": "exact"}
    data = saved(filled(context, new_unmapped=cells))
    assert len(recorded(context, tmp_path, data).changes) == 2
    again = recorded(context, tmp_path, data)
    assert (again.changes, again.newer, again.same) == ((), (), 2)


def test_who_signed_off_stands_beside_what_is_open(context: Context) -> None:
    decide(
        context.engine,
        NAME,
        [Wish(id=item(context, "changed-label").id, decision=decision("keep"))],
        by(EVA),
    )
    sign_off(context.engine, NAME, "the rest follows", by())
    told = {it["kind"]: it["signed_off"] for it in table(context)}
    assert told["changed-label"] == ""
    assert told["new-unmapped"] == "Eva, 2026-11-29: the rest follows"
