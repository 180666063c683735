"""What editors of changesets see: the draft, and over it what a changeset makes of it, held in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from app.db import changesets, proposals, revisions
from app.db.session import reading, reads
from app.editing.conflicts import conflict_of
from app.editing.drafts import basis
from app.editing.frozen import frozen_findings
from app.editing.protocols import touches
from taxonomy import canonical
from taxonomy.errors import ConceptNotFoundError
from taxonomy.index import ReleaseIndex
from taxonomy.sentences import sentence
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.editing.frozen import FrozenCampaign
    from app.editing.holding import Desk, Drafts, Held
    from app.editing.protocols import Touch
    from taxonomy.findings import Finding
    from taxonomy.model import Concept, Lifespan

__all__ = ["Proposal", "Proposals", "View", "view_of", "viewed"]

_MOST = 12
"""So many changesets are kept: those that somebody works in or looks at."""
_MOST_PROPOSALS = 60_000
"""So many concepts the changesets that are kept change together, but for a larger one alone (100 MB)."""


class Proposal(NamedTuple):
    """What a changeset makes of one concept: its two revisions, the two states, and what it touches."""

    base: bytes | None
    revision: bytes | None
    before: Concept | None
    after: Concept | None
    touched: frozenset[Touch]


@dataclass(frozen=True, eq=False)
class View:
    """What somebody who edits a changeset sees: the draft, and over it what the changeset makes of it.

    `proposals` tell where its changes come from, in the record's order. What is reckoned of it is
    reckoned once: a view that is held is the same one while neither draft nor changeset moves.
    """

    held: Held
    changes: Mapping[str, Concept | None]
    proposals: Mapping[str, Proposal] = field(default_factory=dict)

    def find(self, reference: str) -> Concept | None:
        """The concept of this id or notation as it is to be."""
        found = self._changed.get(reference) or self.held.index.find(reference)
        return found if found and self.changes.get(found.id, found) is found else None

    def get(self, reference: str) -> Concept:
        """As `find`; ConceptNotFoundError."""
        found = self.find(reference)
        if found is None:
            message = sentence(
                "neither the draft nor the changeset holds a concept %(reference)r",
                reference=reference[:200],
            )
            raise ConceptNotFoundError(message, suggestions=self.held.index.near(reference))
        return found

    def linking(self, concept_id: str) -> list[Concept]:
        """The concepts that link to this one, each of them once."""
        held = {
            it.subject.id: it.subject
            for it in self.held.index.linked_to(concept_id)
            if it.through is None and it.subject.id not in self.changes
        }
        return [*held.values(), *self._linking.get(concept_id, {}).values()]

    @cached_property
    def _linking(self) -> Mapping[str, Mapping[str, Concept]]:
        """Concept id → what is changed and links to it, by id."""
        found: defaultdict[str, dict[str, Concept]] = defaultdict(dict)
        for it in filter(None, self.changes.values()):
            for link in it.links:
                found[link.target][it.id] = it
        return found

    def with_change(self, concept: Concept) -> View:
        """What is seen with this state of a concept; itself where that is seen already."""
        if concept == self.known.get(concept.id):
            return self
        return View(self.held, {**self.changes, concept.id: concept})

    def revision(self, concept: Concept) -> str:
        """The revision, in hexadecimal, that this state of a concept is."""
        told = self.proposals.get(concept.id)
        state, digest = (told.after, told.revision) if told else (concept, None)
        if not told and self.held.taxonomy.by_id.get(concept.id) is concept:
            digest = self.held.revisions.get(concept.id)
        if digest is None or state is not concept:
            digest = canonical.revision(canonical.write(concept))
        return digest.hex()

    @cached_property
    def known(self) -> Mapping[str, Concept]:
        """Id → concept of all there is."""
        if not self.changes:
            return self.held.taxonomy.by_id
        after = {**self.held.taxonomy.by_id, **self.changes}
        return {id: it for id, it in after.items() if it}

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What checks find of what is changed, and elsewhere because of that; of all where nothing is."""
        return self.held.findings_of(self.changes) if self.changes else self.held.findings

    @cached_property
    def touched(self) -> frozenset[Touch]:
        """All that the proposals touch."""
        return frozenset().union(*(it.touched for it in self.proposals.values()))

    @cached_property
    def conflicts(self) -> tuple[dict[str, Any], ...]:
        """The proposals whose concepts others moved meanwhile, both versions field by field."""
        now, concepts = self.held.revisions, self.held.taxonomy.by_id
        return tuple(
            {
                **conflict_of(it.before, concepts.get(id), it.after),
                "revision": it.revision.hex() if it.revision else "",
            }
            for id, it in self.proposals.items()
            if now.get(id) not in (it.base, it.revision)
        )

    def frozen(self, campaigns: tuple[FrozenCampaign, ...]) -> Sequence[Finding]:
        """What these campaigns say of the proposals."""
        if campaigns not in self._frozen:
            self._frozen.clear()
            pairs = [(it.before, it.after) for it in self.proposals.values()]
            self._frozen[campaigns] = frozen_findings(campaigns, pairs)
        return self._frozen[campaigns]

    def indexed(self, lifespans: Mapping[str, Lifespan]) -> ReleaseIndex:
        """The release that it would be, whose concepts had these lives so far."""
        known = self._index.get("")
        if known is None or known.lifespans is not lifespans:
            with without_cycle_search():
                release, after = self.held.index.release, self.held.changed(self.changes)
                self._index[""] = known = ReleaseIndex.build(release, after, lifespans)
        return known

    @cached_property
    def _index(self) -> dict[str, ReleaseIndex]:
        return {}

    @cached_property
    def _frozen(self) -> dict[tuple[FrozenCampaign, ...], Sequence[Finding]]:
        return {}

    @cached_property
    def _changed(self) -> Mapping[str, Concept]:
        """Id and notation → what is changed; the first one where several would have a name."""
        there = [it for it in self.changes.values() if it]
        return {name: it for it in reversed(there) for name in (it.notation, it.id) if name}


