"""Gathering what the statements of ESCO's RDF say of each concept, in whatever order they come.

Texts in languages that nobody asked for are not kept, and the nodes of labels, notes and relations
are known by a hash of their IRI: an export in 28 languages has over a million of them.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.sources.esco_rdf.terms import (
    CLASSES,
    FACTS,
    LABEL_NODES,
    LABELS,
    LINKS,
    NOTES,
    ROLES,
    SUCCESSORS,
    TYPES,
    Term,
)
from taxonomy.sources.skos_rdf.properties import language
from taxonomy.sources.statements import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from taxonomy.sources.reading import Report
    from taxonomy.sources.statements import Value
    from taxonomy.vocabulary import LabelType, NoteType

__all__ = ["Gathered", "Node", "last_part"]


class Node:
    """What is said of one subject that may be a concept; `file` is where it was met first."""

    __slots__ = ("facts", "file", "label_nodes", "labels", "note_nodes", "notes", "types")

    def __init__(self, file: str) -> None:
        self.file = file
        self.types: set[str] = set()
        self.facts: dict[str, list[Value]] = {}
        self.labels: set[tuple[LabelType, str, str]] = set()
        self.notes: set[tuple[NoteType, str, str]] = set()
        self.label_nodes: dict[LabelType, array[int]] = {}
        self.note_nodes: dict[NoteType, array[int]] = {}


class Gathered:
    """Everything read so far; `take` knows what to do with a statement by its property."""

    def __init__(self, langs: Collection[str], report: Report) -> None:
        self.report = report
        self.nodes: dict[str, Node] = {}
        self.forms: dict[int, tuple[str, str]] = {}
        self.elsewhere: set[int] = set()
        self.links: dict[str, dict[str, set[str]]] = {}
        self.successors: dict[str, set[str]] = {}
        self.schemes: dict[str, set[str]] = {}
        self.relations: dict[str, list[str]] = {}
        self.roles: Counter[str] = Counter()
        self._langs = frozenset(langs)
        self._literals: dict[int, list[str]] = {}
        self._iris: dict[str, str] = {}
        self.take: Mapping[str, Callable[[str, str, Value], None]] = {
            Term.TYPE: self._type,
            Term.LITERAL_FORM: self._form,
            Term.LABEL_ROLE: self._role,
            Term.NODE_LITERAL: self._note_text,
            Term.LANGUAGE: self._note_language,
            Term.NOTATION: self._fact,
            Term.IN_SCHEME: self._scheme,
            Term.TOP_CONCEPT_OF: self._scheme,
            Term.HAS_TOP_CONCEPT: self._member,
            Term.MEMBER: self._member,
            **dict.fromkeys(
                (Term.ASSOCIATION_FOR, Term.TARGET, Term.RELATION_TYPE), self._relation
            ),
            **dict.fromkeys(LABELS, self._label),
            **dict.fromkeys(LABEL_NODES, self._label_node),
            **dict.fromkeys(NOTES, self._note),
            **dict.fromkeys(LINKS, self._link),
            **dict.fromkeys(SUCCESSORS, self._successor),
            **dict.fromkeys(FACTS, self._fact),
        }

    def same(self, iri: str) -> str:
        """The one object for all IRIs that are equal."""
        return self._iris.setdefault(iri, iri)

    def _node(self, subject: str) -> Node:
        node = self.nodes.get(subject)
        if node is None:
            node = self.nodes[self.same(subject)] = Node(self.report.file)
        return node

    def _type(self, subject: str, _: str, value: Value) -> None:
        if isinstance(value, str) and (name := CLASSES.get(value)):
            self._node(subject).types.add(name)

    def _label(self, subject: str, predicate: str, value: Value) -> None:
        if not isinstance(value, Words):
            self._label_node(subject, predicate, value)
        elif (lang := self._asked(value.lang)) is not None:
            if lang:
                self._node(subject).labels.add((LABELS[predicate], lang, value.text))
            else:
                message = f"{value.text[:80]!r} has no language tag such as @nl: left out"
                self.report.refuse("bad-language", message, predicate, subject)

    def _label_node(self, subject: str, predicate: str, value: Value) -> None:
        if isinstance(value, Words):
            self._refuse_text(subject, predicate, value)
            return
        type = LABEL_NODES.get(predicate) or LABELS[predicate]
        nodes = self._node(subject).label_nodes
        nodes.setdefault(type, array("q")).append(hash(value))

    def _note(self, subject: str, predicate: str, value: Value) -> None:
        type = NOTES[predicate]
        if isinstance(value, str):
            nodes = self._node(subject).note_nodes
            nodes.setdefault(type, array("q")).append(hash(value))
        elif lang := self._asked(value.lang):
            self._node(subject).notes.add((type, lang, value.text))

    def _form(self, subject: str, predicate: str, value: Value) -> None:
        if isinstance(value, str):
            message = f"the label has the IRI {value[:200]} where its text is needed: left out"
            self.report.refuse("not-text", message, predicate, subject)
            return
        key, lang = hash(subject), self._asked(value.lang)
        if not lang:
            self.elsewhere.add(key)
            if lang is not None:
                message = f"{value.text[:80]!r} has no language tag such as @nl: left out"
                self.report.refuse("bad-language", message, predicate, subject)
            return
        before = self.forms.setdefault(key, (lang, value.text))
        if before != (lang, value.text):
            message = f"has the text {before[1][:80]!r} and {value.text[:80]!r}: the first counts"
            self.report.refuse("two-values", message, predicate, subject)

    def _role(self, _: str, __: str, value: Value) -> None:
        role = last_part(value if isinstance(value, str) else value.text)
        self.roles[role if role in ROLES else f"?{role[:80]}"] += 1

    def _note_text(self, subject: str, _: str, value: Value) -> None:
        if isinstance(value, Words):
            self._literal(subject, value.lang, value.text)

    def _note_language(self, subject: str, _: str, value: Value) -> None:
        tag = value.text if isinstance(value, Words) else last_part(value)
        self._literal(subject, tag, "")

    def _literal(self, subject: str, tag: str, text: str) -> None:
        """Keep what a node of a note says, until both its language and its text are known."""
        key = hash(subject)
        if key in self.elsewhere or key in self.forms:
            return
        known = self._literals.setdefault(key, ["", ""])
        known[0], known[1] = known[0] or tag, known[1] or text
        if known[0]:
            lang = self._asked(known[0])
            if not lang:
                self.elsewhere.add(key)
                del self._literals[key]
            elif known[1]:
                self.forms[key] = (lang, known[1])
                del self._literals[key]

    def _link(self, subject: str, predicate: str, value: Value) -> None:
        if isinstance(value, Words):
            self._refuse_text(subject, predicate, value)
            return
        type, is_inverse = LINKS[predicate]
        self.link(type, *((value, subject) if is_inverse else (subject, value)))

    def link(self, type: str, subject: str, target: str) -> None:
        """Note a link; one that is said twice, from either side, is one."""
        targets = self.links.setdefault(self.same(subject), {}).setdefault(type, set())
        targets.add(self.same(target))

    def _successor(self, subject: str, predicate: str, value: Value) -> None:
        if isinstance(value, Words):
            self._refuse_text(subject, predicate, value)
            return
        old, new = (value, subject) if SUCCESSORS[predicate] else (subject, value)
        self.successors.setdefault(self.same(old), set()).add(self.same(new))

    def _fact(self, subject: str, predicate: str, value: Value) -> None:
        facts = self._node(subject).facts.setdefault(FACTS.get(predicate, "code"), [])
        if value not in facts:
            facts.append(self.same(value) if isinstance(value, str) else value)

    def _scheme(self, subject: str, _: str, value: Value) -> None:
        if isinstance(value, str):
            self.schemes.setdefault(last_part(value), set()).add(self.same(subject))

    def _member(self, subject: str, _: str, value: Value) -> None:
        if isinstance(value, str):
            self.schemes.setdefault(last_part(subject), set()).add(self.same(value))

    def _relation(self, subject: str, predicate: str, value: Value) -> None:
        """Keep what a relation says until it is whole; then it is a link."""
        place = (Term.ASSOCIATION_FOR, Term.TARGET, Term.RELATION_TYPE).index(predicate)
        parts = self.relations.setdefault(subject, ["", "", "", self.report.file])
        parts[place] = value if isinstance(value, str) else value.text
        first, target, type = parts[:3]
        if first and target and last_part(type) in TYPES:
            self.link(TYPES[last_part(type)], first, target)
            del self.relations[subject]

    def _asked(self, tag: str) -> str | None:
        """The tag as it is written where it was asked for, "" for no tag, else None."""
        if not (lang := language(tag)):
            return ""
        return lang if lang in self._langs or not self._langs else None

    def _refuse_text(self, subject: str, predicate: str, value: Words) -> None:
        message = f"{value.text[:80]!r} stands where an IRI is needed: left out"
        self.report.refuse("not-an-iri", message, predicate, subject)


def last_part(iri: str) -> str:
    """What stands behind the last `/` of an IRI."""
    return iri.strip().rstrip("/").rpartition("/")[2]
