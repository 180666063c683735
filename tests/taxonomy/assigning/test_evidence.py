"""What speaks for a digital skill: its number, ESCO's digital skills among the competences, similar profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.aligning import Ground
from taxonomy.assigning.columns import best_framework, columns
from taxonomy.assigning.evidence import KINDS, Evidence, Found
from taxonomy.assigning.matrix import Ticking, row_of
from taxonomy.assigning.neighbours import Neighbours
from taxonomy.index import ReleaseIndex
from taxonomy.likeness import SharedLikeness
from taxonomy.matching.demands import Counted
from taxonomy.vocabulary import Kind, MappingState
from tests.build import concept, link, mapping
from tests.taxonomy.assigning.releases import (
    DIGCOMP_3,
    ESCO,
    MAPPINGS,
    OURS,
    digcomp,
    esco,
    index_of,
    ours,
    with_mappings,
)

OF_ESCO = esco()


def counted(index: ReleaseIndex) -> Counted:
    return Counted(index.taxonomy.by_id, KINDS)


def spoken(evidence: Evidence, index: ReleaseIndex, profile: str) -> Found:
    return evidence.of(index.get(profile), counted(index), index.taxonomy.by_id)


def found(profile: str, index: ReleaseIndex = OF_ESCO) -> Found:
    known = ours()
    told = columns(known, digcomp(), index, MAPPINGS)
    return spoken(Evidence(told, index, MAPPINGS), known, profile)


def test_a_recorded_number_is_told_apart_from_one_that_is_read_from_a_name() -> None:
    told = {it.skill.notation: it for it in columns(ours(), digcomp(), OF_ESCO, MAPPINGS)}
    assert [(it.number, it.presumed) for it in told.values()] == [
        ("1.1", False),
        ("3.4", True),
        ("", False),
    ]
    covers = {key: [(one.concept.id, one.ground) for one in it.covered] for key, it in told.items()}
    assert covers == {
        "DS-1": [("e1", Ground.NUMBER)],
        "DS-2": [("e3", Ground.NAME)],
        "DS-3": [],
    }


def test_a_mapping_of_the_digital_skill_itself_says_what_it_covers() -> None:
    mappings = with_mappings(mapping("d3", "exact", "e6"), mapping("d3", "exact", "gone"))
    told = columns(ours(), None, OF_ESCO, mappings)
    assert [[one.concept.id for one in it.covered] for it in told] == [[], [], ["e6"]]
    known = ours()
    reasons = spoken(Evidence(told, OF_ESCO, mappings), known, "OP-1")
    assert reasons.number("d3") == 1
    assert reasons.reasons["d3"][0].covered == told[2].covered[0]


def test_competences_lead_through_mappings_to_what_a_digital_skill_covers() -> None:
    told = found("OP-1")
    assert {
        key: [(it.competence.id, it.essential, it.digital.id) for it in reasons]
        for key, reasons in told.reasons.items()
    } == {
        "d1": [("s1", True, "e2")],
        "d2": [("s2", False, "e4"), ("k1", False, "e5")],
    }
    assert [(it.competence.id, it.digital.id, it.covered) for it in told.others] == [
        ("s1", "e6", None)
    ]
    assert (told.number("d2"), told.number("d3")) == (2, 0)


def test_what_is_stale_or_only_related_or_not_digital_speaks_for_nothing() -> None:
    assert found("OP-3") == Found({}, [])
    assert "d1" not in found("OP-4").reasons


def with_occupations(*asked: str) -> ReleaseIndex:
    librarian = concept(
        "b1",
        Kind.OCCUPATION,
        *(link("essentialSkill" if it == "e4" else "optionalSkill", it) for it in asked),
        scheme="esco",
        en="librarian",
    )
    return index_of(*ESCO, librarian, version="1.2.0")


@pytest.mark.parametrize(
    ("predicate", "state", "counts"),
    [
        ("exact", "accepted", True),
        ("close", "accepted", True),
        ("narrow", "accepted", False),
        ("exact", "stale", False),
    ],
)
def test_occupations_that_a_profile_is_mapped_to_ask_for_digital_skills(
    predicate: str, state: str, counts: bool
) -> None:
    index, known = with_occupations("e4", "e5", "e6", "e7"), ours()
    mappings = with_mappings(mapping("p2", predicate, "b1", state=MappingState(state)))
    told = columns(known, digcomp(), index, mappings)
    found = spoken(Evidence(told, index, mappings), known, "OP-2")
    assert found.asked("d2") == (2 if counts else 0)
    assert found.number("d2") == 0
    if counts:
        assert [
            (it.competence.id, it.essential, it.occupation and it.occupation.id, it.digital.id)
            for it in found.reasons["d2"]
        ] == [("p2", True, "b1", "e4"), ("p2", False, "b1", "e5")]


def test_what_a_competence_leads_to_is_not_counted_again_for_the_occupation() -> None:
    index, known = with_occupations("e2", "e4", "e5"), ours()
    mappings = with_mappings(mapping("p1", "exact", "b1"))
    told = columns(known, digcomp(), index, mappings)
    found = spoken(Evidence(told, index, mappings), known, "OP-1")
    assert (found.number("d2"), found.asked("d2"), found.asked("d1")) == (2, 0, 0)
    row = row_of(known.get("OP-1"), told, found, [])
    assert row.suggested(Ticking(occupations=1)) == []


def test_a_hierarchy_in_a_circle_is_walked_once() -> None:
    turned = replace(ESCO[0], links=(link("broader", "e2"),))
    told = found("OP-1", index_of(turned, *ESCO[1:], version="1.2.0")).reasons
    assert {key: [it.digital.id for it in reasons] for key, reasons in told.items()} == {
        "d1": ["e2"],
        "d2": ["e4", "e5"],
    }


def test_without_esco_or_mappings_nothing_speaks_for_anything() -> None:
    known = ours()
    for index, mappings in ((None, MAPPINGS), (OF_ESCO, None)):
        told = columns(known, None, index, mappings)
        assert [(it.number, it.covered) for it in told] == [("1.1", ()), ("", ()), ("", ())]
        assert spoken(Evidence(told, index, mappings), known, "OP-1") == Found({}, [])


def test_the_framework_is_the_one_that_is_named_else_the_one_whose_names_agree() -> None:
    two, three = digcomp(), index_of(*DIGCOMP_3, version="3.0")
    skills = OURS[:3]
    assert best_framework(skills, [two, three]) is two
    assert best_framework(skills, [three]) is three
    nameless = [replace(it, framework=None) for it in skills]
    assert best_framework(nameless, [two, three]) is two
    assert best_framework(nameless[2:], [two, three]) is three
    assert best_framework(nameless, []) is None


def test_neighbours_are_alike_by_what_they_ask_for_and_not_by_digital_skills() -> None:
    known = ours()
    near = Neighbours(known.listed(Kind.PROFILE), counted(known))
    told = near.of("p1")
    assert [it.id for it in told] == ["p2", "p4"]
    assert 1 > told[0].likeness > told[1].likeness > 0
    for stranger in ("p3", "p5", "new"):  # asks for nothing others do; retired; unknown
        assert near.of(stranger) == []
    assert Neighbours([], counted(known)).of("p1") == []


@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True), max_size=8))
def test_neighbours_are_those_that_share_most_of_what_is_rare(asked: list[list[str]]) -> None:
    skills = [concept(it, Kind.SKILL) for it in "abcdef"]
    profiles = [
        concept(f"p{place}", Kind.PROFILE, *(link("essentialCompetence", it) for it in held))
        for place, held in enumerate(asked)
    ]
    index = index_of(*skills, *profiles)
    near = Neighbours(index.listed(Kind.PROFILE), counted(index))
    naive = SharedLikeness({f"p{place}": dict.fromkeys(it, 1.0) for place, it in enumerate(asked)})
    for place, held in enumerate(asked):
        expected = naive.found(dict.fromkeys(held, 1.0))
        expected.pop(f"p{place}", None)
        assert dict(near.of(f"p{place}")) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("ticking", "suggested"),
    [
        (Ticking(), []),
        (Ticking(evidence=1), ["d1", "d2"]),
        (Ticking(evidence=2), ["d2"]),
        (Ticking(neighbours=1), ["d1", "d2"]),
        (Ticking(evidence=2, neighbours=2), ["d2"]),
    ],
)
def test_a_row_suggests_what_is_lacking_and_enough_speaks_for(
    ticking: Ticking, suggested: list[str]
) -> None:
    known = ours()
    told = columns(known, digcomp(), OF_ESCO, MAPPINGS)
    evidence = Evidence(told, OF_ESCO, MAPPINGS)
    near = Neighbours(known.listed(Kind.PROFILE), counted(known))
    neighbours = [known.taxonomy.by_id[it.id] for it in near.of("p1")]
    row = row_of(known.get("OP-1"), told, spoken(evidence, known, "OP-1"), neighbours)
    assert [(it.assigned, it.evidence, it.neighbours) for it in row.cells] == [
        (False, 1, 1),
        (False, 2, 1),
        (False, 0, 0),
    ]
    assert (row.of, row.suggested(ticking)) == (2, suggested)
    having = row_of(known.get("OP-2"), told, Found({}, []), [])
    assert (having.cells[0].assigned, having.suggested(Ticking(1, 1))) == (True, [])
