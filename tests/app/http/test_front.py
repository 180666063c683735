from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.types import Receive, Scope, Send

from app.http.access_log import AccessLog
from app.http.bounds import LARGEST_BODY_BYTES, MOST_NESTED
from app.http.front import Front
from app.http.hot import AnswerCache
from app.http.traffic import Traffic
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app.serving import Client, Shelf, serving
from tests.build import concept, link, taxonomy

PINNED = "/v1/schemes/competent/releases/3.10"


@pytest.mark.parametrize("path", ["concepts/OP-10", "profiles/OP-10", "concepts", "profiles/OP-11"])
def test_an_answer_has_its_security_headers_and_a_request_id(client: Client, path: str) -> None:
    for _ in range(2):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "max-age" in headers["strict-transport-security"]
        assert headers["x-request-id"]


def test_the_request_id_of_the_client_is_kept(client: Client) -> None:
    assert client.get("concepts", x_request_id="abc-1").headers["x-request-id"] == "abc-1"


@pytest.mark.parametrize("bad", ["a b", "x" * 65, 'a"b', "a/b"])
def test_a_strange_request_id_is_replaced(client: Client, bad: str) -> None:
    assert client.get("concepts", x_request_id=bad).headers["x-request-id"] != bad


@pytest.mark.parametrize("path", ["concepts/OP-10", "profiles/OP-10", "concepts", "/v1/schemes"])
def test_the_second_answer_is_the_first_one(client: Client, path: str) -> None:
    first, second = client.get(path), client.get(path)
    ids = {"x-request-id"}
    assert first.content == second.content
    assert {k: v for k, v in first.headers.items() if k not in ids} == {
        k: v for k, v in second.headers.items() if k not in ids
    }


