"""One concept to judge: what it is, what its candidates are, what changed, and what people said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from app.db import mapping_reviews, mapping_sets, upgrades
from app.db.mapping_reviews import Standing
from app.db.mapping_sets import SetRecord
from app.db.session import reading
from app.mapping_review.holding import opened_case, opened_cases
from app.mapping_review.neighbours import Shown, shown_in
from app.mapping_review.queue import Queue, differing, queue_of
from app.mapping_review.records import DecisionRecord, QuestionRecord, as_decision, as_question
from app.upgrading.showing import concepts_of
from taxonomy.currency.values import End, Fix, Touch, touch_of
from taxonomy.vocabulary import MappingPredicate, MappingState, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from app.mapping_review.holding import Case
    from taxonomy.choosing import Pick
    from taxonomy.mapping import Mapping as ConceptMapping

__all__ = [
    "MOST_CANDIDATES",
    "Candidate",
    "CaseRecord",
    "Lead",
    "Shown",
    "Why",
    "case_of",
    "leading",
    "touches_of",
]

MOST_CANDIDATES = 5
"""So many are shown beside a concept, each under a key of its own."""


class Why(NamedTuple):
    """One thing that speaks for a candidate, as a sentence in English and as data: a code, then its values."""

    text: str
    sign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A concept that the subject may be mapped to, and where it comes from.

    `origin` is the state of the mapping that names it (stale, suggested, accepted), or what is
    proposed in its place: successor, sibling; or `looked-up`.
    """

    shown: Shown
    predicate: MappingPredicate
    origin: str
    confidence: float | None = None
    score: float | None = None
    reasons: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """The concept as its reviewers see it.

    `stale` are the mappings that a change re-opened, each with its reasons, whatever became of its
    object; `upgrade` names the open upgrade that has them.
    """

    record: SetRecord
    subject: Shown
    queue: Queue
    etag: str
    candidates: tuple[Candidate, ...]
    accepted: tuple[Candidate, ...]
    nothing: bool
    stale: tuple[ConceptMapping, ...]
    decisions: tuple[DecisionRecord, ...]
    questions: tuple[QuestionRecord, ...]
    upgrade: str

    @property
    def differing(self) -> dict[frozenset[Pick], list[str]]:
        """What people chose → who did, where they differ."""
        found = differing(self.decisions)
        return dict(found) if len(found) > 1 else {}


class Lead(NamedTuple):
    """A concept of a list, its likeliest candidate where it has one, and what re-opened it, where a change did."""

    subject_id: str
    etag: str
    candidate: Candidate | None
    touch: Touch | None = None


class _Named(NamedTuple):
    """A candidate before its concept is read."""

    object_id: str
    predicate: MappingPredicate
    origin: str
    confidence: float | None = None
    score: float | None = None
    reasons: tuple[Why, ...] = ()


def case_of(
    engine: Engine, name: str, subject_id: str, *, looked_up: Sequence[str] = ()
) -> CaseRecord:
    """The concept in the newest edition of the set, with at most five candidates, and those looked up.

    Candidates are those that the set holds, and those that a change proposes: nothing is computed
    while somebody waits. MappingSetNotFoundError, InvalidQueryError for what is no active concept.
    """
    with reading(engine) as session:
        row = mapping_sets.get(session, name)
        record = mapping_sets.as_record(row)
        case = opened_case(session, row, subject_id)
        mappings = list(case.mappings.values())
        named = _named(mappings, looked_up)
        accepted = [_of(it) for it in mappings if _is_accepted(it)]
        subject = shown_in(session, record.subject, [subject_id])[subject_id]
        objects = shown_in(session, record.object, [it.object_id for it in (*named, *accepted)])
        questions = mapping_reviews.questions(session, row, subject_id)
        return CaseRecord(
            record=record,
            subject=subject,
            queue=_queue(mappings),
            etag=case.etag,
            candidates=tuple(_with(named, objects)),
            accepted=tuple(_with(accepted, objects)),
            nothing=any(it.finds_nothing and _holds(it) for it in mappings),
            stale=tuple(it for it in mappings if it.state is MappingState.STALE),
            decisions=tuple(as_decision(it) for it in case.decisions),
            questions=tuple(as_question(it) for it in questions),
            upgrade=_upgrade(session, row, case),
        )


