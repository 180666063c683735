from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Namespace

from taxonomy import media_types, schemes
from taxonomy.formats import dcat
from taxonomy.model import Distribution, Release
from taxonomy.vocabulary import ReleaseStatus
from tests.shapes import DEMANDS, GENERATED, RECOMMENDATIONS, VOCABULARIES, complaints

if TYPE_CHECKING:
    from pathlib import Path

HERE = "https://competent.test"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = Namespace("http://publications.europa.eu/resource/authority/")
IANA = Namespace("https://www.iana.org/assignments/media-types/")
SHA = "ab" * 32
FILES = {
    "taxonomy.ttl": media_types.TURTLE,
    "taxonomy.jsonl": media_types.NDJSON,
    "concept.schema.json": media_types.JSON_SCHEMA,
    "csv.zip": media_types.ZIP,
    "csv-nl.zip": media_types.ZIP,
    "competent-3.9.xlsx": media_types.XLSX,
    "offline.sqlite": media_types.SQLITE,
    "labels.parquet": media_types.PARQUET,
    "changes.html": media_types.HTML,
    "SHA256SUMS": media_types.TEXT,
    "strange.bin": "application/octet-stream",
}


def release(
    scheme: str = "competent",
    version: str = "3.9",
    status: ReleaseStatus = ReleaseStatus.PUBLISHED,
) -> Release:
    return Release(
        scheme=scheme,
        version=version,
        status=status,
        digest="sha256:" + "0" * 64,
        published_at=datetime(2026, 3, 16, 12, tzinfo=UTC),
        languages={"nl": 1.0, "fr": 1.0, "pt-BR": 0.1, "tlh": 0.1},
        imprint=schemes.get(scheme).imprint,
        distributions=tuple(Distribution(name, it, 17, SHA) for name, it in FILES.items()),
    )


def catalogue(*releases: Release, **current: str) -> dcat.Catalogue:
    return dcat.Catalogue(releases=releases, current=current, public_url=HERE)


def everything() -> dcat.Catalogue:
    """A catalogue of every scheme, and of releases of every kind."""
    withdrawn = replace(
        release(version="3.7", status=ReleaseStatus.WITHDRAWN),
        withdrawal='wrong {codes} \\ "x"\n',
        withdrawn_at=datetime(2026, 4, 1, 8, 30, tzinfo=UTC),
    )
    made = catalogue(
        withdrawn,
        replace(release(version="3.10"), previous="3.9", note="Corrects 3.9.\n"),
        replace(release(), previous="3.8", released_at=date(2021, 9, 14)),
        release(version="3.11", status=ReleaseStatus.CANDIDATE),
        release("esco", "1.2.0"),
        release("digcomp", "2.2"),
        replace(release("isco", "08"), sample=True),
        competent="3.10",
        esco="1.2.0",
    )
    return replace(made, contact=dcat.Contact("Synerjob", "archive@competent.test"))


def graph(of: dcat.Catalogue) -> Graph:
    return Graph().parse(data=dcat.to_turtle(of), format="turtle")


@pytest.fixture(scope="module")
def whole() -> Graph:
    return graph(everything())


def at(path: str) -> URIRef:
    return URIRef(f"{HERE}/{path}")


DATASET = at("archive/competent/3.9")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
def test_turtle_and_json_ld_hold_the_same_graph(whole: Graph) -> None:
    other = Graph().parse(data=dcat.to_json_ld(everything()), format="json-ld")
    assert len(whole) > 1000
    assert set(whole) == set(other)


def test_the_same_releases_give_the_same_bytes_in_any_order() -> None:
    made = everything()
    turned = replace(made, releases=made.releases[::-1])
    assert dcat.to_turtle(made) == dcat.to_turtle(turned)
    assert dcat.to_json_ld(made) == dcat.to_json_ld(turned)


def test_a_release_is_a_dataset_in_the_series_of_its_scheme(whole: Graph) -> None:
    assert (DATASET, RDF.type, DCAT.Dataset) in whole
    assert (DATASET, DCAT.inSeries, at("archive/competent")) in whole
    assert (DATASET, DCAT.version, Literal("3.9")) in whole
    assert (DATASET, DCTERMS.issued, Literal("2021-09-14", datatype=XSD.date)) in whole
    assert (at("archive/catalog"), DCAT.dataset, DATASET) in whole
    assert (at("v1"), DCAT.servesDataset, DATASET) in whole
    titles = set(whole.objects(DATASET, DCTERMS.title))
    assert titles == {Literal("Competent 3.9", lang=it) for it in ("nl", "fr", "de", "en")}


