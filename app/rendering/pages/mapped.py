"""What a concept is mapped to in other schemes, for its page."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from app.rendering.counterparts import SHOWN
from app.rendering.mapping_shelves import title
from app.rendering.pages.names import Text
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.db.mapping_sets import SetRecord
    from app.rendering.pages.names import Item, Reader
    from taxonomy.mapping import Mapping, MappingSet
    from taxonomy.vocabulary import MappingPredicate

__all__ = ["Chosen", "Counterpart", "Mapped", "Matches", "chosen", "mapped"]

MOST_SHOWN = 12


class Chosen(NamedTuple):
    """A mapping set that tells of a scheme, and whether it has to be read backwards for it."""

    record: SetRecord
    turned: bool

    @property
    def other(self) -> str:
        """The scheme at its other end."""
        return (self.record.subject if self.turned else self.record.object).scheme


class Counterpart(NamedTuple):
    """A concept of the other scheme; its path is empty where no release that is served holds it."""

    name: Text
    notation: str
    path: str
    stale: bool


class Matches(NamedTuple):
    """The counterparts by one predicate."""

    predicate: MappingPredicate
    counterparts: Sequence[Counterpart]


class Mapped(NamedTuple):
    """A concept's counterparts in one mapping set; `path` is that of the picture of them.

    A page that never changes tells none of a set that goes on after its release: `total` is 0 then.
    """

    own: str
    other: str
    path: str
    matches: Sequence[Matches]
    total: int


def chosen(records: Iterable[SetRecord], scheme: str, version: str) -> list[Chosen]:
    """For each other scheme the set to read: of this very release where there is one, else the first.

    The records come best first.
    """
    best: dict[str, Chosen] = {}
    for record in records:
        ends = (record.subject, record.object)
        for turned, side in enumerate(ends):
            found = Chosen(record, bool(turned))
            known = best.get(found.other)
            if side.scheme != scheme or found.other == scheme:
                continue
            if known is None or (side.version == version and not _is_of(known, version)):
                best[found.other] = found
    return list(best.values())


def mapped(
    reader: Reader, concept_id: str, choice: Chosen, content: MappingSet, other: Reader | None
) -> Mapped | None:
    """The counterparts, closest first; None where there is none. The content begins with the concept.

    `other` reads the release that names the counterparts.
    """
    found = [it for it in content.by_subject.get(concept_id, ()) if it.state in SHOWN]
    shown = [it for it in found if not it.finds_nothing]
    if not shown:
        return None
    concept = reader.index.taxonomy.by_id[concept_id]
    name = quote(reader.index.name(concept).strip() or concept_id, safe="")
    return Mapped(
        title(content.subject),
        title(content.object),
        f"/mappings/{choice.record.name}/{name}",
        [
            Matches(predicate, [_counterpart(it, other) for it in group])
            for predicate, group in groupby(shown[:MOST_SHOWN], attrgetter("predicate"))
        ],
        len(shown),
    )


def _is_of(choice: Chosen, version: str) -> bool:
    own = choice.record.object if choice.turned else choice.record.subject
    return own.version == version


def _counterpart(mapping: Mapping, other: Reader | None) -> Counterpart:
    stale = mapping.state is MappingState.STALE
    item: Item | None = other.target(mapping.object_id) if other else None
    if item is None:
        return Counterpart(Text(mapping.object_label or mapping.object_id), "", "", stale)
    return Counterpart(item.name, item.notation, item.path, stale)
