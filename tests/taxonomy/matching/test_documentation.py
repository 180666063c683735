"""The worked example of docs/matching.md, recomputed: every figure there is the matcher's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from taxonomy.matching.demands import Demands
from taxonomy.matching.matcher import Matcher, Share
from taxonomy.matching.scoring import Direction, Formula
from taxonomy.matching.understanding import Code
from taxonomy.vocabulary import Kind
from tests.build import concept, link
from tests.taxonomy.matching.indices import indexed

PAGE = Path(__file__).parents[3].joinpath("docs/matching.md").read_text(encoding="utf-8")
PROFILES = {
    "OP-1": ({"SK-1", "SK-2"}, {"SK-3"}),
    "OP-2": ({"SK-1"}, {"SK-3"}),
    "OP-3": ({"SK-3"}, set[str]()),
}
QUESTION = {"SK-1": Share(), "SK-2": Share(weight=0.5)}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    profiles = [
        concept(
            name,
            Kind.PROFILE,
            *(link("essentialCompetence", it) for it in essential),
            *(link("optionalCompetence", it) for it in optional),
        )
        for name, (essential, optional) in PROFILES.items()
    ]
    skills = [concept(f"SK-{it}", Kind.SKILL) for it in range(1, 4)]
    return Matcher(Demands.of(indexed(*profiles, *skills), {Kind.SKILL}))


def test_the_rarities_and_weights_are_those_of_the_page(matcher: Matcher) -> None:
    weighed = matcher.weighed(Formula())
    for column, skill in enumerate(matcher.demands.competences):
        assert f"| {skill.id} | " in PAGE
        assert f"| {weighed.rarity[column]:.4f} |" in PAGE
    for weight in weighed.weights:
        assert f"{weight:.4f}" in PAGE


@pytest.mark.parametrize("direction", list(Direction))
def test_the_scores_and_parts_are_those_of_the_page(matcher: Matcher, direction: Direction) -> None:
    question = {matcher.demands.columns[name]: it for name, it in QUESTION.items()}
    found = matcher.match(question, Formula(direction=direction), 10)
    assert len(found) == 2
    for it in found:
        name = matcher.demands.profiles[it.row].id
        parts = f"{it.essential:.4f} | {it.optional:.4f} | {it.rarity:.4f}"
        assert f"| {name} | {direction} | {it.score:.4f} | {parts} |" in PAGE


def test_the_page_names_every_code_and_option() -> None:
    for name in (
        *Code,
        *Direction,
        *Formula.__dataclass_fields__,
        *("limit", "kinds", "weight", "level", "profile", "competences", "questions"),
    ):
        assert f"`{name}`" in PAGE
