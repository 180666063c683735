"""Placing approved texts: they become an accepted changeset, and so part of the draft of the release."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import About
from app.db import audit, drafts, revisions
from app.db.changesets import ACCEPTED
from app.db.revisions import StoredPointer
from app.editing.changesets import Purpose, begun
from app.editing.changing import ANYTHING, Edit, put
from app.editing.drafts import opened, require_open
from app.editing.records import Origin
from taxonomy import canonical
from taxonomy.model import Taxonomy
from taxonomy.reviewing.units import with_texts
from taxonomy.statistics import language_coverage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.editing.records import By
    from app.reviewing.board import Board
    from taxonomy.model import Concept

__all__ = ["Placing", "placed"]


class Placing(NamedTuple):
    """A text that is to stand in the draft, and who wrote it."""

    concept_id: str
    field: str
    lang: str
    text: str
    written_by: str


def placed(
    session: Session, board: Board, placings: Sequence[Placing], by: By, title: str
) -> int | None:
    """The number of the changeset that brought the texts into the draft, None where nothing changes.

    It is accepted at once: who reads a translation is the second pair of eyes that it needs. A draft
    is opened where there is none. ReleaseExistsError while the draft is being published.
    """
    changed = _changed(board, placings)
    if not changed:
        return None
    draft = opened(session, board.scheme, by)
    require_open(draft)
    row = begun(session, board.scheme, Purpose(title, origin=Origin.TRANSLATION), by)
    writers = {it.concept_id: it.written_by for it in placings if it.written_by}
    edits = [
        Edit(
            concept_id=key,
            after=after,
            seen=ANYTHING,
            authors=(writers[key],) if key in writers else (),
        )
        for key, after in changed.items()
    ]
    put(session, row, edits, by)
    _move(session, board, changed, draft.key)
    draft.digest = canonical.release_digest(
        (key, digest) for key, (digest, _) in revisions.pointers(session, draft.key).items()
    )
    after = Taxonomy.of(board.scheme, {**board.texts.concepts, **changed}.values())
    draft.languages = language_coverage(board.scheme, after)
    row.author = next(iter(writers.values()), by.actor.name)
    row.state, row.accepted_in = ACCEPTED, draft.version
    row.submitted_at = row.decided_at = by.at
    row.submitted_by, row.decided_by = row.author, by.actor.name
    row.revision += 1
    about = About("changeset", str(row.key), board.scheme)
    told = {"concepts": len(changed), "draft": draft.version}
    audit.record(session, by.actor.act("changeset-accepted", about, by.at, change=(None, told)))
    session.flush()
    return row.key


def _changed(board: Board, placings: Sequence[Placing]) -> dict[str, Concept]:
    texts: dict[str, dict[tuple[str, str], str]] = {}
    for it in placings:
        texts.setdefault(it.concept_id, {})[it.field, it.lang] = it.text
    after = {key: with_texts(board.texts.concepts[key], of) for key, of in texts.items()}
    return {key: it for key, it in after.items() if it != board.texts.concepts[key]}


def _move(session: Session, board: Board, changed: Mapping[str, Concept], draft_key: int) -> None:
    documents = {key: (canonical.write(it), True) for key, it in changed.items()}
    stored = revisions.store(session, board.scheme, documents)
    numbers = [it.concept_key for it in stored.values()]
    drafts.move(session, draft_key, numbers, [StoredPointer(*it) for it in stored.values()])
