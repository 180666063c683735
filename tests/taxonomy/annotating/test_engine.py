"""Concepts in free text."""

from __future__ import annotations

import re
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.annotating.values import UNDETERMINED, Format, LangSource, Matches, Question, Wording
from taxonomy.errors import InvalidQueryError
from taxonomy.folding import plain
from taxonomy.vocabulary import Kind
from tests.build import alternative, concept, retired
from tests.taxonomy.annotating.releases import annotator, found, skills

BUTCHERY = annotator(
    concept(
        "p1", Kind.PROFILE, alternative("nl", "beenhouwer"), nl="Slager", fr="Boucher / bouchère"
    ),
    concept("p2", Kind.PROFILE, nl="Verkoper (m/v/x)", de="Verkäufer/in"),
    concept("s1", Kind.SKILL, nl="Worsten maken", fr="Faire des saucisses", en="make sausages"),
    concept("s2", Kind.SKILL, nl="Vlees", en="meat"),
    concept("s3", Kind.SKILL, nl="Vlees snijden", en="cut meat"),
    concept("k1", Kind.KNOWLEDGE, nl="Vlees", en="meat"),
    retired("s9", Kind.SKILL, nl="Darmen wassen"),
)


def scores(text: str, **question: object) -> dict[str, float]:
    made = BUTCHERY.annotate(text, Question(min_score=0, **question))  # type: ignore[arg-type]
    return {it.concept.id: it.score for it in made.annotations}


def test_a_concept_is_found_where_it_stands() -> None:
    made = BUTCHERY.annotate("Een ervaren SLAGER.", Question(lang="nl"))
    (it,) = made.annotations
    assert (it.start, it.end, it.concept.id) == (12, 18, "p1")
    assert (it.label.text, it.how) == ("Slager", Wording.FOLDED)


def test_places_are_code_points_of_the_text_as_it_was_given() -> None:
    assert found(BUTCHERY, "😀 œ ﬁ e\u0301 slager e\u0301") == ["slager"]


def test_how_says_whether_the_words_are_written_as_in_the_label() -> None:
    text = "Slager slager slagers"
    made = BUTCHERY.annotate(text, Question(lang="nl", min_score=0)).annotations
    assert [it.how for it in made] == [Wording.EXACT, Wording.FOLDED, Wording.INFLECTED]
    assert made[0].score == made[1].score > made[2].score


def test_only_whole_words_count() -> None:
    assert found(BUTCHERY, "slagerij, beenhouwerij en vleeswaren") == []


def test_the_longest_span_wins() -> None:
    assert found(BUTCHERY, "Je moet vlees snijden.") == ["vlees snijden"]


def test_all_spans_are_told_on_request() -> None:
    text = "vlees snijden"
    assert found(BUTCHERY, text, matches=Matches.ALL) == ["vlees snijden", "vlees", "vlees"]


def test_every_concept_of_a_span_is_told_and_scores_less_where_its_kind_has_another_one() -> None:
    over = skills("nl", "Vlees", "vlees", "Brood")
    made = over.annotate("vlees brood", Question(lang="nl", min_score=0)).annotations
    assert [it.concept.id for it in made] == ["s0", "s1", "s2"]
    assert made[0].score == made[1].score < made[2].score
    assert set(scores("vlees")) == {"s2", "k1"}


def test_kinds_that_are_not_wanted_hide_nothing() -> None:
    kinds = frozenset({Kind.KNOWLEDGE})
    assert found(BUTCHERY, "vlees snijden", kinds=kinds) == ["vlees"]


def test_what_scores_too_little_hides_nothing() -> None:
    least = scores("vlees snijden")["s3"] + 0.1
    assert found(BUTCHERY, "vlees snijden", min_score=least) == []
    assert found(BUTCHERY, "vlees snijden", min_score=100.0) == []


