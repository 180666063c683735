"""What is due: candidates whose window is over become current, as people planned it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app import markers, publishing
from app.db import releases, revisions
from app.db.session import reading
from app.material import taxonomy_of
from taxonomy import checks
from taxonomy.errors import InvalidQueryError, StaleChangeError, TaxonomyError
from taxonomy.findings import Severity
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.context import Context
    from taxonomy.findings import Finding
    from taxonomy.model import Release, Taxonomy

__all__ = ["Outcome", "due", "is_due", "publish_due"]


class Outcome(NamedTuple):
    """What became of a candidate that was due: current now, or what kept it from that.

    `errors` are the findings that block it, `refusal` any other reason. Where there is neither and
    it is not `done`, somebody else was first: made it current, moved its day, or gave it up.
    """

    release: Release
    done: bool
    errors: tuple[Finding, ...] = ()
    refusal: TaxonomyError | None = None


def is_due(release: Release, today: date) -> bool:
    """Whether it is a candidate whose day has come: its window ends where that day begins, in UTC."""
    planned = release.planned_for
    return release.status is ReleaseStatus.CANDIDATE and planned is not None and planned <= today


def due(context: Context, at: datetime) -> list[Release]:
    """The candidates whose window is over, by scheme and then by version."""
    return [it for it in context.catalogue() if is_due(it, at.date())]


def publish_due(context: Context, *, at: datetime) -> Iterator[Outcome]:
    """Make current every candidate that is due and that no error blocks; one outcome each.

    The audit keeps that the process did it, and who planned it. Any number of runs may meet, and each
    may be killed: a candidate becomes current once, and the next run finishes the rest. What one is
    refused for holds up no other.
    """
    for release in due(context, at):
        yield _outcome(context, release, at)
    for release in context.catalogue():
        if release.promoted_at:
            markers.add_missing(context.archive, release)


def _outcome(context: Context, release: Release, at: datetime) -> Outcome:
    errors = _errors(context, release)
    if errors:
        return Outcome(release, done=False, errors=errors)
    done: list[str] = []
    try:
        made = publishing.publish(
            context, (release.scheme, release.version), at=at, on_step=done.append
        )
    except (StaleChangeError, InvalidQueryError) as error:
        standing = release in due(context, at)
        return Outcome(release, done=False, refusal=error if standing else None)
    except TaxonomyError as error:
        return Outcome(release, done=False, refusal=error)
    return Outcome(made, done="flip" in done)


@without_cycle_search()
def _errors(context: Context, release: Release) -> tuple[Finding, ...]:
    with reading(context.engine) as session:
        new = _taxonomy(session, release.scheme, release.version)
        old = _taxonomy(session, release.scheme, release.previous) if release.previous else None
    return tuple(it for it in checks.run(new, old) if it.severity is Severity.ERROR)


def _taxonomy(session: Session, scheme: str, version: str) -> Taxonomy:
    row = releases.get(session, scheme, version)
    return taxonomy_of(scheme, dict(revisions.documents(session, row.key)).values())