def test_a_series_knows_its_first_last_and_current_release(whole: Graph) -> None:
    series = at("archive/competent")
    assert (series, DCAT.first, at("archive/competent/3.7")) in whole
    assert (series, DCAT.last, at("archive/competent/3.11")) in whole
    assert (series, DCAT.hasCurrentVersion, at("archive/competent/3.10")) in whole


def test_a_release_leads_to_the_one_before_where_the_catalogue_has_it(whole: Graph) -> None:
    later = at("archive/competent/3.10")
    assert set(whole.objects(later, DCAT.prev)) == {DATASET}
    assert set(whole.objects(later, DCAT.previousVersion)) == {DATASET}
    assert not set(whole.objects(DATASET, DCAT.prev))  # 3.8 is not public here


@pytest.mark.parametrize(
    ("path", "status"),
    [("3.9", "COMPLETED"), ("3.7", "WITHDRAWN"), ("3.11", "DEVELOP")],
)
def test_a_release_says_whether_to_build_on_it(whole: Graph, path: str, status: str) -> None:
    dataset = at(f"archive/competent/{path}")
    assert set(whole.objects(dataset, ADMS.status)) == {EU[f"dataset-status/{status}"]}
    file = at(f"archive/competent/{path}/taxonomy.ttl#distribution")
    assert set(whole.objects(file, ADMS.status)) == {EU[f"distribution-status/{status}"]}


def test_a_withdrawal_is_told_with_its_reason_and_its_moment(whole: Graph) -> None:
    dataset = at("archive/competent/3.7")
    told = [str(it) for it in whole.objects(dataset, DCTERMS.description)]
    assert all('wrong {codes} \\ "x"' in it for it in told)
    assert str(whole.value(dataset, DCTERMS.modified)) == "2026-04-01T08:30:00+00:00"


def test_a_sample_says_so_in_every_language_and_in_its_files(whole: Graph) -> None:
    dataset = at("archive/isco/08")
    assert Literal("ISCO 08 (voorbeeld)", lang="nl") in set(whole.objects(dataset, DCTERMS.title))
    assert set(whole.objects(dataset, ADMS.sample)) == set(
        whole.objects(dataset, DCAT.distribution)
    )
    assert not set(whole.objects(DATASET, ADMS.sample))


def test_languages_are_those_of_the_eu_that_it_has_a_name_for(whole: Graph) -> None:
    assert set(whole.objects(DATASET, DCTERMS.language)) == {
        EU[f"language/{it}"] for it in ("NLD", "FRA", "POR")
    }


def test_a_file_is_a_distribution_that_can_be_proved(whole: Graph) -> None:
    url = at("archive/competent/3.9/taxonomy.ttl")
    [file] = whole.subjects(DCAT.downloadURL, url)
    assert (DATASET, DCAT.distribution, file) in whole
    assert whole.value(file, DCAT.accessURL) == at("archive/competent/3.9/")
    assert whole.value(file, DCAT.byteSize) == Literal("17", datatype=XSD.nonNegativeInteger)
    assert whole.value(file, DCAT.mediaType) == IANA["text/turtle"]
    assert whole.value(file, DCTERMS["format"]) == EU["file-type/RDF_TURTLE"]
    checksum = whole.value(file, SPDX.checksum)
    assert whole.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert str(whole.value(checksum, SPDX.checksumValue)).lower() == SHA


@pytest.mark.parametrize(
    ("file", "media_type", "kind", "package"),
    [
        ("csv.zip", "text/csv", "CSV", "application/zip"),
        ("offline.sqlite", "application/vnd.sqlite3", None, None),
        ("taxonomy.jsonl", None, None, None),
        ("concept.schema.json", None, "JSON", None),
        ("labels.parquet", "application/vnd.apache.parquet", "PARQUET", None),
        ("SHA256SUMS", "text/plain", "TXT", None),
        ("strange.bin", None, None, None),
    ],
)
def test_a_format_is_named_only_by_names_that_exist(
    whole: Graph, file: str, media_type: str | None, kind: str | None, package: str | None
) -> None:
    it = at(f"archive/competent/3.9/{file}#distribution")
    assert whole.value(it, DCAT.mediaType) == (IANA[media_type] if media_type else None)
    assert whole.value(it, DCTERMS["format"]) == (EU[f"file-type/{kind}"] if kind else None)
    assert whole.value(it, DCAT.packageFormat) == (IANA[package] if package else None)


