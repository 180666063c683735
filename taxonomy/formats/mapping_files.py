"""The table of the files that a mapping set is written in, each for other readers."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from taxonomy import media_types
from taxonomy.formats import eures, mapping_rdf, sssom
from taxonomy.formats.eures import Known, Part
from taxonomy.model import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept

__all__ = [
    "FILES",
    "SSSOM",
    "TURTLE",
    "Known",
    "MappingFile",
    "PublishedSet",
    "file_name",
    "files_of",
    "written",
]

SSSOM, TURTLE = "sssom.tsv", "skos.ttl"
"""The endings of the file that says everything, and of the graph."""


class PublishedSet(NamedTuple):
    """An edition of a mapping set and what its files need beside it: the concepts of both sides."""

    content: MappingSet
    edition: int
    known: Known

    def inverted(self) -> PublishedSet:
        """The same seen from the object: subjects and objects have changed places."""
        subjects, objects, public_url = self.known
        known = Known(objects, subjects, public_url)
        return PublishedSet(self.content.inverted(), self.edition, known)

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


def _sssom(it: PublishedSet) -> bytes:
    # Not the day of publication: a record that is rebuilt from the archive knows another one.
    return sssom.write(it.content, public_url=it.known.public_url, version=str(it.edition))


def _turtle(it: PublishedSet) -> bytes:
    known = it.known
    addresses = {
        **_addresses(known.subjects, known.public_url),
        **_addresses(known.objects, known.public_url),
    }
    return mapping_rdf.write(it.content, public_url=known.public_url, addresses=addresses)


def _addresses(concepts: Mapping[str, Concept], public_url: str) -> dict[str, str]:
    """Id → IRI as the RDF of their release has it (`skos.concept_uri`), of those with a local one."""
    local = [it for it in concepts.values() if not it.id.startswith(("http://", "https://"))]
    if not local:
        return {}
    bearers = Taxonomy.of(local[0].scheme, local).by_notation
    return {
        it.id: f"{public_url}/id/{it.scheme}/{quote(_name(it, bearers), safe='')}" for it in local
    }


def _name(concept: Concept, bearers: Mapping[str, Concept]) -> str:
    return concept.notation if bearers.get(concept.notation) is concept else concept.id


FILES: dict[str, MappingFile] = {
    it.ending: it
    for it in (
        MappingFile(ending=SSSOM, media_type=media_types.TSV, write=_sssom),
        MappingFile(ending=TURTLE, media_type=media_types.TURTLE, write=_turtle),
        *map(_table, Part),
    )
}
"""Every file by its ending."""


def file_name(set_name: str) -> str:
    """What the file that says everything of this set is called in the folder of its release."""
    return f"mappings-{set_name.partition('--')[2]}.{SSSOM}"


def files_of(published: PublishedSet) -> list[MappingFile]:
    """The files that the set has, in the order of the table."""
    return [it for it in FILES.values() if it.fits(published)]


def written(sets: Iterable[PublishedSet], endings: str) -> dict[str, bytes]:
    """File name → bytes of the files of these sets with an ending of that pattern, for a release."""
    return {
        f"{published.file_stem}.{it.ending}": it.write(published)
        for published in sets
        for it in files_of(published)
        if fnmatchcase(it.ending, endings)
    }
