from __future__ import annotations

import pytest

from tests.app.serving import Client

SCHEME = "/v1/schemes/competent"


def test_every_scheme_is_listed_with_its_current_release(client: Client) -> None:
    items = client.get("/v1/schemes").json()["items"]
    current = {it["id"]: it["current"] for it in items}
    assert current == {
        "competent": "3.10",
        "esco": "1.2.0",
        "digcomp": None,
        "isco": None,
        "rome": None,
    }


def test_releases_are_listed_in_the_order_of_their_versions(client: Client) -> None:
    items = client.get(f"{SCHEME}/releases").json()["items"]
    assert [it["version"] for it in items] == ["3.9", "3.10", "3.11"]


def test_a_release_names_its_neighbours_and_the_current_one(client: Client) -> None:
    answer = client.get(f"{SCHEME}/releases/3.9")
    assert answer.json()["next"] == "3.10"
    assert answer.json()["current"] == "3.10"
    assert answer.json()["previous"] is None
    assert answer.json()["digest"].startswith("sha256:")
    assert "immutable" not in answer.headers["cache-control"]


@pytest.mark.parametrize("release", ["competent/releases/3.9", "esco/releases/1.2.0"])
def test_every_link_of_a_release_leads_somewhere(client: Client, release: str) -> None:
    links = client.get(f"/v1/schemes/{release}").json()["links"]
    assert {name: client.get(path).status_code for name, path in links.items()} == dict.fromkeys(
        links, 200
    )
    assert ("profiles" in links) is ("competent" in release)


@pytest.mark.parametrize(("alias", "version"), [("current", "3.10"), ("candidate", "3.11")])
def test_an_alias_answers_with_the_release_it_stands_for(
    client: Client, alias: str, version: str
) -> None:
    answer = client.get(f"{SCHEME}/releases/{alias}")
    assert answer.json()["version"] == version
    assert answer.headers["content-location"] == f"{SCHEME}/releases/{version}"
    assert answer.headers["x-release"] == f"competent/{version}"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/schemes/rome2", 404, "scheme-not-found"),
        ("/v1/schemes/rome2/releases/1.0", 404, "scheme-not-found"),
        (f"{SCHEME}/releases/9.9", 404, "release-not-found"),
        ("/v1/schemes/isco/releases/current", 404, "release-not-found"),
        ("/v1/schemes/esco/releases/candidate", 404, "release-not-found"),
        (f"{SCHEME}/releases/latest", 422, "invalid-version"),
    ],
)
def test_what_does_not_exist_is_named(client: Client, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["code"] == code


def test_an_unknown_release_is_answered_with_the_newest_one(client: Client) -> None:
    detail = client.get(f"{SCHEME}/releases/9.9").json()["detail"]
    assert detail == "competent has no release 9.9; the newest is 3.11"
