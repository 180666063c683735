"""RDF nodes → concepts; what does not fit goes to the report."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from taxonomy import schemes
from taxonomy.formats.rdf.terms import (
    ATTRIBUTE,
    KIND_CLASSES,
    LABEL_TERMS,
    LINK_TERMS,
    NOTE_TERMS,
    XL_LABEL_TERMS,
)
from taxonomy.model import Concept, Framework, Label, Link, Notation, Note
from taxonomy.vocabulary import LabelType, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.sources.reading import Report
    from taxonomy.sources.skos_rdf.graph import Graph
    from taxonomy.sources.skos_rdf.properties import Properties
    from taxonomy.vocabulary import Kind

__all__ = ["Concepts"]

_STATUS = {
    "": Status.ACTIVE,
    "false": Status.ACTIVE,
    "0": Status.ACTIVE,
    "true": Status.RETIRED,
    "1": Status.RETIRED,
}
_RANKED = ("subject", "predicate", "object")

_Marks = dict[tuple[str, str], list[tuple[str, str]]]
"""(language, text) → (id, notation) of each label that says so."""


class Concepts:
    """Makes concepts of a graph whose scheme has the IRI `address`; each id is taken once."""

    def __init__(self, graph: Graph, address: str, scheme: str, report: Report) -> None:
        self._graph = graph
        self._scheme = scheme
        self._address = address
        self._report = report
        self._collections = self._members()
        self._ranks = self._ranked()

    def read(self) -> Iterator[Concept]:
        """Every concept of the graph, by IRI."""
        bearers: dict[str, str] = {}
        for address in self._graph.of_class("Concept"):
            properties = self._graph.properties(address)
            kind = self._kind(address, properties)
            if properties.id in bearers:
                message = f"{address} has the id of {bearers[properties.id]}; it was left out"
                properties.leave_out("repeated-id", message, "identifier")
            elif kind and self._is_of_scheme(properties):
                bearers[properties.id] = address
                yield self._concept(address, kind, properties)

    def _concept(self, address: str, kind: Kind, properties: Properties) -> Concept:
        ids = self._graph.id
        return Concept(
            scheme=self._scheme,
            id=properties.id,
            kind=kind,
            notation=properties.text("notation", datatype=""),
            status=self._status(properties),
            labels=tuple(self._labels(properties)),
            notes=tuple(self._notes(properties)),
            links=tuple(self._links(address, properties)),
            notations=tuple(self._notations(properties)),
            collections=tuple(self._collections.get(address, ())),
            attributes=tuple(_attributes(properties)),
            framework=_framework(properties),
            retirement=_retirement(properties),
            replaced_by=tuple(ids(it) for it in properties.resources("isReplacedBy")),
        )

    def _kind(self, address: str, properties: Properties) -> Kind | None:
        kinds = [kind for name, kind in KIND_CLASSES.items() if self._graph.is_a(address, name)]
        if len(kinds) != 1:
            found = " and ".join(kinds) or "no kind that is known here"
            message = f"{properties.name} is of {found}, where one is needed; it was left out"
            properties.leave_out("not-one-kind", message, "type")
            return None
        if kinds[0] not in schemes.get(self._scheme).kinds:
            message = f"{self._scheme} is not known to hold the kind {kinds[0]}"
            self._report.repair("foreign-kind", message, concept=properties.id)
        return kinds[0]

    def _is_of_scheme(self, properties: Properties) -> bool:
        found = properties.resources("inScheme")
        if found and self._address not in found:
            message = f"{properties.name} is of the scheme {', '.join(found)}; it was left out"
            properties.leave_out("other-scheme", message, "inScheme")
            return False
        return True

    def _status(self, properties: Properties) -> Status:
        text = properties.text("deprecated")
        if text not in _STATUS:
            properties.leave_out(
                "unknown-term", f"{text[:80]!r} is none of true, false", "deprecated"
            )
        return _STATUS.get(text, Status.ACTIVE)

    def _labels(self, properties: Properties) -> list[Label]:
        """Its own labels: those that it bears after another concept are that one's."""
        if lenders := properties.resources("namedAfter"):
            lender = self._graph.properties(lenders[0])
            for term in LABEL_TERMS.values():
                if properties.words(term) != lender.words(term):
                    message = f"{properties.name} is named after {lender.name}, with other labels"
                    properties.leave_out("borrowed-labels", message, term)
            return []
        found: list[Label] = []
        for type, words in self._words(properties).items():
            taken: dict[str, str] = {}
            column = properties.column(LABEL_TERMS[type])
            for (lang, raw), marks in words.items():
                text = self._report.label(raw, column)
                if type is LabelType.PREFERRED and taken.setdefault(lang, raw) != raw:
                    message = (
                        f"{properties.name} has a label in {lang}, so {raw[:80]!r} was left out"
                    )
                    properties.leave_out("two-labels", message, LABEL_TERMS[type])
                elif text:
                    found += [Label(lang, type, text, *mark) for mark in marks]
                else:
                    properties.leave_out("missing-text", "a label without text", LABEL_TERMS[type])
        return found

    def _words(self, properties: Properties) -> dict[LabelType, _Marks]:
        """By type: the words of labels, each with the ids and notations of the labels that say so."""
        found: dict[LabelType, _Marks] = {}
        for type, term in LABEL_TERMS.items():
            words: _Marks = {it: [] for it in properties.words(term)}
            for address in properties.resources(XL_LABEL_TERMS[type]):
                label = self._graph.properties(address, of=properties)
                mark = label.text("identifier"), label.text("notation")
                for form in label.words("literalForm"):
                    words.setdefault(form, []).append(mark)
            found[type] = {it: marks or [("", "")] for it, marks in words.items()}
        return found

    def _notes(self, properties: Properties) -> Iterator[Note]:
        for type, term in NOTE_TERMS.items():
            for lang, raw in properties.words(term):
                if text := self._report.note(raw, properties.column(term)):
                    yield Note(lang, type, text)
                else:
                    properties.leave_out("missing-text", "a note without text", term)

    def _links(self, address: str, properties: Properties) -> Iterator[Link]:
        for predicate, term in LINK_TERMS.items():
            for target in properties.resources(term):
                ranks = self._ranks.get((address, self._graph.predicate(term), target), (0,))
                for rank in ranks:
                    yield Link(predicate, self._graph.id(target), rank)

    def _notations(self, properties: Properties) -> Iterator[Notation]:
        own = self._graph.own
        for it in properties.literals("notation"):
            if it.datatype.startswith(own):
                yield Notation(unquote(it.datatype.removeprefix(own)), it.text)
            elif it.datatype:
                message = f"the notation {it.text[:80]!r} is of {it.datatype}, no system of ours"
                properties.leave_out("unknown-system", message, "notation")

    def _members(self) -> dict[str, list[str]]:
        members: defaultdict[str, list[str]] = defaultdict(list)
        for address in self._graph.of_class("Collection"):
            properties = self._graph.properties(address)
            for member in properties.resources("inCollection"):
                members[member].append(properties.id)
        return members

    def _ranked(self) -> dict[tuple[str, ...], list[int]]:
        """Subject, property, object of a link → its ranks."""
        ranks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for address in self._graph.of_class("Statement"):
            properties = self._graph.properties(address)
            key = tuple("".join(properties.resources(it)[:1]) for it in _RANKED)
            for it in properties.literals("rank"):
                try:
                    ranks[key].append(int(it.text))
                except ValueError:
                    message = f"{it.text[:80]!r} is not a whole number"
                    properties.leave_out("bad-rank", message, "rank")
        return ranks


def _attributes(properties: Properties) -> Iterator[tuple[str, str]]:
    for term in properties.terms():
        if term.startswith(ATTRIBUTE):
            yield unquote(term.removeprefix(ATTRIBUTE)), properties.text(term)


def _framework(properties: Properties) -> Framework | None:
    if "frameworkNumber" not in properties:
        return None
    name, version = (properties.text(it) for it in ("frameworkName", "frameworkVersion"))
    whole, before = properties.text("frameworkNumber"), f"{name} {version} "
    if whole.startswith(before):
        return Framework(name, version, whole.removeprefix(before))
    message = f"{whole[:80]!r} does not begin with the framework and its version, {before!r}"
    properties.leave_out("bad-framework", message, "frameworkNumber")
    return None


def _retirement(properties: Properties) -> RetirementReason | None:
    text = properties.text("retirement")
    try:
        return RetirementReason(text) if text else None
    except ValueError:
        message = f"{text[:80]!r} is none of {', '.join(RetirementReason)}"
        properties.leave_out("unknown-term", message, "retirement")
        return None
