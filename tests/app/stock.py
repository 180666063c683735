"""A shelf whose releases have files in an archive of their own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from typing_extensions import override

from app.archive import Archive
from taxonomy import media_types
from taxonomy.model import Distribution
from taxonomy.vocabulary import ReleaseStatus
from tests.app.serving import Shelf
from tests.build import concept, taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.model import Release

__all__ = ["Stock", "listed", "stocked"]

_MEDIA_TYPES = {
    "ttl": media_types.TURTLE,
    "jsonl": media_types.NDJSON,
    "json": media_types.JSON,
    "html": media_types.HTML,
    "zip": media_types.ZIP,
    "xlsx": media_types.XLSX,
}


def listed(name: str, data: bytes) -> Distribution:
    """The file as its release lists it."""
    media_type = _MEDIA_TYPES.get(name.rpartition(".")[2], media_types.TEXT)
    return Distribution(name, media_type, len(data), hashlib.sha256(data).hexdigest())


@dataclass
class Stock(Shelf):
    """Parts with an archive that a test fills."""

    stock: Archive | None = None

    @property
    @override
    def archive(self) -> Archive:
        return self.stock or super().archive

    def release(self, version: str) -> Release:
        return next(it for it in self.releases if it.version == version)

    def put(
        self,
        version: str,
        files: dict[str, bytes],
        status: ReleaseStatus = ReleaseStatus.PUBLISHED,
    ) -> Stock:
        """This stock with one release more, of one concept, that has these files."""
        self.add(taxonomy(concept("op-10", nl=f"Slager {version}")), version, status)
        made = self.releases.pop()
        distributions = tuple(listed(name, data) for name, data in files.items())
        self.releases.append(replace(made, distributions=distributions))
        for name, data in files.items():
            self.archive.add(f"{made.name}/{name}", data)
        return self


def stocked(folder: Path) -> Stock:
    """A stock over an empty folder."""
    return Stock(stock=Archive(str(folder)))
