from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from taxonomy.formats.suggestions import columns, suggestion_table
from taxonomy.likeness import LabelLikeness, folded
from taxonomy.model import Lifespan, Notation
from taxonomy.successors import LEAST_SCORE, Suggestion, suggest, undecided
from taxonomy.vocabulary import Kind, RetirementReason, Status
from tests.build import alternative, concept, link
from tests.strategies import taxonomies
from tests.taxonomy.test_migration import index, over_all

if TYPE_CHECKING:
    from taxonomy.model import Concept, Taxonomy


def gone(concept: Concept) -> Concept:
    return replace(concept, status=Status.RETIRED, retirement=RetirementReason.UNKNOWN)


BUS = concept("u1", notation="OP-1", nl="Autobuschauffeur", fr="Conducteur d'autobus (h/f/x)")
COACH = concept("u2", notation="OP-2", nl="Autocarchauffeur", fr="Conducteur d'autocar (h/f/x)")
DRIVER = concept("u3", notation="OP-3", nl="Autobuschauffeurs", fr="Conducteur d'un autobus (h/f)")
OTHERS = tuple(
    concept(f"x{place}", nl=name)
    for place, name in enumerate(
        ("Slager", "Bakker", "Visser", "Metser", "Kok", "Leraar", "Schilder", "Lasser")
    )
)
SAWING = concept("s1", Kind.SKILL, nl="Zagen", fr="Scier")
WOOD = concept("s2", Kind.SKILL, nl="Hout bewerken", fr="Travailler le bois")


def best(suggestion: Suggestion) -> str:
    return suggestion.candidates[0].concept.id


def test_the_one_that_is_called_alike_is_suggested_with_its_reason() -> None:
    before = index(BUS, *OTHERS)
    after = index(gone(BUS), DRIVER, *OTHERS, version="3.9")
    (found,) = suggest(undecided(after), after, before)
    assert best(found) == "u3"
    assert found.reason is RetirementReason.REPLACED
    assert found.candidates[0].score >= LEAST_SCORE
    assert "autobus" in found.candidates[0].evidence[0].reason


def test_where_nothing_is_alike_nothing_is_suggested() -> None:
    after = index(gone(BUS), *OTHERS, version="3.9")
    (found,) = suggest(undecided(after), after)
    assert (found.candidates, found.reason) == ((), RetirementReason.NONE)


def test_an_alternative_label_suggests_too() -> None:
    known = concept("u3", Kind.PROFILE, alternative("nl", "Autobuschauffeur"), nl="Bestuurder")
    after = index(gone(replace(BUS, labels=BUS.labels[1:])), known, *OTHERS, version="3.9")
    (found,) = suggest(undecided(after), after)
    assert best(found) == "u3"


def test_shared_rare_links_count_more_than_common_ones() -> None:
    links = [link("essentialCompetence", f"c{it}") for it in range(3)]
    common = link("softSkill", "so1")
    bus = gone(concept("u1", Kind.PROFILE, *links, common, nl="Autobuschauffeur"))
    rare = concept("u2", Kind.PROFILE, *links, nl="Autocarchauffeur")
    usual = concept("u3", Kind.PROFILE, common, nl="Autocarchauffeurs")
    rest = [replace(it, links=(common,)) for it in OTHERS]
    after = index(bus, rare, usual, *rest, version="3.9")
    (found,) = suggest(undecided(after), after)
    assert best(found) == "u2"
    assert "3 of 4 links shared" in found.candidates[0].evidence[1].reason


def test_a_shared_code_of_another_system_is_evidence() -> None:
    isco = (Notation("isco-08", "8331"),)
    after = index(
        gone(replace(BUS, notations=isco)),
        replace(COACH, notations=isco),
        replace(COACH, id="u4", notation="OP-4"),
        *OTHERS,
        version="3.9",
    )
    (found,) = suggest(undecided(after), after)
    assert best(found) == "u2"
    assert found.candidates[0].score > found.candidates[1].score
    assert "isco-08 8331" in found.candidates[0].evidence[-1].reason


def test_who_takes_its_place_in_what_linked_to_it_is_suggested_whatever_its_name() -> None:
    def used(skill: str) -> list[Concept]:
        return [
            concept(f"c{it}", Kind.TECHNICAL_COMPETENCE, link("skill", skill)) for it in range(4)
        ]

    before = index(SAWING, *used("s1"), concept("s3", Kind.SKILL, nl="Lassen"))
    after = index(
        gone(SAWING), WOOD, *used("s2"), concept("s3", Kind.SKILL, nl="Lassen"), version="3.9"
    )
    (found,) = suggest(undecided(after), after, before)
    assert best(found) == "s2"
    assert found.candidates[0].evidence[-1].reason.startswith("takes its place in 100%")


