from __future__ import annotations

import pytest

from tests.app.serving import Client


@pytest.mark.parametrize(
    ("path", "notation"),
    [("competence-sets", "CS-7"), ("digital-skills", "DS-1"), ("soft-skills", "SO-3")],
)
def test_each_kind_has_a_list_and_its_members_have_profiles(
    client: Client, path: str, notation: str
) -> None:
    assert [it["notation"] for it in client.get(path).json()["items"]] == [notation]
    profiles = client.get(f"{path}/{notation}").json()["profiles"]
    assert [it["notation"] for it in profiles] == ["OP-10"]


def test_a_set_has_its_members_and_disambiguator(client: Client) -> None:
    found = client.get("competence-sets/CS-7").json()
    assert [it["notation"] for it in found["members"]] == ["SK-12"]
    assert found["disambiguator"] == {"nl": "winkel"}


def test_a_digital_skill_has_its_number_in_its_framework(client: Client) -> None:
    assert client.get("digital-skills").json()["items"][0]["framework"]["number"] == "1.1"
    assert client.get("digital-skills/DS-1").json()["framework"]["version"] == "2.2"


def test_a_scheme_without_sets_answers_404(client: Client) -> None:
    answer = client.get("/v1/schemes/esco/releases/current/competence-sets")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"