def test_articles_may_stand_between_the_words_of_a_label_or_lack() -> None:
    assert found(BUTCHERY, "vlees snijden, het vlees snijden", lang="nl") == ["vlees snijden"] * 2
    assert found(BUTCHERY, "faire saucisses", lang="fr") == ["faire saucisses"]
    assert found(BUTCHERY, "cut the meat", lang="en") == ["cut the meat"]


def test_a_phrase_does_not_go_on_behind_its_end() -> None:
    assert found(BUTCHERY, "Worsten. Maken, worsten") == []


@pytest.mark.parametrize(
    "text", ["bouchère", "boucher", "boucher / bouchère", "Verkäuferin", "Verkäufer", "verkoper"]
)
def test_every_form_of_a_label_is_found(text: str) -> None:
    assert found(BUTCHERY, f"wij: {text}.") == [text]


def test_what_tells_a_label_from_others_may_lack() -> None:
    over = skills("en", "Java (computer programming)")
    assert found(over, "Java and Java (computer programming)") == [
        "Java",
        "Java (computer programming",
    ]


def test_a_short_name_is_worth_less_without_its_capitals() -> None:
    over = skills("en", "IT", "welding")
    upper, lower = (over.annotate(it, Question(lang="en", min_score=0)) for it in ("IT", "it"))
    assert upper.annotations[0].score == 2 * lower.annotations[0].score


def test_a_label_of_another_language_is_worth_less() -> None:
    assert scores("make sausages", lang="nl")["s1"] < scores("make sausages", lang="en")["s1"]


def test_a_label_of_another_language_has_no_other_endings() -> None:
    over = annotator(concept("k1", Kind.KNOWLEDGE, en="Java", fr="Chats"))
    assert found(over, "java, javas, chat, chats", lang="en") == ["java", "javas", "chats"]


def test_rare_words_are_worth_more_than_those_of_many_labels() -> None:
    over = skills("en", "welding", *(f"manage {it}" for it in ("a1", "b2", "c3")), "manage")
    made = over.annotate("welding, manage", Question(lang="en", min_score=0)).annotations
    assert made[0].score > made[1].score


def test_a_retired_concept_is_not_found() -> None:
    assert found(BUTCHERY, "darmen wassen") == []


def test_the_language_is_told_and_where_it_is_known_from() -> None:
    given = BUTCHERY.annotate("vlees", Question(lang="nl-BE"))
    assert (given.lang, given.lang_source) == ("nl-BE", LangSource.GIVEN)
    heard = BUTCHERY.annotate("Wij zoeken een slager voor onze winkel.", Question())
    assert (heard.lang, heard.lang_source) == ("nl", LangSource.DETECTED)
    silent = BUTCHERY.annotate("slager", Question())
    assert (silent.lang, silent.lang_source) == (UNDETERMINED, LangSource.UNDETERMINED)
    assert silent.annotations


def test_a_language_without_labels_is_refused() -> None:
    with pytest.raises(InvalidQueryError, match="no labels in 'xx'; it has: de, en, fr, nl"):
        BUTCHERY.annotate("vlees", Question(lang="xx"))


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x01", "?!…", "😀😀", "\ud800", "\u202e\u200f", "1 2"]
)
def test_a_text_without_words_holds_nothing(text: str) -> None:
    assert found(BUTCHERY, text) == []


def test_a_release_without_labels_finds_nothing() -> None:
    assert found(annotator(), "slager") == []
    assert found(annotator(concept("s1", Kind.SKILL)), "slager") == []


def test_labels_without_words_name_nothing() -> None:
    assert found(skills("nl", "—", "de", "(…)"), "de — de") == []


HTML = (
    "<html><head><title>slager</title><style>.slager{}</style></head><body>"
    "<script>var slager;</script><!-- slager --><p title='slager > x'>Wij: <b>sla</b>ger</p>"
    "<p>vlees</p><p>snijden</p>caf&eacute; &amp; bouch&egrave;re <unclosed slager"
)


