"""The matcher answers as the formula written out over Python's sets, and gives every reason."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from taxonomy.errors import InvalidQueryError, NothingToMatchError
from taxonomy.matching.demands import Demands, counted_kinds
from taxonomy.matching.explaining import Near
from taxonomy.matching.kernel import products
from taxonomy.matching.matcher import Matcher, Share, best
from taxonomy.matching.scoring import Direction, Formula
from taxonomy.vocabulary import Kind
from tests.build import concept, link, retired
from tests.taxonomy.matching.indices import indexed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.model import Concept


def profile(id: str, *essential: str, optional: tuple[str, ...] = ()) -> Concept:
    links = [link("essentialSkill", it) for it in essential]
    links += [link("optionalSkill", it) for it in optional]
    return concept(id, Kind.OCCUPATION, *links, scheme="esco")


def skill(id: str, *broader: str) -> Concept:
    return concept(id, Kind.SKILL, *(link("broader", it) for it in broader), scheme="esco")


def matcher(*concepts: Concept) -> Matcher:
    return Matcher(Demands.of(indexed(*concepts, scheme="esco"), counted_kinds("esco")))


def written_out(
    profiles: Mapping[str, Mapping[str, bool]], question: Mapping[str, Share], formula: Formula
) -> dict[str, float]:
    """The documentation's formula, over sets and in float64."""
    asking = {it: sum(it in own for own in profiles.values()) for it in question}
    for own in profiles.values():
        asking |= {it: sum(it in other for other in profiles.values()) for it in own}
    rarity = {
        it: (1 + math.log(len(profiles) / max(1, count))) ** formula.rarity
        for it, count in asking.items()
    }
    greatest = max(it.weight for it in question.values())
    share = {name: it.weight / greatest * it.level for name, it in question.items()}
    alike = formula.direction is Direction.SIMILARITY
    row = {name: it * (rarity[name] if alike else 1) for name, it in share.items()}
    length = math.hypot(*row.values()) if alike else 1
    found = {}
    for name, own in profiles.items():
        weights = {
            it: (formula.essential_weight if essential else 1) * rarity[it]
            for it, essential in own.items()
        }
        size = math.hypot(*weights.values()) if alike else sum(weights.values())
        score = 100 * sum(row[it] * weights[it] for it in row.keys() & own) / size / length
        if score:
            found[name] = score
    return found


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize(("essential_weight", "rarity"), [(2, 1), (1, 0), (3.5, 2.5)])
def test_scores_are_those_of_the_formula(
    direction: Direction, essential_weight: float, rarity: float
) -> None:
    rng = random.Random(11)
    skills = [f"s{it}" for it in range(40)]
    profiles = {
        f"p{it}": {own: rng.random() < 0.5 for own in rng.sample(skills[:35], rng.randint(1, 12))}
        for it in range(60)
    }
    made = matcher(
        *map(skill, skills),
        *(
            profile(
                name,
                *(it for it, essential in own.items() if essential),
                optional=tuple(it for it, essential in own.items() if not essential),
            )
            for name, own in profiles.items()
        ),
    )
    formula = Formula(essential_weight=essential_weight, rarity=rarity, direction=direction)
    for _ in range(4):
        question = {
            it: Share(rng.choice([0.5, 1, 3]), rng.choice([0.25, 1]))
            for it in rng.sample(skills, 9)
        }
        asked = {made.demands.columns[name]: it for name, it in question.items()}
        found = made.match(asked, formula, 60)
        scores = {made.demands.profiles[it.row].id: it.score for it in found}
        assert scores == pytest.approx(written_out(profiles, question, formula), abs=1e-3)
        assert [it.score for it in found] == sorted(scores.values(), reverse=True)
        plain = written_out(profiles, question, replace(formula, rarity=0))
        for it in found:
            assert it.essential + it.optional == pytest.approx(it.score / 100, abs=1e-6)
            assert sum(hit.part for hit in it.hits) == pytest.approx(it.score / 100, abs=1e-6)
            own = profiles[made.demands.profiles[it.row].id]
            without = plain[made.demands.profiles[it.row].id]
            assert it.rarity == pytest.approx((it.score - without) / 100, abs=1e-5)
            ids = [made.demands.competences[column].id for column, _ in it.missing_essential]
            assert set(ids) == {one for one in own if own[one] and one not in question}


def test_fewer_answers_are_the_first_of_more() -> None:
    rng = np.random.default_rng(3)
    found = rng.choice([0, 0.25, 0.5, 0.5, 1], 500).astype(np.float32)
    every = best(found, 500).tolist()
    assert every == sorted(np.flatnonzero(found).tolist(), key=lambda it: (-found[it], it))
    for limit in (1, 7, 100, 400, 499):
        assert best(found, limit).tolist() == every[:limit]
    assert best(np.zeros(5, np.float32), 3).tolist() == []


def test_equal_scores_stand_in_the_natural_order_of_notations() -> None:
    made = matcher(*(profile(f"p{it}", "s1") for it in (10, 9, 1)), skill("s1"))
    found = made.match({0: Share()}, Formula(), 3)
    assert [made.demands.profiles[it.row].notation for it in found] == ["P1", "P9", "P10"]


