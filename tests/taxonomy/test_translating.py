from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.composing import ASSUMED, EXACTNESS, composed, sureness
from taxonomy.errors import InvalidQueryError, NoMappingPathError
from taxonomy.index import ReleaseIndex
from taxonomy.legs import Basis
from taxonomy.mapping import INVERSE, NO_TERM_FOUND, Mapping, MappingSet, Side
from taxonomy.model import Concept, Notation, Release
from taxonomy.references import RemarkCode
from taxonomy.sources import eures
from taxonomy.translating import Translator
from taxonomy.translation import Cardinality, Question, Translated, TranslationOutcome
from taxonomy.vocabulary import (
    Kind,
    MappingPredicate,
    MappingState,
    ReleaseStatus,
    RetirementReason,
)
from tests.build import concept, link, mapping, mapping_set, retired, taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EXACT, CLOSE, BROAD, NARROW, RELATED = MappingPredicate
ROME, ESCO, COMPETENT = Side("rome", "3.47"), Side("esco", "1.2.0"), Side("competent", "3.11")


def index(side: Side, *concepts: Concept) -> ReleaseIndex:
    held = taxonomy(*(replace(it, scheme=side.scheme) for it in concepts))
    status = ReleaseStatus.PUBLISHED
    release = Release(scheme=side.scheme, version=side.version, status=status, digest="sha256:0")
    return ReleaseIndex.build(release, held, {})


def between(start: Side, end: Side, *mappings: Mapping) -> MappingSet:
    return mapping_set(*mappings, subject=start.name, object_=end.name)


TO_ESCO = between(
    ROME,
    ESCO,
    mapping("r1", "exact", "e1"),
    mapping("r2", "broad", "e1"),
    mapping("r3", "close", "e2"),
    mapping("r3", "narrow", "e3"),
    mapping("r4", "exact", NO_TERM_FOUND),
)
FROM_COMPETENT = between(
    COMPETENT,
    ESCO,
    mapping("c1", "exact", "e1", confidence=0.9),
    mapping("c2", "narrow", "e2"),
    mapping("c3", "broad", "e3"),
)
CHAIN = (TO_ESCO, FROM_COMPETENT)


def told(
    asked: str,
    sets: Iterable[MappingSet],
    start: Side,
    end: Side,
    *releases: ReleaseIndex,
    question: Question | None = None,
) -> Translated:
    (item,) = Translator(sets, releases).translate([asked], start, end, question).items
    return item


def targets(item: Translated) -> list[tuple[str, MappingPredicate]]:
    return [(it.id, it.predicate) for it in item.targets]


def codes(item: Translated) -> list[RemarkCode]:
    return [it.code for it in item.remarks]


def test_a_direct_mapping_is_told_with_its_predicate_and_where_it_stands() -> None:
    item = told("r1", [TO_ESCO], ROME, ESCO)
    (target,) = item.targets
    assert (item.outcome, target.id, target.predicate) == (TranslationOutcome.EXACT, "e1", EXACT)
    (step,) = target.path
    assert (step.start, step.end, step.source) == ("r1", "e1", "rome-3.47--esco-1.2.0")
    assert step.mapping == TO_ESCO.id_of(TO_ESCO.mappings[0])
    assert (step.basis, step.assumed, step.confidence) == (Basis.MAPPING, True, ASSUMED[EXACT])


def test_a_set_is_walked_backwards_with_the_inverse_predicate() -> None:
    item = told("e1", [TO_ESCO], ESCO, ROME)
    assert targets(item) == [("r1", EXACT), ("r2", NARROW)]
    assert item.outcome is TranslationOutcome.SEVERAL


def test_a_chain_composes_its_predicates_and_multiplies_its_confidences() -> None:
    item = told("r2", CHAIN, ROME, COMPETENT)
    (target,) = item.targets
    assert (target.id, target.predicate, item.outcome) == ("c1", BROAD, TranslationOutcome.BROADER)
    assert target.confidence == pytest.approx(ASSUMED[BROAD] * 0.9)
    assert [(it.start, it.predicate, it.end) for it in target.path] == [
        ("r2", BROAD, "e1"),
        ("e1", EXACT, "c1"),
    ]


def test_two_exact_steps_are_exact_and_less_sure_than_one() -> None:
    (target,) = told("r1", CHAIN, ROME, COMPETENT).targets
    assert target.predicate is EXACT
    assert target.confidence < 0.9


def test_what_is_related_because_nothing_follows_yields_to_what_follows() -> None:
    item = told("r3", CHAIN, ROME, COMPETENT)
    assert targets(item) == [("c3", NARROW)]


