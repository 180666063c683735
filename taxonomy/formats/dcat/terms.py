"""The words of the catalogue: DCAT-AP's classes and properties, and the EU's authority tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.formats.rdf.terms import NAMESPACES, XSD, Form, Node, Property, Words
from taxonomy.media_types import (
    CSV,
    HTML,
    JSON,
    JSON_LD,
    JSON_SCHEMA,
    PARQUET,
    SQLITE,
    TEXT,
    TSV,
    TURTLE,
    XLSX,
    YAML,
    ZIP,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any

__all__ = [
    "AUTHORITY",
    "COUNTRY",
    "DATA_THEME",
    "LANGUAGES",
    "LICENCES",
    "PUBLIC",
    "SHA256",
    "Fact",
    "facts",
    "file_type",
    "iana",
    "moment",
    "node",
    "words",
]

AUTHORITY = "http://publications.europa.eu/resource/authority"
"""The tables of the EU's Publications Office that DCAT-AP takes its values from (section 11)."""
DATA_THEME = f"{AUTHORITY}/data-theme"
PUBLIC = f"{AUTHORITY}/access-right/PUBLIC"
COUNTRY = f"{AUTHORITY}/country"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
IANA = "https://www.iana.org/assignments/media-types"

_CODES = (
    "ar:ARA bg:BUL cs:CES da:DAN de:DEU el:ELL en:ENG es:SPA et:EST fi:FIN fr:FRA ga:GLE hr:HRV "
    "hu:HUN is:ISL it:ITA lt:LIT lv:LAV mt:MLT nb:NOB nl:NLD nn:NNO no:NOR pl:POL pt:POR ro:RON "
    "sk:SLK sl:SLV sv:SWE tr:TUR uk:UKR"
)
LANGUAGES: Mapping[str, str] = {
    tag: f"{AUTHORITY}/language/{code}"
    for tag, _, code in (it.partition(":") for it in _CODES.split())
}
"""Language tag → its IRI in the EU's table, whose codes are those of ISO 639-3."""

LICENCES: Mapping[str, str] = {
    "CC BY 4.0": f"{AUTHORITY}/licence/CC_BY_4_0",
    "Reuse with attribution (Commission Decision 2011/833/EU)": f"{AUTHORITY}/licence/COM_REUSE",
}
"""Licence, in the words of an imprint → its IRI, where it is one that has an IRI."""

_FILE_TYPES = {
    CSV: "CSV",
    HTML: "HTML",
    JSON: "JSON",
    JSON_LD: "JSON_LD",
    JSON_SCHEMA: "JSON",
    PARQUET: "PARQUET",
    TEXT: "TXT",
    TSV: "TSV",
    TURTLE: "RDF_TURTLE",
    XLSX: "XLSX",
    ZIP: "ZIP",
}
"""What the EU's table of file types names; it has no word for JSON Lines or SQLite."""
_REGISTERED = {*_FILE_TYPES, SQLITE, YAML} - {JSON_SCHEMA}
"""The media types that IANA has registered; application/x-ndjson and schema+json are none of them."""

_RESOURCES, _TEXTS, _WORDS, _TYPED = Form
_NAMES = (
    "dcat:Catalog dcat:DataService dcat:Dataset dcat:DatasetSeries dcat:Distribution "
    "dct:LicenseDocument dct:LinguisticSystem dct:Location dct:MediaType dct:MediaTypeOrExtent "
    "dct:RightsStatement dct:Standard foaf:Agent foaf:Document skos:Concept skos:ConceptScheme "
    "spdx:Checksum spdx:ChecksumAlgorithm vcard:Kind"
)
_CLASSES = {it.partition(":")[2]: it for it in _NAMES.split()}
_FORMS: Mapping[Form, str] = {
    _RESOURCES: (
        "adms:sample adms:status dcat:accessURL dcat:contactPoint dcat:dataset dcat:distribution "
        "dcat:downloadURL dcat:endpointDescription dcat:endpointURL dcat:first "
        "dcat:hasCurrentVersion dcat:inSeries dcat:landingPage dcat:last dcat:mediaType "
        "dcat:packageFormat dcat:prev dcat:previousVersion dcat:resource dcat:servesDataset "
        "dcat:service dcat:theme dcat:themeTaxonomy dcatap:availability dct:accessRights "
        "dct:conformsTo dct:format dct:language dct:license dct:publisher dct:rights dct:spatial "
        "foaf:homepage skos:inScheme spdx:algorithm spdx:checksum vcard:hasEmail vcard:hasURL"
    ),
    _TEXTS: "adms:versionNotes dcat:version dct:bibliographicCitation dct:identifier foaf:name rdfs:label vcard:fn",
    _WORDS: "dcat:keyword dct:description dct:title skos:prefLabel",
    _TYPED: "dcat:byteSize dct:issued dct:modified spdx:checksumValue",
}
_PROPERTIES = {
    name.partition(":")[2]: (name, form) for form, names in _FORMS.items() for name in names.split()
} | {"fileTitle": ("dct:title", _TEXTS)}


class Fact(NamedTuple):
    """What the catalogue itself says of somebody else's resource, so that it can be checked alone."""

    name: str
    label: Mapping[str, str] = {}
    scheme: str = ""


def words(public_url: str) -> Words:
    """The catalogue's words, for the writers of Turtle and JSON-LD."""
    more = {
        "adms": "http://www.w3.org/ns/adms#",
        "dcatap": "http://data.europa.eu/r5r/",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "ns": f"{public_url}/ns#",
    }
    unused = {"owl", "rdf", "skosxl"}
    known = {name: uri for name, uri in NAMESPACES.items() if name not in unused}
    return Words(dict(sorted({**known, **more}.items())), _CLASSES, _PROPERTIES)


def node(address: str, name: str, parts: Mapping[str, Sequence[Any]]) -> Node:
    """A node of one class; a property without values is left out."""
    made = [Property(term, _PROPERTIES[term][1], it) for term, it in parts.items() if it]
    return Node(address, (name,), made)


def facts(known: Mapping[str, Fact]) -> Iterable[Node]:
    """What is said of the resources of others, by IRI."""
    schemes = {it.scheme for it in known.values() if it.scheme}
    for address, fact in sorted(known.items()):
        label = "prefLabel" if fact.name == "Concept" else "title"
        texts = sorted(fact.label.items())
        yield node(
            address, fact.name, {label: texts, "inScheme": [fact.scheme] * bool(fact.scheme)}
        )
    for scheme in sorted(schemes):
        yield node(scheme, "ConceptScheme", {"title": [("en", scheme.rpartition("/")[2])]})


def file_type(media_type: str) -> str | None:
    """The EU's IRI for files of this media type, None where it has none."""
    code = _FILE_TYPES.get(media_type)
    return f"{AUTHORITY}/file-type/{code}" if code else None


def iana(media_type: str) -> str | None:
    """The IRI of a registered media type, None for others."""
    return f"{IANA}/{media_type.partition(';')[0]}" if media_type in _REGISTERED else None


def moment(value: date | datetime | None) -> list[tuple[str, str]]:
    """A day or a moment as a typed literal; nothing where there is none."""
    if value is None:
        return []
    text = value.isoformat().replace("+00:00", "Z")
    return [(text, f"{XSD}{'dateTime' if 'T' in text else 'date'}")]
