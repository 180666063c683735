"""The archive: each published release's files in a folder or S3 bucket, written once, never again."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from taxonomy.errors import ArchiveConflictError, ArchiveUnavailableError, InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore.store import ObjectStore

__all__ = ["Archive"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


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
        return from_url(address)
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
