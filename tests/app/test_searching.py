"""Tests of the searchers of a worker: made once, opened again, built anew, let go."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING

import pytest

from app.index_files import examined, index_file
from app.searching import Searchers, opened_or_built
from taxonomy.index import ReleaseIndex
from taxonomy.searching.answering import Question
from tests.app.serving import Shelf
from tests.build import concept, taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.model import Release


def made(label: str = "Slager", version: str = "1.0") -> ReleaseIndex:
    shelf = Shelf().add(taxonomy(concept("u1", nl=label)), version)
    return shelf.load(shelf.releases[0])


def found(folder: Path, index: ReleaseIndex) -> list[str]:
    searcher = Searchers(folder).get(index)
    return [it.concept.id for it in searcher.search(Question("slager"))]


def file_of(folder: Path, release: Release) -> Path:
    (file,) = folder.iterdir()
    assert file == index_file(folder, release)
    return file


def test_an_index_is_written_once_and_opened_afterwards(tmp_path: Path) -> None:
    index = made()
    assert found(tmp_path / "new", index) == ["u1"]
    before = file_of(tmp_path / "new", index.release).stat()
    assert found(tmp_path / "new", index) == ["u1"]
    after = file_of(tmp_path / "new", index.release).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_damaged_file_is_built_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    index = made()
    found(tmp_path, index)
    file = file_of(tmp_path, index.release)
    whole = file.read_bytes()
    file.write_bytes(whole[:-5])
    assert examined(tmp_path, [index.release])[0] == 0
    assert found(tmp_path, index) == ["u1"]
    assert file.read_bytes() == whole
    assert "built anew" in caplog.text


def test_where_nothing_can_be_written_it_stays_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        assert found(tmp_path / "file" / "indexes", made()) == ["u1"]
    assert "stays in memory" in caplog.text


def test_the_index_of_other_content_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    found(tmp_path, made("Slager"))
    found(tmp_path, made("Bakker", "1.0.1"))
    found(tmp_path, made("Bakker"))
    assert sorted(it.name.split("-")[1] for it in tmp_path.iterdir()) == ["1.0", "1.0.1"]


def test_a_searcher_is_made_once_and_let_go_with_its_index(tmp_path: Path) -> None:
    searchers, first, second = Searchers(tmp_path), made("Slager"), made("Bakker", "2.0")
    assert searchers.find(first) is None
    assert searchers.get(first) is searchers.get(first) is searchers.find(first)
    searchers.get(second)
    gone = weakref.ref(searchers.get(first))
    searchers.keep_only([second])
    gc.collect()
    assert gone() is None
    assert searchers.find(second)


def test_what_is_wrong_with_a_file_is_told(tmp_path: Path) -> None:
    index = made()
    assert examined(tmp_path, [index.release]) == (0, [])
    opened_or_built(tmp_path, index)
    assert examined(tmp_path, [index.release]) == (1, [])
    index_file(tmp_path, index.release).write_bytes(b"")
    assert "cannot be used" in examined(tmp_path, [index.release])[1][0]


def test_a_command_that_searches_nothing_does_not_pay_for_search() -> None:
    told = "import sys, app.cli.commands; print('numba' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "False\n"
