"""What the RDF of a release says of its scheme, of itself and of the terms of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from taxonomy import schemes
from taxonomy.formats.rdf.terms import XSD, Node, iri, node_of
from taxonomy.hierarchy import Hierarchy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.model import Release, Taxonomy

__all__ = ["header"]


def header(
    taxonomy: Taxonomy, release: Release, public_url: str, iris: Mapping[str, str]
) -> Iterator[Node]:
    """The scheme, the release, who publishes them and under which terms; `iris`: id → IRI."""
    about = schemes.get(taxonomy.scheme)
    scheme, archive = f"{public_url}/id/{about.id}", f"{public_url}/archive/{about.id}"
    itself = f"{archive}/{quote(release.version, safe='')}"
    issued = [(release.released_at.isoformat(), f"{XSD}date")] if release.released_at else []
    of_scheme: dict[str, Sequence[Any]] = {
        "identifier": [about.id],
        "title": [about.title],
        "description": [("en", about.description)],
        "publisher": [f"{scheme}#publisher"],
        "license": [f"{scheme}#licence"],
        "rights": [f"{scheme}#attribution"],
        "homepage": [iri(about.homepage)],
        "versionInfo": [release.version],
        "issued": issued,
        "hasVersion": [itself],
        "hasTopConcept": [iris[it] for it in _top_concepts(taxonomy)],
    }
    of_release: dict[str, Sequence[Any]] = {
        "isVersionOf": [scheme],
        "version": [release.version],
        "previousVersion": [f"{archive}/{quote(it, safe='')}" for it in [release.previous] if it],
        "issued": issued,
        "publisher": [f"{scheme}#publisher"],
        "digest": [it for it in [release.digest] if it],
        "sample": [("true", f"{XSD}boolean")] if release.sample else [],
        "note": [it for it in [release.note] if it],
    }
    yield node_of(scheme, "ConceptScheme", of_scheme)
    yield node_of(itself, "Dataset", of_release)
    yield node_of(f"{scheme}#publisher", "Agent", {"name": [about.publisher]})
    yield node_of(f"{scheme}#licence", "LicenseDocument", {"label": [about.licence]})
    yield node_of(f"{scheme}#attribution", "RightsStatement", {"label": [about.attribution]})


def _top_concepts(taxonomy: Taxonomy) -> list[str]:
    """The concepts that have others below them and none above: in a flat scheme there are none."""
    hierarchy = Hierarchy.of(taxonomy)
    return [it for it in hierarchy.top_concepts() if hierarchy.narrower(it)]
