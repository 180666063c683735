"""Suggesting mappings for a whole scheme: into the draft of a set, block by block, to be gone on with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.db import mapping_sets
from app.db.mapping_sets import DRAFT, SetRecord
from app.db.session import reading, writing
from app.indexing import index_of
from app.suggesting import Semantic, suggester
from taxonomy.mapping import NO_TERM_FOUND, Mapping, MappingSet, Side
from taxonomy.suggesting.subjects import accepted_of, subject_of
from taxonomy.vocabulary import Justification, Kind, MappingPredicate, MappingState, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from app.db.mapping_tables import MappingSetRow
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.values import Candidate, Suggestion

__all__ = ["BLOCK", "LEAST_CONFIDENCE", "Run", "Wanted", "run_suggestions"]

BLOCK = 1_000
"""Concepts whose suggestions are written in one transaction: what a killed run loses at most."""
LEAST_CONFIDENCE = 0.05
"""A candidate that a reviewer takes less often than this is not worth being looked at."""
_NOTHING = 0.5
_SOURCE = "suggested by "


class Wanted(NamedTuple):
    """What a run is to do: for which kinds of concepts, how many candidates of each to keep, and whether by meaning too."""

    kinds: Sequence[Kind] = ()
    most: int = 3
    semantic: Semantic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run did: concepts it was to look at, those that an earlier try had done, rows it added."""

    record: SetRecord
    concepts: int
    done_before: int
    suggested: int
    nothing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """What a run depends on; `source` names all of it, so that another basis begins anew."""

    subject: ReleaseIndex
    engine: Suggester
    held: MappingSet
    most: int
    source: str


