"""Tests of what stands above and below a concept."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.hierarchy import Hierarchy, cycles
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import Kind, Predicate, Status
from tests.build import concept, link, retired
from tests.strategies import taxonomies


def naive_ancestors(of: str, it: Taxonomy) -> set[str]:
    found: set[str] = set()
    for _ in it:
        found |= {
            link.target
            for one in it
            if one.id in found | {of}
            for link in one.links
            if link.predicate is Predicate.BROADER and link.target in it.by_id
        }
    return found - {of}


def naive_descendants(of: str, it: Taxonomy) -> set[str]:
    active = Taxonomy.of(
        it.scheme, [one for one in it if one.status is Status.ACTIVE or one.id == of]
    )
    return {
        one.id
        for one in active
        if one.status is Status.ACTIVE and of in naive_ancestors(one.id, active)
    }


@settings(max_examples=40)
@given(taxonomies())
def test_ancestors_are_what_a_naive_scan_finds(it: Taxonomy) -> None:
    hierarchy = Hierarchy.of(it)
    for one in it:
        found = hierarchy.ancestors(one.id)
        assert set(found) == naive_ancestors(one.id, it)
        assert len(found) == len(set(found))


@settings(max_examples=40)
@given(taxonomies())
def test_descendants_are_what_a_naive_scan_finds(it: Taxonomy) -> None:
    hierarchy = Hierarchy.of(it)
    for one in it:
        assert set(hierarchy.descendants(one.id)) == naive_descendants(one.id, it)


@settings(max_examples=40)
@given(taxonomies())
def test_top_concepts_have_no_active_concept_above_them(it: Taxonomy) -> None:
    active = {one.id for one in it if one.status is Status.ACTIVE}
    expected = [
        one.id
        for one in it
        if one.id in active and not (active - {one.id}) & set(one.targets(Predicate.BROADER))
    ]
    assert list(Hierarchy.of(it).top_concepts()) == expected


def test_the_nearest_ancestors_come_first() -> None:
    hierarchy = Hierarchy.of(
        [
            concept("a", Kind.SKILL, link("broader", "b"), link("broader", "c")),
            concept("b", Kind.SKILL, link("broader", "d")),
            concept("c", Kind.SKILL),
            concept("d", Kind.SKILL),
        ]
    )
    assert hierarchy.ancestors("a") == ("b", "c", "d")
    assert hierarchy.descendants("d") == ("b", "a")


def test_a_chain_of_ten_thousand_concepts_is_walked() -> None:
    names = [f"{place:05d}" for place in range(10_000)]
    chain = [concept(one, Kind.SKILL, link("broader", other)) for one, other in pairwise(names)]
    hierarchy = Hierarchy.of([*chain, concept(names[-1], Kind.SKILL)])
    assert hierarchy.ancestors(names[0])[-1] == names[-1]
    assert len(hierarchy.descendants(names[-1])) == len(names) - 1


def test_a_retired_concept_knows_its_broader_and_is_nobodys_narrower() -> None:
    old = replace(retired("a"), links=(link("broader", "b"),))
    hierarchy = Hierarchy.of([old, concept("b")])
    assert hierarchy.broader("a") == ("b",)
    assert hierarchy.narrower("b") == ()


def test_an_unknown_concept_stands_nowhere() -> None:
    hierarchy = Hierarchy.of([])
    assert hierarchy.broader("x") == hierarchy.ancestors("x") == hierarchy.descendants("x") == ()


def test_a_circle_is_named_from_its_smallest_id() -> None:
    assert list(cycles({"c": ["a"], "a": ["b"], "b": ["c"], "d": ["a"]})) == [("a", "b", "c")]


def test_a_link_to_itself_is_no_circle() -> None:
    assert list(cycles({"a": ["a"]})) == []


graphs = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6
)


@given(graphs)
def test_a_circle_is_found_exactly_where_a_concept_stands_above_itself(
    graph: dict[str, list[str]],
) -> None:
    found = list(cycles(graph))
    for circle in found:
        pairs = zip(circle, circle[1:] + circle[:1], strict=True)
        assert all(other in graph[one] for one, other in pairs)

    def above(start: str) -> set[str]:
        seen: set[str] = set()
        frontier = [it for it in graph.get(start, ()) if it != start]
        while frontier:
            here = frontier.pop()
            if here not in seen:
                seen.add(here)
                frontier += [it for it in graph.get(here, ()) if it != here]
        return seen

    assert bool(found) == any(it in above(it) for it in graph)
