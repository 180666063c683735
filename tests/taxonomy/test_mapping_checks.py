from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.findings import Severity
from taxonomy.mapping import NO_TERM_FOUND, Mapping, MappingSet, Side
from taxonomy.mapping_checks import CIRCLE, MAPPING_CHECKS, check_circles, check_mappings
from taxonomy.vocabulary import Kind, MappingPredicate, MappingState, Status
from tests.build import concept, link, mapping, mapping_set
from tests.strategies import ids, taxonomies
from tests.taxonomy.currency.releases import BUTCHER, SAWING, esco, occupation, ours
from tests.taxonomy.test_migration import over_all

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Taxonomy

DOCS = Path(__file__).parents[2] / "docs/checks.md"


def codes(
    *mappings: Mapping, subjects: ReleaseIndex | None = None, objects: ReleaseIndex | None = None
) -> list[str]:
    found = check_mappings(mapping_set(*mappings), subjects, objects)
    return [it.code for it in found if it.severity is not Severity.INFO]


def test_every_code_is_documented_with_its_severity() -> None:
    _, _, of_mappings = DOCS.read_text().partition("\n## Of mappings")
    section, _, _ = of_mappings.partition("\n## ")
    told = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", section, re.MULTILINE)
    assert told == [*((it.code, it.severity.value) for it in MAPPING_CHECKS), (CIRCLE, "error")]


def test_a_sound_set_has_no_findings() -> None:
    held = [mapping("op-10", "exact", "butcher"), mapping("op-10", "narrow", "halal")]
    objects = esco(BUTCHER, occupation("halal", link("broader", "butcher")))
    assert codes(*held, subjects=ours(concept("op-10")), objects=objects) == []


def test_only_accepted_mappings_count() -> None:
    held = [
        mapping("op-10", "exact", it, state=state)
        for it, state in zip("abc", ("suggested", "rejected", "stale"), strict=True)
    ]
    states = [replace(it, state=MappingState(it.state)) for it in held]
    assert codes(*states, mapping("op-10", "exact", NO_TERM_FOUND), objects=esco()) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("exact", "broad", "mapping-disjoint"),
        ("exact", "narrow", "mapping-disjoint"),
        ("exact", "related", "mapping-disjoint"),
        ("broad", "narrow", "mapping-disjoint"),
        ("exact", "close", "mapping-two-predicates"),
        ("close", "broad", "mapping-two-predicates"),
    ],
)
def test_a_pair_has_one_predicate(one: str, other: str, expected: str) -> None:
    held = mapping("op-10", one, "butcher"), mapping("op-10", other, "butcher")
    assert codes(*held) == [expected]


def test_exact_matches_are_one_to_one() -> None:
    held = mapping("a", "exact", "x"), mapping("a", "exact", "y"), mapping("b", "exact", "y")
    found = list(check_mappings(mapping_set(*held), None, None))
    assert [(it.code, it.concept, it.field) for it in found] == [
        ("mapping-several-exact", "a", "subject"),
        ("mapping-shared-exact", "y", "object"),
    ]
    assert found[0].message == "a has 2 exact matches: x, y"


def test_what_is_mapped_is_there_and_active_at_both_ends() -> None:
    retired = replace(BUTCHER, status=Status.RETIRED)
    held = mapping("op-10", "exact", "butcher"), mapping("op-11", "close", "nowhere")
    assert codes(*held, subjects=ours(concept("op-10")), objects=esco(retired)) == [
        "mapping-to-unknown",
        "mapping-to-unknown",
        "mapping-to-retired",
    ]


def test_an_occupation_is_no_skill() -> None:
    held = mapping("op-10", "close", "sawing"), mapping("sk-1", "close", "sawing")
    subjects = ours(concept("op-10"), concept("sk-1", Kind.SOFT_SKILL))
    found = [
        it
        for it in check_mappings(mapping_set(*held), subjects, esco(SAWING))
        if it.code == "mapping-kind-misfit"
    ]
    assert [it.message for it in found] == ["OP-10 (profile) is matched to SAWING (skill)"]
    assert codes(*held, subjects=subjects) == []


