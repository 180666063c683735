"""SSSOM files are what the standard asks for, and are read back to an equal set."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from taxonomy.formats.sssom import write
from taxonomy.formats.sssom.header import parsed, yaml_lines
from taxonomy.mapping import NO_TERM_FOUND, Mapping, MappingSet, MappingSource, Side
from taxonomy.sources import eures
from taxonomy.sources.sssom import read
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState
from tests.build import mapping, mapping_set

URL = "https://competent.example"
OP_10 = "0a5cbd0d-97a6-4f1c-8ad0-7c0f6d4d5f11"
HALAL = "http://data.europa.eu/esco/occupation/7ea40a30-9a6d-4ec6-8b3f-6bb9e0ac9b2e"
BUTCHER = mapping_set(mapping(OP_10, "narrow", HALAL, subject_label="Slager"))
REVIEWED = mapping(
    OP_10,
    "exact",
    HALAL,
    author="A",
    reviewer="B|C",
    mapping_date=date(2021, 9, 30),
    review_date=date(2026, 1, 2),
    confidence=0.1234567,
    comment='a\tb "c"\n#d',
    subject_revision="sha256:ab",
    reasons=({"change": "renamed", "to": ["x"]},),
    state=MappingState.STALE,
    justification=Justification.REVIEW,
    source="a.csv, row 3",
)


def text(content: MappingSet, **options: Any) -> str:
    return write(content, public_url=URL, **options).decode()


def head_and_rows(file: str) -> tuple[dict[str, Any], list[list[str]]]:
    lines = file.splitlines()
    head = "\n".join(it[1:] for it in lines if it.startswith("#"))
    rows = [it.split("\t") for it in lines if not it.startswith("#")]
    return yaml.safe_load(head), rows


def read_back(content: MappingSet) -> MappingSet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.sssom.tsv"
        path.write_bytes(write(content, public_url=URL))
        found = read(path)
    assert found.findings == ()
    return found.mapping_set


def test_a_file_has_its_metadata_above_its_table() -> None:
    head, rows = head_and_rows(text(BUTCHER, version="2", published=date(2026, 11, 28)))
    assert list(head) == [
        *("curie_map", "sssom_version", "mapping_set_id", "mapping_set_version"),
        *("mapping_set_title", "license", "subject_source", "subject_source_version"),
        *("object_source", "object_source_version", "publication_date", "extension_definitions"),
        "ext_sources",
    ]
    assert head["curie_map"] == {
        "OWN": f"{URL}/ns#",
        "SCHEME": f"{URL}/id/",
        "competent": f"{URL}/id/competent/",
        "esco": "http://data.europa.eu/esco/",
    }
    assert head["mapping_set_id"] == f"{URL}/v1/mapping-sets/competent-3.8--esco-1.0.3"
    assert (head["subject_source"], head["subject_source_version"]) == ("SCHEME:competent", "3.8")
    assert head["extension_definitions"] == [
        {"slot_name": slot, "property": f"OWN:{term}", "type_hint": "xsd:string"}
        for slot, term in (("ext_sources", "mappingSetSources"), ("ext_state", "mappingState"))
    ]
    esco = HALAL.removeprefix("http://data.europa.eu/esco/")
    assert rows == [
        ["subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "ext_state"],
        [f"competent:{OP_10}", "Slager", "skos:narrowMatch", f"esco:{esco}", "semapv:UnspecifiedMatching", "accepted"],
    ]  # fmt: skip


def test_an_empty_set_is_a_header() -> None:
    _, rows = head_and_rows(text(mapping_set()))
    assert rows == [["subject_id", "predicate_id", "object_id", "mapping_justification"]]
    assert read_back(mapping_set()) == mapping_set()


def test_a_date_that_all_share_stands_above_the_table() -> None:
    day = date(2021, 9, 30)
    content = mapping_set(*(mapping(it, "exact", HALAL, mapping_date=day) for it in "ab"))
    head, rows = head_and_rows(text(content))
    assert head["mapping_date"] == day.isoformat()
    assert "mapping_date" not in rows[0]
    assert read_back(content) == content


def test_a_rejected_mapping_says_not_for_those_who_know_no_states() -> None:
    _, rows = head_and_rows(text(mapping_set(mapping("a", "exact", HALAL, state=MappingState.REJECTED))))  # fmt: skip
    assert dict(zip(*rows, strict=True))["predicate_modifier"] == "Not"


def test_a_review_without_reviewer_has_no_review_date() -> None:
    content = mapping_set(mapping("a", "exact", HALAL, review_date=date(2026, 1, 2)))
    _, rows = head_and_rows(text(content))
    assert "review_date" not in rows[0]
    assert read_back(content) == content


def test_everything_comes_back() -> None:
    source = MappingSource("a.csv", "ab", "T: 1", "A", "V1.0", "2021-09-30", "CC0")
    content = MappingSet.of(
        Side("competent", "3.10"),
        Side("esco", "1.2.0"),
        [REVIEWED, mapping(OP_10, "close", NO_TERM_FOUND), mapping("a b|c/é", "exact", HALAL)],
        sources=(source, source._replace(file="b.csv")),
        comment='yes: "no" # or',
    )
    assert read_back(content) == content


def test_concepts_of_others_have_a_prefix_for_each_namespace() -> None:
    content = mapping_set(
        mapping("http://a.example/x/1", "exact", HALAL),
        mapping("http://a.example/y#1", "exact", HALAL),
        mapping(f"{URL}/id/competent/u1", "exact", HALAL),
        subject="sssom/1",
    )
    head, _ = head_and_rows(text(content))
    assert {it: head["curie_map"][it] for it in ("N1", "N2", "SUBJECT")} == {
        "N1": "http://a.example/x/",
        "N2": "http://a.example/y#",
        "SUBJECT": f"{URL}/id/sssom/",
    }
    assert read_back(content) == content


def test_equal_sets_have_equal_bytes() -> None:
    parts = [REVIEWED, mapping("a", "close", HALAL)]
    assert text(mapping_set(*parts)) == text(mapping_set(*reversed(parts)))


TEXTS = st.one_of(st.text(max_size=25), st.sampled_from(["a\nb", '"', " a\t", "#x", "\r", "a  b"]))
IDS = st.one_of(
    st.text(min_size=1, max_size=12),
    st.uuids().map(str),
    st.uuids().map(lambda it: f"http://data.europa.eu/esco/skill/{it}"),
    st.text(max_size=8).map(lambda it: f"http://a.example/{it}"),
    st.sampled_from(["http://", "https://a", "esco:x", f"{URL}/id/esco/x", "http://b.example/#", "sssom:x"]),
)  # fmt: skip
DAYS = st.none() | st.dates()
MAPPINGS = st.builds(
    Mapping,
    subject_id=IDS,
    predicate=st.sampled_from(MappingPredicate),
    object_id=IDS | st.just(NO_TERM_FOUND),
    justification=st.sampled_from(Justification),
    state=st.sampled_from(MappingState),
    confidence=st.none() | st.floats(0, 1),
    author=TEXTS,
    reviewer=TEXTS,
    mapping_date=DAYS,
    review_date=DAYS,
    comment=TEXTS,
    subject_label=TEXTS,
    object_label=TEXTS,
    subject_revision=st.sampled_from(["", "sha256:00"]),
    object_revision=st.sampled_from(["", "sha256:ff"]),
    source=TEXTS,
    reasons=st.lists(st.dictionaries(TEXTS, TEXTS | st.integers(0, 9), max_size=2), max_size=2).map(tuple),
)  # fmt: skip
SIDES = st.builds(Side, st.sampled_from(["competent", "esco", "rome", "co-sispe-2011", "x"]), st.sampled_from(["3.8", "3.10", "1", "esco-lpk", "25.01.2022"]))  # fmt: skip
SETS = st.builds(
    lambda subject, object_, found, sources, comment: MappingSet.of(
        subject, object_, {it.order: it for it in found}.values(), sources=sources, comment=comment
    ),
    SIDES,
    SIDES,
    st.lists(MAPPINGS, max_size=8),
    st.lists(st.builds(MappingSource, *[TEXTS] * 7), max_size=2).map(tuple),
    TEXTS,
)


@given(SETS)
def test_reading_a_file_gives_an_equal_set(content: MappingSet) -> None:
    again = read_back(content)
    assert again == content
    assert again.digest == content.digest


@given(SETS)
def test_the_metadata_are_yaml_to_everybody(content: MappingSet) -> None:
    lines = write(content, public_url=URL).decode().split("\n")
    head = [it[1:] for it in takewhile(lambda it: it.startswith("#"), lines)]
    told = yaml.load("\n".join(head), yaml.BaseLoader)  # noqa: S506 -- makes nothing but texts
    assert told == parsed(head)


BLOCKS = st.recursive(
    st.text(),
    lambda inner: (
        st.lists(inner.filter(lambda it: not isinstance(it, list)), min_size=1, max_size=3)
        | st.dictionaries(st.text(min_size=1), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1), BLOCKS, max_size=4))
@example({"A#": "", "b": {"#c": ["#"]}})
def test_a_block_is_read_as_it_was_written(block: dict[str, Any]) -> None:
    assert parsed(list(yaml_lines(block))) == block


@pytest.mark.real_data
def test_the_published_tables_come_back(shared_data: Path) -> None:
    for name in ("BE", "NO", "SE"):
        original = eures.read(sorted((shared_data / "eures").glob(f"{name}*"))).mapping_set
        assert read_back(original) == original
        assert read_back(replace(original, comment="x")).comment == "x"
