"""A long list in parts, each a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["part_of"]

T = TypeVar("T")


def part_of(held: Sequence[T], number: int, most: int, what: str) -> tuple[Sequence[T], int]:
    """The part of this number, of at most so many, and how many parts there are; one of nothing too.

    InvalidQueryError for a part there is not, which says of what there is none.
    """
    parts = max(1, -(-len(held) // most))
    if not 1 <= number <= parts:
        message = f"page={number} is none of the {parts} pages of {what}"
        raise InvalidQueryError(message)
    return held[(number - 1) * most : number * most], parts
