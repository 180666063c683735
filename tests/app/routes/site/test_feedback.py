"""What visitors say of a concept: the form without scripts and cookies, and what may go wrong with it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from app.db.feedback import Wanted
from app.feedback import remarks
from tests.app import changing
from tests.app.routes.site.reading import HTML, opened, text
from tests.app.serving import Client, serving
from tests.statements import noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx

    from app.context import Context
    from app.db.feedback import RemarkRecord
    from tests.app.kept import Kept

FINE = {"about": "missing", "lang": "nl", "text": "Worst draaien ontbreekt.", "contact": ""}


@pytest.fixture
def filled(context: Context, kept: Kept) -> Context:
    kept.fill(context, changing.fill)
    return context


@pytest.fixture
def site(filled: Context) -> Iterator[Client]:
    """A service over a record that takes what is written."""
    settings = {"home": filled.settings.home, "database_url": filled.settings.database_url}
    with serving(filled, **settings, feedback_per_hour=3) as running:
        yield running


def form(client: Client) -> str:
    """The path of the form of a profile."""
    page = opened(client, "/competent/current/kinds/profile").text
    name = re.findall(r'href="/competent/current/concepts/(OP-\d+)"', page)[0]
    return f"/competent/current/feedback?concept={name}"


def token(page: str) -> str:
    return str(re.findall(r'name="token" value="([^"]+)"', page)[0])


def post(client: Client, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
    body = urlencode(fields, errors="surrogatepass")
    kind = {"content_type": "application/x-www-form-urlencoded", "accept": HTML}
    return client.ask("POST", path, content=body, **{**kind, "accept_language": "en", **headers})


def sent(
    client: Client, more: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """The answer to a form that was opened and filled in."""
    path = form(client)
    issued = token(opened(client, path).text)
    return post(client, path, {"token": issued, **FINE, **(more or {})}, **(headers or {}))


def kept_remarks(filled: Context) -> list[RemarkRecord]:
    return list(remarks(filled.engine, Wanted()))


def typed_again(answer: httpx.Response) -> str:
    """What stands in the text of the form that came back; its first line end is the markup's."""
    found = re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)[0]
    return unescape(found).removeprefix("\n")


def test_a_remark_is_kept_with_what_it_is_about(filled: Context, site: Client) -> None:
    answer = sent(site, {"contact": " eva@example.org ", "text": "Worst\r\ndraaien "})
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    assert "Thank you" in text(site, answer.headers["location"])
    (remark,) = kept_remarks(filled)
    assert (remark.scheme, remark.about, remark.lang) == ("competent", "missing", "nl")
    assert (remark.text, remark.contact) == ("Worst\ndraaien", "eva@example.org")
    assert remark.notation.startswith("OP-")
    assert answer.headers["location"].endswith(f"sent={remark.receipt}")


def test_the_same_form_sent_twice_is_kept_once(filled: Context, site: Client) -> None:
    path = form(site)
    fields = {"token": token(opened(site, path).text), **FINE}
    first, second = post(site, path, fields), post(site, path, fields)
    assert first.headers["location"] == second.headers["location"]
    assert len(kept_remarks(filled)) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": " \n "}, "Write what is wrong or missing."),
        ({"text": "x" * 100_000}, "it is longer than 4,000 characters"),
        ({"text": "a\x00b\x1b[31m\u202ec"}, "signs that nobody can see"),
        ({"about": "nothing"}, "Choose what your remark is about."),
        ({"about": ""}, "Choose what your remark is about."),
        ({"lang": "xx"}, "Choose the language"),
        ({"contact": "somewhere"}, "Write an e-mail address"),
        ({"contact": f"{'x' * 300}@example.org"}, "Write an e-mail address"),
        ({"website": "https://example.org"}, "only programs fill it in"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    filled: Context, site: Client, more: dict[str, str], said: str
) -> None:
    answer = sent(site, more)
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.headers["cache-control"] == "no-store"
    expected = re.sub("[\x00\x1b\u202e]", "", {**FINE, **more}["text"])
    assert typed_again(answer) == expected
    assert kept_remarks(filled) == []


