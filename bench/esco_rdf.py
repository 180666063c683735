"""ESCO's CSV packages written in ESCO's own RDF, as the Commission shapes it: material to read.

It knows nothing of our readers: rows of `csv` become blocks of statements, in a shuffled order.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import uuid
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Block", "Literal", "blocks_of", "tables_of", "write"]

BASE = "http://data.europa.eu/esco/"
ROLES = ("male", "female", "neutral", "standard-male", "standard-female")
PREFIXES = {
    "esco": f"{BASE}model#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "dct": "http://purl.org/dc/terms/",
    "iso-thes": "http://purl.org/iso25964/skos-thes#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
COLLECTIONS = {
    "digCompSkillsCollection": "digcomp",
    "digitalSkillsCollection": "6c930acd-c104-4ece-acf7-f44fd7333036",
    "greenSkillsCollection": "green",
    "languageSkillsCollection": "skill-language-groups",
    "researchOccupationsCollection": "8ae4b9f3-507e-4057-a145-2f96f0132613",
    "researchSkillsCollection": "research",
    "transversalSkillsCollection": "skill-transversal-groups",
}
CLASSES = {
    "Occupation": ("esco:Occupation", "esco:MemberConcept"),
    "KnowledgeSkillCompetence": ("esco:Skill", "esco:MemberConcept"),
    "SkillGroup": (),
    "ISCOGroup": (),
}
SCHEMES = {"SkillGroup": "skills", "ISCOGroup": "isco"}
CONCEPTS = ("ISCOGroups", "skillGroups", "occupations", "skills")


class Literal(NamedTuple):
    """A text with its language, or with the prefixed name of its datatype."""

    text: str
    lang: str = ""
    datatype: str = ""


Block = tuple[str, list[tuple[str, "str | Literal"]]]
"""The IRI of a subject, and its prefixed properties with their values."""
Table = list[dict[str, str]]


def tables_of(paths: Iterable[Path]) -> dict[str, Table]:
    """The rows of every CSV file in these zips, by the name of the file without its ending."""
    before = csv.field_size_limit(8 * 1024**2)
    tables: dict[str, Table] = {}
    try:
        for path in paths:
            with ZipFile(path) as package:
                for name in package.namelist():
                    with package.open(name) as stream:
                        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
                        tables[name.removesuffix(".csv")] = list(csv.DictReader(text))
    finally:
        csv.field_size_limit(before)
    return tables


def blocks_of(tables: Mapping[str, Table], seed: int = 1) -> list[Block]:
    """What the tables say, one block a subject, shuffled: concepts, labels, notes and relations."""
    return _Writer(seed).blocks(tables)


class _Writer:
    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._concepts: dict[str, list[tuple[str, str | Literal]]] = {}
        self._others: list[Block] = []

    def blocks(self, tables: Mapping[str, Table]) -> list[Block]:
        for name, rows in tables.items():
            stem, _, lang = name.partition("_")
            if stem in CONCEPTS:
                for row in rows:
                    self._concept(row, lang)
        for name, rows in tables.items():
            self._relations(name, rows)
        found = [*self._concepts.items(), *self._others]
        self._chance.shuffle(found)
        for _, said in found:
            self._chance.shuffle(said)
        return found

    def _new(self, kind: str) -> str:
        return f"{BASE}{kind}/{uuid.UUID(int=self._chance.getrandbits(128))}"

    def _concept(self, row: dict[str, str], lang: str) -> None:
        said = self._concepts.get(row["conceptUri"])
        if said is None:
            said = self._concepts[row["conceptUri"]] = [*_facts(row)]
        self._labels(said, "prefLabel", [row["preferredLabel"]], lang)
        self._labels(said, "altLabel", row.get("altLabels", "").split("\n"), lang)
        self._labels(said, "hiddenLabel", (row.get("hiddenLabels") or "").split("\n"), lang)
        for column, term in (
            ("description", "dct:description"),
            ("scopeNote", "skos:scopeNote"),
            ("definition", "skos:definition"),
        ):
            if (text := row.get(column) or "").strip():
                said.append((term, self._note(text, lang)))

    def _note(self, text: str, lang: str) -> str | Literal:
        if self._chance.random() < 0.1:
            return Literal(text, lang)
        node = self._new("node-literal")
        tag = Literal(lang, datatype=self._chance.choice(["", "xsd:language"]))
        self._others.append(
            (
                node,
                [
                    ("rdf:type", f"{PREFIXES['esco']}NodeLiteral"),
                    ("esco:language", tag),
                    ("esco:nodeLiteral", Literal(text)),
                ],
            )
        )
        return node

    def _labels(
        self, said: list[tuple[str, str | Literal]], term: str, texts: Iterable[str], lang: str
    ) -> None:
        for text in filter(str.strip, texts):
            form = self._chance.choice(["both", "both", "plain", "node"])
            if form != "node":
                said.append((f"skos:{term}", Literal(text, lang)))
            if form != "plain":
                said.append((f"skosxl:{term}", self._label(text, lang)))
        if self._chance.random() < 0.2:
            said.append((f"skosxl:{term}", self._label("på svenska", "sv")))

    def _label(self, text: str, lang: str) -> str:
        node = self._new("label")
        roles = self._chance.sample(ROLES, self._chance.randrange(3))
        iris = [f"{BASE}label-role/{role}" for role in roles]
        as_text = self._chance.random() < 0.5
        given = [Literal(it) if as_text else it for it in iris]
        said: list[tuple[str, str | Literal]] = [
            ("rdf:type", f"{PREFIXES['skosxl']}Label"),
            ("skosxl:literalForm", Literal(text, lang)),
            *(("esco:hasLabelRole", it) for it in given),
        ]
        self._others.append((node, said))
        return node

    def _relations(self, name: str, rows: Table) -> None:
        stem = name.partition("_")[0]
        for row in rows:
            match stem:
                case "broaderRelationsOccPillar" | "broaderRelationsSkillPillar":
                    self._broader(row["conceptUri"], row["broaderUri"])
                case "skillsHierarchy":
                    levels = [row[f"Level {it} URI"] for it in range(4)]
                    for above, below in pairwise(filter(None, levels)):
                        self._broader(below, above)
                case "occupationSkillRelations" | "skillSkillRelations":
                    ends = [row[it] for it in row if it.endswith("Uri")]
                    self._related(ends[0], row["relationType"], ends[1])
                case _ if stem in COLLECTIONS:
                    scheme = f"{BASE}concept-scheme/{COLLECTIONS[stem]}"
                    self._concepts[row["conceptUri"]].append(("skos:inScheme", scheme))

    def _broader(self, below: str, above: str) -> None:
        if self._chance.random() < 0.2 and above in self._concepts:
            self._concepts[above].append(("skos:narrower", below))
        else:
            self._concepts[below].append(("skos:broader", above))
            self._concepts[below].append(("skos:broaderTransitive", above))

    def _related(self, subject: str, type: str, target: str) -> None:
        chance = self._chance.random()
        if chance < 0.1:
            self._concepts[subject].append((f"esco:related{type.capitalize()}Skill", target))
            return
        if chance < 0.2:
            self._concepts[target].append((f"esco:is{type.capitalize()}SkillFor", subject))
        relation = self._new("relation")
        self._concepts[subject].append(("esco:hasAssociation", relation))
        said: list[tuple[str, str | Literal]] = [
            ("rdf:type", f"{PREFIXES['esco']}AssociationObject"),
            ("esco:isAssociationFor", subject),
            ("esco:target", target),
            ("esco:targetFramework", f"{BASE}concept-scheme/member-skills"),
            ("dct:type", f"{BASE}relationship-type/{type}-skill"),
        ]
        self._others.append((relation, said))


FACTS: dict[str, Callable[[str], tuple[str, str | Literal]]] = {
    "code": lambda it: ("skos:notation", Literal(it)),
    "iscoGroup": lambda it: ("esco:memberOfISCOGroup", f"{BASE}isco/C{it}"),
    "skillType": lambda it: ("esco:skillType", f"{BASE}skill-type/{it.partition('/')[0]}"),
    "reuseLevel": lambda it: ("esco:skillReuseLevel", f"{BASE}skill-reuse-level/{it}"),
    "status": lambda it: ("iso-thes:status", Literal(it)),
    "modifiedDate": lambda it: ("dct:modified", Literal(it, datatype="xsd:dateTime")),
    "regulatedProfessionNote": lambda it: ("esco:regulatedProfessionNote", it),
}


def _facts(row: dict[str, str]) -> Iterator[tuple[str, str | Literal]]:
    kind = row["conceptType"]
    yield "rdf:type", _full("skos:Concept")
    for name in CLASSES[kind]:
        yield "rdf:type", _full(name)
    schemes = {it.strip() for it in (row.get("inScheme") or "").replace(",", "\n").split("\n")}
    schemes |= {f"{BASE}concept-scheme/{SCHEMES[kind]}"} if kind in SCHEMES else set()
    for scheme in sorted(schemes - {""}):
        yield "skos:inScheme", scheme
    for column, said in FACTS.items():
        if cell := row.get(column):
            yield said(cell)
    if kind == "ISCOGroup":
        yield "skos:notation", Literal(row["code"], datatype=f"<{BASE}Notation/ISCO08>")
    yield "esco:referenceLanguage", Literal("en", datatype="xsd:language")


def write(path: Path, blocks: Sequence[Block]) -> None:
    """Write the blocks as the path's name says: .ttl, .nt or .rdf, and packed where it ends in .gz."""
    suffix = path.name.removesuffix(".gz").rpartition(".")[2]
    lines = {"ttl": _turtle, "nt": _n_triples, "rdf": _rdf_xml}[suffix](blocks)
    data = "".join(lines).encode()
    path.write_bytes(gzip.compress(data, 1) if path.name.endswith(".gz") else data)


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _n_triples(blocks: Iterable[Block]) -> Iterator[str]:
    for subject, said in blocks:
        for term, value in said:
            yield f"<{subject}> <{_full(term)}> {_written(value, _angled)} .\n"


