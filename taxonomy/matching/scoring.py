"""The formula of matching: how questions and profiles become sparse rows whose product is the score.

The contract, for releases and for files of vacancies and profiles alike. Rows are CSR: the entries of
row `i` are those from `starts[i]` to `starts[i + 1]`; in each row `columns` ascend and stand once.
A column is a competence. There is one for every competence of the profiles, and one for each that only
questions hold: those count in a question's length.

* rarity of a column: `1 + ln(profiles / profiles that ask for it)` to the power `rarity`
  (`rarity_weights`; where none asks, as if one did).
* profile row (`profile_values`): `essential_weight` or 1 for an optional competence, times rarity;
  divided by the row's sum (coverage) or by its Euclidean length (similarity).
* question row (`question_values`): a share of each competence, `weight × level` with the row's greatest
  weight as 1 (`shares`); for similarity times rarity, divided by the row's Euclidean length.
* score = 100 × the product of the two rows, 0–100: for coverage the part of the profile's demand that
  the question meets, for similarity the cosine of the two.

All of it is reckoned in float64 and each value then rounded to float32. The product is the float32
sum, from 0 and in ascending order of columns, of the float32 products; profiles of equal product stand
in the order of their rows (of a release: the natural order of notations), and those of product 0 are
no answer. `scores` makes of products what is shown. Whoever keeps to this gets the same
bits, one question at a time or a million. A row that holds nothing has no length: it stays empty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "MOST_ESSENTIAL_WEIGHT",
    "MOST_RARITY",
    "Direction",
    "Formula",
    "Rows",
    "asking_counts",
    "profile_values",
    "question_values",
    "rarity_weights",
    "scores",
    "shares",
]

MOST_ESSENTIAL_WEIGHT = 100.0
"""How much more an essential competence may weigh than an optional one."""
MOST_RARITY = 4.0
"""The greatest exponent of rarity."""


class Direction(StrEnum):
    """Coverage: how much of the profile the question meets. Similarity: how alike the two are."""

    COVERAGE = "coverage"
    SIMILARITY = "similarity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """What may be chosen: `essential_weight` 1–100, `rarity` as an exponent 0–4 (0: it does not count).

    InvalidQueryError where a number lies outside, or is none.
    """

    essential_weight: float = 2.0
    rarity: float = 1.0
    direction: Direction = Direction.SIMILARITY

    def __post_init__(self) -> None:
        for name, least, most in (
            ("essential_weight", 1.0, MOST_ESSENTIAL_WEIGHT),
            ("rarity", 0.0, MOST_RARITY),
        ):
            value = getattr(self, name)
            if not (math.isfinite(value) and least <= value <= most):
                message = f"{name} must be a number from {least:g} to {most:g}, and is {value}"
                raise InvalidQueryError(message)


class Rows(NamedTuple):
    """CSR without its values: `starts` int64 (rows + 1), `columns` int32 (entries), see above."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]

    def owners(self) -> NDArray[np.int64]:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def asking_counts(profiles: Rows, width: int) -> NDArray[np.int64]:
    """How many of the profiles hold each of the `width` columns."""
    return np.bincount(profiles.columns, minlength=width)


def rarity_weights(
    asking: NDArray[np.int64], profiles: int, exponent: float
) -> NDArray[np.float64]:
    """The rarity of each column, ≥ 1, to the power `exponent`, of how many of the profiles ask for it.

    1 + the inverse document frequency of Spärck Jones (1972), with a profile as the document.
    """
    rarity = 1.0 + np.log(max(profiles, 1) / np.maximum(asking, 1))
    return np.asarray(np.power(rarity, exponent), dtype=np.float64)


def profile_values(
    profiles: Rows, essential: NDArray[np.bool_], rarity: NDArray[np.float64], formula: Formula
) -> NDArray[np.float32]:
    """The values of the profiles' rows; `essential` of each entry, `rarity` of each column."""
    values = np.where(essential, formula.essential_weight, 1.0) * rarity[profiles.columns]
    return _scaled(profiles, values, formula.direction)


def shares(
    questions: Rows, weights: NDArray[np.float64], levels: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The share of each competence in 0–1: weight × level, the greatest weight of each row as 1."""
    greatest = np.zeros(len(questions.starts) - 1)
    np.maximum.at(greatest, questions.owners(), weights)
    return np.asarray(weights / greatest[questions.owners()] * levels, dtype=np.float64)


def question_values(
    questions: Rows, share: NDArray[np.float64], rarity: NDArray[np.float64], formula: Formula
) -> NDArray[np.float32]:
    """The values of the questions' rows, of the share of each entry and the rarity of each column."""
    if formula.direction is Direction.COVERAGE:
        return share.astype(np.float32)
    return _scaled(questions, share * rarity[questions.columns], Direction.SIMILARITY)


def scores(products: NDArray[np.float32]) -> NDArray[np.float64]:
    """The scores 0–100 of products, with four decimals; what rounding put above 100 is 100."""
    exact = np.minimum(100.0 * products.astype(np.float64), 100.0)
    return np.asarray(np.round(exact, 4), dtype=np.float64)


def _scaled(rows: Rows, values: NDArray[np.float64], direction: Direction) -> NDArray[np.float32]:
    """Each row divided by its sum, or by its length; bincount adds up in the order of the entries."""
    owners, count = rows.owners(), len(rows.starts) - 1
    if direction is Direction.COVERAGE:
        size = np.bincount(owners, values, count)
    else:
        size = np.sqrt(np.bincount(owners, values * values, count))
    return (values / size[owners]).astype(np.float32)
