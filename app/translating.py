"""From what is served to a translator: which mapping sets and releases a question needs."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from app.indexing import index_of
from app.mapping_shelf import MappingShelf
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.legs import nearest
from taxonomy.mapping import MappingSet, Side
from taxonomy.schemes import SCHEMES
from taxonomy.translating import Translator

if TYPE_CHECKING:
    from app.context import Context
    from app.db.mapping_sets import SetRecord
    from app.library import Library
    from taxonomy.index import ReleaseIndex

__all__ = ["Recorded", "Translators", "asked_side", "recorded", "translator"]

_KEPT = 4
_ISCO = "isco"
"""The scheme whose codes releases of others bear."""
_NAME = re.compile(r"([a-z][a-z0-9-]{0,39})/([A-Za-z0-9][A-Za-z0-9._-]{0,63})")


def asked_side(
    text: str, parameter: str, known: Iterable[SetRecord], version: Callable[[str, str], str]
) -> Side:
    """The release that `competent/current` or `rome/3.47` names; `version` tells what an alias is.

    A release that only a mapping set speaks of will do. InvalidQueryError, SchemeNotFoundError,
    ReleaseNotFoundError.
    """
    found = _NAME.fullmatch(text)
    if found is None:
        message = (
            f"{parameter}: {text[:80]!r} names no release: write it as competent/3.11 or "
            "competent/current"
        )
        raise InvalidQueryError(message)
    side = Side(found[1], found[2])
    if any(side in (it.subject, it.object) for it in known):
        return side
    return Side(side.scheme, version(*side))


def translator(
    wanted: tuple[Side, Side],
    records: Sequence[SetRecord],
    content: Callable[[SetRecord], MappingSet],
    index: Callable[[Side], ReleaseIndex | None],
    current: Iterable[Side],
) -> Translator:
    """A translator between two releases, over the sets nearest to them; it loads what it needs.

    Of a pair of schemes samples count only where there is nothing else. `index` gives a release, or
    None where it is not held; `current` are the newest of their schemes.
    """
    real = {(it.subject.scheme, it.object.scheme) for it in records if not it.sample}
    fitting = [
        it for it in records if not it.sample or (it.subject.scheme, it.object.scheme) not in real
    ]
    chosen = nearest(fitting, wanted)
    sides = dict.fromkeys((*wanted, *current))
    sides |= dict.fromkeys(side for it in chosen for side in (it.subject, it.object))
    held = [found for it in sides if it.scheme in SCHEMES and (found := index(it))]
    return Translator([content(it) for it in chosen], held)


class Recorded(NamedTuple):
    """A translator over the record, and the releases it is between."""

    translator: Translator
    start: Side
    end: Side


def recorded(context: Context, start: str, end: str) -> Recorded:
    """What translates between two releases of the record, drafts of releases included."""
    shelf = MappingShelf(context.mapping_sets, context.load_mappings)
    shelf.refresh()
    records = shelf.records()

    @cache
    def index(side: Side) -> ReleaseIndex | None:
        try:
            return index_of(context.engine, *side)
        except (NotFoundError, InvalidQueryError):
            return None

    def version(scheme: str, version: str) -> str:
        return index_of(context.engine, scheme, version).release.version

    wanted = (
        asked_side(start, "--from", records, version),
        asked_side(end, "--to", records, version),
    )
    spoken = {side.scheme for it in records for side in (it.subject, it.object)}
    newest = (index(Side(it, "current")) for it in sorted({*spoken, _ISCO} & SCHEMES.keys()))
    current = [Side(it.release.scheme, it.release.version) for it in newest if it]
    return Recorded(translator(wanted, records, shelf.content, index, current), *wanted)


@dataclass(slots=True)
class Translators:
    """Keeps the last few translators of a worker: what they found of an id is found once."""

    library: Library
    mappings: MappingShelf
    _kept: OrderedDict[tuple[object, ...], Translator] = field(default_factory=OrderedDict)

    def side(self, text: str, parameter: str) -> Side:
        """As `asked_side`, of what is served now."""
        return asked_side(
            text,
            parameter,
            self.mappings.records(),
            lambda scheme, version: self.library.release(scheme, version).version,
        )

    def get(self, start: Side, end: Side) -> Translator:
        """The translator between two releases; it may load some, so call it in a thread."""
        records = self.mappings.records()
        names = tuple((it.full_name, it.digest) for it in records)
        key = (self.library.generation, names, start, end)
        found = self._kept.get(key)
        if found is None:
            found = translator(
                (start, end), records, self.mappings.content, self._index, self._current()
            )
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _index(self, side: Side) -> ReleaseIndex | None:
        try:
            return self.library.get(*side)
        except (NotFoundError, InvalidQueryError):
            return None

    def _current(self) -> list[Side]:
        found = (self.library.current(it) for it in SCHEMES)
        return [Side(it.scheme, it.version) for it in found if it]
