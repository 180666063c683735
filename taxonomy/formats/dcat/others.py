"""Whom and what the catalogue names beside its releases: publishers, terms, pages, the EU's tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from taxonomy.formats.dcat.terms import (
    AUTHORITY,
    COUNTRY,
    DATA_THEME,
    LANGUAGES,
    LICENCES,
    Fact,
    facts,
    node,
)
from taxonomy.formats.rdf.terms import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.formats.rdf.terms import Node
    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["Contact", "Others"]

_THEMES = {
    "SOCI": {
        "nl": "Bevolking en samenleving",
        "fr": "Population et société",
        "de": "Bevölkerung und Gesellschaft",
        "en": "Population and society",
    },
    "EDUC": {
        "nl": "Onderwijs, cultuur en sport",
        "fr": "Éducation, culture et sport",
        "de": "Bildung, Kultur und Sport",
        "en": "Education, culture and sport",
    },
}
_THEMES_OF: Mapping[str, Sequence[str]] = {"digcomp": ("EDUC",), "isco": ("SOCI",)}
_PLACES = {"competent": f"{COUNTRY}/BEL", "rome": f"{COUNTRY}/FRA"}


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about the archive; at least an address or a page."""

    name: str
    email: str = ""
    url: str = ""


class Others:
    """Gives the IRIs of what is named, and in the end a node for each; `root` is the service's IRI."""

    def __init__(self, root: str, contact: Contact | None) -> None:
        self._root = root
        self._contact = contact
        self._facts: dict[str, Fact] = {}
        self._own: dict[str, Node] = {}

    def nodes(self) -> Iterator[Node]:
        """What is said of everything that was named."""
        yield from self._own.values()
        yield from facts(self._facts)

    def noted(self, address: str, name: str, table: str = "") -> str:
        """The IRI of a resource of somebody else, of this class, in this table of the EU."""
        self._facts[address] = Fact(name, scheme=f"{AUTHORITY}/{table}" if table else "")
        return address

    def concept(self, address: str) -> str:
        """The IRI of a concept in one of the EU's tables, labelled by its code there."""
        table, _, code = address.rpartition("/")
        self._facts[address] = Fact("Concept", {"en": code.capitalize()}, table)
        return address

    def page(self, address: str) -> str:
        """The IRI of a page for people."""
        self._own[address] = node(address, "Document", {})
        return address

    def languages(self, tags: Iterable[str]) -> list[str]:
        """The IRIs of these languages, each once; those that the EU's table does not name are left out."""
        found = {it.partition("-")[0].lower(): None for it in tags}
        known = [LANGUAGES[it] for it in found if it in LANGUAGES]
        return [self.noted(it, "LinguisticSystem", "language") for it in known]

    def themes(self, scheme: str) -> list[str]:
        """The data themes that a scheme belongs to."""
        codes = _THEMES_OF.get(scheme, tuple(_THEMES))
        found = {
            f"{DATA_THEME}/{code}": Fact("Concept", _THEMES[code], DATA_THEME) for code in codes
        }
        self._facts |= found
        return [*found]

    def places(self, scheme: Scheme) -> list[str]:
        """The country that a scheme is made for, if any."""
        place = _PLACES.get(scheme.id)
        return [self.noted(place, "Location", "country")] if place else []

    def publisher(self, release: Release | None, scheme: Scheme) -> str:
        """The IRI of who publishes the release, or its scheme."""
        return self._said(release, scheme, "publisher", "Agent")

    def licence(self, release: Release, scheme: Scheme) -> str:
        """The IRI of the licence; one that has none of its own is told in its words."""
        told = release.imprint.get("licence", scheme.licence)
        if told in LICENCES:
            return self.noted(LICENCES[told], "LicenseDocument", "licence")
        return self._said(release, scheme, "licence", "LicenseDocument")

    def rights(self, release: Release, scheme: Scheme) -> str:
        """The IRI of the sentence to show with the release."""
        return self._said(release, scheme, "attribution", "RightsStatement")

    def _said(self, release: Release | None, scheme: Scheme, what: str, name: str) -> str:
        """The node with these words of an imprint: the scheme's, or the release's where it has others."""
        usual = scheme.imprint[what]
        told = release.imprint.get(what, usual) if release else usual
        base = f"{self._root}/id/{scheme.id}"
        if release and told != usual:
            base = f"{self._root}/archive/{release.name}"
        address = f"{base}#{what}"
        if address not in self._own:
            term = "name" if name == "Agent" else "label"
            self._own[address] = node(address, name, {term: [told]})
        return address

    def contact(self) -> list[str]:
        """The IRI of whom to ask, if anybody is known."""
        contact = self._contact
        if contact is None:
            return []
        address = f"{self._root}/archive/catalog#contact"
        parts: dict[str, Sequence[Any]] = {
            "fn": [contact.name],
            "hasEmail": [iri(f"mailto:{contact.email}")] if contact.email else [],
            "hasURL": [iri(contact.url)] if contact.url else [],
        }
        self._own[address] = node(address, "Kind", parts)
        return [address]
