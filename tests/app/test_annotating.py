"""Annotators come and go with the releases in memory; their names stand in files."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.annotating import Annotators, annotator, names_file
from taxonomy.annotating.building import build
from taxonomy.annotating.values import Question
from tests.app import butchers

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.index import ReleaseIndex


@pytest.fixture(scope="module")
def index() -> ReleaseIndex:
    shelf = butchers.shelf()
    return shelf.load(next(it for it in shelf.releases if it.name == "competent/3.10"))


def found(folder: Path, index: ReleaseIndex) -> list[str]:
    made = annotator(folder, index).annotate("een slager", Question(lang="nl"))
    return [it.concept.notation for it in made.annotations]


def test_names_are_written_once_and_then_opened(tmp_path: Path, index: ReleaseIndex) -> None:
    assert found(tmp_path, index) == ["OP-10"]
    file = names_file(tmp_path, index.release)
    before = file.stat()
    assert found(tmp_path, index) == ["OP-10"]
    assert file.stat() == before
    held, built = annotator(tmp_path, index).names, build(index)
    assert held.langs == built.langs
    assert all(np.array_equal(held.arrays[it], built.arrays[it]) for it in built.arrays)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"competent search\n{}\n"])
def test_a_damaged_file_is_made_anew(
    tmp_path: Path, index: ReleaseIndex, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    file = names_file(tmp_path, index.release)
    file.write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        assert found(tmp_path, index) == ["OP-10"]
    assert "built anew" in caplog.text
    assert file.read_bytes() != damage


def test_a_file_of_another_release_or_version_goes(tmp_path: Path, index: ReleaseIndex) -> None:
    old = tmp_path / "competent-3.10-0123.0.names"
    others = [tmp_path / "competent-3.1-0123.0.names", tmp_path / "competent-3.10-0123.1.search"]
    for it in (old, *others):
        it.write_bytes(b"old")
    annotator(tmp_path, index)
    assert not old.exists()
    assert all(it.exists() for it in others)


def test_where_nothing_can_be_written_names_stay_in_memory(
    tmp_path: Path, index: ReleaseIndex, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "file"
    folder.write_bytes(b"")
    assert found(folder, index) == ["OP-10"]
    assert "stay in memory" in caplog.text


def test_an_annotator_is_made_once_and_goes_with_its_release(
    tmp_path: Path, index: ReleaseIndex
) -> None:
    annotators = Annotators(tmp_path)
    assert annotators.find(index) is None
    made = annotators.get(index)
    assert annotators.get(index) is annotators.find(index) is made
    annotators.keep_only([index])
    assert annotators.find(index) is made
    annotators.keep_only([])
    assert annotators.find(index) is None
