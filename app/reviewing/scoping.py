"""What a queue is narrowed to by the record: a campaign, and the concepts of a changeset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import translation_campaigns, translations
from app.db.session import reading
from app.reviewing.campaigns import as_campaign

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.reviewing.campaigns import Campaign

__all__ = ["scope_of"]


def scope_of(
    engine: Engine, campaign: str, changeset: int | None
) -> tuple[Campaign | None, frozenset[str]]:
    """The campaign of that name, and the concepts that the changeset changes; NotFoundError.

    Where neither is named nothing is asked of the record.
    """
    if not campaign and changeset is None:
        return None, frozenset()
    with reading(engine) as session:
        found = as_campaign(translation_campaigns.get(session, campaign)) if campaign else None
        touched = frozenset[str]()
        if changeset is not None:
            touched = translations.changed_by_changeset(session, changeset)
        return found, touched