SUBJECTS = ours(concept("low", Kind.SKILL, link("broader", "high")), concept("high", Kind.SKILL))
OBJECTS = esco(occupation("under", link("broader", "over")), occupation("over"))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("exact", "exact", 1),
        ("narrow", "broad", 1),
        ("broad", "exact", 0),
        ("exact", "narrow", 0),
        ("close", "exact", 0),
    ],
)
def test_a_broader_concept_is_not_matched_below_its_narrower(
    low: str, high: str, expected: int
) -> None:
    held = mapping("low", low, "over"), mapping("high", high, "under")
    found = codes(*held, subjects=SUBJECTS, objects=OBJECTS)
    assert found.count("mapping-against-hierarchy") == expected


def test_hierarchies_that_run_in_circles_are_walked_once() -> None:
    subjects = ours(
        *(concept(a, Kind.SKILL, link("broader", b)) for a, b in (("a", "b"), ("b", "a")))
    )
    objects = esco(*(occupation(a, link("broader", b)) for a, b in (("x", "y"), ("y", "x"))))
    held = mapping("a", "exact", "x"), mapping("b", "exact", "y")
    assert codes(*held, subjects=subjects, objects=objects).count("mapping-against-hierarchy") == 2


def test_coverage_is_told_by_the_closest_predicate() -> None:
    held = mapping("op-10", "close", "butcher"), mapping("op-11", "exact", "butcher")
    objects = esco(BUTCHER, occupation("baker"))
    found = list(check_mappings(mapping_set(*held), None, objects))
    assert [it.message for it in found if it.code == "mapping-coverage"] == [
        "1 of 2 concepts (occupation) are mapped, at best by: 1 skos:exactMatch"
    ]
    retired = replace(BUTCHER, status=Status.RETIRED)
    found = list(check_mappings(mapping_set(*held), None, esco(retired)))
    assert found[-1].message == "0 of 0 concepts (occupation) are mapped, at best by: nothing"


def circles(*sets: MappingSet) -> list[str]:
    return [it.message for it in check_circles(sets)]


def test_a_circle_over_several_sets_is_found() -> None:
    one = mapping_set(mapping("a", "exact", "b"), subject="competent/1", object_="esco/1")
    two = mapping_set(mapping("b", "broad", "c"), subject="esco/1", object_="rome/1")
    three = mapping_set(mapping("c", "exact", "a"), subject="rome/1", object_="competent/1")
    assert circles(one, two) == []
    assert circles(one, two, three) == [
        "broader than itself: esco b → rome c → competent a → esco b"
    ]


def test_a_circle_within_one_set_and_a_concept_broader_than_itself_are_found() -> None:
    same = mapping_set(
        mapping("a", "broad", "a"), mapping("b", "exact", "b"), subject="esco/1", object_="esco/2"
    )
    assert circles(same) == ["broader than itself: esco a → esco a"]
    crossed = mapping_set(
        *(mapping(*it) for it in (("a", "exact", "x"), ("b", "exact", "x"), ("b", "exact", "y"))),
        mapping("a", "narrow", "y"),
    )
    assert len(circles(crossed)) == 1


def test_close_and_unaccepted_matches_close_no_circle() -> None:
    held = mapping_set(
        mapping("a", "close", "x"),
        mapping("a", "broad", "x"),
        mapping("a", "narrow", "x", state=MappingState.REJECTED),
        mapping("a", "exact", NO_TERM_FOUND),
    )
    assert circles(held) == []


def test_long_chains_do_not_recurse() -> None:
    count = 2_000
    up = [mapping(f"s{it}", "broad", f"o{it}") for it in range(count)]
    down = [mapping(f"s{it + 1}", "narrow", f"o{it}") for it in range(count)]
    assert circles(mapping_set(*up, *down)) == []
    assert len(circles(mapping_set(*up, *down, mapping("s0", "narrow", f"o{count - 1}")))) == 1


@given(
    st.lists(
        st.builds(
            Mapping,
            subject_id=ids,
            predicate=st.sampled_from(MappingPredicate),
            object_id=ids,
            state=st.sampled_from(MappingState),
        ),
        max_size=8,
        unique_by=lambda it: it.order,
    ),
    taxonomies(),
)
def test_any_set_is_checked_to_its_end(mappings: list[Mapping], held: Taxonomy) -> None:
    same = MappingSet.of(Side("competent", "1"), Side("competent", "1"), mappings)
    index = over_all(held, "1")
    found = list(check_mappings(same, index, index))
    assert found == list(check_mappings(same, index, index))
    for it in check_circles([same]):
        assert it.message.split(": ")[1].split(" → ")[0] == it.message.split(" → ")[-1]
