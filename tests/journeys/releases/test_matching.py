"""Profiles of real releases are found again by what they ask for."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest

from taxonomy.formats import jsonl
from taxonomy.matching.demands import Demands, counted_kinds
from taxonomy.matching.matcher import Matcher, Share
from taxonomy.matching.scoring import Direction, Formula
from taxonomy.model import Taxonomy
from tests.journeys.real import REAL_RELEASES
from tests.taxonomy.matching.indices import indexed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.real import Home

pytestmark = REAL_RELEASES
EVERY = 5
"""Of the profiles each fifth is asked: all of them by the benchmark `match`."""
RELEASES = ("competent/3.11", "esco/1.2.0")


@cache
def matcher(folder: Path) -> Matcher:
    scheme = folder.parent.name
    held = Taxonomy.of(scheme, jsonl.read((folder / "taxonomy.jsonl").read_bytes()))
    return Matcher(Demands.of(indexed(*held, scheme=scheme), counted_kinds(scheme)))


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("direction", list(Direction))
def test_no_profile_is_nearer_to_what_one_asks_for_than_that_one(
    competent: Home, release: str, direction: Direction
) -> None:
    made, formula = matcher(competent.folder(release)), Formula(direction=direction)
    for row in range(0, len(made.demands.profiles), EVERY):
        (first,) = made.match(made.profile_question(row, formula), formula, 1)
        assert first.score == 100


@pytest.mark.parametrize("release", RELEASES)
def test_half_of_what_is_essential_leads_to_the_first_three(competent: Home, release: str) -> None:
    made, drawn = matcher(competent.folder(release)), random.Random(20261128)
    demands = made.demands
    missed = asked = 0
    for row in range(0, len(demands.profiles), EVERY):
        entries = slice(demands.rows.starts[row], demands.rows.starts[row + 1])
        essential = demands.rows.columns[entries][demands.essential[entries]].tolist()
        half = drawn.sample(essential, max(1, len(essential) // 2))
        found = made.match(dict.fromkeys(half, Share()), Formula(), 3)
        missed += row not in {it.row for it in found}
        asked += 1
    assert missed <= 0.05 * asked
