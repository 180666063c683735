"""A decision comes true in the draft of the mapping set, with an event for each mapping it moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.db import mapping_history, mapping_sets
from app.db.mapping_history import Event
from app.db.mapping_sets import DRAFT
from app.upgrading.showing import concepts_of
from taxonomy import canonical
from taxonomy.currency import End
from taxonomy.deciding import outcome
from taxonomy.errors import ConflictError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import MappingState, Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from app.db.upgrade_tables import UpgradeItemRow, UpgradeRow
    from taxonomy.deciding import Decision, Review
    from taxonomy.mapping import Mapping, MappingSet, Side
    from taxonomy.model import Concept

__all__ = ["Draft", "opened_draft"]


@dataclass(slots=True)
class Draft:
    """The draft of an upgrade in one transaction: decisions are taken in, `keep` writes them down."""

    session: Session
    row: MappingSetRow
    content: MappingSet
    _moved: dict[str, Mapping]
    _made: dict[str, Mapping]
    _events: list[Event]

    def unknown(self, end: End, ids: Iterable[str]) -> list[str]:
        """Those of the ids that are no active concept of the release at that end."""
        wanted = list(ids)
        held = concepts_of(self.session, getattr(self.content, end.value), wanted)
        return [it for it in wanted if it not in held or held[it].status is not Status.ACTIVE]

    def take(self, item: UpgradeItemRow, decision: Decision, review: Review, at: datetime) -> None:
        """Let the decision be true: what an earlier one of this item made and this one does not is rejected."""
        end = End(item.end)
        about = {it["id"]: self._now(it["id"]) for it in item.detail["mappings"]}
        held = {key: it for key, it in about.items() if it is not None}
        made = outcome(decision, end, item.concept_id, held, review)
        ids = [self.content.id_of(it) for it in made.made]
        detail = {"item": item.id, "reason": decision.reason}
        for key in item.applied:
            before = self._now(key)
            if key not in ids and before is not None:
                self._move(key, replace(before, state=MappingState.REJECTED), review, at, detail)
        for key, mapping in made.moved:
            self._move(key, mapping, review, at, detail)
        for key, mapping in zip(ids, made.made, strict=True):
            if self._now(key) is not None:
                self._move(key, self._accepted_again(key, mapping), review, at, detail)
            else:
                self._made[key] = mapping
                self._events.append(Event(key, at, review.reviewer, "accepted", detail))
        item.applied = ids

    def keep(self, at: datetime) -> None:
        """Write down what was taken in, with the revisions of the concepts as they are now."""
        if not self._moved and not self._made:
            return
        moved, made = self._seen(self._moved), self._seen(self._made)
        added = list(made.values())
        mapping_sets.revise(self.session, self.row, self.content, moved, added, at)
        mapping_history.tell(self.session, self.row, self._events)

    def _now(self, key: str) -> Mapping | None:
        return self._made.get(key) or self._moved.get(key) or self.content.by_id.get(key)

    def _accepted_again(self, key: str, mapping: Mapping) -> Mapping:
        """A triple that the set has already keeps where it came from."""
        held = self._now(key) or mapping
        return replace(
            held,
            state=MappingState.ACCEPTED,
            reviewer=mapping.reviewer,
            review_date=mapping.review_date,
            reasons=(),
        )

    def _move(
        self, key: str, mapping: Mapping, review: Review, at: datetime, detail: dict[str, str]
    ) -> None:
        into = self._made if key in self._made else self._moved
        into[key] = mapping
        self._events.append(Event(key, at, review.reviewer, mapping.state.value, detail))

    def _seen(self, mappings: dict[str, Mapping]) -> dict[str, Mapping]:
        """The mappings with the revisions of both concepts where they are accepted."""
        accepted = [it for it in mappings.values() if it.state is MappingState.ACCEPTED]
        subjects = self._revisions(self.content.subject, {it.subject_id for it in accepted})
        objects = self._revisions(self.content.object, {it.object_id for it in accepted})
        return {
            key: replace(
                it,
                subject_revision=subjects.get(it.subject_id, it.subject_revision),
                object_revision=objects.get(it.object_id, it.object_revision),
            )
            if it.state is MappingState.ACCEPTED
            else it
            for key, it in mappings.items()
        }

    def _revisions(self, side: Side, ids: set[str]) -> dict[str, str]:
        held: dict[str, Concept] = concepts_of(self.session, side, ids)
        return {
            key: f"sha256:{canonical.revision(canonical.write(it)).hex()}"
            for key, it in held.items()
        }


def opened_draft(session: Session, upgrade: UpgradeRow) -> Draft:
    """The draft that decisions of the upgrade go to; ConflictError where it is no draft any more."""
    row = mapping_sets.of_number(session, upgrade.set_key)
    mapping_sets.hold(session, row.name)
    if row.status != DRAFT:
        message = sentence(
            "%(set)s/%(edition)d is %(status)s: nothing can be decided of it any more",
            set=row.name,
            edition=row.edition,
            status=row.status,
        )
        raise ConflictError(message)
    return Draft(session, row, mapping_sets.load(session, row), {}, {}, [])
