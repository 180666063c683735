"""Tests of the file of a search index: it comes back as it was, or is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.searching.answering import Question, Searcher
from taxonomy.searching.artefact import Content, DamagedError, opened, written
from taxonomy.searching.building import build, built, entries
from tests.strategies import taxonomies, texts
from tests.taxonomy.searching.searchers import index_of
from tests.taxonomy.searching.test_answering import TRADES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from taxonomy.model import Taxonomy

DIGEST = "sha256:1"


@pytest.fixture(scope="module")
def data() -> bytes:
    return written(Content(*build(index_of(TRADES))), DIGEST)


def test_an_index_that_is_opened_again_answers_the_same(tmp_path: Path, data: bytes) -> None:
    index = index_of(TRADES)
    (tmp_path / "it").write_bytes(data)
    before = Searcher(index, Content(*build(index)))
    after = Searcher(index, opened(tmp_path / "it", DIGEST))
    for text in ("slagr", "infirmière", "soft ont", "ver", "butcher", "vendeuse"):
        for lang in ("", "nl"):
            question = Question(text, lang)
            assert before.search(question) == after.search(question)
            assert before.suggest(question) == after.suggest(question)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda it: it[:0],
    "cut in its head": lambda it: it[:100],
    "cut at its end": lambda it: it[:-1],
    "longer": lambda it: it + b"x",
    "altered": lambda it: it[:-2000] + b"\x07" + it[-1999:],
    "another file": lambda it: b"SQLite format 3\0" + it,
    "of another engine": lambda it: it.replace(b'"engine": 1', b'"engine": 0', 1),
    "of another release": lambda it: it.replace(b"sha256:1", b"sha256:2", 1),
    "without tables": lambda it: it.replace(b'"tables"', b'"tablet"', 1),
    "no head": lambda it: it[:17] + b"\0" * 100,
    "a list as head": lambda it: it[:17] + b"[]\n",
    "nothing in its head": lambda it: it[:17] + b"{}\n",
}


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes, damage: str) -> None:
    (tmp_path / "it").write_bytes(DAMAGES[damage](data))
    with pytest.raises(DamagedError):
        opened(tmp_path / "it", DIGEST)


@settings(max_examples=25, deadline=None)
@given(taxonomies(), st.randoms())
def test_the_order_in_which_labels_come_does_not_count(held: Taxonomy, random: object) -> None:
    found = list(entries(index_of(held)))
    arrays, langs = built(found)
    random.shuffle(found)  # type: ignore[attr-defined]
    others, again = built(found)
    assert langs == again
    for name, array in arrays.items():
        assert np.array_equal(array, others[name]), name


@settings(max_examples=40, deadline=None)
@given(texts)
def test_any_question_is_answered_twice_the_same(text: str) -> None:
    over = Searcher(index_of(TRADES), Content(*build(index_of(TRADES))))
    assert over.search(Question(text)) == over.search(Question(text))
    assert over.suggest(Question(text)) == over.suggest(Question(text))
