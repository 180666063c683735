"""Two frameworks side by side: what is said, what is read from names, and that nobody is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taxonomy.aligning import LEAST, Alignment, Ground, align
from taxonomy.mapping import Mapping
from taxonomy.model import Concept
from taxonomy.vocabulary import Kind, MappingState
from tests.build import concept, mapping
from tests.taxonomy.suggesting.releases import index

BARE = index()


def entry(id: str, scheme: str = "competent", **labels: str) -> Concept:
    return concept(id, Kind.SKILL, scheme=scheme, **labels)


def rows(
    left: list[Concept], right: list[Concept], *mapped: Mapping, **numbers: str
) -> list[tuple[str, str, Ground | None]]:
    """Left, right, ground; – for nothing."""
    outside = {"e9": entry("e9", "esco", en="outside")}
    found = align(left, right, BARE, mapped=mapped, numbers=numbers, find=outside.get)
    return [
        (it.left.id if it.left else "–", it.right.id if it.right else "–", it.ground)
        for it in found
    ]


def test_a_mapping_comes_before_a_number_and_both_before_names() -> None:
    left = [entry("a", en="cut meat"), entry("b", en="saw wood"), entry("c", en="bake bread")]
    right = [entry(it, "esco", en=en) for it, en in (("x", "cut meat"), ("y", "bake the bread"))]
    assert rows(left, right) == [
        ("a", "x", Ground.NAME),
        ("b", "–", None),
        ("c", "y", Ground.LIKENESS),
    ]
    assert rows(left, right, mapping("b", "close", "x"), c="Y") == [
        ("a", "–", None),
        ("b", "x", Ground.MAPPING),
        ("c", "y", Ground.NUMBER),
    ]


def test_one_may_be_mapped_to_several_and_out_of_the_framework() -> None:
    left, right = [entry("a", en="cut meat")], [entry("x", "esco", en="cut meat")]
    mapped = [mapping("a", "exact", "x"), mapping("a", "narrow", "e9"), mapping("a", "broad", "?")]
    assert rows(left, right, *mapped, a="X") == [
        ("a", "x", Ground.MAPPING),
        ("a", "e9", Ground.MAPPING),
    ]


def test_what_nobody_accepted_counts_for_nothing() -> None:
    left, right = [entry("a", en="cut meat")], [entry("x", "esco", en="saw wood")]
    told = [
        mapping("a", "exact", "x", state=state)
        for state in MappingState
        if state is not MappingState.ACCEPTED
    ]
    assert rows(left, right, *told) == [("a", "–", None), ("–", "x", None)]


def test_names_of_different_languages_say_nothing() -> None:
    assert align([entry("a", nl="gas")], [entry("x", "esco", en="gas")], BARE) == [
        Alignment(entry("a", nl="gas"), None),
        Alignment(None, entry("x", "esco", en="gas")),
    ]


def test_two_that_are_equally_alike_suggest_neither() -> None:
    right = [entry("x", "esco", en="cut meat"), entry("y", "esco", en="cut meat")]
    assert rows([entry("a", en="cut meat")], right) == [
        ("a", "–", None),
        ("–", "x", None),
        ("–", "y", None),
    ]


def test_an_empty_code_is_no_number() -> None:
    right = [Concept(scheme="esco", id="x", kind=Kind.SKILL)]
    assert rows([entry("a", en="cut meat")], right, a="") == [("a", "–", None), ("–", "x", None)]


_WORDS = st.lists(st.sampled_from(["cut", "saw", "bake", "meat", "wood"]), max_size=3).map(" ".join)


@given(st.lists(_WORDS, max_size=6), st.lists(_WORDS, max_size=6))
def test_nobody_is_lost_and_names_pair_one_with_one(ours: list[str], theirs: list[str]) -> None:
    left = [entry(f"a{place}", en=it or "?") for place, it in enumerate(ours)]
    right = [entry(f"x{place}", "esco", en=it or "?") for place, it in enumerate(theirs)]
    found = align(left, right, BARE)
    assert [it.left for it in found if it.left] == left
    assert sorted(it.right.id for it in found if it.right) == sorted(it.id for it in right)
    assert all(it.likeness >= LEAST for it in found if it.ground)
