from __future__ import annotations

import pytest

from tests.app.serving import Client
from tests.app.web.test_pages import HTML, text


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/archive/kldb/", 404, "there is no scheme &#39;kldb&#39;"),
        ("/archive/competent/9.9/", 404, "competent has no release 9.9"),
        ("/archive/competent/9.9", 404, "competent has no release 9.9"),
        ("/archive/competent/latest/", 422, "latest"),
        ("/archive/competent/%00/", 422, "\\x00"),
        ("/archive/%3Cscript%3E/", 404, "&lt;script&gt;"),
        ("/archive/..%2f..%2fetc%2fpasswd", 404, "Il n’y a rien à"),
        ("/archive/competent/3.10/no/file", 404, "Il n’y a rien à"),
        ("/archive?lang=xx", 422, "none of the languages of pages: nl, fr, de, en"),
        ("/archive?lang=", 422, "is not a language tag"),
        ("/archive?lang=%3Cb%3E", 422, "&lt;b&gt;"),
    ],
)
def test_a_reader_is_told_what_is_wrong_on_a_page(
    client: Client, path: str, status: int, told: str
) -> None:
    answer = client.get(path, accept=HTML, accept_language="fr")
    assert answer.status_code == status
    assert answer.headers["content-language"] == "fr"
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert told in text(client, path, accept_language="fr")


def test_a_program_is_told_what_is_wrong_as_a_problem(client: Client) -> None:
    answer = client.get("/archive/competent/9.9/", accept="*/*")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "release-not-found"


def test_the_paths_of_programs_answer_problems_to_everybody(client: Client) -> None:
    for path in ("/v1/schemes/kldb", "/v1", "/errors/none", "/static/0/none.css"):
        answer = client.get(path, accept=HTML)
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_page_is_not_to_be_had_as_json(client: Client) -> None:
    answer = client.get("/archive", accept="application/json")
    assert answer.status_code == 406
    assert answer.json()["available"] == ["text/html"]


def test_a_page_is_only_read(client: Client) -> None:
    answer = client.ask("DELETE", "/archive", accept=HTML)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert "This address only answers to reading" in answer.text


def test_an_error_keeps_the_language_that_was_chosen(client: Client) -> None:
    body = client.get("/archive/competent/9.9/?lang=de", accept=HTML).text
    assert '<html lang="de">' in body
    assert 'href="/archive?lang=de">Zum Archiv' in body
