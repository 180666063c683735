"""The wording of what comes in: listed, remarked on, sent out and taken in, told to the translators."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from app.refusals import PreconditionFailedError, RoleRequiredError
from app.upgrading.translations import (
    COMMENT,
    Remark,
    TextRecord,
    comments_table,
    record_remarks,
    remark,
    texts_of,
    texts_table,
)
from taxonomy.errors import InvalidQueryError, NotFoundError, SourceRefusedError
from tests.app.upgrading.scene import BAKER, DRONE, EVA, NAME, by, with_upgrade
from tests.app.upgrading.test_deciding import READER

if TYPE_CHECKING:
    from pathlib import Path

    from app.context import Context
    from tests.app.kept import Kept


@pytest.fixture(autouse=True)
def _upgrade(context: Context, kept: Kept) -> None:
    kept.fill(context, with_upgrade)


def of(context: Context, concept_id: str, lang: str) -> TextRecord:
    found = texts_of(context.engine, NAME, lang=lang)
    return next(it for it in found if it.concept_id == concept_id)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def saved(table: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, table[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode()


def test_what_is_new_or_reworded_is_to_be_read_in_dutch_and_french(context: Context) -> None:
    told = {
        (it.concept_id.rpartition("/")[2], it.lang): (it.before, it.after)
        for it in texts_of(context.engine, NAME)
    }
    assert told == {
        ("baker", "nl"): ("bakker", "broodbakker"),
        ("drone", "nl"): ("", "dronepiloot"),
        ("drone", "fr"): ("", "=pilote de drone"),
        ("meat", "nl"): ("", "vleesslager"),
        ("meat", "fr"): ("", "boucher de viande"),
    }
    assert of(context, BAKER, "nl").english == "baker"


def test_a_remark_is_kept_with_who_made_it(context: Context) -> None:
    before = of(context, BAKER, "nl")
    said = Remark(COMMENT, "the trade says bakker", "bakker")
    found = remark(context.engine, NAME, before.place, said, by(), etags=(before.etag,))
    assert (found.remark, found.changed_by, found.revision) == (said, "Eva", 2)
    assert [it.concept_id for it in texts_of(context.engine, NAME, state=COMMENT)] == [BAKER]
    with pytest.raises(PreconditionFailedError, match="by Eva"):
        remark(context.engine, NAME, before.place, said, by(), etags=(before.etag,))


@pytest.mark.parametrize(
    "said",
    [Remark("good"), Remark("comment"), Remark("comment", " \n"), Remark("fine", "x" * 4001)],
)
def test_a_remark_that_says_nothing_is_refused(context: Context, said: Remark) -> None:
    with pytest.raises(InvalidQueryError):
        remark(context.engine, NAME, 0, said, by())


def test_a_wording_that_there_is_not_is_not_found(context: Context) -> None:
    with pytest.raises(NotFoundError):
        remark(context.engine, NAME, 99, Remark("fine"), by())
    with pytest.raises(RoleRequiredError):
        remark(context.engine, NAME, 0, Remark("fine"), by(READER))


def test_a_table_goes_out_and_comes_back(context: Context, tmp_path: Path) -> None:
    table = rows(texts_table(NAME, texts_of(context.engine, NAME), workbook=False))
    table[0].update({"state": "fine"})
    table[1].update({"state": "Comment", "comment": "=1+1", "proposal": "beter"})
    file = tmp_path / "wordings.csv"
    dry, _ = record_remarks(context.engine, NAME, file, saved(table), by(), dry=True)
    assert len(dry) == 2
    assert {it.remark.state for it in texts_of(context.engine, NAME)} == {"open"}
    done, newer = record_remarks(context.engine, NAME, file, saved(table), by())
    assert (len(done), newer) == (2, [])
    again, newer = record_remarks(context.engine, NAME, file, saved(table), by())
    assert (again, newer) == ([], [])


def test_what_others_said_since_stays(context: Context, tmp_path: Path) -> None:
    table = rows(texts_table(NAME, texts_of(context.engine, NAME), workbook=False))
    table[0]["state"] = "fine"
    remark(context.engine, NAME, 0, Remark(COMMENT, "no"), by(EVA))
    done, newer = record_remarks(context.engine, NAME, tmp_path / "a.csv", saved(table), by())
    assert done == []
    assert [it.place for it in newer] == [0]


def test_rows_that_cannot_be_taken_are_told_with_their_numbers(
    context: Context, tmp_path: Path
) -> None:
    table = rows(texts_table(NAME, texts_of(context.engine, NAME), workbook=False))
    table[0]["state"], table[1]["concept"], table[2]["state"] = "comment", "nowhere", "fine"
    with pytest.raises(SourceRefusedError) as refused:
        record_remarks(context.engine, NAME, tmp_path / "a.csv", saved(table), by())
    assert [it.place.row for it in refused.value.findings if it.place] == [2, 3]
    assert {it.remark.state for it in texts_of(context.engine, NAME)} == {"open"}


@pytest.mark.parametrize("workbook", [False, True])
def test_comments_go_out_by_concept_and_language_with_the_attribution(
    context: Context, tmp_path: Path, workbook: bool
) -> None:
    french = of(context, DRONE, "fr")
    remark(context.engine, NAME, french.place, Remark(COMMENT, "an = too much", "pilote"), by())
    texts = texts_of(context.engine, NAME)
    data = comments_table(NAME, ("esco", "1.1.1"), texts, workbook=workbook)
    if workbook:
        (tmp_path / "c.xlsx").write_bytes(data)
        sheet = load_workbook(tmp_path / "c.xlsx").active
        assert sheet is not None
        head, row = ([str(it.value) for it in line] for line in sheet.iter_rows())
        told = dict(zip(head, row, strict=True))
        assert told["text"] == "=pilote de drone"
    else:
        (told,) = rows(data)
        assert told["text"] == "'=pilote de drone"
    assert (told["concept"], told["language"], told["proposal"]) == (DRONE, "fr", "pilote")
    assert (told["reviewer"], told["date"], told["release"]) == ("Eva", "2026-11-29", "esco 1.1.1")
    assert "European Commission" in told["attribution"]