def leading(engine: Engine, name: str, subject_ids: Sequence[str]) -> list[Lead]:
    """For each of the concepts its entity tag and its likeliest candidate; errors as `case_of`."""
    with reading(engine) as session:
        row = mapping_sets.get(session, name)
        record = mapping_sets.as_record(row)
        cases = opened_cases(session, row, dict.fromkeys(subject_ids, ()))
        named = {it.subject_id: _named(list(it.mappings.values()), ())[:1] for it in cases}
        held = concepts_of(
            session, record.object, {it.object_id: None for of in named.values() for it in of}
        )
        shown = {key: Shown(it) for key, it in held.items()}
        return [
            Lead(it.subject_id, it.etag, next(_with(named[it.subject_id], shown), None), _touch(it))
            for it in cases
        ]


def _touch(case: Case) -> Touch | None:
    """The first change that re-opened a mapping of the concept."""
    stale = (it for it in case.mappings.values() if it.state is MappingState.STALE)
    return next((touch for it in stale for touch in touches_of(it)), None)


def _queue(mappings: Sequence[ConceptMapping]) -> Queue:
    states = [it.state for it in mappings]
    stale, accepted = states.count(MappingState.STALE), states.count(MappingState.ACCEPTED)
    return queue_of(Standing(stale, accepted, states.count(MappingState.SUGGESTED), 0.0))


def _holds(it: ConceptMapping) -> bool:
    return it.state is MappingState.ACCEPTED


def _is_accepted(it: ConceptMapping) -> bool:
    return _holds(it) and not it.finds_nothing


def _named(mappings: Sequence[ConceptMapping], looked_up: Sequence[str]) -> list[_Named]:
    """The candidates, each concept once: what went stale, what is proposed in its place, what was suggested."""
    stale = [it for it in mappings if it.state is MappingState.STALE and not it.finds_nothing]
    likely = [it for it in mappings if it.state is MappingState.SUGGESTED and not it.finds_nothing]
    likely.sort(key=lambda it: -(it.confidence or 0))
    found: dict[str, _Named] = {}
    for it in [*map(_of, stale), *_proposed(stale), *map(_of, likely)]:
        found.setdefault(it.object_id, it)
    first = list(found.values())[: max(MOST_CANDIDATES, len(stale))]
    known = {it.object_id for it in first}
    fresh = (it for it in dict.fromkeys(looked_up) if it not in known)
    return [*first, *(_Named(it, MappingPredicate.EXACT, "looked-up") for it in fresh)]


def _of(mapping: ConceptMapping) -> _Named:
    reasons = tuple(_why(it) for it in mapping.reasons if it.get("text"))
    return _Named(
        object_id=mapping.object_id,
        predicate=mapping.predicate,
        origin=mapping.state.value,
        confidence=mapping.confidence,
        reasons=reasons,
    )


def _proposed(stale: Iterable[ConceptMapping]) -> Iterator[_Named]:
    """What the changes of the mapped concepts propose instead, the best first."""
    for mapping in stale:
        for touch in touches_of(mapping, End.OBJECT):
            for it in sorted(touch.proposals, key=lambda it: -it.score):
                if it.fix is not Fix.LOOK_AGAIN:
                    yield _Named(
                        it.concept_id,
                        mapping.predicate,
                        it.fix.value,
                        score=it.score,
                        reasons=tuple(starmap(Why, zip_longest(it.why, it.signs, fillvalue=()))),
                    )


def _why(reason: Mapping[str, object]) -> Why:
    sign = reason.get("sign")
    values = sign if isinstance(sign, list | tuple) else ()
    return Why(str(reason["text"]), tuple(map(str, values)))


def touches_of(mapping: ConceptMapping, end: End | None = None) -> list[Touch]:
    """What changed, at that end where one is named, since the stale mapping was accepted, each change once."""
    found = (touch_of(reason) for reason in mapping.reasons)
    return list(dict.fromkeys(it for it in found if it is not None and end in (None, it.end)))


def _with(named: Iterable[_Named], held: Mapping[str, Shown]) -> Iterator[Candidate]:
    """The candidates that can be mapped to."""
    for it in named:
        shown = held.get(it.object_id)
        if shown is not None and shown.concept.status is Status.ACTIVE:
            yield Candidate(
                shown=shown,
                predicate=it.predicate,
                origin=it.origin,
                confidence=it.confidence,
                score=it.score,
                reasons=it.reasons,
            )


def _upgrade(session: Session, row: MappingSetRow, case: Case) -> str:
    if not any(it.state is MappingState.STALE for it in case.mappings.values()):
        return ""
    found = upgrades.of_set(session, row.key)
    return found.name if found is not None and found.status == upgrades.OPEN else ""
