"""What changed between two releases, over HTTP: pages, filters, CSV, and what is never shown."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from app.config import Settings
from app.context import Context
from app.wire.changes import ChangeList
from tests.app import changing
from tests.app.serving import Client, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

AT = "/v1/schemes/competent/changes"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    context = Context.open(Settings(home=tmp_path_factory.mktemp("changing")))
    changing.fill(context)
    with serving(context) as client:
        yield client
    context.engine.dispose()


def told(service: Client, query: str = "") -> Any:
    answer = service.get(f"{AT}{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def types(answer: Any) -> list[str]:
    return [it["change"] for it in answer["items"]]


def test_without_a_word_it_tells_what_the_current_release_changed(service: Client) -> None:
    found = told(service)
    assert (found["from"], found["to"], found["backwards"]) == ("3.9", "3.10", False)
    assert types(found) == ["renamed", "label-added", "note-changed", "link-moved"]
    assert found["total"] == 4 == sum(found["summary"].values())
    assert found["release"] == "competent/3.10"
    ChangeList.model_validate(found)


def test_a_change_has_the_shape_of_the_api(service: Client) -> None:
    renamed, _, note, moved = told(service)["items"]
    assert renamed == {
        "concept": {
            "id": "p10",
            "notation": "OP-10",
            "kind": "profile",
            "pref_label": {"nl": "Beenhouwer", "fr": "Boucher (h/f/x)"},
        },
        "change": "renamed",
        "class": "wording",
        "field": "pref_label",
        "lang": "nl",
        "before": "Slager",
        "after": "Beenhouwer",
    }
    assert note["class"] == "meaning"
    assert (moved["from"], moved["to"]) == ("essentialCompetence", "optionalCompetence")
    assert moved["target"]["pref_label"]["nl"] == "Worsten maken"


def test_releases_that_do_not_follow_each_other_are_compared(service: Client) -> None:
    found = told(service, "?from=3.8&to=3.10")
    assert found["summary"]["retired"] == 1
    assert found["summary"]["renamed"] == 3
    (retired,) = (it for it in found["items"] if it["change"] == "retired")
    assert (retired["reason"], retired["replaced_by"]) == ("merged", ["SK-12"])


def test_backwards_is_allowed_and_says_so(service: Client) -> None:
    found = told(service, "?from=3.10&to=3.9")
    assert found["backwards"] is True
    assert found["release"] == "competent/3.9"
    assert (found["items"][0]["before"], found["items"][0]["after"]) == ("Beenhouwer", "Slager")


def test_a_release_did_not_change_against_itself(service: Client) -> None:
    found = told(service, "?from=3.9&to=3.9")
    assert (found["items"], found["total"], found["backwards"]) == ([], 0, False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=profile", ["renamed", "label-added", "note-changed", "link-moved"]),
        ("kind=skill", []),
        ("change=link-moved", ["link-moved"]),
        ("class=meaning", ["note-changed"]),
        ("class=cosmetic", []),
        ("predicate=optionalCompetence", ["link-moved"]),
        ("concept=OP-10&change=renamed", ["renamed"]),
        ("concept=p10&class=wording", ["renamed", "label-added"]),
        ("concept=OP-2", []),
    ],
)
def test_filters_choose_and_the_summary_stays_whole(
    service: Client, query: str, expected: list[str]
) -> None:
    found = told(service, f"?{query}")
    assert (types(found), found["total"]) == (expected, len(expected))
    assert sum(found["summary"].values()) == 4


def test_a_concept_is_named_by_its_uri_too(service: Client) -> None:
    by_code = told(service, "?concept=OP-10")
    assert by_code["total"] == 4
    for uri in ("http%3A%2F%2Ftest%2Fid%2Fcompetent%2FOP-10", "http://test/id/competent/p10"):
        assert told(service, f"?concept={uri}")["items"] == by_code["items"]


def test_a_concept_that_did_not_change_has_no_changes(service: Client) -> None:
    for reference in ("OP-2", "SK-9", "http://test/id/competent/OP-2"):
        assert told(service, f"?concept={reference}")["total"] == 0


def test_pages_follow_each_other_and_hold_every_change_once(service: Client) -> None:
    items: list[Any] = []
    path = f"{AT}?limit=3&from=3.8&kind=profile&to=current"
    while path:
        answer = service.get(path)
        items += answer.json()["items"]
        path = answer.links.get("next", {}).get("url", "")
        assert not path or path.startswith(f"{AT}?from=3.8&to=3.10&limit=3&kind=profile&cursor=")
    assert items == told(service, "?from=3.8&kind=profile")["items"]
    assert len(items) == 6


def test_a_cursor_belongs_to_one_list(service: Client) -> None:
    cursor = told(service, "?limit=1")["next"]
    assert service.get(f"{AT}?limit=2&cursor={cursor}").status_code == 200
    for query in ("from=3.8", "to=3.9", "kind=profile", "from=3.10&to=3.9"):
        answer = service.get(f"{AT}?{query}&cursor={cursor}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")


def table(answer: Response) -> list[dict[str, str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


@pytest.mark.parametrize(
    ("query", "headers"), [("?format=csv&limit=1", {}), ("?limit=1", {"accept": "text/csv"})]
)
def test_csv_holds_all_of_it_at_once(service: Client, query: str, headers: dict[str, str]) -> None:
    answer = service.get(f"{AT}{query}", **headers)
    rows = table(answer)
    assert [it["change"] for it in rows] == types(told(service))
    assert rows[1]["after"] == "'=1"
    assert answer.headers["x-release"] == "competent/3.10"
    assert 'filename="competent-3.9-to-3.10.csv"' in answer.headers["content-disposition"]


def test_csv_is_filtered_too(service: Client) -> None:
    assert [it["class"] for it in table(service.get(f"{AT}?format=csv&class=meaning"))] == [
        "meaning"
    ]


def test_a_csv_of_no_changes_is_its_header(service: Client) -> None:
    assert table(service.get(f"{AT}?format=csv&from=3.9&to=3.9")) == []


def test_format_decides_before_accept(service: Client) -> None:
    answer = service.get(f"{AT}?format=json", accept="text/csv")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("query", ["?from=3.9&to=3.10", "?to=3.10"])
def test_two_versions_are_told_for_ever(service: Client, query: str) -> None:
    answer = service.get(f"{AT}{query}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = service.get(f"{AT}{query}", if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["", "?from=3.8", "?from=3.9&to=current", "?to=candidate"])
def test_an_alias_is_told_for_a_while_and_says_what_it_stands_for(
    service: Client, query: str
) -> None:
    answer = service.get(f"{AT}{query}")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "from=3." in answer.headers["content-location"]
    named = service.get(answer.headers["content-location"])
    assert named.content == answer.content


def test_a_candidate_can_be_looked_at(service: Client) -> None:
    answer = service.get(f"{AT}?to=candidate")
    assert types(answer.json()) == ["added"]
    assert answer.headers["x-release-status"] == "candidate"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{AT}?from=9.9", 404, "competent has no release 9.9"),
        (f"{AT}?to=9.9", 404, "competent has no release 9.9"),
        (f"{AT}?to=3.12", 404, "competent has no release 3.12"),
        (f"{AT}?from=3.12&to=3.10", 404, "competent has no release 3.12"),
        (f"{AT}?to=3.8", 404, "competent/3.8 follows no release: say with from="),
        ("/v1/schemes/onet/changes", 404, "there is no scheme 'onet'"),
        ("/v1/schemes/esco/changes", 404, "esco has no public release yet"),
        (f"{AT}?from=3.1.0.0.x", 422, "is not a version"),
        (f"{AT}?from=", 422, "is not a version"),
        (f"{AT}?to=%00", 422, "is not a version"),
        (f"{AT}?kind=job", 422, "kind"),
        (f"{AT}?kind=occupation", 422, "its kinds: profile"),
        (f"{AT}?predicate=essentialSkill", 422, "its predicates: essentialCompetence"),
        (f"{AT}?change=deleted", 422, "change"),
        (f"{AT}?class=deep", 422, "class"),
        (f"{AT}?format=xml", 422, "format"),
        (f"{AT}?limit=0", 422, "limit"),
        (f"{AT}?limit=1001", 422, "limit"),
        (f"{AT}?cursor=x", 422, "cursor"),
        (f"{AT}?concept={'x' * 2001}", 422, "concept"),
        (f"{AT}?concept=OP-99", 404, "competent/3.10 holds no concept 'OP-99'"),
        (f"{AT}?concept=", 404, "holds no concept ''"),
    ],
)
def test_what_cannot_be_answered_is_told(
    service: Client, path: str, status: int, said: str
) -> None:
    answer = service.get(path)
    assert (answer.status_code, said in answer.json()["detail"]) == (status, True), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_another_media_type_is_not_available(service: Client) -> None:
    answer = service.get(AT, accept="application/pdf")
    assert (answer.status_code, answer.json()["available"]) == (
        406,
        ["application/json", "text/csv"],
    )


def test_a_draft_is_told_nowhere(service: Client) -> None:
    for path in (AT, f"{AT}?to=candidate", f"{AT}?from=3.8&format=csv"):
        assert "Geheim" not in service.get(path).text