@pytest.mark.parametrize("path", ["concepts/SK-1", "concepts", "/v1/schemes/competent"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"a",W/{} ', "*"])
def test_a_known_etag_is_answered_with_304(client: Client, path: str, form: str) -> None:
    etag = client.get(path).headers["etag"]
    answer = client.get(path, if_none_match=form.format(etag))
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == etag
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("form", ['"other"', "nonsense", "", '"a", "b"'])
def test_another_etag_is_answered_with_the_body(client: Client, form: str) -> None:
    assert client.get("concepts/SK-1", if_none_match=form).status_code == 200


def test_an_etag_begins_with_the_revision_and_is_strong(client: Client) -> None:
    answer = client.get("concepts/SK-1")
    revision = answer.json()["revision"].removeprefix("sha256:")
    assert answer.headers["etag"].startswith(f'"{revision}.')


def test_the_etag_changes_with_the_label_of_a_linked_concept() -> None:
    asking = concept("u1", Kind.PROFILE, link("essentialCompetence", "s1"), nl="Zager")
    shelf = Shelf()
    for version, text in (("3.8", "Zagen"), ("3.9", "Hout zagen")):
        shelf.add(taxonomy(asking, concept("s1", Kind.SKILL, nl=text)), version)
    with serving(shelf) as client:
        at = "/v1/schemes/competent/releases"
        old = client.get(f"{at}/3.8/concepts/u1")
        new = client.get(f"{at}/3.9/concepts/u1")
        assert old.json()["revision"] == new.json()["revision"]
        assert old.headers["etag"] != new.headers["etag"]


def test_a_pinned_release_is_immutable_and_current_is_not(client: Client) -> None:
    pinned = client.get(f"{PINNED}/concepts/SK-1").headers
    current = client.get("concepts/SK-1").headers
    assert pinned["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-location" not in pinned
    assert current["cache-control"] == "public, max-age=60"
    assert current["content-location"] == f"{PINNED}/concepts/SK-1"
    assert pinned["x-release"] == current["x-release"] == "competent/3.10"
    assert pinned["etag"] == current["etag"]


def test_a_candidate_may_still_change(client: Client) -> None:
    for version in ("3.11", "candidate"):
        answer = client.get(f"/v1/schemes/competent/releases/{version}/concepts/SK-1")
        assert "immutable" not in answer.headers["cache-control"]
        assert answer.headers["x-release-status"] == "candidate"


def test_a_withdrawn_release_says_so_with_every_answer() -> None:
    shelf = Shelf().add(taxonomy(concept("s1", Kind.SKILL, nl="Zagen")), "3.9")
    at = "/v1/schemes/competent/releases/3.9/concepts"
    with serving(shelf) as client:
        assert "x-release-status" not in client.get(f"{at}/s1").headers
        shelf.add(taxonomy(concept("s1", Kind.SKILL, nl="Zagen")), "3.9", ReleaseStatus.WITHDRAWN)
        client.refresh()
        asked = [client.get(f"{at}/s1"), client.get(f"{at}/s1"), client.get(at)]
        asked.append(client.get(f"{at}/s1", if_none_match="*"))
        for answer in asked:
            assert answer.headers["x-release-status"] == "withdrawn"
            assert answer.headers["cache-control"] == "public, max-age=60"
        batch = client.ask("POST", f"{at}/batch", {"ids": ["s1"]})
        assert batch.headers["x-release-status"] == "withdrawn"


@pytest.mark.parametrize("path", ["profiles/OP-10", "concepts?status=all"])
def test_gzip_has_the_same_content_and_another_etag(client: Client, path: str) -> None:
    plain = client.get(path)
    for _ in range(2):
        zipped = client.get(path, accept_encoding="br;q=1, gzip")
        assert zipped.headers["content-encoding"] == "gzip"
        assert zipped.content == plain.content
        assert zipped.headers["etag"] != plain.headers["etag"]
        assert "Accept-Encoding" in zipped.headers["vary"]


def test_gzip_that_is_refused_is_not_sent(client: Client) -> None:
    answer = client.get("profiles/OP-10", accept_encoding="gzip;q=0, *")
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["concepts/OP-10", "profiles/OP-10", "concepts", "/v1/schemes", "/livez", "/docs", "/metrics"],
)
def test_head_is_answered_as_get_without_a_body(client: Client, path: str) -> None:
    got = client.get(path)
    for _ in range(2):
        head = client.ask("HEAD", path)
        assert head.status_code == got.status_code
        assert head.content == b""
        assert head.headers["content-type"] == got.headers["content-type"]
        if path != "/metrics":
            assert head.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/turtle", "text/turtle"),
        ("application/*;q=0.5, text/turtle", "text/turtle"),
        ("application/json;q=0, */*", "application/ld+json"),
        ("text/turtle;q=0.2, application/ld+json;q=0.9", "application/ld+json"),
    ],
)
def test_the_media_type_is_the_one_liked_best(client: Client, accept: str, media_type: str) -> None:
    for _ in range(2):
        answer = client.get("concepts/OP-10", accept=accept)
        assert answer.headers["content-type"] == media_type


def test_a_media_type_that_does_not_exist_is_refused_with_those_that_do(client: Client) -> None:
    answer = client.get("concepts/OP-10", accept="image/png")
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["available"]


def test_a_new_release_is_served_at_once_and_the_old_one_stays() -> None:
    shelf = Shelf().add(taxonomy(concept("s1", Kind.SKILL, nl="Zagen")), "3.9")
    with serving(shelf) as client:
        assert client.get("concepts/s1").json()["pref_label"] == {"nl": "Zagen"}
        shelf.add(taxonomy(concept("s1", Kind.SKILL, nl="Boren")), "3.10")
        client.refresh()
        assert client.get("concepts/s1").json()["pref_label"] == {"nl": "Boren"}
        old = client.get("/v1/schemes/competent/releases/3.9/concepts/s1")
        assert old.json()["pref_label"] == {"nl": "Zagen"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "TRACE"])
def test_another_method_is_refused_with_those_that_are_taken(client: Client, method: str) -> None:
    answer = client.ask(method, "concepts/OP-10")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.json()["code"] == "method-not-allowed"


