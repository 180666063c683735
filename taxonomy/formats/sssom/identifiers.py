"""What a concept of a mapping is called in SSSOM and RDF: its IRI, and the CURIE that stands for it.

A concept is named by its id, which stays its own for ever, and not by its notation, which a successor
may take over. So reading needs no release to find the same ids again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from taxonomy.mapping import NO_TERM_FOUND

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from taxonomy.mapping import MappingSet, Side

__all__ = ["BUILT_IN", "Identifiers", "id_of"]

BUILT_IN: Dictionary[str, str] = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "linkml": "https://w3id.org/linkml/",
}
"""Prefixes that no file need declare, and none may declare otherwise (SSSOM, IRI prefixes)."""

_ESCO = "http://data.europa.eu/esco/"
_OWN_NAMESPACE = re.compile(r".*/id/([^/]+)/")
_ADDRESS = re.compile(r"(https?://[^/]+/(?:.*[/#])?)([A-Za-z0-9._~-]+)")
_SAFE_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#@!$&()*+,;=%-]+")
_LOCAL_OF_ESCO = re.compile(r"[A-Za-z0-9/._-]+")
_PREFIX = re.compile(r"[a-z][a-z0-9-]*")


class Identifiers:
    """IRIs and CURIEs of one set; `prefixes` are those that its CURIEs have used so far.

    `public_url` is where the service stands, without a slash at its end.
    """

    def __init__(self, content: MappingSet, public_url: str) -> None:
        self._base = f"{public_url}/id/"
        self._sides = {"subject": content.subject, "object": content.object}
        self._numbers: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        sides = (("subject", "subject_id"), ("object", "object_id"))
        spaces = {self._parts(getattr(it, slot), side)[0] for it in content for side, slot in sides}
        known = {_ESCO, "", *(self._own(it) for it in self._sides.values())}
        for number, space in enumerate(sorted(spaces - known), start=1):
            self._numbers[space] = f"N{number}"

    def iri(self, id: str, side: str) -> str:
        """The IRI of a concept of the side `subject` or `object`; its id where that is one."""
        return (
            "".join(self._parts(id, side))
            if id != NO_TERM_FOUND
            else f"{BUILT_IN['sssom']}NoTermFound"
        )

    def curie(self, id: str, side: str) -> str:
        """The CURIE of a concept of the side `subject` or `object`."""
        if id == NO_TERM_FOUND:
            return id
        space, local = self._parts(id, side)
        prefix = self._prefix(space, side)
        self.prefixes[prefix] = space
        return f"{prefix}:{local}"

    def scheme(self, side: Side) -> str:
        """The IRI of a scheme, as `skos:inScheme` has it."""
        return f"{self._base}{quote(side.scheme, safe='')}"

    def scheme_curie(self, side: Side) -> str:
        """The CURIE of a scheme."""
        self.prefixes["SCHEME"] = self._base
        return f"SCHEME:{quote(side.scheme, safe='')}"

    def _own(self, side: Side) -> str:
        return f"{self.scheme(side)}/"

    def _parts(self, id: str, side: str) -> tuple[str, str]:
        """Namespace and local part, which together are the IRI; what is no plain URI is encoded whole."""
        if id == NO_TERM_FOUND:
            return "", ""
        own = self._own(self._sides[side])
        if id.startswith(_ESCO) and _LOCAL_OF_ESCO.fullmatch(id, len(_ESCO)):
            return _ESCO, id.removeprefix(_ESCO)
        found = _ADDRESS.fullmatch(id)
        if found and _SAFE_ADDRESS.fullmatch(id) and not _OWN_NAMESPACE.fullmatch(found[1]):
            return found[1], found[2]
        return own, quote(id, safe="")

    def _prefix(self, space: str, side: str) -> str:
        if space == _ESCO:
            return "esco"
        if space in self._numbers:
            return self._numbers[space]
        scheme = self._sides[side].scheme
        taken = scheme in BUILT_IN or scheme == "esco" or not _PREFIX.fullmatch(scheme)
        return side.upper() if taken else scheme


def id_of(namespace: str, local: str, scheme: str) -> str:
    """The id of the concept that a CURIE names, whose prefix stands for `namespace`.

    What stands in the namespace of our own addresses of that scheme is an id of ours; anything else
    is named by its IRI.
    """
    found = _OWN_NAMESPACE.fullmatch(namespace)
    return unquote(local) if found and unquote(found[1]) == scheme else f"{namespace}{local}"