def _turtle(blocks: Iterable[Block]) -> Iterator[str]:
    for prefix, space in PREFIXES.items():
        yield f"@prefix {prefix}: <{space}> .\n"
    for subject, said in blocks:
        lines = [f"{term} {_written(value, str)}" for term, value in said]
        yield f"\n<{subject}>\n        " + " ;\n        ".join(lines) + " .\n"


def _angled(name: str) -> str:
    return f"<{_full(name)}>"


def _written(value: str | Literal, named: type[str] | object) -> str:
    if isinstance(value, str):
        return f"<{value}>"
    text = value.text.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    if value.lang:
        return f'"{text}"@{value.lang}'
    if not value.datatype:
        return f'"{text}"'
    shown = value.datatype if value.datatype.startswith("<") else named(value.datatype)  # type: ignore[operator]
    return f'"{text}"^^{shown}'


def _rdf_xml(blocks: Iterable[Block]) -> Iterator[str]:
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in PREFIXES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- ESCO -->\n<rdf:RDF {spaces}>\n'
    for subject, said in blocks:
        yield f"<rdf:Description rdf:about={quoteattr(subject)}>\n"
        for term, value in said:
            if isinstance(value, str):
                yield f"  <{term} rdf:resource={quoteattr(value)}/>\n"
                continue
            extra = f' xml:lang="{value.lang}"' if value.lang else ""
            if value.datatype:
                iri = value.datatype.strip("<>") if "<" in value.datatype else _full(value.datatype)
                extra = f" rdf:datatype={quoteattr(iri)}"
            text = escape(value.text, {"\r": "&#13;"})
            yield f"  <{term}{extra}>{text}</{term}>\n"
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"
