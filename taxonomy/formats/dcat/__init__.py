"""The catalogue of the archive: DCAT-AP 3.0.1, as Turtle and as JSON-LD of the same graph.

A series for each scheme, a dataset for each release in it, a distribution for each file. Nodes have
IRIs throughout, so that the same releases give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from taxonomy import schemes
from taxonomy.formats import json_ld, turtle
from taxonomy.formats.citation import citation
from taxonomy.formats.dcat import texts
from taxonomy.formats.dcat.others import Contact, Others
from taxonomy.formats.dcat.terms import (
    AUTHORITY,
    DATA_THEME,
    PUBLIC,
    SHA256,
    file_type,
    iana,
    moment,
    node,
    words,
)
from taxonomy.formats.rdf.terms import XSD, iri
from taxonomy.media_types import CSV, ZIP
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.formats.rdf.terms import Node
    from taxonomy.model import Distribution, Release
    from taxonomy.schemes import Scheme

__all__ = ["Catalogue", "Contact", "nodes", "to_json_ld", "to_turtle"]

_OWNER = "competent"
"""The scheme whose publisher the archive is of."""
_STATUS = {
    ReleaseStatus.CANDIDATE: "DEVELOP",
    ReleaseStatus.PUBLISHED: "COMPLETED",
    ReleaseStatus.WITHDRAWN: "WITHDRAWN",
}
_SKOS = "https://www.w3.org/TR/skos-reference/"
_STANDARDS = {
    "taxonomy.ttl": _SKOS,
    "taxonomy.jsonld": _SKOS,
    "csv.zip": "https://specs.frictionlessdata.io/data-package/",
}
_SCHEMAS = {"taxonomy.jsonl": "concept.schema.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What is told: every public release, scheme → its current version, where the service stands."""

    releases: Sequence[Release]
    current: Mapping[str, str] = field(default_factory=dict)
    public_url: str
    contact: Contact | None = None


def to_turtle(catalogue: Catalogue) -> bytes:
    """The catalogue as Turtle; equal catalogues give equal bytes."""
    return turtle.render(nodes(catalogue), words(iri(catalogue.public_url)))


def to_json_ld(catalogue: Catalogue) -> bytes:
    """The catalogue as JSON-LD: the graph that `to_turtle` gives."""
    return json_ld.render(nodes(catalogue), words(iri(catalogue.public_url)))


def nodes(catalogue: Catalogue) -> Iterator[Node]:
    """The catalogue, its service, its series, datasets and distributions, then whom they name."""
    return _Writer(catalogue).nodes()


