"""Who works on translations of a language: whom one can assign them to, or call in a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.people import actor_of
from app.auth.roles import Scope
from app.db import people

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.people import PersonRecord

__all__ = ["colleagues_of"]


def colleagues_of(session: Session, lang: str) -> list[PersonRecord]:
    """The people who may come in and write texts of that language, by name."""
    return [
        it
        for it in people.every(session)
        if it.disabled_at is None and actor_of(it).may(Scope.TRANSLATE, lang)
    ]
