"""Spelling by a small dictionary of Hunspell: what it has, what is made of it, and what counts without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taxonomy.findings import Severity
from taxonomy.reviewing.checking import Against, check
from taxonomy.reviewing.spelling import Speller, file_of, read_dictionary
from tests.taxonomy.reviewing.units import unit

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("couper/S", "viande/S", "abattoir/S", "de", "la", "sous", "traitance", "découper")


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Speller:
    folder = tmp_path_factory.mktemp("hunspell")
    (folder / "fr.aff").write_text("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", "utf-8")
    (folder / "fr.dic").write_text("\n".join([str(len(WORDS)), *WORDS, ""]), "utf-8")
    file = file_of(folder, "fr")
    assert file
    return Speller(read_dictionary(file), frozenset({"tampographie"}))


@pytest.mark.parametrize(
    "text",
    [
        "Découper la viande",
        "viandes de l’abattoir",
        "la sous-traitance (h/f/x)",
        "Tampographie",
        "la CNC de 3D et d'ISO9001",
        "",
        "<b> ⚙ ﷽",
    ],
)
def test_what_the_language_or_the_trade_has_is_known(speller: Speller, text: str) -> None:
    assert speller.unknown(text) == []


def test_what_nothing_knows_is_told_once(speller: Speller) -> None:
    assert speller.unknown("viannde, la viannde de l’abatoir") == ["viannde", "l’abatoir"]
    assert speller.unknown("Découper le Gouda", source="Gouda snijden") == []
    assert speller.unknown("x" * 50_000) == ["x" * 50_000]


def test_a_slip_is_remarked_on_and_keeps_nothing_back(speller: Speller) -> None:
    found = check(unit("Vlees snijden"), "Couper la viannde", Against(spellers={"fr": speller}))
    assert [(it.code, it.severity) for it in found] == [("translation-spelling", Severity.INFO)]
    assert "viannde" in found[0].message
    assert check(unit("Vlees snijden"), "Couper la viannde", Against()) == []


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("viannde", ["viande"]),
        ("viandess", ["viandes", "viande"]),
        ("Découpper", ["Découper"]),
        ("l’abatoir", ["l’abattoir"]),
        ("sous-traitence", ["sous-traitance"]),
        ("tampografie", ["tampographie"]),
        ("viande", []),
        ("xyzzy", []),
        ("v" * 5_000, []),
    ],
)
def test_what_may_be_meant_is_told_the_nearest_first(
    speller: Speller, word: str, meant: list[str]
) -> None:
    assert speller.corrections(word) == meant


def test_no_more_words_are_told_than_asked_for(speller: Speller) -> None:
    assert speller.corrections("viandess", most=1) == ["viandes"]


def test_what_a_dictionary_never_suggests_is_not_suggested(tmp_path: Path) -> None:
    (tmp_path / "fr.aff").write_text("SET UTF-8\nNOSUGGEST !\n", "utf-8")
    (tmp_path / "fr.dic").write_text("2\nviande/!\nvianda\n", "utf-8")
    speller = Speller(read_dictionary(tmp_path / "fr.dic"))
    assert speller.corrections("viandé") == ["vianda"]


def test_the_dictionary_of_belgium_comes_first(tmp_path: Path) -> None:
    for name in ("de_AT", "de_BE", "de_DE", "den"):
        for end in (".aff", ".dic"):
            (tmp_path / f"{name}{end}").touch()
    (tmp_path / "en_GB.dic").touch()  # half of one
    found = file_of(tmp_path, "de")
    assert found
    assert found.name == "de_BE.dic"
    assert file_of(tmp_path, "en") is None
    assert file_of(tmp_path / "nowhere", "fr") is None
