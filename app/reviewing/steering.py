"""Changing a campaign: freezing it, opening it again, closing it with its report, moving its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.auth.roles import About, Scope
from app.db import audit, translation_campaigns
from app.db.session import writing
from app.refusals import PreconditionFailedError
from app.reviewing.campaigns import CAMPAIGN_STATES, CLOSED, as_campaign, require_to_come
from app.reviewing.reporting import kept, report_of
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.editing.records import By
    from app.reviewing.campaigns import Campaign
    from app.reviewing.review import Review

__all__ = ["change"]


def change(  # what of a campaign may be otherwise
    review: Review,
    name: str,
    by: By,
    *,
    state: str | None = None,
    deadline: date | None = None,
    etags: tuple[str, ...] = (),
) -> Campaign:
    """The campaign in this state, or until that day; NotFoundError, PreconditionFailedError.

    While it is frozen nobody changes a text of its units. Closed, it is history: its report is kept as
    it stood at that moment, until it is opened again.
    """
    with writing(review.engine) as session:
        row = translation_campaigns.hold(session, name)
        by.actor.require(Scope.REVIEW, row.lang)
        known = as_campaign(row)
        if etags and not {known.etag, "*"} & set(etags):
            message = sentence(
                "the campaign was changed by %(name)s: read it again", name=row.changed_by
            )
            raise PreconditionFailedError(message, {"ETag": known.etag})
        if state is not None and state not in CAMPAIGN_STATES:
            message = sentence(
                "a campaign is %(campaign)s, not %(state)r",
                campaign=tuple(CAMPAIGN_STATES),
                state=state[:40],
            )
            raise InvalidQueryError(message)
        if deadline != known.deadline:
            require_to_come(deadline, by)
        row.state, row.deadline = state or row.state, deadline or row.deadline
        if state is not None and state != known.state:
            row.report = _closing(review, session, known, by) if state == CLOSED else None
        row.revision += 1
        row.changed_at, row.changed_by = by.at, by.actor.name
        told = [
            {"state": it.state, "deadline": it.deadline and it.deadline.isoformat()}
            for it in (known, row)
        ]
        about = About("campaign", name, row.scheme)
        audit.record(
            session, by.actor.act("campaign-changed", about, by.at, change=(told[0], told[1]))
        )
        return as_campaign(row)


def _closing(review: Review, session: Session, campaign: Campaign, by: By) -> dict[str, Any]:
    board = review.boards.within(session, review.scheme)
    return kept(report_of(board, campaign, by.at.date()))
