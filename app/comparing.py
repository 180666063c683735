"""Comparing two releases of a scheme straight from the record: only what differs is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.db import releases, revisions
from app.db.session import reading
from taxonomy import canonical
from taxonomy.changes import Change, as_dict, summary
from taxonomy.diff import diff_concepts
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from taxonomy.model import Concept

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes between two releases; `concepts` holds every concept that they name."""

    changes: tuple[Change, ...]
    concepts: dict[str, Concept]

    def rows(self) -> list[dict[str, Any]]:
        """The changes as plain JSON values, in their order."""
        return [as_dict(change, self.concepts.get) for change in self.changes]

    def summary(self) -> dict[str, int]:
        """How many changes there are of each type."""
        return summary(self.changes)


@without_cycle_search()
def compare(engine: Engine, scheme: str, before: str, after: str) -> Comparison:
    """What changed from one release (or draft) to another; ReleaseNotFoundError names what is there."""
    with reading(engine) as session:
        old, new = releases.get(session, scheme, before), releases.get(session, scheme, after)
        pairs = [
            (canonical.read(was) if was else None, canonical.read(became) if became else None)
            for was, became in revisions.changed_pairs(session, old.key, new.key)
        ]
        changes = diff_concepts(pairs)
        concepts = {it.id: it for pair in pairs for it in pair if it}
        for wanted in (_targets, _named_by_skill):
            missing = {it for it in wanted(changes, concepts) if it not in concepts}
            for release in (old.key, new.key):
                found = revisions.documents_of(session, release, missing, scheme)
                concepts |= {key: canonical.read(document) for key, document in found.items()}
    return Comparison(changes, concepts)


def _targets(changes: tuple[Change, ...], _concepts: dict[str, Concept]) -> set[str]:
    targets = {change.target for change in changes if change.target}
    return targets.union(*(change.replaced_by for change in changes))


def _named_by_skill(_changes: tuple[Change, ...], concepts: dict[str, Concept]) -> set[str]:
    return {
        skill
        for concept in concepts.values()
        if concept.kind is Kind.TECHNICAL_COMPETENCE
        for skill in concept.targets(Predicate.SKILL)
    }
