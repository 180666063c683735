"""Words of a text: where they stand, and which are the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.annotating.characters import codes
from taxonomy.annotating.inflection import LANGUAGES
from taxonomy.annotating.reading import BREAK, PASSED
from taxonomy.annotating.words import read

TEXTS = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("aé e\u0301œß-'.,+#\n\u00ad\u200d😀"),
    max_size=60,
)


def spans(text: str) -> list[str]:
    words = read(codes(text))
    pairs = zip(*words.places.tolist(), words.hashes.tolist(), strict=True)
    return [text[start:end] for start, end, hashed in pairs if hashed != BREAK]


def phrases(text: str) -> int:
    return int((read(codes(text)).hashes == BREAK).sum())


def hashes(text: str) -> list[int]:
    return [it for it in read(codes(text)).hashes.tolist() if it != BREAK]


def stems(text: str, lang: str) -> list[int]:
    found: list[int] = read(codes(text)).stems[LANGUAGES.index(lang)].tolist()
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("...!?", []),
        ("C++, C# en Node.js.", ["C++", "C#", "en", "Node", "js"]),
        ("l'œuvre d'art", ["l", "œuvre", "d", "art"]),
        ("full-stack", ["full", "stack"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("cafe\u0301", ["cafe\u0301"]),
        ("ver\u00adkoper", ["ver\u00adkoper"]),
        ("😀kok😀", ["kok"]),
        ("\ud800kok", ["kok"]),
        ("نجار ماهر", ["نجار", "ماهر"]),
        ("木工職人", ["木工職人"]),
        ("𠀀𠀁", ["𠀀𠀁"]),
        ("a\x00b", ["a", "b"]),
    ],
)
def test_words_are_cut_at_what_parts_them(text: str, words: list[str]) -> None:
    assert spans(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAFÉ", "cafe"),
        ("café", "cafe\u0301"),
        ("œuvre", "oeuvre"),
        ("Straße", "STRASSE"),
        ("ﬁlm", "film"),
        ("ver\u00adkoper", "verkoper"),
        ("full-stack", "full stack"),
    ],
)
def test_what_tells_nothing_apart_is_folded(one: str, other: str) -> None:
    assert hashes(one) == hashes(other)


@pytest.mark.parametrize("text", ["a, b", "a (b", "a. b", "a\n\nb", "a • b", "a; b", "a: b"])
def test_a_phrase_ends_at_punctuation(text: str) -> None:
    assert phrases(text) == 1


@pytest.mark.parametrize("text", ["a b", "a\nb", "a - b", "a/b", "a & b", "a’b", "a.b"])
def test_a_phrase_goes_on(text: str) -> None:
    assert phrases(text) == 0


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("nl", "machines", "machine"),
        ("nl", "talen", "taal"),
        ("nl", "brieven", "brief"),
        ("nl", "verkopers", "verkoper"),
        ("fr", "langues", "langue"),
        ("fr", "compétente", "compétent"),
        ("de", "Maschinen", "Maschine"),
        ("en", "databases", "database"),
        ("en", "studies", "study"),
        ("en", "programming", "program"),
        ("en", "managing", "manage"),
    ],
)
def test_endings_of_inflection_are_left_out(lang: str, one: str, other: str) -> None:
    assert stems(one, lang) == stems(other, lang)


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "developer", "development"),
        ("en", "process", "proces's"),
        ("de", "Verkäufer", "Verkauf"),
    ],
)
def test_endings_that_make_another_word_stay(lang: str, one: str, other: str) -> None:
    assert stems(one, lang) != stems(other, lang)


def test_an_article_is_passed_over_in_its_own_language() -> None:
    assert stems("het", "nl") == [PASSED]
    assert stems("het", "en") != [PASSED]


@given(TEXTS)
def test_words_stand_in_order_within_the_text_and_begin_and_end_with_what_is_theirs(
    text: str,
) -> None:
    words = read(codes(text))
    flat = words.places.T.reshape(-1).tolist()
    assert flat == sorted(flat)
    assert all(0 <= it <= len(text) for it in flat)
    assert all(span and span == span.strip() for span in spans(text))


@given(TEXTS)
def test_composed_and_decomposed_texts_have_the_same_words(text: str) -> None:
    latin = "".join(it for it in text if it < "\u0530")
    assert hashes(unicodedata.normalize("NFC", latin)) == hashes(
        unicodedata.normalize("NFD", latin)
    )
