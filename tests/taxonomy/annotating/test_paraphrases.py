"""Concepts that a text names in other words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from taxonomy.annotating import paraphrases
from taxonomy.annotating.values import Format, Matches, Question, Wording
from taxonomy.errors import SemanticUnavailableError
from taxonomy.meaning.encoding import encoder
from taxonomy.meaning.vectors import Meanings, build, texts
from taxonomy.vocabulary import Kind, Status
from tests.build import concept
from tests.taxonomy.annotating.releases import annotator

if TYPE_CHECKING:
    from taxonomy.annotating.engine import Annotator
    from taxonomy.annotating.values import Annotation

INDEPENDENT = concept("s1", Kind.SKILL, en="work independently")
MEAT = concept("s2", Kind.SKILL, en="cut meat", nl="vlees snijden")
RETIRED = replace(concept("s3", Kind.SKILL, en="working autonomously"), status=Status.RETIRED)
TEXT = "We want people who like working autonomously, and cut meat."
ASKED = Question(lang="en", semantic=True)


@pytest.fixture(scope="module")
def over() -> Annotator:
    made = annotator(INDEPENDENT, MEAT, RETIRED)
    return made.with_meanings(Meanings(encoder(), [build(texts(made.index), encoder())]))


def told(over: Annotator, text: str, asked: Question = ASKED) -> list[tuple[str, str, Wording]]:
    return [
        (text[it.start : it.end], it.concept.id, it.how)
        for it in over.annotate(text, asked).annotations
    ]


def semantic(over: Annotator, text: str, asked: Question = ASKED) -> list[Annotation]:
    return [it for it in over.annotate(text, asked).annotations if it.how is Wording.SEMANTIC]


def test_other_words_of_a_label_are_told_apart_in_the_order_of_the_text(over: Annotator) -> None:
    assert told(over, TEXT) == [
        ("working autonomously", "s1", Wording.SEMANTIC),
        ("cut meat", "s2", Wording.EXACT),
    ]
    (found,) = semantic(over, TEXT)
    assert found.label.text == "work independently"
    assert 45 <= found.score <= 100 * paraphrases.SHARE


def test_who_does_not_ask_is_told_what_is_named_literally(over: Annotator) -> None:
    asked = replace(ASKED, semantic=False)
    assert told(over, TEXT, asked) == [("cut meat", "s2", Wording.EXACT)]
    plain = annotator(INDEPENDENT, MEAT, RETIRED)
    assert over.annotate(TEXT, asked) == plain.annotate(TEXT, asked)


def test_who_asks_where_nothing_is_known_of_meanings_is_refused() -> None:
    with pytest.raises(SemanticUnavailableError, match=r"competent/3\.10"):
        annotator(MEAT).annotate(TEXT, ASKED)


@pytest.mark.parametrize("matches", Matches)
def test_no_window_overlaps_what_is_named_or_another_window(
    over: Annotator, matches: Matches
) -> None:
    text = "cut meat in portions, working autonomously without supervision"
    found = over.annotate(text, replace(ASKED, min_score=0, matches=matches)).annotations
    spans = [(it.start, it.end) for it in found]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_only_concepts_of_the_wanted_kinds_are_told(over: Annotator) -> None:
    assert told(over, TEXT, replace(ASKED, kinds=frozenset({Kind.KNOWLEDGE}))) == []


def test_labels_of_other_languages_count_where_a_concept_has_none_of_its_own(
    over: Annotator,
) -> None:
    text = "Kan zelfstandig werken."
    (found,) = semantic(over, text, replace(ASKED, lang="nl"))
    assert (text[found.start : found.end], found.concept.id) == ("zelfstandig werken", "s1")
    assert found.label.lang == "en"


def test_more_is_told_to_who_asks_for_lower_scores(over: Annotator) -> None:
    text = "They slice beef all day"
    few, many = (semantic(over, text, replace(ASKED, min_score=it)) for it in (55, 0))
    assert len(few) < len(many)


def test_places_are_those_of_the_text_with_its_tags(over: Annotator) -> None:
    text = "<p>😀 You are <b>working</b> autonomously</p>"
    asked = replace(ASKED, format=Format.HTML)
    (found,) = semantic(over, text, asked)
    assert text[found.start : found.end] == "working</b> autonomously"


@pytest.mark.parametrize("text", ["", "of the", "meat", "…", "a\n\nb\n\nc", "\U0001f600 " * 50])
def test_a_text_without_windows_has_nothing(over: Annotator, text: str) -> None:
    assert told(over, text, replace(ASKED, min_score=0)) == []


def test_of_a_long_text_the_first_windows_are_read(
    over: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paraphrases, "MOST", 20)
    late = "alpha beta gamma delta. " * 20 + "working autonomously"
    assert semantic(over, late) == []
    assert semantic(over, "working autonomously. " + late)


def test_a_release_without_labels_has_nothing() -> None:
    empty = annotator()
    empty = empty.with_meanings(Meanings(encoder(), [build([], encoder())]))
    assert told(empty, TEXT, replace(ASKED, lang=None)) == []
