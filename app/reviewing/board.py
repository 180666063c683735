"""The board: every unit of a scheme as it stands now, held in memory and asked anew what has changed."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.db import translations
from app.db.session import reading
from app.reviewing.holding import Lore, label_of, read_texts, stamp_of
from app.reviewing.records import FACETS, UNTOUCHED, Entry, as_touch
from taxonomy.errors import NotFoundError
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import TARGETS
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.reviewing.holding import Texts
    from app.reviewing.records import Touch

__all__ = ["Board", "Boards"]

_STATE, _ASSIGNEE = FACETS.index("state"), FACETS.index("assignee")


@dataclass(frozen=True)
class Board:
    """The units of a scheme at one moment; `last_event` is the newest event that is in it."""

    texts: Texts
    entries: Mapping[str, Sequence[Entry]]
    """Language → its units, in the order of the queue."""
    by_id: Mapping[str, Entry]
    touches: Mapping[str, Touch]
    """Unit → what was done with it, of units too that are gone and may come back."""
    last_event: int

    @property
    def scheme(self) -> str:
        """The scheme that is translated."""
        return self.texts.scheme

    @property
    def lore(self) -> Lore:
        """What published releases teach."""
        return self.texts.lore or Lore(self.texts)

    def get(self, unit_id: str) -> Entry:
        """The unit of that name; NotFoundError."""
        found = self.by_id.get(unit_id)
        if found is None:
            message = sentence(
                "%(scheme)s %(version)s has no translation %(unit)r: its concept was retired, or its source text is gone",
                scheme=self.scheme,
                version=self.texts.version,
                unit=unit_id[:40],
            )
            raise NotFoundError(message)
        return found

    @cached_property
    def tallies(self) -> Mapping[str, Counter[tuple[str, str]]]:
        """Language → how many units there are by state and whom they are assigned to."""
        return {
            lang: Counter((it.facets[_STATE], it.facets[_ASSIGNEE]) for it in entries)
            for lang, entries in self.entries.items()
        }

    @cached_property
    def waiting(self) -> Mapping[str, Counter[str]]:
        """Language → whose texts wait for a reviewer, and how many of each."""
        return {
            lang: Counter(it.standing.written_by for it in of if it.state is State.REVIEW)
            for lang, of in self.entries.items()
        }

    def ready(self) -> None:
        """Work out now what is otherwise worked out with the first question: memory, conventions, users, facets."""
        _ = self.lore.memory, self.lore.conventions, self.texts.users
        _ = self.tallies, self.waiting

    def behind(self, unit_id: str) -> Sequence[Entry]:
        """The units of the language behind that one, in the order of the queue; NotFoundError."""
        found = self.get(unit_id)
        listed = self.entries[found.unit.place.lang]
        return listed[bisect_right(listed, found.order, key=lambda it: it.order) :]


class Boards:
    """Hands out the board of a scheme as the record stands: what did not change is not read again."""

    def __init__(self) -> None:
        self._boards: dict[str, Board] = {}
        self._lock = threading.Lock()

    def now(self, engine: Engine, scheme: str) -> Board:
        """The board, as one consistent state of the record has it; ReleaseNotFoundError."""
        with reading(engine) as session:
            return self.within(session, scheme)

    def within(self, session: Session, scheme: str) -> Board:
        """As `now`, as this transaction sees the record."""
        with self._lock:
            known = self._boards.get(scheme)
            stamp, rows = stamp_of(session, scheme)
            last = translations.last_event(session, scheme)
            if known and (known.texts.stamp, known.last_event) == (stamp, last):
                return known
            if known is None:
                later = translations.every(session, scheme)
            elif known.last_event != last:
                later = translations.changed_since(session, scheme, known.last_event)
            else:
                later = []
            fresh = {it.unit_id: as_touch(it) for it in later}
            if known and known.texts.stamp == stamp:
                found = _touched(known, fresh, last)
            else:
                texts = read_texts(session, scheme, stamp, rows, known.texts if known else None)
                found = _laid_out(texts, fresh, last, known)
            self._boards[scheme] = found
            return found


def _laid_out(texts: Texts, fresh: Mapping[str, Touch], last: int, known: Board | None) -> Board:
    """The board of these texts; entries of which nothing changed are taken over."""
    touches = {**(known.touches if known else {}), **fresh}
    kept = known.by_id if known else {}
    by_lang: defaultdict[str, list[Entry]] = defaultdict(list)
    for key, units in texts.units.items():
        label = label_of(texts.concepts[key]) if units else ""
        for unit in units:
            entry = kept.get(unit.id)
            if entry is None or entry.unit is not unit or unit.id in fresh:
                entry = Entry(unit, label, touches.get(unit.id, UNTOUCHED))
            by_lang[unit.place.lang].append(entry)
    entries = {lang: sorted(by_lang[lang], key=lambda it: it.order) for lang in TARGETS}
    by_id = {it.unit.id: it for of in entries.values() for it in of}
    return Board(texts, entries, by_id, touches, last)


def _touched(board: Board, fresh: Mapping[str, Touch], last: int) -> Board:
    changed = {
        key: Entry(held.unit, held.label, touch)
        for key, touch in fresh.items()
        if (held := board.by_id.get(key))
    }
    langs = {it.unit.place.lang for it in changed.values()}
    entries = {
        lang: sorted((changed.get(it.unit.id, it) for it in of), key=lambda it: it.order)
        if lang in langs
        else of
        for lang, of in board.entries.items()
    }
    touches = {**board.touches, **fresh}
    return Board(board.texts, entries, {**board.by_id, **changed}, touches, last)
