"""People in the record: who they are, what they are granted, and whether they may come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, select, update

from app.db.people_tables import GrantRow, PersonRow
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = [
    "PersonRecord",
    "add",
    "change",
    "every",
    "find",
    "granted_anybody",
    "hold",
    "is_empty",
    "note_seen",
    "of_key",
    "of_subject",
    "set_grants",
]


class PersonRecord(NamedTuple):
    """What the record says of a person; `grants` is role → the languages that it is bound to.

    `issuer` and `subject` are None for whoever signs in by links.
    """

    key: int
    name: str
    organisation: str
    email: str
    issuer: str | None
    subject: str | None
    language: str
    created_at: datetime
    seen_at: datetime | None
    disabled_at: datetime | None
    grants: Mapping[str, tuple[str, ...]]


def add(
    session: Session,
    name: str,
    *,
    organisation: str = "",
    email: str = "",
    subject: tuple[str, str] | None = None,
    at: datetime,
) -> PersonRecord:
    """A new person; StaleChangeError at the end of the transaction where the name is taken."""
    row = PersonRow(
        name=name,
        folded=name.casefold(),
        organisation=organisation,
        email=email,
        issuer=subject[0] if subject else None,
        subject=subject[1] if subject else None,
        language="",
        created_at=at,
        seen_at=None,
        disabled_at=None,
    )
    session.add(row)
    session.flush()
    return _record(row, {})


def find(session: Session, name: str) -> PersonRecord | None:
    """The person of that name, in whatever case, or None."""
    return _one(session, PersonRow.folded == name.casefold())


def of_key(session: Session, key: int) -> PersonRecord | None:
    """The person of that number in the record, or None."""
    return _one(session, PersonRow.key == key)


def of_subject(session: Session, issuer: str, subject: str) -> PersonRecord | None:
    """The person whom an identity provider knows by that, or None."""
    return _one(session, (PersonRow.issuer == issuer) & (PersonRow.subject == subject))


def hold(session: Session, key: int) -> PersonRecord:
    """The person, whom nobody else changes until the transaction ends; NotFoundError."""
    session.execute(select(PersonRow.key).where(PersonRow.key == key).with_for_update())
    found = of_key(session, key)
    if found is None:
        message = f"there is no person {key}: competent users list shows them"
        raise NotFoundError(message)
    return found


def every(session: Session) -> list[PersonRecord]:
    """All people, by name."""
    rows: Sequence[PersonRow] = session.scalars(select(PersonRow).order_by(PersonRow.folded)).all()
    grants = _grants(session, [it.key for it in rows])
    return [_record(it, grants.get(it.key, {})) for it in rows]


def is_empty(session: Session) -> bool:
    """Whether the record knows nobody yet."""
    return session.scalar(select(PersonRow.key).limit(1)) is None


def granted_anybody(session: Session, role: str) -> list[int]:
    """The numbers of those who have that role and may come in; nobody takes it from them meanwhile."""
    query = select(PersonRow.key).join(GrantRow, GrantRow.person_key == PersonRow.key)
    wanted = query.where(GrantRow.role == role, PersonRow.disabled_at.is_(None))
    return list(session.scalars(wanted.order_by(PersonRow.key).with_for_update()))


def set_grants(
    session: Session,
    key: int,
    grants: Iterable[tuple[str, tuple[str, ...]]],
    *,
    at: datetime,
    by: str,
) -> None:
    """Let the person have these grants and no other; one that stays keeps who gave it, and when."""
    wanted = dict(grants)
    held = {it.role: it for it in session.scalars(_of_people([key]))}
    gone = [role for role in held if role not in wanted]
    session.execute(delete(GrantRow).where(GrantRow.person_key == key, GrantRow.role.in_(gone)))
    for role, languages in wanted.items():
        if role not in held:
            session.add(
                GrantRow(
                    person_key=key,
                    role=role,
                    languages=list(languages),
                    granted_at=at,
                    granted_by=by,
                )
            )
        elif tuple(held[role].languages) != languages:
            held[role].languages = list(languages)
            held[role].granted_at, held[role].granted_by = at, by
    session.flush()


def change(session: Session, key: int, **values: Any) -> None:
    """Let the person have other values of `PersonRecord`, grants aside."""
    session.execute(update(PersonRow).where(PersonRow.key == key).values(**values))


def note_seen(session: Session, key: int, at: datetime) -> None:
    """Remember that the person was here."""
    change(session, key, seen_at=at)


def _one(session: Session, condition: Any) -> PersonRecord | None:
    row = session.scalars(select(PersonRow).where(condition)).one_or_none()
    if row is None:
        return None
    session.refresh(row)
    return _record(row, _grants(session, [row.key]).get(row.key, {}))


def _of_people(keys: Sequence[int]) -> Any:
    return select(GrantRow).where(GrantRow.person_key.in_(keys)).order_by(GrantRow.role)


def _grants(session: Session, keys: Sequence[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    for it in session.scalars(_of_people(keys)):
        found.setdefault(it.person_key, {})[it.role] = tuple(it.languages)
    return found


def _record(row: PersonRow, grants: Mapping[str, tuple[str, ...]]) -> PersonRecord:
    names = [it for it in PersonRecord._fields if it != "grants"]
    return PersonRecord(**{name: getattr(row, name) for name in names}, grants=grants)
