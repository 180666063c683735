from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.formats.patches import columns, json_patch, migrated, table
from taxonomy.migration import Migration, migrate
from taxonomy.vocabulary import Kind, RetirementReason
from tests.build import concept, retired
from tests.taxonomy.test_migration import index, releases

LINKED = concept("u2", notation="OP-2", nl="Visser", fr='"Poissonnier", =1')
BEFORE = index(
    concept("u1", notation="OP-1", nl="Slager", fr="Boucher"),
    LINKED,
    concept("u3", notation="OP-3", nl="Bakker"),
    concept("u4", notation="OP-4", nl="=Traiteur"),
    concept("s1", Kind.SKILL, notation="SK-1", nl="Zagen"),
)
AFTER = index(
    retired("u1", replaced_by=("u5", "u6"), reason=RetirementReason.SPLIT, nl="Slager"),
    LINKED,
    retired("u3", reason=RetirementReason.NONE, nl="Bakker"),
    retired("u4", replaced_by=("u2",), reason=RetirementReason.MERGED, nl="=Traiteur"),
    concept("u5", notation="OP-5", nl="Beenhouwer"),
    concept("u6", notation="OP-6", nl="Uitbener"),
    concept("s1", Kind.SKILL, notation="SK-1", nl="Hout zagen"),
    version="3.9",
)
ASKED = ["OP-1", "OP-2", "OP-3", "OP-4", "X", "SK-1", "OP-2", "u1"]


class PatchFailedError(Exception):
    """A test of a patch that does not hold, or a path that leads nowhere."""


def applied(patch: list[dict[str, Any]], document: list[str]) -> list[str]:
    """The document after the patch: RFC 6902 §4 and RFC 6901, for lists of texts."""
    result = list(document)
    for operation in patch:
        assert operation["path"].startswith("/")
        place = int(operation["path"][1:])
        if not 0 <= place < len(result) + (operation["op"] == "add"):
            raise PatchFailedError(operation)
        match operation["op"]:
            case "test":
                if result[place] != operation["value"]:
                    raise PatchFailedError(operation)
            case "replace":
                result[place] = operation["value"]
            case "remove":
                del result[place]
            case "add":
                result.insert(place, operation["value"])
            case other:
                raise PatchFailedError(other)
    return result


def rows(migration: Migration) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(table(migration)), newline="")))


def test_a_patch_turns_the_list_as_asked_into_the_list_of_the_target() -> None:
    patch = json_patch(migrate(BEFORE, AFTER, ASKED).fates)
    assert applied(patch, ASKED) == [
        *("OP-5", "OP-6"),
        *("OP-2", "OP-2", "X", "SK-1", "OP-2"),
        *("u5", "u6"),
    ]


def test_a_patch_names_each_id_once_where_that_is_asked() -> None:
    patch = json_patch(migrate(BEFORE, AFTER, ASKED).fates, distinct=True)
    assert applied(patch, ASKED) == ["OP-5", "OP-6", "OP-2", "X", "SK-1", "u5", "u6"]


def test_a_patch_tests_each_place_before_it_changes_it() -> None:
    assert json_patch(migrate(BEFORE, AFTER, ["OP-2", "OP-3", "OP-1"]).fates) == [
        {"op": "test", "path": "/2", "value": "OP-1"},
        {"op": "replace", "path": "/2", "value": "OP-5"},
        {"op": "add", "path": "/3", "value": "OP-6"},
        {"op": "test", "path": "/1", "value": "OP-3"},
        {"op": "remove", "path": "/1"},
    ]


def test_a_patch_refuses_another_list() -> None:
    patch = json_patch(migrate(BEFORE, AFTER, ASKED).fates)
    for other in ([], ASKED[1:], ["OP-9", *ASKED[1:]]):
        with pytest.raises(PatchFailedError):
            applied(patch, other)


def test_nothing_to_change_is_an_empty_patch() -> None:
    assert json_patch(migrate(BEFORE, AFTER, ["OP-2", "X", "OP-5"]).fates) == []
    assert json_patch(()) == []


@given(releases(), st.booleans())
def test_a_patch_leads_to_what_stands_in_each_place(migration: Migration, distinct: bool) -> None:
    asked = [it.asked for it in migration.fates]
    expected = [it for place in migrated(migration.fates, distinct=distinct) for it in place]
    assert applied(json_patch(migration.fates, distinct=distinct), asked) == expected
    if distinct:
        assert len(set(expected)) == len(expected)


def test_the_table_has_a_row_for_each_id_in_the_order_asked() -> None:
    table_ = rows(migrate(BEFORE, AFTER, ASKED))
    assert [row["asked"] for row in table_] == ASKED
    assert table_[0] | {"note": ""} == dict.fromkeys(columns("competent"), "") | {
        "asked": "OP-1",
        "outcome": "split",
        "from_notation": "OP-1",
        "from_id": "u1",
        "to": "OP-5 | OP-6",
        "to_notations": "OP-5 | OP-6",
        "to_ids": "u5 | u6",
        "reason": "split",
        "label_before_nl": "Slager",
        "label_after_nl": "Beenhouwer | Uitbener",
        "label_before_fr": "Boucher",
    }
    assert [row["outcome"] for row in table_[5:6]] == ["renamed"]
    assert table_[5]["touched"] == "wording"


def test_no_cell_of_the_table_is_a_formula() -> None:
    table_ = rows(migrate(BEFORE, AFTER, ["=cmd|' /C calc'!A0", "OP-4", "\r=1"]))
    assert [row["asked"] for row in table_] == ["'=cmd|' /C calc'!A0", "OP-4", "'\r=1"]
    assert table_[1]["label_before_nl"] == "'=Traiteur"