def test_the_product_of_one_row_is_summed_in_the_order_of_columns_in_single_precision() -> None:
    rng = np.random.default_rng(8)
    values, weights = rng.random((2, 200), np.float32)
    starts, owners = np.arange(201), np.zeros(200, np.int32)
    found = products(np.arange(200, dtype=np.int32), values, starts, owners, weights, 1)
    total = np.float32(0)
    for value, weight in zip(values, weights, strict=True):
        total += value * weight
    assert found.tolist() == [total]


def test_reasons_stand_by_what_they_weigh() -> None:
    made = matcher(
        profile("p1", "s1", "s2", "s3", optional=("s4", "s5")),
        profile("p2", "s1", "s2", optional=("s4",)),
        profile("p3", "s1"),
        *(skill(f"s{it}") for it in range(1, 7)),
    )
    names = made.demands.competences
    (first, *_) = made.match(
        {made.demands.columns[it]: Share() for it in ("s1", "s2", "s6")}, Formula(rarity=2), 1
    )
    assert made.demands.profiles[first.row].id == "p2"
    assert [(names[it.column].id, it.essential) for it in first.hits] == [
        ("s2", True),
        ("s1", True),
    ]
    assert [names[it].id for it in first.surplus] == ["s6"]
    assert [names[column].id for column, _ in first.missing_optional] == ["s4"]
    assert first.hits[0].weight == pytest.approx(2 * (1 + math.log(3 / 2)) ** 2)


def test_what_is_missing_may_be_directly_broader_or_narrower_than_what_is_there() -> None:
    made = matcher(
        profile("p1", "above", "below", "s1"),
        skill("top"),
        skill("above"),
        skill("mine", "above"),
        skill("below", "mine"),
        skill("s1", "top"),
    )
    column = made.demands.columns
    (found,) = made.match({column["mine"]: Share(), column["s1"]: Share()}, Formula(), 1)
    assert set(found.reachable) == {
        Near(column["above"], column["mine"], broader=False),
        Near(column["below"], column["mine"], broader=True),
    }


def test_a_profile_as_question_is_wholly_alike_itself() -> None:
    made = matcher(
        profile("p1", "s1", "s2", optional=("s3",)),
        profile("p2", "s3", optional=("s1", "s2")),
        *(skill(f"s{it}") for it in range(1, 4)),
    )
    for direction in Direction:
        formula = Formula(direction=direction)
        question = made.profile_question(0, formula)
        assert made.match(question, formula, 1)[0].score == 100
        (other,) = made.match(question, formula, 2, without=0)
        assert made.demands.profiles[other.row].id == "p2"


def test_a_question_of_nothing_finds_nothing() -> None:
    made = matcher(profile("p1", "s1"), skill("s1"))
    for direction in Direction:
        assert made.match({}, Formula(direction=direction), 10) == []


def test_rows_are_kept_for_a_few_formulas() -> None:
    made = matcher(profile("p1", "s1"), skill("s1"))
    kept = made.weighed(Formula())
    assert made.weighed(Formula()) is kept
    for exponent in range(1, 41):
        made.weighed(Formula(rarity=exponent / 10))
    assert made.weighed(Formula()) is not kept


def test_a_technical_competence_counts_as_its_skill_or_as_itself() -> None:
    index = indexed(
        concept("p1", Kind.PROFILE, link("essentialCompetence", "c1"), link("softSkill", "so1")),
        concept("p2", Kind.PROFILE, link("optionalCompetence", "c1"), link("essentialCompetence", "c2")),
        concept("p3", Kind.PROFILE, link("essentialCompetence", "c1"), link("optionalCompetence", "c3")),
        concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), link("knowledge", "k1")),
        concept("c2", Kind.TECHNICAL_COMPETENCE),
        concept("c3", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), link("skill", "gone")),
        concept("s1", Kind.SKILL),
        concept("k1", Kind.KNOWLEDGE),
        concept("so1", Kind.SOFT_SKILL),
        retired("p4"),
    )  # fmt: skip
    skills = Demands.of(index, counted_kinds("competent"))
    assert [it.id for it in skills.profiles] == ["p1", "p2", "p3"]
    assert [it.id for it in skills.competences] == ["c2", "s1"]
    assert skills.rows.columns.tolist() == [1, 0, 1, 1]
    assert skills.essential.tolist() == [True, True, False, True]
    every = Demands.of(index, counted_kinds("competent", list(Kind)[2:6]))
    assert [it.id for it in every.competences] == ["c2", "k1", "s1", "so1"]
    assert every.essential[: every.rows.starts[1]].tolist() == [True, True, False]


def test_kinds_that_nobody_asks_for_are_refused() -> None:
    with pytest.raises(InvalidQueryError, match="asks for no competences of the kind sector"):
        counted_kinds("competent", [Kind.SECTOR])
    with pytest.raises(NothingToMatchError, match="digcomp has neither profiles nor occupations"):
        counted_kinds("digcomp")
    with pytest.raises(NothingToMatchError, match="has neither profiles nor occupations"):
        matcher(skill("s1"))
    assert counted_kinds("competent", [Kind.TECHNICAL_COMPETENCE]) == {Kind.SKILL}
