from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from taxonomy.model import Label, Lifespan
from taxonomy.vocabulary import Kind, LabelType, RetirementReason
from tests.app.butchers import KNOWLEDGE, OCCUPATION, SKILL
from tests.app.routes.site.reading import links, opened, text
from tests.app.serving import PUBLIC_URL, Client, Shelf, percent, serving
from tests.build import alternative, concept, link, retired, taxonomy

BUTCHER = "/competent/current/concepts/OP-10"


def test_a_profile_tells_its_names_texts_and_competences(client: Client) -> None:
    told = text(client, BUTCHER)
    for expected in (
        "OP-10 profile active since 3.9 Slager",
        "fr Boucher (h/f/x)",
        "Verkoopt vlees.",
        "nl Beenhouwer",
        "Competences 2 All 2 Essential 1 Optional 1",
        "Vlees",
        "essential: Worsten maken",
        "optional: Snijden",
        "Soft skills 1 Zorgvuldigheid",
        "Digital skills 1 Digitale informatie zoeken",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("show", "shown", "hidden"),
    [("essential", "Worsten maken", "Snijden"), ("optional", "Snijden", "Worsten maken")],
)
def test_competences_are_filtered_by_the_address(
    client: Client, show: str, shown: str, hidden: str
) -> None:
    told = text(client, f"{BUTCHER}?show={show}")
    assert shown in told
    assert hidden not in told
    assert "All 2 Essential 1 Optional 1" in told


def test_competences_stand_in_the_set_of_the_profile_that_holds_them(client: Client) -> None:
    told = text(client, f"{BUTCHER}?content=nl")
    assert told.index("Vlees (winkel)") < told.index("Worsten maken")
    assert told.index("In no set of this profile") < told.index("Snijden")


def test_a_skill_tells_how_many_profiles_ask_for_it(client: Client) -> None:
    told = text(client, "/competent/current/concepts/SK-1?content=nl")
    assert "Asked by 2 profiles : essential for 1, optional for 1" in told
    assert "Essential for 1 Visser OP-2" in told


@pytest.mark.parametrize("ending", ["/concepts/SO-3", "/concepts/DS-1", "/concepts/SE-1"])
def test_what_profiles_link_to_leads_back_to_them(client: Client, ending: str) -> None:
    assert BUTCHER in links(client, f"/competent/current{ending}")


@pytest.mark.parametrize(
    ("id", "path"),
    [
        (OCCUPATION, "/esco/current/concepts/7511.1"),
        (SKILL, "/esco/current/concepts/skill/1"),
        (KNOWLEDGE, "/esco/current/concepts/skill/2"),
    ],
)
def test_a_concept_of_esco_has_a_short_address(client: Client, id: str, path: str) -> None:
    answer = opened(client, f"/esco/current/concepts/{percent(id)}?content=nl")
    assert (answer.status_code, answer.headers["location"]) == (308, f"{path}?content=nl")
    assert opened(client, path).status_code == 200


def test_an_id_leads_to_the_address_by_notation(client: Client) -> None:
    answer = opened(client, "/competent/3.9/concepts/u10?lang=fr")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/competent/3.9/concepts/OP-10?lang=fr"


def test_a_code_in_small_letters_leads_to_the_same_page(client: Client) -> None:
    answer = opened(client, "/competent/current/concepts/op-10")
    assert (answer.status_code, answer.headers["location"]) == (308, BUTCHER)


def test_an_identifier_leads_people_to_the_page(client: Client) -> None:
    assert opened(client, "/id/competent/OP-10").headers["location"] == BUTCHER
    assert opened(client, "/id/esco").headers["location"] == "/esco/current/"
    assert opened(client, "/id/competent/OP-11").status_code == 404


def test_a_text_in_another_language_says_so(client: Client) -> None:
    body = opened(client, f"{BUTCHER}?lang=de&content=fr").text
    assert '<span dir="auto" lang="fr">Boucher (h/f/x)</span></h1>' in body
    told = text(client, f"{BUTCHER}?content=de")
    assert "Slager [nl]" in told
    assert "Verkoopt vlees. [nl]" in told