def test_what_is_only_related_is_told_where_nothing_better_is() -> None:
    less = between(ROME, ESCO, mapping("r3", "close", "e2"))
    item = told("r3", [less, FROM_COMPETENT], ROME, COMPETENT)
    assert (targets(item), item.outcome) == ([("c2", RELATED)], TranslationOutcome.RELATED)


def test_a_direct_set_is_believed_before_any_chain() -> None:
    direct = between(ROME, COMPETENT, mapping("r1", "related", "c9"))
    assert targets(told("r1", [direct, *CHAIN], ROME, COMPETENT)) == [("c9", RELATED)]
    assert targets(told("r2", [direct, *CHAIN], ROME, COMPETENT)) == [("c1", BROAD)]


def test_who_says_that_there_is_nothing_is_not_outdone_by_a_chain() -> None:
    nothing = between(ROME, COMPETENT, mapping("r1", "exact", NO_TERM_FOUND))
    item = told("r1", [nothing, *CHAIN], ROME, COMPETENT)
    assert (item.outcome, item.targets, codes(item)) == (
        TranslationOutcome.NONE,
        (),
        [RemarkCode.NO_MATCH],
    )


def test_nothing_in_the_middle_says_nothing_of_the_end() -> None:
    item = told("r4", CHAIN, ROME, COMPETENT)
    assert (item.outcome, codes(item)) == (TranslationOutcome.NONE, [])


@pytest.mark.parametrize(
    ("asked", "start", "end", "cardinality"),
    [
        ("r3", ROME, ESCO, Cardinality.ONE_TO_MANY),
        ("r1", ROME, ESCO, Cardinality.MANY_TO_ONE),
        ("e1", ESCO, ROME, Cardinality.ONE_TO_MANY),
        ("e2", ESCO, ROME, Cardinality.MANY_TO_ONE),
        ("r4", ROME, ESCO, None),
    ],
)
def test_an_answer_says_how_many_meet_how_many(
    asked: str, start: Side, end: Side, cardinality: Cardinality | None
) -> None:
    assert told(asked, [TO_ESCO], start, end).cardinality is cardinality


def test_one_meets_one() -> None:
    assert told("c1", CHAIN, COMPETENT, ESCO).cardinality is Cardinality.ONE_TO_ONE


def test_cardinality_is_not_told_where_it_is_not_asked() -> None:
    found = told("c1", CHAIN, COMPETENT, ESCO, question=Question(cardinality=False))
    assert found.targets
    assert found.cardinality is None


def test_many_meet_many() -> None:
    pairs = product(("r1", "r2"), ("e1", "e2"))
    tangled = between(ROME, ESCO, *(mapping(a, "close", b) for a, b in pairs))
    assert told("r1", [tangled], ROME, ESCO).cardinality is Cardinality.MANY_TO_MANY


def test_only_accepted_mappings_count_unless_others_are_asked_for() -> None:
    guess = mapping("r1", "close", "e1", state=MappingState.SUGGESTED, confidence=0.3)
    unsure = between(ROME, ESCO, mapping("r2", "exact", "e2"), guess)
    assert told("r1", [unsure], ROME, ESCO).outcome is TranslationOutcome.UNKNOWN
    both = Question(states=frozenset({MappingState.ACCEPTED, MappingState.SUGGESTED}))
    (target,) = told("r1", [unsure], ROME, ESCO, question=both).targets
    assert (target.id, target.confidence, target.path[0].assumed) == ("e1", 0.3, False)


def test_rejected_mappings_cannot_count() -> None:
    with pytest.raises(InvalidQueryError, match="rejected"):
        Question(states=frozenset({MappingState.REJECTED}))


def test_targets_can_be_narrowed_down_to_predicates_and_confidence() -> None:
    exact = Question(predicates=frozenset({EXACT}))
    assert targets(told("e1", [TO_ESCO], ESCO, ROME, question=exact)) == [("r1", EXACT)]
    sure = Question(min_confidence=0.95)
    assert targets(told("e1", [TO_ESCO], ESCO, ROME, question=sure)) == [("r1", EXACT)]
    none = told("r2", [TO_ESCO], ROME, ESCO, question=exact)
    assert (none.outcome, none.cardinality) == (TranslationOutcome.NONE, None)


