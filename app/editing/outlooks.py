"""What would become of a changeset: its findings, its conflicts, and how many people it needs for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.db import changesets, proposals, translation_campaigns
from app.db.changesets import UNDECIDED
from app.db.session import reading
from app.editing.drafts import basis
from app.editing.frozen import as_frozen
from app.editing.protocols import SINGLE, needed
from taxonomy.findings import Severity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.tables import ReleaseRow
    from app.editing.holding import Desk, Drafts
    from app.editing.viewing import View
    from taxonomy.findings import Finding

__all__ = ["Outlook", "looked_ahead", "outlook_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What becomes of a changeset of so many concepts by these authors (in lower case).

    `people` are needed because of `kinds`; whatever is decided has no findings and no conflicts.
    """

    size: int
    authors: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[dict[str, Any], ...] = ()
    people: int = SINGLE
    kinds: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block it."""
        return tuple(it for it in self.findings if it.severity is Severity.ERROR)


def outlook_of(desk: Desk, key: int) -> Outlook:
    """What would become of the changeset now; NotFoundError.

    What the draft and the changeset held when somebody looked last is not read or checked again.
    """
    with reading(desk.engine) as session:
        row = changesets.get(session, key)
        return looked_ahead(session, desk.drafts, row, basis(session, row.scheme))[0]


def looked_ahead(
    session: Session, shelf: Drafts, row: ChangesetRow, draft: ReleaseRow
) -> tuple[Outlook, View]:
    """As `outlook_of`, within a transaction, and what the changeset makes of the draft."""
    view = shelf.proposed(session, row, draft)
    people, kinds = needed(session, row.scheme, view.touched)
    found: tuple[Finding, ...] = ()
    if row.state in UNDECIDED and view.changes:
        campaigns = translation_campaigns.frozen(session, row.scheme)
        found = (*view.findings, *view.frozen(tuple(map(as_frozen, campaigns))))
    outlook = Outlook(
        size=len(view.changes),
        authors=proposals.authors(session, row.key),
        findings=found,
        conflicts=view.conflicts if row.state in UNDECIDED else (),
        people=people,
        kinds=frozenset(kinds),
    )
    return outlook, view
