from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from app.archive import Archive
from app.watching import TRUSTED_SECONDS, Watch
from taxonomy.errors import (
    ArchiveFileAlteredError,
    ArchiveFileMissingError,
    ArchiveUnavailableError,
)
from tests.app.stock import Stock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.archive import FileState
    from taxonomy.model import Release

NAME = "competent/3.8/taxonomy.ttl"
DATA = b"<a> <b> <c> .\n" * 1000


class CountingArchive(Archive):
    """Counts how often a file is read through."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.read: list[str] = []

    @override
    def pieces(self, name: str, state: FileState) -> Iterator[bytes]:
        self.read.append(name)
        return super().pieces(name, state)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def archive(tmp_path: Path) -> CountingArchive:
    return CountingArchive(str(tmp_path))


@pytest.fixture
def stock(archive: CountingArchive) -> Stock:
    return Stock(stock=archive).put("3.8", {"taxonomy.ttl": DATA, "csv.zip": b"PK"})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(stock: Stock, clock: Clock) -> Watch:
    return Watch(stock.archive, lambda: stock.releases, clock)


def verified(watch: Watch, stock: Stock) -> FileState:
    return watch.verify(NAME, stock.release("3.8").distributions[0])


def alter(path: Path, data: bytes) -> None:
    """Other bytes in the same file, at a moment that the store can tell from the one before."""
    path.write_bytes(data)
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**9))


def test_a_file_is_read_through_once_for_each_state(
    watch: Watch, stock: Stock, archive: CountingArchive, tmp_path: Path
) -> None:
    state = verified(watch, stock)
    assert verified(watch, stock) == state
    assert archive.read == [NAME]
    alter(tmp_path / NAME, DATA)
    assert verified(watch, stock) != state
    assert archive.read == [NAME, NAME]


@pytest.mark.parametrize("data", [DATA[:-1], DATA + b"\n", b"X" + DATA[1:], b""])
def test_an_altered_file_is_refused_until_it_is_whole_again(
    watch: Watch, stock: Stock, tmp_path: Path, data: bytes
) -> None:
    verified(watch, stock)
    alter(tmp_path / NAME, data)
    with pytest.raises(ArchiveFileAlteredError, match="not the file that was published"):
        verified(watch, stock)
    assert [name for name, _ in watch.failures()] == [NAME]
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).write_bytes(DATA)
    verified(watch, stock)
    assert watch.failures() == []


def test_an_altered_file_is_not_read_again_for_everyone_who_asks(
    watch: Watch, stock: Stock, archive: CountingArchive, tmp_path: Path
) -> None:
    alter(tmp_path / NAME, b"X" + DATA[1:])
    for _ in range(3):
        with pytest.raises(ArchiveFileAlteredError):
            verified(watch, stock)
    assert archive.read == [NAME]


def test_a_file_of_another_size_is_not_read_at_all(
    watch: Watch, stock: Stock, archive: CountingArchive, tmp_path: Path
) -> None:
    alter(tmp_path / NAME, b"short")
    with pytest.raises(ArchiveFileAlteredError, match="5 bytes instead of 14,000"):
        verified(watch, stock)
    assert archive.read == []


def test_a_missing_file_is_refused_until_it_is_there_again(
    watch: Watch, stock: Stock, tmp_path: Path
) -> None:
    (tmp_path / NAME).rename(tmp_path / "elsewhere")
    with pytest.raises(ArchiveFileMissingError, match=NAME):
        verified(watch, stock)
    (tmp_path / "elsewhere").rename(tmp_path / NAME)
    verified(watch, stock)


def test_a_look_finds_what_nobody_asked_for(watch: Watch, tmp_path: Path) -> None:
    alter(tmp_path / NAME, DATA[::-1])
    (tmp_path / "competent/3.8/csv.zip").unlink()
    watch.look()
    assert [(name, error.code) for name, error in watch.failures()] == [
        ("competent/3.8/csv.zip", "archive-file-missing"),
        (NAME, "archive-file-altered"),
    ]


def test_a_look_reads_only_what_is_new(
    watch: Watch, stock: Stock, archive: CountingArchive
) -> None:
    watch.look()
    watch.look()
    assert len(archive.read) == 2
    stock.put("3.9", {"taxonomy.ttl": DATA})
    watch.look()
    assert archive.read[2:] == ["competent/3.9/taxonomy.ttl"]


def test_a_file_is_read_again_after_a_day_although_nothing_seems_to_have_changed(
    watch: Watch, archive: CountingArchive, clock: Clock, tmp_path: Path
) -> None:
    watch.look()
    path = tmp_path / NAME
    before = path.stat()
    path.write_bytes(b"X" + DATA[1:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    watch.look()
    assert watch.failures() == []
    clock.now = TRUSTED_SECONDS + 1
    watch.look()
    assert [name for name, _ in watch.failures()] == [NAME]


def test_what_is_no_longer_public_is_forgotten(watch: Watch, stock: Stock, tmp_path: Path) -> None:
    (tmp_path / NAME).unlink()
    watch.look()
    assert watch.failures()
    stock.releases.clear()
    watch.look()
    assert watch.failures() == []


def test_a_closed_watch_ends_and_judges_nothing_half_read(
    stock: Stock, archive: CountingArchive
) -> None:
    watch = Watch(archive, lambda: stock.releases)
    watch.close()
    watch.run(3600)
    assert archive.read == []
    assert watch.failures() == []


def test_a_watch_outlives_an_archive_that_is_away(
    stock: Stock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def releases() -> list[Release]:
        mine.close()
        return stock.releases

    mine = Watch(stock.archive, releases)
    tmp_path.rename(tmp_path.with_name("elsewhere"))
    mine.run(3600)
    assert "cannot be watched" in caplog.text
    assert mine.failures() == []
    with pytest.raises(ArchiveUnavailableError):
        verified(mine, stock)
    tmp_path.with_name("elsewhere").rename(tmp_path)
    verified(mine, stock)


class RestlessArchive(Archive):
    """Every file is written anew while it is read."""

    @override
    def pieces(self, name: str, state: FileState) -> Iterator[bytes]:
        message = f"{name} was written anew while it was read"
        raise ArchiveFileAlteredError(message)


def test_a_file_that_never_rests_is_refused_and_not_judged(tmp_path: Path) -> None:
    stock = Stock(stock=RestlessArchive(str(tmp_path))).put("3.8", {"taxonomy.ttl": DATA})
    watch = Watch(stock.archive, lambda: stock.releases)
    with pytest.raises(ArchiveFileAlteredError, match="being written anew"):
        verified(watch, stock)
    watch.look()
    assert watch.failures() == []


def test_a_watch_outlives_what_nobody_foresaw(caplog: pytest.LogCaptureFixture) -> None:
    def releases() -> list[Release]:
        watching.close()
        message = "unforeseen"
        raise ValueError(message)

    watching = Watch(Archive("memory:///"), releases)
    watching.run(3600)
    assert "unforeseen" in caplog.text
