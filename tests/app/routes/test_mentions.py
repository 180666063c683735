"""Mentions over HTTP: whom one may call, what was said to whoever asks, and that it was seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.auth.keys import add_key
from app.auth.people import add_person
from app.auth.roles import Actor, Role
from app.config import Settings
from app.db.session import writing
from app.main import create_app
from app.mentioning import Spot, mention
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    from app.context import Context

SPOT = Spot("changeset", "1", "/workbench/changesets/1#comments")


def test_whom_one_may_call_and_what_was_said_to_one(context: Context, client: Client) -> None:
    service = client.over(create_app(Settings(public_url=PUBLIC_URL, access_log=False), context))
    now, eva = datetime.now(UTC), Actor.of("Eva", Role.VIEWER)
    _, key = add_key(context.engine, eva, at=now, valid=timedelta(days=1))
    head = f"Bearer {key.get_secret_value()}"
    for name in ("Otto", "Eva", "Élise"):
        add_person(context.engine, name, by=Actor.of("Ada", Role.ADMIN), at=now)
    with writing(context.engine) as session:
        mention(session, "@Eva, <b>look</b>", SPOT, (Actor.of("Otto"), now))
    at = "/v1/editorial/mentions"
    people = service.get(f"{at}/people", authorization=head).json()
    assert people == {
        "items": [{"name": "Otto", "organisation": ""}, {"name": "Élise", "organisation": ""}]
    }
    (said,) = service.get(at, authorization=head).json()["items"]
    assert (said["author"], said["text"]) == ("Otto", "@Eva, <b>look</b>")
    told = {"numbers": [said["number"]]}
    seen = service.ask("POST", f"{at}/seen", json=told, authorization=head)
    assert (seen.status_code, seen.json()["unseen"]) == (200, 0)
