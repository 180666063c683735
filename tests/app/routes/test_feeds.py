from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS

from app import publishing, withdrawing
from app.auth.roles import PROCESS
from app.importing import Delivery, import_reading
from app.windows import reschedule
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app import butchers
from tests.app.serving import PUBLIC_URL, Client, Shelf, serving
from tests.build import concept, taxonomy
from tests.moments import NOON
from tests.statements import noted

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from taxonomy.model import Concept

FEED = f"{PUBLIC_URL}/v1/schemes/competent/feed"
TREE = Namespace("https://w3id.org/tree#")
NS = Namespace(f"{PUBLIC_URL}/ns#")
ATOM = "{http://www.w3.org/2005/Atom}"
BUTCHER = concept("op-10", nl="Slager")
BAKER = concept("op-11", nl="Bakker")
COOK = concept("op-12", nl="Kok")


def imported(context: Context, version: str, *concepts: Concept, sample: bool = False) -> None:
    delivery = Delivery(scheme="competent", version=version, sample=sample)
    import_reading(context.engine, delivery, concepts)


def publish(context: Context, version: str, *concepts: Concept, day: int = 0) -> None:
    imported(context, version, *concepts)
    publishing.publish(context, ("competent", version), at=NOON + timedelta(days=day))


def withdraw(context: Context, version: str, *, day: int) -> None:
    at = NOON + timedelta(days=day)
    withdrawing.withdraw(context, ("competent", version), reason="labels mixed up", at=at)


def graph(answer: httpx.Response) -> Graph:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/turtle"
    return Graph().parse(data=answer.text, format="turtle")


def root(client: Client) -> Graph:
    return graph(client.get("/v1/schemes/competent/feed", accept="text/turtle"))


def pages(client: Client) -> list[str]:
    """The version and page of what the root leads to."""
    nodes = {str(it) for it in root(client).objects(predicate=TREE.node)}
    return sorted(it.removeprefix(f"{FEED}/") for it in nodes)


def page(client: Client, name: str) -> Graph:
    return graph(client.get(f"/v1/schemes/competent/feed/{name}", accept="text/turtle"))


def events(client: Client, name: str) -> dict[str, str]:
    """Notation or id → what happened to it, as a page tells it."""
    found = page(client, name)
    return {
        str(found.value(it, DCTERMS.isVersionOf)).rpartition("/")[2]: str(event).rpartition("#")[2]
        for it, event in found.subject_objects(NS.event)
    }