class _Writer:
    """Makes the nodes of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._root = iri(catalogue.public_url)
        self._archive = f"{self._root}/archive"
        self._others = Others(self._root, catalogue.contact)
        order = {name: place for place, name in enumerate(schemes.SCHEMES)}
        self._releases = sorted(
            catalogue.releases, key=lambda it: (order[it.scheme], Version.parse(it.version))
        )
        self._names = {it.name for it in self._releases}

    def nodes(self) -> Iterator[Node]:
        yield self._catalog()
        yield self._service()
        for scheme in schemes.SCHEMES.values():
            mine = [it for it in self._releases if it.scheme == scheme.id]
            if mine:
                yield self._series(scheme, mine)
            for release in mine:
                yield self._dataset(release, scheme)
                for file in release.distributions:
                    yield from self._distribution(release, scheme, file)
        yield from self._others.nodes()

    def _catalog(self) -> Node:
        moments = [it.published_at for it in self._releases if it.published_at]
        changed = [it.changed_at for it in self._releases if it.changed_at]
        parts: dict[str, Sequence[Any]] = {
            "title": [*texts.ARCHIVE["title"].items()],
            "description": [*texts.ARCHIVE["description"].items()],
            "publisher": [self._others.publisher(None, schemes.get(_OWNER))],
            "homepage": [self._others.page(self._archive)],
            "language": self._others.languages(("nl", "fr", "de", "en")),
            "themeTaxonomy": [DATA_THEME],
            "issued": moment(min(moments, default=None)),
            "modified": moment(max(changed, default=None)),
            "service": [f"{self._root}/v1"],
            "resource": [
                f"{self._archive}/{it}" for it in dict.fromkeys(it.scheme for it in self._releases)
            ],
            "dataset": [self._address(it) for it in self._releases],
        }
        return node(f"{self._archive}/catalog", "Catalog", parts)

    def _service(self) -> Node:
        parts: dict[str, Sequence[Any]] = {
            "title": [*texts.API["title"].items()],
            "description": [*texts.API["description"].items()],
            "endpointURL": [f"{self._root}/v1"],
            "endpointDescription": [f"{self._root}/openapi.json"],
            "landingPage": [self._others.page(f"{self._root}/docs")],
            "publisher": [self._others.publisher(None, schemes.get(_OWNER))],
            "contactPoint": self._others.contact(),
            "keyword": texts.KEYWORDS,
            "theme": self._others.themes(_OWNER),
            "accessRights": [self._others.noted(PUBLIC, "RightsStatement", "access-right")],
            "conformsTo": [self._others.noted("https://spec.openapis.org/oas/v3.1.0", "Standard")],
            "servesDataset": [self._address(it) for it in self._releases],
        }
        return node(f"{self._root}/v1", "DataService", parts)

    def _series(self, scheme: Scheme, releases: Sequence[Release]) -> Node:
        current = self._catalogue.current.get(scheme.id)
        parts: dict[str, Sequence[Any]] = {
            "title": [(tag, scheme.title) for tag in ("nl", "fr", "de", "en")],
            "description": [*texts.series(scheme).items()],
            "publisher": [self._others.publisher(None, scheme)],
            "contactPoint": self._others.contact(),
            "spatial": self._others.places(scheme),
            "issued": moment(
                min((it.published_at for it in releases if it.published_at), default=None)
            ),
            "modified": moment(
                max((it.published_at for it in releases if it.published_at), default=None)
            ),
            "first": [self._address(releases[0])],
            "last": [self._address(releases[-1])],
            "hasCurrentVersion": [f"{self._archive}/{scheme.id}/{current}"] * bool(current),
        }
        return node(f"{self._archive}/{scheme.id}", "DatasetSeries", parts)

    def _dataset(self, release: Release, scheme: Scheme) -> Node:
        itself = self._address(release)
        status = f"{AUTHORITY}/dataset-status/{_STATUS[release.status]}"
        files = [f"{itself}/{it.file}#distribution" for it in release.distributions]
        known = release.previous and f"{release.scheme}/{release.previous}" in self._names
        previous = [f"{self._archive}/{release.scheme}/{release.previous}"] if known else []
        parts: dict[str, Sequence[Any]] = {
            "title": [*texts.entitled(release, scheme).items()],
            "description": [*texts.described(release, scheme).items()],
            "identifier": [itself, *([release.digest] if release.digest else [])],
            "version": [release.version],
            "versionNotes": [release.note] if release.note else [],
            "bibliographicCitation": [citation(release, scheme)],
            "inSeries": [f"{self._archive}/{release.scheme}"],
            "prev": previous,
            "previousVersion": previous,
            "status": [self._others.concept(status)],
            "issued": moment(release.released_at or release.published_at),
            "modified": moment(release.changed_at),
            "publisher": [self._others.publisher(release, scheme)],
            "contactPoint": self._others.contact(),
            "language": self._others.languages(release.languages),
            "keyword": texts.KEYWORDS,
            "theme": self._others.themes(scheme.id),
            "spatial": self._others.places(scheme),
            "accessRights": [self._others.noted(PUBLIC, "RightsStatement", "access-right")],
            "license": [self._others.licence(release, scheme)],
            "rights": [self._others.rights(release, scheme)],
            "landingPage": [self._others.page(f"{itself}/")],
            "distribution": files,
            "sample": files if release.sample else [],
        }
        return node(itself, "Dataset", parts)

    def _distribution(self, release: Release, scheme: Scheme, file: Distribution) -> Iterator[Node]:
        folder = self._address(release)
        address = f"{folder}/{file.file}"
        packed = file.media_type == ZIP and file.file.startswith("csv")
        held = CSV if packed else file.media_type
        kind, media = file_type(held), iana(held)
        stable = "AVAILABLE" if release.status is ReleaseStatus.CANDIDATE else "STABLE"
        status = f"{AUTHORITY}/distribution-status/{_STATUS[release.status]}"
        parts: dict[str, Sequence[Any]] = {
            "fileTitle": [file.file],
            "description": [*texts.file_description(file.file).items()],
            "accessURL": [f"{folder}/"],
            "downloadURL": [address],
            "format": [self._others.noted(kind, "MediaTypeOrExtent", "file-type")] if kind else [],
            "mediaType": [self._others.noted(media, "MediaType")] if media else [],
            "packageFormat": [self._others.noted(iana(ZIP) or "", "MediaType")] if packed else [],
            "byteSize": [(str(file.size), f"{XSD}nonNegativeInteger")],
            "checksum": [f"{address}#checksum"],
            "conformsTo": self._standards(release, file),
            "availability": [self._others.concept(f"{AUTHORITY}/planned-availability/{stable}")],
            "status": [self._others.concept(status)],
            "issued": moment(release.published_at),
            "license": [self._others.licence(release, scheme)],
            "rights": [self._others.rights(release, scheme)],
        }
        yield node(f"{address}#distribution", "Distribution", parts)
        checksum: dict[str, Sequence[Any]] = {
            "algorithm": [self._others.noted(SHA256, "ChecksumAlgorithm")],
            "checksumValue": [(file.sha256, f"{XSD}hexBinary")],
        }
        yield node(f"{address}#checksum", "Checksum", checksum)

    def _address(self, release: Release) -> str:
        return f"{self._archive}/{release.name}"

    def _standards(self, release: Release, file: Distribution) -> list[str]:
        """The standard that a file keeps to, or the schema beside it."""
        stem = file.file.partition(".")[0]
        schema = _SCHEMAS.get(file.file, f"{stem}.schema.json")
        if file.file in _STANDARDS:
            address = _STANDARDS[file.file]
        elif schema != file.file and any(it.file == schema for it in release.distributions):
            address = f"{self._address(release)}/{schema}"
        else:
            return []
        return [self._others.noted(address, "Standard")]
