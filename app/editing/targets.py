"""Acts of editors in one transaction with the changeset that they begin: both come true, or neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from app.db import changesets
from app.db.session import writing
from app.editing.changesets import Purpose, begun

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.records import By

__all__ = ["Act", "Ask", "Done", "Into", "once_within", "within"]

Into = int | Purpose
"""The number of a changeset, or what a new one is for."""
Act = Callable[["Session", "ChangesetRow"], object]
"""What is done in a changeset."""
Ask = Callable[["Session", "ChangesetRow"], bool]
"""What is asked about a changeset."""


def within(engine: Engine, scheme: str, into: Into, by: By, act: Act) -> int:
    """The number of the changeset in which the act was done; where that fails, none is begun.

    Errors of the act and of `begin`, NotFoundError.
    """
    with writing(engine) as session:
        row = _held(session, scheme, into, by)
        act(session, row)
        return row.key


class Done(NamedTuple):
    """The number of the changeset in which something was done; `again` tells that it was done before."""

    key: int
    again: bool


def once_within(
    engine: Engine, scheme: str, into: Into, by: By, act: Act, is_done: Ask | None = None
) -> Done:
    """As `within`, for what cannot be done twice: a form that is sent again does nothing more.

    A new changeset is recognised by the mark of its form; one that is there by `is_done`, which tells
    whether it holds already what the act leads to.
    """
    with writing(engine) as session:
        again = isinstance(into, Purpose) and changesets.of_mark(session, into.once) is not None
        row = _held(session, scheme, into, by)
        again = again or (is_done is not None and is_done(session, row))
        if not again:
            act(session, row)
        return Done(row.key, again)


def _held(session: Session, scheme: str, into: Into, by: By) -> ChangesetRow:
    if isinstance(into, Purpose):
        return begun(session, scheme, into, by)
    return changesets.hold(session, into)
