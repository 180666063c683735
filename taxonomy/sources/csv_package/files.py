"""The files of a CSV package, wherever they are: in a folder or in a zip archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from taxonomy.errors import SourceUnreadableError
from taxonomy.sentences import sentence
from taxonomy.sources import zipped

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipFile

__all__ = ["Files", "Folder", "Zip"]

_SETTINGS = "release.toml"


class Files(Protocol):
    """Files by their names inside the package, such as `links/skill.csv`."""

    title: str

    def names(self) -> list[str]:
        """The CSV files of the package and of its folder `links`, sorted."""

    def read(self, name: str) -> bytes:
        """The bytes of a file; OSError or SourceUnreadableError where it cannot be read."""


class Folder:
    """A package that is a folder."""

    def __init__(self, path: Path) -> None:
        self.title = path.name
        self._path = path

    def names(self) -> list[str]:
        """The CSV files of the folder and of its folder `links`, sorted."""
        found = [*self._path.glob("*.csv"), *self._path.glob("links/*.csv")]
        return sorted(it.relative_to(self._path).as_posix() for it in found)

    def read(self, name: str) -> bytes:
        """The bytes of a file; OSError where it cannot be read."""
        return (self._path / name).read_bytes()


class Zip:
    """A package that is a zip archive; it may stand in a folder of the archive."""

    def __init__(self, archive: ZipFile, title: str) -> None:
        self.title = title
        self._archive = archive
        members = archive.namelist()
        homes = [it for it in members if f"/{it}".endswith(f"/{_SETTINGS}")]
        if len(homes) > 1:
            message = sentence(
                "%(title)s holds %(count)d packages (%(homes)s): unpack it",
                title=title,
                count=len(homes),
                homes=", ".join(homes[:5]),
            )
            raise SourceUnreadableError(message)
        self._home = homes[0].removesuffix(_SETTINGS) if homes else ""

    def names(self) -> list[str]:
        """The CSV files where `release.toml` is and in the folder `links` there, sorted."""
        inside = [
            it.removeprefix(self._home)
            for it in self._archive.namelist()
            if it.startswith(self._home) and it.endswith(".csv")
        ]
        return sorted(it for it in inside if "/" not in it.removeprefix("links/"))

    def read(self, name: str) -> bytes:
        """The bytes of a member; SourceUnreadableError where it is missing or damaged."""
        with zipped.member(self._archive, self._home + name) as stream:
            return stream.read()
