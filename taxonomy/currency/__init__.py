"""Keeping a mapping set current: moving it to newer releases, and saying how it stands."""

from __future__ import annotations

from taxonomy.currency.assessing import Coverage, Standing, assess
from taxonomy.currency.carrying import Carried, Newcomer, Stale, carry
from taxonomy.currency.linking import NewLink
from taxonomy.currency.touching import TOUCHING
from taxonomy.currency.values import End, Fix, Move, Proposal, Sides, Touch, TouchKind, touch_of
from taxonomy.currency.working import Item, ItemKind, Worklist, worklist

__all__ = [
    "TOUCHING",
    "Carried",
    "Coverage",
    "End",
    "Fix",
    "Item",
    "ItemKind",
    "Move",
    "NewLink",
    "Newcomer",
    "Proposal",
    "Sides",
    "Stale",
    "Standing",
    "Touch",
    "TouchKind",
    "Worklist",
    "assess",
    "carry",
    "touch_of",
    "worklist",
]
