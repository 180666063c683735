"""An edit of many concepts as its screen shows it: what was asked, and what would become of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.editing.many import look_at_many
from app.rendering.workbench.naming import field_rows, name_of
from taxonomy import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.editing.many import Asked
    from app.editing.viewing import View
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.model import Concept

__all__ = ["ManyPage", "many_page"]

MOST_FOLLOWING = 100


class ShownPair(NamedTuple):
    """A concept that would change, by name, with its fields and the revision that is looked at."""

    concept: Concept
    name: str
    seen: str
    rows: Sequence[FieldRow]


class ManyPage(NamedTuple):
    """What would change, how many concepts were chosen, and those whose links follow (the first ones)."""

    pairs: Sequence[ShownPair]
    chosen: int
    following: Sequence[ShownPair]
    following_count: int


def many_page(view: View, asked: Asked, lang: str) -> ManyPage:
    """The preview of the edit; errors as `look_at_many`."""
    found = look_at_many(view, asked)
    return ManyPage(
        [_shown(*it, view, lang) for it in found.pairs],
        found.chosen,
        [_shown(*it, view, lang) for it in found.following[:MOST_FOLLOWING]],
        len(found.following),
    )


def _shown(before: Concept, after: Concept, view: View, lang: str) -> ShownPair:
    return ShownPair(
        before,
        name_of(before, lang, view.find),
        canonical.revision(canonical.write(before)).hex(),
        field_rows(before, after, lang, view.find),
    )
