from __future__ import annotations

import pytest

from app.errors import NotAcceptableError, ServiceError, documented, problem, status_of
from taxonomy.errors import (
    ArchiveCorruptError,
    ConceptNotFoundError,
    InvalidVersionError,
    RecordBusyError,
    ReleaseNotFoundError,
    SourceRefusedError,
    StaleChangeError,
    TaxonomyError,
)
from taxonomy.findings import Finding, Severity

SCOPE = {"path": "/v1/x", "public_url": "https://competent.test", "request_id": "id-1"}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (ReleaseNotFoundError, 404),
        (ConceptNotFoundError, 404),
        (StaleChangeError, 409),
        (InvalidVersionError, 422),
        (RecordBusyError, 503),
        (ArchiveCorruptError, 503),
        (TaxonomyError, 500),
    ],
)
def test_the_nearest_class_decides_the_status(kind: type[TaxonomyError], status: int) -> None:
    assert status_of(kind) == status


def test_every_documented_error_has_a_status_of_an_error() -> None:
    assert all(400 <= status_of(kind) < 600 for kind in documented())


def test_a_problem_says_what_happened_to_which_request() -> None:
    body = problem(SCOPE, ReleaseNotFoundError("there is no 9.9")).body
    assert body == (
        b'{"type":"https://competent.test/errors/release-not-found","code":"release-not-found",'
        b'"title":"No such release","status":404,"detail":"there is no 9.9",'
        b'"instance":"/v1/x","request_id":"id-1"}'
    )


def test_a_text_that_cannot_be_written_is_replaced() -> None:
    assert b'"detail":"a?b"' in problem(SCOPE, ReleaseNotFoundError("a\ud800b")).body


def test_all_findings_are_answered_at_once() -> None:
    findings = [
        Finding(severity=Severity.ERROR, code="x", message=str(number)) for number in (1, 2)
    ]
    body = bytes(problem(SCOPE, SourceRefusedError("two rows", findings)).body)
    assert body.count(b'"code":"x"') == 2


@pytest.mark.parametrize(
    ("error", "member"),
    [
        (ConceptNotFoundError("later", first_release="3.9"), b'"first_release":"3.9"'),
        (ConceptNotFoundError("near", suggestions=["OP-1"]), b'"suggestions":["OP-1"]'),
        (NotAcceptableError("png", ("text/turtle",)), b'"available":["text/turtle"]'),
    ],
)
def test_some_problems_say_more(error: TaxonomyError | ServiceError, member: bytes) -> None:
    assert member in bytes(problem(SCOPE, error).body)


def test_an_answer_that_may_come_later_says_when_to_ask_again() -> None:
    assert problem(SCOPE, RecordBusyError("busy")).headers["retry-after"] == "5"
