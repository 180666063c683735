"""What of a job is finished: one line a block, added when its part is on the disk."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Manifest", "Part"]

_NAME = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Part:
    """A finished block: the SHA-256 of its rows and of the job's digest, its file, and what that holds.

    `matched` rows of the input have answers; `notes` are the job's own counts.
    """

    block: int
    input: str
    options: str
    file: str
    sha256: str
    rows: int
    matched: int
    notes: dict[str, int]


class Manifest:
    """The finished blocks in a folder; a line that a crash cut off counts as not written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _NAME
        self._parts = _read(self._path)

    def find(self, block: int, given: str, options: str) -> Part | None:
        """The finished part of these very rows and options whose file is as it was written, or None."""
        found = self._parts.get(block)
        if found is None or (found.input, found.options) != (given, options):
            return None
        try:
            held = (self._folder / found.file).read_bytes()
        except OSError:
            return None
        return found if sha256(held).hexdigest() == found.sha256 else None

    def add(self, part: Part) -> None:
        """Note a finished block, on the disk when this returns."""
        self._parts[part.block] = part
        with self._path.open("ab") as file:
            file.write(orjson.dumps(asdict(part)) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _read(path: Path) -> dict[int, Part]:
    """Block → its last line; a part that was done again has several."""
    if not path.exists():
        return {}
    found = {}
    data = path.read_bytes()
    whole, _, torn = data.rpartition(b"\n")
    if torn:
        with path.open("r+b") as file:
            file.truncate(len(data) - len(torn))
    for line in whole.splitlines():
        try:
            part = Part(**orjson.loads(line))
        except (ValueError, TypeError):
            continue
        found[part.block] = part
    return found
