"""`taxonomy.ttl`: a whole release in Turtle (RDF 1.1), written by templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.formats.rdf.nodes import nodes
from taxonomy.formats.rdf.terms import CLASSES, PROPERTIES, Form, Words, namespaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from taxonomy.formats.rdf.terms import Node
    from taxonomy.model import Release, Taxonomy

__all__ = ["render", "write"]


# A text in JSON as orjson writes it (RFC 8259, section 7) is a text in Turtle (section 2.5.1): both
# escape the quote, the backslash and the control characters below U+0020, in the same ways.
_text: Callable[[str], bytes] = orjson.dumps
_SIMPLE = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_BETWEEN = b",\n        "


def write(taxonomy: Taxonomy, release: Release, *, public_url: str) -> bytes:
    """The release as SKOS; equal releases give equal bytes at one address.

    `public_url` is where the service stands, without a slash at its end. The graph is the one that
    `json_ld.write` gives. ReleaseInvalidError as `rdf.nodes.nodes`.
    """
    found = nodes(taxonomy, release, public_url)
    return render(found, Words(namespaces(public_url), CLASSES, PROPERTIES))


def render(nodes: Iterable[Node], words: Words) -> bytes:
    """The document of these nodes; what the words do not name is a term of our own namespace."""
    names = _Names(words)
    lines = [f"@prefix {it}: <{uri}> .\n".encode() for it, uri in names.namespaces.items()]
    lines += [_rendered(node, names) for node in nodes]
    return b"".join(lines)


class _Names:
    """How Turtle calls properties, classes, datatypes and languages; each is found out once."""

    def __init__(self, words: Words) -> None:
        self.namespaces = words.namespaces
        self._of_classes = words.classes
        self._of_standards = words.properties
        self._properties: dict[str, bytes] = {}
        self._datatypes: dict[str, bytes] = {}
        self._languages: dict[str, bytes] = {}

    def property(self, term: str) -> bytes:
        found = self._properties.get(term)
        if found is None:
            known = self._of_standards.get(term)
            name = known[0] if known else self._own(term)
            found = self._properties[term] = f" ;\n    {name} ".encode()
        return found

    def values(self, form: Form, values: Sequence[Any]) -> bytes:
        if form is Form.RESOURCES:
            return ("<" + ">,\n        <".join(values) + ">").encode()
        if form is Form.TEXTS:
            return _BETWEEN.join(map(_text, values))
        if form is Form.WORDS:
            return _BETWEEN.join([_text(text) + self._language(lang) for lang, text in values])
        return _BETWEEN.join([_text(text) + self._datatype(uri) for text, uri in values])

    def classes(self, names: Sequence[str]) -> str:
        return ", ".join(self._of_classes.get(it) or self._own(it) for it in names)

    def _language(self, lang: str) -> bytes:
        found = self._languages.get(lang)
        if found is None:
            found = self._languages[lang] = f"@{lang}".encode()
        return found

    def _datatype(self, uri: str) -> bytes:
        found = self._datatypes.get(uri)
        if found is None:
            xsd = self.namespaces["xsd"]
            local = uri.removeprefix(xsd if uri.startswith(xsd) else self.namespaces["ns"])
            name = f"xsd:{local}" if uri.startswith(xsd) else self._own(local)
            found = self._datatypes[uri] = f"^^{name}".encode()
        return found

    def _own(self, local: str) -> str:
        return f"ns:{local}" if _SIMPLE.fullmatch(local) else f"<{self.namespaces['ns']}{local}>"


def _rendered(node: Node, names: _Names) -> bytes:
    parts = [f"\n<{node.iri}> a {names.classes(node.classes)}".encode()]
    for term, form, values in node.properties:
        parts += (names.property(term), names.values(form, values))
    if not node.classes:
        parts[:2] = [f"\n<{node.iri}>".encode(), parts[1].removeprefix(b" ;\n   ")]
    parts.append(b" .\n")
    return b"".join(parts)
