"""The nodes of a file by our words for their properties and classes; what has none is remarked."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from taxonomy.formats.rdf.terms import ATTRIBUTE, CLASSES, KIND_CLASSES, PROPERTIES, namespaces
from taxonomy.sources.skos_rdf.properties import Properties
from taxonomy.sources.skos_rdf.statements import Words

if TYPE_CHECKING:
    from taxonomy.sources.reading import Report
    from taxonomy.sources.skos_rdf.statements import Nodes, Value

__all__ = ["Graph"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Graph:
    """The nodes of a file of the service at `public_url`; what its terms do not name is remarked."""

    def __init__(self, nodes: Nodes, public_url: str, report: Report) -> None:
        self._report = report
        self._spaces = namespaces(public_url)
        self.own = self._spaces["ns"]
        self._terms = {self._full(name): term for term, (name, _) in PROPERTIES.items()}
        self._class_names = {self._full(name): it for it, name in CLASSES.items()}
        self._class_names |= {self.own + it: it for it in KIND_CLASSES}
        self._instances: defaultdict[str, set[str]] = defaultdict(set)
        self._nodes: dict[str, dict[str, list[Value]]] = {}
        unknown: Counter[str] = Counter()
        for address, values in nodes.items():
            self._nodes[address] = self._by_term(values, unknown)
            for it in values.get(_TYPE, ()):
                if isinstance(it, str) and it in self._class_names:
                    self._instances[self._class_names[it]].add(address)
                else:
                    unknown[str(it)] += 1
        for name, count in sorted(unknown.items()):
            message = f"{name} is not known here; {count:,} statements with it were left out"
            report.remark("unknown-field", message)

    def of_class(self, name: str) -> list[str]:
        """The IRIs of the nodes of a class, by our word for it, sorted."""
        return sorted(self._instances[name])

    def is_a(self, address: str, name: str) -> bool:
        """Whether the node is of this class."""
        return address in self._instances[name]

    def predicate(self, term: str) -> str:
        """The IRI of a property, by our word for it."""
        return self._full(PROPERTIES[term][0])

    def id(self, address: str) -> str:
        """The id of what has this IRI: the one that it is given, else the IRI."""
        given = self._nodes.get(address, {}).get("identifier", ())
        return min((it.text for it in given if isinstance(it, Words)), default=address)

    def properties(self, address: str, of: Properties | None = None) -> Properties:
        """What is said of a node; `of` is the concept that it is a part of."""
        values = self._nodes.get(address, {})
        if of:
            return Properties(values, self._report, of.name, of.id)
        id = self.id(address)
        notations = values.get("notation", ())
        own = [it.text for it in notations if isinstance(it, Words) and not it.datatype]
        return Properties(values, self._report, min(own, default=id), id)

    def _full(self, name: str) -> str:
        prefix, local = name.split(":")
        return self._spaces[prefix] + local

    def _by_term(
        self, values: dict[str, list[Value]], unknown: Counter[str]
    ) -> dict[str, list[Value]]:
        found: dict[str, list[Value]] = {}
        for predicate, objects in values.items():
            if predicate in self._terms:
                found[self._terms[predicate]] = objects
            elif predicate.startswith(self.own + ATTRIBUTE):
                found[predicate.removeprefix(self.own)] = objects
            elif predicate != _TYPE:
                unknown[predicate] += len(objects)
        return found
