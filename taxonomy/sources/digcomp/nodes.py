"""The nodes of DigComp's JSON-LD files: which there are, what they say in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.vocabulary import Kind, NoteType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from taxonomy.sources.reading import Report

__all__ = ["SHAPES", "Node", "Shape", "nodes"]

_LARGEST = 100_000_000
"""Bytes; the files of DigComp 3.0 have under a million."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMED_LANGUAGE = re.compile(r"_([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")
_BASE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Which fields of a type of node are its label, notes, attributes and links."""

    kind: Kind
    label: str = ""
    notes: Mapping[NoteType, str]
    attributes: tuple[str, ...] = ()
    broader: str = ""
    level: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The fields that hold text in a language."""
        return tuple(filter(None, (self.label, *self.notes.values())))


_STATEMENT = "four_levels_proficiency_name"

SHAPES: dict[str, Shape] = {
    "CompetenceArea": Shape(
        kind=Kind.COMPETENCE_AREA,
        label="name",
        notes={NoteType.DESCRIPTION: "description"},
    ),
    "Competence": Shape(
        kind=Kind.DIGITAL_COMPETENCE,
        label="name",
        notes={NoteType.DESCRIPTION: "description"},
        broader="competence_area_id",
    ),
    "ProficiencyLevel": Shape(
        kind=Kind.PROFICIENCY_LEVEL,
        label="four_levels_name",
        notes={
            NoteType.DEFINITION: "four_levels_description",
            NoteType.DESCRIPTION: "eight_levels_description",
            NoteType.SCOPE_NOTE: "applies_to",
        },
        attributes=("eight_levels_mapping", "six_levels_mapping"),
    ),
    "CompetenceStatement": Shape(
        kind=Kind.COMPETENCE_STATEMENT,
        label="description",
        notes={},
        attributes=("ai_label",),
        broader="competence_id",
        level=_STATEMENT,
    ),
    "LearningOutcome": Shape(
        kind=Kind.LEARNING_OUTCOME,
        label="description",
        notes={},
        attributes=("ai_label", "type"),
        broader="competence_id",
        level=_STATEMENT,
    ),
    "Glossary": Shape(kind=Kind.GLOSSARY_TERM, notes={NoteType.DEFINITION: "explanation"}),
}
"""The types of node in the JRC's data supplement to DigComp 3.0."""

_IGNORED = frozenset({"@id", "@type", "@context", "competence_area_id", _STATEMENT})


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its id and shape, its texts by (field, language), its other values by field."""

    id: str
    shape: Shape
    texts: Mapping[tuple[str, str], str]
    values: Mapping[str, str]

    @property
    def local(self) -> str:
        """The id without its type: `1.1` of `Competence/1.1`."""
        return self.id.partition("/")[2] or self.id


def nodes(path: Path, report: Report) -> Iterator[Node]:
    """The usable nodes of a file; the report has every other one, and a file that is no such thing.

    The file's plain fields are English, and `name_nl` is Dutch; where a file whose name ends in a
    language has no such field, its plain fields are in that language.
    """
    graph = _graph(path, report)
    report.rows[report.file] += len(graph)
    base = _base_language(path, graph)
    for report.row, raw in enumerate(graph, start=1):
        node = _node(raw, base, report)
        if node:
            yield node
    report.row = 0


def _graph(path: Path, report: Report) -> list[Any]:
    try:
        if path.stat().st_size > _LARGEST:
            return _unreadable(report, f"has more than {_LARGEST:,} bytes")
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        return _unreadable(report, f"cannot be read: {error.strerror}")
    except orjson.JSONDecodeError as error:
        return _unreadable(report, f"is not JSON: {error}")
    graph = document.get("@graph") if isinstance(document, dict) else document
    if not isinstance(graph, list):
        return _unreadable(report, "is not JSON-LD with a list of nodes under @graph")
    return graph


def _unreadable(report: Report, why: str) -> list[Any]:
    report.refuse("unreadable-file", f"{report.file} {why}")
    return []


def _base_language(path: Path, graph: list[Any]) -> str:
    named = _NAMED_LANGUAGE.search(PurePath(path.name).stem)
    if named is None:
        return _BASE_LANGUAGE
    suffix = f"_{named[1]}"
    translated = any(key.endswith(suffix) for raw in graph if isinstance(raw, dict) for key in raw)
    return _BASE_LANGUAGE if translated else named[1]


def _node(raw: Any, base: str, report: Report) -> Node | None:
    if not isinstance(raw, dict):
        report.refuse("not-a-node", f"not a node, but {str(raw)[:60]!r}")
        return None
    shape = SHAPES.get(str(raw.get("@type")))
    if shape is None:
        report.refuse("unknown-type", f"{str(raw.get('@type'))[:60]!r} is no type of node", "@type")
        return None
    given = raw.get("@id")
    id = report.label(given, "@id") if isinstance(given, str) else ""
    if not id:
        report.refuse("missing-id", f"a {shape.kind} without an id", "@id")
        return None
    texts: dict[tuple[str, str], str] = {}
    for key, value in raw.items():
        field, lang = _field(key, shape, base)
        text = _text(field, key, value, shape, report) if field else ""
        if text:
            texts[field, lang] = text
        elif not field and not _expected(key, shape):
            report.remark("unknown-field", f"{key} of {id} was left out", key, concept=id)
    values = {key: _value(key, raw.get(key), report) for key in _value_fields(shape)}
    return Node(id, shape, texts, {k: v for k, v in values.items() if v})


def _field(key: str, shape: Shape, base: str) -> tuple[str, str]:
    """The text field and language that a key names, or "" twice."""
    for field in shape.texts:
        if key == field:
            return field, base
        lang = key.removeprefix(f"{field}_")
        if lang != key and _LANGUAGE.fullmatch(lang):
            return field, lang
    return "", ""


def _expected(key: str, shape: Shape) -> bool:
    return key in _IGNORED or key in _value_fields(shape) or key.startswith(f"{_STATEMENT}_")


def _value_fields(shape: Shape) -> tuple[str, ...]:
    return tuple(filter(None, (*shape.attributes, shape.broader, shape.level)))


def _text(field: str, key: str, value: Any, shape: Shape, report: Report) -> str:
    if not isinstance(value, str):
        report.refuse("not-text", f"not text, but {str(value)[:60]!r}", key)
        return ""
    return report.label(value, key) if field == shape.label else report.note(value, key)


def _value(key: str, value: Any, report: Report) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return report.label(value, key)
    report.refuse("not-text", f"not text, but {str(value)[:60]!r}", key)
    return ""
