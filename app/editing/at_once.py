"""Thousands of edits as one new changeset: worked out while others write, and kept in a short transaction."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from app.db import changesets, revisions
from app.db.session import reading, writing
from app.editing.changesets import begun
from app.editing.changing import keep, prepared, put, rows_of
from app.editing.drafts import basis
from app.editing.records import as_changeset
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.revisions import StoredPointer
    from app.editing.changesets import Purpose
    from app.editing.changing import Edit, Prepared
    from app.editing.records import By, ChangesetRecord

__all__ = ["BLOCK", "begin_with"]

BLOCK = 1_000
"""So many documents are stored in a transaction of their own: nobody waits for more."""
_TRIES = 3
_PAUSE_SECONDS = 0.02
"""Between two blocks, in which a writer that waits for SQLite's lock (it looks again and again) gets it."""


@without_cycle_search()
def begin_with(
    engine: Engine,
    scheme: str,
    purpose: Purpose,
    edits_of: Callable[[Session], Sequence[Edit]],
    by: By,
    *,
    then: Callable[[Session, ChangesetRecord], None] = lambda _session, _made: None,
) -> ChangesetRecord:
    """A new changeset with all of these edits, or none; errors as `put`.

    Documents are stored first, block by block: nothing leads to them until the last transaction,
    in which `then` has its part. `edits_of` is asked again where the draft moved meanwhile, or somebody began a
    concept whose code may be one of these, at last
    within that transaction.
    """
    for _ in range(_TRIES):
        with reading(engine) as session:
            mark = changesets.promise_mark(session, scheme)
            made = prepared(session, scheme, edits_of(session), by)
        stored = _stored(engine, made)
        with reading(engine) as session:
            rows = rows_of(session, made, stored, by)
        with writing(engine) as session:
            if (basis(session, scheme).digest, changesets.promise_mark(session, scheme)) == (
                made.digest,
                mark,
            ):
                changeset = begun(session, scheme, purpose, by)
                if made.acts:
                    keep(session, changeset, made.acts, rows, by)
                return _record(session, changeset, then)
    with writing(engine) as session:
        changeset = begun(session, scheme, purpose, by)
        put(session, changeset, edits_of(session), by)
        return _record(session, changeset, then)


def _record(
    session: Session,
    changeset: ChangesetRow,
    then: Callable[[Session, ChangesetRecord], None],
) -> ChangesetRecord:
    size = changesets.sizes(session, [changeset.key])[changeset.key]
    record = as_changeset(changeset, size)
    then(session, record)
    return record


def _stored(engine: Engine, made: Prepared) -> dict[str, StoredPointer]:
    """Where the documents stand now."""
    found: dict[str, StoredPointer] = {}
    documents = iter(made.documents.items())
    while block := dict(islice(documents, BLOCK)):
        if found:
            time.sleep(_PAUSE_SECONDS)
        with writing(engine) as session:
            found |= revisions.store(session, made.scheme, block)
    return found
