"""Deciding about the mappings of a concept, undoing it, and putting it off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from app.auth.roles import Scope
from app.db import mapping_reviews
from app.db.mapping_review_tables import MappingDecisionRow
from app.db.mapping_reviews import MADE, PROPOSED, SKIPPED, UNDONE
from app.db.session import writing
from app.mapping_review.holding import (
    audited,
    held_draft,
    last_of,
    opened_case,
    opened_cases,
    require_not_in_upgrade,
    told_case,
)
from app.mapping_review.queue import differing, folded
from app.mapping_review.records import as_decision, plain
from app.upgrading.showing import concepts_of
from taxonomy.choosing import OPEN_STATES, Verdict, chosen, complaints
from taxonomy.deciding import Review
from taxonomy.errors import ConflictError, InvalidQueryError, SourceRefusedError
from taxonomy.findings import Finding, Severity
from taxonomy.mapping import Side
from taxonomy.sentences import sentence
from taxonomy.text import normalise_note
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from app.mapping_review.holding import By, Case
    from app.mapping_review.records import DecisionRecord
    from taxonomy.choosing import Pick

__all__ = ["Wish", "decide", "put_off", "undo"]

MOST_AT_ONCE = 500


class Wish(NamedTuple):
    """A verdict about a concept; `etags` is what the header If-Match named, () where anything will do."""

    subject_id: str
    verdict: Verdict
    etags: tuple[str, ...] = ()


def decide(engine: Engine, name: str, wishes: Sequence[Wish], by: By) -> list[DecisionRecord]:
    """The decisions: all of them come true in the draft of the set, or none.

    Who maps decides; where two people are asked for, the first proposes, and a mapping holds when
    another one chooses the same. What they differ about a reviewer settles. A decision anew takes
    the place of the one before. RoleRequiredError, MappingSetNotFoundError, ConflictError where no
    draft is open or an upgrade has the concept, PreconditionFailedError, SourceRefusedError with
    what does not fit.
    """
    by.actor.require(Scope.MAP)
    if not 0 < len(wishes) <= MOST_AT_ONCE:
        message = sentence(
            "1 to %(most)s concepts are decided at once, and not %(count)s",
            most=MOST_AT_ONCE,
            count=len(wishes),
        )
        raise InvalidQueryError(message)
    tidy = [
        it._replace(verdict=replace(it.verdict, reason=normalise_note(it.verdict.reason)))
        for it in wishes
    ]
    with writing(engine) as session:
        row = held_draft(session, name)
        cases = {
            it.subject_id: it
            for it in opened_cases(session, row, {it.subject_id: it.etags for it in tidy})
        }
        found = list(_findings(session, row, tidy))
        if found:
            message = sentence(
                "%(count)d decisions do not fit, so none was recorded", count=len(found)
            )
            raise SourceRefusedError(message, found)
        for case in cases.values():
            require_not_in_upgrade(session, case)
        return [as_decision(_decided(session, cases[it.subject_id], it.verdict, by)) for it in tidy]


def undo(
    engine: Engine, name: str, subject_id: str, by: By, *, etags: tuple[str, ...] = ()
) -> DecisionRecord:
    """The last decision about the concept, undone: its mappings are as they were before it.

    One's own, or of anybody where one reviews. RoleRequiredError, ConflictError where nothing is
    decided, PreconditionFailedError.
    """
    by.actor.require(Scope.MAP)
    with writing(engine) as session:
        case = opened_case(session, held_draft(session, name), subject_id, etags)
        last = last_of(case, MADE, PROPOSED)
        if last is None:
            message = sentence("nothing is decided about the concept, so nothing can be undone")
            raise ConflictError(message)
        if folded(last.actor) != folded(by.actor.name):
            by.actor.require(Scope.REVIEW)
        if last.state == MADE:
            told_case(session, case, case.restored(last), "undone", by)
        else:
            audited(session, case, "undone", by)
        last.state = UNDONE
        return as_decision(last)


def put_off(
    engine: Engine, name: str, subject_id: str, by: By, *, etags: tuple[str, ...] = ()
) -> DecisionRecord:
    """The concept leaves this person's queue, and stays in those of the others; errors as `undo`."""
    by.actor.require(Scope.MAP)
    with writing(engine) as session:
        case = opened_case(session, held_draft(session, name), subject_id, etags)
        made = _row(case, Verdict(), by, SKIPPED)
        mapping_reviews.add(session, made)
        return as_decision(made)


