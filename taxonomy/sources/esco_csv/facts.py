"""What ESCO says of a concept in every language alike: kind, codes, status, attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taxonomy.model import Concept, Notation
from taxonomy.sources.esco_csv.tables import FACTS
from taxonomy.vocabulary import Kind, RetirementReason, Status

if TYPE_CHECKING:
    from taxonomy.model import Link
    from taxonomy.sources.esco_csv.entry import Entry
    from taxonomy.sources.reading import Report

__all__ = ["agreed", "concept_of"]

_SKILL_TYPES = {"skill/competence": Kind.SKILL, "skill": Kind.SKILL, "knowledge": Kind.KNOWLEDGE}
_CONCEPT_TYPES = {
    Kind.ISCO_GROUP: "iscogroup",
    Kind.SKILL_GROUP: "skillgroup",
    Kind.OCCUPATION: "occupation",
    Kind.SKILL: "knowledgeskillcompetence",
}
_ISCO = re.compile(r"(?:.*/)?C?(\d{1,4})")
"""`2166`, and the URI `http://data.europa.eu/esco/isco/C2166`."""
_LIST = re.compile(r"[,;\s]+")


def agreed(
    id: str, before: tuple[str, ...], after: tuple[str, ...], report: Report
) -> tuple[tuple[str, ...], list[str]]:
    """The facts of two rows of a concept together, and the columns in which the second adds any.

    Empty never contradicts; of two dates the later counts; of two others the first, with a finding.
    """
    facts, changed = [], []
    for column, old, new in zip(FACTS, before, after, strict=True):
        kept = _kept(column, old.strip(), new.strip())
        if kept is None:
            message = f"{column} is {old[:80]!r} and here {new[:80]!r}: the first counts"
            report.repair("contradiction", message, column, id)
            kept = old
        if kept != old:
            changed.append(column)
        facts.append(kept)
    return tuple(facts), changed


def _kept(column: str, old: str, new: str) -> str | None:
    """The cell that counts, or None where the two contradict each other."""
    if old == new or not new:
        return old
    if not old:
        return new
    if column == "modifiedDate":
        return max(old, new)
    if column == "naceCode":
        return " ".join(sorted({*_LIST.split(old), *_LIST.split(new)}))
    return None


def concept_of(entry: Entry, links: tuple[Link, ...], report: Report) -> Concept:
    """The concept that was gathered, with its links; what its facts lack is reported."""
    facts = entry.facts
    together = "".join(facts)
    if " " in together or not together.isascii() or not together.isprintable():
        facts = tuple(map(report.label, facts, FACTS))
    concept_type, code, isco, skill_type, status, reuse, modified, regulated, nace = facts
    kind = entry.table.kind or Kind.SKILL
    if concept_type.casefold() not in (_CONCEPT_TYPES[kind], ""):
        message = f"is a {concept_type[:80]!r} among the {entry.table.name}, taken as one of them"
        report.repair("concept-type", message, "conceptType", entry.id)
    if kind is Kind.SKILL:
        kind = _SKILL_TYPES.get(skill_type) or _skill_kind(entry, skill_type, report)
    attributes = {"greenShare": entry.share} if entry.share else {}
    if reuse:
        attributes["reuseLevel"] = reuse
    if modified:
        attributes["modified"] = modified
    if regulated:
        attributes["regulatedProfession"] = regulated
    if nace:
        attributes["naceCode"] = " ".join(sorted(set(_LIST.split(nace)) - {""}))
    released = status == "released" or _is_released(entry, status, report)
    return Concept(
        scheme="esco",
        id=entry.id,
        kind=kind,
        notation=code,
        status=Status.ACTIVE if released else Status.RETIRED,
        retirement=None if released else RetirementReason.UNKNOWN,
        labels=tuple(entry.labels),
        notes=tuple(entry.notes),
        links=links,
        notations=_isco(entry, isco, report) if isco else (),
        collections=entry.collections,
        attributes=tuple(attributes.items()),
    )


def _skill_kind(entry: Entry, cell: str, report: Report) -> Kind:
    kind = _SKILL_TYPES.get(tidy := cell.strip().casefold())
    if kind is None:
        what = f"the skillType {tidy[:80]!r}" if tidy else "no skillType"
        report.repair("skill-type", f"has {what}: taken as a skill", "skillType", entry.id)
    return kind or Kind.SKILL


def _is_released(entry: Entry, cell: str, report: Report) -> bool:
    tidy = cell.strip().casefold()
    if tidy in ("released", ""):
        return True
    message = f"has the status {tidy[:80]!r}: taken as retired"
    report.remark("not-released", message, "status", entry.id)
    return False


def _isco(entry: Entry, cell: str, report: Report) -> tuple[Notation, ...]:
    match = _ISCO.fullmatch(cell.strip())
    if match is None:
        message = f"{cell[:80]!r} is no group of ISCO-08: left out"
        report.repair("isco-group", message, "iscoGroup", entry.id)
        return ()
    return (Notation("isco-08", match[1]),)