def test_languages_of_interface_and_content_go_with_every_link(client: Client) -> None:
    found = links(client, f"{BUTCHER}?lang=nl&content=fr")
    inside = [it for it in found if it.startswith("/competent/") and "/concepts/SO-3" in it]
    assert inside == ["/competent/current/concepts/SO-3?lang=nl&content=fr"]


def test_a_permalink_is_kept_for_ever_and_current_for_a_moment(client: Client) -> None:
    pinned = opened(client, "/competent/3.10/concepts/OP-10")
    assert pinned.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert pinned.headers["x-release"] == "competent/3.10"
    assert "This is the permanent page of Competent 3.10" in pinned.text
    current = opened(client, f"{BUTCHER}?lang=nl").headers
    assert current["cache-control"] == "public, max-age=60"
    assert current["content-location"] == "/competent/3.10/concepts/OP-10?lang=nl"
    candidate = opened(client, "/competent/3.11/concepts/OP-10")
    assert candidate.headers["cache-control"] == "public, max-age=60"
    assert "Competent 3.11 is a candidate." in candidate.text


def test_a_page_that_is_known_is_not_sent_again(client: Client) -> None:
    etag = opened(client, BUTCHER).headers["etag"]
    assert opened(client, BUTCHER, if_none_match=etag).status_code == 304


def test_an_older_release_leads_to_the_same_thing_in_the_current_one(client: Client) -> None:
    told = text(client, "/competent/3.9/concepts/SK-12")
    assert "Competent 3.9 is not the current release." in told
    assert "/competent/current/concepts/SK-12" in links(client, "/competent/3.9/concepts/SK-12")


def test_a_retired_concept_is_gone_and_says_where_to_go(client: Client) -> None:
    path = "/competent/current/concepts/SK-9"
    assert opened(client, path).status_code == 410
    told = text(client, path)
    assert "Retired in release 3.10. It was merged into another concept." in told
    assert "Use instead: Worsten maken [nl] SK-12" in told
    assert "/competent/3.9/concepts/SK-9" in links(client, path)
    assert opened(client, "/competent/3.9/concepts/SK-9").status_code == 200


def test_a_concept_that_a_release_does_not_know_yet_is_found_in_a_later_one(
    client: Client,
) -> None:
    path = "/competent/3.9/concepts/SK-99"
    assert opened(client, path).status_code == 404
    assert "It first appears in release 3.10." in text(client, path)
    assert "/competent/3.10/concepts/SK-99" in links(client, path)


