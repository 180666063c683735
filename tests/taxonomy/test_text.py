"""Tests of text as it is stored."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.text import normalise_label, normalise_note

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202e\u2066\ufeff\u00ad\u0000\u0007"
worst = st.one_of(
    st.text(),
    st.text(st.sampled_from("aé \n\r\t\u00a0\u0301\u0085\u2028e" + INVISIBLE), max_size=12),
    st.text(st.sampled_from("می‌خ ‍क्षקצ\ud800\udfff👩🍳"), max_size=12),
)
"""Surrogates, controls, marks without a letter, joiners, directions: what a cell can hold."""


@given(worst)
def test_a_normalised_label_is_not_changed_again(text: str) -> None:
    assert normalise_label(normalise_label(text)) == normalise_label(text)


@given(worst)
def test_a_normalised_note_is_not_changed_again(text: str) -> None:
    assert normalise_note(normalise_note(text)) == normalise_note(text)


@given(worst)
def test_a_label_is_one_trimmed_line_in_nfc_that_can_be_written(text: str) -> None:
    tidy = normalise_label(text)
    assert tidy == tidy.strip() == unicodedata.normalize("NFC", tidy)
    assert "  " not in tidy
    assert not set(tidy) & set("\n\r\t\u00a0\u2028\x00\u200b\ufeff\u202e")
    tidy.encode()


@given(worst)
def test_a_note_has_no_blank_at_the_ends_of_its_lines_and_one_empty_line_at_most(text: str) -> None:
    tidy = normalise_note(text)
    assert all(line == line.strip() for line in tidy.split("\n"))
    assert "\n\n\n" not in tidy
    tidy.encode()


@given(worst)
def test_letters_and_digits_are_never_lost(text: str) -> None:
    def kept(of: str) -> str:
        return "".join(it for it in unicodedata.normalize("NFD", of) if it.isalnum())

    assert kept(normalise_label(text)) == kept(normalise_note(text)) == kept(text)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("Slager", "Slager"),
        (" Slager\t", "Slager"),
        ("Vlees \n snijden", "Vlees snijden"),
        ("Vlees\u00a0snijden", "Vlees snijden"),
        ("Bouche\u0301e", "Bouch\u00e9e"),
        ("Sla\u200bger", "Slager"),
        ("Sla\u00adger", "Slager"),
        ("\ufeffSlager", "Slager"),
        ("Slager\ud800", "Slager"),
        ("Slager\x00", "Slager"),
        ("\u202eregalS", "regalS"),
        ("קצב", "קצב"),
        ("جزار", "جزار"),
        ("می\u200cشود", "می\u200cشود"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\u200cb", "ab"),
        ("‘Chef’ – 50 × C++", "‘Chef’ – 50 × C++"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_a_label_is_repaired_and_nothing_is_invented(text: str, tidy: str) -> None:
    assert normalise_label(text) == tidy


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("One.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
        ("One.  \n  Two.", "One.\nTwo."),
        ("One.\n\n\n\nTwo.", "One.\n\nTwo."),
        ("One.\n \n \nTwo.", "One.\n\nTwo."),
        ("\n One. \n", "One."),
    ],
)
def test_a_note_keeps_its_paragraphs(text: str, tidy: str) -> None:
    assert normalise_note(text) == tidy