def titles(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314
    return [it.findtext(f"{ATOM}title") or "" for it in entries]


def test_each_release_is_a_transaction_of_what_it_changed(context: Context) -> None:
    publish(context, "3.8", BUTCHER, BAKER)
    publish(context, "3.9", BUTCHER, COOK, day=1)
    with serving(context) as client:
        assert pages(client) == ["3.8/1", "3.9/1"]
        assert events(client, "3.8/1") == {"OP-10": "Create", "OP-11": "Create"}
        assert events(client, "3.9/1") == {"OP-11": "Update", "OP-12": "Create"}


def test_what_a_withdrawn_release_changed_is_corrected_by_the_next_one(context: Context) -> None:
    publish(context, "3.8", BUTCHER, BAKER)
    publish(context, "3.9", concept("op-10", nl="Beenhouwer"), BAKER, day=1)
    withdraw(context, "3.9", day=2)
    publish(context, "3.10", BUTCHER, BAKER, COOK, day=3)
    with serving(context) as client:
        assert client.get("/v1/schemes/competent/releases/3.10").json()["previous"] == "3.8"
        assert pages(client) == ["3.10/1", "3.8/1", "3.9/1"]
        assert events(client, "3.9/1") == {"OP-10": "Update"}
        assert events(client, "3.10/1") == {"OP-10": "Update", "OP-12": "Create"}


def test_a_page_stays_as_it_is_whatever_is_published_or_withdrawn_later(context: Context) -> None:
    publish(context, "3.8", BUTCHER, BAKER)
    publish(context, "3.9", BUTCHER, COOK, day=1)
    with serving(context) as client:
        before = client.get("/v1/schemes/competent/feed/3.9/1")
        assert before.headers["cache-control"] == "public, max-age=31536000, immutable"
        publish(context, "3.10", BUTCHER, BAKER, day=2)
        withdraw(context, "3.8", day=3)
        withdraw(context, "3.9", day=3)
        publish(context, "3.7", BUTCHER, day=4)
        client.refresh()
        after = client.get("/v1/schemes/competent/feed/3.9/1")
        assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
        assert after.headers["x-release-status"] == "withdrawn"
        assert after.headers["cache-control"] == before.headers["cache-control"]
        assert pages(client) == ["3.10/1", "3.8/1", "3.9/1"]


def test_a_release_published_after_a_newer_one_is_in_atom_only(context: Context) -> None:
    publish(context, "3.9", BUTCHER)
    publish(context, "3.8", BUTCHER, BAKER, day=1)
    with serving(context) as client:
        assert pages(client) == ["3.9/1"]
        answer = client.get("/v1/schemes/competent/feed/3.8/1")
        assert answer.status_code == 404
        assert "came too late" in answer.json()["detail"]
        found = titles(client.get("/v1/schemes/competent/feed.atom"))
        assert found == ["Competent 3.8", "Competent 3.9"]


def test_candidates_and_drafts_are_not_in_the_stream_and_a_candidate_is_news(
    context: Context,
) -> None:
    publish(context, "3.8", BUTCHER)
    imported(context, "3.9", BUTCHER, BAKER)
    publishing.publish_candidate(context, ("competent", "3.9"), at=NOON + timedelta(days=1))
    imported(context, "3.10", BUTCHER, COOK)
    with serving(context) as client:
        assert pages(client) == ["3.8/1"]
        told = titles(client.get("/v1/schemes/competent/feed.atom"))
        assert told == ["Competent 3.9 (candidate)", "Competent 3.8"]
        for version, why in (("3.9", "is a candidate"), ("3.10", "has no release 3.10")):
            answer = client.get(f"/v1/schemes/competent/feed/{version}/1")
            assert (answer.status_code, answer.json()["code"]) == (404, "release-not-found")
            assert why in answer.json()["detail"]


def test_samples_are_told_of_until_there_is_a_real_release(context: Context) -> None:
    imported(context, "1.9", BUTCHER, sample=True)
    publishing.publish(context, ("competent", "1.9"), at=NOON)
    with serving(context) as client:
        samples = URIRef(f"{FEED}#samples")
        assert root(client).value(predicate=TREE.view, object=URIRef(FEED)) == samples
        assert pages(client) == ["1.9/1"]
        sample = page(client, "1.9/1")
        publish(context, "3.8", BUTCHER, day=1)
        client.refresh()
        assert root(client).value(predicate=TREE.view, object=URIRef(FEED)) != samples
        assert pages(client) == ["3.8/1"]
        assert set(page(client, "1.9/1")) == set(sample)
        assert titles(client.get("/v1/schemes/competent/feed.atom")) == ["Competent 3.8"]


def test_many_members_stand_on_several_pages_each_once(context: Context) -> None:
    skills = [concept(f"s{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"{it}") for it in range(601)]
    publish(context, "3.8", *skills)
    with serving(context) as client:
        first = page(client, "3.8/1")
        others = {str(it).removeprefix(f"{FEED}/") for it in first.objects(predicate=TREE.node)}
        assert others == {"3.8/2", "3.8/3"}
        found = [first, *(page(client, it) for it in sorted(others))]
        members = [list(it.objects(predicate=TREE.member)) for it in found]
        assert [len(it) for it in members] == [250, 250, 101]
        assert len(set().union(*members)) == 601
        ends = [list(it.subjects(NS.transactionFinalized)) for it in found]
        assert [len(it) for it in ends] == [0, 0, 1]
        answer = client.get("/v1/schemes/competent/feed/3.8/4")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        assert "3.8 has 3 pages" in answer.json()["detail"]


def test_a_member_dereferences_to_what_it_is_a_version_of(context: Context) -> None:
    publish(context, "3.8", BUTCHER)
    with serving(context) as client:
        found = page(client, "3.8/1")
        member = next(found.objects(predicate=TREE.member))
        answer = graph(client.get(str(member).removeprefix(PUBLIC_URL), accept="text/turtle"))
        itself = found.value(member, DCTERMS.isVersionOf)
        assert (itself, SKOS.prefLabel, Literal("Slager", lang="nl")) in answer


def test_a_page_is_asked_of_the_record_once_if_at_all(context: Context) -> None:
    publish(context, "3.8", BUTCHER)
    with serving(context) as client:
        client.get("/v1/schemes/competent/feed/3.8/1")
        client.get("/v1/schemes/competent/feed.atom")
        with noted(context.engine) as statements:
            for path in ("feed", "feed/3.8/1", "feed.atom"):
                assert client.get(f"/v1/schemes/competent/{path}").status_code == 200
        assert statements == []


@pytest.fixture(scope="module")
def shelf_client() -> object:
    shelf = Shelf().add(butchers.FIRST, "3.9")
    shelf.releases = [replace(it, published_at=NOON) for it in shelf.releases]
    with serving(shelf) as client:
        yield client


@pytest.mark.parametrize("path", ["feed", "feed/3.9/1"])
@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json;q=0.5, text/turtle", "text/turtle"),
        ("application/n-quads, application/trig;q=0.9, text/turtle;q=0.6", "text/turtle"),
    ],
)
def test_the_media_type_is_the_one_asked_for(
    shelf_client: Client, path: str, accept: str, expected: str
) -> None:
    for _ in range(2):  # the second answer is a kept one
        answer = shelf_client.get(f"/v1/schemes/competent/{path}", accept=accept)
        assert answer.headers["content-type"] == expected
        assert answer.headers["vary"] == "Accept, Accept-Encoding"


def test_atom_is_one_of_the_forms_of_the_feed(shelf_client: Client) -> None:
    asked = "application/atom+xml, */*;q=0.1"
    answer = shelf_client.get("/v1/schemes/competent/feed", accept=asked)
    assert titles(answer) == titles(shelf_client.get("/v1/schemes/competent/feed.atom", accept=""))
    plain = shelf_client.get("/v1/schemes/competent/feed")
    assert plain.headers["content-type"] == "application/ld+json"
    assert plain.links["alternate"]["url"] == "/v1/schemes/competent/feed.atom"


@pytest.mark.parametrize("path", ["feed", "feed/3.9/1", "feed.atom"])
def test_what_did_not_change_is_not_sent_again(shelf_client: Client, path: str) -> None:
    answer = shelf_client.get(f"/v1/schemes/competent/{path}")
    etag = answer.headers["etag"]
    assert not etag.startswith("W/")
    again = shelf_client.get(f"/v1/schemes/competent/{path}", if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    expected = "immutable" if path == "feed/3.9/1" else "max-age=60"
    assert expected in again.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/schemes/nace/feed", 404, "scheme-not-found"),
        ("/v1/schemes/nace/feed.atom", 404, "scheme-not-found"),
        ("/v1/schemes/nace/feed/3.9/1", 404, "scheme-not-found"),
        ("/v1/schemes/competent/feed/3.12/1", 404, "release-not-found"),
        ("/v1/schemes/competent/feed/current/1", 422, "invalid-version"),
        ("/v1/schemes/competent/feed/3.9;drop/1", 422, "invalid-version"),
        ("/v1/schemes/competent/feed/..%2F..%2F3.9/1", 404, "route-not-found"),
        ("/v1/schemes/competent/feed/3.9/0", 422, "invalid-query"),
        ("/v1/schemes/competent/feed/3.9/-1", 422, "invalid-query"),
        ("/v1/schemes/competent/feed/3.9/x", 422, "invalid-query"),
        ("/v1/schemes/competent/feed/3.9/99999999999999999999", 422, "invalid-query"),
        ("/v1/schemes/competent/feed/3.9/2", 404, "not-found"),
        ("/v1/schemes/competent/feed/3.9", 404, "route-not-found"),
        ("/v1/schemes/competent/feed.atom?page=2", 404, "not-found"),
        ("/v1/schemes/competent/feed.atom?page=0", 422, "invalid-query"),
    ],
)
def test_what_is_not_there_is_refused_precisely(
    shelf_client: Client, path: str, status: int, code: str
) -> None:
    answer = shelf_client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_form_that_there_is_not_is_refused(shelf_client: Client) -> None:
    for path in ("feed", "feed/3.9/1"):
        answer = shelf_client.get(f"/v1/schemes/competent/{path}", accept="text/html")
        assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")


