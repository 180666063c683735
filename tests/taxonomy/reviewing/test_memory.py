from __future__ import annotations

from taxonomy.reviewing.memory import Memory, Pair

PAIRS = [
    Pair("Karkassen versnijden", "fr", "Découper des carcasses", "SK-1"),
    Pair("Karkassen versnijden", "de", "Schlachtkörper zerlegen", "SK-1"),
    Pair("Karkassen uitbenen", "fr", "Désosser des carcasses", "SK-2"),
    Pair("Vis fileren", "fr", "Fileter du poisson", "SK-3"),
    Pair("Vis fileren", "fr", "Fileter le poisson", "SK-4"),
    Pair("Vis fileren", "fr", "Fileter le poisson", "SK-5"),
]


def targets(source: str, lang: str = "fr", apart_from: str = "") -> list[tuple[int, str]]:
    found = Memory(PAIRS).hits(source, lang, apart_from=apart_from)
    return [(round(it.score), it.pair.target) for it in found]


def test_the_same_text_scores_a_hundred_and_one_that_differs_in_case_less() -> None:
    assert targets("Karkassen versnijden")[0] == (100, "Découper des carcasses")
    assert targets("karkassen versnijden")[0] == (99, "Découper des carcasses")


def test_only_the_language_that_is_asked_for_helps() -> None:
    assert targets("Karkassen versnijden", "de") == [(100, "Schlachtkörper zerlegen")]
    assert targets("Karkassen versnijden", "en") == []


def test_a_text_that_is_nearly_the_same_helps_and_one_that_is_not_does_not() -> None:
    assert [it for _, it in targets("Karkassen versnijden en uitbenen")] == [
        "Découper des carcasses",
        "Désosser des carcasses",
    ]
    assert targets("Auto's verkopen") == []


def test_the_translation_that_more_concepts_have_comes_first_and_none_comes_twice() -> None:
    assert targets("Vis fileren") == [(100, "Fileter le poisson"), (100, "Fileter du poisson")]


def test_a_concept_does_not_help_itself() -> None:
    assert targets("Vis fileren", apart_from="SK-3") == [(100, "Fileter le poisson")]


def test_an_empty_memory_and_an_empty_text_answer_nothing() -> None:
    assert Memory([]).hits("Vis", "fr") == []
    assert Memory(PAIRS).hits("", "fr") == []


def test_what_twenty_thousand_texts_have_in_common_is_not_looked_at() -> None:
    many = [
        Pair(f"Voert uit: taak {it}", "fr", f"Exécute : tâche {it}", f"BI-{it}")
        for it in range(20_000)
    ]
    memory = Memory([*many, Pair("Voert uit: zeldzaam", "fr", "Exécute : rare", "BI-x")])
    assert memory.hits("Voert uit: zeldzaam", "fr")[0].pair.notation == "BI-x"
    assert len(memory) == 20_001
