from __future__ import annotations

import asyncio
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from app.archive import PIECE_BYTES, Archive
from app.config import Settings
from app.context import Context
from app.importing import Delivery, import_reading
from app.publishing import publish
from app.verifying import verify
from taxonomy.errors import (
    ArchiveConflictError,
    ArchiveFileAlteredError,
    ArchiveFileMissingError,
    ArchiveUnavailableError,
    InvalidQueryError,
)
from tests.build import concept
from tests.moments import NOON
from tests.processes import die, ended

if TYPE_CHECKING:
    from pathlib import Path

NAME = "competent/3.8/manifest.json"


@pytest.fixture(params=["folder", "s3"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    if request.param == "folder":
        return Archive(str(tmp_path / "archive"))
    return Archive(request.getfixturevalue("bucket"))


def test_what_was_added_is_found_and_listed(archive: Archive) -> None:
    assert archive.add(NAME, b"{}")
    assert archive.find(NAME) == b"{}"
    assert archive.names() == archive.names("competent/3.8") == [NAME]


def test_what_is_not_there_is_none(archive: Archive) -> None:
    assert archive.find(NAME) is None
    assert archive.names() == []


def test_the_same_bytes_again_change_nothing(archive: Archive) -> None:
    archive.add(NAME, b"{}")
    assert not archive.add(NAME, b"{}")


def test_other_bytes_under_the_same_name_are_refused(archive: Archive) -> None:
    archive.add(NAME, b"{}")
    with pytest.raises(ArchiveConflictError, match=NAME):
        archive.add(NAME, b"[]")
    assert archive.find(NAME) == b"{}"


def test_a_prefix_is_a_folder_and_not_the_beginning_of_a_name(archive: Archive) -> None:
    archive.add("competent/3.1/a", b"")
    archive.add("competent/3.10/a", b"")
    assert archive.names("competent/3.1") == ["competent/3.1/a"]


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a\\b", "a\0b", ".hidden", "a/./b", "é"],
)
def test_a_name_that_could_leave_the_archive_is_refused(archive: Archive, name: str) -> None:
    for act in (lambda: archive.find(name), lambda: archive.add(name, b"x")):
        with pytest.raises(InvalidQueryError, match="is not the name of a file"):
            act()


def test_a_store_that_is_away_is_told_without_its_secrets(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    archive = Archive(bucket)
    with pytest.raises(ArchiveUnavailableError) as raised:
        archive.ping()
    assert "hush-hush" not in str(raised.value)


def test_a_folder_that_is_gone_is_away_and_may_come_back(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path / "archive"))
    archive.ping()
    (tmp_path / "archive").rename(tmp_path / "elsewhere")
    with pytest.raises(ArchiveUnavailableError, match="is gone"):
        archive.ping()
    (tmp_path / "elsewhere").rename(tmp_path / "archive")
    archive.ping()


def test_a_release_is_published_into_s3_loaded_from_it_and_proved(
    bucket: str, tmp_path: Path
) -> None:
    context = Context.open(Settings(home=tmp_path, archive_url=bucket))
    butcher = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
    import_reading(context.engine, Delivery(scheme="competent", version="3.8"), [butcher])
    release = publish(context, ("competent", "3.8"), at=NOON)
    assert context.load(release).get("OP-10") == butcher
    assert list(verify(context.engine, context.archive)) == []
    assert not (tmp_path / "archive").exists()
    context.engine.dispose()


@pytest.mark.parametrize("address", ["ftp://somewhere/x", "s3://", "nothing://x"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(InvalidQueryError, match="COMPETENT_ARCHIVE_URL"):
        Archive(address)


def killed_while_writing(folder: Path, seconds: float) -> None:
    archive = Archive(str(folder))
    threading.Timer(seconds, die).start()
    archive.add("competent/3.8/taxonomy.jsonl", b"x" * 400_000_000)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.01, 0.05, 0.1])
def test_a_writer_killed_in_the_middle_leaves_no_half_of_a_file(
    tmp_path: Path, seconds: float
) -> None:
    assert ended(killed_while_writing, tmp_path, seconds) in (0, -signal.SIGKILL)
    found = Archive(str(tmp_path)).find("competent/3.8/taxonomy.jsonl")
    assert found is None or len(found) == 400_000_000


async def read(archive: Archive, name: str, start: int, stop: int) -> bytes:
    state = archive.state(name)
    assert state == await archive.state_now(name)
    assert state
    return await archive.piece(name, state, start, stop)


def test_a_file_is_read_in_pieces(archive: Archive) -> None:
    data = bytes(range(251)) * 20_000
    archive.add(NAME, data)
    state = archive.state(NAME)
    assert state
    assert archive.states() == {NAME: state}
    pieces = list(archive.pieces(NAME, state))
    assert b"".join(pieces) == data
    assert len(pieces) > 1
    assert asyncio.run(read(archive, NAME, 10, 20)) == data[10:20]
    assert asyncio.run(read(archive, NAME, 10, len(data))) == data[10 : 10 + PIECE_BYTES]


def test_a_file_that_is_not_there_has_no_state(archive: Archive) -> None:
    assert archive.state(NAME) is None
    assert asyncio.run(archive.state_now(NAME)) is None
    archive.add(NAME, b"{}")
    state = archive.state(NAME)
    assert state
    archive.remove(NAME)
    with pytest.raises(ArchiveFileMissingError, match=NAME):
        asyncio.run(archive.piece(NAME, state, 0, 2))


def test_a_file_that_was_written_anew_is_not_read_as_the_one_before(archive: Archive) -> None:
    archive.add(NAME, b"{}")
    state = archive.state(NAME)
    assert state
    archive.remove(NAME)
    archive.add(NAME, b"[]")
    assert archive.state(NAME) != state
    for read_on in (
        lambda: asyncio.run(archive.piece(NAME, state, 0, 2)),
        lambda: list(archive.pieces(NAME, state)),
    ):
        with pytest.raises(ArchiveFileAlteredError, match="written anew"):
            read_on()
