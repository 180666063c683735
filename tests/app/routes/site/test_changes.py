"""What changed between two releases, as people read it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app import butchers
from tests.app.routes.site.reading import links, opened, text
from tests.app.serving import Client, Shelf, serving
from tests.build import concept, link, taxonomy

CHANGES = "/competent/current/changes"


def renamed() -> Shelf:
    """Two releases: a fishmonger renamed, a competence that became optional, a set that went."""
    parts = (
        concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-1"),
        concept("s1", Kind.SKILL, notation="SK-1", nl="Vis snijden"),
    )
    before = concept(
        "u1",
        Kind.PROFILE,
        link("essentialCompetence", "c1"),
        notation="OP-1",
        nl="Verkoper verse vis",
    )
    after = concept(
        "u1",
        Kind.PROFILE,
        link("optionalCompetence", "c1"),
        notation="OP-1",
        nl="Verkoper <b>vis</b>",
    )
    shelf = Shelf().add(taxonomy(before, *parts), "3.9")
    return shelf.add(taxonomy(after, *parts), "3.10")


def test_the_page_tells_what_came_went_and_what_stands_in_its_place(client: Client) -> None:
    told = text(client, f"{CHANGES}?from=3.9")
    assert "What changed from 3.9 to 3.10" in told
    assert "3 Everything 1 New 1 Retired 1 Links" in told
    assert "Vacuüm verpakken [nl] skill · SK-99 new" in told
    assert "Roken [nl] skill · SK-9 retired" in told
    assert "Use instead Worsten maken" in told
    assert "/competent/current/concepts/SK-12" in links(client, f"{CHANGES}?from=3.9")


def test_words_that_went_and_came_are_marked_and_escaped() -> None:
    with serving(renamed()) as client:
        body = opened(client, f"{CHANGES}?from=3.9").text
    assert "Verkoper <del>verse vis</del> <ins>&lt;b&gt;vis&lt;/b&gt;</ins>" in body
    assert "<del>Essential competences</del> <ins>Optional competences</ins>" in body


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("what=added", "Vacuüm verpakken", "Roken"),
        ("what=retired", "Roken", "Vacuüm verpakken"),
        ("kind=profile", "Slager", "Roken"),
        ("concept=SK-9", "Roken", "Slager"),
        ("concept=s9", "Roken", "Slager"),
        ("depth=meaning", "No change of this sort", "Roken"),
    ],
)
def test_a_filter_keeps_what_it_names(client: Client, query: str, shown: str, hidden: str) -> None:
    told = text(client, f"{CHANGES}?from=3.9&{query}")
    assert shown in told
    assert hidden not in told


@pytest.mark.parametrize(
    ("path", "location"),
    [
        (f"{CHANGES}?from=3.9&to=3.10", "/competent/3.10/changes?from=3.9"),
        (f"{CHANGES}?to=3.9&lang=fr", "/competent/3.9/changes?lang=fr"),
        (f"{CHANGES}?from=current", f"{CHANGES}?from=3.10"),
        (f"{CHANGES}?to=../../x", "/competent/..%2F..%2Fx/changes"),
    ],
)
def test_what_was_chosen_becomes_an_address_of_the_usual_shape(
    client: Client, path: str, location: str
) -> None:
    answer = opened(client, path)
    assert (answer.status_code, answer.headers["location"]) == (307, location)


def test_a_candidate_is_never_what_others_are_compared_with() -> None:
    shelf = butchers.shelf().add(butchers.FIRST, "3.11", ReleaseStatus.CANDIDATE)
    with serving(shelf) as client:
        answer = opened(client, "/competent/3.10/changes?from=3.11")
        assert answer.headers["location"] == "/competent/3.11/changes?from=3.10"


def test_the_first_release_is_told_to_be_the_first(client: Client) -> None:
    assert "This is the first release of its line" in text(client, "/competent/3.9/changes")
    assert "This is the only release so far" in text(client, "/esco/current/changes")


def test_a_release_and_itself_differ_in_nothing(client: Client) -> None:
    assert "word for word" in text(client, "/competent/3.10/changes?from=3.10")


def test_a_pinned_pair_may_be_kept_for_ever(client: Client) -> None:
    pinned = opened(client, "/competent/3.10/changes?from=3.9").headers["cache-control"]
    assert "immutable" in pinned
    assert "immutable" not in opened(client, f"{CHANGES}?from=3.9").headers["cache-control"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=9.9", 404),
        ("from=x/y", 422),
        ("from=3.9&concept=OP-9999", 404),
        ("from=3.9&what=nothing", 422),
        ("from=3.9&kind=occupation", 422),
        ("from=3.9&depth=deep", 422),
        ("from=3.9&page=0", 422),
        ("from=3.9&page=2", 422),
        (f"from={'9' * 101}", 422),
    ],
)
def test_what_cannot_be_answered_has_a_page_that_says_so(
    client: Client, query: str, status: int
) -> None:
    answer = opened(client, f"{CHANGES}?{query}")
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_the_table_holds_the_changes_that_the_page_shows(client: Client) -> None:
    answer = client.get("/competent/current/changes.csv?from=3.9&what=retired")
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(it["notation"], it["change"], it["replaced_by"]) for it in rows] == [
        ("SK-9", "retired", "SK-12")
    ]
    assert "competent-3.9-to-3.10.csv" in answer.headers["content-disposition"]


def test_a_release_that_follows_none_has_no_table(client: Client) -> None:
    assert client.get("/esco/current/changes.csv").status_code == 404


def test_a_long_list_comes_in_pages() -> None:
    many = [
        concept(f"s{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"Taak {it}") for it in range(120)
    ]
    shelf = Shelf().add(taxonomy(many[0]), "3.9").add(taxonomy(*many), "3.10")
    with serving(shelf) as client:
        told = text(client, f"{CHANGES}?from=3.9")
        assert "119 concepts, 119 changes · page 1 of 3" in told
        assert "Taak 119" in text(client, f"{CHANGES}?from=3.9&page=3")


def test_what_is_no_longer_listed_is_named_as_it_was() -> None:
    left = concept("s1", Kind.SKILL, notation="SK-1", nl="Snijden")
    gone = concept("s2", Kind.SKILL, link("broader", "s1"), notation="SK-2", nl="Wegen", fr="Peser")
    shelf = Shelf().add(taxonomy(left, gone), "3.9").add(taxonomy(left), "3.10")
    with serving(shelf) as client:
        assert "Wegen [nl] skill · SK-2" in text(client, f"{CHANGES}?from=3.9")
        assert "/competent/3.9/concepts/SK-2" in links(client, f"{CHANGES}?from=3.9")
        assert "Wegen" in text(client, f"{CHANGES}?from=3.9&concept=SK-2")
        assert "Peser" in text(client, f"{CHANGES}?from=3.9&content=fr")


@pytest.mark.slow
def test_ten_thousand_changes_are_told_page_by_page_and_all_in_the_table() -> None:
    many = range(10_000)
    before = [concept(f"s{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"Taak {it}") for it in many]
    after = [concept(f"s{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"Werk {it}") for it in many]
    with serving(Shelf().add(taxonomy(*before), "1.0").add(taxonomy(*after), "1.1")) as client:
        path = "/competent/1.1/changes?from=1.0"
        first, last = opened(client, path), opened(client, f"{path}&page=200")
        assert "10,000 concepts, 10,000 changes" in text(client, path)
        assert [it.text.count('class="changed ') for it in (first, last)] == [50, 50]
        assert opened(client, f"{path}&page=201").status_code == 422
        body = client.get("/competent/1.1/changes.csv?from=1.0").text
    assert len(list(csv.DictReader(StringIO(body)))) == 10_000
