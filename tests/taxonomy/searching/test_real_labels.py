"""Search over the real names of Competent's occupations."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from taxonomy.model import Concept, Label, Taxonomy
from taxonomy.searching.answering import Question, Searcher
from taxonomy.vocabulary import Kind, LabelType
from tests.taxonomy.searching.searchers import ids, searcher

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def occupations(shared_data: Path) -> Searcher:
    file = shared_data / "competent/v3.8/occupations.csv"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    concepts = [
        Concept(
            scheme="competent",
            id=row["id"],
            kind=Kind.PROFILE,
            notation=row["id"],
            labels=tuple(
                Label(lang, LabelType.PREFERRED, row[f"label_{lang}"]) for lang in ("nl", "fr")
            ),
        )
        for row in rows
    ]
    return searcher(Taxonomy.of("competent", concepts))


@pytest.mark.parametrize(
    ("text", "lang", "id"),
    [
        ("slager", "nl", "OP-10"),
        ("slagr", "nl", "OP-10"),
        ("boucher", "fr", "OP-10"),
        ("boucher", "nl", "OP-10"),
        ("bouchère", "fr", "OP-10"),
        ("infirmier", "fr", "OP-202"),
        ("infirmière", "fr", "OP-202"),
        ("verpleegkundige", "nl", "OP-202"),
        ("verplegkundige", "nl", "OP-202"),
        ("agent d accueil tourisme", "fr", "OP-1"),
        ("toerisme onthaalmedewerkster", "nl", "OP-1"),
    ],
)
def test_the_right_occupation_comes_first(
    occupations: Searcher, text: str, lang: str, id: str
) -> None:
    assert ids(occupations.search(Question(text, lang)))[0] == id


def test_an_english_word_never_gives_a_cleaner(occupations: Searcher) -> None:
    found = occupations.search(Question("butcher", "nl"))
    assert not any("schoonma" in it.matched.text.lower() for it in found)
