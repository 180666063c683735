"""Mapping reviews as JSON: the board, its concepts, one case, decisions and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.mapping_review.cases import touches_of
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.db.mapping_sets import SetRecord
    from app.mapping_review.cases import Candidate, CaseRecord, Shown
    from app.mapping_review.publishing import Outlook
    from app.mapping_review.queue import Board, Entry
    from app.mapping_review.records import DecisionRecord, QuestionRecord
    from app.rendering.concepts import Json
    from taxonomy.choosing import Pick
    from taxonomy.mapping import Mapping
    from taxonomy.model import Concept

__all__ = [
    "board_document",
    "case_document",
    "decision_document",
    "edition_document",
    "entry_document",
    "outlook_document",
    "question_document",
]


def board_document(board: Board) -> Json:
    """How far the review of a set is."""
    record = board.record
    return {
        "set": record.name,
        "edition": record.edition,
        "status": record.status,
        "subject": record.subject.name,
        "object": record.object.name,
        "counts": board.counts,
        "kinds": board.kinds,
        "mappings": record.counts,
        "links": {"concepts": f"/v1/editorial/mapping-reviews/{record.name}/concepts"},
    }


def entry_document(it: Entry) -> Json:
    """A concept in its queue."""
    return {
        "id": it.line.id,
        "notation": it.line.notation,
        "kind": it.line.kind.value,
        "labels": it.line.labels,
        "queue": it.queue.value,
        "confidence": it.confidence,
        "asked": it.asked,
        "differs": it.differs,
        "put_off": it.skipped,
    }


def edition_document(record: SetRecord) -> Json:
    """An edition of a mapping set, by the counts of its mappings."""
    return {
        "set": record.name,
        "edition": record.edition,
        "status": record.status,
        "mappings": record.counts,
        "published_at": record.published_at,
        "digest": record.digest,
    }


def outlook_document(found: Outlook) -> Json:
    """What publishing a set would make public, and what the checks find in it."""
    return {
        **edition_document(found.record),
        "findings": [
            {
                "code": it.code,
                "severity": it.severity.value,
                "number": it.number,
                "examples": [one.message for one in it.examples],
            }
            for it in found.findings
        ],
        "open_items": found.open_items,
        "signed_off": found.signed,
        "blocked": found.blocked,
    }


def case_document(it: CaseRecord) -> Json:
    """One concept whole; `etag` is for If-Match."""
    told: Json = {
        "set": it.record.full_name,
        "etag": it.etag,
        "queue": it.queue.value,
        "subject": _shown(it.subject),
        "candidates": [_candidate(one) for one in it.candidates],
        "accepted": [_candidate(one) for one in it.accepted],
        "nothing_fits": it.nothing,
        "stale": [_stale(one) for one in it.stale],
        "decisions": [decision_document(one) for one in it.decisions],
        "differing": [
            {"by": sorted(who), "picks": _picks(sorted(what))} for what, who in it.differing.items()
        ],
        "questions": [question_document(one) for one in it.questions],
    }
    return {**told, "upgrade": it.upgrade} if it.upgrade else told


def decision_document(it: DecisionRecord) -> Json:
    """What somebody decided; no picks: that nothing fits."""
    return {
        "number": it.number,
        "concept": it.subject_id,
        "at": it.at,
        "by": it.actor,
        "organisation": it.organisation,
        "state": it.state,
        "picks": _picks(it.picks),
        "confidences": dict(it.confidences),
        "reason": it.reason,
        "settles": it.settles,
    }


def question_document(it: QuestionRecord) -> Json:
    """What somebody asked, with its answer where there is one."""
    told: Json = {
        "number": it.number,
        "concept": it.subject_id,
        "at": it.at,
        "by": it.asked_by,
        "of": it.asked_of,
        "text": it.text,
    }
    if it.open:
        return told
    return {
        **told,
        "answer": it.answer,
        "answered_by": it.answered_by,
        "answered_at": it.answered_at,
    }


def _picks(picks: Iterable[Pick]) -> list[Json]:
    return [{"object": it.object_id, "predicate": it.predicate.value} for it in picks]


def _candidate(it: Candidate) -> Json:
    told: Json = {
        "concept": _shown(it.shown),
        "predicate": it.predicate.value,
        "origin": it.origin,
        "reasons": [why.text for why in it.reasons],
    }
    given = {"confidence": it.confidence, "score": it.score}
    return {**told, **{name: value for name, value in given.items() if value is not None}}


def _stale(it: Mapping) -> Json:
    return {
        "object": it.object_id,
        "predicate": it.predicate.value,
        "object_label": it.object_label,
        "touches": [one.as_dict() for one in touches_of(it)],
    }


def _shown(it: Shown) -> Json:
    concept = it.concept
    return {
        **_brief(concept),
        "kind": concept.kind.value,
        "alternatives": [
            {"lang": one.lang, "text": one.text}
            for one in concept.labels
            if one.type is LabelType.ALTERNATIVE
        ],
        "notes": [
            {"lang": one.lang, "type": one.type.value, "text": one.text} for one in concept.notes
        ],
        "broader": [_brief(one) for one in it.broader],
        "linked": [_brief(one) for one in it.linked],
    }


def _brief(it: Concept) -> Json:
    return {"id": it.id, "notation": it.notation, "labels": it.pref_labels()}
