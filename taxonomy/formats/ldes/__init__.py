"""A scheme's releases as a Linked Data Event Stream: its root, and pages of members.

LDES (https://w3id.org/ldes/specification) on TREE (https://w3id.org/tree/specification): a member
is a version object, a release is a transaction, a page never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from taxonomy import schemes
from taxonomy.formats import json_ld, turtle
from taxonomy.formats.ldes.transactions import Event
from taxonomy.formats.rdf.nodes import ConceptNodes
from taxonomy.formats.rdf.terms import (
    CLASSES,
    LABEL_TERMS,
    NAMESPACES,
    PROPERTIES,
    XSD,
    Form,
    Node,
    Property,
    Words,
    iri,
    namespaces,
)
from taxonomy.media_types import JSON_LD, TURTLE
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.formats.ldes.transactions import Entry
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Release

__all__ = ["LARGEST_PAGE", "MEDIA_TYPES", "Page", "Stream", "page", "pages", "root", "write"]

LARGEST_PAGE = 250
"""Members of a page at most: some 200 KB of JSON-LD."""
POLLING_SECONDS = 3600

_AS = "https://www.w3.org/ns/activitystreams#"
_SPACES: Mapping[str, str] = {
    "as": _AS,
    "ldes": "https://w3id.org/ldes#",
    "sh": "http://www.w3.org/ns/shacl#",
    "tree": "https://w3id.org/tree#",
}
_CLASSES: Mapping[str, str] = {
    "EventStream": "ldes:EventStream",
    "GreaterThanOrEqualToRelation": "tree:GreaterThanOrEqualToRelation",
    "LessThanOrEqualToRelation": "tree:LessThanOrEqualToRelation",
    "NodeShape": "sh:NodeShape",
    "TreeNode": "tree:Node",
}
_RESOURCES, _TEXTS, _WORDS, _TYPED = Form
_PATHS = ("timestampPath", "sequencePath", "versionOfPath", "transactionPath")
_EVENTS = [f"version{event}" for event in Event]
_PROPERTIES: Mapping[str, tuple[str, Form]] = {
    **{term: (f"ldes:{term}", _RESOURCES) for term in _PATHS},
    **{f"{term}Path": (f"ldes:{term}Path", _RESOURCES) for term in _EVENTS},
    **{f"{term}Object": (f"ldes:{term}Object", _RESOURCES) for term in _EVENTS},
    "transactionFinalizedPath": ("ldes:transactionFinalizedPath", _RESOURCES),
    "transactionFinalizedObject": ("ldes:transactionFinalizedObject", _TYPED),
    "pollingInterval": ("ldes:pollingInterval", _TYPED),
    "immutable": ("ldes:immutable", _TYPED),
    "view": ("tree:view", _RESOURCES),
    "shape": ("tree:shape", _RESOURCES),
    "treeMember": ("tree:member", _RESOURCES),
    "relation": ("tree:relation", _RESOURCES),
    "node": ("tree:node", _RESOURCES),
    "path": ("tree:path", _RESOURCES),
    "value": ("tree:value", _TYPED),
    "shapeProperty": ("sh:property", _RESOURCES),
    "shapePath": ("sh:path", _RESOURCES),
    "targetObjectsOf": ("sh:targetObjectsOf", _RESOURCES),
    "minCount": ("sh:minCount", _TYPED),
    "maxCount": ("sh:maxCount", _TYPED),
    "modified": ("dct:modified", _TYPED),
    "isPartOf": ("dct:isPartOf", _RESOURCES),
    "sequence": ("ns:sequence", _TEXTS),
    "event": ("ns:event", _RESOURCES),
    "transactionFinalized": ("ns:transactionFinalized", _TYPED),
}
_TRUE = [("true", f"{XSD}boolean")]
_WRITERS = {JSON_LD: json_ld.render, TURTLE: turtle.render}
MEDIA_TYPES = tuple(_WRITERS)
"""What `write` writes; the first one is for whoever accepts anything."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The event stream of a scheme at one address; samples have one of their own, at the same root."""

    scheme: str
    public_url: str
    sample: bool

    @property
    def address(self) -> str:
        """The root: the tree:view of the stream."""
        return f"{self.public_url}/v1/schemes/{self.scheme}/feed"

    @property
    def iri(self) -> str:
        """The ldes:EventStream itself."""
        return f"{self.address}#{'samples' if self.sample else 'releases'}"

    def page(self, release: Release, number: int) -> str:
        """The address of a page."""
        return f"{self.address}/{release.version}/{number}"

    def term(self, local: str) -> str:
        """A term of our own."""
        return f"{self.public_url}/ns#{local}"


