"""The archive: each published release's files in a folder or S3 bucket, written once, never again."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError, PreconditionError
from obstore.store import LocalStore, from_url

from taxonomy.errors import (
    ArchiveConflictError,
    ArchiveFileAlteredError,
    ArchiveFileMissingError,
    ArchiveUnavailableError,
    InvalidQueryError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore import GetOptions, ObjectMeta
    from obstore.store import ObjectStore, RetryConfig

__all__ = ["PIECE_BYTES", "Archive", "FileState"]

PIECE_BYTES = 256 * 1024
"""How much of a file a download reads at once: it holds little more, however large the file is."""
_THROUGH_BYTES = 4 * 1024 * 1024
"""How much of a file is read at once by the one who reads it through."""
_RETRIES: RetryConfig = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(seconds=0.1), "max_backoff": timedelta(seconds=1)},
}
"""Who waits for a store that is away is told within seconds; the store's own default is minutes."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


class FileState(NamedTuple):
    """What the store says of a file, in bytes and seconds since 1970: who writes it anew changes it."""

    tag: str
    modified: int
    size: int


class Archive:
    """Files by name (`competent/3.8/manifest.json`); a name that escapes its root is refused."""

    def __init__(self, address: str) -> None:
        self.address = address.split("?")[0]
        self._store = _opened(address)

    def add(self, name: str, data: bytes) -> bool:
        """Write a file that is not there yet; whether it was new.

        The same bytes may be added again (a publication that was cut short is finished that way);
        other bytes under the same name raise ArchiveConflictError.
        """
        _checked(name)
        with self._translated(f"write {name}"):
            try:
                obstore.put(self._store, name, data, mode="create")
            except AlreadyExistsError:
                if self.find(name) == data:
                    return False
                message = (
                    f"{name} stands in the archive with other content; it is written only once"
                )
                raise ArchiveConflictError(message) from None
        return True

    def find(self, name: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        _checked(name)
        with self._translated(f"read {name}"):
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except (FileNotFoundError, NotFoundError):
                return None

    def names(self, prefix: str = "") -> list[str]:
        """The names of all files below the prefix, sorted."""
        with self._translated("list its files"):
            batches = obstore.list(self._store, prefix=prefix or None)
            return sorted(item["path"] for batch in batches for item in batch)

    def names_by_age(self, prefix: str) -> list[str]:
        """The names of all files below the prefix, the oldest first."""
        with self._translated("list its files"):
            found = [it for batch in obstore.list(self._store, prefix=prefix) for it in batch]
            return [
                it["path"] for it in sorted(found, key=lambda it: (it["last_modified"], it["path"]))
            ]

    def states(self, prefix: str = "") -> dict[str, FileState]:
        """Name → state of all files below the prefix."""
        with self._translated("list its files"):
            batches = obstore.list(self._store, prefix=prefix or None)
            return {item["path"]: _state(item) for batch in batches for item in batch}

    def state(self, name: str) -> FileState | None:
        """The state of a file, or None where there is no such file."""
        _checked(name)
        with self._translated(f"look at {name}"):
            try:
                return _state(obstore.head(self._store, name))
            except (FileNotFoundError, NotFoundError):
                return None

    async def state_now(self, name: str) -> FileState | None:
        """As `state`, without a thread that waits."""
        _checked(name)
        with self._translated(f"look at {name}"):
            try:
                return _state(await obstore.head_async(self._store, name))
            except (FileNotFoundError, NotFoundError):
                return None

    def pieces(self, name: str, state: FileState) -> Iterator[bytes]:
        """The bytes of a file in this state, piece by piece; errors as `piece`."""
        for start in range(0, state.size, _THROUGH_BYTES):
            with self._unaltered(name):
                options = _options(state, start, min(start + _THROUGH_BYTES, state.size))
                data = bytes(obstore.get(self._store, name, options=options).bytes())
            yield data

    async def piece(self, name: str, state: FileState, start: int, stop: int) -> bytes:
        """The bytes from start up to stop of a file in this state, at most PIECE_BYTES of them.

        ArchiveFileAlteredError where it is in another state by now, ArchiveFileMissingError where
        it is gone.
        """
        with self._unaltered(name):
            options = _options(state, start, min(start + PIECE_BYTES, stop))
            found = await obstore.get_async(self._store, name, options=options)
            return bytes(await found.bytes_async())

    def remove(self, name: str) -> None:
        """Take away a file of a release that never became public."""
        _checked(name)
        with self._translated(f"remove {name}"):
            obstore.delete(self._store, name)

    def ping(self) -> None:
        """Return when the archive answers; ArchiveUnavailableError when it does not."""
        if "://" not in self.address and not Path(self.address).is_dir():
            message = f"the archive's folder {self.address} is gone"
            raise ArchiveUnavailableError(message)
        self.find("ping")

    @contextmanager
    def _unaltered(self, name: str) -> Iterator[None]:
        _checked(name)
        with self._translated(f"read {name}"):
            try:
                yield
            except (FileNotFoundError, NotFoundError):
                message = f"{name} is missing in the archive"
                raise ArchiveFileMissingError(message) from None
            except PreconditionError:
                message = f"{name} was written anew while it was read"
                raise ArchiveFileAlteredError(message) from None

    @contextmanager
    def _translated(self, act: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            reason = str(error).strip().splitlines()[0]
            message = f"the archive at {self.address} could not {act} ({reason})"
            raise ArchiveUnavailableError(message) from error


def _opened(address: str) -> ObjectStore:
    if "://" not in address:
        folder = Path(address)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"the archive's folder {address} cannot be made ({error.strerror})"
            raise ArchiveUnavailableError(message) from error
        return LocalStore(folder.resolve())
    try:
        # Only what is reached over a network is asked again.
        retries: Any = (
            {} if address.startswith(("file:", "memory:")) else {"retry_config": _RETRIES}
        )
        return from_url(address, **retries)
    except (BaseError, ValueError) as error:
        message = (
            "COMPETENT_ARCHIVE_URL is neither a folder nor an address of an object store such as "
            "s3://bucket/prefix"
        )
        raise InvalidQueryError(message) from error


def _checked(name: str) -> None:
    if not _NAME.fullmatch(name) or ".." in name:
        message = f"{name[:80]!r} is not the name of a file in the archive"
        raise InvalidQueryError(message)


def _state(item: ObjectMeta) -> FileState:
    # A listing tells fractions of a second where a question for one file does not.
    return FileState(item["e_tag"] or "", int(item["last_modified"].timestamp()), item["size"])


def _options(state: FileState, start: int, stop: int) -> GetOptions:
    options: GetOptions = {"range": (start, stop)}
    if state.tag:
        options["if_match"] = state.tag
    return options