def test_a_path_that_leads_nowhere_is_a_problem(client: Client) -> None:
    answer = client.get("/v2/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.json()["instance"] == "/v2/nothing"


def test_an_address_that_is_too_long_is_refused(client: Client) -> None:
    answer = client.get("concepts?x=" + "y" * 8192)
    assert answer.status_code == 414
    assert answer.json()["code"] == "uri-too-long"


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.ask("POST", "concepts/batch", content=b"x" * (LARGEST_BODY_BYTES + 1))
    assert answer.status_code == 413
    assert answer.json()["code"] == "body-too-large"


def test_a_body_that_grows_too_large_is_refused_while_it_is_read(client: Client) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(6):
            yield b" " * 2**20

    answer = client.ask(
        "POST", "concepts/batch", content=endless(), content_type="application/json"
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("piece", [b"[],", b"{},", b'{"a":[]},', b"["])
def test_a_body_of_ever_so_many_lists_is_refused_before_it_is_parsed(
    client: Client, piece: bytes
) -> None:
    body = b'{"ids":[' + piece * MOST_NESTED + b"1]}"
    answer = client.ask("POST", "concepts/batch", content=body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert "lists and objects" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["concepts/OP-10", "concepts", "/v1/schemes", "/livez", "/v2/x"])
def test_a_page_of_any_origin_may_read_an_answer(client: Client, path: str) -> None:
    for _ in range(2):
        headers = client.get(path, origin="https://elsewhere.test").headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
        exposed = headers["access-control-expose-headers"]
        assert all(it in exposed for it in ("ETag", "Link", "X-Release", "Content-Location"))


@pytest.mark.parametrize("path", ["concepts/OP-10", "concepts", "/v1/schemes"])
def test_a_page_of_any_origin_may_read_that_nothing_changed(client: Client, path: str) -> None:
    for _ in range(2):
        etag = client.get(path).headers["etag"]
        unchanged = client.get(path, if_none_match=etag)
        assert unchanged.status_code == 304
        assert unchanged.headers["access-control-allow-origin"] == "*"
        assert "X-Release" in unchanged.headers["access-control-expose-headers"]


@pytest.mark.parametrize("path", ["concepts/batch", "concepts/OP-10", "/v1/schemes"])
def test_a_page_of_any_origin_may_ask_with_a_body_and_an_etag(client: Client, path: str) -> None:
    answer = client.ask(
        "OPTIONS",
        path,
        origin="https://elsewhere.test",
        access_control_request_method="POST",
        access_control_request_headers="content-type",
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "*"
    assert int(answer.headers["access-control-max-age"]) > 0


@pytest.mark.parametrize(
    ("path", "allow"),
    [("match", "POST, OPTIONS"), ("concepts/OP-10", "GET, HEAD, OPTIONS")],
)
def test_options_tells_what_a_path_takes(client: Client, path: str, allow: str) -> None:
    answer = client.ask("OPTIONS", path)
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["allow"] == allow


def test_options_tells_the_methods_of_every_route_of_a_path(client: Client) -> None:
    answer = client.send("OPTIONS", "/v1/editorial/upgrades", {}, None)
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    refused = client.send("DELETE", "/v1/editorial/upgrades", {}, None)
    assert refused.status_code == 405
    assert refused.headers["allow"] == "GET, HEAD, POST"


def test_options_of_no_path_is_a_problem(client: Client) -> None:
    assert client.ask("OPTIONS", "/v2/nothing").json()["code"] == "route-not-found"


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that fails before it answers."""
    message = "secret of the house"
    raise RuntimeError(message)


def test_a_failure_tells_its_request_id_and_no_secret(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    front = Front(
        failing,
        public_url="https://competent.test",
        answers=AnswerCache(1000, lambda: 0),
        traffic=Traffic(),
        log=AccessLog(),
    )
    answer = client.over(front).get("/any")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"
    assert "secret" not in answer.text
    assert answer.json()["request_id"] in caplog.text


def test_a_path_for_many_concepts_takes_a_body(client: Client) -> None:
    assert client.ask("DELETE", "match/batch").headers["allow"] == "POST"
