from __future__ import annotations

from taxonomy.model import Label, Note
from taxonomy.reviewing.units import (
    TARGETS,
    Past,
    Place,
    first_said,
    texts,
    tidy,
    unit_id,
    units_of,
    with_texts,
)
from taxonomy.vocabulary import Kind, LabelType, NoteType
from tests.build import alternative, concept, description, retired

BUTCHER = concept(
    "u1",
    Kind.PROFILE,
    description("nl", "Snijdt vlees."),
    alternative("fr", "Charcutier"),
    nl="Slager",
    fr="Boucher",
)


def test_every_source_text_is_a_unit_in_each_target_language() -> None:
    found = list(units_of(BUTCHER, texts(BUTCHER), [], TARGETS))
    assert [(it.place.field, it.place.lang, it.target) for it in found] == [
        ("pref_label", "fr", "Boucher"),
        ("pref_label", "de", ""),
        ("pref_label", "en", ""),
        ("description", "fr", ""),
        ("description", "de", ""),
        ("description", "en", ""),
    ]


def test_what_is_retired_or_has_no_source_text_is_not_translated() -> None:
    gone, foreign = retired("u2", nl="Smid"), concept("u3", fr="Forgeron")
    assert not list(units_of(gone, texts(gone), [], TARGETS))
    assert not list(units_of(foreign, texts(foreign), [], TARGETS))


def test_a_translation_was_made_for_the_source_of_the_release_that_first_had_it() -> None:
    history = [
        ("3.8", {("pref_label", "nl"): "Beenhouwer", ("pref_label", "fr"): "Boucher"}),
        ("3.9", {("pref_label", "nl"): "Slager", ("pref_label", "fr"): "Boucher"}),
    ]
    (unit,) = units_of(
        concept("u1", nl="Slager", fr="Boucher"), dict(history[1][1]), history, ["fr"]
    )
    assert unit.past == Past("Beenhouwer", "3.8")
    assert first_said(history, "pref_label", "fr", "Bouchère") is None


def test_a_translation_that_came_back_counts_from_its_return() -> None:
    label = ("pref_label", "fr")
    history = [(it, {label: text}) for it, text in (("1", "a"), ("2", "b"), ("3", "a"))]
    assert first_said(history, "pref_label", "fr", "a") == Past("", "3")


def test_a_unit_has_one_name_for_ever() -> None:
    assert unit_id("competent", Place("u1", "pref_label", "fr")) == "50b028e0ff4d830de295"
    assert unit_id("competent", Place("u1", "pref_label", "de")) != "50b028e0ff4d830de295"


def test_a_new_text_stands_in_place_of_the_old_one_and_keeps_its_id() -> None:
    label = Label("fr", LabelType.PREFERRED, "Boucher", id="l1")
    before = concept("u1", Kind.PROFILE, label, description("fr", "Alt."), nl="Slager")
    after = with_texts(before, {("pref_label", "fr"): "Bouchère", ("description", "fr"): "Neu."})
    assert Label("fr", LabelType.PREFERRED, "Bouchère", id="l1") in after.labels
    assert after.notes == (Note("fr", NoteType.DESCRIPTION, "Neu."),)
    assert after.pref_label("nl") == "Slager"
    assert with_texts(after, {("description", "fr"): ""}).notes == ()


def test_other_names_stay_when_a_label_is_translated() -> None:
    after = with_texts(BUTCHER, {("pref_label", "fr"): "Boucherie"})
    assert alternative("fr", "Charcutier") in after.labels


def test_labels_are_stored_on_one_line_and_notes_with_their_paragraphs() -> None:
    assert tidy("pref_label", " a\n b ") == "a b"
    assert tidy("description", "a\r\n\r\nb ") == "a\n\nb"
