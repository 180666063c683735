"""Mappings and the sets that hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.mapping import INVERSE, NO_TERM_FOUND, Mapping, inverted, mapping_id
from taxonomy.vocabulary import MappingPredicate, MappingState
from tests.build import mapping, mapping_set

MAPPINGS = st.builds(
    Mapping,
    subject_id=st.text(min_size=1),
    predicate=st.sampled_from(MappingPredicate),
    object_id=st.text(min_size=1),
    subject_label=st.text(),
    object_label=st.text(),
    subject_revision=st.text(),
    object_revision=st.text(),
)


def test_the_butcher_is_broader_seen_from_the_halal_butcher() -> None:
    butcher = mapping(
        "op-10", "narrow", "halal", subject_label="Slager", object_label="islamitisch"
    )
    turned = inverted(butcher)
    assert (turned.subject_id, turned.predicate, turned.object_id) == (
        "halal",
        MappingPredicate.BROAD,
        "op-10",
    )
    assert (turned.subject_label, turned.object_label) == ("islamitisch", "Slager")


@given(MAPPINGS)
def test_a_mapping_inverted_twice_is_itself(one: Mapping) -> None:
    assert inverted(inverted(one)) == one


def test_every_predicate_has_an_inverse_whose_inverse_it_is() -> None:
    assert {it: INVERSE[INVERSE[it]] for it in MappingPredicate} == {
        it: it for it in MappingPredicate
    }


def test_a_set_is_sorted_by_subject_closeness_and_object() -> None:
    found = mapping_set(
        mapping("b", "exact", "x"),
        mapping("a", "narrow", "x"),
        mapping("a", "exact", "y"),
        mapping("a", "exact", "x"),
    )
    assert [(it.subject_id, it.predicate.value, it.object_id) for it in found] == [
        ("a", "skos:exactMatch", "x"),
        ("a", "skos:exactMatch", "y"),
        ("a", "skos:narrowMatch", "x"),
        ("b", "skos:exactMatch", "x"),
    ]


def test_a_set_holds_a_triple_once() -> None:
    with pytest.raises(ValueError, match="a skos:exactMatch x twice"):
        mapping_set(mapping("a", "exact", "x"), mapping("a", "exact", "x", comment="again"))


def test_a_set_holds_two_predicates_between_the_same_concepts() -> None:
    found = mapping_set(mapping("a", "exact", "x"), mapping("a", "broad", "x"))
    assert len(found) == 2


def test_a_set_is_named_by_both_releases() -> None:
    assert mapping_set().name == "competent-3.8--esco-1.0.3"


def test_mappings_are_found_by_subject_by_object_and_by_id() -> None:
    found = mapping_set(
        mapping("a", "exact", "x"), mapping("b", "close", "x"), mapping("a", "close", "y")
    )
    assert [it.object_id for it in found.by_subject["a"]] == ["x", "y"]
    assert [it.subject_id for it in found.by_object["x"]] == ["a", "b"]
    assert [found.by_id[found.id_of(it)] for it in found] == list(found)


def test_the_id_of_a_mapping_outlives_releases_and_reviews() -> None:
    one = mapping("a", "exact", "x")
    later = replace(
        one, state=MappingState.STALE, review_date=date(2026, 1, 2), comment="looked at"
    )
    other = mapping_set(later, subject="competent/3.11", object_="esco/1.2.0")
    assert other.id_of(later) == mapping_set(one).id_of(one)


def test_the_id_of_a_mapping_tells_schemes_predicates_and_concepts_apart() -> None:
    one = mapping("a", "exact", "x")
    ids = {
        mapping_id("competent", one, "esco"),
        mapping_id("rome", one, "esco"),
        mapping_id("competent", one, "isco"),
        mapping_id("competent", mapping("a", "close", "x"), "esco"),
        mapping_id("competent", mapping("a", "exact", "y"), "esco"),
        mapping_id("competent", mapping("b", "exact", "x"), "esco"),
    }
    assert len(ids) == 6


def test_equal_sets_have_one_digest_whatever_the_order() -> None:
    parts = [mapping("a", "exact", "x"), mapping("b", "close", "y")]
    assert mapping_set(*parts).digest == mapping_set(*reversed(parts)).digest


@pytest.mark.parametrize(
    "other",
    [
        {"confidence": 0.5},
        {"comment": "looked at"},
        {"state": MappingState.REJECTED},
        {"reasons": ({"change": "renamed"},)},
    ],
)
def test_what_a_mapping_says_is_in_the_digest(other: dict[str, Any]) -> None:
    one = mapping("a", "exact", "x")
    assert mapping_set(one).digest != mapping_set(replace(one, **other)).digest


def test_a_set_read_backwards_twice_is_itself() -> None:
    one = mapping_set(mapping("a", "broad", "x"), mapping("b", "exact", "y"))
    assert one.inverted().inverted().mappings == one.mappings


def test_what_finds_nothing_has_no_inverse() -> None:
    nothing = mapping("a", "exact", NO_TERM_FOUND)
    assert nothing.finds_nothing
    assert mapping_set(nothing).inverted().mappings == ()