def test_html_is_read_as_people_see_it() -> None:
    assert found(BUTCHERY, HTML, format=Format.HTML) == [
        "sla</b>ger",
        "vlees",
        "vlees",
        "bouch&egrave;re",
        "slager",
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("&Eacute;tal &eacute;tal", ["&Eacute;tal", "&eacute;tal"]),
        ("caf&#233; caf&#xE9; caf&eacute", ["caf&#233;", "caf&#xE9;", "caf&eacute"]),
        ("<caf&eacute; & <>", ["caf&eacute;"]),
        ("<script>café", []),
        ("<p", []),
        ("&#55296; &#0; &unknown; café", ["café"]),
    ],
)
def test_entities_are_decoded_with_their_places(text: str, spans: list[str]) -> None:
    over = skills("fr", "Étal", "Café")
    assert found(over, text, format=Format.HTML) == spans


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        '<p "',
        "<p '",
        '<p ""',
        "<script>",
        "<script '",
        "<!--",
        "</",
        "<",
        "&amp",
        "<p/",
        "<b>",
    ],
)
def test_broken_markup_does_not_take_the_square_of_its_length(piece: str) -> None:
    # 300 kB of each would take minutes where every `<` is looked at up to the end of the text.
    assert found(BUTCHERY, piece * (300_000 // len(piece)), format=Format.HTML) == []


WELDING = skills("en", "welding metals", "javascript", "welder", "weldings")


@pytest.mark.parametrize(
    "text", ["javscript", "javasscript", "javascrpit", "jabascript", "ajvascript", "javascript"]
)
def test_one_typo_in_a_longer_word_is_forgiven_on_demand(text: str) -> None:
    assert found(WELDING, f"we write {text}!", fuzzy=True) == [text]
    assert found(WELDING, text, fuzzy=False) == ([text] if text == "javascript" else [])


@pytest.mark.parametrize("text", ["jvscript", "weldar", "java script"])
def test_two_typos_and_those_of_short_words_are_not(text: str) -> None:
    assert found(WELDING, text, fuzzy=True) == []


def test_a_typo_is_told_and_costs() -> None:
    made = WELDING.annotate("weldign metals welding metals", Question(fuzzy=True, min_score=0))
    wrong, right = made.annotations
    assert (wrong.how, right.how) == (Wording.TYPO, Wording.EXACT)
    assert wrong.score == pytest.approx(0.8 * right.score, abs=0.1)
    least = Question(fuzzy=True, min_score=wrong.score + 1)
    assert len(WELDING.annotate("weldign metals welding metals", least).annotations) == 1


def test_typos_are_mended_in_html_too() -> None:
    assert found(WELDING, "<b>jav</b>scr&#105;pt", format=Format.HTML, fuzzy=True) == [
        "jav</b>scr&#105;pt"
    ]


LETTERS = st.text("abé c-,.\n", max_size=30)


@given(st.lists(LETTERS, max_size=6), LETTERS)
def test_what_is_found_is_what_stands_there_as_a_naive_scan_finds_it(
    labels: list[str], text: str
) -> None:
    over = skills("xx", *labels)
    words = re.findall(r"\w+|[,.](?!\w)|\n\s*\n|,", text)
    made = over.annotate(text, Question(min_score=0, matches=Matches.ALL)).annotations
    for it in made:
        assert re.findall(r"\w+", plain(text[it.start : it.end])) == re.findall(
            r"\w+", plain(it.label.text)
        )
    single = {plain(it) for it in labels if it.isalpha()}
    naive = [it for it in words if plain(it) in single]
    assert len([it for it in made if text[it.start : it.end].isalpha()]) >= len(naive)


@given(st.text(max_size=80) | st.text("<>&;/!-=\"' bp#x0aé", max_size=60))
def test_any_text_is_answered_and_spans_of_the_longest_do_not_overlap(text: str) -> None:
    for form, fuzzy in product(Format, (True, False)):
        asked = Question(min_score=0, format=form, fuzzy=fuzzy)
        made = BUTCHERY.annotate(text + " vlees snijden", asked)
        spans = sorted({(it.start, it.end) for it in made.annotations})
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
