"""ESCO as the benchmark searches it, straight from the packages: no record is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.meaning import meanings
from taxonomy.index import ReleaseIndex
from taxonomy.model import Release, Taxonomy
from taxonomy.sources import esco_csv
from taxonomy.suggesting.engine import Suggester
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["LENDERS", "index", "suggester"]

_FOLDERS = {"1.2.0": "v1.2.0", "1.1.1": "v1.1.1", "1.0.3": "v1.0.x"}
LENDERS = {"1.2.0": ("1.1.1", "1.0.3"), "1.1.1": ("1.2.0", "1.0.3")}
"""Which other releases lend labels."""


def index(data: Path, version: str) -> ReleaseIndex:
    """The index of that version."""
    packages = sorted((data / "esco" / _FOLDERS[version]).glob("*.zip"))
    concepts = esco_csv.read(packages, version=version).concepts
    release = Release(scheme="esco", version=version, status=ReleaseStatus.PUBLISHED, digest="")
    return ReleaseIndex.build(release, Taxonomy.of("esco", concepts), {})


def suggester(
    data: Path, version: str, lent: Sequence[str] | None = None, *, vectors: Path | None = None
) -> Suggester:
    """What suggests concepts of that version, with labels lent by these others (None = by all).

    With a folder of `vectors` also by what labels mean; those that are missing there are made.
    """
    lenders = LENDERS[version] if lent is None else lent
    indexes = [index(data, it) for it in (version, *lenders)]
    held = meanings(vectors, indexes) if vectors else None
    return Suggester(indexes[0], indexes[1:], meanings=held)