def test_ids_notations_and_uris_are_read_with_the_slips_people_make() -> None:
    butcher = index(COMPETENT, concept("c1", notation="OP-10"))
    asked = ["c1", "OP-10", " op-10\t", "https://x/id/competent/OP-10", "OP%2D10", "OP-9", ""]
    asked += ["\ud800", "http://data.europa.eu/esco/occupation/1"]
    made = Translator([FROM_COMPETENT], [butcher]).translate(asked, COMPETENT, ESCO)
    assert [it.outcome for it in made.items] == [TranslationOutcome.EXACT] * 5 + [
        TranslationOutcome.UNKNOWN
    ] * 4
    assert [it.asked for it in made.items] == asked
    assert codes(made.items[2]) == [RemarkCode.TRIMMED, RemarkCode.OTHER_CASE]
    assert codes(made.items[8]) == [RemarkCode.OTHER_SCHEME]
    assert made.unknown() == asked[5:]
    assert made.counts()["unknown"] == 4


def test_ids_of_a_release_that_is_not_held_are_taken_as_they_stand() -> None:
    assert targets(told(" r1 ", [TO_ESCO], ROME, ESCO)) == [("e1", EXACT)]
    assert told("r9", [TO_ESCO], ROME, ESCO).outcome is TranslationOutcome.UNKNOWN


def test_an_id_asked_twice_is_answered_twice() -> None:
    made = Translator([TO_ESCO], []).translate(["r1", "r2", "r1"], ROME, ESCO)
    assert [it.asked for it in made.items] == ["r1", "r2", "r1"]
    assert Translator([TO_ESCO], []).translate([], ROME, ESCO).items == ()


def test_a_retired_concept_is_followed_to_its_successors_and_never_exact() -> None:
    old = retired("c0", replaced_by=("c1",), reason=RetirementReason.REPLACED)
    item = told("c0", [FROM_COMPETENT], COMPETENT, ESCO, index(COMPETENT, old, concept("c1")))
    (target,) = item.targets
    assert (target.id, target.predicate) == ("e1", CLOSE)
    assert [(it.basis, it.source) for it in target.path] == [
        (Basis.SUCCESSION, "competent/3.11"),
        (Basis.MAPPING, "competent-3.11--esco-1.2.0"),
    ]


@pytest.mark.parametrize(
    ("reason", "predicate"),
    [
        (RetirementReason.SPLIT, NARROW),
        (RetirementReason.MERGED, BROAD),
        (RetirementReason.UNKNOWN, RELATED),
    ],
)
def test_the_reason_of_a_retirement_tells_how_a_successor_stands(
    reason: RetirementReason, predicate: MappingPredicate
) -> None:
    gone = retired("e1", replaced_by=("e5",), reason=reason)
    item = told("r1", [TO_ESCO], ROME, ESCO, index(ESCO, gone, concept("e5")))
    assert targets(item) == [("e5", predicate)]


def test_a_chain_whose_middle_is_retired_goes_on_from_the_successor() -> None:
    gone = retired("e1", replaced_by=("e7",), reason=RetirementReason.REPLACED)
    moved = between(COMPETENT, ESCO, mapping("c7", "exact", "e7"))
    item = told("r1", [TO_ESCO, moved], ROME, COMPETENT, index(ESCO, gone, concept("e7")))
    assert targets(item) == [("c7", CLOSE)]


def test_a_chain_whose_middle_is_gone_ends_there_and_says_so() -> None:
    item = told("r1", CHAIN, ROME, COMPETENT, index(ESCO, retired("e1"), concept("e2")))
    assert (item.outcome, codes(item)) == (TranslationOutcome.NONE, [RemarkCode.DEAD_END])
    item = told("r1", CHAIN, ROME, COMPETENT, index(ESCO, concept("e2")))
    assert (item.outcome, codes(item)) == (TranslationOutcome.NONE, [RemarkCode.DROPPED])


def test_successors_in_a_circle_end_the_path() -> None:
    circle = retired("e1", replaced_by=("e2",)), retired("e2", replaced_by=("e1",))
    assert (
        told("r1", [TO_ESCO], ROME, ESCO, index(ESCO, *circle)).outcome is TranslationOutcome.NONE
    )


def test_sets_of_other_releases_serve_ids_that_are_active_in_both() -> None:
    newest = Side("esco", "1.2.1")
    releases = (
        index(ESCO, concept("e1"), concept("e2"), concept("e3")),
        index(newest, concept("e1"), retired("e2", replaced_by=())),
    )
    made = Translator([TO_ESCO], releases).translate(["r1", "r3"], ROME, newest)
    assert [targets(it) for it in made.items] == [[("e1", EXACT)], []]
    assert set(codes(made.items[1])) == {RemarkCode.DEAD_END, RemarkCode.DROPPED}
    assert [(it.start.name, it.end.name) for it in made.legs] == [("rome/3.47", "esco/1.2.0")]


