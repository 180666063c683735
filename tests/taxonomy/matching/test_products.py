"""The largest products are those that a plain loop over all rows finds, to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.matching.products import Entries, Tiles, top_products

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[int, float]
WIDTH = 6
rows_ = st.lists(
    st.dictionaries(
        st.integers(0, WIDTH - 1), st.sampled_from([0.25, 0.3, 0.5, 1 / 3, 1.0]), max_size=WIDTH
    ),
    max_size=40,
)


def entries(rows: Sequence[Row]) -> Entries:
    starts = np.cumsum([0, *(len(it) for it in rows)], dtype=np.int64)
    columns = np.array([it for row in rows for it in sorted(row)], dtype=np.int32)
    values = np.array([row[it] for row in rows for it in sorted(row)], dtype=np.float32)
    return Entries(starts, columns, values)


def looped(question: Row, rows: Sequence[Row], most: int) -> list[tuple[int, Any]]:
    """Row and product of the best, as the contract of matching writes it down."""
    found = []
    for number, row in enumerate(rows):
        product = np.float32(0)
        for column in sorted(question):
            if column in row:
                product += np.float32(question[column]) * np.float32(row[column])
        if product > 0:
            found.append((number, product))
    return sorted(found, key=lambda it: (-it[1], it[0]))[:most]


def searched(
    questions: Sequence[Row], rows: Sequence[Row], most: int, size: int
) -> list[list[tuple[int, Any]]]:
    tiles = Tiles.of(entries(rows), WIDTH, size=size)
    top = top_products(entries(questions), tiles, most)
    return [
        list(zip(top.rows[it, :many].tolist(), top.products[it, :many], strict=True))
        for it, many in enumerate(top.counts.tolist())
    ]


@given(rows_, rows_, st.integers(1, 9), st.integers(1, 50))
@settings(deadline=None, max_examples=50)
def test_the_largest_products_are_those_of_a_plain_loop(
    questions: list[Row], rows: list[Row], most: int, size: int
) -> None:
    assert searched(questions, rows, most, size) == [looped(it, rows, most) for it in questions]


@pytest.mark.parametrize(("size", "most"), [(7, 3), (256, 20), (65_536, 100)])
def test_no_size_of_a_tile_changes_a_bit(size: int, most: int) -> None:
    random = np.random.default_rng(7)
    rows = [
        {int(it): float(random.random()) for it in random.integers(0, WIDTH, 3)} for _ in range(600)
    ]
    assert searched(rows[:5], rows, most, size) == [looped(it, rows, most) for it in rows[:5]]


def test_equal_products_stand_in_the_order_of_the_rows_however_many_there_are() -> None:
    rows: list[Row] = [{0: 1.0}] * 5_000
    (found,) = searched([{0: 1.0}], rows, 100, 1_024)
    assert [row for row, _ in found] == list(range(100))


def test_a_row_that_grows_ever_better_is_found_at_the_end() -> None:
    rows: list[Row] = [{0: (it + 1) / 5_000} for it in range(5_000)]
    (found,) = searched([{0: 1.0}], rows, 100, 1_024)
    assert [row for row, _ in found] == list(range(4_999, 4_899, -1))


def test_columns_that_no_row_holds_count_for_nothing() -> None:
    tiles = Tiles.of(entries([{0: 1.0}, {1: 1.0}]), 2)
    question = Entries(
        np.array([0, 3]),
        np.array([-1, 1, 9], dtype=np.int32),
        np.array([1, 0.5, 1], dtype=np.float32),
    )
    top = top_products(question, tiles, 10)
    assert (top.counts.tolist(), top.rows[0, :1].tolist()) == ([1], [1])
    assert top.products[0, 0] == np.float32(0.5)


@pytest.mark.parametrize(("questions", "rows"), [([], [{0: 1.0}]), ([{0: 1.0}], []), ([{}], [{}])])
def test_nothing_is_found_where_there_is_nothing(questions: list[Row], rows: list[Row]) -> None:
    assert searched(questions, rows, 5, 8) == [[] for _ in questions]
