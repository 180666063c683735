from __future__ import annotations

from functools import reduce
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from taxonomy.composing import ASSUMED, COMPOSED, EXACTNESS, compose, composed, sureness
from taxonomy.mapping import INVERSE
from taxonomy.vocabulary import MappingPredicate

EXACT, CLOSE, BROAD, NARROW, RELATED = MappingPredicate
predicates = st.sampled_from(MappingPredicate)
paths = st.lists(predicates, max_size=5)
confidences = st.none() | st.floats(0, 1)


def holds(predicate: MappingPredicate, one: frozenset[int], other: frozenset[int]) -> bool:
    """What a predicate claims of concepts as sets of things; *close* and *related* claim nothing."""
    claims = {EXACT: one == other, BROAD: one <= other, NARROW: one >= other}
    return claims.get(predicate, True)


def test_every_pair_of_predicates_is_composed() -> None:
    assert {(a, b) for a, row in COMPOSED.items() for b in row} == set(
        product(MappingPredicate, repeat=2)
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (EXACT, EXACT, EXACT),
        (EXACT, BROAD, BROAD),
        (BROAD, BROAD, BROAD),
        (NARROW, NARROW, NARROW),
        (BROAD, NARROW, RELATED),
        (NARROW, BROAD, RELATED),
        (CLOSE, EXACT, CLOSE),
        (CLOSE, CLOSE, RELATED),
        (CLOSE, BROAD, RELATED),
        (RELATED, EXACT, RELATED),
    ],
)
def test_a_chain_says_what_follows_and_no_more(
    first: MappingPredicate, second: MappingPredicate, whole: MappingPredicate
) -> None:
    assert compose(first, second) is whole


@given(predicates, predicates, predicates)
def test_it_does_not_matter_where_a_path_is_cut(
    a: MappingPredicate, b: MappingPredicate, c: MappingPredicate
) -> None:
    assert compose(compose(a, b), c) is compose(a, compose(b, c))


@given(paths)
def test_the_way_back_is_the_inverse_of_the_way(path: list[MappingPredicate]) -> None:
    back = [INVERSE[it] for it in reversed(path)]
    assert composed(back) is INVERSE[composed(path)]


@given(paths)
def test_a_path_is_never_more_exact_than_its_weakest_step(path: list[MappingPredicate]) -> None:
    assume(path)
    assert EXACTNESS[composed(path)] <= min(EXACTNESS[it] for it in path)


@given(predicates)
def test_exact_steps_change_nothing(predicate: MappingPredicate) -> None:
    assert composed([EXACT, predicate, EXACT]) is predicate
    assert composed([]) is EXACT


@given(predicates, predicates, *[st.frozensets(st.integers(0, 3)) for _ in range(3)])
def test_what_is_said_of_sets_of_things_is_true(
    first: MappingPredicate,
    second: MappingPredicate,
    a: frozenset[int],
    b: frozenset[int],
    c: frozenset[int],
) -> None:
    assume(holds(first, a, b) and holds(second, b, c))
    assert holds(compose(first, second), a, c)


@given(st.lists(st.tuples(predicates, confidences), max_size=5))
def test_a_longer_path_is_never_surer(steps: list[tuple[MappingPredicate, float | None]]) -> None:
    sure = [sureness(steps[:length]) for length in range(len(steps) + 1)]
    assert sure == sorted(sure, reverse=True)
    assert 0 <= sure[-1] <= 1


def test_a_step_without_confidence_has_the_one_agreed_on() -> None:
    assert sureness([(EXACT, None), (BROAD, 0.5)]) == ASSUMED[EXACT] * 0.5
    assert all(0 < it < 1 for it in ASSUMED.values())


def test_where_nothing_follows_the_confidence_says_so_once() -> None:
    siblings = sureness([(BROAD, 1.0), (NARROW, 1.0)])
    assert siblings == ASSUMED[RELATED]
    assert sureness([(BROAD, 1.0), (NARROW, 1.0), (CLOSE, 1.0)]) == siblings
    assert sureness([(EXACT, 1.0), (RELATED, 0.9)]) == 0.9


@given(st.lists(st.tuples(predicates, confidences), max_size=5))
def test_the_way_back_is_as_sure_as_the_way(
    steps: list[tuple[MappingPredicate, float | None]],
) -> None:
    back = [(INVERSE[predicate], given) for predicate, given in reversed(steps)]
    assert sureness(back) == pytest.approx(sureness(steps))


@given(paths, predicates)
def test_a_path_is_composed_step_by_step(
    path: list[MappingPredicate], last: MappingPredicate
) -> None:
    assert composed([*path, last]) is reduce(compose, [composed(path), last])
