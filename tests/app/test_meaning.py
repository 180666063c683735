"""The vectors of releases stand in files, and annotators that know them come with these."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.annotating import Annotators
from app.meaning import filed, meanings, ready, vectors, vectors_file
from taxonomy.annotating.values import Question, Wording
from taxonomy.errors import SemanticUnavailableError
from taxonomy.vocabulary import ReleaseStatus
from tests.app import butchers

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.index import ReleaseIndex

SHELF = butchers.shelf()


def loaded(name: str) -> ReleaseIndex:
    return SHELF.load(next(it for it in SHELF.releases if it.name == name))


@pytest.fixture(scope="module")
def index() -> ReleaseIndex:
    return loaded("competent/3.10")


def test_vectors_are_written_once_and_then_opened(tmp_path: Path, index: ReleaseIndex) -> None:
    told: list[tuple[int, int]] = []
    made = vectors(tmp_path, index, progress=lambda *it: told.append(it))
    assert told[-1] == (len(made.keys), len(made.keys))
    before = vectors_file(tmp_path, index.release).stat()
    again = vectors(tmp_path, index, progress=lambda *it: told.append((-1, *it)))
    assert vectors_file(tmp_path, index.release).stat() == before
    assert np.array_equal(made.rows, again.rows)
    assert told[-1][0] != -1
    (held,) = ready(tmp_path, index).held
    assert np.array_equal(held.keys, made.keys)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"competent search\n{}\n"])
def test_a_damaged_file_is_never_used_and_made_anew(
    tmp_path: Path, index: ReleaseIndex, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    file = vectors_file(tmp_path, index.release)
    file.write_bytes(damage)
    with pytest.raises(SemanticUnavailableError, match=r"competent index competent/3\.10"):
        ready(tmp_path, index)
    assert list(filed(tmp_path, [index.release])) == []
    with caplog.at_level(logging.WARNING):
        vectors(tmp_path, index)
    assert "made anew" in caplog.text
    assert ready(tmp_path, index).held


def test_labels_of_another_release_are_not_encoded_again(
    tmp_path: Path, index: ReleaseIndex
) -> None:
    before = loaded("competent/3.9")
    many: list[int] = []
    meanings(tmp_path, [index], lambda _, of: many.append(of))
    held = meanings(tmp_path, [before, index], lambda _, of: many.append(of)).held
    assert many[-1] < len(held[0].keys)


def test_the_vectors_of_a_draft_stay_in_memory(tmp_path: Path, index: ReleaseIndex) -> None:
    release = replace(index.release, status=ReleaseStatus.DRAFT)
    draft = type(index).build(release, index.taxonomy, {})
    assert len(vectors(tmp_path, draft).keys)
    assert not list(tmp_path.iterdir())


def test_where_nothing_can_be_written_vectors_stay_in_memory(
    tmp_path: Path, index: ReleaseIndex, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "file"
    folder.write_bytes(b"")
    assert len(vectors(folder, index).keys)
    assert "stay in memory" in caplog.text


def test_annotators_know_meanings_as_soon_as_they_are_made(
    tmp_path: Path, index: ReleaseIndex
) -> None:
    annotators = Annotators(tmp_path)
    with pytest.raises(SemanticUnavailableError):
        annotators.semantic.get(index)
    vectors(tmp_path, index)
    made = annotators.semantic.get(index)
    assert annotators.semantic.find(index) is made
    found = made.annotate("fabriquer des saucisses", Question(lang="fr", semantic=True))
    assert {it.how for it in found.annotations} == {Wording.SEMANTIC}
    annotators.keep_only([])
    assert annotators.semantic.find(index) is None
