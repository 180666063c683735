"""A concept through all releases: what changed, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from app.config import Settings
from app.context import Context
from app.wire.changes import History
from taxonomy import canonical
from tests.app import changing
from tests.app.serving import Client, percent, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = "/v1/schemes/competent/releases"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    context = Context.open(Settings(home=tmp_path_factory.mktemp("history")))
    changing.fill(context)
    changing.fill_esco(context)
    with serving(context) as client:
        yield client
    context.engine.dispose()


def told(service: Client, path: str) -> Any:
    answer = service.get(path)
    assert answer.status_code == 200, answer.text
    History.model_validate(answer.json())
    return answer.json()


def test_a_concept_tells_what_each_release_changed_of_it(service: Client) -> None:
    found = told(service, f"{AT}/3.10/concepts/OP-10/history")
    assert [it["version"] for it in found["items"]] == ["3.8", "3.9", "3.10"]
    assert [[change["change"] for change in it["changes"]] for it in found["items"]] == [
        [],
        [],
        ["renamed", "label-added", "note-changed", "link-moved"],
    ]
    assert (found["first_release"], found["last_release"]) == ("3.8", None)
    assert (found["pref_label"]["nl"], found["total"]) == ("Beenhouwer", 3)
    assert "last_active" not in found


def test_it_tells_when_and_why(service: Client) -> None:
    _, second, _ = told(service, f"{AT}/3.10/concepts/SK-9/history")["items"]
    assert second["changes"] == [
        {"change": "retired", "reason": "merged", "replaced_by": ["SK-12"]}
    ]
    assert second["published_at"] == "2026-03-16T12:00:00Z"
    assert (second["previous"], second["note"]) == ("3.8", "Minder vaardigheden.")
    assert (second["status"], second["release_status"]) == ("retired", "published")


def test_the_same_state_has_the_same_revision(service: Client) -> None:
    first, second, third = told(service, f"{AT}/3.10/concepts/OP-10/history")["items"]
    assert first["revision"] == second["revision"] != third["revision"]


def test_a_retired_concept_keeps_its_last_active_state_and_its_successors(
    service: Client,
) -> None:
    found = told(service, f"{AT}/current/concepts/SK-9/history")
    assert (found["status"], found["retired"]) == ("retired", {"since": "3.9", "reason": "merged"})
    assert [it["notation"] for it in found["replaced_by"]] == ["SK-12"]
    assert (found["first_release"], found["last_release"]) == ("3.8", "3.8")
    last = found["last_active"]
    assert (last["version"], last["document"]["status"]) == ("3.8", "active")
    assert last["document"]["labels"][0]["text"] == "Fumer"
    document = canonical.write(canonical.read(orjson.dumps(last["document"])))
    assert last["revision"] == f"sha256:{canonical.revision(document).hex()}"


def test_an_earlier_release_does_not_know_what_came_later(service: Client) -> None:
    found = told(service, f"{AT}/3.8/concepts/SK-9/history")
    assert [it["version"] for it in found["items"]] == ["3.8"]
    assert found["status"] == "active"
    assert "last_active" not in found


def test_samples_and_drafts_have_no_part_in_it(service: Client) -> None:
    found = told(service, f"{AT}/candidate/concepts/OP-10/history")
    assert [it["version"] for it in found["items"]] == ["3.8", "3.9", "3.10", "3.11"]
    sample = told(service, f"{AT}/0.1/concepts/p10/history")
    assert [it["version"] for it in sample["items"]] == ["0.1"]


@pytest.mark.parametrize("name", [percent(changing.SKILL), changing.SKILL])
def test_an_address_with_slashes_has_a_history(service: Client, name: str) -> None:
    found = told(service, f"/v1/schemes/esco/releases/1.2.0/concepts/{name}/history")
    assert found["id"] == changing.SKILL
    assert [it["version"] for it in found["items"]] == ["1.1.1", "1.2.0"]
    assert found["items"][1]["changes"][0]["after"] == "slice meat"


def test_the_concept_itself_is_still_found(service: Client) -> None:
    answer = service.get(f"/v1/schemes/esco/releases/1.2.0/concepts/{percent(changing.SKILL)}")
    assert answer.json()["pref_label"] == {"en": "slice meat"}


def test_a_language_is_read(service: Client) -> None:
    found = told(service, f"{AT}/3.10/concepts/OP-10/history?lang=fr")
    assert found["label"]["text"] == "Boucher (h/f/x)"


def test_it_may_change_when_an_earlier_release_is_withdrawn(service: Client) -> None:
    answer = service.get(f"{AT}/3.10/concepts/OP-10/history")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["x-release"] == "competent/3.10"
    again = service.get(f"{AT}/3.10/concepts/OP-10/history", if_none_match=answer.headers["etag"])
    assert again.status_code == 304


def test_current_names_its_release(service: Client) -> None:
    answer = service.get(f"{AT}/current/concepts/OP-10/history")
    assert answer.headers["content-location"] == f"{AT}/3.10/concepts/OP-10/history"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("3.10/concepts/OP-99/history", 404, "concept-not-found"),
        ("3.10/concepts/OP-4/history", 404, "concept-not-found"),
        ("9.9/concepts/OP-10/history", 404, "release-not-found"),
        ("3.12/concepts/OP-10/history", 404, "release-not-found"),
        ("3.10/concepts//history", 404, "concept-not-found"),
        ("3.10/concepts/%00/history", 404, "concept-not-found"),
        ("3.10/concepts/..%2F..%2Fhistory", 404, "concept-not-found"),
    ],
)
def test_what_is_not_there_is_told(service: Client, path: str, status: int, code: str) -> None:
    answer = service.get(f"{AT}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_a_history_is_only_read(service: Client) -> None:
    answer = service.ask("POST", f"{AT}/3.10/concepts/OP-10/history")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
