"""The acts of the audit, as a screen shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from app.db import audit
from app.db.session import reading
from app.editing.viewing import view_of
from app.rendering.workbench.naming import name_of
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Engine

    from app.db.audit import Entry, Sought
    from app.editing.holding import Desk
    from app.rendering.concepts import Json
    from taxonomy.model import Concept

    Find = Callable[[str], Concept | None]
    Named = Callable[[str], str]

__all__ = ["PageOfActs", "Shown", "act_document", "entries_of", "page_of_acts", "shown"]

PER_PAGE = 50
_DIGEST = re.compile(r"(sha256:[0-9a-f]{12})[0-9a-f]{52}")
"""A digest, of which people read the beginning; the record and the API tell all of it."""


class Shown(NamedTuple):
    """An entry, what it changed (field, what stood there before, what stands there after), and the concept it is about."""

    entry: Entry
    changes: list[tuple[str, str, str]]
    concept: Concept | None = None


class PageOfActs(NamedTuple):
    """A page of acts; `next` is the number before which the next page begins, 0 on the last one."""

    acts: list[Shown]
    next: int
    known: Mapping[str, Sequence[str]]


def page_of_acts(desk: Desk, sought: Sought, before: int, lang: str) -> PageOfActs:
    """The newest acts that are wanted, of those before that number where one is given.

    Concepts of the draft are told by code and name, in this language or the next best.
    """
    find = _find(desk)

    def named(text: str) -> str:
        id, _, rank = text.partition(" ")
        found = find(id)
        told = f"{found.notation} {name_of(found, lang, find)} {rank}" if found else text
        return told.rstrip()

    with reading(desk.engine) as session:
        found = audit.entries(session, sought, before=before, limit=PER_PAGE + 1)
        known = audit.known(session)
    more = len(found) > PER_PAGE
    acts = [
        Shown(
            it,
            shown(it.act.before, it.act.after, named),
            find(it.act.about_id) if it.act.about == "concept" else None,
        )
        for it in found[:PER_PAGE]
    ]
    return PageOfActs(acts, found[PER_PAGE - 1].number if more else 0, known)


def _find(desk: Desk) -> Find:
    """Id → concept of the draft; nothing is found where no release is there to begin one from."""
    try:
        return view_of(desk, None).find
    except NotFoundError:
        return lambda _: None


def entries_of(engine: Engine, sought: Sought, before: int, limit: int) -> list[Entry]:
    """The newest entries that are wanted, of those before that number where one is given."""
    with reading(engine) as session:
        return audit.entries(session, sought, before=before, limit=limit)


def act_document(entry: Entry) -> Json:
    """An entry as JSON."""
    act = entry.act
    return {
        "number": entry.number,
        "at": act.at,
        "actor": act.actor,
        "organisation": act.organisation,
        "act": act.act,
        "about": act.about,
        "id": act.about_id,
        "scheme": act.scheme,
        "before": act.before,
        "after": act.after,
        "why": act.why,
    }


def shown(before: Any, after: Any, named: Named = str) -> list[tuple[str, str, str]]:
    """What is otherwise, field by field where both are objects, of lists what one side alone holds.

    `named` tells what an id of a list is called; "" stands for nothing.
    """
    if isinstance(before, dict | None) and isinstance(after, dict | None):
        old, new = before or {}, after or {}
        names = [*old, *(it for it in new if it not in old)]
        told = ((_name(it, new), *_sides(old.get(it), new.get(it), named)) for it in names)
        return [it for it in told if it[1] != it[2]]
    return [("", *_sides(before, after, named))]


def _name(name: str, told: Mapping[str, Any]) -> str:
    """The name of a field; of a text of a translation which text it is: `pref_label fr`."""
    if name == "text" and {"field", "lang"} <= told.keys():
        return f"{told['field']} {told['lang']}"
    return name


def _sides(before: Any, after: Any, named: Named) -> tuple[str, str]:
    old, new = ([] if it is None else it for it in (before, after))
    if not (_is_texts(old) and _is_texts(new)):
        return _text(before), _text(after)
    gone, come = [it for it in old if it not in new], [it for it in new if it not in old]
    pair = (gone, come) if gone or come else (old, new)
    return ", ".join(map(named, pair[0])), ", ".join(map(named, pair[1]))


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return _DIGEST.sub(r"\1…", value or "")
    if isinstance(value, dict) and not any(isinstance(it, dict | list) for it in value.values()):
        return ", ".join(f"{name} {it}" for name, it in value.items())
    return orjson.dumps(value).decode()


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(it, str) for it in value)