def test_lines_of_concepts_conform_to_the_schema_beside_them(whole: Graph) -> None:
    lines = at("archive/competent/3.9/taxonomy.jsonl#distribution")
    assert set(whole.objects(lines, DCTERMS.conformsTo)) == {
        at("archive/competent/3.9/concept.schema.json")
    }


def test_a_licence_has_an_iri_only_where_one_is_known(whole: Graph) -> None:
    def licence(name: str) -> URIRef:
        [found] = whole.objects(at(f"archive/{name}"), DCTERMS.license)
        assert isinstance(found, URIRef)
        return found

    assert licence("digcomp/2.2") == EU["licence/CC_BY_4_0"]
    assert licence("esco/1.2.0") == EU["licence/COM_REUSE"]
    competent = licence("competent/3.9")
    assert str(competent).startswith(HERE)
    told = schemes.get("competent").licence
    assert set(whole.objects(competent, RDFS.label)) == {Literal(told)}


def test_a_release_is_told_in_the_words_it_was_published_with() -> None:
    other = {"publisher": "VDAB", "licence": "CC BY 4.0", "attribution": "By VDAB."}
    made = graph(catalogue(replace(release(), imprint=other), release(version="3.10")))
    [publisher] = made.objects(DATASET, DCTERMS.publisher)
    assert set(made.objects(publisher, FOAF.name)) == {Literal("VDAB")}
    [later] = made.objects(at("archive/competent/3.10"), DCTERMS.publisher)
    assert later != publisher


def test_a_contact_is_named_only_where_one_is_configured(whole: Graph) -> None:
    [contact] = set(whole.objects(DATASET, DCAT.contactPoint))
    assert whole.value(contact, VCARD.hasEmail) == URIRef("mailto:archive@competent.test")
    made = graph(catalogue(release()))
    assert not set(made.objects(None, DCAT.contactPoint))


def test_an_archive_without_releases_is_a_catalogue_too() -> None:
    made = graph(catalogue())
    assert (at("archive/catalog"), RDF.type, DCAT.Catalog) in made
    assert not set(made.objects(None, DCAT.dataset))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
def test_a_public_address_that_is_no_iri_is_made_one() -> None:
    made = dcat.Catalogue(releases=[release()], public_url="https://x.test/a b<c>")
    assert len(graph(made)) == len(Graph().parse(data=dcat.to_json_ld(made), format="json-ld"))


def test_every_concept_that_is_named_has_a_label_and_a_scheme(whole: Graph) -> None:
    for it in whole.subjects(RDF.type, SKOS.Concept):
        assert whole.value(it, SKOS.prefLabel)
        assert (whole.value(it, SKOS.inScheme), RDF.type, SKOS.ConceptScheme) in whole


def test_a_hundred_releases_stay_a_small_download() -> None:
    many = catalogue(*(release(version=f"3.{it}") for it in range(100)))
    for data in (dcat.to_turtle(many), dcat.to_json_ld(many)):
        assert len(gzip.compress(data, 6)) < 300_000


@pytest.fixture(scope="module")
def shapes(shared_data: Path) -> Path:
    return shared_data / "shapes/dcat-ap-3.0.1"


@pytest.mark.real_data
@pytest.mark.parametrize("names", [DEMANDS, GENERATED], ids=["demands", "generated"])
def test_the_catalogue_meets_every_demand_of_dcat_ap(
    whole: Graph, shapes: Path, names: tuple[str, ...]
) -> None:
    assert complaints(whole, shapes, names) == set()


@pytest.mark.real_data
def test_what_dcat_ap_recommends_is_there_but_for_what_nobody_told_us(
    whole: Graph, shapes: Path
) -> None:
    missing = {(path, name) for _, path, name in complaints(whole, shapes, RECOMMENDATIONS)}
    assert missing == {
        ("license", "Catalog"),
        ("spatial", "Catalog"),
        ("spatial", "Dataset"),
        ("temporal", "Dataset"),
        ("format", "Distribution"),
        ("type", "Agent"),
        ("type", "LicenseDocument"),
        ("bbox", "Location"),
        ("centroid", "Location"),
    }


@pytest.mark.real_data
def test_values_are_of_the_tables_that_dcat_ap_asks_for(whole: Graph, shapes: Path) -> None:
    found = complaints(whole, shapes, VOCABULARIES)
    # Their pattern for algorithms begins with https, the namespace of SPDX with http.
    known = {("Violation", "algorithm", "Checksum"), ("Violation", "None", "ChecksumAlgorithm")}
    # The publishers of Competent stand in no table of the EU.
    publishers = {it for it in found if it[1] == "publisher" or it[2] == "Agent"}
    assert found - known - publishers == set()
