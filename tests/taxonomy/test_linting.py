from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from taxonomy.findings import Finding, Place, Severity
from taxonomy.linting import LINTS, lint
from taxonomy.model import Taxonomy
from taxonomy.sources.esco_csv import read
from taxonomy.vocabulary import Kind
from tests.build import alternative, concept, description, link, retired
from tests.strategies import taxonomies
from tests.taxonomy.currency.releases import occupation, skill

if TYPE_CHECKING:
    from taxonomy.model import Concept

DOCS = Path(__file__).parents[2] / "docs/checks.md"


def found(*concepts: Concept) -> list[Finding]:
    report = lint(Taxonomy.of("esco", concepts))
    return [it for it in report.findings if it.code.startswith("lint-")]


def told(code: str, *concepts: Concept) -> list[str]:
    return [it.message for it in found(*concepts) if it.code == f"lint-{code}"]


def test_every_lint_is_documented_with_its_severity() -> None:
    _, _, section = DOCS.read_text().partition("\n## Of releases that others publish")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", section, re.MULTILINE)
    assert rows == [(it.code, it.severity.value) for it in LINTS]


def test_a_sound_release_has_no_findings() -> None:
    trades = occupation("trades", en="trades worker")
    butcher = occupation("butcher", link("broader", "trades"), en="butcher")
    assert told("in-no-hierarchy", butcher, occupation("b", link("broader", "trades")), trades) == [
        "TRADES (occupation) stands below nothing"
    ]
    assert found(skill("a", en="cut"), skill("b", en="saw")) == []


def test_two_concepts_of_a_kind_are_not_called_alike() -> None:
    one, other = occupation("a", nl="Portier"), occupation("b", nl="portier")
    assert told("duplicate-label", one, other) == ["A is called 'Portier' like B (occupation)"]
    assert told("duplicate-label", one, skill("c", nl="Portier")) == []
    assert told("duplicate-label", one, retired("d", Kind.OCCUPATION, nl="Portier")) == []


def test_the_only_group_within_a_group_may_bear_its_name() -> None:
    top = concept("1", Kind.ISCO_GROUP, scheme="esco", en="Managers")
    low = concept("11", Kind.ISCO_GROUP, link("broader", "1"), scheme="esco", en="Managers")
    assert told("duplicate-label", top, low) == []
    beside = concept("2", Kind.ISCO_GROUP, scheme="esco", en="Managers")
    assert len(told("duplicate-label", top, low, beside)) == 1


def test_a_label_is_not_said_again_in_another_case_or_with_a_hyphen() -> None:
    held = occupation("a", alternative("en", "Stop-motion animator"), en="stop motion animator")
    assert told("label-repeated", held) == [
        "A has 'Stop-motion animator' beside 'stop motion animator'"
    ]
    assert told("label-repeated", occupation("a", alternative("nl", "stop"), en="stop")) == []


@pytest.mark.parametrize(
    "text",
    [
        "the students\u00e2 progress",
        "to\u00c2 students",
        "caf\u00c3\u00a9",
        "one\u00e2\u20acs own",
        "lost \ufffd here",
    ],
)
def test_broken_characters_are_found(text: str) -> None:
    held = occupation("a", description("en", text), en="a")
    assert len(told("broken-characters", held)) == 1


@pytest.mark.parametrize("text", ["pâtissier", "İstanbul", "Ãlvares", "château fort"])
def test_letters_of_living_languages_are_not_broken(text: str) -> None:
    assert told("broken-characters", occupation("a", fr=text)) == []


def test_an_accent_is_no_apostrophe() -> None:
    held = skill("a", description("en", "Accept one`s own limits."), en="accept limits")
    assert told("odd-apostrophe", held) == [
        "A: an accent stands for an apostrophe in 'Accept one`s own limits.'"
    ]


def test_a_language_that_few_lack_is_told_one_by_one() -> None:
    named = [skill(f"s{it}", en=f"skill {it}", fr=f"savoir {it}") for it in range(20)]
    assert told("language-missing", *named, skill("x", en="alone")) == ["X has no label in fr"]


def test_a_language_that_many_lack_is_told_once_a_kind() -> None:
    held = (occupation("a", en="a", nl="a"), skill("b", en="b"), skill("c", en="c"))
    assert told("language-missing", *held) == [
        "2 of 2 concepts (skill) have no label in nl; one is B"
    ]


