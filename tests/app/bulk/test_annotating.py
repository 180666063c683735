"""Texts of a file annotated block by block, as the single call does it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from app.bulk.annotating import ANSWERS, COLUMNS, annotating_job
from app.bulk.reading import Table
from app.bulk.running import Way, run
from app.bulk.workers import Alone
from app.bulk.workplace import opened
from app.meaning import vectors
from taxonomy.annotating.engine import Annotator
from taxonomy.annotating.values import LARGEST_TEXT, Question, Wording
from taxonomy.meaning.encoding import encoder
from taxonomy.meaning.vectors import Meanings
from taxonomy.vocabulary import Kind
from tests.app import butchers

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.index import ReleaseIndex
    from taxonomy.meaning.vectors import Vectors

TEXTS = {
    "a": ("Een beenhouwer die worsten maken kan.", ""),
    "b": ("", "nl"),
    "c": ("boucher", "fr"),
    "d": ("slager", "xx"),
    "e": ("x" * (LARGEST_TEXT + 1), ""),
    "g": ("Elle peut fabriquer des saucisses.", "fr"),
    "f": ("=slager, worsten maken", "nl"),
}


@pytest.fixture(scope="module")
def index() -> ReleaseIndex:
    shelf = butchers.shelf()
    return shelf.load(next(it for it in shelf.releases if it.name == "competent/3.10"))


def annotated(
    folder: Path,
    index: ReleaseIndex,
    question: Question,
    block: int,
    held: Vectors | None = None,
) -> list[dict[str, Any]]:
    source, out = folder / "texts.ndjson", folder / "out.ndjson"
    rows = ({"id": it, "text": text, "lang": lang} for it, (text, lang) in TEXTS.items())
    source.write_text("".join(json.dumps(it) + "\n" for it in rows))
    table = Table.opened(source, COLUMNS, "FILE")
    with opened(out) as place:
        job = annotating_job(index, question, place.folder, held)
        run(job, table, place, Way(Alone(), block))
    return [json.loads(it) for it in out.read_text().splitlines()]


def test_rows_are_those_of_the_single_call_for_any_block(
    tmp_path: Path, index: ReleaseIndex
) -> None:
    question = Question(min_score=0)
    told = annotated(tmp_path, index, question, 2)
    assert told == annotated(tmp_path, index, question, 4)
    over = Annotator.build(index)
    expected = [
        (id_, it.start, it.end, it.concept.id, it.score)
        for id_, (text, lang) in TEXTS.items()
        if id_ not in "de"
        for it in over.annotate(text, question.about(text, lang)).annotations
    ]
    keys = ("id", "start", "end", "concept", "score")
    assert [tuple(it[key] for key in keys) for it in told if not it.get("error")] == expected
    assert {it["id"]: it["error"][:12] for it in told if it.get("error")} == {
        "d": "lang: compet",
        "e": "the text has",
    }


def test_what_is_asked_is_asked_of_every_text(tmp_path: Path, index: ReleaseIndex) -> None:
    question = Question(min_score=0, kinds=frozenset({Kind.PROFILE}), lang="nl")
    told = annotated(tmp_path, index, question, 100)
    assert {it["kind"] for it in told if not it.get("error")} == {"profile"}


def test_answers_have_the_columns_that_are_told() -> None:
    assert ANSWERS.names[:3] == ["id", "start", "end"]


def test_what_is_named_in_other_words_is_found_as_the_single_call_does(
    tmp_path: Path, index: ReleaseIndex
) -> None:
    held = vectors(tmp_path, index)
    question = Question(min_score=0, semantic=True)
    told = annotated(tmp_path, index, question, 2, held)
    over = Annotator.build(index).with_meanings(Meanings(encoder(), [held]))
    text, lang = TEXTS["g"]
    expected = [
        (it.start, it.how) for it in over.annotate(text, question.about(text, lang)).annotations
    ]
    assert [(it["start"], it["how"]) for it in told if it["id"] == "g"] == expected
    assert Wording.SEMANTIC in {how for _, how in expected}
