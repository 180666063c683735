"""Tests of the forms of labels: neutral, feminine and masculine."""

from __future__ import annotations

import pytest
from hypothesis import given

from taxonomy.forms import Form, Gender, forms
from tests.strategies import texts


@pytest.mark.parametrize(
    ("lang", "text", "feminine", "masculine"),
    [
        ("fr", "boucher/bouchère", "bouchère", "boucher"),
        ("fr", "Agent / Agente de police", "Agente de police", "Agent de police"),
        (
            "fr",
            "directeur d’agence/directrice d’agence (h/f/x)",
            "directrice d’agence",
            "directeur d’agence",
        ),
        ("fr", "désosseur-pareur/désosseuse-pareuse", "désosseuse-pareuse", "désosseur-pareur"),
        ("fr", "étudiant(e)", "étudiante", "étudiant"),
        ("fr", "vendeur/euse en magasin", "vendeuse en magasin", "vendeur en magasin"),
        ("fr", "acteur/trice", "actrice", "acteur"),
        ("fr", "serveuse/serveur", "serveuse", "serveur"),
        (
            "fr",
            "Employé / Employée de rayon boulangerie/pâtisserie",
            "Employée de rayon boulangerie/pâtisserie",
            "Employé de rayon boulangerie/pâtisserie",
        ),
        ("fr", "homme d'affaires/femme d'affaires", "femme d'affaires", "homme d'affaires"),
        ("nl", "verkoper/-ster", "verkoopster", "verkoper"),
        ("nl", "bakker/bakster", "bakster", "bakker"),
        ("nl", "schrijver/ster", "schrijfster", "schrijver"),
        ("nl", "leraar/lerares techniek", "lerares techniek", "leraar techniek"),
        ("nl", "zakenman/zakenvrouw", "zakenvrouw", "zakenman"),
        ("nl-BE", "steward/stewardess", "stewardess", "steward"),
        ("de", "Agrarberater/in (DI)", "Agrarberaterin (DI)", "Agrarberater (DI)"),
        ("de", "Leiter*in", "Leiterin", "Leiter"),
        ("de", "LeiterInnen", "Leiterinnen", "Leiter"),
        ("de", "Biologe/in", "Biologin", "Biologe"),
        ("de", "Arzt/Ärztin", "Ärztin", "Arzt"),
        ("de", "Kaufmann/-frau", "Kauffrau", "Kaufmann"),
        ("de", "Technische/r Zeichner/in", "Technische Zeichnerin", "Technischer Zeichner"),
        ("de", "Angestellte/r", "Angestellte", "Angestellter"),
        (
            "de",
            "mit Nutzern/Nutzerinnen arbeiten",
            "mit Nutzerinnen arbeiten",
            "mit Nutzern arbeiten",
        ),
        ("en", "groundsman/groundswoman", "groundswoman", "groundsman"),
        ("en", "ship steward/ship stewardess", "ship stewardess", "ship steward"),
    ],
)
def test_a_label_that_gives_both_has_three_forms(
    lang: str, text: str, feminine: str, masculine: str
) -> None:
    neutral, *others = forms(text, lang)
    assert neutral == Form(text.removesuffix(" (h/f/x)"), Gender.NEUTRAL)
    assert others == [Form(feminine, Gender.FEMININE), Form(masculine, Gender.MASCULINE)]


def test_a_label_may_give_two_feminine_forms() -> None:
    assert [it.text for it in forms("Auteur / Auteure / Autrice", "fr")] == [
        "Auteur / Auteure / Autrice",
        "Auteure",
        "Autrice",
        "Auteur",
    ]


@pytest.mark.parametrize(
    ("lang", "text", "neutral"),
    [
        ("fr", "Boucher (h/f/x)", "Boucher"),
        ("fr", "Monteur-câbleur (h/f:x)", "Monteur-câbleur"),
        ("de", "Koch (m/w/d)", "Koch"),
        ("nl", "Slager", "Slager"),
        ("nl", "ober/serveerster", "ober/serveerster"),
        ("nl", "chauffeur/pompbediener", "chauffeur/pompbediener"),
        ("nl", "schilder (hout/metaal)", "schilder (hout/metaal)"),
        ("en", "rigger/slinger", "rigger/slinger"),
        ("en", "CAD/CAM operator", "CAD/CAM operator"),
        ("fr", "import/export", "import/export"),
        ("ar", "مدير/مديرة", "مدير/مديرة"),
        ("fr", "(h/f/x)", "(h/f/x)"),
        ("fr", "/", "/"),
        ("fr", "", ""),
    ],
)
def test_other_labels_have_one_form(lang: str, text: str, neutral: str) -> None:
    assert forms(text, lang) == (Form(neutral, Gender.NEUTRAL),)


@given(texts)
def test_every_text_has_a_neutral_form_first_and_none_twice(text: str) -> None:
    for lang in ("nl", "fr", "de", "en"):
        found = forms(text, lang)
        assert found[0].gender is Gender.NEUTRAL
        assert len(set(found)) == len(found)
