"""People who sign in to the workbench by a one-time link, in a browser of their own."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.auth.people import add_person, named, set_rights
from app.auth.roles import Actor, Grant, Role
from app.auth.sessions import make_link
from taxonomy.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

    from app.context import Context
    from tests.browser.visiting import Visit

__all__ = ["ROOT", "link_of", "signed_in"]

ROOT = Actor.of("root", Role.ADMIN)


def link_of(
    context: Context, name: str, grants: Iterable[Grant | Role], organisation: str = ""
) -> str:
    """The path that signs this person in once; a new one is given these rights."""
    now = datetime.now(UTC)
    with suppress(ConflictError):
        made = add_person(context.engine, name, by=ROOT, at=now)
        given = [Grant(it) if isinstance(it, Role) else it for it in grants]
        set_rights(context.engine, made.key, given, organisation=organisation, by=(ROOT, now))
    who = named(context.engine, name)
    token = make_link(context.engine, who, by=ROOT, at=now, valid=timedelta(hours=1))
    return f"/workbench/sign-in/link?token={token.get_secret_value()}"


def signed_in(visit: Visit, link: str, **more: object) -> Page:
    """The dashboard, in a browser with these options, of the person whose link this is."""
    page = visit.open(link, **more)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/workbench")
    return page
