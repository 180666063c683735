from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sqlalchemy import Engine
from typing_extensions import override

from app.auth.keys import add_key
from app.auth.roles import Actor, Role
from app.config import Settings
from app.context import Context
from app.main import create_app
from app.reviewing.review import Review
from tests.app import butchers
from tests.app.editing import scene as draft_scene
from tests.app.serving import PUBLIC_URL, Client, Shelf, serving
from tests.app.upgrading import scene

_APP = create_app(Settings(public_url=PUBLIC_URL), butchers.shelf()).app
_DESCRIBED = _APP.openapi()  # type: ignore[attr-defined]
for _operations in _DESCRIBED["paths"].values():
    for _operation in _operations.values():
        _operation.pop("security", None)  # every request of an editor bears a key
SCHEMA = schemathesis.openapi.from_dict(_DESCRIBED)
OPERATIONS: list[Any] = [cast(Any, result).ok() for result in SCHEMA.get_all_operations()]
BEYOND_A_SCHEMA: list[Any] = [positive_data_acceptance]
"""A cursor is a text, and no schema can tell one of this list from one of another."""
EDITORIAL = "/v1/editorial/"
EDITED = (f"{EDITORIAL}changesets/", f"{EDITORIAL}drafts/")
REAL = {
    "name": "competent-3.10--esco-1.2.0",
    "scheme": "competent",
    "version": "current",
    "id": "OP-10",
    "code": "not-found",
    "file": "worklist.csv",
    "number": "1",
    "key": "1",
}
BOUNDED = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Desk(Shelf):
    """The shelf of the butchers, a record in which an upgrade is open, and a key to change it."""

    context: Context = field(kw_only=True)
    key: str = field(kw_only=True)

    @property
    @override
    def engine(self) -> Engine:
        return self.context.engine


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    context = Context.open(Settings(home=tmp_path_factory.mktemp("contract")))
    scene.with_upgrade(context)
    draft_scene.with_changeset(context)
    now, year = datetime.now(UTC), timedelta(days=365)
    _, key = add_key(context.engine, Actor.of("Eva", *Role), at=now, valid=year)
    yield Desk(**vars(butchers.shelf()), context=context, key=key.get_secret_value())
    context.engine.dispose()


@pytest.fixture(scope="module")
def service(desk: Desk) -> Iterator[Client]:
    with serving(desk) as client:
        yield client


UNREAD = (httpx.codes.REQUEST_ENTITY_TOO_LARGE, httpx.codes.REQUEST_URI_TOO_LONG)
"""Refused before anybody has read what is asked."""


def real(operation: Any, desk: Desk) -> dict[str, str]:
    """The path parameters of this operation, filled so that they lead somewhere."""
    known = REAL
    if operation.path.startswith(EDITORIAL):
        known = REAL | {"name": scene.NAME, "id": scene.item(desk.context, "changed-label").id}
        known["unit"] = Review(desk.context.engine).now().entries["fr"][0].unit.id
    if operation.path.startswith(EDITED):
        known = REAL | {"id": "u10", "reference": "OP-10"}
    return {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}


def bytes_of(text: str | bytes) -> bytes:
    return text.encode("utf-8", "replace") if isinstance(text, str) else text


def asked(service: Client, case: Any, desk: Desk) -> httpx.Response:
    """The answer to a generated request; editors have a key, so that it comes to the route."""
    parts = case.as_transport_kwargs(base_url=PUBLIC_URL)
    known = ("method", "url", "headers", "params", "json", "data", "cookies")
    request = requests.Request(**{key: it for key, it in parts.items() if key in known}).prepare()
    headers = {bytes_of(name): bytes_of(value) for name, value in request.headers.items()}
    if case.operation.path.startswith(EDITORIAL):
        headers[b"Authorization"] = f"Bearer {desk.key}".encode()
    return service.send(str(request.method), request.path_url, headers, request.body)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda it: it.label)
def test_every_answer_is_one_the_contract_describes(
    service: Client, desk: Desk, operation: Any, mode: GenerationMode
) -> None:
    @BOUNDED
    @given(st.data())
    def check(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        answer = asked(service, case, desk)
        beyond = BEYOND_A_SCHEMA
        if answer.status_code in UNREAD:
            beyond = [*BEYOND_A_SCHEMA, negative_data_rejection]
        case.validate_response(answer, excluded_checks=beyond)

    with suppress(Unsatisfiable):  # an operation without parameters cannot be asked wrongly
        check()


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda it: it.label)
def test_every_answer_about_what_exists_is_one_the_contract_describes(
    service: Client, desk: Desk, operation: Any
) -> None:
    @BOUNDED
    @given(st.data())
    def check(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(path_parameters=real(operation, desk)))
        case.validate_response(asked(service, case, desk), excluded_checks=BEYOND_A_SCHEMA)

    check()
