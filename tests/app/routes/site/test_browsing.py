from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from taxonomy.model import Notation
from taxonomy.vocabulary import Kind
from tests.app.routes.site.reading import links, opened, text
from tests.app.serving import Client, Shelf, serving
from tests.build import concept, link, taxonomy

NAMES = ["Zager", "Émailleur", "eendenkweker", "1ste kok", "Bakker", "Ärztin"]


def coded(id: str, name: str, *codes: str) -> object:
    made = concept(id, nl=name)
    return replace(made, notations=tuple(Notation("isco-08", it) for it in codes))


@pytest.fixture(scope="module")
def many() -> Iterator[Client]:
    """Profiles under letters and codes, 250 skills, and ISCO beside them."""
    codes = {0: ("7512",), 1: ("7512", "81"), 2: ("9999",)}
    profiles = [
        replace(
            concept(f"p{place}", nl=name),
            notations=tuple(Notation("isco-08", it) for it in codes.get(place, ())),
        )
        for place, name in enumerate(NAMES)
    ]
    skills = [concept(f"s{it}", Kind.SKILL, nl=f"Werken {it:03}") for it in range(250)]
    groups = [
        concept(f"g{code}", Kind.ISCO_GROUP, *above, scheme="isco", notation=code, nl=name)
        for code, name, above in (
            ("7", "Ambachtslieden", ()),
            ("75", "Voeding", (link("broader", "g7"),)),
            ("7512", "Bakkers", (link("broader", "g75"),)),
            ("8", "Bedieners", ()),
            ("81", "Machines", (link("broader", "g8"),)),
        )
    ]
    made = Shelf().add(taxonomy(*profiles, *skills), "1.0").add(taxonomy(*groups), "08")
    with serving(made) as client:
        yield client


def test_a_list_is_in_the_order_of_a_dictionary(many: Client) -> None:
    told = text(many, "/competent/1.0/kinds/profile?content=nl")
    order = ["Ärztin", "Bakker", "eendenkweker", "Émailleur", "Zager", "1ste kok"]
    places = [told.index(it) for it in order]
    assert places == sorted(places)
    assert "All A B E Z #" in told


def test_a_letter_shows_the_names_that_begin_with_it(many: Client) -> None:
    told = text(many, "/competent/1.0/kinds/profile?letter=E&content=nl")
    assert "2 concepts" in told
    assert "Bakker" not in told
    assert "1ste kok" in text(many, "/competent/1.0/kinds/profile?letter=0&content=nl")


def test_a_letter_without_names_leads_back_to_all(many: Client) -> None:
    path = "/competent/1.0/kinds/profile?letter=Q"
    assert "Nothing here." in text(many, path)
    assert "/competent/1.0/kinds/profile" in links(many, path)


def test_a_long_list_has_pages(many: Client) -> None:
    path = "/competent/1.0/kinds/skill"
    assert "250 concepts · page 2 of 3" in text(many, f"{path}?page=2")
    assert {f"{path}", f"{path}?page=3"} <= {*links(many, f"{path}?page=2")}
    assert "Werken 100" in text(many, f"{path}?page=2&content=nl")


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("kinds/skill?page=4", 422, "page=4 is none of the 3 pages"),
        ("kinds/skill?page=0", 422, "none of the 3 pages"),
        ("kinds/skill?page=x", 422, "page"),
        ("kinds/skill?letter=AB", 422, "letter"),
        ("kinds/occupation", 404, "holds no concepts of the kind occupation"),
        ("kinds/nothing", 422, "kind"),
        ("kinds/skill?linked_to=P99", 404, "holds no concept"),
        ("kinds/skill?linked_to=S1&predicate=essentialSkill", 422, "essentialSkill"),
        ("isco/9999", 404, "ISCO has no group"),
        ("isco/%00", 404, "ISCO has no group"),
    ],
)
def test_what_cannot_be_is_told_on_a_page(many: Client, path: str, status: int, told: str) -> None:
    answer = opened(many, f"/competent/1.0/{path}")
    assert answer.status_code == status
    assert told in text(many, f"/competent/1.0/{path}")


def test_a_list_of_what_links_to_a_concept_names_it(client: Client) -> None:
    path = "/competent/current/kinds/profile?linked_to=SE-1&predicate=sector&content=nl"
    assert "Profiles In this sector: Voeding" in text(client, path)
    assert "/competent/current/concepts/OP-10?content=nl" in links(client, path)


def test_retired_concepts_are_listed_on_demand(client: Client) -> None:
    path = "/competent/current/kinds/skill"
    assert f"{path}?status=retired" in links(client, path)
    assert "Roken" in text(client, f"{path}?status=retired&content=nl")


def test_the_tree_counts_each_profile_once_in_every_group_above_it(many: Client) -> None:
    told = text(many, "/competent/1.0/isco?content=nl")
    assert "7 Ambachtslieden 2 75 Voeding 2 8 Bedieners 1 81 Machines 1" in told


def test_a_group_shows_what_stands_in_it_and_above_it(many: Client) -> None:
    path = "/competent/1.0/isco/7512?content=nl"
    told = text(many, path)
    assert "Profiles 2 Émailleur P1 Zager P0" in told
    assert "/isco/current/concepts/7512?content=nl" in links(many, path)
    assert "They stand in the groups below." in text(many, "/competent/1.0/isco/7?content=nl")


def test_esco_is_browsed_by_its_own_groups(client: Client) -> None:
    assert "/esco/current/isco/7511" in links(client, "/esco/current/isco")


def test_without_groups_nothing_is_browsed_by_them(client: Client) -> None:
    assert opened(client, "/competent/current/isco").status_code == 404
    assert "/competent/current/isco" not in links(client, "/competent/current/")
