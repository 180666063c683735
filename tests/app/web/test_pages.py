from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from taxonomy.model import Distribution, Release
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app.serving import PUBLIC_URL, Client, Shelf, serving
from tests.build import concept, taxonomy
from tests.moments import NOON

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
SUM = "0" * 63
FILES = (
    Distribution("SHA256SUMS", "text/plain; charset=utf-8", 190, SUM + "1"),
    Distribution("competent-3.9.xlsx", "application/zip", 5_234_567, SUM + "2"),
    Distribution("odd & <new>.bin", "application/octet-stream", 12, SUM + "3"),
    Distribution("taxonomy.jsonl", "application/x-ndjson", 999_600, SUM + "4"),
)
WITHDRAWN = {
    "status": ReleaseStatus.WITHDRAWN,
    "withdrawal": "<b>Codes</b> stood twice",
    "withdrawn_at": datetime(2026, 3, 20, tzinfo=UTC),
}


def shelf(**versions: dict[str, Any]) -> Shelf:
    """`shelf(v3_8={…})`: releases of Competent in this order, each after the one before."""
    made = Shelf()
    previous = None
    for name, facts in versions.items():
        version = name.removeprefix("v").replace("_", ".")
        content = taxonomy(concept("s1", Kind.SKILL, nl=version))
        made.add(content, version, facts.pop("status", ReleaseStatus.PUBLISHED))
        made.releases[-1] = replace(made.releases[-1], **{"previous": previous, **facts})
        previous = version
    return made


def facts(profiles: int, retired: int, day: date, **more: Any) -> dict[str, Any]:
    counts, gone = {"profile": profiles}, {"profile": retired}
    return {"counts": counts, "retired": gone, "released_at": day, **more}


@pytest.fixture(scope="module")
def pages() -> Iterator[Client]:
    """3.8 withdrawn, 3.9 current with files, 3.10 a candidate."""
    planned = date(2026, 6, 15)
    stocked = shelf(
        v3_8=facts(600, 2, date(2025, 9, 15), **WITHDRAWN),
        v3_9=facts(
            605,
            5,
            date(2025, 12, 15),
            distributions=FILES,
            languages={"nl": 0.999},
            formats=("jsonl", "workbook"),
        ),
        v3_10=facts(
            *(606, 5, date(2026, 3, 16)),
            status=ReleaseStatus.CANDIDATE,
            published_at=NOON,
            planned_for=planned,
        ),
    )
    with serving(stocked) as client:
        yield client


