from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from taxonomy.suggesting.spaces import GramSpace, TokenSpace, most_alike, reduced, unit

TEXTS = ["hout zagen", "hout schaven", "vlees snijden"]


@given(st.lists(st.text(max_size=20).map(lambda it: it.replace("\n", " ")), min_size=1, max_size=6))
def test_every_text_is_most_like_itself(texts: list[str]) -> None:
    space = GramSpace(texts, 3)
    alike = (space.vectors(texts) @ space.rows.T).toarray()
    for place, text in enumerate(texts):
        assert alike[place, place] == pytest.approx(1.0 if len(text) else 0.0, abs=1e-4)
        assert alike[place].max() <= alike[place, place] + 1e-4


def test_pieces_that_nobody_has_make_a_text_less_alike() -> None:
    space = TokenSpace(TEXTS, str.split)
    known, partly = (
        space.vectors([it])[0] @ space.rows[0].T for it in ("hout zagen", "hout zagen xyz")
    )
    assert known.sum() > partly.sum() > 0


def test_an_empty_space_finds_nothing() -> None:
    space = GramSpace([], 3)
    found = most_alike(space.vectors(["hout"]), space.rows.T.tocsr(), 5)
    assert found.shape == (1, 0)


def test_rows_have_length_one_and_empty_ones_stay_empty() -> None:
    rows = unit(sparse.csr_matrix(np.array([[3, 4], [0, 0], [0, 2]], dtype=np.float32)))
    assert rows.toarray().tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0], [0, 1]]


def test_the_best_text_of_each_subject_and_concept_counts() -> None:
    alike = sparse.csr_matrix(np.array([[0.2, 0.9, 0.1], [0.4, 0.3, 0.8]], dtype=np.float32))
    found = reduced(alike, np.array([0, 0]), np.array([0, 0, 1]), (1, 2))
    assert found.toarray()[0].tolist() == [pytest.approx(0.9), pytest.approx(0.8)]
