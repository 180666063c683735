"""Mappings over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.roles import Actor
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set
from app.publishing import publish
from taxonomy.mapping import NO_TERM_FOUND, MappingSource
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.app.serving import Client, percent, serving
from tests.build import concept, mapping, mapping_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from app.context import Context

OLD = mapping_set(
    mapping("u10", "exact", butchers.OCCUPATION), subject="competent/3.9", object_="esco/1.0.3"
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    shelf = butchers.shelf().add_mappings(OLD)
    foreign = mapping_set(
        mapping("24531012", "exact", butchers.OCCUPATION, subject_label="CARNICEROS"),
        subject="co-sispe/2011",
        object_="esco/1.2.0",
    )
    with serving(shelf.add_mappings(foreign)) as running:
        running.at = "/v1/mappings"
        yield running


def items(answer: httpx.Response) -> list[Any]:
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def triples(answer: httpx.Response) -> list[tuple[str, str, str]]:
    return [(it["subject"]["id"], it["predicate_id"], it["object"]["id"]) for it in items(answer)]


def test_accepted_mappings_are_listed_by_subject_closest_first(client: Client) -> None:
    answer = client.get("/v1/mappings?subject=competent/3.10&object=esco/1.2.0")
    assert triples(answer) == [
        ("s1", "skos:exactMatch", NO_TERM_FOUND),
        ("u10", "skos:exactMatch", butchers.OCCUPATION),
        ("u10", "skos:narrowMatch", butchers.OTHER_OCCUPATION),
        ("u99", "skos:exactMatch", butchers.SKILL),
    ]


def test_both_concepts_are_named_with_their_releases(client: Client) -> None:
    answer = client.get("/v1/mappings?subject=competent/3.10&predicate=skos:narrowMatch")
    (found,) = items(answer)
    assert found["subject"] == {
        "id": "u10",
        "notation": "OP-10",
        "kind": "profile",
        "status": "active",
        "pref_label": {"fr": "Boucher (h/f/x)", "nl": "Slager"},
        "uri": "https://competent.test/id/competent/OP-10",
        "release": "competent/3.10",
    }
    assert found["object"]["pref_label"] == {"en": "halal butcher"}
    assert (found["confidence"], found["reviewer"]) == (0.9, "eva")
    assert answer.headers["x-release"] == "competent/3.10, esco/1.2.0"


def test_from_esco_the_same_mapping_is_broader(client: Client) -> None:
    back = client.get("/v1/mappings?subject=esco/1.2.0&object=competent/3.10")
    assert (butchers.OTHER_OCCUPATION, "skos:broadMatch", "u10") in triples(back)
    assert back.json()["inverted"] is True
    forth = {it["id"] for it in items(client.get("/v1/mappings"))}
    assert {it["id"] for it in items(back)} <= forth


def test_current_is_the_newest_release_that_is_mapped(client: Client) -> None:
    answer = client.get("/v1/mappings?subject=competent/current&object=esco")
    assert answer.json()["subject"] == "competent/3.10"
    assert answer.json()["mapping_set"] == "competent-3.10--esco-1.2.0/1"


def test_a_candidate_that_is_not_mapped_yet_has_the_mappings_before_it(client: Client) -> None:
    answer = client.get("/v1/mappings?subject=competent/candidate&object=esco/current")
    assert answer.json()["subject"] == "competent/3.10"


def test_a_version_that_is_named_must_be_mapped_itself(client: Client) -> None:
    answer = client.get("/v1/mappings?subject=competent/3.11&object=esco/1.2.0")
    assert answer.status_code == 404
    assert answer.json()["code"] == "mapping-set-not-found"
    assert "competent/3.10 → esco/1.2.0" in answer.json()["detail"]


def test_a_concept_of_an_old_release_that_is_not_served_goes_by_its_id(client: Client) -> None:
    (found,) = items(client.get("/v1/mappings?subject=competent/3.9&object=esco/1.0.3"))
    assert found["object"] == {"id": butchers.OCCUPATION, "release": "esco/1.0.3"}


def test_a_scheme_that_is_not_held_goes_by_the_labels_of_its_source(client: Client) -> None:
    (found,) = items(client.get("/v1/mappings?subject=co-sispe&object=esco/current"))
    assert found["subject"]["given_label"] == "CARNICEROS"
    assert found["object"]["pref_label"] == {"en": "butcher"}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("subject_id=OP-10", 2),
        ("subject_id=u10&predicate=skos:exactMatch", 1),
        ("subject_id=u2&state=stale", 1),
        ("subject_id=u2", 0),
        ("state=all", 5),
        ("state=rejected", 0),
        (f"object_id={percent(butchers.OCCUPATION)}&state=all", 2),
        ("object_id=7511.1", 1),
        ("object_id=sssom:NoTermFound", 1),
    ],
)
def test_mappings_are_chosen(client: Client, query: str, count: int) -> None:
    assert client.get(f"/v1/mappings?{query}").json()["total"] == count


def test_a_concept_that_the_release_does_not_hold_is_told(client: Client) -> None:
    answer = client.get("/v1/mappings?subject_id=OP-11")
    assert (answer.status_code, answer.json()["code"]) == (404, "concept-not-found")


def test_pages_follow_each_other(client: Client) -> None:
    first = client.get("/v1/mappings?state=all&limit=3")
    second = client.get(first.links["next"]["url"])
    assert [len(items(it)) for it in (first, second)] == [3, 2]
    assert "next" not in second.json()
    assert triples(first) + triples(second) == triples(client.get("/v1/mappings?state=all"))


def test_a_cursor_of_another_list_is_refused(client: Client) -> None:
    cursor = client.get("/v1/mappings?state=all&limit=3").json()["next"]
    answer = client.get(f"/v1/mappings?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")


@pytest.mark.parametrize(
    "query",
    [
        "subject=Competent%203.8",
        "subject=competent/",
        "subject=/3.8",
        "object=esco/1.2.0/x",
        "subject=%00",
        "predicate=exactMatch",
        "state=true",
        "limit=0",
        "object=" + "e" * 200,
    ],
)
def test_what_cannot_be_understood_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/v1/mappings?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")


def test_a_language_that_is_asked_for_is_read(client: Client) -> None:
    (found,) = items(client.get("/v1/mappings?predicate=skos:narrowMatch&lang=fr&fallback=en"))
    assert found["subject"]["label"]["text"] == "Boucher (h/f/x)"
    assert found["object"]["label"] == {
        "text": "halal butcher",
        "lang": "en",
        "asked": "fr",
        "fallback": True,
    }


def test_an_answer_that_is_known_is_not_sent_again(client: Client) -> None:
    etag = client.get("/v1/mappings").headers["etag"]
    assert client.get("/v1/mappings", if_none_match=etag).status_code == 304


def test_an_unknown_mapping_is_told(client: Client) -> None:
    answer = client.get("/v1/mappings/00000000000000000000")
    assert (answer.status_code, answer.json()["code"]) == (404, "mapping-not-found")


def test_the_sets_are_listed(client: Client) -> None:
    found = items(client.get("/v1/mapping-sets"))
    assert [(it["name"], it["edition"], it["total"]) for it in found] == [
        ("co-sispe-2011--esco-1.2.0", 1, 1),
        ("competent-3.10--esco-1.2.0", 1, 5),
        ("competent-3.9--esco-1.0.3", 1, 1),
    ]
    assert client.get(found[1]["links"]["mappings"]).json()["total"] == 4
    assert client.get(found[1]["links"]["self"]).json() == found[1]


def test_a_set_that_is_not_there_is_told(client: Client) -> None:
    answer = client.get("/v1/mapping-sets/competent-3.8--esco-1.2.0")
    assert (answer.status_code, answer.json()["code"]) == (404, "mapping-set-not-found")


def test_a_mapping_says_why_it_is_there(context: Context) -> None:
    """From a file to the world, and through a second edition."""
    now = datetime(2026, 11, 28, tzinfo=UTC)
    for scheme, version, held in (
        ("competent", "3.8", concept("u10", notation="OP-10", nl="Slager")),
        ("esco", "1.0.3", concept("x", Kind.OCCUPATION, scheme="esco", nl="slager")),
    ):
        import_reading(context.engine, Delivery(scheme=scheme, version=version), [held])
        publish(context, (scheme, version), at=now)

    def file(*mappings: Any) -> MappingReading:
        given = mapping_set(*mappings)
        return MappingReading(
            mapping_set=type(given).of(
                given.subject, given.object, given, sources=(MappingSource("BE.csv", "1"),)
            ),
            findings=(),
            rows={},
            notations={},
        )

    one = mapping("u10", "exact", "x", source="BE.csv, row 18")
    imported = import_mappings(context.engine, file(one), by=Actor("eva"), at=now)
    name = imported.record.name
    publish_set(context.engine, name, at=now)
    other = mapping("u10", "close", "x", source="BE.csv, row 19")
    import_mappings(context.engine, file(one, other), by=Actor("eva"), at=now)
    with serving(context) as client:
        listed = items(client.get("/v1/mappings?subject=competent/3.8"))
        found = client.get(f"/v1/mappings/{listed[0]['id']}").json()
    assert found["mapping_set"] == found["first_set"] == f"{name}/1"
    assert found["sets"] == [
        {"mapping_set": f"{name}/1", "status": "published", "state": "accepted"}
    ]
    assert set(found["revisions"]) == {"subject", "object"}
    assert found["source"] == "BE.csv, row 18"
    assert [(it["action"], it["actor"], it["mapping_set"]) for it in found["history"]] == [
        ("imported", "eva", f"{name}/1")
    ]


def test_a_set_tells_how_it_stands(client: Client) -> None:
    found = client.get("/v1/mappings/status?subject=competent/3.10&object=esco/1.2.0").json()
    assert (found["mapping_set"], found["current"]) == ("competent-3.10--esco-1.2.0/1", True)
    assert "against_newest" not in found
    standing = found["standing"]
    assert standing["states"] == {"suggested": 0, "accepted": 4, "rejected": 0, "stale": 1}
    assert standing["predicates"]["skos:exactMatch"] == 3
    assert standing["unknown"] == {"subject": 1, "object": 0}
    profiles = next(it for it in standing["coverage"]["subject"] if it["kind"] == "profile")
    assert (profiles["active"], profiles["covered"], profiles["open"]) == (2, 1, 1)


def test_a_set_of_older_releases_tells_what_it_is_behind(client: Client) -> None:
    found = client.get("/v1/mappings/status?subject=competent/3.9&object=esco/1.0.3").json()
    assert (found["current"], found["behind"]) == (False, ["competent/3.10", "esco/1.2.0"])
    assert found["newest"] == {"subject": "competent/3.10", "object": "esco/1.2.0"}
    assert found["against_newest"]["object"] == "esco/1.2.0"
    assert "object" not in found["standing"]["coverage"]


def test_the_status_is_of_the_set_whichever_way_it_is_asked(client: Client) -> None:
    forth = client.get("/v1/mappings/status?subject=competent/3.10&object=esco/1.2.0").json()
    assert client.get("/v1/mappings/status?subject=esco&object=competent").json() == forth


def test_a_set_is_fetched_as_a_table_of_eures(client: Client) -> None:
    answer = client.get("/v1/mapping-sets/competent-3.10--esco-1.2.0/eures-occupations.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert (
        "competent-3.10--esco-1.2.0.eures-occupations.csv" in answer.headers["content-disposition"]
    )
    assert "OP-10,Slager" in answer.text
    assert "skos:narrowMatch" in answer.text


def test_a_file_that_no_set_has_is_told(client: Client) -> None:
    answer = client.get("/v1/mapping-sets/competent-3.10--esco-1.2.0/all.xml")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert "eures-occupations.csv" in answer.json()["detail"]


def test_a_table_of_what_a_set_does_not_map_is_told(client: Client) -> None:
    answer = client.get("/v1/mapping-sets/competent-3.9--esco-1.0.3/eures-competences.csv")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_seen_from_esco_the_file_says_broad_where_ours_says_narrow(client: Client) -> None:
    at = "/v1/mapping-sets/competent-3.10--esco-1.2.0/sssom.tsv"
    forth, back = client.get(at), client.get(f"{at}?seen_from=object")
    assert "skos:narrowMatch" in forth.text
    assert "skos:broadMatch" not in forth.text
    assert "skos:broadMatch" in back.text
    assert "esco-1.2.0--competent-3.10.sssom.tsv" in back.headers["content-disposition"]