def run_suggestions(
    engine: Engine,
    subject: Side,
    object_: Side,
    wanted: Wanted = Wanted(),  # noqa: B008 # a value, never changed
    *,
    at: datetime,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Run:
    """Suggest mappings for every active concept that has no accepted one, as rows of the draft.

    Nothing that the set says already is touched, and what was rejected is not suggested again. A run
    that was cut short goes on where it stopped, with the same results; suggestions of an earlier
    basis (release, labels, accepted mappings, weights) that nobody looked at give way to the new ones.
    `progress` is called with the concepts done and all of them. ReleaseNotFoundError,
    SemanticUnavailableError.
    """
    basis = _basis(engine, subject, object_, wanted)
    _make_room(engine, basis, at)
    concepts = _concepts(basis, wanted.kinds)
    done = {it.subject_id for it in _draft(engine, basis) if it.source == basis.source}
    left = [it for it in concepts if it.id not in done]
    counts = [0, 0]
    accepted = accepted_of(basis.held)
    before = len(concepts) - len(left)
    progress(before, len(concepts))
    for start in range(0, len(left), BLOCK):
        block = left[start : start + BLOCK]
        subjects = [subject_of(it, basis.subject) for it in block]

        def told(done: int, start: int = start) -> None:
            progress(before + start + done, len(concepts))

        found = list(
            basis.engine.suggest(subjects, most=basis.most, accepted=accepted, progress=told)
        )
        rows = list(_rows(basis, block, found, at))
        _write(engine, basis, rows, at)
        nothing = sum(it.finds_nothing for it in rows)
        counts[0] += len(rows) - nothing
        counts[1] += nothing
    with reading(engine) as session:
        record = mapping_sets.as_record(mapping_sets.get(session, basis.held.name))
    return Run(
        record=record,
        concepts=len(concepts),
        done_before=before,
        suggested=counts[0],
        nothing=counts[1],
    )


def _basis(engine: Engine, subject: Side, object_: Side, wanted: Wanted) -> _Basis:
    index, most = index_of(engine, *subject), wanted.most
    found = suggester(engine, *object_, semantic=wanted.semantic)
    sides = Side(*index.release.name.split("/")), Side(*found.index.release.name.split("/"))
    with reading(engine) as session:
        row = mapping_sets.find(session, MappingSet.of(*sides, ()).name)
        held = mapping_sets.load(session, row) if row else MappingSet.of(*sides, ())
    told = [index.release.digest, found.digest, str(most), *_said(held)]
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    return _Basis(subject=index, engine=found, held=held, most=most, source=f"{_SOURCE}{digest}")


def _said(held: MappingSet) -> Iterable[str]:
    """What people said in the set, which suggestions build on."""
    return (
        f"{it.subject_id} {it.predicate.value} {it.object_id} {it.state.value}"
        for it in held
        if it.state is not MappingState.SUGGESTED
    )


def _make_room(engine: Engine, basis: _Basis, at: datetime) -> None:
    """Open the draft where there is none, and take suggestions of another basis out of it."""
    held = basis.held
    with writing(engine) as session:
        row = mapping_sets.hold(session, held.name)
        old = [it for it in held if _is_outdated(it, basis)]
        if row is None or row.status != DRAFT:
            sample = basis.subject.release.sample or basis.engine.index.release.sample
            row = mapping_sets.opened(session, held, row, at, sample=sample)
            mapping_sets.fill(session, row, held, at)
        if old:
            kept = [it for it in held if it not in old]
            content = MappingSet.of(
                held.subject, held.object, kept, sources=held.sources, comment=held.comment
            )
            mapping_sets.fill(session, row, content, at)


def _is_outdated(mapping: Mapping, basis: _Basis) -> bool:
    suggested = mapping.state is MappingState.SUGGESTED and mapping.source.startswith(_SOURCE)
    return suggested and mapping.source != basis.source


def _draft(engine: Engine, basis: _Basis) -> MappingSet:
    with reading(engine) as session:
        return mapping_sets.load(session, mapping_sets.get(session, basis.held.name))


def _concepts(basis: _Basis, kinds: Sequence[Kind]) -> list[Concept]:
    """The active concepts to look at: of these kinds, or of those that the set maps, or of all."""
    by_id = basis.subject.taxonomy.by_id
    mapped = {by_id[it.subject_id].kind for it in basis.held if it.subject_id in by_id}
    chosen = set(kinds) or mapped
    accepted = {it.subject_id for it in basis.held if it.state is MappingState.ACCEPTED}
    return [
        it
        for it in basis.subject.listed(status=Status.ACTIVE)
        if (not chosen or it.kind in chosen) and it.id not in accepted and basis.subject.labels(it)
    ]


def _rows(
    basis: _Basis, concepts: Sequence[Concept], found: Sequence[Suggestion], at: datetime
) -> Iterable[Mapping]:
    said = {
        it.order for it in basis.held if it.source != basis.source and not _is_outdated(it, basis)
    }
    for concept, suggestion in zip(concepts, found, strict=True):
        rows = [
            _row(basis, concept, it, at)
            for it in suggestion.candidates
            if it.confidence >= LEAST_CONFIDENCE
        ]
        if suggestion.no_match >= _NOTHING:
            rows = [_nothing(basis, concept, suggestion, at)]
        yield from (it for it in rows if it.order not in said)


def _row(basis: _Basis, concept: Concept, it: Candidate, at: datetime) -> Mapping:
    labels = concept.pref_labels(), it.concept.pref_labels()
    lang = next((tag for tag in labels[0] if tag in labels[1]), "")
    return Mapping(
        subject_id=concept.id,
        predicate=MappingPredicate(it.predicate),
        object_id=it.concept.id,
        justification=Justification.COMPOSITE,
        state=MappingState.SUGGESTED,
        confidence=it.confidence,
        mapping_date=at.date(),
        subject_label=labels[0].get(lang, next(iter(labels[0].values()), "")),
        object_label=labels[1].get(lang, next(iter(labels[1].values()), "")),
        subject_revision=basis.subject.revision(concept),
        object_revision=basis.engine.index.revision(it.concept),
        source=basis.source,
        reasons=tuple({k: v for k, v in reason._asdict().items() if v} for reason in it.reasons),
    )


def _nothing(basis: _Basis, concept: Concept, it: Suggestion, at: datetime) -> Mapping:
    return Mapping(
        subject_id=concept.id,
        predicate=MappingPredicate.EXACT,
        object_id=NO_TERM_FOUND,
        justification=Justification.COMPOSITE,
        state=MappingState.SUGGESTED,
        confidence=it.no_match,
        mapping_date=at.date(),
        subject_label=next(iter(concept.pref_labels().values()), ""),
        subject_revision=basis.subject.revision(concept),
        source=basis.source,
    )


def _write(engine: Engine, basis: _Basis, rows: Sequence[Mapping], at: datetime) -> None:
    with writing(engine) as session:
        row: MappingSetRow = mapping_sets.get(session, basis.held.name)
        mapping_sets.extend(session, row, rows, at)
