"""Tests of the difference between a cosmetic change and another wording."""

from __future__ import annotations

import pytest
from hypothesis import given

from taxonomy.wording import cosmetic_key, same_but_for_cosmetics
from tests.strategies import texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slager", "slager"),
        ("Élève", "eleve"),
        ("Boucher (h/f/x)", "Boucher"),
        ("Bakker (m/v/x)", "bakker (v/m)"),
        ("Bäcker (m/w/d)", "Bäcker"),
        ("agent d'entretien", "agent / agente d'entretien"),
        ("agent d’entretien", "agent/agente d'entretien"),
        ("directeur de clientèle", "directeur de clientèle/directrice de clientèle"),
        ("vendeur", "vendeur/vendeuse"),
        ("boucher", "boucher / bouchère"),
        ("technicien", "technicien/technicienne"),
        ("sportif", "sportif/sportive"),
        ("verkoper", "verkoper/verkoopster"),
        ("verkoper", "verkoper/-ster"),
        ("bakker", "bakker/bakster"),
        ("Lehrer", "Lehrer/in"),
        ("Lehrer", "Lehrer/Lehrerin"),
        ("étudiant", "étudiant(e)"),
        ("e-mail versturen", "email versturen"),
        ("lijm- en verfwerk", "lijm en verfwerk"),
        ("œuvre", "oeuvre"),
        ("Straße", "Strasse"),
        ("beheer, onderhoud", "beheer; onderhoud."),
    ],
)
def test_only_cosmetics_differ(one: str, other: str) -> None:
    assert same_but_for_cosmetics(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slager", "Beenhouwer"),
        ("C++", "C#"),
        ("C", "C#"),
        ("import/export", "import"),
        ("elektricien/elektronicus", "elektricien"),
        ("hardware / software", "hardware"),
        ("lassen 3.1", "lassen 31"),
        ("versie 1", "versie 2"),
        ("!", "?"),
        ("хлеб", "хлев"),
        ("कि", "की"),
    ],
)
def test_the_wording_differs(one: str, other: str) -> None:
    assert not same_but_for_cosmetics(one, other)


@given(texts)
def test_every_text_has_a_key(text: str) -> None:
    assert cosmetic_key(text)


@given(texts)
def test_the_key_does_not_see_case(text: str) -> None:
    assert cosmetic_key(text) == cosmetic_key(text.casefold())
