from __future__ import annotations

import pytest

from taxonomy.morphology import Words, stem


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("nl", "schilderen", "schilder"),
        ("fr", "vendeuse", "vendeur"),
        ("de", "schleifer", "schleifen"),
        ("en", "drivers", "driving"),
    ],
)
def test_forms_of_a_word_have_one_stem(lang: str, one: str, other: str) -> None:
    assert stem(one, lang) == stem(other, lang)


@pytest.mark.parametrize(("word", "lang"), [("bus", "nl"), ("20245", "en"), ("kuchnia", "pl")])
def test_short_words_numbers_and_other_languages_stay(word: str, lang: str) -> None:
    assert stem(word, lang) == word


def test_a_short_plural_in_english_loses_its_s() -> None:
    assert stem("jobs", "en") == "job"


def test_a_compound_is_taken_apart_into_words_that_others_have() -> None:
    words = Words("de", ["kraft fahrzeug kraftfahrzeug mechatroniker", "lager arbeit"])
    assert words.parts("kraftfahrzeugmechatroniker") == ("kraft", "fahrzeug", "mechatroniker")
    assert words.parts("arbeitslager") == ("arbeit", "lager")


def test_a_word_of_unknown_parts_stays_whole() -> None:
    words = Words("nl", ["slager", "bakker"])
    assert words.parts("schaaldierenkweker") == ()
    assert words.parts("slager") == ()


def test_languages_without_compounds_take_nothing_apart() -> None:
    assert Words("fr", ["porte monnaie"]).parts("portemonnaie") == ()


def test_words_that_every_label_has_do_not_count() -> None:
    assert Words("nl", []).tokens("werken met de zaag") == ["werk", "zaag"]
