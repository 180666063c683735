"""A mapping set as a table of EURES, in the layout in which Belgium's two tables are published.

A relation reads from classification 2 to classification 1. So classification 1 is the object's scheme
and classification 2 the subject's: a set from Competent to ESCO gives the official layout, and the
same set seen from ESCO (`MappingSet.inverted`) one whose classifications have changed places.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from taxonomy.formats.cells import delimited
from taxonomy.mapping import NO_TERM_FOUND, Mapping, MappingSet
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import Kind, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as Dictionary

    from taxonomy.mapping import MappingSource, Side
    from taxonomy.model import Concept

__all__ = ["LOST", "Known", "Part", "carried", "parts", "write"]

LOST = (
    "mappings that are not accepted: suggested, rejected and stale ones",
    "states, justifications, confidences, reviewers, both dates, the revisions that were seen, and "
    "reasons",
    "authors and sources of single mappings: a table names one author, one title, one version and "
    "one date",
    "that nothing was found by another predicate than exactMatch: it is written as `no relation`",
    "labels of a concept that its release holds: those of the release are written",
    "the comment of the set, and licences",
)
"""What no table tells, so that an import of one cannot know it."""

_NO_RELATION = "no relation"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LANGS = ("nl", "fr")
_ADDRESSES = ("http://", "https://")
_OCCUPATIONS = frozenset({Kind.PROFILE, Kind.OCCUPATION, Kind.ISCO_GROUP})
_WORDED = {"competent": "Competent {}", "esco": "V{}", "rome": "ROME {}"}
"""How versions are written that a spreadsheet would take for numbers, in the words of the tables."""
_NOTHING_KNOWN: Dictionary[str, Concept] = MappingProxyType({})


class Part(StrEnum):
    """A set has a table of each of these, where it maps any of them."""

    OCCUPATIONS = "occupations"
    COMPETENCES = "competences"


class Known(NamedTuple):
    """Id → concept in the releases of both sides, empty for a side that the service does not hold.

    `public_url` is where the service stands: what concepts without a URI of their own have one at.
    """

    subjects: Dictionary[str, Concept] = _NOTHING_KNOWN
    objects: Dictionary[str, Concept] = _NOTHING_KNOWN
    public_url: str = ""


def parts(content: MappingSet, known: Known) -> list[Part]:
    """Which tables the set has: the parts of which it holds an accepted mapping."""
    found = {_part(it, known) for it in content if _is_told(it)}
    return [it for it in Part if it in found]


def write(content: MappingSet, part: Part, known: Known) -> bytes:
    """The table of this part in UTF-8; equal sets and releases give equal bytes. It leaves out LOST.

    Occupations stand there once for each language in which the national concept has a label, as in
    the published table, whose last column is that label; competences once. A text that a spreadsheet
    might calculate stands behind an apostrophe, which reading takes away.
    """
    layout = _Layout(content, part, known)
    rows = [*layout.facts(), [], [], layout.header(), *layout.rows()]
    width = len(layout.header())
    return "".join(_line(it, width) for it in rows).encode()


def carried(content: MappingSet, part: Part, known: Known) -> MappingSet:
    """What reading the table gives, its file apart: this part of the set without what is LOST."""
    layout = _Layout(content, part, known)
    rows = {(it.subject_id, it.predicate, it.object_id): it for it in layout.mappings}
    found = [
        Mapping(
            subject_id=it.subject_id,
            predicate=it.predicate,
            object_id=it.object_id,
            author=layout.author,
            comment=it.comment,
            subject_label=next(filter(None, layout.labels_of(it)), ""),
            object_label=layout.object_label(it),
        )
        for it in rows.values()
    ]
    return MappingSet.of(content.subject, content.object, found)


def _is_told(mapping: Mapping) -> bool:
    return mapping.state is MappingState.ACCEPTED


def _part(mapping: Mapping, known: Known) -> Part:
    concept = known.objects.get(mapping.object_id) or known.subjects.get(mapping.subject_id)
    for id in (mapping.object_id, mapping.subject_id):
        if "/esco/skill/" in id:
            return Part.COMPETENCES
        if "/esco/occupation/" in id or "/esco/isco/" in id:
            return Part.OCCUPATIONS
    is_competence = concept is not None and concept.kind not in _OCCUPATIONS
    return Part.COMPETENCES if is_competence else Part.OCCUPATIONS


class _Names(NamedTuple):
    """How a row names a concept."""

    uri: str
    code: str
    url: str


class _Layout:
    """The rows of one table."""

    def __init__(self, content: MappingSet, part: Part, known: Known) -> None:
        told = [it for it in content if _is_told(it) and _part(it, known) is part]
        self._content, self._part, self._known = content, part, known
        self.mappings = [
            replace(it, predicate=MappingPredicate.EXACT) if it.finds_nothing else it for it in told
        ]
        self._given = _first_labels(told)
        self._sources = _sources(content, told)

    @property
    def author(self) -> str:
        """Whom the table names: everybody who is the author of one of its mappings."""
        return ", ".join(sorted({it.author for it in self.mappings if it.author}))

    def facts(self) -> Iterator[Sequence[str]]:
        """The fourteen rows above the header."""
        content, source = self._content, self._sources[0] if len(self._sources) == 1 else None
        kind = "Occupation" if self._part is Part.OCCUPATIONS else "Competence"
        title = f"{_title(content.object)} - {_title(content.subject)}"
        yield "Mapping project name", (source.title if source else "") or title
        yield "Mapping project author", self.author
        yield "Mapping project version", source.version if source else ""
        yield "Mapping project version date", max((it.date for it in self._sources), default="")
        for number, side, langs in (("1", content.object, "nl"), ("2", content.subject, "nl/fr")):
            name = f"{_title(side)} {self._part}" if side.scheme in _WORDED else _title(side)
            yield f"Classification {number} Name", name
            yield f"Classification {number} Concept type", kind
            yield (
                f"Classification {number} Version",
                _WORDED.get(side.scheme, "{}").format(side.version),
            )
            yield f"Classification {number} Language", langs
            scheme = SCHEMES.get(side.scheme)
            yield f"Classification {number} Landing page", scheme.homepage if scheme else ""

    def header(self) -> Sequence[str]:
        """The columns; those of competences have French first, and no label behind the note."""
        parts = ("URI", "ID", "PrefLabel", "URL")
        first = [f"Classification 1 {it}" for it in parts]
        uri, id, label, url = (f"Classification 2 {it}" for it in parts)
        langs = [f"{label} {it.upper()}" for it in _LANGS]
        if self._part is Part.COMPETENCES:
            return [*first, uri, id, *reversed(langs), url, "Mapping Relation", "Editorial Note"]
        return [*first, uri, id, *langs, url, "Mapping relation", "Editorial Note", label]

    def rows(self) -> Iterator[Sequence[str]]:
        """A row a mapping, or one for each language of an occupation's labels."""
        known = self._known
        for it in self.mappings:
            subject = self._names(it.subject_id, known.subjects, self._content.subject)
            object_ = self._names(it.object_id, known.objects, self._content.object)
            relation = it.predicate.value
            if it.finds_nothing:
                object_, relation = _Names("", "", ""), _NO_RELATION
            labels = self.labels_of(it)
            first = object_.uri, object_.code, self.object_label(it), object_.url
            if self._part is Part.COMPETENCES:
                yield *first, *subject[:2], *reversed(labels), subject.url, relation, it.comment
                continue
            for label in dict.fromkeys(filter(None, labels)) or ("",):
                yield *first, *subject[:2], *labels, subject.url, relation, it.comment, label

    def labels_of(self, mapping: Mapping) -> tuple[str, ...]:
        """The subject's preferred labels in Dutch and French; the one that was given, where it is not held."""
        concept = self._known.subjects.get(mapping.subject_id)
        if concept is None:
            return self._given.get(mapping.subject_id, ""), ""
        return tuple(concept.pref_label(it) or "" for it in _LANGS)

    def object_label(self, mapping: Mapping) -> str:
        """The object's preferred label in Dutch, else in the first language that has one."""
        if mapping.finds_nothing:
            return ""
        concept = self._known.objects.get(mapping.object_id)
        if concept is None:
            return self._given.get(mapping.object_id, "")
        found = concept.pref_labels()
        return next((found[it] for it in (*_LANGS, "en", *found) if it in found), "")

    def _names(self, id: str, known: Dictionary[str, Concept], side: Side) -> _Names:
        concept = known.get(id)
        code = concept.notation if concept else ""
        if id.startswith(_ADDRESSES):
            return _Names(id, code, id)
        if concept is None:
            return _Names(id, "", "") if _UUID.fullmatch(id) else _Names("", id, "")
        base = f"{self._known.public_url}/id/{side.scheme}/" if self._known.public_url else ""
        return _Names(id, code, f"{base}{quote(code or id, safe='')}" if base else "")


def _first_labels(mappings: Sequence[Mapping]) -> dict[str, str]:
    """Id → the label that its first mapping with one gives it."""
    found: dict[str, str] = {}
    for it in mappings:
        for id, label in ((it.subject_id, it.subject_label), (it.object_id, it.object_label)):
            if label and id != NO_TERM_FOUND:
                found.setdefault(id, label)
    return found


def _sources(content: MappingSet, mappings: Sequence[Mapping]) -> list[MappingSource]:
    named = {it.source for it in mappings}
    return [it for it in content.sources if it.file in named]


def _title(side: Side) -> str:
    return SCHEMES[side.scheme].title if side.scheme in SCHEMES else side.scheme


def _line(cells: Sequence[str], width: int) -> str:
    return ",".join(map(delimited, [*cells, *[""] * (width - len(cells))])) + "\n"