def test_of_several_sets_the_one_of_the_releases_asked_for_is_taken() -> None:
    old = between(ROME, Side("esco", "1.0.9"), mapping("r1", "broad", "e8"))
    new = between(ROME, Side("esco", "1.10.0"), mapping("r1", "narrow", "e9"))
    sets = [new, TO_ESCO, old]
    assert targets(told("r1", sets, ROME, ESCO)) == [("e1", EXACT)]
    assert targets(told("r1", sets, ROME, Side("esco", "1.0.9"))) == [("e8", BROAD)]
    assert targets(told("r1", sets, ROME, Side("esco", "1.1.1"))) == [("e9", NARROW)]


def test_a_group_of_isco_leads_to_occupations_and_on_to_profiles() -> None:
    uri = "http://data.europa.eu/esco/isco/C7511"
    coded = replace(concept("e1", Kind.OCCUPATION), notations=(Notation("isco-08", "7511"),))
    isco = Side("isco", "08")
    releases = (
        index(isco, concept(uri, Kind.ISCO_GROUP, notation="7511")),
        index(ESCO, coded),
    )
    assert targets(told("7511", [], isco, ESCO, *releases)) == [("e1", NARROW)]
    item = told("7511", [FROM_COMPETENT], isco, COMPETENT, *releases)
    (target,) = item.targets
    assert (target.id, target.predicate) == ("c1", NARROW)
    assert [(it.basis, it.source, it.mapping == "") for it in target.path] == [
        (Basis.RELEASE, "esco/1.2.0", True),
        (Basis.MAPPING, "competent-3.11--esco-1.2.0", False),
    ]


def test_one_scheme_on_both_sides_is_a_conversion() -> None:
    with pytest.raises(InvalidQueryError, match="convert"):
        Translator(CHAIN, []).translate(["c1"], COMPETENT, Side("competent", "3.8"))


def test_where_no_mappings_lead_the_schemes_that_they_lead_to_are_told() -> None:
    with pytest.raises(NoMappingPathError, match="reaches competent, esco") as caught:
        Translator(CHAIN, []).translate(["r1"], ROME, Side("digcomp", "3.0"))
    assert caught.value.reachable == ("competent", "esco")
    with pytest.raises(NoMappingPathError, match="nor elsewhere"):
        Translator([], []).translate(["r1"], ROME, ESCO)


def test_a_chain_has_at_most_three_sets() -> None:
    names = ["rome", "aa", "bb", "cc", "esco"]
    sides = [Side(it, "1") for it in names]
    sets = [between(a, b, mapping("x", "exact", "x")) for a, b in pairwise(sides)]
    assert targets(told("x", sets, sides[0], sides[3])) == [("x", EXACT)]
    with pytest.raises(NoMappingPathError):
        told("x", sets, sides[0], sides[4])


def test_a_circle_of_sets_does_no_harm() -> None:
    back = between(COMPETENT, ROME, mapping("c1", "exact", "r1"))
    around = between(ESCO, ROME, mapping("e1", "exact", "r2"))
    within = between(ESCO, Side("esco", "1.0.3"), mapping("e1", "exact", "e1"))
    sets = [*CHAIN, back, around, within]
    assert targets(told("r1", sets, ROME, COMPETENT)) == [("c1", EXACT)]
    assert targets(told("r2", sets, ROME, COMPETENT)) == [("c1", EXACT)]


Row = tuple[str, MappingPredicate, str, float | None]
LADDER = index(
    ROME,
    concept("d1", Kind.OCCUPATION),
    concept("r1", Kind.OCCUPATION, link("broader", "d1")),
    concept("r2", Kind.OCCUPATION, link("broader", "d1"), link("broader", "gone")),
    concept("r9", Kind.OCCUPATION, link("broader", "r8")),
    concept("r8", Kind.OCCUPATION, link("broader", "r2"), link("broader", "r9")),
    concept("r4", Kind.OCCUPATION, link("broader", "d1")),
)


def test_a_code_leads_where_the_concepts_below_it_do() -> None:
    item = told("d1", [TO_ESCO], ROME, ESCO, LADDER)
    assert targets(item) == [("e1", NARROW)]
    assert [(it.basis, it.predicate, it.source) for it in item.targets[0].path] == [
        (Basis.RELEASE, NARROW, "rome/3.47"),
        (Basis.MAPPING, EXACT, "rome-3.47--esco-1.2.0"),
    ]


def test_a_concept_without_mappings_leads_where_those_above_it_do() -> None:
    item = told("r9", [TO_ESCO], ROME, ESCO, LADDER)
    assert targets(item) == [("e1", BROAD)]
    assert [it.end for it in item.targets[0].path] == ["r8", "r2", "e1"]


