"""Files that a command reads and writes whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.errors import InvalidQueryError, SourceUnreadableError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["made_folder", "read_whole", "written_whole"]


def made_folder(path: Path) -> Path:
    """The folder, made with those above it where it is not there; InvalidQueryError where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path} cannot be made a folder ({error.strerror}): name another one"
        raise InvalidQueryError(message) from error
    return path


def read_whole(path: Path) -> bytes:
    """The bytes of the file; SourceUnreadableError where there are none to read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise SourceUnreadableError(message) from error


def written_whole(path: Path, data: bytes) -> None:
    """Put the bytes at the path, over what stood there; InvalidQueryError where that cannot be."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe is written to, never replaced
            return
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}): name another file"
        raise InvalidQueryError(message) from error
