"""The files made from releases, search indexes above all: where they stand, whether they can be used, and putting them there."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from taxonomy.searching.artefact import ENGINE, Content, DamagedError, opened, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from taxonomy.model import Release

__all__ = ["examined", "index_file", "put", "put_whole", "release_file"]

_SHOWN = 16
"""So many characters of a digest stand in a file's name; the whole of it stands in the file."""


def release_file(folder: Path, release: Release, ending: str) -> Path:
    """Where a file made from a release stands, by its digest; `ending` is the version of what it means, and its kind."""
    digest = release.digest.removeprefix("sha256:")[:_SHOWN]
    return folder / f"{release.scheme}-{release.version}-{digest}.{ending}"


def index_file(folder: Path, release: Release) -> Path:
    """Where the search index of a release stands."""
    return release_file(folder, release, f"{ENGINE}.search")


def put_whole(file: Path, data: bytes) -> None:
    """Put a file in its place at once and whole; older ones of its release and kind go.

    OSError where it cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    for old in file.parent.glob(f"{_of_release(file)}-*{file.suffix}"):
        if old != file and _of_release(old) == _of_release(file):
            with suppress(OSError):
                old.unlink()


def put(folder: Path, release: Release, content: Content) -> Content:
    """Write the search index of a release, and open it; OSError where it cannot be written."""
    file = index_file(folder, release)
    put_whole(file, written(content, release.digest))
    return opened(file, release.digest)


def examined(folder: Path, releases: Sequence[Release]) -> tuple[int, list[str]]:
    """How many of the releases have an index that can be used, and what is wrong with others' files."""
    usable, wrong = 0, []
    for release in releases:
        file = index_file(folder, release)
        try:
            opened(file, release.digest)
            usable += 1
        except FileNotFoundError:
            pass
        except (DamagedError, OSError) as error:
            wrong.append(f"{file.name} cannot be used ({error})")
    there = next(it for it in (folder, *folder.absolute().parents) if it.exists())
    if not os.access(there, os.W_OK):
        wrong.append(f"nothing can be written to {folder}, so each worker keeps its own in memory")
    return usable, wrong


def _of_release(file: Path) -> str:
    return file.name.rpartition("-")[0]