def test_a_scheme_without_releases_has_an_empty_feed(shelf_client: Client) -> None:
    answer = shelf_client.get("/v1/schemes/esco/feed", accept="text/turtle")
    assert not list(graph(answer).objects(predicate=TREE.relation))
    assert titles(shelf_client.get("/v1/schemes/esco/feed.atom")) == []


def test_a_long_feed_stands_on_pages_newest_first() -> None:
    content = taxonomy(BUTCHER)
    shelf = Shelf()
    for number in range(1, 52):
        shelf.add(content, f"3.{number}")
    shelf.releases = [
        replace(it, published_at=NOON + timedelta(days=place))
        for place, it in enumerate(shelf.releases)
    ]
    with serving(shelf) as client:
        first = titles(client.get("/v1/schemes/competent/feed.atom"))
        assert (len(first), first[0], first[-1]) == (50, "Competent 3.51", "Competent 3.2")
        assert titles(client.get("/v1/schemes/competent/feed.atom?page=2")) == ["Competent 3.1"]


def test_an_answer_of_an_old_release_leads_to_what_follows_it(context: Context) -> None:
    publish(context, "3.8", BUTCHER)
    path = "/v1/schemes/competent/releases/3.8/concepts/OP-10"
    with serving(context, sunset_days=30) as client:
        before = client.get(path)
        assert "deprecation" not in before.headers
        publish(context, "3.9", BUTCHER, day=1)
        client.refresh()
        since = f"@{int(NOON.timestamp()) + 86400}"
        for asked in (path, f"{path}?lang=nl", path.rpartition("/")[0]):
            answer = client.get(asked)
            assert answer.headers["deprecation"] == since
            successor = "/v1/schemes/competent/releases/3.9"
            assert answer.links["successor-version"]["url"] == successor
            assert answer.links["latest-version"]["url"] == successor
            assert answer.headers["sunset"] == "Thu, 16 Apr 2026 12:00:00 GMT"
        unchanged = client.get(path, if_none_match=before.headers["etag"])
        assert unchanged.status_code == 304
        assert unchanged.headers["deprecation"] == since
        assert "immutable" in client.get(path).headers["cache-control"]
        batch = client.ask("POST", f"{path.rpartition('/')[0]}/batch", json={"ids": ["OP-10"]})
        assert batch.headers["deprecation"] == since


