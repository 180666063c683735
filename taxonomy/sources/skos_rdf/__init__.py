"""Our own RDF: a release in Turtle, JSON-LD or N-Triples, as `formats.turtle` and `formats.json_ld` write it.

What comes back is what was written, with two exceptions. Language tags come back as RFC 5646 writes
them (`pt-BR`, `zh-Hans`), because RDF holds them without regard to case (RDF 1.1 Concepts, 3.3).
Labels and notes are put into normal form, as by every source; those of a release are in it already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from taxonomy import canonical, schemes
from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.rdf.terms import CLASSES, NAMESPACES, PROPERTIES
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.sources.reading import Reading, Report
from taxonomy.sources.skos_rdf.concepts import Concepts
from taxonomy.sources.skos_rdf.graph import Graph
from taxonomy.sources.skos_rdf.statements import Words, load
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Progress
    from taxonomy.sources.skos_rdf.statements import Nodes

__all__ = ["RdfReading", "read"]

_TYPE = f"{NAMESPACES['rdf']}type"


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfReading(Reading):
    """A Reading with what the file says of the release; `digest` is "" where it names none."""

    scheme: str
    version: Version
    released: date | None
    sample: bool
    note: str
    digest: str


def read(path: Path, *, progress: Progress | None = None) -> RdfReading:
    """Everything that the file holds, sorted by id, with a finding for every wart.

    Where the concepts read do not have the digest that the file names, a finding says so.
    SourceUnreadableError where it is no RDF or describes no scheme of ours; InvalidVersionError
    where its version is none; SchemeNotFoundError where its scheme is unknown.
    """
    report = Report(file=path.name)
    with without_cycle_search():
        nodes = load(path, report, progress)
        header = _header(nodes, path.name)
        graph = Graph(nodes, header.public_url, report)
        reader = Concepts(graph, header.address, header.scheme, report)
        concepts = tuple(sorted(reader.read()))
    release, own = nodes.get(header.release, {}), f"{header.public_url}/ns#"
    digest = _text(release, "digest", own)
    if digest and digest != (found := _digest(concepts)):
        message = f"the file names the digest {digest}, and its concepts have {found}"
        report.repair("digest-differs", message)
    return RdfReading(
        concepts=concepts,
        findings=tuple(report.findings),
        rows=dict(report.rows),
        scheme=header.scheme,
        version=header.version,
        released=header.released,
        sample=_text(release, "sample", own) in {"true", "1"},
        note=_text(release, "note", own),
        digest=digest,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What the file says of its scheme (IRI `address`) and of the service that wrote it."""

    address: str
    public_url: str
    scheme: str
    version: Version
    released: date | None
    release: str


def _header(nodes: Nodes, file: str) -> _Header:
    found = sorted(
        it for it, node in nodes.items() if _full("ConceptScheme") in node.get(_TYPE, ())
    )
    if len(found) != 1:
        message = f"{file} describes {len(found)} schemes (skos:ConceptScheme) instead of one"
        raise SourceUnreadableError(message)
    node = nodes[found[0]]
    scheme = schemes.get(_text(node, "identifier") or found[0].rpartition("/")[2]).id
    public_url, mark, rest = found[0].rpartition(f"/id/{scheme}")
    if rest or not mark:
        message = f"{file} calls its scheme {found[0]}, which does not end in /id/{scheme}"
        raise SourceUnreadableError(message)
    if not (version := _text(node, "versionInfo")):
        message = f"{file} does not say which version it is (owl:versionInfo)"
        raise SourceUnreadableError(message)
    issued = _text(node, "issued")
    try:
        released = date.fromisoformat(issued) if issued else None
    except ValueError as error:
        message = f"{file}: {issued!r} is not a date (dct:issued)"
        raise SourceUnreadableError(message) from error
    versions = [it for it in node.get(_full("hasVersion"), ()) if isinstance(it, str)]
    return _Header(
        address=found[0],
        public_url=public_url,
        scheme=scheme,
        version=Version.parse(version),
        released=released,
        release=min(versions, default=""),
    )


def _full(term: str, own: str = "") -> str:
    """The IRI of a class or property by our word for it."""
    prefix, local = (CLASSES.get(term) or PROPERTIES[term][0]).split(":")
    return (own if prefix == "ns" else NAMESPACES[prefix]) + local


def _text(node: dict[str, list[Words | str]], term: str, own: str = "") -> str:
    """The literal of a property, the first in order where there are several, or ""."""
    values = node.get(_full(term, own), ())
    return min((it.text for it in values if isinstance(it, Words)), default="")


def _digest(concepts: Iterable[Concept]) -> str:
    documents = ((it.id, canonical.write(it)) for it in concepts)
    return canonical.release_digest((id, canonical.revision(data)) for id, data in documents)