def test_the_same_code_under_another_id_is_certain() -> None:
    after = index(gone(BUS), replace(BUS, id="u9"), *OTHERS, version="3.9")
    (found,) = suggest(undecided(after), after)
    assert (best(found), found.candidates[0].score) == ("u9", 100.0)
    assert found.reason is RetirementReason.REPLACED


def test_several_new_ones_propose_a_split() -> None:
    before = index(BUS, *OTHERS)
    after = index(
        gone(BUS), DRIVER, replace(DRIVER, id="u4", notation="OP-4"), *OTHERS, version="3.9"
    )
    (found,) = suggest(undecided(after), after, before)
    assert found.reason is RetirementReason.SPLIT
    assert len(found.candidates) == 2


def test_one_that_was_there_before_proposes_a_merger() -> None:
    before = index(BUS, DRIVER, *OTHERS)
    after = index(gone(BUS), DRIVER, *OTHERS, version="3.9")
    (found,) = suggest(undecided(after), after, before)
    assert found.reason is RetirementReason.MERGED


def test_concepts_without_codes_do_not_share_one() -> None:
    nameless = replace(BUS, notation=""), replace(DRIVER, notation="")
    before = index(*nameless, *OTHERS)
    after = index(gone(nameless[0]), nameless[1], *OTHERS, version="3.9")
    (found,) = suggest(undecided(after), after, before)
    assert found.reason is RetirementReason.MERGED
    assert found.candidates[0].score < 100


def test_a_group_that_two_share_says_little() -> None:
    group = link("broader", "g1")
    shared = [replace(it, links=(group,)) for it in OTHERS]
    after = index(gone(replace(BUS, links=(group,))), *shared, version="3.9")
    (found,) = suggest(undecided(after), after)
    assert found.candidates == ()


def test_a_concept_of_another_kind_is_no_successor() -> None:
    after = index(gone(BUS), replace(DRIVER, kind=Kind.SKILL), *OTHERS, version="3.9")
    (found,) = suggest(undecided(after), after)
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("reason", "successors", "since", "expected"),
    [
        (RetirementReason.UNKNOWN, (), "3.9", ([True, True])),
        (RetirementReason.UNKNOWN, (), "3.8", ([False, True])),
        (RetirementReason.NONE, (), "3.9", ([False, False])),
        (RetirementReason.REPLACED, ("u2",), "3.9", ([False, False])),
    ],
)
def test_only_what_nobody_decided_is_asked_for(
    reason: RetirementReason, successors: tuple[str, ...], since: str, expected: list[bool]
) -> None:
    retired = replace(gone(BUS), retirement=reason, replaced_by=successors)
    after = index(retired, COACH, version="3.9", lifespans={"u1": Lifespan("3.7", "3.7", since)})
    assert [bool(undecided(after, earlier=it)) for it in (False, True)] == expected


def test_no_label_is_held_against_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{a}{b}er" for a in ("vlees", "hout", "staal", "glas") for b in range(500)]
    many = [concept(f"n{place}", nl=name) for place, name in enumerate(names)]
    release = index(gone(BUS), DRIVER, *many, version="3.9")
    likeness = LabelLikeness(release.listed(Kind.PROFILE), release, [BUS])
    assert len(likeness.candidates(BUS, 30)) <= 30


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Boucher (h/f/x)", "boucher"),
        ("Éleveur – d'ânes", "eleveur d anes"),
        ("C++ / C#", "c++ c#"),
        ("(...)", ""),
        ("", ""),
        ("蔬菜", "蔬菜"),
    ],
)
def test_words_are_held_against_each_other_without_cosmetics(text: str, words: str) -> None:
    assert folded(text) == words


@given(taxonomies())
def test_any_release_gets_suggestions_within_bounds(held: Taxonomy) -> None:
    release = over_all(held, "3.9")
    found = suggest(undecided(release, earlier=True), release)
    again = suggest(undecided(release, earlier=True), release)
    assert found == again
    for suggestion in found:
        scores = [it.score for it in suggestion.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(LEAST_SCORE <= it <= 100 for it in scores)
        assert all(it.concept.status is Status.ACTIVE for it in suggestion.candidates)
        assert "".join(suggestion_table([suggestion], release))


def test_the_table_has_a_row_a_candidate_and_an_empty_column_for_the_decision() -> None:
    formula = concept("u5", nl="=Nergens op lijkend")
    after = index(gone(BUS), gone(formula), DRIVER, *OTHERS, version="3.9")
    text = "".join(suggestion_table(suggest(undecided(after), after), after))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == columns("competent")
    told = {row["retired"]: (row["decision"], row["successor"], row["rank"]) for row in rows}
    assert told == {"OP-1": ("", "OP-3", "1"), "U5": ("", "", "")}
    assert rows[-1]["retired_label_nl"] == "'=Nergens op lijkend"
    assert rows[-1]["proposed_reason"] == "none"
