"""The table of the files that a mapping set is written in, each for other readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from taxonomy import media_types
from taxonomy.formats import eures
from taxonomy.formats.eures import Known, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from taxonomy.mapping import MappingSet

__all__ = ["FILES", "Known", "MappingFile", "PublishedSet", "files_of", "written"]


class PublishedSet(NamedTuple):
    """An edition of a mapping set and what its files need beside it: the concepts of both sides."""

    content: MappingSet
    edition: int
    known: Known
    published: date | None = None

    @property
    def file_stem(self) -> str:
        """What its files are called in the folder of the release that they go with."""
        return f"mappings-{self.content.object.scheme}-{self.content.object.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingFile:
    """A file of a mapping set: `ending` tells it from the others, `leaves_out` what it cannot say.

    `fits` says whether a set has it.
    """

    ending: str
    media_type: str
    write: Callable[[PublishedSet], bytes]
    fits: Callable[[PublishedSet], bool] = lambda _: True
    leaves_out: Sequence[str] = ()


def _table(part: Part) -> MappingFile:
    return MappingFile(
        ending=f"eures-{part}.csv",
        media_type=media_types.CSV,
        write=lambda it: eures.write(it.content, part, it.known),
        fits=lambda it: part in eures.parts(it.content, it.known),
        leaves_out=eures.LOST,
    )


FILES: dict[str, MappingFile] = {it.ending: it for it in map(_table, Part)}
"""Every file by its ending."""


def files_of(published: PublishedSet) -> list[MappingFile]:
    """The files that the set has, in the order of the table."""
    return [it for it in FILES.values() if it.fits(published)]


def written(sets: Iterable[PublishedSet], endings: Callable[[str], bool]) -> dict[str, bytes]:
    """File name → bytes of the files of these sets that have one of the endings, for a release."""
    return {
        f"{published.file_stem}.{it.ending}": it.write(published)
        for published in sets
        for it in files_of(published)
        if endings(it.ending)
    }
