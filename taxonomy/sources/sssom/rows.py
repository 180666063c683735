"""The rows of an SSSOM table: each is taken, repaired or refused, and each of these is a finding."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

import orjson

from taxonomy.formats.sssom.identifiers import BUILT_IN, id_of
from taxonomy.formats.sssom.slots import EXTENSIONS, OTHER_SLOTS, SLOTS, SOURCES
from taxonomy.mapping import NO_TERM_FOUND, Mapping
from taxonomy.sentences import sentence
from taxonomy.sources.eures.sides import slug
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary
    from collections.abc import Sequence

    from taxonomy.sources.reading import Report

__all__ = ["Curies", "Rows"]

_SKOS = {f"{BUILT_IN['skos']}{it.value.partition(':')[2]}": it for it in MappingPredicate}
_OTHERS = {
    f"{BUILT_IN['owl']}sameAs": MappingPredicate.EXACT,
    f"{BUILT_IN['owl']}equivalentClass": MappingPredicate.EXACT,
    f"{BUILT_IN['owl']}equivalentProperty": MappingPredicate.EXACT,
    f"{BUILT_IN['rdfs']}subClassOf": MappingPredicate.BROAD,
    f"{BUILT_IN['rdfs']}subPropertyOf": MappingPredicate.BROAD,
}
"""Predicates of ontologies that say as much as one of SKOS."""
_JUSTIFICATIONS = {f"{BUILT_IN['semapv']}{it.value.partition(':')[2]}": it for it in Justification}
_NOTHING = f"{BUILT_IN['sssom']}NoTermFound"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LITERAL = "rdfs literal"
_OF_SIDES = frozenset(
    ("subject_source", "subject_source_version", "object_source", "object_source_version")
)
_ESCO = "http://data.europa.eu/esco"


class Curies:
    """Reads identifiers; `notations` maps ids to the local part of their CURIE, where it may be a code."""

    def __init__(self, prefixes: Dictionary[str, str], schemes: Dictionary[str, str]) -> None:
        self._prefixes = {**prefixes, **BUILT_IN}
        self._schemes = schemes
        self.notations: dict[str, str] = {}

    def split(self, text: str) -> tuple[str, str] | None:
        """Namespace and local part of a CURIE; None where its prefix is not declared."""
        prefix, colon, local = text.partition(":")
        space = self._prefixes.get(prefix)
        return (space, local) if colon and space is not None else None

    def iri(self, text: str) -> str:
        """The IRI that a CURIE or an IRI writes; "" where its prefix is not declared."""
        found = self.split(text)
        if found:
            return "".join(found)
        return text if "://" in text else ""

    def scheme_of(self, source: str) -> str:
        """The scheme that a source names, by the end of its IRI."""
        iri = self.iri(source)
        if iri.startswith(_ESCO):
            return "esco"
        space, local = self.split(source) or ("", "")
        if space.endswith("/id/"):
            return unquote(local)
        return slug(re.split(r"[/#]", iri.rstrip("/#"))[-1].removesuffix(".owl")) if iri else ""

    def concept(self, text: str, side: str, report: Report) -> str:
        """The id of a concept; "" where it is refused."""
        column = f"{side}_id"
        found = self.split(text)
        if found is None and "://" in text:
            report.repair(
                "iri-not-curie",
                sentence("%(words)r is an IRI where a CURIE belongs", words=text[:80]),
                column,
            )
            return text
        if found is None:
            message = sentence(
                "%(words)r has no prefix that the curie_map declares", words=text[:80]
            )
            report.refuse("unknown-prefix", message, column)
            return ""
        if "".join(found) == _NOTHING:
            return NO_TERM_FOUND
        id = id_of(*found, self._schemes[side])
        if not found[0].startswith(_ESCO) and not _UUID.fullmatch(found[1]):
            self.notations[id] = unquote(found[1])
        return id


class Rows:
    """Makes mappings of rows; columns that say what no mapping of ours can hold are told once.

    `own` are the slots that are extensions of ours, `common` what the metadata say for all rows.
    Texts of a set of ours are taken as they stand, so that an equal set comes back.
    """

    def __init__(
        self,
        report: Report,
        curies: Curies,
        columns: Sequence[str],
        own: frozenset[str],
        common: Dictionary[str, str],
    ) -> None:
        self._report, self._curies, self._columns = report, curies, columns
        self._own = own
        self._is_ours = SOURCES[0] in own
        self._common = {it: text for it, text in common.items() if it not in columns}
        self._first: dict[str, str] = {}
        report.row = 1
        for it in columns:
            if it in OTHER_SLOTS:
                report.remark(
                    "slot-not-held",
                    sentence("%(name)s is a slot that we do not hold: left out", name=it),
                    it,
                )
            elif it not in SLOTS and it not in self._own:
                report.remark(
                    "unknown-column",
                    sentence("%(name)r is no slot that is defined: left out", name=it[:80]),
                    it,
                )

    def mapping(self, cells: Sequence[str]) -> Mapping | None:
        """The mapping of a row; None where it was refused, or is about nothing of the subject's scheme."""
        report = self._report
        if len(cells) != len(self._columns):
            message = sentence(
                "%(count)d cells under %(width)d columns: is a tab not quoted?",
                count=len(cells),
                width=len(self._columns),
            )
            report.refuse("row-width", message)
            return None
        tidy = cells if self._is_ours else [it.strip() for it in cells]
        row = {**self._common, **dict(zip(self._columns, tidy, strict=True))}
        for it in _OF_SIDES & row.keys():
            if self._first.setdefault(it, row[it]) != row[it]:
                message = sentence(
                    "%(words)r, and the rows above have %(before)r",
                    words=row[it][:80],
                    before=self._first[it][:80],
                )
                report.refuse("other-release", message, it)
                return None
        for side in ("subject", "object"):
            if row.get(f"{side}_type", "") == _LITERAL:
                message = sentence("its %(side)s is a text and no concept", side=side)
                report.refuse("literal-mapping", message, f"{side}_type")
                return None
        predicate = self._predicate(row["predicate_id"])
        subject = self._curies.concept(row["subject_id"], "subject", report)
        object_ = self._curies.concept(row["object_id"], "object", report)
        if not (predicate and subject and object_):
            return None
        if subject == NO_TERM_FOUND:
            report.remark(
                "without-counterpart",
                sentence("no subject answers to %(concept)s", concept=object_),
                "subject_id",
                object_,
            )
            return None
        return self._made(row, subject, predicate, object_)

    def _made(
        self, row: dict[str, str], subject: str, predicate: MappingPredicate, object_: str
    ) -> Mapping:
        reviewer = self._label(row, "reviewer_label") or row.get("reviewer_id", "")
        own = {it: row.get(it, "") for it in EXTENSIONS if it in self._own}
        reviewed = self._day(row, "review_date") or self._day(own, "ext_reviewed_on")
        return Mapping(
            subject_id=subject,
            predicate=predicate,
            object_id=object_,
            justification=self._justification(row.get("mapping_justification", "")),
            state=self._state(row, own),
            confidence=self._confidence(row.get("confidence", "")),
            author=self._label(row, "author_label") or row.get("author_id", ""),
            reviewer=reviewer,
            mapping_date=self._day(row, "mapping_date"),
            review_date=reviewed,
            comment=self._note(row.get("comment", "")),
            subject_label=self._label(row, "subject_label"),
            object_label=self._label(row, "object_label"),
            subject_revision=own.get("ext_subject_revision", ""),
            object_revision=own.get("ext_object_revision", ""),
            source=own.get("ext_source", "") if self._is_ours else self._report.file,
            reasons=self._reasons(own.get("ext_reasons", "")),
        )

    def _predicate(self, text: str) -> MappingPredicate | None:
        iri = self._curies.iri(text)
        if found := _SKOS.get(iri):
            return found
        other = _OTHERS.get(iri)
        if other:
            self._report.repair(
                "predicate-mended",
                sentence("%(words)s was read as %(tidy)s", words=text, tidy=other),
                "predicate_id",
            )
            return other
        message = sentence(
            "%(words)r is none of %(predicate)s",
            words=text[:80],
            predicate=", ".join(MappingPredicate),
        )
        self._report.refuse("unknown-relation", message, "predicate_id")
        return None

    def _justification(self, text: str) -> Justification:
        found = _JUSTIFICATIONS.get(self._curies.iri(text))
        if found is None:
            message = sentence(
                "%(words)r is no justification that we hold: unspecified", words=text[:80]
            )
            self._report.repair("unknown-justification", message, "mapping_justification")
        return found or Justification.UNSPECIFIED

    def _state(self, row: dict[str, str], own: dict[str, str]) -> MappingState:
        modifier, state = row.get("predicate_modifier", ""), own.get("ext_state", "")
        if state in list(MappingState):
            return MappingState(state)
        if state:
            message = sentence(
                "%(words)r is none of %(allowed)s",
                words=state[:80],
                allowed=", ".join(MappingState),
            )
            self._report.repair("unknown-state", message, "ext_state")
        if modifier:
            message = sentence("says that its predicate does not hold: taken as rejected")
            self._report.repair("negated", message, "predicate_modifier")
            return MappingState.REJECTED
        return MappingState.SUGGESTED if state else MappingState.ACCEPTED

    def _confidence(self, text: str) -> float | None:
        try:
            found = float(text) if text else None
        except ValueError:
            found = -1.0
        if found is None or 0 <= found <= 1:
            return found
        message = sentence("%(words)r is no number from 0 to 1: left out", words=text[:80])
        self._report.repair("bad-confidence", message, "confidence")
        return None

    def _day(self, row: dict[str, str], slot: str) -> date | None:
        text = row.get(slot, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._report.repair(
                "not-a-date", sentence("%(words)r is no date: left out", words=text[:80]), slot
            )
            return None

    def _label(self, row: dict[str, str], slot: str) -> str:
        text = row.get(slot, "")
        return text if self._is_ours else self._report.label(text, slot)

    def _note(self, text: str) -> str:
        return text if self._is_ours else self._report.note(text, "comment")

    def _reasons(self, text: str) -> tuple[Dictionary[str, object], ...]:
        try:
            found = orjson.loads(text) if text else []
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(it, dict) for it in found):
            return tuple(found)
        self._report.repair(
            "bad-reasons",
            sentence("%(words)r are no reasons: left out", words=text[:80]),
            "ext_reasons",
        )
        return ()
