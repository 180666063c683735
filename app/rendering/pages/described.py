"""A concept for search engines: schema.org Occupation or DefinedTerm, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy import schemes
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from app.rendering.concepts import Json
    from app.rendering.pages.concept import ConceptPage
    from app.rendering.pages.names import Reader

__all__ = ["described"]

_OCCUPATIONS = (Kind.PROFILE, Kind.OCCUPATION)


def described(reader: Reader, page: ConceptPage) -> Json:
    """The concept in the reader's language, with its other names and codes."""
    concept, release = page.concept, reader.index.release
    scheme = schemes.get(release.scheme)
    occupation = concept.kind in _OCCUPATIONS
    address = f"{reader.public_url}{page.item.path}"
    others = [it.text for it in reader.index.labels(concept) if it.type is LabelType.ALTERNATIVE]
    told = {
        "termCode": "" if occupation else page.item.notation,
        "identifier": page.item.notation if occupation else "",
        "inLanguage": "" if occupation else page.item.name.lang,
        "description": page.lead.text if page.lead else "",
        "alternateName": others,
        "occupationalCategory": [
            f"{it.value} {it.item.name.text}" if it.item else it.value
            for it in page.codes
            if occupation and it.system == "isco-08"
        ],
    }
    inside = {
        "@type": "DefinedTermSet",
        "name": f"{scheme.title} {release.version}",
        "url": f"{reader.public_url}/archive/{release.name}/",
    }
    return {
        "@context": "https://schema.org",
        "@type": "Occupation" if occupation else "DefinedTerm",
        "@id": page.uri,
        "name": page.item.name.text,
        "url": address,
        "mainEntityOfPage": address,
        **({} if occupation else {"inDefinedTermSet": inside}),
        **{key: value for key, value in told.items() if value},
    }
