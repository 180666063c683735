"""What visitors say, over HTTP and for editors alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.keys import add_key
from app.auth.roles import Actor, Role
from app.config import Settings
from app.db.feedback import RemarkRecord
from app.feedback import keep
from app.main import create_app
from tests.app.serving import PUBLIC_URL, Client
from tests.moments import NOON

if TYPE_CHECKING:
    from app.context import Context

FEEDBACK = "/v1/editorial/feedback"


def remark(number: int, **more: Any) -> RemarkRecord:
    """A remark on the butcher, an hour after the one before."""
    values = {
        "receipt": f"{number:020x}",
        "at": NOON + timedelta(hours=number),
        "scheme": "competent",
        "version": "3.10",
        "concept_id": "u10",
        "notation": "OP-10",
        "kind": "profile",
        "label": "Slager",
        "about": "wrong",
        "lang": "nl",
        "text": f"Remark {number}",
        "contact": "",
    }
    return RemarkRecord(**{**values, **more})


@pytest.fixture
def service(context: Context, client: Client) -> Client:
    """A service over a record with four remarks, one of them on another concept of another scheme."""
    for number in range(3):
        keep(context.engine, remark(number))
    other = {"scheme": "esco", "concept_id": "http://e/1", "notation": "", "about": "missing"}
    keep(context.engine, remark(3, **other))
    return client.over(create_app(Settings(public_url=PUBLIC_URL, access_log=False), context))


def asked(context: Context, service: Client, query: str, *roles: Role) -> Any:
    now = datetime.now(UTC)
    _, key = add_key(
        context.engine, Actor.of("Eva", *(roles or (Role.VIEWER,))), at=now, valid=timedelta(days=1)
    )
    return service.get(
        f"{FEEDBACK}{query}", authorization=f"Bearer {key.get_secret_value()}"
    ).json()


def texts(answer: dict[str, Any]) -> list[str]:
    return [it["text"] for it in answer["items"]]


def test_nobody_reads_remarks_without_a_key(service: Client) -> None:
    assert service.get(FEEDBACK).status_code == 401


def test_remarks_come_in_their_order_page_by_page(context: Context, service: Client) -> None:
    first = asked(context, service, "?limit=3")
    assert texts(first) == ["Remark 0", "Remark 1", "Remark 2"]
    assert first["items"][0]["at"] == NOON.strftime("%Y-%m-%dT%H:%M:%SZ")
    second = asked(context, service, f"?limit=3&cursor={first['next']}")
    assert texts(second) == ["Remark 3"]
    assert "next" not in second


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?scheme=esco", ["Remark 3"]),
        ("?concept=OP-10", ["Remark 0", "Remark 1", "Remark 2"]),
        ("?concept=u10&about=missing", []),
        ("?about=missing", ["Remark 3"]),
    ],
)
def test_remarks_are_chosen_by_what_they_are_about(
    context: Context, service: Client, query: str, expected: list[str]
) -> None:
    assert texts(asked(context, service, query)) == expected


@pytest.mark.parametrize("query", ["?scheme=nothing", "?about=nothing", "?cursor=abc", "?limit=0"])
def test_a_question_that_cannot_be_understood_is_refused(
    context: Context, service: Client, query: str
) -> None:
    assert asked(context, service, query)["status"] in (404, 422)


def test_a_remark_is_kept_once_and_never_changed(context: Context, service: Client) -> None:
    assert not keep(context.engine, remark(0, text="Something else"))
    assert texts(asked(context, service, "?concept=u10"))[0] == "Remark 0"
