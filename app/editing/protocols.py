"""Protocols: how many people a kind of change needs, and what an actor may change and accept at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import About, Scope
from app.db import audit, drafts, releases
from app.db.session import reading, writing
from app.refusals import PreconditionFailedError
from taxonomy import schemes
from taxonomy.editing.fields import LIFE, Field
from taxonomy.editing.merging import changed_fields
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.editing.records import By
    from taxonomy.model import Concept

__all__ = [
    "DEFAULTS",
    "Touch",
    "etag_of",
    "kinds_of_change",
    "needed",
    "protocols_of",
    "require_to_accept",
    "require_to_change",
    "set_protocols",
    "touches",
]

SINGLE, FOUR_EYES = 1, 2
DEFAULTS: dict[str, int] = {
    "creation": SINGLE,
    "retirement": FOUR_EYES,
    "restoration": FOUR_EYES,
    **{f"label-{lang}": FOUR_EYES for lang in LANGUAGES if lang != "en"},
    "label-en": SINGLE,
    "label-other": SINGLE,
    "note": SINGLE,
    "link": SINGLE,
    "attribute": SINGLE,
}
"""Kind of change → how many people it needs where a scheme has no rule of its own.

Names in the official languages and the end of a concept's life are read by four eyes.
"""


class Touch(NamedTuple):
    """What a change touches: the kind of change that it is and, where it is a text, of which language."""

    kind: str
    text: bool = False
    lang: str = ""


def touches(before: Concept | None, after: Concept | None) -> frozenset[Touch]:
    """All that is touched on the way from the one state of a concept to the other."""
    if before is None or after is None:
        return frozenset({Touch("creation" if after else "retirement")})
    return frozenset(_touch(it, after) for it in changed_fields(before, after))


def kinds_of_change(before: Concept | None, after: Concept | None) -> set[str]:
    """Which kinds of change lead from the one state of a concept to the other."""
    return {it.kind for it in touches(before, after)}


def protocols_of(engine: Engine, scheme: str) -> dict[str, int]:
    """Kind of change → how many people it needs in this scheme."""
    with reading(engine) as session:
        return _protocols(session, schemes.get(scheme).id)


def set_protocols(
    engine: Engine,
    scheme: str,
    rules: Mapping[str, int],
    by: By,
    *,
    why: str = "",
    etags: tuple[str, ...] = (),
) -> dict[str, int]:
    """The protocols of the scheme, where from now on these kinds of change need so many people.

    InvalidQueryError for a kind of change that there is not, or a number other than 1 and 2;
    PreconditionFailedError where somebody changed the rules since they were read.
    """
    by.actor.require(Scope.ADMINISTER)
    scheme = schemes.get(scheme).id
    if not set(rules) <= set(DEFAULTS) or not set(rules.values()) <= {SINGLE, FOUR_EYES}:
        message = sentence(
            "a kind of change (%(change)s) needs 1 or 2 people", change=tuple(DEFAULTS)
        )
        raise InvalidQueryError(message)
    with writing(engine) as session:
        releases.hold(session, scheme)
        before = _protocols(session, scheme)
        now = etag_of(scheme, before)
        if etags and not {now, "*"} & set(etags):
            message = sentence("somebody else changed the rules meanwhile: look again")
            raise PreconditionFailedError(message, {"ETag": now})
        moved = {it: people for it, people in rules.items() if before[it] != people}
        for change, people in moved.items():
            drafts.set_people(session, scheme, change, people)
        if moved:
            told = {it: before[it] for it in moved}, moved
            about = About("scheme", scheme, scheme)
            audit.record(session, by.actor.act("protocol-set", about, by.at, change=told, why=why))
        return {**before, **moved}


def etag_of(scheme: str, rules: Mapping[str, int]) -> str:
    """The entity tag of the rules of a scheme."""
    told = "".join(str(rules[it]) for it in DEFAULTS)
    return f'"{scheme}-{told}"'


def needed(session: Session, scheme: str, touched: Iterable[Touch]) -> tuple[int, set[str]]:
    """How many people changes need together, and the kinds of change that need as many."""
    protocols = _protocols(session, scheme)
    kinds = {it.kind for it in touched}
    people = max((protocols[it] for it in kinds), default=SINGLE)
    return people, {it for it in kinds if protocols[it] == people}


def require_to_change(actor: Actor, before: Concept | None, after: Concept | None) -> None:
    """Return where the actor may change this: a translator texts in their languages, an editor all.

    RoleRequiredError.
    """
    if not actor.may(Scope.EDIT):
        _require(actor, Scope.EDIT, touches(before, after))


def require_to_accept(actor: Actor, people: int, touched: Iterable[Touch]) -> None:
    """Return where the actor may accept changes that touch this; RoleRequiredError.

    What one person may do, who may change it may accept too; else it takes a reviewer.
    """
    scope = Scope.REVIEW if people > SINGLE else Scope.EDIT
    if not actor.may(scope):
        _require(actor, scope, touched)


def _require(actor: Actor, scope: Scope, touched: Iterable[Touch]) -> None:
    # a reviewer of French decides about French, a translator into French writes it
    text_scope = Scope.TRANSLATE if scope is Scope.EDIT else scope
    for it in sorted(touched):
        if it.text:
            actor.require(text_scope, it.lang)
        else:
            actor.require(scope)


def _protocols(session: Session, scheme: str) -> dict[str, int]:
    return DEFAULTS | drafts.people(session, scheme)


def _touch(field: Field, after: Concept) -> Touch:
    text = field.group in ("label", "note")
    return Touch(_kind(field, after), text, field.lang if text else "")


def _kind(field: Field, after: Concept) -> str:
    if field == LIFE:
        return "retirement" if after.status is Status.RETIRED else "restoration"
    if field.group == "label":
        return f"label-{field.lang}" if field.lang in LANGUAGES else "label-other"
    return field.group if field.group in ("note", "link") else "attribute"