class Page(NamedTuple):
    """A page of a transaction: its number from 1, how many pages there are, its entries."""

    number: int
    of: int
    entries: Sequence[Entry]


def pages(entries: Sequence[Entry]) -> int:
    """How many pages these entries fill; nothing fills one."""
    return max(1, -(-len(entries) // LARGEST_PAGE))


def root(stream: Stream, releases: Iterable[Release]) -> Iterator[Node]:
    """The root: how members are to be read, and the way to the first page of each release."""
    about = schemes.get(stream.scheme)
    dct = NAMESPACES["dct"]
    event = stream.term("event")
    parts: dict[str, Sequence[Any]] = {
        "title": [f"{about.title}: {'sample releases' if stream.sample else 'releases'}"],
        "publisher": [f"{stream.public_url}/id/{about.id}#publisher"],
        "license": [f"{stream.public_url}/id/{about.id}#licence"],
        "view": [stream.address],
        "shape": [f"{stream.address}#shape"],
        "timestampPath": [f"{dct}modified"],
        "sequencePath": [stream.term("sequence")],
        "versionOfPath": [f"{dct}isVersionOf"],
        **{f"version{it}Path": [event] for it in Event},
        **{f"version{it}Object": [f"{_AS}{it}"] for it in Event},
        "transactionPath": [f"{dct}isPartOf"],
        "transactionFinalizedPath": [stream.term("transactionFinalized")],
        "transactionFinalizedObject": _TRUE,
        "pollingInterval": [_integer(POLLING_SECONDS)],
    }
    yield _node(stream.iri, "EventStream", parts)
    ways = [way for it in releases for way in _ways(stream, stream.address, it, 1)]
    yield _node(stream.address, "TreeNode", {"relation": [it.iri for it in ways]})
    yield from ways
    yield from _shape(stream, (f"{dct}isVersionOf", f"{dct}modified", f"{dct}isPartOf", event))


def page(stream: Stream, index: ReleaseIndex, asked: Page) -> Iterator[Node]:
    """A page of what the release did; the first one leads to the others."""
    release, address = index.release, stream.page(index.release, asked.number)
    others = range(2, asked.of + 1) if asked.number == 1 else ()
    ways = [way for it in others for way in _ways(stream, address, release, it)]
    yield _node(address, "TreeNode", {"immutable": _TRUE, "relation": [it.iri for it in ways]})
    yield from ways
    members = list(_members(stream, index, asked))
    if members:
        yield Node(stream.iri, (), [Property("treeMember", _RESOURCES, [it.iri for it in members])])
    yield from members


def write(nodes: Iterable[Node], media_type: str, public_url: str) -> bytes:
    """The document of these nodes; the same bytes for the same nodes."""
    listed = list(nodes)
    spaces = dict(sorted({**namespaces(public_url), **_SPACES}.items()))
    classes = {name for it in listed for name in it.classes}
    terms = {part.term for it in listed for part in it.properties}
    words = Words(
        spaces,
        {name: of for name, of in {**CLASSES, **_CLASSES}.items() if name in classes},
        {term: of for term, of in {**PROPERTIES, **_PROPERTIES}.items() if term in terms},
    )
    return _WRITERS[media_type](listed, words)


def _members(stream: Stream, index: ReleaseIndex, asked: Page) -> Iterator[Node]:
    """The version objects; the last one of the last page ends the transaction (LDES §3.1)."""
    nodes = ConceptNodes(index.taxonomy, stream.public_url)
    release = index.release
    documents = (
        f"{stream.public_url}/v1/schemes/{stream.scheme}/releases/{release.version}/concepts"
    )
    of_release = [
        Property("modified", _TYPED, [_moment(release)]),
        Property("isPartOf", _RESOURCES, [_release_iri(stream, release)]),
        Property("sequence", _TEXTS, [Version.parse(release.version).key]),
    ]
    last = len(asked.entries) - 1 if asked.number == asked.of else None
    for place, (event, name, concept_id) in enumerate(asked.entries):
        local = f"{stream.public_url}/id/{stream.scheme}/{quote(name, safe='')}"
        itself = iri(name) if name.startswith(("http://", "https://")) else local
        classes: tuple[str, ...] = ()
        said: list[Property] = []
        if concept_id:
            node = next(nodes.concept(index.taxonomy.by_id[concept_id]))
            itself, classes, said = node.iri, node.classes, _own(node.properties)
        said += [Property("isVersionOf", _RESOURCES, [itself]), *of_release]
        said.append(Property("event", _RESOURCES, [f"{_AS}{event}"]))
        if place == last:
            said.append(Property("transactionFinalized", _TYPED, _TRUE))
        yield Node(f"{documents}/{quote(name, safe='')}", classes, said)


def _own(properties: list[Property]) -> list[Property]:
    """What the concept's own document says: labels that it borrows may change without it."""
    if not any(it.term == "namedAfter" for it in properties):
        return properties
    return [it for it in properties if it.term not in LABEL_TERMS.values()]


def _ways(stream: Stream, source: str, release: Release, number: int) -> list[Node]:
    """Both bounds of the time in which the members of that page fall (LDES Server Primer §4)."""
    target = stream.page(release, number)
    name = f"{source}#{release.version}/{number}"
    parts: dict[str, Sequence[Any]] = {
        "node": [target],
        "path": [f"{NAMESPACES['dct']}modified"],
        "value": [_moment(release)],
    }
    return [
        _node(f"{name}/from", "GreaterThanOrEqualToRelation", parts),
        _node(f"{name}/until", "LessThanOrEqualToRelation", parts),
    ]


def _shape(stream: Stream, paths: Iterable[str]) -> Iterator[Node]:
    """What every member has, whatever it is a version of (SHACL §2.3)."""
    shape, once = f"{stream.address}#shape", [_integer(1)]
    properties = [
        Node(
            f"{shape}/{number}",
            (),
            [
                Property("shapePath", _RESOURCES, [path]),
                Property("minCount", _TYPED, once),
                Property("maxCount", _TYPED, once),
            ],
        )
        for number, path in enumerate(paths, start=1)
    ]
    of_members = [f"{_SPACES['tree']}member"]
    parts = {"targetObjectsOf": of_members, "shapeProperty": [it.iri for it in properties]}
    yield _node(shape, "NodeShape", parts)
    yield from properties


def _node(address: str, name: str, parts: Mapping[str, Sequence[Any]]) -> Node:
    """A node of one class; a property without values is left out."""
    known = {**PROPERTIES, **_PROPERTIES}
    made = [Property(term, known[term][1], values) for term, values in parts.items() if values]
    return Node(address, (name,), made)


def _release_iri(stream: Stream, release: Release) -> str:
    return f"{stream.public_url}/archive/{stream.scheme}/{quote(release.version, safe='')}"


def _moment(release: Release) -> tuple[str, str]:
    return f"{release.current_since:%Y-%m-%dT%H:%M:%SZ}", f"{XSD}dateTime"


def _integer(number: int) -> tuple[str, str]:
    return str(number), f"{XSD}integer"
