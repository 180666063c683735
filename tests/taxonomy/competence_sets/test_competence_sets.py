"""Tests of competence sets: overlap, coverage, suggestions, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.competence_sets.board import LIMIT, Gap, GapCode, board
from taxonomy.competence_sets.naming import checked_names
from taxonomy.competence_sets.overlap import overlaps
from taxonomy.competence_sets.sets import Sets
from taxonomy.competence_sets.suggesting import askers, kinds_of, suggestions
from taxonomy.competence_sets.uncovered import coverage
from taxonomy.errors import ConceptNotFoundError
from taxonomy.index import ReleaseIndex
from taxonomy.likeness import LabelLikeness
from taxonomy.model import Concept, Link, Note, Release
from taxonomy.vocabulary import Kind, NoteType, Predicate, ReleaseStatus
from tests.build import concept, link, retired, taxonomy

SKILLS = tuple(
    concept(f"s{n}", Kind.SKILL, notation=f"SK-{n}", nl=text)
    for n, text in enumerate(
        (
            "Vlees snijden",
            "Vlees wegen",
            "Vlees snijden, verpakken",
            "Vis fileren",
            "Brood bakken",
            "Zagen",
        )
    )
)
SAWING = concept("c9", Kind.TECHNICAL_COMPETENCE, link("skill", "s5"), link("knowledge", "k1"))
WOOD = concept("k1", Kind.KNOWLEDGE, nl="Houtsoorten")
MEAT = concept(
    "x1", Kind.COMPETENCE_SET, *(link("member", it) for it in ("s0", "s1")), nl="Vlees", fr="Viande"
)
FISH = concept(
    "x2", Kind.COMPETENCE_SET, *(link("member", it) for it in ("s1", "s3")), nl="Vis", fr="Poisson"
)
WORK = concept("x3", Kind.COMPETENCE_SET, link("member", "c9"), nl="Hout", fr="Bois")


def profile(n: int, essential: str = "", optional: str = "", sets: str = "") -> Concept:
    told = (
        (Predicate.ESSENTIAL_COMPETENCE, essential),
        (Predicate.OPTIONAL_COMPETENCE, optional),
        (Predicate.COMPETENCE_SET, sets),
    )
    links = [Link(name, it) for name, ids in told for it in ids.split()]
    return concept(f"p{n}", Kind.PROFILE, *links, notation=f"OP-{n}", nl=f"Beroep {n}")


PROFILES = (
    profile(1, "s0 s1 s2", "s4", "x1"),
    profile(2, "s0 s2", "s1", "x1 x2"),
    profile(3, "s1 s2"),
    *(profile(n, "s4") for n in range(4, 9)),
    profile(9, "c9", sets="x3"),
)  # fmt: skip
ALL = (*SKILLS, SAWING, WOOD, MEAT, FISH, WORK, *PROFILES)


def sets_of(*concepts: Concept) -> Sets:
    return Sets.of({it.id: it for it in concepts})


@pytest.fixture(scope="module")
def sets() -> Sets:
    return sets_of(*ALL)


@pytest.fixture(scope="module")
def likeness() -> dict[Kind, LabelLikeness]:
    index = _index(*ALL)
    return {Kind.SKILL: LabelLikeness(SKILLS, index, SKILLS)}


def test_a_line_counts_members_profiles_and_what_these_ask_for(sets: Sets) -> None:
    meat, fish, work = board(sets)
    assert (meat.members, meat.profiles, meat.essential, meat.optional) == (2, 2, 3, 1)
    assert [(it.other.id, it.shared) for it in meat.overlapping] == [("x2", 1)]
    assert (work.kinds, work.essential, work.gaps) == ({Kind.TECHNICAL_COMPETENCE: 1}, 1, ())
    assert fish.complete


def test_a_set_tells_everything_that_it_lacks() -> None:
    bare = concept("x9", Kind.COMPETENCE_SET, nl="V" * (LIMIT + 1))
    (line,) = board(sets_of(bare))
    assert line.gaps == (
        Gap(GapCode.NO_MEMBERS),
        Gap(GapCode.NO_PROFILES),
        Gap(GapCode.LABEL_MISSING, "fr"),
        Gap(GapCode.LABEL_LONG, "nl"),
    )


def test_overlap_is_of_members_and_of_profiles(sets: Sets) -> None:
    (one,) = overlaps(sets, MEAT)
    assert (one.shared, one.here, one.there, one.jaccard) == (1, 1, 1, 1 / 3)
    assert (one.together, one.either, one.togetherness) == (1, 2, 0.5)
    assert overlaps(sets, WORK) == []


def test_a_technical_competence_in_a_set_covers_its_skill_alone(sets: Sets) -> None:
    found = coverage(sets, ["p9"])
    assert (found.total, found.covered) == (2, 1)
    assert [it.concept.id for it in found.uncovered] == ["k1"]


def test_what_most_profiles_ask_for_and_no_set_holds_comes_first(sets: Sets) -> None:
    found = coverage(sets, [it.id for it in PROFILES], [Kind.SKILL])
    assert [(it.concept.id, it.asked, it.essential) for it in found.uncovered] == [
        ("s4", 6, 5),
        ("s2", 3, 3),
    ]
    assert coverage(sets, []) == (0, 0, [])


def test_what_is_asked_for_together_or_named_alike_is_suggested_with_its_reasons(
    sets: Sets, likeness: dict[Kind, LabelLikeness]
) -> None:
    first, *_ = found = suggestions(sets, MEAT, likeness)
    assert first.concept.id == "s2"
    assert first.together
    assert (first.together.asking, first.together.of, first.together.lift) == (3, 3, 3.0)
    assert first.alike
    assert first.alike.like.id in {"x1", "s0", "s1"}
    assert first.held_by == ()
    assert not {"s0", "s1", "s4"} & {it.concept.id for it in found}


def test_a_set_that_nobody_asks_for_is_suggested_what_its_profiles_ask_for() -> None:
    empty = concept("x9", Kind.COMPETENCE_SET, nl="Nieuw")
    carrying = [profile(n, "s0 s2", sets="x9") for n in (1, 2)]
    sets = sets_of(*SKILLS, empty, *carrying, profile(3, "s4"), profile(4, "s4"))
    assert kinds_of(sets, empty) == (Kind.SKILL,)
    found = suggestions(sets, empty, {Kind.SKILL: LabelLikeness([], _index(empty), [])})
    assert [it.concept.id for it in found] == ["s0", "s2"]


def test_what_another_set_holds_comes_later(
    sets: Sets, likeness: dict[Kind, LabelLikeness]
) -> None:
    more = sets_of(*ALL, concept("x4", Kind.COMPETENCE_SET, link("member", "s2"), nl="Pak"))
    (before, *_), (after, *_) = (suggestions(it, MEAT, likeness) for it in (sets, more))
    assert [it.id for it in after.held_by] == ["x4"]
    assert after.score == before.score / 2


def test_profiles_that_ask_for_members_may_be_given_the_set(sets: Sets) -> None:
    (one,) = askers(sets, MEAT)
    assert (one.concept.id, one.asking, one.essential, one.of) == ("p3", 1, 1, 2)


def test_nothing_retired_counts() -> None:
    gone = retired("p7", Kind.PROFILE)
    sets = sets_of(*ALL, gone, retired("x8", Kind.COMPETENCE_SET))
    assert "p7" not in sets.asked
    with pytest.raises(ConceptNotFoundError):
        sets.get("x8")


def test_names_are_measured_as_they_are_stored_and_held_against_other_sets(sets: Sets) -> None:
    labels = {"nl": "  vlees ", "fr": "V" * (LIMIT + 1)}
    nl, fr = checked_names(sets, "", labels, {"fr": "x"})
    assert (nl.length, nl.long) == (5, False)
    assert nl.doubt
    assert (nl.doubt.code, [it.id for it in nl.doubt.others]) == (
        GapCode.DISAMBIGUATOR_MISSING.value,
        ["x1"],
    )
    assert fr.long
    assert fr.doubt
    assert fr.doubt.code == GapCode.DISAMBIGUATOR_NEEDLESS.value
    assert [it.doubt for it in checked_names(sets, "x1", {"nl": "Vlees", "de": ""}, {})] == [
        None
    ] * 2


_IDS = st.lists(st.sampled_from([it.id for it in SKILLS]), max_size=6)


@given(st.lists(st.tuples(_IDS, st.booleans()), min_size=1, max_size=5), _IDS)
def test_overlap_is_the_same_from_both_sides_and_coverage_is_complete(
    told: list[tuple[list[str], bool]], asked: list[str]
) -> None:
    carried = " ".join(f"x{n}" for n, (_, carries) in enumerate(told) if carries)
    made = [
        concept(f"x{n}", Kind.COMPETENCE_SET, *(link("member", it) for it in ids), nl=f"Set {n}")
        for n, (ids, _) in enumerate(told)
    ]
    sets = sets_of(*SKILLS, *made, profile(1, " ".join(asked), sets=carried))
    seen = {(a.id, it.other.id): it for a in made for it in overlaps(sets, a)}
    for (a, b), it in seen.items():
        there = seen[b, a]
        assert (it.jaccard, it.togetherness) == (there.jaccard, there.togetherness)
        assert (it.here, it.there) == (there.there, there.here)
        assert 0 <= it.jaccard <= 1
    found = coverage(sets, ["p1"])
    held = {it for ids, _ in told for it in ids}
    assert {it.concept.id for it in found.uncovered} == set(asked) - held
    assert found.covered == len(set(asked) & held)


def test_a_disambiguator_that_is_not_needed_is_no_lack() -> None:
    note = Note("nl", NoteType.DISAMBIGUATOR, "winkel")
    told = concept("x1", Kind.COMPETENCE_SET, note, link("member", "s0"), nl="Vlees", fr="Viande")
    (line,) = board(sets_of(*SKILLS, told, profile(1, "s0", sets="x1")))
    assert line.gaps == (Gap(GapCode.DISAMBIGUATOR_NEEDLESS, "nl"),)
    assert line.complete


def _index(*concepts: Concept) -> ReleaseIndex:
    release = Release(scheme="competent", version="3.12", status=ReleaseStatus.DRAFT, digest="")
    return ReleaseIndex.build(release, taxonomy(*concepts), {})
