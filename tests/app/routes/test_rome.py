"""A code of ROME is answered as an occupation, with its appellations below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taxonomy.media_types import JSON_LD, TURTLE
from taxonomy.model import Taxonomy
from taxonomy.sources import rome
from tests.app.serving import Client, Shelf, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "unix_referentiel_code_rome_v347_utf8.csv": "code_rome,code_ogr,libelle_rome\nD1101,80,Boucherie\n",
    "unix_referentiel_appellation_v347_utf8.csv": (
        "code_ogr,libelle_appellation_long,code_rome\n11564,Boucher / Bouchère,D1101\n"
    ),
    "unix_referentiel_competence_v347_utf8.csv": "code_ogr,libelle_competence\n1,Découpe\n",
    "unix_liens_rome_referentiels_v347_utf8.csv": (
        "code_rome,code_ogr,code_type_referentiel,code_ref_rubrique\nD1101,1,1,7\n"
    ),
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = rome.read([tmp_path], version="3.47")
    with serving(Shelf().add(Taxonomy.of("rome", found.concepts), "3.47")) as client:
        yield client


@pytest.mark.parametrize("reference", ["D1101", "https://competent.test/id/rome/D1101"])
def test_a_code_is_an_occupation(client: Client, reference: str) -> None:
    path = f"/v1/schemes/rome/releases/3.47/occupations/{reference}"
    told = client.get(path).json()
    assert (told["notation"], told["pref_label"]) == ("D1101", {"fr": "Boucherie"})
    assert told["notations"] == {"ogr": ["80"]}
    assert [it["notation"] for it in told["narrower"]] == ["11564"]
    assert [(it["predicate"], it["target"]["notation"]) for it in told["links"]] == [
        ("coreCompetence", "1")
    ]


@pytest.mark.parametrize("form", [JSON_LD, TURTLE])
def test_it_is_answered_as_linked_data(client: Client, form: str) -> None:
    answer = client.get("/v1/schemes/rome/releases/3.47/occupations/D1101", accept=form)
    assert (answer.status_code, "coreCompetence" in answer.text) == (200, True)


def test_an_appellation_is_a_concept_and_no_occupation(client: Client) -> None:
    release = "/v1/schemes/rome/releases/3.47"
    assert client.get(f"{release}/concepts/11564").json()["kind"] == "appellation"
    assert client.get(f"{release}/occupations/11564").status_code == 404
    assert client.get(f"{release}/concepts?kind=appellation").json()["total"] == 1
