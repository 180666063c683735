"""The profiles that competences lead to, best first: one product of sparse rows, and its reasons."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from taxonomy.matching.explaining import Asked, Match, Weighed, explained
from taxonomy.matching.kernel import products
from taxonomy.matching.scoring import (
    Direction,
    Formula,
    Rows,
    asking_counts,
    profile_values,
    question_values,
    rarity_weights,
    shares,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from taxonomy.matching.demands import Demands

__all__ = ["Matcher", "Share"]

_KEPT = 4
"""Formulas of which the profiles' rows are kept."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much a competence of a question counts: `weight` > 0 against the others, `level` in (0, 1]."""

    weight: float = 1.0
    level: float = 1.0


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Matcher:
    """Answers questions about one release; several threads may ask at once."""

    demands: Demands
    _kept: OrderedDict[Formula, Weighed] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def match(
        self,
        question: Mapping[int, Share],
        formula: Formula,
        limit: int,
        without: int | None = None,
    ) -> list[Match]:
        """At most `limit` profiles that ask for a competence (column) of the question, best first.

        The row `without` is left out: a profile is no answer to itself.
        """
        weighed = self.weighed(formula)
        asked = self.asked(question, weighed)
        found = self.products(asked, weighed)
        if without is not None:
            found[without] = 0
        return explained(self.demands, weighed, asked, best(found, limit), found)

    def profile_question(self, row: int, formula: Formula) -> dict[int, Share]:
        """The question that a profile is: all it asks for, weighed as itself where it is to be alike."""
        demands = self.demands
        entries = slice(demands.rows.starts[row], demands.rows.starts[row + 1])
        columns = demands.rows.columns[entries].tolist()
        alike = formula.direction is Direction.SIMILARITY
        weight = formula.essential_weight if alike else 1.0
        essential = demands.essential[entries].tolist()
        return {
            it: Share(weight if own else 1.0) for it, own in zip(columns, essential, strict=True)
        }

    def weighed(self, formula: Formula) -> Weighed:
        """The profiles' rows by this formula, made once."""
        with self._lock:
            found = self._kept.get(formula)
            if found is None:
                found = self._kept[formula] = _weighed(self.demands, formula)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(formula)
            return found

    def products(self, asked: Asked, weighed: Weighed) -> NDArray[np.float32]:
        """The product of the question with the row of each profile: a hundredth of the score."""
        count = len(self.demands.profiles)
        return products(asked.columns, asked.values, *weighed.inverted, count)

    def asked(self, question: Mapping[int, Share], weighed: Weighed) -> Asked:
        """The row of a question."""
        columns = np.array(sorted(question), np.int32)
        ordered = [question[it] for it in sorted(question)]
        rows = Rows(np.array([0, len(columns)], np.int64), columns)
        share = shares(
            rows,
            np.array([it.weight for it in ordered], np.float64),
            np.array([it.level for it in ordered], np.float64),
        )
        values = question_values(rows, share, weighed.rarity, weighed.formula)
        return Asked(columns, share, values)


def best(found: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """The places of the greatest products, greatest first, equal ones in order; never those of 0."""
    positive = np.flatnonzero(found)
    if len(positive) > limit:
        values = found[positive]
        least = np.partition(values, len(values) - limit)[len(values) - limit]
        positive = positive[values >= least]
    return positive[np.argsort(-found[positive], kind="stable")][:limit]


def _weighed(demands: Demands, formula: Formula) -> Weighed:
    rows, width = demands.rows, len(demands.competences)
    asking = asking_counts(rows, width)
    rarity = rarity_weights(asking, len(demands.profiles), formula.rarity)
    values = profile_values(rows, demands.essential, rarity, formula)
    order = np.argsort(rows.columns, kind="stable")
    base = np.where(demands.essential, formula.essential_weight, 1.0)
    power, root = (1, np.abs) if formula.direction is Direction.COVERAGE else (2, np.sqrt)
    sizes = np.bincount(rows.owners(), base**power, len(demands.profiles))
    return Weighed(
        formula=formula,
        rarity=rarity,
        weights=base * rarity[rows.columns],
        values=values,
        inverted=(
            np.concatenate(([0], np.cumsum(asking))).astype(np.int64),
            rows.owners()[order].astype(np.int32),
            values[order],
        ),
        base=base,
        sizes=np.asarray(root(sizes), dtype=np.float64),
    )
