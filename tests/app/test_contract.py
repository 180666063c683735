from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, cast

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.config import Settings
from app.main import create_app
from tests.app import butchers
from tests.app.serving import PUBLIC_URL, Client, serving

_APP = create_app(Settings(public_url=PUBLIC_URL), butchers.shelf()).app
SCHEMA = schemathesis.openapi.from_dict(_APP.openapi())  # type: ignore[attr-defined]
OPERATIONS: list[Any] = [cast(Any, result).ok() for result in SCHEMA.get_all_operations()]
BEYOND_A_SCHEMA = [positive_data_acceptance]
"""A cursor is a text, and no schema can tell one of this list from one of another."""
REAL = {
    "name": "competent-3.10--esco-1.2.0",
    "scheme": "competent",
    "version": "current",
    "id": "OP-10",
    "code": "not-found",
}
BOUNDED = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def service() -> Iterator[Client]:
    with serving(butchers.shelf()) as client:
        yield client


def real(operation: Any) -> dict[str, str]:
    """The path parameters of this operation, filled so that they lead somewhere."""
    return {name: value for name, value in REAL.items() if f"{{{name}}}" in operation.path}


def bytes_of(text: str | bytes) -> bytes:
    return text.encode("utf-8", "replace") if isinstance(text, str) else text


def asked(service: Client, case: Any) -> httpx.Response:
    """The answer to a generated request."""
    parts = case.as_transport_kwargs(base_url=PUBLIC_URL)
    known = ("method", "url", "headers", "params", "json", "data", "cookies")
    request = requests.Request(**{key: it for key, it in parts.items() if key in known}).prepare()
    headers = {bytes_of(name): bytes_of(value) for name, value in request.headers.items()}
    return service.send(str(request.method), request.path_url, headers, request.body)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda it: it.label)
def test_every_answer_is_one_the_contract_describes(
    service: Client, operation: Any, mode: GenerationMode
) -> None:
    @BOUNDED
    @given(st.data())
    def check(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        case.validate_response(asked(service, case), excluded_checks=BEYOND_A_SCHEMA)

    with suppress(Unsatisfiable):  # an operation without parameters cannot be asked wrongly
        check()


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda it: it.label)
def test_every_answer_about_what_exists_is_one_the_contract_describes(
    service: Client, operation: Any
) -> None:
    @BOUNDED
    @given(st.data())
    def check(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(path_parameters=real(operation)))
        case.validate_response(asked(service, case), excluded_checks=BEYOND_A_SCHEMA)

    check()
