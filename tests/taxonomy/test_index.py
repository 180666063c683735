from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from taxonomy.errors import ConceptNotFoundError
from taxonomy.index import ASKING, ReleaseIndex, natural_key
from taxonomy.model import Concept, Lifespan, Release, Taxonomy
from taxonomy.vocabulary import KINDS, Kind, Predicate, ReleaseStatus, Status
from tests.build import concept, link, retired, taxonomy
from tests.strategies import ids, taxonomies


def index(concepts: Taxonomy, **lifespans: Lifespan) -> ReleaseIndex:
    release = Release(
        scheme=concepts.scheme, version="3.10", status=ReleaseStatus.PUBLISHED, digest="sha256:0"
    )
    return ReleaseIndex.build(release, concepts, lifespans)


BUTCHERY = taxonomy(
    concept("u1", Kind.PROFILE, link("essentialCompetence", "c1"), notation="OP-10", nl="Slager"),
    concept("u2", Kind.PROFILE, notation="OP-2", nl="Visser"),
    concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-1"),
    concept("s1", Kind.SKILL, notation="SK-12", nl="Worsten maken", fr="Faire des saucisses"),
    concept("cs1", Kind.COMPETENCE_SET, link("member", "s1"), notation="CS-7", nl="Vlees"),
)


@pytest.mark.parametrize(
    "reference",
    [
        "s1",
        "SK-12",
        "https://competent.test/id/competent/SK-12",
        "http://elsewhere/id/competent/s1",
        "https://competent.test/id/competent/SK%2D12",
    ],
)
def test_a_concept_is_found_by_id_notation_and_uri(reference: str) -> None:
    assert index(BUTCHERY).get(reference).id == "s1"


@pytest.mark.parametrize(
    "reference", ["", "SK-1", "https://x/id/esco/SK-12", "x/id/competent/SK-12", "/id/competent/"]
)
def test_nothing_else_is_found(reference: str) -> None:
    assert index(BUTCHERY).find(reference) is None


@pytest.mark.parametrize("id", ["s1", "shared", "nameless"])
def test_the_name_of_a_concept_leads_back_to_it(id: str) -> None:
    sharing = replace(retired("shared", Kind.SKILL, nl="Worst"), notation="SK-12")
    nameless = replace(concept("nameless", Kind.SKILL), notation="")
    made = index(taxonomy(*BUTCHERY, sharing, nameless))
    assert made.get(made.name(made.get(id))).id == id


def test_an_unknown_notation_suggests_the_nearest_ones() -> None:
    with pytest.raises(ConceptNotFoundError) as raised:
        index(BUTCHERY).get("sk-11")
    assert raised.value.suggestions[0] == "SK-12"
    assert "did you mean SK-12" in raised.value.detail


def test_notations_are_in_natural_order() -> None:
    found = index(BUTCHERY).listed(Kind.PROFILE)
    assert [it.notation for it in found] == ["OP-2", "OP-10"]


@pytest.mark.parametrize(
    ("before", "after"), [("OP-2", "OP-10"), ("2166.4.7", "2166.10"), ("A", "A1"), ("", "1")]
)
def test_the_natural_order_counts(before: str, after: str) -> None:
    assert natural_key(before) < natural_key(after)


@given(st.lists(st.text(max_size=30), min_size=2))
def test_any_two_notations_can_be_ordered(notations: list[str]) -> None:
    ordered = sorted(notations, key=natural_key)
    assert all(natural_key(one) <= natural_key(other) for one, other in pairwise(ordered))


def test_a_profile_asks_for_a_skill_through_a_technical_competence() -> None:
    found = index(BUTCHERY).linked_to("s1")
    assert [
        (it.subject.notation, it.predicate, it.through and it.through.notation) for it in found
    ] == [
        ("CP-1", Predicate.SKILL, None),
        ("CS-7", Predicate.MEMBER, None),
        ("OP-10", Predicate.ESSENTIAL_COMPETENCE, "CP-1"),
    ]


def test_a_technical_competence_has_the_labels_of_its_skill() -> None:
    made = index(BUTCHERY)
    assert made.labels(made.get("CP-1")) == made.get("SK-12").labels


def test_a_set_holds_a_competence_through_its_skill() -> None:
    assert [it.notation for it in index(BUTCHERY).sets("c1")] == ["CS-7"]
    assert [it.notation for it in index(BUTCHERY).sets("s1")] == ["CS-7"]