def text(client: Client, path: str, **headers: str) -> str:
    """What a page says, its markup left out."""
    answer = client.get(path, accept=HTML, **headers)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    body = re.sub(r"<head>.*</head>", "", answer.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize(
    ("path", "accept_language", "lang"),
    [
        ("/archive", "fr-BE,fr;q=0.9,en;q=0.8", "fr"),
        ("/archive", "de-AT", "de"),
        ("/archive", "es, nl;q=0.2", "nl"),
        ("/archive", "es", "en"),
        ("/archive", "fr;q=0, *;q=0.1", "en"),
        ("/archive", ";;q=x,,-,", "en"),
        ("/archive?lang=nl", "fr", "nl"),
        ("/archive?lang=fr-BE", "nl", "fr"),
    ],
)
def test_a_page_speaks_the_language_that_its_reader_likes_best(
    pages: Client, path: str, accept_language: str, lang: str
) -> None:
    answer = pages.get(path, accept_language=accept_language)
    assert answer.headers["content-language"] == lang
    assert f'<html lang="{lang}">' in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_a_page_without_any_wish_is_english(pages: Client) -> None:
    assert pages.get("/archive").headers["content-language"] == "en"


def test_a_page_names_itself_in_every_language(pages: Client) -> None:
    body = pages.get("/archive/competent/3.9/").text
    alternates = dict(re.findall(r'hreflang="([a-z-]+)" href="(https[^"]+)"', body))
    address = f"{PUBLIC_URL}/archive/competent/3.9/"
    assert alternates == {
        "x-default": address,
        **{lang: f"{address}?lang={lang}" for lang in ("nl", "fr", "de", "en")},
    }


def test_links_keep_the_language_only_where_it_was_asked_for(pages: Client) -> None:
    assert 'href="/archive/competent/3.9/?lang=de"' in pages.get("/archive?lang=de").text
    assert 'href="/archive/competent/3.9/"' in pages.get("/archive", accept_language="de").text


def test_a_page_may_load_only_what_is_its_own(pages: Client) -> None:
    answer = pages.get("/archive")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy
    assert " style=" not in answer.text


def test_an_unchanged_page_is_not_sent_again(pages: Client) -> None:
    first = pages.get("/archive")
    again = pages.get("/archive", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert "Accept-Language" in again.headers["vary"]


def test_the_archive_has_the_newest_release_on_top_and_says_what_each_is(pages: Client) -> None:
    body = pages.get("/archive").text
    versions = re.findall(r'class="version" href="/archive/competent/([\d.]+)/"', body)
    assert versions == ["3.10", "3.9", "3.8"]
    told = text(pages, "/archive")
    assert "3.10 candidate Becomes current on 15 June 2026, unless it is corrected first." in told
    assert "3.9 current 15 Dec 2025 – 605 +8 −3 4 6.23 MB" in told
    assert "3.8 withdrawn Why: &lt;b&gt;Codes&lt;/b&gt; stood twice 15 Sept 2025" in told


def test_files_stand_under_their_purpose_with_size_and_checksum(pages: Client) -> None:
    told = text(pages, "/archive/competent/3.9/")
    order = [
        "Open in Excel",
        f"competent-3.9.xlsx 5.23 MB {SUM}2",
        "Load into a database",
        f"taxonomy.jsonl 1 MB {SUM}4",
        "Verify",
        f"SHA256SUMS 190 byte {SUM}1",
        "Other files",
        f"odd &amp; &lt;new&gt;.bin 12 byte {SUM}3",
    ]
    places = [told.index(it) for it in order]
    assert places == sorted(places)
    assert 'href="/archive/competent/3.9/odd%20%26%20%3Cnew%3E.bin"' in (
        pages.get("/archive/competent/3.9/").text
    )


def test_numbers_and_days_are_written_as_readers_write_them(pages: Client) -> None:
    told = text(pages, "/archive/competent/3.9/?lang=fr")
    assert "15 décembre 2025" in told
    assert "5,23\u202fMo" in told or "5,23\u00a0Mo" in told or "5,23 Mo" in told
    assert "nl 99" in told  # 99.9 % is not whole


@pytest.mark.parametrize(
    ("version", "notice"),
    [
        ("3.8", "Withdrawn on 20 March 2026. Why: &lt;b&gt;Codes"),
        ("3.10", "A candidate since 16 March 2026, to become current on 15 June 2026."),
    ],
)
def test_a_release_not_to_build_on_says_so_and_leads_to_the_current_one(
    pages: Client, version: str, notice: str
) -> None:
    told = text(pages, f"/archive/competent/{version}/")
    assert notice in told
    assert "Competent 3.9" in told


def test_a_release_names_its_neighbours(pages: Client) -> None:
    told = text(pages, "/archive/competent/3.9/")
    assert "Follows Competent 3.8 Followed by Competent 3.10" in told


def test_an_older_release_says_that_there_is_a_newer_one() -> None:
    stocked = shelf(v3_8=facts(1, 0, date(2025, 1, 1)), v3_9=facts(1, 0, date(2025, 4, 1)))
    with serving(stocked) as client:
        told = text(client, "/archive/competent/3.8/")
    assert "There is a newer release. Current release: Competent 3.9 , since 1 April 2025" in told


def test_an_unsigned_release_says_what_its_checksums_do_not_prove(pages: Client) -> None:
    assert "This release is not signed" in text(pages, "/archive/competent/3.9/")


def test_a_release_without_a_list_of_files_says_so(pages: Client) -> None:
    assert "This release has no list of files." in text(pages, "/archive/competent/3.8/")


def test_an_empty_archive_says_what_would_be_here() -> None:
    with serving(Shelf()) as client:
        told = text(client, "/archive?lang=nl")
    assert "Nog geen uitgave Elke uitgave verschijnt hier zodra ze gepubliceerd is" in told
    assert "This service uses the ESCO classification of the European Commission." in told


def test_older_releases_are_folded_by_year() -> None:
    days = {f"v3_{number}": date(2020 + number // 4, 1, 15) for number in range(1, 13)}
    stocked = shelf(**{name: facts(1, 0, day) for name, day in days.items()})
    with serving(stocked) as client:
        body = client.get("/archive").text
    summaries = re.findall(r"<summary>(\d+) <span class=\"soft\">([^<]+)", body)
    assert summaries == [("2022", "1 release"), ("2021", "4 releases"), ("2020", "3 releases")]


def test_a_scheme_has_a_page_of_its_own(pages: Client) -> None:
    assert "3.10 candidate" in text(pages, "/archive/competent/")
    assert "No release yet" in text(pages, "/archive/isco/")


def test_what_is_written_into_a_page_for_machines_cannot_leave_its_place() -> None:
    wicked = {**facts(1, 0, date(2025, 1, 1)), "imprint": {"licence": "</script><script>x"}}
    with serving(shelf(v3_8=wicked)) as client:
        body = client.get("/archive/competent/3.8/").text
    assert "</script><script>x" not in body
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', body)
    assert script
    assert json.loads(script[1])["license"]["name"] == "</script><script>x"


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/archive/?lang=fr", 308, "/archive?lang=fr"),
        ("/archive/competent", 308, "/archive/competent/"),
        ("/archive/competent/3.9?lang=de", 308, "/archive/competent/3.9/?lang=de"),
        ("/archive/competent/current", 307, "/archive/competent/3.9/"),
        ("/archive/competent/current/", 307, "/archive/competent/3.9/"),
        ("/archive/competent/candidate/?lang=nl", 307, "/archive/competent/3.10/?lang=nl"),
    ],
)
def test_an_address_that_means_another_one_leads_there(
    pages: Client, path: str, status: int, location: str
) -> None:
    answer = pages.get(path)
    assert (answer.status_code, answer.headers["location"]) == (status, location)


@pytest.mark.parametrize("release", ["3.8", "3.9", "3.10"])
def test_every_release_of_the_archive_has_a_page(pages: Client, release: str) -> None:
    answer = pages.get(f"/archive/competent/{release}/", accept=HTML)
    assert answer.status_code == 200
    assert f"<h1>Competent {release}</h1>" in answer.text


def test_a_sample_says_that_it_is_none_of_the_official_releases() -> None:
    made = Shelf().add(taxonomy(concept("p1", nl="Slager")), "1.0", sample="yes")
    with serving(made) as client:
        assert "current sample" in text(client, "/archive")
        assert "This is a sample." in text(client, "/archive/competent/1.0/")


def test_a_release_is_shown_although_nothing_is_told_of_it() -> None:
    bare = Release(scheme="esco", version="1", status=ReleaseStatus.PUBLISHED, digest="sha256:0")
    made = Shelf(releases=[bare], broken={"esco/1"})
    with serving(made) as client:
        assert "ESCO 1" in text(client, "/archive/esco/1/")
        assert "1 published" in text(client, "/archive")
