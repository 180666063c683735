"""Tests of the checks before publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from taxonomy.checks import CHECKS, run
from taxonomy.findings import Finding, Severity
from taxonomy.model import Concept, Framework, Label, Note, Taxonomy
from taxonomy.sources.reading import Reading
from taxonomy.vocabulary import Kind, LabelType, NoteType, RetirementReason
from tests.build import alternative, concept, link, retired, taxonomy
from tests.strategies import same_scheme

DOCS = Path(__file__).parents[2] / "docs" / "checks.md"

SKILL = concept("s1", Kind.SKILL, nl="Vlees snijden", fr="Couper la viande")
GROUP = concept("s2", Kind.SKILL, nl="Snijden")
COMPETENCE = concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"))
PROFILE = concept(
    "p1", Kind.PROFILE, link("essentialCompetence", "c1"), nl="Slager", fr="Boucher (h/f/x)"
)
HIDDEN = Label("nl", LabelType.HIDDEN, "slachter")
GONE = retired("p9", replaced_by=("p1",), reason=RetirementReason.MERGED, nl="Slachter")
NEAR = Note("nl", NoteType.DISAMBIGUATOR, "winkel")
CLEAN = (SKILL, GROUP, COMPETENCE, PROFILE, GONE)


def of(scheme: str, it: Concept) -> Concept:
    return replace(it, scheme=scheme)


def codes(now: Taxonomy, before: Taxonomy | None = None) -> list[str]:
    return [it.code for it in run(now, before)]


BREACHES: list[tuple[str, list[Concept]]] = [
    ("kind-not-in-scheme", [concept("o1", Kind.OCCUPATION, nl="Slager")]),
    ("two-preferred-labels", [concept("s1", Kind.SKILL, Label("nl", LabelType.PREFERRED, "Snijden"), nl="Zagen")]),
    ("label-not-normalised", [concept("s1", Kind.SKILL, alternative("nl", "Vlees  snijden"), nl="Zagen")]),
    ("label-not-normalised", [concept("s1", Kind.SKILL, alternative("nl", "\u200b"), nl="Zagen")]),
    ("no-preferred-label", [concept("s1", Kind.SKILL, alternative("nl", "Zagen"))]),
    ("profile-title-missing", [concept("p1", Kind.PROFILE, nl="Slager")]),
    ("self-link", [concept("s1", Kind.SKILL, link("related", "s1"), nl="Zagen")]),
    ("link-to-nothing", [concept("s1", Kind.SKILL, link("related", "s9"), nl="Zagen")]),
    ("link-to-retired", [replace(PROFILE, links=(link("related", "p9"),)), GONE]),
    ("predicate-misfit", [SKILL, concept("s2", Kind.SKILL, link("sector", "s1"), nl="Zagen")]),
    ("broader-cycle", [
        concept("s1", Kind.SKILL, link("broader", "s2"), nl="Zagen"),
        concept("s2", Kind.SKILL, link("broader", "s1"), nl="Snijden"),
    ]),
    ("not-one-skill", [concept("c1", Kind.TECHNICAL_COMPETENCE)]),
    ("not-one-skill", [SKILL, GROUP, concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), link("skill", "s2"))]),
    ("essential-and-optional", [replace(PROFILE, links=(*PROFILE.links, link("optionalCompetence", "c1"))), COMPETENCE, SKILL]),
    ("empty-set", [concept("k1", Kind.COMPETENCE_SET, nl="Slagerij")]),
    ("sets-not-told-apart", [
        concept("k1", Kind.COMPETENCE_SET, link("member", "s1"), NEAR, nl="Vlees"),
        concept("k2", Kind.COMPETENCE_SET, link("member", "s1"), nl="vlees"),
        SKILL,
    ]),
    ("disambiguator-needless", [
        concept("k1", Kind.COMPETENCE_SET, link("member", "s1"), NEAR, nl="Vlees"),
        SKILL,
    ]),
    ("framework-missing", [concept("d1", Kind.DIGITAL_SKILL, nl="Zoeken")]),
    ("retired-without-reason", [replace(GONE, retirement=None, replaced_by=())]),
    ("active-with-successor", [replace(SKILL, replaced_by=("s2",)), GROUP]),
    ("successor-missing", [retired("p9", replaced_by=("p8",))]),
    ("successor-itself", [retired("p9", replaced_by=("p9",))]),
    ("successor-cycle", [retired("p8", replaced_by=("p9",)), retired("p9", replaced_by=("p8",))]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "concepts"), BREACHES)
def test_a_breach_gives_its_finding_and_no_other(code: str, concepts: list[Concept]) -> None:
    assert codes(taxonomy(*concepts)) == [code]


def test_a_clean_taxonomy_has_no_findings() -> None:
    assert codes(taxonomy(*CLEAN), taxonomy(*CLEAN)) == []


def test_where_most_sets_have_a_disambiguator_too_many_that_is_told_once() -> None:
    sets = [
        concept(f"k{n}", Kind.COMPETENCE_SET, link("member", "s1"), NEAR, nl=f"Set {n}")
        for n in range(3)
    ]
    (finding,) = run(taxonomy(SKILL, *sets))
    assert (finding.code, finding.concept) == ("disambiguator-needless", "k0")
    assert "2 other sets" in finding.message


def test_two_active_concepts_with_one_notation_are_both_named() -> None:
    now = taxonomy(replace(SKILL, notation="SK-1"), replace(GROUP, notation="SK-1"))
    assert [(it.code, it.concept) for it in run(now)] == [
        ("duplicate-notation", "s1"),
        ("duplicate-notation", "s2"),
    ]


def test_a_retired_concept_keeps_its_notation_beside_an_active_one() -> None:
    assert (
        codes(taxonomy(replace(GONE, notation=PROFILE.notation), PROFILE, COMPETENCE, SKILL)) == []
    )


def test_concepts_without_notation_share_nothing() -> None:
    assert codes(taxonomy(replace(SKILL, notation=""), replace(GROUP, notation=""))) == []


def test_a_group_of_isco_and_a_group_of_skills_may_share_a_notation() -> None:
    now = taxonomy(
        of("esco", concept("g1", Kind.ISCO_GROUP, notation="01", en="Officers")),
        of("esco", concept("g2", Kind.SKILL_GROUP, notation="01", en="Education")),
    )
    assert [(it.code, it.severity) for it in run(now)] == [("shared-notation", Severity.INFO)]


def test_in_competent_a_notation_names_one_concept_whatever_its_kind() -> None:
    now = taxonomy(SKILL, concept("k1", Kind.KNOWLEDGE, notation=SKILL.notation, nl="Vlees"))
    assert set(codes(now)) == {"duplicate-notation"}


def test_a_concept_of_the_previous_release_is_carried_on() -> None:
    assert codes(taxonomy(SKILL), taxonomy(SKILL, GROUP)) == ["concept-dropped"]


def test_an_id_keeps_its_kind() -> None:
    now = taxonomy(replace(SKILL, kind=Kind.KNOWLEDGE))
    assert codes(now, taxonomy(SKILL)) == ["kind-changed"]


def test_a_notation_is_never_used_again() -> None:
    before = taxonomy(retired("s1", Kind.SKILL, nl="Zagen"))
    now = taxonomy(
        retired("s1", Kind.SKILL, nl="Zagen"), concept("s2", Kind.SKILL, notation="S1", nl="Boren")
    )
    assert codes(now, before) == ["notation-reused"]


def test_a_concept_that_only_has_a_new_id_is_not_a_reused_notation() -> None:
    now = taxonomy(
        retired("s1", Kind.SKILL, nl="Zagen"), concept("s2", Kind.SKILL, notation="S1", nl="zagen")
    )
    before = taxonomy(concept("s1", Kind.SKILL, nl="Zagen", fr="Scier"))
    assert codes(now, before) == ["id-changed"]


def test_a_new_notation_is_not_reused() -> None:
    assert codes(taxonomy(replace(SKILL, notation="SK-99")), taxonomy(SKILL)) == []


def test_what_others_publish_may_move_its_codes() -> None:
    before = taxonomy(of("esco", concept("o1", Kind.OCCUPATION, notation="2166.4", en="Animator")))
    now = taxonomy(
        of("esco", concept("o1", Kind.OCCUPATION, notation="2166.5", en="Animator")),
        of("esco", concept("o2", Kind.OCCUPATION, notation="2166.4", en="Illustrator")),
    )
    assert [(it.code, it.severity) for it in run(now, before)] == [
        ("notation-reused", Severity.WARNING)
    ]


def test_a_circle_is_named_by_the_notations_on_it() -> None:
    ring = [
        concept(one, Kind.SKILL, link("broader", other), notation=f"SK-{one}", nl=one)
        for one, other in ("ab", "bc", "ca")
    ]
    (finding,) = run(taxonomy(*ring))
    assert "SK-a → SK-b → SK-c → SK-a" in finding.message


def test_a_digital_skill_with_its_framework_is_clean() -> None:
    skill = replace(
        concept("d1", Kind.DIGITAL_SKILL, nl="Zoeken"), framework=Framework("DigComp", "2.2", "1.1")
    )
    assert codes(taxonomy(skill)) == []


def test_an_empty_taxonomy_and_one_of_an_unknown_scheme_are_checked() -> None:
    assert codes(taxonomy()) == []
    assert (
        codes(Taxonomy.of("rome", [of("rome", concept("D1101", Kind.OCCUPATION, fr="Boucher"))]))
        == []
    )


@settings(max_examples=40)
@given(same_scheme())
def test_anything_can_be_checked(both: tuple[Taxonomy, Taxonomy]) -> None:
    before, now = both
    known = {it.id for it in now} | {it.id for it in before}
    for finding in run(now, before):
        assert finding.concept in known
        assert finding.message


def test_every_check_is_in_the_table_once() -> None:
    assert [it for it, count in Counter(it.code for it in CHECKS).items() if count > 1] == []


def test_every_check_is_documented_with_its_severity_and_nothing_else_is() -> None:
    of_releases, _, _ = DOCS.read_text().partition("\n## ")
    rows = [line.split("|") for line in of_releases.splitlines() if line.startswith("| `")]
    documented = {row[1].strip(" `"): row[2].strip() for row in rows}
    assert documented == {
        it.code: it.severity + (f" / {it.elsewhere}" if it.elsewhere else "") for it in CHECKS
    }


@pytest.mark.real_data
@pytest.mark.slow
def test_the_real_releases_of_esco_pass_without_errors(esco_of: Callable[[str], Reading]) -> None:
    found: list[Finding] = []
    for version in ("1.1.1", "1.2.0"):
        found = list(run(Taxonomy.of("esco", esco_of(version).concepts)))
        assert [it for it in found if it.severity is Severity.ERROR] == []
    assert Counter(it.code for it in found)["essential-and-optional"] == 17


@pytest.mark.real_data
@pytest.mark.slow
def test_a_release_of_competent_at_real_scale_passes_without_errors(
    competent_of: Callable[[str], Reading],
) -> None:
    it = Taxonomy.of("competent", competent_of("3.8").concepts)
    found = list(run(it))
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []
    assert {finding.code for finding in found} == {
        "framework-missing",
        "sets-not-told-apart",
        "disambiguator-needless",
    }