def test_rarity_is_the_logarithm_of_profiles_per_profile_that_asks() -> None:
    made = index(BUTCHERY)
    assert made.rarity("c1") == made.rarity("s1") == math.log(2)
    assert made.rarity("cs1") is None


def test_a_lifespan_that_nobody_knows_begins_here() -> None:
    made = index(BUTCHERY, s1=Lifespan("3.8"))
    assert made.lifespan("s1").first == "3.8"
    assert made.lifespan("u1").first == "3.10"


@given(taxonomies(), ids)
def test_every_id_is_found_exactly_where_it_is_held(concepts: Taxonomy, id: str) -> None:
    naive = [it for it in concepts if it.id == id]
    assume(not any(it.notation == id for it in concepts))
    assert index(concepts).find(id) == (naive[0] if naive else None)


@given(taxonomies(), st.sampled_from(["OP-9", "OP-10", "CP-3.1"]))
def test_a_notation_finds_an_active_concept_where_there_is_one(
    concepts: Taxonomy, notation: str
) -> None:
    naive = [it for it in concepts if it.notation == notation]
    found = index(concepts).find(notation)
    assert (found in naive) if naive else (found is None)
    if found and any(it.status is Status.ACTIVE for it in naive):
        assert found.status is Status.ACTIVE


@given(
    taxonomies(),
    st.none() | st.sampled_from(KINDS["competent"]),
    st.none() | st.sampled_from(Status),
)
def test_every_list_is_the_naive_one(
    concepts: Taxonomy, kind: Kind | None, status: Status | None
) -> None:
    naive = [it for it in concepts if kind in {None, it.kind} and status in {None, it.status}]
    naive.sort(key=lambda it: (natural_key(it.notation), it.id))
    assert list(index(concepts).listed(kind, status)) == naive


@given(taxonomies(), ids, st.none() | st.sampled_from(Predicate))
def test_every_reverse_look_up_is_the_naive_one(
    concepts: Taxonomy, id: str, predicate: Predicate | None
) -> None:
    def naive(target: str) -> set[tuple[str, Predicate]]:
        return {(it.id, to.predicate) for it in concepts for to in it.links if to.target == target}

    expected = {(subject, named, "") for subject, named in naive(id)}
    for between in {subject for subject, _ in naive(id)}:
        if concepts.by_id[between].kind is Kind.TECHNICAL_COMPETENCE:
            expected |= {(subject, named, between) for subject, named in naive(between)}
    found = [
        (it.subject.id, it.predicate, it.through.id if it.through else "")
        for it in index(concepts).linked_to(id, predicate)
    ]
    assert len(found) == len(set(found))
    assert set(found) == {it for it in expected if predicate in {None, it[1]}}


@given(taxonomies(), ids)
def test_every_rarity_is_the_naive_one(concepts: Taxonomy, id: str) -> None:
    def asks(profile: Concept) -> bool:
        asked = {it.target for it in profile.links if it.predicate in ASKING}
        through = {
            to.target
            for it in asked
            if it in concepts.by_id and concepts.by_id[it].kind is Kind.TECHNICAL_COMPETENCE
            for to in concepts.by_id[it].links
        }
        return id in asked | through

    profiles = [it for it in concepts if it.kind is Kind.PROFILE and it.status is Status.ACTIVE]
    count = sum(asks(it) for it in profiles)
    assert index(concepts).rarity(id) == (math.log(len(profiles) / count) if count else None)


@given(taxonomies())
def test_labels_are_a_concepts_own_or_those_of_its_skill(concepts: Taxonomy) -> None:
    made = index(concepts)
    for it in concepts:
        if it.labels or it.kind is not Kind.TECHNICAL_COMPETENCE:
            assert made.labels(it) == it.labels
        else:
            held = [to for to in it.targets(Predicate.SKILL) if to in concepts.by_id]
            assert made.labels(it) == (concepts.by_id[held[0]].labels if held else ())


@given(taxonomies())
def test_ranks_are_the_places_in_the_whole_list(concepts: Taxonomy) -> None:
    made = index(concepts)
    ranks = [made.rank(it.id) for it in made.listed(None, None)]
    assert ranks == list(range(len(concepts)))
