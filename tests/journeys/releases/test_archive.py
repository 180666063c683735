"""The archive of the real releases, downloaded and read as a harvester of catalogues would."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF

from tests.app.serving import PUBLIC_URL, Client
from tests.journeys.real import REAL_RELEASES
from tests.shapes import DEMANDS, GENERATED, complaints

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = REAL_RELEASES
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
RELEASES = {
    "competent": {"3.8", "3.9", "3.10", "3.11"},
    "esco": {"1.1.0", "1.1.1", "1.2.0"},
    "digcomp": {"3.0"},
    "isco": {"08"},
}


@pytest.fixture(scope="module")
def catalogue(real_client: Client) -> Graph:
    return Graph().parse(data=real_client.get("/archive/catalog.ttl").content, format="turtle")


def test_the_catalogue_of_the_real_releases_meets_every_demand_of_dcat_ap(
    catalogue: Graph, shared_data: Path
) -> None:
    folder = shared_data / "shapes/dcat-ap-3.0.1"
    assert complaints(catalogue, folder, DEMANDS) == set()
    assert complaints(catalogue, folder, GENERATED) == set()


def test_the_catalogue_lists_every_release_in_the_series_of_its_scheme(catalogue: Graph) -> None:
    for scheme, versions in RELEASES.items():
        series = URIRef(f"{PUBLIC_URL}/archive/{scheme}")
        releases = list(catalogue.subjects(DCAT.inSeries, series))
        found = {str(catalogue.value(it, DCAT.version)) for it in releases}
        assert found == versions


def test_a_harvester_that_follows_the_catalogue_gets_the_files_it_describes(
    catalogue: Graph, real_client: Client
) -> None:
    distributions = sorted(catalogue.subjects(RDF.type, DCAT.Distribution), key=str)
    assert len(distributions) > 9 * len(RELEASES)
    for it in distributions:
        url = str(catalogue.value(it, DCAT.downloadURL))
        answer = real_client.get(url.removeprefix(PUBLIC_URL))
        assert answer.status_code == 200, url
        size = catalogue.value(it, DCAT.byteSize)
        assert isinstance(size, Literal)
        assert int(size) == len(answer.content), url
        checksum = catalogue.value(catalogue.value(it, SPDX.checksum), SPDX.checksumValue)
        assert str(checksum).lower() == hashlib.sha256(answer.content).hexdigest(), url
