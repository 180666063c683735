from __future__ import annotations

import pytest

from tests.app.butchers import GROUP, KNOWLEDGE, OCCUPATION, OTHER_OCCUPATION, SKILL
from tests.app.serving import Client, percent

ESCO = "/v1/schemes/esco/releases/current"


def test_a_profile_embeds_its_competences_with_skill_and_knowledge(client: Client) -> None:
    competence = client.get("profiles/OP-10").json()["essential_competences"][0]
    assert competence["notation"] == "CP-31"
    assert competence["pref_label"]["nl"] == "Worsten maken"
    assert competence["skill"]["notation"] == "SK-12"
    assert [it["notation"] for it in competence["knowledge"]] == ["KN-8"]
    assert [it["notation"] for it in competence["behaviours"]] == ["GE-1"]
    assert competence["sets"] == ["CS-7"]


def test_a_profile_names_the_mappings_that_were_fixed_with_its_release(client: Client) -> None:
    found = client.get("profiles/OP-10").json()["mappings"]
    assert [(it["predicate"], it["object"]["id"], it["release"]) for it in found] == [
        ("skos:exactMatch", OCCUPATION, "esco/1.2.0"),
        ("skos:narrowMatch", OTHER_OCCUPATION, "esco/1.2.0"),
    ]
    assert client.get(f"/v1/mappings/{found[0]['id']}").status_code == 200


def test_a_stale_mapping_is_not_named_nor_is_any_that_its_release_does_not_fix(
    client: Client,
) -> None:
    assert client.get("profiles/OP-2").json()["mappings"] == []
    old = client.get("/v1/schemes/competent/releases/3.9/profiles/OP-10")
    assert old.json()["mappings"] == []


def test_rarity_is_the_logarithm_of_profiles_per_profile_that_asks(client: Client) -> None:
    profile = client.get("profiles/OP-10").json()
    assert profile["essential_competences"][0]["rarity"] == 0.6931
    assert profile["optional_competences"][0]["rarity"] == 0.0


@pytest.mark.parametrize(
    ("field", "notation"),
    [
        ("soft_skills", "SO-3"),
        ("digital_skills", "DS-1"),
        ("competence_sets", "CS-7"),
        ("sectors", "SE-1"),
        ("areas_of_interest", "AI-1"),
        ("proofs_of_learning", "PL-1"),
    ],
)
def test_a_profile_embeds_everything_it_links_to(client: Client, field: str, notation: str) -> None:
    assert [it["notation"] for it in client.get("profiles/OP-10").json()[field]] == [notation]


def test_a_set_in_a_profile_names_its_members_and_disambiguator(client: Client) -> None:
    found = client.get("profiles/OP-10").json()["competence_sets"][0]
    assert found["members"] == ["SK-12"]
    assert found["disambiguator"] == {"nl": "winkel"}


def test_a_digital_skill_in_a_profile_names_its_framework(client: Client) -> None:
    found = client.get("profiles/OP-10").json()["digital_skills"][0]
    assert found["framework"] == {"name": "DigComp", "version": "2.2", "number": "1.1"}


def test_a_profile_keeps_the_links_that_are_not_embedded_by_name(client: Client) -> None:
    links = client.get("profiles/OP-10").json()["links"]
    assert [(it["predicate"], it["target"]["notation"]) for it in links] == [("related", "OP-2")]


def test_every_label_set_of_a_profile_gains_its_reading(client: Client) -> None:
    profile = client.get("profiles/OP-10?lang=de&fallback=fr").json()
    assert profile["label"]["text"] == "Boucher (h/f/x)"
    assert profile["essential_competences"][0]["skill"]["label"]["lang"] == "fr"
    assert profile["sectors"][0]["label"]["lang"] == "nl"
    assert profile["readings"]["description"]["text"] == "Verkoopt vlees."


def test_a_skill_is_not_answered_as_a_profile(client: Client) -> None:
    answer = client.get("profiles/SK-12")
    assert answer.status_code == 404
    assert "is a skill, not a profile" in answer.json()["detail"]


def test_a_scheme_without_profiles_names_the_one_that_has_them(client: Client) -> None:
    answer = client.get(f"{ESCO}/profiles/OP-10")
    assert answer.status_code == 404
    assert "competent" in answer.json()["detail"]


def test_an_occupation_tells_knowledge_apart_and_names_its_isco_group(client: Client) -> None:
    found = client.get(f"{ESCO}/occupations/{percent(OCCUPATION)}").json()
    assert [(it["id"], it["kind"]) for it in found["essential_skills"]] == [(SKILL, "skill")]
    assert [(it["id"], it["kind"]) for it in found["optional_skills"]] == [(KNOWLEDGE, "knowledge")]
    assert found["isco_group"]["id"] == GROUP
    assert [it["id"] for it in found["narrower"]] == [OTHER_OCCUPATION]


def test_the_isco_group_is_found_through_broader_occupations(client: Client) -> None:
    found = client.get(f"{ESCO}/occupations/7511.1.1").json()
    assert found["broader"][0]["id"] == OCCUPATION
    assert found["isco_group"]["notation"] == "7511"


def test_occupations_are_listed(client: Client) -> None:
    items = client.get(f"{ESCO}/occupations").json()["items"]
    assert [it["notation"] for it in items] == ["7511.1", "7511.1.1"]
