from __future__ import annotations

import pytest
from typing_extensions import override

from taxonomy.errors import RecordBusyError
from taxonomy.vocabulary import Kind
from tests.app.serving import Client, Shelf, serving
from tests.build import concept, taxonomy


class WithoutRecord(Shelf):
    """A shelf whose record is away."""

    @override
    def ping(self) -> None:
        message = "the record is away"
        raise RecordBusyError(message)


def shelf(empty: Shelf | None = None) -> Shelf:
    return (empty or Shelf()).add(taxonomy(concept("s1", Kind.SKILL, nl="Zagen")), "3.8")


def test_a_process_that_answers_is_alive(client: Client) -> None:
    assert client.get("/livez").json() == {"status": "alive"}


def test_readiness_names_every_release_served_with_its_digest(client: Client) -> None:
    answer = client.get("/readyz").json()
    assert answer["ready"]
    assert answer["serving"]["competent"]["version"] == "3.10"
    assert answer["failures"] == []


def test_a_worker_without_a_release_is_not_ready() -> None:
    with serving(Shelf()) as client:
        assert client.get("/readyz").status_code == 503


def test_a_worker_without_its_record_is_not_ready_and_still_serves() -> None:
    with serving(shelf(WithoutRecord())) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["failures"][0]["reason"] == "the record is away"
        assert client.get("concepts/s1").status_code == 200


def test_a_release_that_cannot_be_loaded_is_reported_and_the_old_one_serves() -> None:
    books = shelf()
    with serving(books) as client:
        books.add(taxonomy(concept("s1", Kind.SKILL, nl="Boren")), "3.9")
        books.broken.add("competent/3.9")
        client.refresh()
        answer = client.get("/readyz").json()
        assert answer["ready"]
        assert [it["name"] for it in answer["failures"]] == ["competent/3.9"]
        assert client.get("concepts/s1").json()["pref_label"] == {"nl": "Zagen"}


def test_a_pinned_release_that_cannot_be_loaded_answers_503() -> None:
    books = shelf().add(taxonomy(concept("s1", Kind.SKILL, nl="Boren")), "3.7")
    books.broken.add("competent/3.7")
    with serving(books) as client:
        answer = client.get("/v1/schemes/competent/releases/3.7/concepts/s1")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "broken" not in answer.text


def test_the_software_names_itself(client: Client) -> None:
    assert client.get("/version").json()["name"] == "competent"


@pytest.mark.parametrize("times", [1, 5])
def test_requests_are_counted_by_route_whether_kept_or_not(times: int) -> None:
    with serving(shelf()) as client:
        for _ in range(times):
            client.get("concepts/s1")
        client.get("/nowhere")
        text = client.get("/metrics").text
    template = "/v1/schemes/{scheme}/releases/{version}/concepts/{id:path}"
    assert (
        f'competent_http_requests_total{{method="GET",route="{template}",status="200"}} {times}.0'
        in text
    )
    assert f"competent_http_kept_answers_total {times - 1}.0" in text
    assert 'competent_http_requests_total{method="GET",route="none",status="404"} 1.0' in text
