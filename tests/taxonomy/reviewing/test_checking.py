from __future__ import annotations

import re
from pathlib import Path

import pytest

from taxonomy.findings import Severity
from taxonomy.reviewing.checking import CHECKS, Against, check
from taxonomy.reviewing.conventions import Conventions
from taxonomy.reviewing.terms import Term, TermBase
from tests.taxonomy.reviewing.units import unit

DOCS = Path(__file__).parents[3] / "docs/translation-review.md"
FRENCH_PROFILES = Against(Conventions({("profile", "fr"): "(h/f/x)"}))


def codes(
    source: str, target: str, kind: str = "skill", against: Against | None = None
) -> set[str]:
    found = check(unit(source, kind=kind), target, against or Against())
    return {it.code.removeprefix("translation-") for it in found}


def test_every_check_is_documented_with_its_severity() -> None:
    rows = re.findall(r"^\| `(translation-[a-z-]+)` \| (\w+) \|", DOCS.read_text(), re.MULTILINE)
    assert rows == [(it.code, it.severity.value) for it in CHECKS]


def test_a_sound_translation_has_no_findings() -> None:
    assert codes("Vlees snijden", "Couper de la viande") == set()


@pytest.mark.parametrize("empty", ["", " \n ", "\u200b"])
def test_no_text_is_one_error(empty: str) -> None:
    assert codes("5 stuks {n}.", empty) == {"missing"}


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        ("numbers", "Lasten tot 3 ton", "Charges jusqu'à 5 tonnes"),
        ("numbers", "Lasten tillen", "Charges de 5 tonnes"),
        ("placeholder", "Beste {naam}", "Cher {nom}"),
        ("placeholder", "Zie https://vdab.be/x", "Voir le site"),
        ("same-as-source", "Vlees snijden", "vlees snijden"),
        ("forms-alike", "Agent", "agent/agent (h/f/x)"),
        ("broken-characters", "Enten", "GrefferÃ©"),
        ("ending", "Snijdt vlees.", "Coupe la viande"),
        ("length", "Vlees", "v" * 161),
        ("proportion", "Vlees", "Couper de la viande et la mettre dans la vitrine"),
    ],
)
def test_what_is_lost_or_copied_is_found(code: str, source: str, target: str) -> None:
    assert code in codes(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Tot 1.000 kg", "Jusqu'à 1 000 kg"),
        ("2,5 ton", "2.5 tonnes"),
        ("Marketing", "Marketing"),
        ("Verkoper (m/v/x)", "Vendeur"),
    ],
)
def test_what_languages_write_differently_is_no_finding(source: str, target: str) -> None:
    assert codes(source, target) == set()


def test_a_mark_of_gender_stands_where_most_labels_have_it() -> None:
    assert "gender-mark" in codes("Slager", "Boucher", "profile", FRENCH_PROFILES)
    assert "gender-mark" not in codes("Slager", "Boucher (h/f/x)", "profile", FRENCH_PROFILES)
    assert "gender-mark" in codes("Zagen", "Scieur (h/f/x)", "skill", FRENCH_PROFILES)


def test_the_way_of_a_language_is_what_most_of_its_labels_do() -> None:
    labels = [("profile", "fr", f"Métier {it} (h/f/x)") for it in range(6)]
    assert Conventions.of(labels).mark("profile", "pref_label", "fr") == "(h/f/x)"
    assert Conventions.of(labels).mark("profile", "description", "fr") == ""
    plain = [("profile", "fr", f"Métier {it}") for it in range(6)]
    assert Conventions.of([*labels, *plain]).marks == {}
    assert Conventions.of(labels[:4]).marks == {}


def test_terms_are_kept_in_any_bent_form_and_forbidden_words_are_not_used() -> None:
    terms = TermBase(
        [
            Term("fr", "karkas", "carcasse", ("cadavre",)),
            Term("fr", "", "", ("etc",)),
            Term("de", "karkas", "Schlachtkörper"),
        ]
    )
    against = Against(terms=terms)
    assert codes("Karkas snijden", "Découper les carcasses", against=against) == set()
    assert codes("Karkas snijden", "Découper la bête", against=against) == {"term"}
    assert codes("Karkas snijden", "Découper le Cadavre", against=against) == {
        "term",
        "forbidden-term",
    }
    assert codes("Vlees snijden", "Couper la viande, etc.", against=against) >= {"forbidden-term"}
    assert codes("Karkassen snijden", "Découper la bête", against=against) == set()


def test_a_term_of_several_words_is_found_as_a_whole() -> None:
    terms = TermBase([Term("fr", "digitale vaardigheid", "compétence numérique")])
    assert terms.hits("Een Digitale vaardigheid tonen", "fr")
    assert not terms.hits("Digitale handige vaardigheid", "fr")
    assert not terms.hits("Digitale vaardigheid", "de")


def test_errors_come_first_and_name_their_place() -> None:
    found = check(unit("3 {x}."), "4", Against())
    assert next(it.severity for it in found) is Severity.ERROR
    assert {(it.concept, it.field, it.lang) for it in found} == {("u1", "pref_label", "fr")}


def test_markup_and_very_long_words_are_checked_as_text() -> None:
    assert codes("<b>Vlees</b> snijden", "Couper de la <b>viande</b>") == set()
    assert "placeholder" in codes("<b>Vlees</b>", "<script>alert(1)</script>")
    assert "length" in codes("Vlees", "w" * 50_000)
