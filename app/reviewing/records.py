"""What was done with a unit, as a value; the unit as it stands on the board."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.folding import plain
from taxonomy.reviewing.states import State, Work, standing
from taxonomy.reviewing.units import FIELDS
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.translation_tables import TranslationRow
    from taxonomy.reviewing.states import Standing
    from taxonomy.reviewing.units import Unit

__all__ = [
    "FACETS",
    "HIGHEST",
    "NOBODY",
    "UNTOUCHED",
    "Entry",
    "Order",
    "Seen",
    "Touch",
    "as_touch",
]

NOBODY = "-"
"""What stands for nobody, or nothing, where a name is asked for."""
FACETS = ("state", "kind", "field", "assignee", "organisation", "priority", "flagged")
"""By what the units of a language are counted, each with all that is wanted but itself."""
HIGHEST = 3
"""Priorities go from 0 to this."""
_KINDS = {it.value: place for place, it in enumerate(Kind)}
_FIELDS = {it: place for place, it in enumerate(FIELDS)}

Order = tuple[int, int, str, int, str, int, str]
"""Where a unit stands in the queue: what is done with it does not move it, but for its priority."""


class Seen(NamedTuple):
    """A unit as it was read: its id and entity tag."""

    id: str
    etag: str


class Touch(NamedTuple):
    """What was done with a unit; everything is empty where nothing was."""

    work: Work | None = None
    written_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    assigned_to: str = ""
    organisation: str = ""
    priority: int = 0
    flagged_by: str = ""
    comments: int = 0
    changeset: int | None = None
    revision: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


UNTOUCHED = Touch()


@dataclass(frozen=True)
class Entry:
    """A unit on the board: its texts, what was done with it, and where it stands by both."""

    unit: Unit
    label: str
    touch: Touch = UNTOUCHED

    @cached_property
    def standing(self) -> Standing:
        """Where the unit stands."""
        return standing(self.unit, self.touch.work)

    @property
    def state(self) -> State:
        """The state of the unit."""
        return self.standing.state

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """What `FACETS` name, in their order."""
        touch = self.touch
        return (
            self.state.value,
            self.unit.kind,
            self.unit.place.field,
            touch.assigned_to or NOBODY,
            touch.organisation or NOBODY,
            str(touch.priority),
            "yes" if touch.flagged_by else "no",
        )

    @cached_property
    def searched(self) -> str:
        """Every text of the unit, its code and the name of its concept, as they are searched."""
        unit = self.unit
        said = (unit.source, unit.target, self.standing.text, unit.notation, self.label)
        return plain("\n".join(dict.fromkeys(said)))

    @cached_property
    def order(self) -> Order:
        """Its place: urgent ones first, then by kind, code and field."""
        letters, _, number = self.unit.notation.rpartition("-")
        digits = int(number) if number.isascii() and number.isdigit() else 0
        place = self.unit.place
        return (
            -self.touch.priority,
            _KINDS.get(self.unit.kind, len(_KINDS)),
            letters,
            digits,
            place.concept_id,
            _FIELDS[place.field],
            self.unit.id,
        )

    @cached_property
    def etag(self) -> str:
        """The entity tag (RFC 9110 §8.8.3): it changes with either text, and with all that is done."""
        texts = "\x00".join((self.unit.source, self.unit.target)).encode()
        return f'"{self.unit.id}-{self.touch.revision}-{hashlib.sha256(texts).hexdigest()[:12]}"'


def as_touch(row: TranslationRow) -> Touch:
    """What was done with a unit, as a value."""
    work = Work(State(row.state), row.text, row.source, row.written_by) if row.state else None
    return Touch(
        work=work,
        written_at=row.written_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        assigned_to=row.assigned_to,
        organisation=row.organisation,
        priority=row.priority,
        flagged_by=row.flagged_by,
        comments=row.comments,
        changeset=row.changeset,
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )
