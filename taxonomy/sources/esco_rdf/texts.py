"""The labels and notes of one concept of ESCO, from literals and from nodes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.model import Label, Note
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from taxonomy.sources.esco_rdf.gathering import Gathered, Node
    from taxonomy.vocabulary import NoteType

__all__ = ["labels_of", "notes_of"]

_ORDER = (LabelType.PREFERRED, LabelType.ALTERNATIVE, LabelType.HIDDEN)


def labels_of(iri: str, node: Node, gathered: Gathered) -> list[Label]:
    """Its labels in normal form: one preferred a language, and no text twice in a language."""
    taken: dict[str, set[str]] = {}
    labels: list[Label] = []
    by_type = _labels_by_type(iri, node, gathered)
    for type in _ORDER:
        for lang, raw in sorted(by_type[type]):
            text = gathered.report.label(raw, f"{type}: {iri}")
            there = taken.setdefault(lang, set())
            if type is LabelType.PREFERRED and there and text not in there:
                message = (
                    f"has the preferred label {min(there)!r} in {lang}, so {text!r} was left out"
                )
                gathered.report.refuse("two-labels", message, "skosxl:prefLabel", iri)
            elif text in there:
                _report_repeat(iri, type, text, gathered)
            elif text:
                there.add(text)
                labels.append(Label(lang, type, text))
    _report_missing(iri, labels, gathered)
    return labels


def notes_of(iri: str, node: Node, gathered: Gathered) -> list[Note]:
    """Its notes in normal form, one of each type in a language."""
    found = set(node.notes)
    for type, keys in node.note_nodes.items():
        for key in keys:
            if key in gathered.forms:
                found.add((type, *gathered.forms[key]))
            elif key not in gathered.elsewhere:
                _report_empty(iri, "a note", gathered)
    notes: dict[tuple[NoteType, str], Note] = {}
    for type, lang, raw in sorted(found):
        text = gathered.report.note(raw, f"{type}: {iri}")
        if text and notes.setdefault((type, lang), Note(lang, type, text)).text != text:
            message = f"another {type} in {lang}: the first counts"
            gathered.report.repair("contradiction", message, type.value, iri)
    return list(notes.values())


def _labels_by_type(
    iri: str, node: Node, gathered: Gathered
) -> dict[LabelType, set[tuple[str, str]]]:
    found: dict[LabelType, set[tuple[str, str]]] = {type: set() for type in LabelType}
    for type, lang, text in node.labels:
        found[type].add((lang, text))
    for type, keys in node.label_nodes.items():
        for key in keys:
            if key in gathered.forms:
                found[type].add(gathered.forms[key])
            elif key not in gathered.elsewhere:
                _report_empty(iri, f"a label ({type})", gathered)
    return found


def _report_empty(iri: str, what: str, gathered: Gathered) -> None:
    message = f"names {what} that no file gives a text: left out"
    gathered.report.refuse("missing-text", message, "skosxl:literalForm", iri)


def _report_repeat(iri: str, type: LabelType, text: str, gathered: Gathered) -> None:
    if type is not LabelType.PREFERRED:
        message = f"a label of this concept already, left out: {text[:300]}"
        gathered.report.remark("repeated-label", message, type.value, iri)


def _report_missing(iri: str, labels: list[Label], gathered: Gathered) -> None:
    named = {it.lang for it in labels if it.type is LabelType.PREFERRED}
    for lang in sorted({it.lang for it in labels} - named):
        message = f"has no preferred label in {lang}"
        gathered.report.repair("label-missing", message, "skos:prefLabel", iri)
    if not labels:
        message = "has no label in any of the languages that are read"
        gathered.report.repair("label-missing", message, "skos:prefLabel", iri)
