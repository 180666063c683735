"""Comments that name people: `@Eva Peeters`, and what everybody finds of it on their dashboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import Scope
from app.db import mentions
from app.db.mentions import MentionRecord
from app.db.session import reading, writing
from taxonomy.errors import NotFoundError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.db.mentions import Colleague

__all__ = ["Spot", "called", "colleagues", "mention", "mentions_of", "see_mentions"]

_SIGN = re.compile(r"(?<!\w)@(?=\S)")
_QUOTED = re.compile(r"\"([^\"\n]{1,80})\"")
_WORD = re.compile(r"[\w.-]{1,80}")
_LONGEST = 1_000
"""So much of what was said is kept with the mention; the rest stands on its screen."""


class Spot(NamedTuple):
    """Where something was said: of what (`changeset`, `12`), and the path of its screen."""

    about: str
    about_id: str
    path: str


def mention(
    session: Session,
    text: str,
    spot: Spot,
    by: tuple[Actor, datetime],
    *,
    also: Iterable[str] = (),
) -> list[str]:
    """The names of those who find this text among their mentions, by name: whom it calls, and `also`.

    To be called in the transaction that keeps the text. Nobody is told of what they said themselves.
    """
    actor, at = by
    wanted = {
        *also,
        *(called(text, [it.name for it in mentions.colleagues(session)]) if "@" in text else ()),
    } - {""}
    own = actor.name.casefold()
    folded = {it.casefold(): it for it in sorted(wanted, reverse=True) if it.casefold() != own}
    said = MentionRecord(0, at, actor.name, *spot, text[:_LONGEST])
    mentions.add(session, said, sorted(folded))
    return sorted(folded.values())


def called(text: str, known: Collection[str]) -> set[str]:
    """The names that a text calls: `@Fien`, `@Luc Maes`, `@"Luc Maes"`.

    A known name counts in whatever case, the longest that fits; so does the first word of a name that
    only one of the known has. Any other word is taken as it stands.
    """
    found = set()
    longest_first = sorted(known, key=len, reverse=True)
    for sign in _SIGN.finditer(text):
        rest = text[sign.end() :]
        quoted = _QUOTED.match(rest)
        name = quoted[1] if quoted else _begins(rest, longest_first) or _first(rest, known)
        found.add(name)
    return found - {""}


def mentions_of(
    engine: Engine, actor: Actor, *, new: bool = False, before: int = 0, limit: int
) -> tuple[list[MentionRecord], int]:
    """What names the person, the newest first, before that number; and how much of all is unseen."""
    actor.require(Scope.READ)
    with reading(engine) as session:
        found = mentions.of(session, actor.name, new=new, before=before, limit=limit)
        return found, mentions.unseen(session, actor.name)


def see_mentions(
    engine: Engine, actor: Actor, at: datetime, numbers: Collection[int] | None = None
) -> list[MentionRecord]:
    """The mentions of these numbers, seen; without numbers all are. NotFoundError where one is not theirs."""
    actor.require(Scope.READ)
    with writing(engine) as session:
        found = mentions.see(session, actor.name, at, numbers)
        strange = set(numbers or ()) - {it.number for it in found}
        if strange:
            message = sentence(
                "nothing that names %(name)s has the number %(number)d",
                name=actor.name,
                number=min(strange),
            )
            raise NotFoundError(message)
        return found


def colleagues(engine: Engine, actor: Actor) -> list[Colleague]:
    """All who may come in, but for this person: whom a comment may call, by name."""
    actor.require(Scope.READ)
    with reading(engine) as session:
        own = actor.name.casefold()
        return [it for it in mentions.colleagues(session) if it.name.casefold() != own]


def _begins(rest: str, longest_first: Iterable[str]) -> str:
    """The name with which the text begins, as whole words."""
    for name in longest_first:
        here, behind = rest[: len(name)], rest[len(name) : len(name) + 1]
        if here.casefold() == name.casefold() and not (behind.isalnum() or behind == "_"):
            return name
    return ""


def _first(rest: str, known: Iterable[str]) -> str:
    word = _WORD.match(rest)
    if word is None:
        return ""
    said = word[0].rstrip(".-")
    ours = [it for it in known if it.split()[:1] and it.split()[0].casefold() == said.casefold()]
    return ours[0] if len(ours) == 1 else said