def test_a_candidate_is_announced_by_the_current_release(context: Context) -> None:
    publish(context, "3.8", BUTCHER)
    imported(context, "3.9", BUTCHER, BAKER)
    with serving(context) as client:
        candidate = ("competent", "3.9")
        publishing.publish_candidate(context, candidate, at=NOON)
        for planned in (None, date(2026, 12, 1)):
            if planned:
                why = ("De VDAB vraagt tijd.", False)
                reschedule(context, candidate, planned, why=why, at=NOON, by=PROCESS)
            client.refresh()
            for version in ("current", "3.8"):
                answer = client.get(f"/v1/schemes/competent/releases/{version}/concepts/OP-10")
                address = "/v1/schemes/competent/releases/3.9"
                assert answer.links["successor-version"]["url"] == address
                expected = "@1796083200" if planned else None
                assert answer.headers.get("deprecation") == expected
        answer = client.get("/v1/schemes/competent/releases/candidate/concepts/OP-10")
        assert answer.headers["x-release-status"] == ReleaseStatus.CANDIDATE
        assert "deprecation" not in answer.headers
        assert answer.headers["x-release-window"] == "2026-03-16/2026-12-01"
        publishing.publish(context, candidate, at=NOON, why="Eerder nodig.")
        client.refresh()
        answer = client.get("/v1/schemes/competent/releases/current/concepts/OP-10")
        assert answer.headers["x-release"] == "competent/3.9"
        assert {"deprecation", "link"}.isdisjoint(answer.headers)


def test_pages_of_other_origins_may_read_the_notices(shelf_client: Client) -> None:
    exposed = shelf_client.get("/v1/schemes/competent").headers["access-control-expose-headers"]
    assert {"Deprecation", "Link", "Sunset"} <= set(exposed.split(", "))
