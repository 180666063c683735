"""The kinds and predicates that a query may name: each scheme has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.errors import InvalidQueryError
from taxonomy.vocabulary import KINDS, PREDICATES

if TYPE_CHECKING:
    from taxonomy.vocabulary import Kind, Predicate

__all__ = ["refuse_strangers"]


def refuse_strangers(scheme: str, kind: Kind | None, predicate: Predicate | None) -> None:
    """InvalidQueryError for a kind or predicate that only other schemes know."""
    if kind and kind not in KINDS[scheme]:
        known = ", ".join(KINDS[scheme])
        message = f"{scheme} holds no concepts of the kind {kind}; its kinds: {known}"
        raise InvalidQueryError(message)
    if predicate and predicate not in PREDICATES[scheme]:
        known = ", ".join(PREDICATES[scheme])
        message = f"{scheme} has no links by {predicate}; its predicates: {known}"
        raise InvalidQueryError(message)
