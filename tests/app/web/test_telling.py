"""Findings and refusals, said in the language of the reader."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.web import catalogues
from app.web.languages import NAMES, Language
from app.web.telling import is_said, told, where
from taxonomy.findings import Finding, Place, Severity
from taxonomy.sentences import Quote, Sentence, made_of, of_record, sentence

ROOT = Path(__file__).parents[3]
NOT_USED = sentence("%(wording)r is not used: write %(better)r", wording="l'<été>", better="b")


def said(text: str, tag: str, lang: str = "") -> str:
    return str(told(text, Language.of(tag), lang))


def calls() -> list[tuple[str, ast.Call]]:
    """Where a sentence is made, by the file."""
    rooms = [path for package in ("app", "taxonomy") for path in (ROOT / package).rglob("*.py")]
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for path in rooms
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sentence"
    ]


def test_a_sentence_is_its_text_in_english() -> None:
    assert NOT_USED == "\"l'<été>\" is not used: write 'b'"
    assert sentence("%(count)s of %(row)d", count=1234, row=1234) == "1,234 of 1234"
    assert sentence("%(kind)s, %(n)s", kind=("a", "b"), n=("c",)) == "a, b, c"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("nl", '“<span lang="fr">l&#39;&lt;été&gt;</span>” wordt niet gebruikt: schrijf '),
        ("fr", "«\u00a0l&#39;&lt;été&gt;\u00a0» ne s’emploie pas\u00a0: écrivez «\u00a0b\u00a0»"),
        ("de", '„<span lang="fr">l&#39;&lt;été&gt;</span>“ wird nicht verwendet: '),
        ("en", '“<span lang="fr">l&#39;&lt;été&gt;</span>” is not used: write '),
    ],
)
def test_what_it_quotes_keeps_its_own_language(tag: str, expected: str) -> None:
    assert said(NOT_USED, tag, "fr").startswith(expected)


def test_a_quotation_that_knows_its_language_is_of_that_one() -> None:
    text = sentence("%(wording)r is not used", wording=Quote("baas", "nl"))
    assert said(text, "fr", "fr") == '«\u00a0<span lang="nl">baas</span>\u00a0» ne s’emploie pas'


def test_words_of_the_house_and_languages_are_called_by_their_names() -> None:
    kinds = sentence(
        "%(concept)s was a %(kind)s and is a %(kind2)s now",
        concept="x",
        kind="soft-skill",
        kind2="sector",
    )
    titles = sentence("%(concept)s has no title in %(lang)s", concept="OP-10", lang="fr")
    assert said(kinds, "de") == "x war von der Art „Soft Skill“ und ist jetzt von der Art „Sektor“"
    assert said(titles, "nl") == "OP-10 heeft geen titel in het Frans"


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    text = sentence(
        "a text of %(count)s characters; at most %(most)s are taken", count=2500, most=2
    )
    assert said(text, "nl").startswith("Een tekst van 2.500 tekens;")
    assert said(sentence("row %(row)d", row=2500), "fr") == "Ligne 2500"


def test_a_sentence_in_a_sentence_is_said_too() -> None:
    inner = sentence("its %(lang)s text stays as it is until a reviewer opens it again", lang="fr")
    text = sentence("the campaign %(title)r is frozen: %(told)s", title="A", told=inner)
    assert said(text, "nl") == (
        "De campagne “A” is bevroren: haar tekst in het Frans blijft zoals hij is tot een nalezer "
        "ze weer opent"
    )


@pytest.mark.parametrize(
    "text", ["plain <words>", Sentence("of an older %(service)s", {"service": "<x>"})]
)
def test_what_nobody_translated_is_told_in_english_and_marked(text: str) -> None:
    assert not is_said(text, Language.of("nl"))
    assert said(text, "nl").startswith('<span lang="en">')
    assert "&lt;" in said(text, "nl")
    assert is_said(text, Language.of("en"))


def test_a_place_is_told_in_the_words_of_the_reader() -> None:
    place = Place("a.csv", "Blad", 12, "kind")
    told = {tag: str(where(place, Language.of(tag))) for tag in NAMES}
    assert told == {
        "nl": "a.csv, Blad, rij 12, kind",
        "fr": "a.csv, Blad, ligne 12, kind",
        "de": "a.csv, Blad, Zeile 12, kind",
        "en": "a.csv, Blad, row 12, kind",
    }


def test_what_a_finding_is_made_of_is_kept_and_comes_back() -> None:
    inner = sentence("row %(row)d", row=7)
    text = sentence("%(a)r %(b)s %(c)s", a=Quote("à", "fr"), b=(inner, "x"), c=1234)
    found = Finding(severity=Severity.ERROR, code="c", message=text, place=Place("f", row=3))
    again = Finding.of_record(found.as_record())
    assert again == found
    assert made_of(again.message) == made_of(text)
    assert Finding.of_record(found.as_dict()) == found
    assert of_record({}, "plain") == "plain"


def test_every_sentence_stands_where_those_who_translate_find_it() -> None:
    """The first argument is a text, written out, and each place in it is filled: no more, no less."""
    wrong = []
    for where_, call in calls():
        first = call.args[0]
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            wrong.append(where_)
        elif all(it.arg for it in call.keywords):
            places = set(re.findall(r"%\((\w+)\)[srd]", first.value))
            wrong += [where_] if places != {str(it.arg) for it in call.keywords} else []
    assert wrong == []


@pytest.mark.parametrize("tag", catalogues.TRANSLATED)
def test_every_sentence_can_be_said(tag: str) -> None:
    texts = {
        str(call.args[0].value) for _, call in calls() if isinstance(call.args[0], ast.Constant)
    }
    assert texts - Language.of(tag).said == set()
