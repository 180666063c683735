"""The acts of the audit, as a screen shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from app.db import audit
from app.db.session import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from app.db.audit import Entry, Sought

__all__ = ["PageOfActs", "Shown", "entries_of", "page_of_acts", "shown"]

PER_PAGE = 50
_DIGEST = re.compile(r"(sha256:[0-9a-f]{12})[0-9a-f]{52}")
"""A digest, of which people read the beginning; the record and the API tell all of it."""


class Shown(NamedTuple):
    """An entry, and what it changed: field, what stood there before, what stands there after."""

    entry: Entry
    changes: list[tuple[str, str, str]]


class PageOfActs(NamedTuple):
    """A page of acts; `next` is the number before which the next page begins, 0 on the last one."""

    acts: list[Shown]
    next: int
    known: Mapping[str, Sequence[str]]


def page_of_acts(engine: Engine, sought: Sought, before: int) -> PageOfActs:
    """The newest acts that are wanted, of those before that number where one is given."""
    with reading(engine) as session:
        found = audit.entries(session, sought, before=before, limit=PER_PAGE + 1)
        known = audit.known(session)
    more = len(found) > PER_PAGE
    acts = [Shown(it, shown(it.act.before, it.act.after)) for it in found[:PER_PAGE]]
    return PageOfActs(acts, found[PER_PAGE - 1].number if more else 0, known)


def entries_of(engine: Engine, sought: Sought, before: int, limit: int) -> list[Entry]:
    """The newest entries that are wanted, of those before that number where one is given."""
    with reading(engine) as session:
        return audit.entries(session, sought, before=before, limit=limit)


def shown(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """What is otherwise, field by field where both are objects; "" stands for nothing."""
    if isinstance(before, dict | None) and isinstance(after, dict | None):
        old, new = before or {}, after or {}
        names = [*old, *(it for it in new if it not in old)]
        return [
            (_name(name, new), _text(old.get(name)), _text(new.get(name)))
            for name in names
            if old.get(name) != new.get(name)
        ]
    return [("", _text(before), _text(after))]


def _name(name: str, told: Mapping[str, Any]) -> str:
    """The name of a field; of a text of a translation which text it is: `pref_label fr`."""
    if name == "text" and {"field", "lang"} <= told.keys():
        return f"{told['field']} {told['lang']}"
    return name


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return _DIGEST.sub(r"\1…", value or "")
    if isinstance(value, list) and all(isinstance(it, str) for it in value):
        return ", ".join(value)
    return orjson.dumps(value).decode()