def _findings(session: Session, row: MappingSetRow, wishes: Sequence[Wish]) -> Iterator[Finding]:
    """What is wrong with the verdicts, all of it."""
    side = Side(row.object_scheme, row.object_version)
    wanted = {pick.object_id for it in wishes for pick in it.verdict.picks}
    held = concepts_of(session, side, sorted(wanted))
    seen = set[str]()
    for it in wishes:
        if it.subject_id in seen:
            yield _finding("item-twice", it.subject_id, sentence("the concept stands there twice"))
        seen.add(it.subject_id)
        for told in complaints(it.verdict):
            yield _finding("decision-unfit", it.subject_id, told)
        for pick in it.verdict.picks:
            concept = held.get(pick.object_id)
            if concept is None or concept.status is not Status.ACTIVE:
                told = sentence(
                    "%(concept)r is no active concept of %(release)s",
                    concept=pick.object_id[:200],
                    release=side.name,
                )
                yield _finding("target-unknown", it.subject_id, told)


def _finding(code: str, concept_id: str, message: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, concept=concept_id)


def _decided(session: Session, case: Case, verdict: Verdict, by: By) -> MappingDecisionRow:
    """Keep the decision, and let it be true in the draft where enough people are of that opinion."""
    opinions = differing([as_decision(it) for it in case.decisions])
    others = {
        what: [it for it in who if folded(it) != folded(by.actor.name)]
        for what, who in opinions.items()
    }
    disputed = any(who for what, who in others.items() if what != verdict.what)
    settles = disputed and by.actor.may(Scope.REVIEW)
    seconded = bool(others.get(verdict.what))
    if by.reviewers > 1 and not seconded and not settles:
        made = _row(case, verdict, by, PROPOSED)
        mapping_reviews.add(session, made)
        audited(session, case, "proposed", by, change=(None, _told(verdict)), why=verdict.reason)
        return made
    last = last_of(case, MADE)
    base = case.restored(last) if last and _is_whole(case) else dict(case.mappings)
    author = next(iter(others.get(verdict.what, ())), by.actor.name)
    review = Review(by.actor.name, by.at.date(), author)
    result = chosen(verdict, case.subject_id, list(base.values()), review)
    ids = mapping_reviews.ids_of(case.row, (*result.moved, *result.made))
    after = {**base, **ids}
    moved = told_case(session, case, after, "decided", by, verdict.reason)
    made = _row(case, verdict, by, MADE)
    made.settles = settles
    made.before, made.made = plain(moved.values()), [it for it in after if it not in case.mappings]
    mapping_reviews.add(session, made)
    return made


def _is_whole(case: Case) -> bool:
    """Whether nothing has been suggested or re-opened since: else it is judged from where it stands."""
    return not any(it.state in OPEN_STATES for it in case.mappings.values())


def _row(case: Case, verdict: Verdict, by: By, state: str) -> MappingDecisionRow:
    return MappingDecisionRow(
        set_key=case.row.key,
        subject_id=case.subject_id,
        at=by.at,
        actor=by.actor.name,
        organisation=by.actor.organisation,
        state=state,
        picks=[_kept(case, it) for it in verdict.picks],
        reason=verdict.reason,
        before=[],
        made=[],
        settles=False,
    )


def _kept(case: Case, pick: Pick) -> list[Any]:
    """The pick, with how likely the concept was said to be when it was chosen, where that was said."""
    told = [it.confidence for it in case.mappings.values() if it.object_id == pick.object_id]
    likely = [it for it in told if it is not None]
    return [pick.object_id, pick.predicate.value, *([max(likely)] if likely else [])]


def _told(verdict: Verdict) -> list[str]:
    return [f"{it.predicate.value} {it.object_id}" for it in verdict.picks]
