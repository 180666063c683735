"""Long work on mappings, sweeps and publishing, over HTTP."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.auth.keys import add_key
from app.auth.roles import Actor, Role
from app.config import Settings
from app.main import create_app
from app.upgrading.listing import upgrade_of
from app.wire import mapping_reviews, mapping_runs, upgrades
from tests.app.mapping_review.scene import NAME, with_draft
from tests.app.serving import PUBLIC_URL, Client
from tests.app.upgrading import scene as upgrade

if TYPE_CHECKING:
    from typing import Any

    import httpx

    from app.context import Context
    from tests.app.kept import Kept

RUNS = "/v1/editorial/mapping-runs"
SIDES = {"subject": "competent/3.8", "object": "esco/1.0.3"}


class Desk:
    """A client with a key of somebody with these roles."""

    def __init__(self, context: Context, client: Client, *roles: Role) -> None:
        settings = Settings(public_url=PUBLIC_URL, access_log=False)
        self.client = client.over(create_app(settings, context))
        now, owner = datetime.now(UTC), Actor.of(", ".join(roles), *roles, organisation="VDAB")
        _, key = add_key(context.engine, owner, at=now, valid=timedelta(days=1))
        self.key = f"Bearer {key.get_secret_value()}"

    def ask(self, method: str, path: str, body: Any = None, etag: str = "") -> httpx.Response:
        headers = {"authorization": self.key} | ({"if_match": etag} if etag else {})
        given = {} if body is None else {"json": body}
        return self.client.ask(method, path, **given, **headers)


@pytest.fixture
def mapper(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_draft)
    return Desk(context, client, Role.MAPPER, Role.PUBLISHER)


def test_suggestions_are_begun_and_watched_until_they_end(mapper: Desk) -> None:
    begun = mapper.ask("POST", f"{RUNS}/suggestions", {**SIDES, "kinds": ["profile"]})
    assert begun.status_code == 202, begun.text
    at = begun.headers["location"]
    end = time.monotonic() + 60
    while (found := mapper.ask("GET", at).json())["state"] == "running":
        assert time.monotonic() < end, found
        time.sleep(0.1)
    assert mapping_runs.MappingRun.model_validate(found).result["concepts"] == 5
    assert (found["state"], found["organisation"], found["set"]) == ("done", "VDAB", NAME)
    assert mapper.ask("DELETE", at).status_code == 409
    assert mapper.ask("GET", RUNS).json()["total"] == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**SIDES, "object": "esco/9.9"}, 404),
        ({**SIDES, "object": "competent/3.8"}, 422),
        ({**SIDES, "candidates": 0}, 422),
        ({"subject": "competent", "object": "esco/1.0.3"}, 422),
        ({**SIDES, "more": 1}, 422),
    ],
)
def test_what_cannot_be_begun_is_refused(mapper: Desk, body: dict[str, Any], status: int) -> None:
    assert mapper.ask("POST", f"{RUNS}/suggestions", body).status_code == status
    assert mapper.ask("GET", RUNS).json()["items"] == []
    assert mapper.ask("GET", f"{RUNS}/1").status_code == 404


def test_an_edition_is_published_as_it_was_looked_at(mapper: Desk) -> None:
    at = f"/v1/editorial/mapping-reviews/{NAME}/publication"
    looked = mapper.ask("GET", at)
    assert mapping_reviews.MappingOutlook.model_validate(looked.json()).blocked is False
    assert mapper.ask("PUT", at).status_code == 428
    assert mapper.ask("PUT", at, etag='"old"').status_code == 412
    made = mapper.ask("PUT", at, etag=looked.headers["etag"])
    assert (made.status_code, made.json()["status"]) == (200, "published")
    assert mapper.ask("PUT", at, etag="*").status_code == 409


def test_many_items_are_decided_as_they_were_looked_at(
    context: Context, client: Client, kept: Kept
) -> None:
    kept.fill(context, upgrade.with_upgrade)
    reviewer = Desk(context, client, Role.REVIEWER)
    at = f"/v1/editorial/upgrades/{upgrade.NAME}/sweeps"
    body = {"decision": "dismiss", "reason": "no jobs here", "kind": "new-unmapped"}
    looked = reviewer.ask("POST", f"{at}/preview", body)
    assert upgrades.SweepPlan.model_validate(looked.json()).total == 2
    assert upgrade_of(context.engine, upgrade.NAME).done == 0
    assert reviewer.ask("POST", at, body, '"old"').status_code == 412
    other = {**body, "reason": "others"}
    assert reviewer.ask("POST", at, other, looked.headers["etag"]).status_code == 412
    done = reviewer.ask("POST", at, body, looked.headers["etag"])
    assert upgrades.Swept.model_validate(done.json()).left == 0
    assert {it["state"] for it in done.json()["items"]} == {"done"}
    assert reviewer.ask("POST", f"{at}/preview", {"decision": "dismiss"}).status_code == 422
