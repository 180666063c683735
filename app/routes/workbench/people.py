"""The people of the workbench: who there is, what they may do, and the links that let them in."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from app.auth.people import (
    add_person,
    close,
    etag_of,
    everybody,
    open_again,
    person_of,
    set_rights,
)
from app.auth.roles import BOUND, LANGUAGES, Grant, Role
from app.auth.sessions import make_link, sign_out_everywhere
from app.routes.workbench.asking import AdministeringScreen, Screen
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from app.db.people import PersonRecord

__all__ = ["LINK_HOURS", "router"]

router = APIRouter(prefix="/workbench/people", include_in_schema=False)

LINK_HOURS = 48
_GRANTS = {"roles": list(Role), "bound": BOUND, "languages": LANGUAGES}


@router.get("")
async def people(screen: AdministeringScreen) -> Response:
    """Everybody, with what they may do, and the form that adds somebody."""
    found = await screen.run(everybody, screen.app.parts.engine)
    places = sorted({it.organisation for it in found if it.organisation})
    return screen.page("people.html", {"people": found, "organisations": places})


@router.post("")
async def add(screen: AdministeringScreen) -> Response:
    """Add somebody, and go to their page."""
    act = partial(
        add_person, organisation=screen.sent("organisation"), by=screen.actor, at=screen.now
    )
    made = await screen.run(act, screen.app.parts.engine, screen.sent("name"))
    return screen.led(f"/workbench/people/{made.key}")


@router.get("/{key:int}")
async def person(screen: AdministeringScreen, key: int, done: str = "") -> Response:
    """One person: what they may do, and whether they may come in."""
    found = await screen.run(person_of, screen.app.parts.engine, key)
    return _shown(screen, found, done=done)


@router.post("/{key:int}/rights")
async def rights(screen: AdministeringScreen, key: int) -> Response:
    """Say what a person may do; PreconditionFailedError where somebody else did since."""
    act = partial(
        set_rights,
        organisation=screen.sent("organisation"),
        by=(screen.actor, screen.now),
        etags=tuple(filter(None, [screen.sent("etag")])),
    )
    await screen.run(act, screen.app.parts.engine, key, _asked(screen))
    return _led(screen, key, "rights")


@router.post("/{key:int}/access")
async def access(screen: AdministeringScreen, key: int) -> Response:
    """Close the door to a person, or open it again."""
    act = partial(close, why=screen.sent("why")) if screen.sent("close") else open_again
    await screen.run(partial(act, by=screen.actor, at=screen.now), screen.app.parts.engine, key)
    return _led(screen, key, "access")


@router.post("/{key:int}/link")
async def link(screen: AdministeringScreen, key: int) -> Response:
    """Make a link that signs the person in once, and show it: this once."""
    found = await screen.run(person_of, screen.app.parts.engine, key)
    act = partial(make_link, by=screen.actor, at=screen.now, valid=timedelta(hours=LINK_HOURS))
    token = await screen.run(act, screen.app.parts.engine, found)
    query = urlencode({"token": token.get_secret_value()})
    address = f"{screen.app.settings.public_url}/workbench/sign-in/link?{query}"
    return _shown(screen, found, link=address)


@router.post("/{key:int}/sign-out")
async def sign_out(screen: AdministeringScreen, key: int) -> Response:
    """Sign a person out of every session; they may sign in again."""
    act = partial(sign_out_everywhere, by=screen.actor, at=screen.now)
    await screen.run(act, screen.app.parts.engine, key)
    return _led(screen, key, "signed-out")


def _asked(screen: Screen) -> list[Grant]:
    """The grants that the form says; InvalidQueryError for a role or language that is none, and a translator of nothing."""
    grants = []
    for text in screen.all_sent("role"):
        if text not in set(Role):
            message = sentence(
                "role %(word)r is none of %(role)s", word=text[:40], role=tuple(Role)
            )
            raise InvalidQueryError(message)
        role = Role(text)
        sent = screen.all_sent(f"{role}-language") if role in BOUND else []
        languages = tuple(it for it in LANGUAGES if it in sent)
        if role is Role.TRANSLATOR and not languages:
            message = sentence("a translator needs a language or more")
            raise InvalidQueryError(message)
        grants.append(Grant(role, languages))
    return grants


def _shown(screen: Screen, found: PersonRecord, *, done: str = "", link: str = "") -> Response:
    values: dict[str, Any] = {"person": found, "etag": etag_of(found), "done": done, "link": link}
    return screen.page("person.html", {**values, **_GRANTS, "hours": LINK_HOURS})


def _led(screen: Screen, key: int, done: str) -> Response:
    return screen.led(f"/workbench/people/{key}?{urlencode({'done': done})}")
