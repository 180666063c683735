"""What was gathered → concepts of ESCO, as the reader of the CSV export makes them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from taxonomy.model import Link
from taxonomy.sources.esco_csv.concepts import URI
from taxonomy.sources.esco_csv.entry import Entry
from taxonomy.sources.esco_csv.facts import concept_of
from taxonomy.sources.esco_csv.tables import FACTS, PREDICATES, TABLES
from taxonomy.sources.esco_rdf.gathering import last_part
from taxonomy.sources.esco_rdf.terms import BASE, COLLECTIONS, GROUP_SCHEMES, ISCO_GROUP
from taxonomy.sources.esco_rdf.texts import labels_of, notes_of
from taxonomy.sources.statements import Words
from taxonomy.vocabulary import RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from taxonomy.model import Concept
    from taxonomy.sources.esco_csv.tables import Table
    from taxonomy.sources.esco_rdf.gathering import Gathered, Node
    from taxonomy.sources.esco_rdf.links import Links
    from taxonomy.sources.statements import Value

__all__ = ["concepts", "tables_of"]

_LISTS = {"naceCode"}
"""Facts that may have several values."""
_LAST_PARTS = {"iscoGroup", "skillType", "reuseLevel", "status"}
"""Facts of which the last part of an IRI counts; of the others, the whole."""
_OCCUPATION_CODE = re.compile(r"(\d{4})(?:\.\d+)+")
_COLLECTED = ("occupations", "skills")
"""The tables whose concepts the CSV export lists in collections."""


def tables_of(gathered: Gathered) -> dict[str, Table]:
    """IRI → the table of the CSV export that the concept would stand in; the others are reported."""
    groups = {iri for it in GROUP_SCHEMES for iri in gathered.schemes.get(it, ())}
    found: dict[str, Table] = {}
    strangers: Counter[str] = Counter()
    for iri, node in gathered.nodes.items():
        gathered.report.file = node.file
        name = _table_name(iri, node, in_group=iri in groups)
        if len(node.types & {"occupations", "skills"}) > 1:
            message = "is an occupation and a skill at once: left out"
            gathered.report.refuse("id-with-two-kinds", message, "rdf:type", iri)
        elif not name:
            if node.types:
                strangers[iri.rpartition("/")[0].removeprefix(BASE)[:80]] += 1
        elif not node.types:
            message = "is described, and no class says that it is a concept: left out"
            gathered.report.refuse("not-one-kind", message, "rdf:type", iri)
        elif not URI.fullmatch(iri):
            message = f"{iri[:200]!r} is no URI: left out"
            gathered.report.refuse("not-a-uri", message, "", iri[:200])
        else:
            found[iri] = TABLES[name]
    gathered.report.file = ""
    for path, count in sorted(strangers.items()):
        message = f"{count:,} concepts of {path} are no occupations, skills or groups: left out"
        gathered.report.remark("other-concepts", message)
    return found


def _table_name(iri: str, node: Node, *, in_group: bool) -> str:
    if "skills" in node.types or "skillType" in node.facts:
        return "skills"
    if "occupations" in node.types or iri.startswith(f"{BASE}occupation/"):
        return "occupations"
    if ISCO_GROUP.fullmatch(iri):
        return "iscogroups"
    if iri.startswith((f"{BASE}skill/", f"{BASE}isced-f/")) or in_group:
        return "skillgroups"
    return ""


def concepts(gathered: Gathered, tables: Mapping[str, Table], links: Links) -> Iterator[Concept]:
    """The concepts, sorted by IRI, each once; what one lacks is reported at its file."""
    report = gathered.report
    collections = _collections(gathered, tables)
    successors = links.successors()
    merged = Counter(new for found in successors.values() for new in found)
    for iri in sorted(tables):
        node = gathered.nodes.pop(iri)  # its room is free for the next
        table = tables[iri]
        report.file = node.file
        entry = Entry(iri, table, _facts(iri, node, table, gathered), report)
        entry.labels = labels_of(iri, node, gathered)
        entry.notes = notes_of(iri, node, gathered)
        entry.collections = tuple(collections.get(iri, ()))
        found = tuple(
            Link(PREDICATES[type], target)
            for type, targets in sorted(links.of(iri).items())
            for target in sorted(targets)
        )
        made = concept_of(entry, found, report)
        yield _replaced(made, sorted(successors.get(iri, ())), merged, gathered)


def _replaced(
    concept: Concept, heirs: list[str], merged: Mapping[str, int], gathered: Gathered
) -> Concept:
    """The concept with its successors and the reason that their number shows."""
    if not heirs:
        return concept
    if concept.status is Status.ACTIVE:
        message = (
            f"is released, yet replaced by {', '.join(heirs)[:200]}: the successor was left out"
        )
        gathered.report.repair("active-with-successor", message, "dct:isReplacedBy", concept.id)
        return concept
    reason = RetirementReason.SPLIT
    if len(heirs) == 1:
        alone = merged[heirs[0]] == 1
        reason = RetirementReason.REPLACED if alone else RetirementReason.MERGED
    return replace(concept, retirement=reason, replaced_by=tuple(heirs))


def _collections(gathered: Gathered, tables: Mapping[str, Table]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for scheme, name in COLLECTIONS.items():
        for iri in gathered.schemes.get(scheme, ()):
            if iri in tables and tables[iri].name in _COLLECTED:
                found.setdefault(iri, []).append(name)
    return found


def _facts(iri: str, node: Node, table: Table, gathered: Gathered) -> tuple[str, ...]:
    """The cells that the CSV export would have."""
    facts = {column: _value(iri, column, node.facts.get(column, []), gathered) for column in FACTS}
    if table.name in ("ISCOGroups", "skillGroups"):
        facts["iscoGroup"] = facts["skillType"] = ""
    elif not facts["iscoGroup"] and (code := _OCCUPATION_CODE.fullmatch(facts["code"])):
        facts["iscoGroup"] = code[1]
    return tuple(facts.values())


def _value(iri: str, column: str, values: list[Value], gathered: Gathered) -> str:
    if column == "code":
        # a plain notation is the concept's own; a typed one may be of another system
        plain = [it for it in values if isinstance(it, Words) and not it.datatype]
        values = [*(plain or values)]
    texts = sorted({_text(column, it) for it in values} - {""})
    if column in _LISTS:
        return " ".join(texts)
    if column == "modifiedDate":
        return max(texts, default="")
    if len(texts) > 1:
        message = f"{column} is {texts[0][:80]!r} and {texts[1][:80]!r}: the first counts"
        gathered.report.repair("contradiction", message, column, iri)
    return texts[0] if texts else ""


def _text(column: str, value: Value) -> str:
    text = value.text if isinstance(value, Words) else value
    return last_part(text) if column in _LAST_PARTS and "://" in text else text.strip()
