"""The examples of mapping reviews: a butcher that is to be mapped, as the code that answers shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from app.db.mapping_sets import SetRecord
from app.http.example_concepts import named
from app.mapping_review.cases import Candidate, CaseRecord, Shown, Why
from app.mapping_review.queue import Board, Entry, Queue
from app.mapping_review.records import DecisionRecord, QuestionRecord
from app.mapping_review.subjects import SubjectLine
from app.rendering.mapping_reviews import (
    board_document,
    case_document,
    decision_document,
    entry_document,
    question_document,
)
from taxonomy.choosing import Pick
from taxonomy.mapping import Side
from taxonomy.model import Concept, Label
from taxonomy.vocabulary import Kind, LabelType, MappingPredicate

__all__ = ["review_example"]

_AT = datetime(2026, 11, 29, 9, 12, 44, tzinfo=UTC)
_BUTCHER = "http://data.europa.eu/esco/occupation/2"
_OURS = named("6b1f0a52", Kind.PROFILE, "OP-10", nl="Slager", fr="Boucher")
_THEIRS = Concept(
    scheme="esco",
    id=_BUTCHER,
    kind=Kind.OCCUPATION,
    labels=(Label("en", LabelType.PREFERRED, "butcher"),),
)
_SET = SetRecord(
    key=1,
    name="competent-3.11--esco-1.2.0",
    edition=2,
    subject=Side("competent", "3.11"),
    object=Side("esco", "1.2.0"),
    status="draft",
    digest="",
    created_at=_AT,
    changed_at=_AT,
    published_at=None,
    sample=False,
    counts={"suggested": {"skos:exactMatch": 1}},
    sources=(),
    comment="",
    carried_from="competent-3.11--esco-1.2.0/1",
)
_ENTRY = Entry(
    line=SubjectLine("6b1f0a52", 0, Kind.PROFILE, "OP-10", _OURS.pref_labels()),
    queue=Queue.SUGGESTED,
    confidence=0.93,
    asked=True,
    differs=False,
    skipped=False,
)
_DECISION = DecisionRecord(
    number=7,
    subject_id="6b1f0a52",
    at=_AT,
    actor="Eva Peeters",
    organisation="VDAB",
    state="made",
    picks=(Pick(_BUTCHER, MappingPredicate.EXACT),),
    reason="",
    settles=False,
)
_QUESTION = QuestionRecord(
    number=3,
    subject_id="6b1f0a52",
    at=_AT,
    asked_by="Eva Peeters",
    asked_of="Peter Maes",
    text="Does this cover halal butchers?",
    answered_at=None,
    answered_by="",
    answer="",
)
_CASE = CaseRecord(
    record=_SET,
    subject=Shown(_OURS),
    queue=Queue.SUGGESTED,
    etag='"0f3a5b7c9d1e2f4a"',
    candidates=(
        Candidate(
            shown=Shown(_THEIRS),
            predicate=MappingPredicate.EXACT,
            origin="suggested",
            confidence=0.93,
            reasons=(Why("“Slager” is the preferred label “slager” (nl)"),),
        ),
    ),
    accepted=(),
    nothing=False,
    stale=(),
    decisions=(),
    questions=(_QUESTION,),
    upgrade="",
)
_SHOWN: dict[str, Any] = {
    "review": board_document(
        Board(record=_SET, entries=(_ENTRY,), decisions=(), questions=(_QUESTION,))
    ),
    "concepts": {"items": [entry_document(_ENTRY)], "total": 1},
    "case": case_document(_CASE),
    "decision": decision_document(_DECISION),
    "decisions": {"items": [decision_document(_DECISION)]},
    "question": question_document(_QUESTION),
}


def review_example(name: str) -> Any:
    """The example of this operation's answer, as plain JSON values."""
    return orjson.loads(orjson.dumps(_SHOWN[name], option=orjson.OPT_UTC_Z))
