"""How a figure is measured, told and judged: fresh processes, medians, a baseline beside it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median
from typing import Any, TypeVar

__all__ = [
    "Demand",
    "Line",
    "cpu_seconds",
    "in_a_fresh_process",
    "milliseconds",
    "of_baseline_at_least",
    "of_baseline_at_most",
    "shown",
    "value_at_least",
    "value_at_most",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of our figure, in words and as a test of (ours, baseline)."""

    text: str
    holds: Callable[[float, float], bool]


def of_baseline_at_most(times: float) -> Demand:
    """Ours may be so many times the baseline."""
    return Demand(f"≤ {times:g} × the baseline", lambda ours, theirs: ours <= times * theirs)


def of_baseline_at_least(times: float) -> Demand:
    """Ours must be so many times the baseline."""
    return Demand(f"≥ {times:g} × the baseline", lambda ours, theirs: ours >= times * theirs)


def value_at_most(value: float, unit: str) -> Demand:
    """Ours may be so much, whatever the baseline is."""
    return Demand(f"≤ {value:g} {unit}", lambda ours, _: ours <= value)


def value_at_least(value: float, unit: str) -> Demand:
    """Ours must be so much, whatever the baseline is."""
    return Demand(f"≥ {value:g} {unit}", lambda ours, _: ours >= value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measured figure, its baseline in the same unit, and what is asked of it, if anything."""

    what: str
    ours: float
    unit: str
    baseline: str
    theirs: float
    demand: Demand | None = None

    @property
    def met(self) -> bool | None:
        """Whether the demand is met; None where nothing is asked."""
        return self.demand.holds(self.ours, self.theirs) if self.demand else None

    def row(self) -> str:
        """The line as a row of a Markdown table."""
        verdict = {True: "met", False: "**not met**", None: "–"}[self.met]
        cells = (
            self.what,
            f"{shown(self.ours)} {self.unit}",
            f"{shown(self.theirs)} {self.unit}: {self.baseline}",
            f"{shown(self.ours / self.theirs)} ×" if self.theirs else "–",
            self.demand.text if self.demand else "–",
            verdict,
        )
        return f"| {' | '.join(cells)} |"


HEAD = "| what | ours | baseline | ours / baseline | demand | |\n|---|---|---|---|---|---|"


def shown(figure: float) -> str:
    """The figure with three digits that count."""
    if figure >= 100:
        return f"{figure:,.0f}"
    decimals = 1 if figure >= 10 else 2 if figure >= 1 else 3
    return f"{figure:.{decimals}f}"


def in_a_fresh_process(function: Callable[..., T], *arguments: Any) -> T:
    """What a module's function returns in a process that did nothing else before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def cpu_seconds(
    runs: int, argument: object, *functions: Callable[..., object]
) -> tuple[float, ...]:
    """The median CPU time of each function of the argument, in turn, each run in a fresh process.

    Imports of modules are done before the clock starts.
    """
    rounds = [
        [in_a_fresh_process(_cpu_of, function, argument) for function in functions]
        for _ in range(runs)
    ]
    return tuple(median(times) for times in zip(*rounds, strict=True))


def _cpu_of(function: Callable[..., object], *arguments: Any) -> float:
    before = time.process_time()
    function(*arguments)
    return time.process_time() - before


def milliseconds(runs: int, function: Callable[[], object]) -> float:
    """The median wall time of the function in this process, after one call that is not counted."""
    function()
    gc.collect()
    return median(_milliseconds(function) for _ in range(runs))


def _milliseconds(function: Callable[[], object]) -> float:
    before = time.perf_counter()
    function()
    return (time.perf_counter() - before) * 1000