@dataclass
class _Known:
    """The proposals of a changeset in that revision of it, and the last view of them."""

    revision: int
    proposals: Mapping[str, Proposal]
    view: View | None = None


@dataclass
class Proposals:
    """Hands out what changesets make of concepts; one that moved is read again only where it did.

    Only a transaction that writes nothing may add to what is kept: what others have not committed
    may never come true.
    """

    _known: OrderedDict[int, _Known] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def view(self, session: Session, row: ChangesetRow, held: Held) -> View:
        """What an editor of the changeset sees over this draft: the same object while neither moves."""
        with self._lock:
            known = self._at(session, row, held)
            if known.view is None or known.view.held is not held:
                changes = {id: it.after for id, it in known.proposals.items()}
                known.view = View(held, changes, known.proposals)
            return known.view

    def _at(self, session: Session, row: ChangesetRow, held: Held) -> _Known:
        known = self._known.get(row.key)
        if known is None or known.revision != row.revision:
            like = known.proposals if known else {}
            found: Mapping[str, Proposal] = _read(session, row.key, like, held)
            if known and found == like:
                found = like
            view = known.view if known and found is like else None
            known = _Known(row.revision, found, view)
            if not reads(session):
                return known
            self._known[row.key] = known
        self._known.move_to_end(row.key)
        while len(self._known) > 1 and self._is_full():
            self._known.popitem(last=False)
        return known

    def _is_full(self) -> bool:
        proposed = sum(len(it.proposals) for it in self._known.values())
        return len(self._known) > _MOST or proposed > _MOST_PROPOSALS


def view_of(desk: Desk, key: int | None, scheme: str = "competent") -> View:
    """What an editor of that changeset sees, or of none; NotFoundError."""
    with reading(desk.engine) as session:
        if key is None:
            return View(desk.drafts.held(session, basis(session, scheme)), {})
        return viewed(session, desk.drafts, changesets.get(session, key))


def viewed(session: Session, shelf: Drafts, row: ChangesetRow) -> View:
    """What an editor of this changeset sees, within a transaction; one that is decided changes nothing."""
    draft = basis(session, row.scheme)
    if row.state not in changesets.UNDECIDED:
        return View(shelf.held(session, draft), {})
    return shelf.proposed(session, row, draft)


@without_cycle_search()
def _read(
    session: Session, key: int, like: Mapping[str, Proposal], held: Held
) -> dict[str, Proposal]:
    """The proposals of a changeset; states that are held already are not read again."""
    told = proposals.revisions_of(session, key)
    known = {it.base: it.before for it in like.values()}
    known |= {it.revision: it.after for it in like.values()}
    for id, (base, _) in told.items():
        if base and base == held.revisions.get(id):
            known[base] = held.taxonomy.by_id[id]
    wanted = {it for pair in told.values() for it in pair if it and it not in known}
    read = revisions.of_digests(session, wanted)
    known |= {digest: canonical.read(document) for digest, document in read.items()}
    known[None] = None
    return {
        id: like[id] if id in like and like[id][:2] == pair else _proposal(pair, known)
        for id, pair in told.items()
    }


def _proposal(
    pair: tuple[bytes | None, bytes | None], known: Mapping[bytes | None, Concept | None]
) -> Proposal:
    before, after = known[pair[0]], known[pair[1]]
    return Proposal(*pair, before, after, touches(before, after))
