"""Pictures of releases and profiles: drawn, as a table, and as a file."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from taxonomy.model import Framework, Notation
from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.app.routes.site.reading import links, opened, text
from tests.app.serving import Client, Shelf, serving
from tests.build import concept, link, taxonomy

PICTURES = "/competent/current/pictures"
SVG = "{http://www.w3.org/2000/svg}"


def with_frameworks() -> Shelf:
    """The butchers, DigComp with two areas, and two groups of ISCO, in one of which the butcher stands."""
    numbers = {"1": "a1", "1.1": "c11", "1.2": "c12", "2": "a2", "2.1": "c21"}
    held = [
        concept(
            id,
            Kind.DIGITAL_COMPETENCE if "." in number else Kind.COMPETENCE_AREA,
            scheme="digcomp",
            notation=number,
            en=f"Competence {number}",
        )
        for number, id in numbers.items()
    ]
    groups = [
        concept("7", Kind.ISCO_GROUP, scheme="isco", notation="7", en="Craft"),
        concept(
            "75", Kind.ISCO_GROUP, link("broader", "7"), scheme="isco", notation="75", en="Food"
        ),
    ]
    butcher = next(it for it in butchers.SECOND if it.notation == "OP-10")
    others = [it for it in butchers.SECOND if it is not butcher]
    placed = replace(butcher, notations=(Notation("isco-08", "75"),))
    shelf = butchers.shelf().add(taxonomy(placed, *others), "3.10")
    return shelf.add(taxonomy(*held), "2.2").add(taxonomy(*groups), "08")


def test_the_circle_lights_the_numbers_of_a_profile() -> None:
    with serving(with_frameworks()) as client:
        body = opened(client, f"{PICTURES}/digital?of=OP-10").text
        told = text(client, f"{PICTURES}/digital?of=OP-10&content=nl")
    assert body.count('<path class="lit"') == 1
    assert body.count('<path class="unlit"') == 2
    assert body.count('<path class="area"') == 2
    assert "Digitale informatie zoeken (DigComp 1.1) 1.1 1 asked for" in told
    assert "Competence 1.2 [en] 1.2 0 –" in told


@pytest.mark.parametrize(
    ("path", "lit"),
    [
        ("/competent/current/concepts/OP-10", ["1.1"]),
        ("/competent/current/concepts/DS-1", ["1.1"]),
        ("/digcomp/current/concepts/1.2", ["1.2"]),
        ("/digcomp/current/concepts/1", ["1.1", "1.2"]),
        ("/competent/current/concepts/SK-1", []),
    ],
)
def test_the_page_of_a_concept_shows_its_place_in_the_circle(path: str, lit: list[str]) -> None:
    with serving(with_frameworks()) as client:
        body = opened(client, path).text
    assert body.count('<path class="lit"') == len(lit)
    shown = body.partition('id="digcomp"')[2].partition("</section>")[0]
    assert re.findall(r'<li><code class="code">([\d.]+)</code>', shown) == lit


def test_without_numbers_digital_skills_are_bars() -> None:
    skill = concept("d1", Kind.DIGITAL_SKILL, notation="DS-1", nl="Zoeken")
    odd = replace(
        concept("d2", Kind.DIGITAL_SKILL, notation="DS-2", nl="Vinden"),
        framework=Framework("Other", "1", "1.1"),
    )
    user = concept("u1", Kind.PROFILE, link("digitalSkill", "d1"), notation="OP-1", nl="Een")
    with serving(Shelf().add(taxonomy(skill, odd, user), "1.0")) as client:
        body = opened(client, f"{PICTURES}/digital").text
    assert (
        "<path"
        not in body[body.index('<svg class="drawn') : body.index("</svg>", body.index("drawn"))]
    )
    assert body.count('<rect class="profiles"') == 1


def test_groups_of_isco_are_a_tree_with_the_number_of_profiles() -> None:
    with serving(with_frameworks()) as client:
        assert "Craft 7 1 Food 75 1" in text(client, f"{PICTURES}/isco")
        assert client.get(f"{PICTURES}/isco.csv").text.splitlines() == [
            "label,code,profiles",
            "Craft,7,1",
            "Food,75,1",
        ]


def test_sets_tell_essential_and_optional_apart(client: Client) -> None:
    answer = client.get(f"{PICTURES}/sets.csv?of=OP-10")
    assert answer.text.splitlines() == ["label,code,essential,optional", "Vlees,CS-7,1,0", ",,0,1"]
    assert "In no set of this profile 0 1" in text(client, f"{PICTURES}/sets?of=OP-10")


def test_a_life_is_a_line_from_release_to_release(client: Client) -> None:
    told = text(client, f"{PICTURES}/life?of=SK-99")
    assert "3.9 not there yet 3.10 active" in told
    body = opened(client, f"{PICTURES}/life?of=SK-9").text
    assert body.count('class="lit"') == 1


def test_growth_tells_only_what_was_known_with_the_release() -> None:
    shelf = butchers.shelf()
    shelf.releases = [
        replace(it, counts={Kind.PROFILE: place + 1}) for place, it in enumerate(shelf.releases)
    ]
    with serving(shelf) as client:
        assert client.get("/competent/3.9/pictures/growth.csv").text.splitlines()[1:] == [
            "3.9,,1,,"
        ]
        assert len(client.get("/competent/3.10/pictures/growth.csv").text.splitlines()) == 3


@pytest.mark.parametrize("name", ["growth", "sectors", "digital", "sets?of=OP-10", "life?of=OP-10"])
def test_a_picture_alone_is_well_formed_and_named(client: Client, name: str) -> None:
    path, _, query = name.partition("?")
    answer = client.get(f"{PICTURES}/{path}.svg?{query}")
    if path == "growth":
        assert answer.status_code == 404  # these releases tell no counts
        return
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 -- of our own making
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")


def test_the_pictures_of_a_release_are_listed(client: Client) -> None:
    led = links(client, PICTURES)
    assert f"{PICTURES}/sectors" in led
    assert f"{PICTURES}/sets" not in led


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PICTURES}/nothing", 422),
        (f"{PICTURES}/sets", 404),
        (f"{PICTURES}/sets?of=SK-1", 404),
        (f"{PICTURES}/sectors?of=OP-10", 404),
        (f"{PICTURES}/life?of=OP-9999", 404),
        (f"{PICTURES}/digital?of=%00", 404),
        (f"{PICTURES}/life?of={'x' * 2001}", 422),
        ("/esco/current/pictures/sectors", 404),
        ("/isco/current/pictures", 404),
    ],
)
def test_whatever_there_is_no_picture_of_has_a_page_that_says_so(
    client: Client, path: str, status: int
) -> None:
    answer = opened(client, path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
