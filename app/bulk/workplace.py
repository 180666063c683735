"""The folder beside an output that keeps what is finished of it, for one run at a time."""

from __future__ import annotations

import fcntl
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.bulk.reading import form_of
from app.bulk.writing import reporting_full_disks
from taxonomy.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Workplace", "opened"]


class Workplace(NamedTuple):
    """Where a run works: the file it makes, its form, and the folder of what is not joined yet."""

    out: Path
    form: str
    folder: Path

    @property
    def rejects(self) -> Path:
        """The file of the refused rows."""
        return self.out.with_name(f"{self.out.name}.rejects.jsonl")

    def clear(self) -> None:
        """Remove the folder, as all of it stands in the output now."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def opened(out: Path) -> Iterator[Workplace]:
    """The place of this output, which no other run has meanwhile; nothing stays of it where nothing was done.

    InvalidQueryError for a name that tells no form, WorkUnfinishedError where the folder cannot be
    made, ConflictError where another run is at it.
    """
    out = Path(out).absolute()
    folder = out.with_name(f"{out.name}.parts")
    place = Workplace(out, form_of(out, "--out"), folder)
    with reporting_full_disks(folder, folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("wb")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = f"another run is making {out}: wait for it, or name another --out"
            raise ConflictError(message) from error
        try:
            yield place
        finally:
            if not any(it.name != ".lock" for it in folder.glob("*")):
                place.clear()
