from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rendering.languages import Asked, asked, reading
from taxonomy.errors import InvalidQueryError
from tests.strategies import languages

TEXTS = {"nl": "Slager", "fr": "Boucher", "de": "Metzger", "it": "Macellaio"}


@pytest.mark.parametrize(
    ("wanted", "lang", "fallback"),
    [
        (Asked("fr"), "fr", False),
        (Asked("FR"), "fr", False),
        (Asked("fr-BE"), "fr", True),
        (Asked("en", ("de", "fr")), "de", True),
        (Asked("en", ("pl",)), "nl", True),
        (Asked("en"), "nl", True),
        (Asked("it"), "it", False),
    ],
)
def test_the_text_is_read_in_the_first_language_there_is(
    wanted: Asked, lang: str, fallback: bool
) -> None:
    assert reading(TEXTS, wanted) == {
        "text": TEXTS[lang],
        "lang": lang,
        "asked": wanted.lang,
        "fallback": fallback,
    }


@pytest.mark.parametrize(
    ("texts", "lang"),
    [
        ({"de": "a", "en": "b"}, "en"),
        ({"de": "a", "pl": "b"}, "de"),
        ({"pl": "b", "it": "c"}, "it"),
    ],
)
def test_without_a_fallback_the_order_is_nl_fr_en_de_then_any(
    texts: dict[str, str], lang: str
) -> None:
    found = reading(texts, Asked("es"))
    assert found is not None
    assert found["lang"] == lang


def test_no_texts_have_no_reading() -> None:
    assert reading({}, Asked("nl")) is None


@given(st.dictionaries(languages, st.text(), min_size=1), languages, st.lists(languages))
def test_where_there_is_a_text_there_is_a_reading(
    texts: dict[str, str], lang: str, fallback: list[str]
) -> None:
    found = reading(texts, Asked(lang, tuple(fallback)))
    assert found is not None
    assert texts[found["lang"]] == found["text"]
    assert found["fallback"] == (found["lang"] != lang)


@pytest.mark.parametrize("lang", ["", " ", "n", "nl_BE", "nl,fr", "nl-", "é", "a" * 9, "nl\n-"])
def test_what_is_no_language_tag_is_refused(lang: str) -> None:
    with pytest.raises(InvalidQueryError):
        asked(lang, None)


def test_nothing_asked_is_nothing_read() -> None:
    assert asked(None, None) is None


def test_tags_may_have_spaces_around_them() -> None:
    assert asked("nl", "fr, de-AT") == Asked("nl", ("fr", "de-AT"))
