"""DigComp 3.0 as the Joint Research Centre publishes it: JSON-LD, one file for each language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from taxonomy.errors import SourceUnreadableError
from taxonomy.model import Concept, Framework, Label, Link, Note
from taxonomy.sources.digcomp.nodes import Node, Shape, nodes
from taxonomy.sources.reading import Progress, Reading, Report
from taxonomy.text import normalise_label
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["read"]

_LEVEL = "ProficiencyLevel/"
_EIGHTH = "eight_levels_mapping"
_NUMBERED = frozenset({Kind.COMPETENCE_AREA, Kind.DIGITAL_COMPETENCE})


def read(paths: Sequence[Path], *, version: str, progress: Progress | None = None) -> Reading:
    """The concepts of one version in any number of languages, with a finding for every wart.

    Ids are `digcomp:` and the `@id` of the file, notations what stands behind its slash. The first
    file wins where files contradict each other. The four levels are taken from the rows of the
    eight. SourceUnreadableError where no file holds a node.
    """
    report = Report()
    gathered: dict[str, _Sketch] = {}
    for path in paths:
        report.file = path.name
        seen = dict(_nodes_once(path, report))
        _compare_ids(gathered, seen, report)
        for count, (id, node) in enumerate(seen.items(), start=1):
            _gather(gathered, id, node, report)
            if progress and count % 100 == 0:
                progress(report.file, count)
        if progress:
            progress(report.file, len(seen))
    if not gathered:
        named = ", ".join(path.name for path in paths) or "no file"
        why = str(report.findings[0].message) if report.findings else "there are no nodes"
        message = f"nothing of DigComp was found in {named}: {why}"
        raise SourceUnreadableError(message, report.findings)
    report.file = ""
    complete = gathered | _four_levels(gathered)
    concepts = (_concept(it, complete, version, report) for it in complete.values())
    return Reading(
        concepts=tuple(sorted(concepts)), findings=tuple(report.findings), rows=report.rows
    )


@dataclass(slots=True)
class _Sketch:
    """What the files say of a concept so far."""

    id: str
    local: str
    shape: Shape
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def _nodes_once(path: Path, report: Report) -> Iterator[tuple[str, Node]]:
    seen: dict[str, Node] = {}
    for node in nodes(path, report):
        earlier = seen.setdefault(node.id, node)
        if earlier is node:
            yield node.id, node
        elif earlier == node:
            report.remark("repeated-node", f"{node.id} stands there twice", "@id", node.id)
        else:
            message = f"{node.id} stands there again and says something else"
            report.refuse("duplicate-id", message, "@id", node.id)


def _gather(gathered: dict[str, _Sketch], id: str, node: Node, report: Report) -> None:
    sketch = gathered.setdefault(id, _Sketch(id, node.local, node.shape))
    if sketch.shape is not node.shape:
        message = f"{id} is a {node.shape.kind}, and was a {sketch.shape.kind} in another file"
        report.refuse("kinds-disagree", message, "@type", id)
        return
    for (name, lang), text in node.texts.items():
        if sketch.texts.setdefault((name, lang), text) != text:
            message = f"{name} of {id} in {lang} is another one than in an earlier file"
            report.repair("texts-disagree", message, name, id)
    for name, value in node.values.items():
        if sketch.values.setdefault(name, value) != value:
            message = f"{name} of {id} is {value}, and was {sketch.values[name]} in an earlier file"
            report.repair("values-disagree", message, name, id)


def _compare_ids(gathered: dict[str, _Sketch], seen: dict[str, Node], report: Report) -> None:
    """Report what a later file adds to the earlier ones, and what it leaves out; all is taken."""
    if not gathered or not seen:
        return
    for id in sorted(seen.keys() - gathered.keys()):
        report.repair("unknown-id", f"{id} stands in no earlier file", "@id", id)
    for id in sorted(gathered.keys() - seen.keys()):
        report.repair("not-in-file", f"{id} of an earlier file is missing", "@id", id)


def _four_levels(gathered: dict[str, _Sketch]) -> dict[str, _Sketch]:
    """The level `Basic` that the rows `Basic_1` and `Basic_2` share, by the id statements use."""
    levels: dict[str, _Sketch] = {}
    for row in sorted(gathered.values(), key=lambda it: it.local):
        name, _, number = row.local.rpartition("_")
        if row.shape.kind is not Kind.PROFICIENCY_LEVEL or not name or not number.isdigit():
            continue
        level = levels.setdefault(f"{_LEVEL}{name}", _Sketch(f"{_LEVEL}{name}", name, row.shape))
        for (part, lang), text in row.texts.items():
            if part != row.shape.notes[NoteType.DESCRIPTION]:
                level.texts.setdefault((part, lang), text)
    return {id: level for id, level in levels.items() if id not in gathered}


def _concept(sketch: _Sketch, known: dict[str, _Sketch], version: str, report: Report) -> Concept:
    kind = sketch.shape.kind
    labels = tuple(_labels(sketch))
    if not labels:
        report.repair("missing-text", f"{sketch.id} has no label", concept=sketch.id)
    return Concept(
        scheme="digcomp",
        id=_id(sketch.id),
        kind=kind,
        notation="" if kind is Kind.GLOSSARY_TERM else normalise_label(sketch.local),
        labels=labels,
        notes=tuple(_notes(sketch)),
        links=tuple(_links(sketch, known, report)),
        attributes=tuple(
            (name, value)
            for name, value in sketch.values.items()
            if name in sketch.shape.attributes
        ),
        framework=Framework("DigComp", version, sketch.local) if kind in _NUMBERED else None,
    )


def _id(id: str) -> str:
    return f"digcomp:{quote(id, safe='/()')}"


def _labels(sketch: _Sketch) -> Iterator[Label]:
    if sketch.shape.kind is Kind.GLOSSARY_TERM:
        yield Label("en", LabelType.PREFERRED, sketch.local)
    number = sketch.values.get(_EIGHTH, "")
    for (name, lang), text in sketch.texts.items():
        if name == sketch.shape.label:
            title = f"{text} {number}" if number else text
            yield Label(lang, LabelType.PREFERRED, normalise_label(title))


def _notes(sketch: _Sketch) -> Iterator[Note]:
    types = {name: type_ for type_, name in sketch.shape.notes.items()}
    for (name, lang), text in sketch.texts.items():
        if name in types:
            yield Note(lang, types[name], text)


def _links(sketch: _Sketch, known: dict[str, _Sketch], report: Report) -> Iterator[Link]:
    wanted = [
        (Predicate.BROADER, sketch.values.get(sketch.shape.broader, "")),
        (Predicate.LEVEL, sketch.values.get(sketch.shape.level, "")),
    ]
    if sketch.shape.kind is Kind.PROFICIENCY_LEVEL and _EIGHTH in sketch.values:
        wanted.append((Predicate.BROADER, f"{_LEVEL}{sketch.local.rpartition('_')[0]}"))
    for predicate, target in wanted:
        if target in known and target != sketch.id:
            yield Link(predicate, _id(target))
        elif target:
            message = f"{sketch.id} links to {target} ({predicate}), which no file holds"
            report.repair("dangling-link", message, predicate.value, sketch.id)