def test_what_was_mended_is_taken(filled: Context, site: Client) -> None:
    path = form(site)
    refused = sent(site, {"about": ""})
    assert post(site, path, {"token": token(refused.text), **FINE}).status_code == 303
    assert len(kept_remarks(filled)) == 1


@pytest.mark.parametrize("forged", ["", "x", "1.2.3", "0.aa.bb", "²." + "a" * 20 + ".b"])
def test_a_token_that_is_not_ours_is_refused(filled: Context, site: Client, forged: str) -> None:
    answer = sent(site, {"token": forged})
    assert answer.status_code == 403
    assert "did not come from this page" in answer.text
    assert typed_again(answer) == FINE["text"]
    assert kept_remarks(filled) == []


def test_a_token_of_another_concept_is_refused(filled: Context, site: Client) -> None:
    page = opened(site, "/competent/current/kinds/profile").text
    one, other = re.findall(r'href="/competent/current/concepts/(OP-\d+)"', page)[:2]
    issued = token(opened(site, f"/competent/current/feedback?concept={one}").text)
    path = f"/competent/current/feedback?concept={other}"
    assert post(site, path, {"token": issued, **FINE}).status_code == 403
    assert kept_remarks(filled) == []


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("sec_fetch_site", "cross-site", 403),
        ("sec_fetch_site", "same-site", 403),
        ("sec_fetch_site", "same-origin", 303),
        ("origin", "https://elsewhere.test", 403),
        ("origin", "null", 403),
        ("origin", "https://competent.test", 303),
    ],
)
def test_a_form_that_another_site_sends_is_refused(
    site: Client, header: str, value: str, status: int
) -> None:
    assert sent(site, headers={header: value}).status_code == status


def test_an_address_may_send_so_many_an_hour(filled: Context, site: Client) -> None:
    answers = [sent(site) for _ in range(4)]
    assert [it.status_code for it in answers] == [303, 303, 303, 429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 3600
    assert typed_again(answers[-1]) == FINE["text"]
    assert len(kept_remarks(filled)) == 3


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ("{}", "application/json", 415),
        ("", "application/x-www-form-urlencoded", 422),
        ("&&&===%%%ff&text", "application/x-www-form-urlencoded", 422),
        ("a=b&" * 1000, "application/x-www-form-urlencoded; charset=utf-8", 422),
    ],
)
def test_a_body_that_is_no_form_has_a_page(
    site: Client, content: str, kind: str, status: int
) -> None:
    answer = site.ask("POST", form(site), content=content, content_type=kind, accept=HTML)
    assert answer.status_code == status
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/competent/current/feedback", 422),
        ("/competent/current/feedback?concept=OP-99999", 404),
        ("/competent/9.9/feedback?concept=OP-1", 404),
        (f"/competent/current/feedback?concept={'x' * 2001}", 422),
    ],
)
def test_a_form_of_nothing_is_refused(site: Client, path: str, status: int) -> None:
    assert opened(site, path).status_code == status
    assert post(site, path, FINE).status_code == status


def test_a_form_asks_the_database_for_nothing(filled: Context, site: Client) -> None:
    path = form(site)
    with noted(filled.engine) as statements:
        opened(site, path)
    assert statements == []


def test_where_no_remarks_are_taken_no_page_offers_the_form(filled: Context) -> None:
    settings = {"home": filled.settings.home, "database_url": filled.settings.database_url}
    with serving(filled, **settings, feedback_per_hour=0) as client:
        path = form(client)
        concept = path.rpartition("=")[2]
        assert opened(client, path).status_code == 404
        assert "feedback" not in opened(client, f"/competent/current/concepts/{concept}").text


def test_a_page_of_a_concept_leads_to_its_form(site: Client) -> None:
    path = form(site)
    concept = path.rpartition("=")[2]
    assert f'href="{path}"' in opened(site, f"/competent/current/concepts/{concept}").text
