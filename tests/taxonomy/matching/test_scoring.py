"""The formula, number by number: what others rely on to get the same bits."""

import math

import numpy as np
import pytest

from taxonomy.errors import InvalidQueryError
from taxonomy.matching.scoring import (
    Direction,
    Formula,
    Rows,
    asking_counts,
    profile_values,
    question_values,
    rarity_weights,
    scores,
    shares,
)

PROFILES = Rows(np.array([0, 2, 4, 4], np.int64), np.array([0, 1, 1, 2], np.int32))
ESSENTIAL = np.array([True, False, True, True])


def row(*columns: int) -> Rows:
    return Rows(np.array([0, len(columns)], np.int64), np.array(columns, np.int32))


def test_a_competence_is_the_rarer_the_fewer_profiles_ask_for_it() -> None:
    asking = asking_counts(PROFILES, 4)
    assert asking.tolist() == [1, 2, 1, 0]
    rare, common = 1 + math.log(3), 1 + math.log(3 / 2)
    assert rarity_weights(asking, 3, 1) == pytest.approx([rare, common, rare, rare])
    assert rarity_weights(asking, 3, 2) == pytest.approx([rare**2, common**2, rare**2, rare**2])
    assert rarity_weights(asking, 3, 0).tolist() == [1, 1, 1, 1]


def test_the_rows_of_profiles_add_up_to_one_for_coverage_and_are_of_length_one_for_similarity() -> (
    None
):
    rarity = np.array([1.0, 2.0, 3.0])
    for direction, expected in (
        (Direction.COVERAGE, [2 / 4, 2 / 4, 4 / 10, 6 / 10]),
        (Direction.SIMILARITY, [2 / 8**0.5, 2 / 8**0.5, 4 / 52**0.5, 6 / 52**0.5]),
    ):
        values = profile_values(PROFILES, ESSENTIAL, rarity, Formula(direction=direction))
        assert values.dtype == np.float32
        assert values.tolist() == np.array(expected).astype(np.float32).tolist()


def test_the_greatest_weight_of_a_question_counts_as_one() -> None:
    questions = Rows(np.array([0, 2, 2, 3], np.int64), np.array([0, 2, 1], np.int32))
    found = shares(questions, np.array([2.0, 8.0, 5.0]), np.array([1.0, 0.5, 0.25]))
    assert found.tolist() == [0.25, 0.5, 0.25]


def test_a_question_keeps_its_shares_for_coverage_and_has_length_one_for_similarity() -> None:
    rarity, share = np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.5])
    whole = question_values(row(0, 2), share, rarity, Formula(direction=Direction.COVERAGE))
    assert whole.tolist() == [1.0, 0.5]
    alike = question_values(row(0, 2), share, rarity, Formula())
    assert alike.tolist() == np.array([1 / 3.25**0.5, 1.5 / 3.25**0.5]).astype(np.float32).tolist()


def test_a_row_comes_out_the_same_alone_and_among_others() -> None:
    rng = np.random.default_rng(5)
    columns = [np.sort(rng.choice(50, size, replace=False)) for size in (7, 0, 30, 1)]
    starts = np.cumsum([0, *map(len, columns)])
    rarity, share = rng.uniform(1, 7, 50), rng.uniform(0.1, 1, starts[-1])
    every = Rows(starts, np.concatenate(columns).astype(np.int32))
    together = question_values(every, share, rarity, Formula())
    for place, its in enumerate(columns):
        entries = slice(starts[place], starts[place + 1])
        alone = question_values(row(*its), share[entries], rarity, Formula())
        assert alone.tolist() == together[entries].tolist()


def test_scores_have_four_decimals_and_end_at_100() -> None:
    products = np.array([0.123456789, 1.0000001, 0.0], np.float32)
    assert scores(products).tolist() == [12.3457, 100.0, 0.0]


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, -1, 1e9])
def test_numbers_that_make_no_sense_are_refused_by_name(wrong: float) -> None:
    with pytest.raises(InvalidQueryError, match="essential_weight must be a number from 1 to 100"):
        Formula(essential_weight=wrong)
    with pytest.raises(InvalidQueryError, match="rarity must be a number from 0 to 4"):
        Formula(rarity=wrong)