def test_who_says_that_there_is_nothing_is_not_outdone_by_what_is_above() -> None:
    wide = between(ROME, ESCO, mapping("d1", "exact", "e1"), mapping("r4", "exact", NO_TERM_FOUND))
    assert told("r4", [wide], ROME, ESCO, LADDER).outcome is TranslationOutcome.NONE


def test_what_is_above_is_told_before_what_is_only_related() -> None:
    siblings = between(COMPETENT, ESCO, mapping("c1", "narrow", "e2"), mapping("c2", "exact", "e3"))
    codes_ = between(ROME, ESCO, mapping("r1", "narrow", "e2"), mapping("d1", "exact", "e3"))
    narrower = between(ROME, ESCO, mapping("r1", "broad", "e2"), mapping("d1", "exact", "e3"))
    item = told("r1", [siblings, codes_], ROME, COMPETENT, LADDER)
    assert targets(item) == [("c2", BROAD)]
    assert targets(told("r1", [siblings, narrower], ROME, COMPETENT, LADDER)) == [
        ("c1", BROAD),
    ]


few = st.sampled_from(["1", "2", "3"])
steps = st.tuples(few, st.sampled_from(MappingPredicate), few, st.none() | st.floats(0, 1))
tangles = st.lists(steps, max_size=8, unique_by=lambda it: it[:3])


def naive(asked: str, first: list[Row], second: list[Row]) -> dict[str, tuple[int, float]]:
    """Target → exactness and confidence of its best path, over every path one by one."""
    found: dict[str, tuple[int, float, bool]] = {}
    for (a, p, b, c), (d, q, e, f) in product(first, second):
        if a == asked and b == e:
            path = [(p, c), (INVERSE[q], f)]
            follows = composed(it for it, _ in path if it is not RELATED) is not RELATED
            told = EXACTNESS[composed(it for it, _ in path)], sureness(path), follows
            found[d] = max(found.get(d, (-1, 0.0, False)), told)
    better = any(rank for rank, _, _ in found.values())
    return {it: best[:2] for it, best in found.items() if best[2] or not better}


@given(few, tangles, tangles)
def test_the_best_path_to_each_target_is_found(
    asked: str,
    first: list[Row],
    second: list[Row],
) -> None:
    sets = [
        MappingSet.of(
            start,
            ESCO,
            [Mapping(subject_id=a, predicate=p, object_id=b, confidence=c) for a, p, b, c in made],
        )
        for start, made in ((ROME, first), (COMPETENT, second))
    ]
    item = told(asked, sets, ROME, COMPETENT)
    best = {it.id: (EXACTNESS[it.predicate], it.confidence) for it in item.targets}
    expected = naive(asked, first, second)
    assert {it: rank for it, (rank, _) in best.items()} == {
        it: rank for it, (rank, _) in expected.items()
    }
    assert {it: sure for it, (_, sure) in best.items()} == pytest.approx(
        {it: sure for it, (_, sure) in expected.items()}
    )
    assert [it.order for it in item.targets] == sorted(it.order for it in item.targets)


@pytest.mark.real_data
def test_rome_leads_over_esco_to_competent(shared_data: Path) -> None:
    table = shared_data / "gold/rome_appellation__esco_occ.dev.tsv"
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = {
        it.order: it
        for it in (
            Mapping(
                subject_id=row["subject_id"],
                predicate=MappingPredicate(row["predicate_id"]),
                object_id=row["object_id"],
            )
            for row in rows
        )
    }
    rome = MappingSet.of(ROME, Side("esco", "1.0.9"), found.values())
    belgian = eures.read(
        [shared_data / "eures/BE_occupations_competent-3.8_esco-1.0.3.csv"]
    ).mapping_set
    labels = {it.subject_id: it.subject_label for it in belgian}
    butcher = next(
        it["subject_id"] for it in rows if it["subject_label_fr"] == "Boucher / Bouchère"
    )
    made = Translator([rome, belgian], []).translate(rome.by_subject, ROME, belgian.subject)
    exact = {
        it.asked: labels[it.targets[0].id]
        for it in made.items
        if it.targets and it.targets[0].predicate is EXACT
    }
    assert exact[butcher] == "Slager"
    for it in made.items:
        for target in it.targets:
            claimed = [EXACTNESS[step.predicate] for step in target.path]
            assert EXACTNESS[target.predicate] <= min(claimed)
            assert target.confidence <= min(step.confidence for step in target.path)
    assert made.counts()["unknown"] == 0
