"""API keys in the record: of each its name, its roles, and the digest of its secret, which nobody keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select, update

from app.db.tables import ApiKeyRow
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["KeyRecord", "add", "every", "find", "note_use", "revoke"]


class KeyRecord(NamedTuple):
    """What the record says of a key; `digest` is the SHA-256 of its secret in hexadecimal."""

    prefix: str
    digest: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def state(self, at: datetime) -> str:
        """`active`, `expired` or `revoked` at that moment."""
        if self.revoked_at:
            return "revoked"
        return "active" if at < self.expires_at else "expired"


def add(session: Session, record: KeyRecord) -> None:
    """Keep a key; StaleChangeError at the end of the transaction where its prefix is taken."""
    session.add(
        ApiKeyRow(
            **{**record._asdict(), "roles": list(record.roles), "languages": list(record.languages)}
        )
    )


def find(session: Session, prefix: str) -> KeyRecord | None:
    """The key of that prefix, or None."""
    row = session.scalars(select(ApiKeyRow).where(ApiKeyRow.prefix == prefix)).one_or_none()
    return _record(row) if row else None


def every(session: Session) -> list[KeyRecord]:
    """All keys, in the order of their making."""
    rows: Sequence[ApiKeyRow] = session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.key)).all()
    return [_record(it) for it in rows]


def revoke(session: Session, prefix: str, at: datetime) -> KeyRecord:
    """The key, which opens nothing any more; NotFoundError. A second time changes nothing."""
    row = session.scalars(select(ApiKeyRow).where(ApiKeyRow.prefix == prefix)).one_or_none()
    if row is None:
        message = f"there is no key {prefix[:40]!r}: competent keys list shows them"
        raise NotFoundError(message)
    row.revoked_at = row.revoked_at or at
    return _record(row)


def note_use(session: Session, prefix: str, at: datetime) -> None:
    """Remember that the key was used."""
    session.execute(update(ApiKeyRow).where(ApiKeyRow.prefix == prefix).values(last_used_at=at))


def _record(row: ApiKeyRow) -> KeyRecord:
    return KeyRecord(
        prefix=row.prefix,
        digest=row.digest,
        name=row.name,
        organisation=row.organisation,
        roles=tuple(row.roles),
        languages=tuple(row.languages),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
