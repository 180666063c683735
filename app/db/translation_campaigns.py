"""Campaigns of review in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.translation_tables import CampaignRow
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["every", "find", "frozen", "get", "hold"]


def every(session: Session, scheme: str = "") -> list[CampaignRow]:
    """The campaigns of the scheme, or all of them, the newest first."""
    query = select(CampaignRow).order_by(CampaignRow.key.desc())
    return list(session.scalars(query.where(CampaignRow.scheme == scheme) if scheme else query))


def frozen(session: Session, scheme: str) -> list[CampaignRow]:
    """The campaigns of the scheme whose texts stay as they are."""
    query = select(CampaignRow).where(CampaignRow.scheme == scheme, CampaignRow.state == "frozen")
    return list(session.scalars(query.order_by(CampaignRow.key)))


def find(session: Session, name: str) -> CampaignRow | None:
    """The campaign of that name, or None."""
    return session.scalars(_named(name)).one_or_none()


def get(session: Session, name: str) -> CampaignRow:
    """As `find`; NotFoundError names those that there are."""
    return _there(session, name, find(session, name))


def hold(session: Session, name: str) -> CampaignRow:
    """As `get`; no other writer changes it until this transaction ends."""
    return _there(session, name, session.scalars(_named(name).with_for_update()).one_or_none())


def _named(name: str) -> Select[CampaignRow]:
    return select(CampaignRow).where(CampaignRow.name == name)


def _there(session: Session, name: str, row: CampaignRow | None) -> CampaignRow:
    if row is None:
        there = ", ".join(it.name for it in every(session)[:10]) or "none yet"
        message = f"there is no campaign {name[:80]!r}; there are: {there}"
        raise NotFoundError(message)
    return row
