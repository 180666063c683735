"""Tests of search and suggestion: what is found, in which order, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from taxonomy.forms import Gender
from taxonomy.model import Notation
from taxonomy.searching.answering import Question, Searcher
from taxonomy.searching.explaining import How
from taxonomy.vocabulary import Kind, LabelType, Status
from tests.build import alternative, concept, retired, taxonomy
from tests.strategies import taxonomies
from tests.taxonomy.searching.searchers import ask, ids, index_of, searcher

TRADES = taxonomy(
    replace(
        concept("u10", nl="Slager", fr="Boucher (h/f/x)", en="butcher", notation="OP-10"),
        notations=(Notation("isco-08", "7511"),),
    ),
    concept("u2", Kind.PROFILE, alternative("nl", "slager"), nl="Charcutier", notation="OP-2"),
    concept("u3", nl="Butler", fr="Majordome", notation="OP-3"),
    concept("u4", nl="Verpleegkundige", fr="Infirmier/infirmière", notation="OP-4"),
    concept("u5", nl="Softwareontwikkelaar", fr="développeur / développeuse", notation="OP-5"),
    concept("u6", nl="Verkoper (m/v/x)", fr="Vendeur (h/f/x)", notation="OP-6"),
    concept("u7", nl="Schoonmaker", de="Reinigungskraft", fr="Agent de nettoyage", notation="OP-7"),
    concept("s1", Kind.SKILL, nl="E-mail versturen", fr="Œuvrer en équipe", notation="SK-1"),
    concept("s2", Kind.SKILL, nl="Programmeren in C++", notation="SK-2"),
    concept("s3", Kind.SKILL, nl="Programmeren in C#", notation="SK-3"),
    concept("s4", Kind.SKILL, nl="Slager", notation="SK-4"),
    concept("s5", Kind.SKILL, nl="👩‍🍳", ar="جزار", notation="SK-5"),
)


@pytest.fixture(scope="module")
def trades() -> Searcher:
    return searcher(TRADES)


@pytest.mark.parametrize(
    ("text", "lang", "id", "how"),
    [
        ("Slager", "", "u10", How.EXACT),
        ("slager", "nl", "u10", How.FOLDED),
        ("boucher", "fr", "u10", How.FOLDED),
        ("bouchere", "fr", "u10", How.FOLDED),
        ("slagr", "nl", "u10", How.TYPO),
        ("slagers", "nl", "u10", How.WORDS),
        ("infirmière", "fr", "u4", How.EXACT),
        ("INFIRMIERE", "fr", "u4", How.FOLDED),
        ("verplegkundige", "nl", "u4", How.TYPO),
        ("verpleeg", "nl", "u4", How.PREFIX),
        ("software ontwikkelaar", "nl", "u5", How.FOLDED),
        ("ontwikkelaar software", "nl", "u5", How.WORDS),
        ("développeuse", "fr", "u5", How.EXACT),
        ("vendeuse", "fr", "u6", How.FOLDED),
        ("verkoopster", "nl", "u6", How.FOLDED),
        ("email versturen", "nl", "s1", How.FOLDED),
        ("oeuvrer en equipe", "fr", "s1", How.FOLDED),
        ("c++", "nl", "s2", How.WORDS),
        ("c#", "nl", "s3", How.WORDS),
        ("butcher", "nl", "u10", How.OTHER_LANGUAGE),
        ("vendeur", "nl", "u6", How.OTHER_LANGUAGE),
        ("slager in Antwerpen", "nl", "u10", How.PART),
        ("cherche une infirmière à Namur", "fr", "u4", How.PART),
        ("op-10", "", "u10", How.CODE),
        ("7511", "", "u10", How.CODE),
        ("http://competent.test/id/competent/OP-10", "", "u10", How.CODE),
        ("u10", "", "u10", How.CODE),
        ("👩‍🍳", "", "s5", How.EXACT),
        ("جزار", "ar", "s5", How.EXACT),
    ],
)
def test_the_right_concept_comes_first(
    trades: Searcher, text: str, lang: str, id: str, how: How
) -> None:
    found = ask(trades, text, lang)
    assert (found.concept.id, found.matched.how) == (id, how)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?!",
        "(h/f/x)",
        "%",
        "_",
        "*",
        "xqzzy",
        "zzzzzzzzzzzz",
        "\ufffd",
        "'; --",
        "🦄",
        "⟨⟩",
    ],
)
def test_what_names_nothing_finds_nothing(trades: Searcher, text: str) -> None:
    assert trades.search(Question(text)) == []
    assert trades.suggest(Question(text)) == []


def test_a_preferred_label_comes_before_an_alternative_one(trades: Searcher) -> None:
    assert ids(trades.search(Question("slager")))[:3] == ["u10", "s4", "u2"]


def test_kinds_choose(trades: Searcher) -> None:
    found = trades.search(Question("slager", kinds=frozenset({Kind.SKILL})))
    assert ids(found) == ["s4"]


def test_labels_of_the_language_come_before_those_of_others() -> None:
    over = searcher(taxonomy(concept("a", fr="Agent"), concept("b", nl="Agent")))
    assert ids(over.search(Question("agent", "nl"))) == ["b", "a"]
    assert ids(over.search(Question("agent", "fr-BE"))) == ["a", "b"]


def test_a_label_is_marked_where_it_answers(trades: Searcher) -> None:
    text, spans = (
        ask(trades, "nettoy agent").matched.text,
        ask(trades, "nettoy agent").matched.spans,
    )
    assert [text[start:end] for start, end in spans] == ["Agent", "nettoy"]


def test_a_form_is_told_with_its_gender(trades: Searcher) -> None:
    matched = ask(trades, "infirmière").matched
    assert (matched.text, matched.form) == ("Infirmier/infirmière", "infirmière")
    assert (matched.gender, matched.type) == (Gender.FEMININE, LabelType.PREFERRED)
    assert matched.text[slice(*matched.spans[0])] == "infirmière"


def test_the_name_itself_scores_a_hundred_and_scores_fall(trades: Searcher) -> None:
    scores = [it.score for it in trades.search(Question("slager", "nl"))]
    assert scores[0] == 100
    assert scores == sorted(scores, reverse=True)


def test_a_threshold_leaves_out_what_is_below(trades: Searcher) -> None:
    assert ids(trades.search(Question("slagr", min_score=99))) == []


def test_no_more_is_told_than_asked(trades: Searcher) -> None:
    assert len(trades.search(Question("slager", limit=2))) == 2


def test_a_retired_concept_is_found_by_its_code_only() -> None:
    over = searcher(taxonomy(retired("u1", nl="Slager")))
    assert over.search(Question("Slager")) == []
    assert [it.concept.status for it in over.search(Question("u1"))] == [Status.RETIRED]


def test_a_suggestion_completes_codes(trades: Searcher) -> None:
    assert ids(trades.suggest(Question("op-1")))[0] == "u10"


def test_what_begins_with_the_question_is_suggested_first(trades: Searcher) -> None:
    found = trades.suggest(Question("ver", "nl"))
    assert {it.matched.text for it in found[:2]} == {"Verpleegkundige", "Verkoper (m/v/x)"}


def test_each_prefix_of_a_label_suggests_its_concept(trades: Searcher) -> None:
    for it in TRADES:
        for label in it.labels:
            for end in range(1, len(label.text) + 1):
                text = label.text[:end]
                assert it.id in ids(trades.suggest(Question(text, label.lang))), text


@settings(max_examples=40, deadline=None)
@given(taxonomies())
def test_every_label_finds_its_concept(held: object) -> None:
    over = searcher(held)  # type: ignore[arg-type]
    index = index_of(held)  # type: ignore[arg-type]
    for it in index.listed():
        for label in index.labels(it):
            if label.text.strip():
                found = over.search(Question(label.text, limit=100))
                assert it.id in ids(found), label.text