def test_several_words_that_are_english_in_another_language_were_not_translated() -> None:
    held = occupation("a", en="ICT trainer", nl="ict trainer", fr="formateur")
    assert told("untranslated", held) == ["A is called 'ict trainer' in nl as in en"]
    assert told("untranslated", skill("b", en="Python", nl="Python")) == []
    assert told("untranslated", skill("b", **{"en": "pick up", "en-GB": "pick up"})) == []


FRENCH = [
    occupation("a", fr="technicien de son/technicienne de son"),
    occupation("b", fr="technicien d'images/technicienne d'images"),
    occupation("c", fr="agent de police/agente de police"),
    occupation("d", fr="responsable des ventes/responsable des achats"),
]


def test_a_form_that_the_language_gives_elsewhere_is_missed() -> None:
    held = (*FRENCH, occupation("e", fr="Technicien forain"), occupation("f", fr="responsable"))
    assert told("gender-form-missing", *held) == [
        "E: 'Technicien forain' lacks the form with 'technicienne'"
    ]


def test_a_language_that_seldom_gives_both_forms_misses_none() -> None:
    single = [occupation(f"x{it}", fr="technicien") for it in range(6)]
    assert told("gender-form-missing", *FRENCH, *single) == []


def test_one_form_given_twice_is_told() -> None:
    held = occupation("a", fr="ingénieure ferroviaire / Ingénieure ferroviaire")
    assert told("gender-forms-alike", held) == [
        "A: 'ingénieure ferroviaire / Ingénieure ferroviaire' gives one form twice"
    ]


def test_what_has_nothing_above_and_below_stands_in_no_hierarchy() -> None:
    top, low = skill("top"), skill("low", link("broader", "top"))
    assert told("in-no-hierarchy", top, low, skill("alone")) == [
        "ALONE (skill) stands below nothing"
    ]
    assert told("in-no-hierarchy", skill("a"), skill("b")) == []


def test_an_occupation_asks_for_a_skill_where_others_do() -> None:
    asking = [occupation(it, link("essentialSkill", "s")) for it in "ab"]
    assert told("no-essential-skill", *asking, occupation("c"), skill("s")) == [
        "C asks for no essential skill"
    ]
    assert told("no-essential-skill", occupation("c"), skill("s")) == []


def test_a_report_holds_the_source_the_checks_and_the_lints() -> None:
    repaired = Finding(
        severity=Severity.WARNING,
        code="text-normalised",
        message="' a' became 'a'",
        place=Place("skills_en.csv", row=7),
    )
    held = Taxonomy.of("esco", [skill("a", link("broader", "nothing"), nl="a b", en="a b")])
    report = lint(held, source=[repaired])
    assert report.counts() == {"text-normalised": 1, "link-to-nothing": 1, "lint-untranslated": 1}
    header, first, *_ = report.rows()
    assert header[0] == "code"
    assert (first[0], first[-1]) == ("text-normalised", "skills_en.csv, row 7")
    assert len(report.rows()) == 4
    assert report.as_dict()["counts"] == report.counts()
    assert report.as_dict()["findings"][0]["place"] == {"file": "skills_en.csv", "row": 7}


@given(taxonomies("esco"))
def test_any_release_is_linted_to_its_end(held: Taxonomy) -> None:
    assert lint(held) == lint(held)


@pytest.mark.real_data
@pytest.mark.slow
def test_the_real_release_of_esco_has_the_flaws_that_it_has(shared_data: Path) -> None:
    folder = shared_data / "esco/v1.1.1"
    names = ("official-en", "official-relations", "assembled-fr", "assembled-nl")
    reading = read([folder / f"{it}-csv.zip" for it in names], version="1.1.1")
    report = lint(Taxonomy.of("esco", reading.concepts), source=reading.findings)
    counts = report.counts()
    assert counts["lint-no-essential-skill"] == 1
    assert counts["lint-gender-forms-alike"] == 3
    assert counts["lint-broken-characters"] == 18
    assert "lint-in-no-hierarchy" not in counts
    duplicates = [it.message for it in report.findings if it.code == "lint-duplicate-label"]
    assert any("'portier'" in it for it in duplicates)
