"""`changes.json` holds every change, in order, and says from what to what."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings

from taxonomy.changes import ChangeType
from taxonomy.formats.changes import as_json
from taxonomy.model import Taxonomy
from tests.strategies import same_scheme
from tests.taxonomy.changing_releases import material

MATERIAL = material()


def test_every_type_of_change_happens_in_these_tests() -> None:
    assert {it["change"] for it in MATERIAL.changes} == set(ChangeType)


def test_it_says_from_what_to_what_and_how_many() -> None:
    told = orjson.loads(as_json.write(MATERIAL))
    assert told["items"] == MATERIAL.changes
    assert (told["from"], told["to"], told["backwards"]) == ("3.9", "3.10", False)
    assert told["digests"]["to"] == MATERIAL.release.digest
    assert told["total"] == len(told["items"]) == sum(told["summary"].values())
    assert list(told["summary"]) == list(ChangeType)


def test_each_change_stands_on_a_line_of_its_own() -> None:
    lines = as_json.write(MATERIAL).splitlines()
    assert [orjson.loads(line.rstrip(b",")) for line in lines[1:-1]] == MATERIAL.changes


@settings(max_examples=30)
@given(same_scheme())
def test_it_is_json_whatever_changed(both: tuple[Taxonomy, Taxonomy]) -> None:
    it = material(*both)
    assert orjson.loads(as_json.write(it))["items"] == it.changes


def test_no_change_is_an_empty_list() -> None:
    assert orjson.loads(as_json.write(replace(MATERIAL, changes=())))["items"] == []


def test_an_older_version_as_the_later_one_is_told() -> None:
    before, after = as_json.both_of(MATERIAL)
    assert as_json.head(after, before)["backwards"] is True


def test_a_release_that_follows_none_has_no_changes() -> None:
    with pytest.raises(ValueError, match=r"competent/3\.10 follows no release"):
        as_json.write(replace(MATERIAL, previous=None))
