"""What ids mean: successors, other schemes, what does not count and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taxonomy.matching.understanding import (
    Code,
    Foreign,
    Remark,
    Understanding,
    competences_of,
    strangers,
    understand,
)
from taxonomy.vocabulary import Kind, MappingPredicate
from taxonomy.walking import Arrival
from tests.build import concept, link, retired
from tests.taxonomy.matching.indices import indexed

if TYPE_CHECKING:
    from collections.abc import Mapping

INDEX = indexed(
    concept("s1", Kind.SKILL),
    concept("s2", Kind.SKILL),
    concept("so1", Kind.SOFT_SKILL),
    concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1")),
    concept("c2", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), link("skill", "s2")),
    concept("cs1", Kind.COMPETENCE_SET, link("member", "c1"), link("member", "s2")),
    concept("cs2", Kind.COMPETENCE_SET, link("member", "so1"), link("member", "s1")),
    concept("cs3", Kind.COMPETENCE_SET, link("member", "cs3"), link("member", "gone")),
    concept("se1", Kind.SECTOR),
    retired("gone1", Kind.SKILL),
    retired("split", Kind.SKILL, replaced_by=("s1", "s2")),
    retired("old", Kind.SKILL, replaced_by=("older",)),
    retired("older", Kind.SKILL, replaced_by=("c1",)),
    retired("round", Kind.SKILL, replaced_by=("about",)),
    retired("about", Kind.SKILL, replaced_by=("round",)),
    retired("sector", Kind.SKILL, replaced_by=("se1",)),
)


def understood(*asked: str, foreign: Mapping[str, Foreign] | None = None) -> Understanding:
    return understand(asked, INDEX, foreign or {}, competences_of(INDEX, {Kind.SKILL}))


def counted(made: Understanding) -> list[tuple[str, str]]:
    return [(it.asked, it.competence) for it in made.understood]


def arrival(concept_id: str, predicate: MappingPredicate = MappingPredicate.EXACT) -> Arrival:
    return Arrival(concept_id, predicate, 0.9, ())


@pytest.mark.parametrize(
    ("asked", "competences"),
    [
        ("S1", ["s1"]),
        ("c1", ["s1"]),
        ("C2", ["s1", "s2"]),
        ("CS1", ["s1", "s2"]),
        ("CS2", ["s1"]),
        ("OLD", ["s1"]),
    ],
)
def test_an_id_counts_as_the_skills_behind_it(asked: str, competences: list[str]) -> None:
    assert counted(understood(asked)) == [(asked, it) for it in competences]


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        ("GONE1", Code.RETIRED, "is retired, and nothing took its place"),
        ("SPLIT", Code.RETIRED, "is retired, and S1, S2 share its place"),
        ("ROUND", Code.RETIRED, "is retired, and nothing took its place"),
        ("SO1", Code.KIND_NOT_COUNTED, "a competence of the kind soft-skill, which does not"),
        ("SE1", Code.WRONG_KIND, "sector is not a kind of competence"),
        ("SECTOR", Code.WRONG_KIND, "sector is not a kind of competence"),
        ("CS3", Code.WRONG_KIND, "competence-set is not a kind of competence"),
    ],
)
def test_what_does_not_count_says_why(asked: str, code: Code, told: str) -> None:
    made = understood(asked, asked)
    (left,) = made.left_out
    assert (left.asked, left.remark.code, made.understood) == (asked, code, [])
    assert left.remark.text.startswith(told)


def test_unknown_ids_are_told_once_in_the_order_asked() -> None:
    assert understood("X", "S1", "Y", "X").unknown == ["X", "Y"]
    assert strangers(["X", "S1", "X", "Y"], INDEX) == ["X", "Y"]


def test_a_set_that_overlaps_what_was_asked_is_nobodys_slip() -> None:
    made = understood("S1", "CS1", "C1")
    assert [(it.place, [one.code for one in it.remarks]) for it in made.understood] == [
        (0, []),
        (1, []),
        (1, []),
        (2, [Code.MERGED]),
    ]


def test_of_another_scheme_the_closest_targets_count() -> None:
    foreign = Foreign(
        (
            arrival("s2", MappingPredicate.CLOSE),
            arrival("so1", MappingPredicate.CLOSE),
            arrival("s1", MappingPredicate.BROAD),
        )
    )
    made = understood("http://x", foreign={"http://x": foreign})
    assert (counted(made), made.left_out, made.unknown) == ([("http://x", "s2")], [], [])
    assert made.understood[0].through == foreign.arrivals[0]


def test_of_another_scheme_what_leads_to_no_competence_says_why() -> None:
    why = Remark(Code.NO_MAPPING, "no mapping")
    made = understood(
        "http://x",
        "http://y",
        foreign={"http://x": Foreign(why=why), "http://y": Foreign((arrival("se1"),))},
    )
    assert [(it.asked, it.remark.code) for it in made.left_out] == [
        ("http://x", Code.NO_MAPPING),
        ("http://y", Code.WRONG_KIND),
    ]


def test_of_another_scheme_a_retired_target_counts_as_its_successor() -> None:
    made = understood("http://x", foreign={"http://x": Foreign((arrival("old"),))})
    (one,) = made.understood
    assert (one.competence, [it.code for it in one.remarks]) == ("s1", [Code.SUCCESSOR])
