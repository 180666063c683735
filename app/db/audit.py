"""The audit: who did what to what, when and why, in the transaction of the act itself; only ever added to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, and_, cast, func, insert, or_, select

from app.db.changeset_tables import ChangesetChangeRow
from app.db.people_tables import AuditRow
from app.db.tables import ConceptRow
from taxonomy.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["Act", "Entry", "Sought", "counted", "entries", "known", "lately", "record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act, under a stable code: `changeset-accepted`.

    `about` is the kind of what it was about (concept, mapping, mapping-set, changeset, release,
    upgrade, person, key), `about_id` its id there.
    `before` and `after` are small and fit into JSON; None where there was nothing.
    """

    at: datetime
    actor: str
    organisation: str = ""
    act: str
    about: str
    about_id: str
    scheme: str = ""
    before: Any = None
    after: Any = None
    why: str = ""


_COLUMNS = tuple(it.name for it in fields(Act))


class Entry(NamedTuple):
    """An act as it stands in the audit, under the number by which one pages."""

    number: int
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are wanted: those that fit everything that is named.

    `not_by` is an actor, `without` are acts that are passed over. With `story`, `about_id` is the id
    of a concept, and what befell the changesets that hold it and the releases of its scheme is
    wanted too: all that led from a source to what is public.
    """

    actor: str = ""
    organisation: str = ""
    act: str = ""
    scheme: str = ""
    about: str = ""
    about_id: str = ""
    since: datetime | None = None
    not_by: str = ""
    without: tuple[str, ...] = ()
    story: bool = False


def record(session: Session, *acts: Act) -> None:
    """Add the acts, in this order; they stand there when the transaction does. One statement for all."""
    session.flush()
    if acts:
        rows = [{name: getattr(it, name) for name in _COLUMNS} for it in acts]
        session.connection().execute(insert(AuditRow), rows)


def entries(session: Session, sought: Sought, *, before: int = 0, limit: int) -> list[Entry]:
    """The newest entries that are wanted, of those before that number where one is given."""
    wanted = select(AuditRow).where(*_conditions(sought))
    if before:
        wanted = wanted.where(AuditRow.key < before)
    rows = session.scalars(wanted.order_by(AuditRow.key.desc()).limit(limit))
    return [_entry(it) for it in rows]


def lately(session: Session, sought: Sought, *, limit: int) -> list[Entry]:
    """The entries that are wanted, those of the latest acts first."""
    wanted = select(AuditRow).where(*_conditions(sought))
    rows = session.scalars(wanted.order_by(AuditRow.at.desc(), AuditRow.key.desc()).limit(limit))
    return [_entry(it) for it in rows]


def counted(session: Session, sought: Sought) -> list[tuple[tuple[str, str, str], int]]:
    """(Actor, organisation, act), and how many of the entries that are wanted are that."""
    row = AuditRow
    wanted = select(row.actor, row.organisation, row.act).where(*_conditions(sought))
    # else SQLite walks an index that saves it sorting the groups, and reads every row that there is
    found = wanted.cte("wanted").prefix_with("materialized", dialect="sqlite").c
    of = (found.actor, found.organisation, found.act)
    query = select(*of, func.count()).group_by(*of).order_by(*of)
    return [((actor, place, act), count) for actor, place, act, count in session.execute(query)]


def known(session: Session) -> dict[str, list[str]]:
    """What entries can be asked by: every actor, organisation and act that occurs, in order."""
    columns: Iterable[Any] = (AuditRow.actor, AuditRow.organisation, AuditRow.act)
    return {it.key: [value for value in session.scalars(_each(it)) if value] for it in columns}


def _each(column: Any) -> Select[str]:
    """The values of an indexed column in order: one look-up a value, and not a row."""
    found = select(func.min(column).label("value")).cte("found", recursive=True)
    behind = select(func.min(column)).where(column > found.c.value).correlate(found)
    found = found.union_all(select(behind.scalar_subquery()).where(found.c.value.is_not(None)))
    return select(found.c.value).where(found.c.value.is_not(None))


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    for name in ("actor", "organisation", "act", "scheme", "about", "about_id"):
        value = getattr(sought, name)
        if name == "about_id" and value and sought.story:
            yield _story(value)
            continue
        if value:
            yield getattr(AuditRow, name) == value
    if sought.since:
        yield AuditRow.at >= sought.since
    if sought.not_by:
        yield AuditRow.actor != sought.not_by
    if sought.without:
        yield AuditRow.act.not_in(sought.without)


def _story(concept: str) -> ColumnElement[bool]:
    """What is about the concept, a changeset that holds it, or a release that may."""
    named = ConceptRow.scheme.in_([*SCHEMES]), ConceptRow.id == concept  # as their index is
    holding = (
        select(cast(ChangesetChangeRow.changeset_key, String))
        .join(ConceptRow, ConceptRow.key == ChangesetChangeRow.concept_key)
        .where(*named)
    )
    schemes = select(ConceptRow.scheme).where(*named)
    return or_(
        AuditRow.about_id == concept,
        and_(AuditRow.about == "changeset", AuditRow.about_id.in_(holding)),
        and_(AuditRow.about == "release", AuditRow.scheme.in_(schemes)),
    )


def _entry(row: AuditRow) -> Entry:
    names = Act.__dataclass_fields__
    return Entry(row.key, Act(**{name: getattr(row, name) for name in names}))
