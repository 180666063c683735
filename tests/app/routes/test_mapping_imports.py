"""Files of mappings over HTTP: sent, looked at page by page, taken into the draft, discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Role
from app.wire import mapping_imports as wire
from tests.app.filing.test_mapping_files import SET, table
from tests.app.routes.test_mapping_runs import Desk

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.serving import Client

AT = "/v1/editorial/mapping-imports"
NAMED = "name=set.tsv&subject=competent/3.8&object=esco/1.0.3"


@pytest.fixture
def mapper(context: Context, client: Client) -> Desk:
    return Desk(context, client, Role.MAPPER)


def sent(desk: Desk, data: bytes, query: str = NAMED) -> httpx.Response:
    return desk.client.ask("POST", f"{AT}?{query}", content=data, authorization=desk.key)


def settled(desk: Desk) -> None:
    desk.client.front.app.state.services.mapping_files.settle()  # type: ignore[attr-defined]


def test_a_file_is_sent_looked_at_and_taken(mapper: Desk) -> None:
    at = f"{AT}/{sent(mapper, table((1, 2), (1, 3))).json()['id']}"
    settled(mapper)
    read = mapper.ask("GET", at)
    assert wire.MappingImport.model_validate(read.json()).mappings == 2
    first = mapper.ask("GET", f"{at}/changes?limit=1").json()
    told = wire.MappingImportChanges.model_validate(first)
    assert (told.mapping_set, told.added, told.edition, len(told.items)) == (SET, 2, None, 1)
    rest = mapper.ask("GET", f"{at}/changes?limit=1&cursor={told.next}").json()
    assert [it["object"]["id"][-1] for it in (*first["items"], *rest["items"])] == ["2", "3"]
    assert mapper.ask("POST", f"{at}/draft", {}).status_code == 428
    etag = read.headers["etag"]
    assert mapper.ask("POST", f"{at}/draft", {"stated": True}, etag).status_code == 403
    assert mapper.ask("POST", f"{at}/draft", {}, etag).json()["state"] == "taking"
    settled(mapper)
    taken = mapper.ask("GET", at).json()
    assert (taken["state"], taken["result"]["added"]) == ("taken", 2)
    left = mapper.ask("DELETE", at, etag=taken["etag"])
    assert left.json() == {"items": []}


def test_how_a_file_is_to_be_read_is_asked_rightly(mapper: Desk) -> None:
    assert sent(mapper, b"x", "subject=competent").status_code == 422
    assert sent(mapper, b"x", "direction=3-to-1").status_code == 422
    assert sent(mapper, b"").status_code == 422
