"""What people say of changesets; whoever is called by name hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import Scope
from app.db import changesets
from app.db.changesets import Comment
from app.db.session import reading, writing
from app.mentioning import Spot, mention
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_NOTE, normalise_note

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.records import By

__all__ = ["comment_on", "comments_of", "say"]


def comments_of(engine: Engine, key: int) -> list[Comment]:
    """What was said of a changeset, the oldest first; NotFoundError."""
    with reading(engine) as session:
        return changesets.comments(session, changesets.get(session, key).key)


def comment_on(
    engine: Engine, key: int, text: str, by: By, *, concept_id: str = ""
) -> list[Comment]:
    """Everything that was said of the changeset, with this at its end; InvalidQueryError.

    Its author and whoever it calls by name find it among their mentions.
    """
    by.actor.require(Scope.READ)
    with writing(engine) as session:
        row = changesets.hold(session, key)
        say(session, row, text, by, concept_id)
        return changesets.comments(session, key)


def say(session: Session, row: ChangesetRow, text: str, by: By, concept_id: str = "") -> None:
    """Keep what is said of the changeset, within a transaction; InvalidQueryError where nothing is."""
    said = normalise_note(text)
    if not 0 < len(said) <= LONGEST_NOTE:
        message = sentence("say something, in at most %(most)s characters", most=LONGEST_NOTE)
        raise InvalidQueryError(message)
    changesets.comment(session, row.key, Comment(by.at, by.actor.name, said, concept_id))
    spot = Spot("changeset", str(row.key), f"/workbench/changesets/{row.key}#comments")
    mention(session, said, spot, by, also=[row.author])
