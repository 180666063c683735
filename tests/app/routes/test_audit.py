"""The audit over HTTP: page by page, by who and what, and for whoever may read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.keys import add_key
from app.auth.roles import About, Actor, Role
from app.config import Settings
from app.db import audit
from app.db.session import writing
from app.main import create_app
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.context import Context

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def asked(context: Context, client: Client) -> Callable[[str], Any]:
    """What the service answers over a record with four acts: that Eva's key was made is the first."""
    service = client.over(create_app(Settings(public_url=PUBLIC_URL, access_log=False), context))
    now, eva = datetime.now(UTC), Actor.of("Eva", Role.VIEWER, organisation="VDAB")
    _, key = add_key(context.engine, eva, at=now, valid=timedelta(days=1))
    with writing(context.engine) as session:
        for number in range(3):
            about = About("concept", f"u{number}", "competent")
            audit.record(session, eva.act("concept-edited", about, NOW, change=("a", {"b": 1})))
    head = f"Bearer {key.get_secret_value()}"
    return lambda query: service.get(f"/v1/editorial/audit{query}", authorization=head).json()


def test_acts_come_newest_first_page_by_page(asked: Callable[[str], Any]) -> None:
    first = asked("?limit=3")
    assert [it["id"] for it in first["items"]] == ["u2", "u1", "u0"]
    second = asked(f"?limit=3&cursor={first['next']}")
    assert [it["act"] for it in second["items"]] == ["key-added"]
    assert "next" not in second


def test_an_act_is_told_whole(asked: Callable[[str], Any]) -> None:
    (found,) = asked("?id=u1&scheme=competent&actor=Eva&act=concept-edited")["items"]
    assert (found["before"], found["after"], found["organisation"]) == ("a", {"b": 1}, "VDAB")
    assert found["at"] == "2026-11-28T12:00:00Z"
    assert asked("?actor=nobody")["items"] == []
