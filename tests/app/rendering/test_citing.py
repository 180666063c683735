from __future__ import annotations

from datetime import UTC, date, datetime

from app.rendering.citing import catalog, dataset, imprint, ris
from taxonomy import schemes
from taxonomy.model import Distribution, Release
from taxonomy.vocabulary import ReleaseStatus

ESCO = schemes.get("esco")
ADDRESS = "https://competent.test/archive/esco/1.2.0/"
BARE = Release(scheme="esco", version="1.2.0", status=ReleaseStatus.PUBLISHED, digest="sha256:0")
WHOLE = Release(
    scheme="esco",
    version="1.2.0",
    status=ReleaseStatus.PUBLISHED,
    digest="sha256:0",
    released_at=date(2024, 5, 15),
    published_at=datetime(2026, 3, 16, 12, tzinfo=UTC),
    languages={"en": 1.0, "nl": 0.9},
    imprint={"publisher": "The Commission", "licence": "As it was", "attribution": "Say so."},
    distributions=(Distribution("a csv.zip", "application/zip", 12, "a" * 64),),
)


def test_a_reference_manager_reads_what_the_release_says_of_itself() -> None:
    assert ris(WHOLE, ESCO, ADDRESS).splitlines() == [
        "TY  - DATA",
        "TI  - ESCO 1.2.0",
        "AU  - The Commission",
        "ET  - 1.2.0",
        "PY  - 2024",
        f"UR  - {ADDRESS}",
        "ER  - ",
    ]


def test_what_is_not_known_of_a_release_is_left_out() -> None:
    assert "PY" not in ris(BARE, ESCO, ADDRESS)
    assert {"datePublished", "dateModified", "inLanguage"}.isdisjoint(dataset(BARE, ESCO, ADDRESS))


def test_a_dataset_names_its_files_with_address_and_checksum() -> None:
    told = dataset(WHOLE, ESCO, ADDRESS)
    assert told["@type"] == "Dataset"
    assert told["datePublished"] == "2024-05-15"
    assert told["creditText"] == "Say so."
    assert told["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "a csv.zip",
            "contentUrl": f"{ADDRESS}a%20csv.zip",
            "encodingFormat": "application/zip",
            "contentSize": "12 B",
            "sha256": "a" * 64,
        }
    ]


def test_a_release_keeps_the_words_that_it_was_published_with() -> None:
    assert imprint(WHOLE, ESCO)["licence"] == "As it was"
    assert imprint(BARE, ESCO) == ESCO.imprint


def test_the_catalogue_leads_to_the_page_of_each_release() -> None:
    told = catalog([(BARE, ESCO)], "https://competent.test/archive")
    assert [it["url"] for it in told["dataset"]] == [ADDRESS]
