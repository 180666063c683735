"""`taxonomy.jsonld`: a whole release in JSON-LD 1.1 with its context inside, a node a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.formats.rdf.nodes import nodes
from taxonomy.formats.rdf.terms import CLASSES, PROPERTIES, Form, Words, namespaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from taxonomy.formats.rdf.terms import Node
    from taxonomy.model import Release, Taxonomy

__all__ = ["render", "write"]


Json = dict[str, Any]


def write(taxonomy: Taxonomy, release: Release, *, public_url: str) -> bytes:
    """The release as SKOS; equal releases give equal bytes at one address.

    `public_url` is where the service stands, without a slash at its end. The graph is the one that
    `turtle.write` gives; read as plain JSON, every node is an object whose keys are our words.
    ReleaseInvalidError as `rdf.nodes.nodes`.
    """
    found = nodes(taxonomy, release, public_url)
    return render(found, Words(namespaces(public_url), CLASSES, PROPERTIES))


def render(nodes: Iterable[Node], words: Words) -> bytes:
    """The document of these nodes; what the words do not name is a term of our own namespace."""
    context = orjson.dumps(_context(words))
    lines = (orjson.dumps(_document(it)) for it in nodes)
    return b'{"@context":%b,"@graph":[\n%b\n]}\n' % (context, b",\n".join(lines))


def _context(words: Words) -> Json:
    """What the keys and classes mean; one that is not named here is a term of our own namespace.

    No prefixes: an id that begins as one of them does would be taken for something else.
    """
    spaces = words.namespaces
    context: Json = {"@vocab": spaces["ns"]}
    for name, of_standard in words.classes.items():
        context[name] = _full(of_standard, spaces)
    for term, (of_standard, form) in words.properties.items():
        uri = _full(of_standard, spaces)
        if form is Form.RESOURCES:
            context[term] = {"@id": uri, "@type": "@id"}
        elif form is Form.WORDS:
            context[term] = {"@id": uri, "@container": "@language"}
        elif not of_standard.startswith("ns:"):
            context[term] = uri
    return context


def _full(of_standard: str, spaces: Mapping[str, str]) -> str:
    prefix, local = of_standard.split(":")
    return spaces[prefix] + local


def _document(node: Node) -> Json:
    document: Json = {"@id": node.iri}
    if node.classes:
        document["@type"] = _alone_or_list(node.classes)
    for term, form, values in node.properties:
        if form is Form.WORDS:
            document[term] = _by_language(values)
        elif form is Form.TYPED:
            typed = [{"@value": text, "@type": datatype} for text, datatype in values]
            earlier = document.get(term)  # a notation of its own has no datatype
            document[term] = [earlier, *typed] if earlier else _alone_or_list(typed)
        else:
            document[term] = _alone_or_list(values)
    return document


def _by_language(words: Iterable[tuple[str, str]]) -> Json:
    found: dict[str, list[str]] = {}
    for lang, text in words:
        found.setdefault(lang, []).append(text)
    return {lang: texts if len(texts) > 1 else texts[0] for lang, texts in found.items()}


def _alone_or_list(values: Iterable[Any]) -> Any:
    listed = list(values)
    return listed if len(listed) > 1 else listed[0]
