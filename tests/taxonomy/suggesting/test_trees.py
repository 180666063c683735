from __future__ import annotations

import numpy as np
import pytest

from taxonomy.suggesting.trees import DEPTH, Trees
from taxonomy.suggesting.weights import fitted

INNER = 2**DEPTH - 1


def tree(figure: int, limit: float, low: float, high: float) -> dict[str, list[float]]:
    """One that asks the same question each time."""
    leaves = [low] * (INNER + 1)
    leaves[-1] = high
    return {"figures": [figure] * INNER, "limits": [limit] * INNER, "leaves": leaves}


def test_trees_add_up() -> None:
    held = {"names": ["a", "b"], "bias": -1.0, "trees": [tree(0, 0.5, 0, 2), tree(1, 0.1, 0, 4)]}
    of = {"a": np.array([0.5, 0.6, 0.0, 1.0]), "b": np.array([0.0, 0.1, 0.2, 1.0])}
    assert Trees(held).of(of).tolist() == [-1.0, 1.0, 3.0, 5.0]


def test_no_trees_say_the_same_of_all() -> None:
    held = {"names": [], "bias": 0.5, "trees": []}
    assert Trees(held).of({"a": np.zeros(2)}).tolist() == [0.5, 0.5]


def test_no_pair_is_no_trouble() -> None:
    held = {"names": ["a"], "bias": 0.0, "trees": [tree(0, 0.5, 0, 2)]}
    assert Trees(held).of({"a": np.zeros(0)}).tolist() == []


@pytest.mark.parametrize("key", ["work-own", "work-foreign", "other-own", "other-foreign"])
def test_the_trees_that_ship_are_log_odds(key: str) -> None:
    trees = fitted().rank[key]
    nothing = trees.of({it: np.zeros(1) for it in trees.names})
    assert -15 < nothing[0] < 0
