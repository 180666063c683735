from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.http.usage import MOST_COUNTED, MOST_SHOWN, Asked, Retired, Usage, Use
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app.serving import Shelf, serving
from tests.build import concept, retired, taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.app.serving import Client

RELEASES = "/v1/schemes/competent/releases"


@pytest.fixture
def service() -> Iterator[Client]:
    shelf = Shelf()
    content = taxonomy(concept("s1", Kind.SKILL, nl="Zagen"), retired("s2", Kind.SKILL, nl="Boren"))
    for version in ("3.8", "3.9"):
        shelf.add(content, version)
    shelf.add(content, "3.10", ReleaseStatus.CANDIDATE)
    with serving(shelf) as client:
        yield client


def used(client: Client) -> dict[str, int]:
    """Release and how it was asked for → requests."""
    rows = client.get("/usage").json()["releases"]
    return {f"{row['version']} {row['asked']}": row["requests"] for row in rows}


def out_of_date(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/usage").json()["retired"]
    return found


def test_a_release_is_counted_by_how_it_was_asked_for_whether_kept_or_not(service: Client) -> None:
    for _ in range(3):
        service.get(f"{RELEASES}/3.8/concepts/s1")
    service.get(f"{RELEASES}/current/concepts/s1")
    service.get(f"{RELEASES}/current/concepts")
    service.get(f"{RELEASES}/candidate")
    service.ask("POST", f"{RELEASES}/3.9/concepts/batch", json={"ids": ["s1"]})
    assert used(service) == {
        "3.8 pinned": 3,
        "3.9 current": 2,
        "3.10 candidate": 1,
        "3.9 pinned": 1,
    }


def test_an_unchanged_answer_and_a_head_count_too(service: Client) -> None:
    answer = service.get(f"{RELEASES}/3.8/concepts/s1")
    service.get(f"{RELEASES}/3.8/concepts/s1", if_none_match=answer.headers["etag"])
    service.ask("HEAD", f"{RELEASES}/3.8/concepts/s1")
    assert used(service) == {"3.8 pinned": 3}


def test_what_is_no_release_makes_no_count(service: Client) -> None:
    for version in ("9.9", "nonsense", "3.8' or 1=1"):
        service.get(f"{RELEASES}/{version}/concepts/s1")
    service.get("/v1/schemes/nothing/releases/3.8/concepts/s1")
    service.get("/v1/schemes")
    assert used(service) == {}
    assert "competent_release_requests_total{" not in service.get("/metrics").text


def test_retired_concepts_are_counted_one_by_one_and_in_batches(service: Client) -> None:
    for _ in range(2):
        service.get(f"{RELEASES}/3.8/concepts/S2")
    service.get(f"{RELEASES}/3.8/concepts/s1")
    service.ask("POST", f"{RELEASES}/3.8/concepts/batch", json={"ids": ["s1", "s2", "s2", "x"]})
    service.get(f"{RELEASES}/current/concepts/s2")
    shared = {"scheme": "competent", "id": "s2", "notation": "S2"}
    assert out_of_date(service) == [
        {**shared, "version": "3.8", "requests": 3},
        {**shared, "version": "3.9", "requests": 1},
    ]


def test_prometheus_reads_both_counts(service: Client) -> None:
    service.get(f"{RELEASES}/3.8/concepts/s2")
    text = service.get("/metrics").text
    labels = 'scheme="competent",version="3.8"'
    assert f'competent_release_requests_total{{asked="pinned",{labels}}} 1.0' in text
    assert f"competent_retired_concept_requests_total{{{labels}}} 1.0" in text
    assert "s2" not in text


def test_only_so_many_retired_concepts_are_counted_and_the_most_asked_stay() -> None:
    usage, asked = Usage(), Asked("competent", "3.8", "pinned")

    def ask(number: int) -> None:
        usage.count(Use(asked, (Retired("competent", "3.8", f"s{number}", ""),)))

    for number in range(3 * MOST_COUNTED):
        ask(0)
        ask(number)
    found = usage.most_asked()
    assert len(found) == MOST_SHOWN
    assert found[0] == (Retired("competent", "3.8", "s0", ""), 3 * MOST_COUNTED + 1)
    assert usage.retired == {("competent", "3.8"): 6 * MOST_COUNTED}
