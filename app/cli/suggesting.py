"""`competent suggest-mappings`: ranked candidates in a release for each concept of a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.files import read_whole
from app.cli.indexing import encoding
from app.cli.output import Output, failing_clearly
from app.context import Context
from app.suggesting import MOST_LENDERS, Semantic, suggester
from taxonomy.errors import InvalidQueryError
from taxonomy.schemes import SCHEMES
from taxonomy.sources import subject_list
from taxonomy.suggesting.values import NO_MATCH
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from taxonomy.model import Concept
    from taxonomy.suggesting.values import Candidate, Subject, Suggestion

__all__ = ["suggest_mappings"]

_SHOWN = 3
_UNLIKELY = 0.5
_SCHEMES = ", ".join(SCHEMES)


def suggest_mappings(
    subjects: Annotated[
        Path, typer.Option("--subjects", help="CSV: id, label_nl, label_fr, label_de, label_en.")
    ],
    object_: Annotated[
        str, typer.Option("--object", help="The release to map to, such as esco/1.2.0.")
    ] = "esco/current",
    top: Annotated[int, typer.Option(min=1, max=100, help="Candidates a subject.")] = 10,
    kind: Annotated[
        Kind | None, typer.Option(help="What the subjects are; else it is told from their labels.")
    ] = None,
    lenders: Annotated[
        int, typer.Option(min=0, max=20, help="How many other releases lend labels.")
    ] = MOST_LENDERS,
    semantic: Annotated[
        bool,
        typer.Option("--semantic", help="Look for what labels mean, too (competent[semantic])."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")] = False,
) -> None:
    """Suggest concepts of a release for each concept of a list, with predicate, confidence and reasons.

    Nothing is recorded: a suggestion is for a reviewer.
    """
    output = Output(json=json)
    with failing_clearly(output):
        scheme, _, version = object_.partition("/")
        if not version:
            message = f"--object {object_[:80]!r} names no release: write it as esco/1.2.0"
            raise InvalidQueryError(message)
        held = subject_list.read(read_whole(subjects), subjects.name)
        for finding in held.findings:
            output.warn(str(finding))
        asked = [_of_kind(it, kind) for it in held.subjects]
        with output.progress("suggesting", len(asked)) as step:
            step(f"reading {object_}", 0)
            context = Context.open()
            meant = Semantic(context.settings.indexes, encoding(step)) if semantic else None
            engine = suggester(context.engine, scheme, version, lenders=lenders, semantic=meant)
            step("searching", 0)
            found = engine.suggest(asked, most=top, progress=lambda done: step("done", done))
            if json:
                for it in found:
                    output.record(values(it))
                return
            rows = [row for it in found for row in _rows(it)]
        output.table(
            ("id", "label", "candidate", "label", "predicate", "score", "sure", "why"), rows
        )


def values(it: Suggestion) -> dict[str, object]:
    """A suggestion as it is printed for scripts."""
    return {
        "id": it.subject.id,
        "no_match": it.no_match,
        "candidates": [_values(candidate) for candidate in it.candidates],
    }


def _values(it: Candidate) -> dict[str, object]:
    return {
        "uri": it.concept.id,
        "notation": it.concept.notation,
        "kind": it.concept.kind.value,
        "pref_label": it.concept.pref_labels(),
        "predicate": it.predicate,
        "predicate_confidence": it.predicate_confidence,
        "score": it.score,
        "confidence": it.confidence,
        "reasons": [
            {key: value for key, value in reason._asdict().items() if value not in ("", ())}
            for reason in it.reasons
        ],
    }


def _of_kind(subject: Subject, kind: Kind | None) -> Subject:
    return subject.of_kind(kind) if kind and not subject.kinds else subject


def _rows(it: Suggestion) -> list[tuple[object, ...]]:
    label = next((name.text for name in it.subject.names), "")
    rows: list[tuple[object, ...]] = []
    if it.no_match >= _UNLIKELY:
        rows.append((it.subject.id, label, "–", "", NO_MATCH, "", it.no_match, "nothing is alike"))
    for candidate in it.candidates[:_SHOWN]:
        head = (it.subject.id, label) if not rows else ("", "")
        rows.append(
            (
                *head,
                candidate.concept.notation or candidate.concept.id,
                _name(candidate.concept, it.subject),
                candidate.predicate,
                candidate.score,
                candidate.confidence,
                candidate.reasons[0].text,
            )
        )
    return rows


def _name(concept: Concept, subject: Subject) -> str:
    """The concept's preferred label, in the subject's language where it can be."""
    texts = concept.pref_labels()
    order = (*(it.lang for it in subject.names), "en", *texts)
    return next((texts[lang] for lang in order if lang in texts), "")
