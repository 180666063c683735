"""The people of the workbench, for programs: who there is, what they may do, and whether they come in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.auth.people import (
    add_person,
    close,
    etag_of,
    everybody,
    grants_of,
    open_again,
    person_of,
    set_rights,
)
from app.auth.roles import Grant, Role, granted
from app.auth.sessions import make_link, sign_out_everywhere
from app.db.people import PersonRecord
from app.http.acting import Administering
from app.http.conditions import IfMatch
from app.http.dependencies import ServicesOfApp
from app.http.paging import AskedPage
from app.http.private import private, private_answers
from app.http.upgrade_parts import behind, page_of
from app.http.waiting import waited
from app.wire import people as wire

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/people", tags=["editorial"])

_WRITES = (404, 409, 412, 413, 415, 428)
PersonNumber = Annotated[
    int, Path(description="The number of a person.", examples=[7], ge=1, le=2**31 - 1)
]
_LUC = PersonRecord(
    key=7,
    name="Luc Dubois",
    organisation="Forem",
    email="",
    issuer=None,
    subject=None,
    language="fr",
    created_at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
    seen_at=datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC),
    disabled_at=None,
    grants={"translator": ("fr",)},
)


def _document(it: PersonRecord) -> dict[str, Any]:
    grants = sorted(grants_of(it))
    told = {
        "id": it.key,
        "name": it.name,
        "organisation": it.organisation,
        "email": it.email,
        "provider": it.issuer,
        "grants": [{"role": one.role.value, "languages": [*one.languages]} for one in grants],
        "open": it.disabled_at is None,
        "created_at": it.created_at,
        "seen_at": it.seen_at,
        "etag": etag_of(it),
    }
    return {name: value for name, value in told.items() if value is not None}


@router.get(
    "",
    operation_id="people",
    responses=private_answers(wire.PeopleList, {"items": [_document(_LUC)]}),
)
async def people(app: ServicesOfApp, _: Administering, page: AskedPage) -> Response:
    """Everybody, by name, with what they may do."""
    start = behind(page, "people") + 1
    found = await waited(app, everybody, app.parts.engine)
    shown = found[start : start + page.limit + 1]
    places = range(start, start + len(shown))
    return private(page_of([_document(it) for it in shown], places, page, "people"))


@router.post(
    "",
    operation_id="add-person",
    responses=private_answers(wire.Person, _document(_LUC), 409, 413, 415),
)
async def add(app: ServicesOfApp, actor: Administering, question: wire.PersonQuestion) -> Response:
    """Add somebody, who may do nothing yet."""

    def added() -> PersonRecord:
        told = {"organisation": question.organisation, "email": question.email}
        return add_person(app.parts.engine, question.name, **told, by=actor, at=_now())

    return _shown(await waited(app, added))


@router.get(
    "/{key}",
    operation_id="person",
    responses=private_answers(wire.Person, _document(_LUC), 404),
)
async def one(app: ServicesOfApp, _: Administering, key: PersonNumber) -> Response:
    """A person, with what they may do."""
    return _shown(await waited(app, person_of, app.parts.engine, key))


@router.put(
    "/{key}/rights",
    operation_id="set-rights",
    responses=private_answers(wire.Person, _document(_LUC), *_WRITES),
)
async def rights(
    app: ServicesOfApp,
    actor: Administering,
    key: PersonNumber,
    etags: IfMatch,
    question: wire.RightsQuestion,
) -> Response:
    """Say what a person may do, from their next request on."""
    grants = [it for one in question.grants for it in granted([Role(one.role)], one.languages)]

    def given() -> PersonRecord:
        by, place = (actor, _now()), question.organisation
        known = person_of(app.parts.engine, key)
        wanted: list[Grant] = list({it.role: it for it in grants}.values())
        return set_rights(
            app.parts.engine, known.key, wanted, organisation=place, by=by, etags=etags
        )

    return _shown(await waited(app, given))


@router.put(
    "/{key}/access",
    operation_id="set-access",
    responses=private_answers(wire.Person, _document(_LUC), *_WRITES),
)
async def access(
    app: ServicesOfApp,
    actor: Administering,
    key: PersonNumber,
    etags: IfMatch,
    question: wire.AccessQuestion,
) -> Response:
    """Close the door to a person, who is signed out everywhere at once; or open it again."""

    def said() -> PersonRecord:
        engine, at = app.parts.engine, _now()
        if question.open:
            return open_again(engine, key, by=actor, at=at, etags=etags)
        return close(engine, key, by=actor, at=at, why=question.why, etags=etags)

    return _shown(await waited(app, said))


@router.post(
    "/{key}/sign-out",
    operation_id="sign-out-everywhere",
    responses=private_answers(wire.Person, _document(_LUC), 404),
)
async def sign_out(app: ServicesOfApp, actor: Administering, key: PersonNumber) -> Response:
    """Sign a person out of every session, and void the links that wait; they may sign in again."""

    def done() -> PersonRecord:
        return sign_out_everywhere(app.parts.engine, key, by=actor, at=_now())

    return _shown(await waited(app, done))


@router.post(
    "/{key}/links",
    operation_id="make-sign-in-link",
    responses=private_answers(
        wire.SignInLink,
        {"link": "https://…/workbench/sign-in/link?token=…", "expires_at": _LUC.created_at},
        *(404, 409, 413, 415),
    ),
)
async def link(
    app: ServicesOfApp, actor: Administering, key: PersonNumber, question: wire.LinkQuestion
) -> Response:
    """Make a link that signs the person in, once; it is told this once."""
    valid = timedelta(hours=question.hours)

    def made() -> dict[str, Any]:
        at, found = _now(), person_of(app.parts.engine, key)
        token = make_link(app.parts.engine, found, by=actor, at=at, valid=valid)
        query = urlencode({"token": token.get_secret_value()})
        address = f"{app.settings.public_url}/workbench/sign-in/link?{query}"
        return {"link": address, "expires_at": at + valid}

    return private(await waited(app, made))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _shown(found: PersonRecord) -> Response:
    return private(_document(found), etag_of(found))
