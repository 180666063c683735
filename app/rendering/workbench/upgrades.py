"""What the screens of an upgrade show: its figures with a page of its items, and one item in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db import mapping_sets, upgrades
from app.db.session import reading
from app.db.upgrades import ItemFilter
from app.mapping_review.neighbours import shown_in
from app.upgrading.finishing import Coverage, coverage
from app.upgrading.listing import items_of, story_of
from taxonomy.currency import End, ItemKind
from taxonomy.deciding import VERBS, Verb
from taxonomy.mapping import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from app.db.upgrades import Move
    from app.mapping_review.neighbours import Shown
    from app.upgrading.records import ItemRecord

__all__ = ["ROWS", "ItemPage", "UpgradePage", "item_page", "upgrade_page"]

ROWS = 50
"""Items of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradePage:
    """The upgrade in figures, and items behind a place; `next` is the place behind which the next page begins."""

    coverage: Coverage
    items: Sequence[ItemRecord]
    total: int
    next: int | None

    @property
    def verbs(self) -> list[Verb]:
        """What may be decided of one of the kinds that the page shows, in the order of decisions."""
        found = {verb for it in self.items for verb in VERBS[ItemKind(it.kind)]}
        return [it for it in Verb if it in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """One item with its story, what may be decided, and the id of the next one that is open, or "".

    `shown` is its concept with its neighbours, None where the record holds it no more.
    """

    item: ItemRecord
    shown: Shown | None
    moves: Sequence[Move]
    verbs: tuple[Verb, ...]
    next: str
    left: int


def upgrade_page(engine: Engine, name: str, wanted: ItemFilter, after: int) -> UpgradePage:
    """The page behind that place; NotFoundError."""
    found, total = items_of(engine, name, wanted, after=after, limit=ROWS + 1)
    return UpgradePage(
        coverage=coverage(engine, name),
        items=found[:ROWS],
        total=total,
        next=found[ROWS - 1].place if len(found) > ROWS else None,
    )


def _shown(engine: Engine, name: str, item: ItemRecord) -> Shown | None:
    """The concept of the item as the release has it that it comes to, or as the one before had it."""
    with reading(engine) as session:
        upgrade = upgrades.get(session, name)
        row = mapping_sets.of_number(session, upgrade.set_key)
        ours = Side(row.subject_scheme, row.subject_version)
        sides = (
            [Side(upgrade.scheme, it) for it in (upgrade.to_version, upgrade.from_version)]
            if item.end is End.OBJECT
            else [ours]
        )
        found = (shown_in(session, it, [item.concept_id]).get(item.concept_id) for it in sides)
        return next((it for it in found if it is not None), None)


def item_page(engine: Engine, name: str, id: str, kind: str) -> ItemPage:
    """The item in the list of one kind, or of all (""); NotFoundError."""
    item, moves = story_of(engine, name, id)
    wanted = ItemFilter(kind=kind if kind in set(ItemKind) else None, undone=True)
    behind, left = items_of(engine, name, wanted, after=item.place, limit=1)
    if not behind:
        behind, _ = items_of(engine, name, wanted, limit=1)
    following = next((it.id for it in behind if it.id != id), "")
    return ItemPage(
        item=item,
        shown=_shown(engine, name, item),
        moves=moves,
        verbs=VERBS[ItemKind(item.kind)],
        next=following,
        left=left,
    )