def test_an_unknown_concept_leads_to_those_that_are_written_alike(client: Client) -> None:
    path = "/competent/current/concepts/OP-100"
    assert opened(client, path).status_code == 404
    assert "Did you mean Slager [nl] OP-10" in text(client, path)
    assert BUTCHER in links(client, path)
    assert "/competent/current/search?q=OP-100" in links(client, path)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/competent/9.9/concepts/OP-10", 404),
        ("/competent/latest/concepts/OP-10", 422),
        ("/competent/current/concepts/%00", 404),
        ("/competent/current/concepts/" + "x" * 3000, 404),
        ("/competent/current/concepts/%3Cscript%3E", 404),
        ("/competent/current/concepts/", 404),
        (f"{BUTCHER}?show=all", 422),
        (f"{BUTCHER}?lang=xx", 422),
        (f"{BUTCHER}?content=%3Cb%3E", 422),
        (f"{BUTCHER}?content=", 422),
        ("/kldb/current/concepts/1", 404),
    ],
)
def test_what_cannot_be_is_told_on_a_page(client: Client, path: str, status: int) -> None:
    answer = opened(client, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script>" not in answer.text.replace('<script type="application/ld+json">', "")


def test_a_concept_is_to_be_had_as_data_by_its_address(client: Client) -> None:
    page = opened(client, BUTCHER)
    assert f'<{BUTCHER}.ttl>; rel="alternate"; type="text/turtle"' in page.headers["link"]
    types = {
        ending: client.get(f"{BUTCHER}.{ending}").headers["content-type"]
        for ending in ("json", "ttl", "jsonld")
    }
    assert types == {
        "json": "application/json",
        "ttl": "text/turtle",
        "jsonld": "application/ld+json",
    }
    assert client.get(f"{BUTCHER}.json").json()["notation"] == "OP-10"
    assert client.get("/competent/current/concepts/OP-11.json").status_code == 404


@pytest.mark.parametrize(
    ("path", "type"),
    [(BUTCHER, "Occupation"), ("/competent/current/concepts/SK-12", "DefinedTerm")],
)
def test_search_engines_are_told_what_it_is(client: Client, path: str, type: str) -> None:
    body = opened(client, f"{path}?content=nl").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', body)
    assert found
    told = json.loads(found[1])
    assert told["@type"] == type
    assert told["url"] == PUBLIC_URL + path
    assert told["name"] in ("Slager", "Worsten maken")


def test_a_page_names_its_canonical_address_and_its_languages(client: Client) -> None:
    body = opened(client, "/competent/3.10/concepts/OP-10").text
    assert f'rel="canonical" href="{PUBLIC_URL}{BUTCHER}"' in body
    languages = dict(re.findall(r'hreflang="([a-z-]+)" href="(https[^"]+)"', body))
    assert set(languages) == {"x-default", "nl", "fr", "de", "en"}


def test_a_concept_shows_its_life_through_releases(client: Client) -> None:
    assert "3.9 : active 3.10 : active" in text(client, "/competent/3.10/concepts/OP-10")
    assert "3.9 : not there yet 3.10 : active" in text(client, "/competent/current/concepts/SK-99")
    assert "3.9 : active 3.10 : retired" in text(client, "/competent/current/concepts/SK-9")


def test_a_mapped_concept_shows_its_counterparts_from_either_side(client: Client) -> None:
    told = text(client, BUTCHER)
    assert "From Competent 3.10 to ESCO 1.2.0 2 exact butcher" in told
    assert "narrower halal butcher" in told
    assert "/mappings/competent-3.10--esco-1.2.0/OP-10" in links(client, BUTCHER)
    assert "/competent/current/concepts/OP-10" in links(client, "/esco/current/concepts/7511.1")


def test_a_page_that_never_changes_tells_only_mappings_that_never_change(client: Client) -> None:
    assert "exact butcher" in text(client, "/competent/3.10/concepts/OP-10")
    told = text(client, "/competent/3.9/concepts/OP-10")
    assert "exact butcher" not in told
    assert "Mappings go on after a release" in told
    picture = "/mappings/competent-3.10--esco-1.2.0/OP-10"
    assert picture in links(client, "/competent/3.9/concepts/OP-10")


def test_a_page_is_not_to_be_had_as_json(client: Client) -> None:
    assert client.get(BUTCHER, accept="application/json").status_code == 406


def test_names_of_any_length_script_and_content_do_no_harm() -> None:
    wicked = '"><script>alert(1)</script>'
    odd = concept(
        "u1",
        Kind.PROFILE,
        link("essentialCompetence", "missing"),
        alternative("nl", "Donaudampfschifffahrt" * 90),
        *(alternative("fr", f"nom {number}") for number in range(200)),
        notation="A/B C?#%",
        nl=wicked,
    )
    odd = replace(odd, labels=(*odd.labels, Label("ar", LabelType.PREFERRED, "جزار")))
    lonely = concept("u2", Kind.SKILL, notation="", nl="zonder code")
    lonely = replace(lonely, notation="", labels=())
    with serving(Shelf().add(taxonomy(odd, lonely), "1.0")) as client:
        path = opened(client, "/competent/1.0/concepts/u1").headers["location"]
        answer = opened(client, path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert '<span lang="ar" dir="auto">جزار</span>' in answer.text
        assert "<h1>" in opened(client, "/competent/1.0/concepts/u2").text


def test_a_concept_replaced_by_several_leads_to_each() -> None:
    content = taxonomy(
        retired("u1", replaced_by=("u2", "u3"), reason=RetirementReason.SPLIT, nl="Smid"),
        concept("u2", nl="Hoefsmid"),
        concept("u3", nl="Wapensmid"),
    )
    lives = {"u1": Lifespan("1.0", None, "1.0")}
    with serving(Shelf().add(content, "1.0", lifespans=lives)) as client:
        told = text(client, "/competent/1.0/concepts/U1?content=nl")
        assert "It was split into several concepts." in told
        assert "Hoefsmid U2 Wapensmid U3" in told
