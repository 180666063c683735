"""Drafts and the releases that they follow in memory: read once, and then what has moved."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.db import drafts, people, releases, revisions
from app.db.session import reading
from app.editing.viewing import Proposals
from taxonomy import canonical, checks
from taxonomy.completeness import lacking
from taxonomy.index import ReleaseIndex
from taxonomy.model import Concept, Release, Taxonomy
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.tables import ReleaseRow
    from app.editing.viewing import View
    from taxonomy.completeness import Lacking
    from taxonomy.findings import Finding

__all__ = ["Desk", "Drafts", "Held"]

_MOST = 4
"""So many drafts and releases are kept: the draft of each editable scheme, and what it follows."""


@dataclass(frozen=True)
class Held:
    """A draft or release as it is held: its concepts, their revisions, and the release before it.

    `found` is what checks find of it, where that is known already.
    """

    index: ReleaseIndex
    revisions: Mapping[str, bytes]
    previous: Taxonomy | None
    found: tuple[Finding, ...] | None = None

    @property
    def taxonomy(self) -> Taxonomy:
        """Its concepts."""
        return self.index.taxonomy

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What its checks find."""
        if self.found is not None:
            return self.found
        return tuple(checks.run(self.taxonomy, self.previous))

    @cached_property
    def gaps(self) -> tuple[Lacking, ...]:
        """What its concepts lack."""
        return tuple(lacking(self.taxonomy))

    @cached_property
    def findings_behind(self) -> tuple[Finding, ...]:
        """What checks find of a draft that begins as this release, as long as nothing moved in it."""
        return tuple(checks.run(self.taxonomy, self.taxonomy))

    def begun(self, release: Release) -> Held:
        """The draft that begins as this release."""
        index = replace(self.index, release=release, lifespans={})
        return Held(index, self.revisions, self.taxonomy, self.findings_behind)

    def changed(self, changes: Mapping[str, Concept | None]) -> Taxonomy:
        """Its concepts after these changes; None takes a concept away."""
        after = {**self.taxonomy.by_id, **changes}
        return Taxonomy.of(self.taxonomy.scheme, [it for it in after.values() if it])

    def findings_of(self, changes: Mapping[str, Concept | None]) -> list[Finding]:
        """What the checks find of these concepts, and what they find elsewhere because of the changes."""
        known = set(self.findings)
        found = checks.run(self.changed(changes), self.previous)
        return [it for it in found if it.concept in changes or it not in known]


@dataclass(frozen=True, slots=True)
class Desk:
    """What editing stands on: the record, and the drafts that are held in memory."""

    engine: Engine
    drafts: Drafts

    def warm(self, scheme: str) -> None:
        """Have ready what editors begin from, and what checks find of it, where anybody works here."""
        with reading(self.engine) as session:
            if people.is_empty(session):
                return
            row = drafts.find(session, scheme)
            last = row or releases.last_public(session, scheme)
            held = self.drafts.held(session, last) if last else None
        if held:
            _ = (held.gaps, held.findings) if row else (held.gaps, held.findings_behind)


class Drafts:
    """Hands out what a draft holds; a draft that moved is read again only where it did."""

    def __init__(self) -> None:
        self._proposals = Proposals()
        self._held: OrderedDict[int, Held] = OrderedDict()
        self._lock = threading.Lock()

    def held(self, session: Session, row: ReleaseRow) -> Held:
        """The draft or release as this transaction sees it."""
        with self._lock:
            known = self._held.get(row.key)
            if known and known.index.release.digest == row.digest:
                self._held.move_to_end(row.key)
                return known
            found = self._read(session, row, known)
            self._held[row.key] = found
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
            return found

    def proposed(self, session: Session, row: ChangesetRow, draft: ReleaseRow) -> View:
        """What a changeset makes of the draft or release: the same object while neither moves."""
        return self._proposals.view(session, row, self.held(session, draft))

    @without_cycle_search()
    def _read(self, session: Session, row: ReleaseRow, known: Held | None) -> Held:
        before = releases.before(session, row)
        like = known or (self._of_release(session, before) if before else None)
        if like and known is None and like.index.release.digest == row.digest:
            return like.begun(releases.as_release(row))
        concepts, digests = _content(session, row, like)
        index = ReleaseIndex.build(
            releases.as_release(row), Taxonomy.of(row.scheme, concepts.values()), {}
        )
        previous = known.previous if known else like.taxonomy if like else None
        return Held(index, digests, previous)

    def _of_release(self, session: Session, row: ReleaseRow) -> Held:
        known = self._held.get(row.key)
        if known is None:
            concepts, digests = _content(session, row, None)
            taxonomy = Taxonomy.of(row.scheme, concepts.values())
            release = releases.as_release(row)
            known = Held(ReleaseIndex.build(release, taxonomy, {}), digests, None)
        return known


def _content(
    session: Session, row: ReleaseRow, like: Held | None
) -> tuple[dict[str, Concept], dict[str, bytes]]:
    """Id → concept, and id → revision; what is like another is taken from there."""
    if like is None:
        documents = dict(revisions.documents(session, row.key))
        digests = {key: canonical.revision(document) for key, document in documents.items()}
        return {key: canonical.read(document) for key, document in documents.items()}, digests
    digests = {key: digest for key, (digest, _) in revisions.pointers(session, row.key).items()}
    moved = [key for key, digest in digests.items() if like.revisions.get(key) != digest]
    read = revisions.documents_of(session, row.key, moved, row.scheme)
    concepts = {key: like.taxonomy.by_id[key] for key in digests if key not in read}
    return concepts | {key: canonical.read(document) for key, document in read.items()}, digests
