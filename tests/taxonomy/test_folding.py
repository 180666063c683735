from __future__ import annotations

import pytest

from taxonomy.folding import has_gender_mark, plain, ungendered
from taxonomy.suggesting.labels import folded


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Agrarberater/in (DI)", "Agrarberater (DI)"),
        ("Großhandelskaufmann/-frau", "Großhandelskaufmann"),
        ("Verkäufer/Verkäuferin im Lebensmittelhandel", "Verkäufer im Lebensmittelhandel"),
        (
            "Technischer Zeichner/Technische Zeichnerin Fachrichtung Stahl",
            "Technischer Zeichner Fachrichtung Stahl",
        ),
        ("Directeur / Directrice de travaux", "Directeur de travaux"),
        ("désosseur-pareur/désosseuse-pareuse", "désosseur-pareur"),
        (
            "Mécanicien - assembleur / Mécanicienne - assembleuse en cuir",
            "Mécanicien - assembleur en cuir",
        ),
        ("Chargé / Chargée de communication externe", "Chargé de communication externe"),
        ("Architecte (h/f/x)", "Architecte"),
        ("Filialleiter*in", "Filialleiter"),
        ("ProjektleiterInnen", "Projektleiter"),
        ("Arzt/Ärztin", "Arzt"),
        ("Auteur / Auteure / Autrice", "Auteur"),
        ("Verpleegkundige (m/v/x)", "Verpleegkundige"),
        ("import/export", "import / export"),
        ("Bedrijfsleider / ondernemer", "Bedrijfsleider / ondernemer"),
        ("SAP S/", "SAP S"),
        ("Slager", "Slager"),
        ("", ""),
    ],
)
def test_of_two_forms_one_stays(text: str, one: str) -> None:
    assert ungendered(text) == one


@pytest.mark.parametrize(
    "text", ["Agrarberater/in", "Koch/Köchin", "Agent / Agente", "Slager (m/v/x)"]
)
def test_names_of_people_bear_marks_of_gender(text: str) -> None:
    assert has_gender_mark(text)


@pytest.mark.parametrize("text", ["import/export", "Zagen", "hout (zacht)"])
def test_other_texts_bear_none(text: str) -> None:
    assert not has_gender_mark(text)


def test_accents_ligatures_and_case_do_not_count() -> None:
    assert plain("Œuvre ÉLECTRIQUE Straße") == "oeuvre electrique strasse"


def test_signs_between_words_do_not_count() -> None:
    assert folded("Agent d’accueil (h/f/x), réception") == "agent d accueil reception"
