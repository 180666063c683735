from __future__ import annotations

import pytest

from tests.app.routes.site.reading import links, opened, text
from tests.app.serving import Client

SEARCH = "/competent/current/search"


def test_the_best_result_stands_first_with_what_matched(client: Client) -> None:
    body = opened(client, f"{SEARCH}?q=worsten+maken&kind=skill&content=nl").text
    first = body[body.index('<ol class="results">') :]
    assert first.index("SK-12") < first.index("</li>")
    assert "<mark>Worsten</mark> <mark>maken</mark>" in first


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("beenhouwer", "also called Beenhouwer"),
        ("boucher", "found through the name in another language: fr Boucher (h/f/x)"),
        ("OP-10", "profile · OP-10"),
        ("slagr", "written a little differently"),
    ],
)
def test_a_result_says_why_it_was_found(client: Client, question: str, told: str) -> None:
    assert told in text(client, f"{SEARCH}?q={question}&content=nl")


def test_results_are_narrowed_down_by_kind_and_sector_with_counts(client: Client) -> None:
    path = f"{SEARCH}?q=worsten+maken&content=nl"
    assert f"{path}&kind=skill" in links(client, path)
    assert "Kind Technical competences 1 Skills 1" in text(client, path)
    narrowed = text(client, f"{SEARCH}?q=slager&content=nl&sector=SE-1")
    assert "1 result" in narrowed
    assert "Voeding" in narrowed


def test_a_competence_and_its_skill_of_the_same_name_are_one_result(client: Client) -> None:
    body = opened(client, f"{SEARCH}?q=worsten+maken&content=nl").text
    answers = body[body.index('<ol class="results">') : body.index("</ol>", body.index("results"))]
    assert answers.count("<h2>") == 1
    told = text(client, f"{SEARCH}?q=worsten+maken&content=nl")
    assert "of the same name: technical competence CP-31" in told or (
        "of the same name: skill SK-12" in told
    )
    assert "2 results" in told


def test_nothing_found_helps(client: Client) -> None:
    told = text(client, f"{SEARCH}?q=OP-100&kind=profile")
    assert "Nothing found" in told
    assert "Did you mean OP-10" in told
    assert f"{SEARCH}?q=OP-100" in links(client, f"{SEARCH}?q=OP-100&kind=profile")


def test_a_search_goes_on_in_another_scheme(client: Client) -> None:
    assert "/esco/current/search?q=slager" in links(client, f"{SEARCH}?q=slager")


def test_an_empty_question_says_what_to_type(client: Client) -> None:
    for query in ("", "?q=", "?q=%20%20"):
        assert "Type a name, a word or a code" in text(client, SEARCH + query)


@pytest.mark.parametrize(
    "query",
    [
        "?q=" + "x" * 301,
        "?q=s&page=2000",
        "?q=s&page=0",
        "?q=s&kind=occupation",
        "?q=s&kind=x",
        "?q=s&isco=75",
    ],
)
def test_what_cannot_be_asked_is_told_on_a_page(client: Client, query: str) -> None:
    answer = opened(client, SEARCH + query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_what_was_typed_cannot_leave_its_place(client: Client) -> None:
    body = opened(client, f"{SEARCH}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in body


def test_a_search_is_asked_in_the_release_on_view_and_keeps_languages(client: Client) -> None:
    body = opened(client, "/competent/3.9/search?q=s&lang=nl&content=fr").text
    assert 'action="/competent/3.9/search"' in body
    assert '<input type="hidden" name="content" value="fr">' in body
    assert 'data-suggest="/v1/schemes/competent/releases/3.9/suggest"' in body
