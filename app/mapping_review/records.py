"""What the record says of a review, as values: decisions and questions; mappings as JSON, both ways."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from taxonomy.choosing import Pick
from taxonomy.mapping import Mapping
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Dictionary
    from datetime import datetime

    from app.db.mapping_review_tables import MappingDecisionRow, MappingQuestionRow

__all__ = ["DecisionRecord", "QuestionRecord", "as_decision", "as_question", "plain", "read"]

_FIELDS = tuple(it.name for it in fields(Mapping))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """What somebody decided of a concept; without picks: that nothing fits. `state`: proposed, made, undone, skipped.

    `confidences`: object id → how likely it was said to be (0–1) when it was chosen, of suggestions.
    """

    number: int
    subject_id: str
    at: datetime
    actor: str
    organisation: str
    state: str
    picks: tuple[Pick, ...]
    reason: str
    settles: bool
    confidences: Dictionary[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """What somebody asked of a colleague, or of anybody (""), and the answer, where there is one."""

    number: int
    subject_id: str
    at: datetime
    asked_by: str
    asked_of: str
    text: str
    answered_at: datetime | None
    answered_by: str
    answer: str

    @property
    def open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answered_at is None


def as_decision(row: MappingDecisionRow) -> DecisionRecord:
    """The decision as a value."""
    return DecisionRecord(
        number=row.key,
        subject_id=row.subject_id,
        at=row.at,
        actor=row.actor,
        organisation=row.organisation,
        state=row.state,
        picks=tuple(Pick(id, MappingPredicate(predicate)) for id, predicate, *_ in row.picks),
        confidences={id: likely[0] for id, _, *likely in row.picks if likely},
        reason=row.reason,
        settles=row.settles,
    )


def as_question(row: MappingQuestionRow) -> QuestionRecord:
    """The question as a value."""
    return QuestionRecord(
        number=row.key,
        subject_id=row.subject_id,
        at=row.at,
        asked_by=row.asked_by,
        asked_of=row.asked_of,
        text=row.text,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        answer=row.answer,
    )


def plain(mappings: Iterable[Mapping]) -> list[dict[str, Any]]:
    """The mappings as plain JSON values, without what is empty."""
    return [
        {name: value for name in _FIELDS if (value := _plain(getattr(it, name))) not in ("", None)}
        for it in mappings
    ]


def read(told: Iterable[dict[str, Any]]) -> list[Mapping]:
    """The mappings that `plain` told."""
    return [
        Mapping(**{name: _READ.get(name, _same)(value) for name, value in it.items()})
        for it in told
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return (
        value.value if isinstance(value, MappingPredicate | MappingState | Justification) else value
    )


def _same(value: Any) -> Any:
    return value


_READ: dict[str, Any] = {
    "predicate": MappingPredicate,
    "justification": Justification,
    "state": MappingState,
    "mapping_date": date.fromisoformat,
    "review_date": date.fromisoformat,
    "reasons": tuple,
}
