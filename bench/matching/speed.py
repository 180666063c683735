"""Which occupations competences lead to: in process against sets and scipy, and over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from scipy.sparse import csr_matrix

from bench import load
from bench.matching.ground import ASKED, QUESTIONS, grounds
from bench.matching.recall import found_again
from bench.matching.sets import NaiveSets
from bench.measuring import (
    Line,
    of_baseline_at_least,
    of_baseline_at_most,
    value_at_most,
)
from bench.serving import running
from taxonomy.matching.matcher import Matcher, Share
from taxonomy.matching.scoring import Formula

if TYPE_CHECKING:
    from bench.matching.ground import Ground
    from bench.material import Material

__all__ = ["occupations"]

BEST = 10
CONNECTIONS = 32


def occupations(material: Material) -> Iterator[Line]:
    """In process against sets and against scipy; over HTTP; how many profiles are found again."""
    found = grounds(material)
    yield from _in_process(found[-1], material.runs)
    yield _over_http(found[-1], material)
    for ground in found:
        yield from found_again(ground)


def _in_process(ground: Ground, runs: int) -> Iterator[Line]:
    matcher, demands = ground.matcher, ground.matcher.demands
    asked = [{demands.columns[it]: Share() for it in one} for one in ground.asked]
    naive = NaiveSets.of(demands)
    formula = Formula()
    _agree(ground, naive)
    ours = _each(lambda it: matcher.match(asked[it], formula, BEST), runs)
    what = (
        f"{ASKED} competences → {len(demands.profiles):,} profiles of {ground.index.release.name}"
    )
    yield Line(
        what=f"{what}, {BEST} best with reasons",
        ours=ours,
        unit="ms CPU",
        baseline="Python sets with IDF, reasons as sets",
        theirs=_each(lambda it: naive.match(ground.asked[it], BEST), 1),
        demand=of_baseline_at_most(1 / 20),
    )
    weighed = matcher.weighed(formula)
    shape = (len(demands.profiles), len(demands.competences))
    rows = csr_matrix((weighed.values, demands.rows.columns, demands.rows.starts), shape)
    turned = rows.T.tocsr()
    yield Line(
        what="the same",
        ours=ours,
        unit="ms CPU",
        baseline="scipy: sparse × sparse on the same rows, the ten best, no reasons",
        theirs=_each(lambda it: _scipy(matcher, turned, asked[it], formula), runs),
        demand=value_at_most(1, "ms CPU"),
    )


def _scipy(matcher: Matcher, turned: Any, asked: dict[int, Share], formula: Formula) -> Any:
    question = matcher.asked(asked, matcher.weighed(formula))
    row = csr_matrix(
        (question.values, question.columns, [0, len(question.columns)]), (1, turned.shape[0])
    )
    found = row @ turned
    return found.indices[np.argsort(-found.data, kind="stable")[:BEST]]


def _agree(ground: Ground, naive: NaiveSets) -> None:
    """The baseline does the same work: the same best profiles with the same scores."""
    demands = ground.matcher.demands
    for one in ground.asked[:5]:
        mine = ground.matcher.match({demands.columns[it]: Share() for it in one}, Formula(), BEST)
        theirs = naive.match(one, BEST)
        if any(abs(a.score - b["score"]) > 0.01 for a, b in zip(mine, theirs, strict=True)):
            message = "the sets and the matcher do not agree"
            raise SystemExit(message)


def _each(function: Callable[[int], object], runs: int) -> float:
    """Milliseconds of CPU of one call: the median of so many runs over all questions, after one."""
    calls = range(QUESTIONS)
    for it in calls:
        function(it)
    return median(_milliseconds(function, calls) for _ in range(runs)) / QUESTIONS


def _milliseconds(function: Callable[[int], object], calls: Iterable[int]) -> float:
    before = time.process_time()
    for it in calls:
        function(it)
    return (time.process_time() - before) * 1000


def _over_http(ground: Ground, material: Material) -> Line:
    """The endpoint of the service against one that a team would write first."""
    scheme, version = ground.index.release.scheme, ground.index.release.version
    folder = material.home / f"archive/{scheme}/{version}"
    bodies = tuple(
        orjson.dumps({"competences": [{"id": it} for it in one]}) for one in ground.asked
    )
    release = f"/v1/schemes/{scheme}/releases/{version}"
    headers = {"Content-Type": "application/json"}
    with (
        running("ours", {"COMPETENT_HOME": str(material.home)}, release) as ours,
        running("sets", {"BENCH_FOLDER": str(folder)}, "/ready") as naive,
    ):
        rates = [
            median(
                load.under(
                    server, load.Asked((path,), headers, bodies), material.seconds, CONNECTIONS
                ).rate
                for _ in range(material.runs)
            )
            for server, path in ((ours, f"{release}/match"), (naive, "/match"))
        ]
    return Line(
        what=f"the same over HTTP, {CONNECTIONS} connections",
        ours=rates[0],
        unit="requests/s",
        baseline="FastAPI with those sets, returned as a dict of ids",
        theirs=rates[1],
        demand=of_baseline_at_least(1),
    )
