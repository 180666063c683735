from __future__ import annotations

import re

import pytest

from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app.routes.site.reading import links, opened, text
from tests.app.serving import PUBLIC_URL, Client, Shelf, serving
from tests.build import concept, taxonomy


def test_the_home_says_what_it_is_and_leads_inside(client: Client) -> None:
    answer = opened(client, "/")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    found = links(client, "/")
    assert {"/competent/current/", "/archive", "/docs", "/mappings", "/esco/current/"} <= {*found}
    assert "Competent 3.10" in text(client, "/")


def test_the_home_speaks_four_languages() -> None:
    with serving(Shelf().add(taxonomy(concept("u1", nl="Slager")), "1.0")) as client:
        titles = {
            re.search("<h1>(.*)</h1>", opened(client, f"/?lang={lang}").text)[1]  # type: ignore[index]
            for lang in ("nl", "fr", "de", "en")
        }
    assert len(titles) == 4


def test_the_home_of_an_empty_service_says_what_would_be_here() -> None:
    with serving(Shelf()) as client:
        assert "No release yet" in text(client, "/")
        assert 'role="search"' not in opened(client, "/").text
        assert opened(client, "/competent/current/").status_code == 404


def test_a_service_without_competent_begins_with_what_there_is() -> None:
    content = taxonomy(concept("x", Kind.OCCUPATION, scheme="esco", en="butcher"))
    with serving(Shelf().add(content, "1.2.0")) as client:
        assert "ESCO 1.2.0" in text(client, "/")
        assert 'action="/esco/current/search"' in opened(client, "/").text


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/competent", 307, "/competent/current/"),
        ("/competent/?lang=fr", 307, "/competent/current/?lang=fr"),
        ("/competent/3.9?content=de", 308, "/competent/3.9/?content=de"),
        ("/competent/current", 308, "/competent/current/"),
    ],
)
def test_an_address_that_means_another_one_leads_there(
    client: Client, path: str, status: int, location: str
) -> None:
    answer = opened(client, path)
    assert (answer.status_code, answer.headers["location"]) == (status, location)


def test_the_first_page_of_a_release_leads_by_letter_sector_and_kind(client: Client) -> None:
    found = links(client, "/competent/3.10/?content=nl")
    base = "/competent/3.10/kinds"
    assert {
        f"{base}/profile?letter=S&content=nl",
        f"{base}/soft-skill?content=nl",
        "/competent/3.10/concepts/SE-1?content=nl",
    } <= {*found}
    assert "Sectors Voeding 1" in text(client, "/competent/3.10/?content=nl")


@pytest.mark.parametrize("path", ["/", "/competent/3.9/", "/archive", "/mappings"])
def test_every_page_has_its_frame(client: Client, path: str) -> None:
    body = opened(client, f"{path}?lang=nl").text
    for part in (
        'class="skip"',
        'role="search"',
        'class="switch"',
        "/v1/schemes/competent/feed.atom",
        'href="/readyz"',
        "lang=de",
    ):
        assert part in body
    assert len(re.findall("<h1[ >]", body)) == 1


def test_the_switch_leads_to_the_same_page_in_every_release(client: Client) -> None:
    body = opened(client, "/competent/3.9/kinds/skill?lang=nl").text
    sheet = body[body.index('class="sheet"') : body.index("</details>")]
    paths = re.findall(r'href="(/competent/[^"]+)"', sheet)
    assert paths == [
        f"/competent/{it}/kinds/skill?lang=nl" for it in ("current", "3.11", "3.10", "3.9")
    ]


def test_a_search_is_taken_along_to_another_release(client: Client) -> None:
    body = opened(client, "/competent/3.9/search?q=slager&kind=profile&page=1").text
    assert 'href="/competent/3.10/search?q=slager&amp;kind=profile"' in body


def test_a_withdrawn_release_says_so_on_every_page_and_is_kept_for_a_moment() -> None:
    made = (
        Shelf()
        .add(taxonomy(concept("u1", nl="Slager")), "1.0", ReleaseStatus.WITHDRAWN)
        .add(taxonomy(concept("u1", nl="Slager")), "1.1")
    )
    with serving(made) as client:
        answer = opened(client, "/competent/1.0/concepts/U1")
        assert "Competent 1.0 was withdrawn." in answer.text
        assert answer.headers["cache-control"] == "public, max-age=60"


def test_a_release_withdrawn_while_it_is_read_says_so_when_it_is_asked_for_again() -> None:
    butcher = taxonomy(concept("u1", notation="OP-1", nl="Slager"))
    made = Shelf().add(butcher, "1.0").add(butcher, "1.1")
    with serving(made) as client:
        before = opened(client, "/competent/1.1/concepts/OP-1")
        assert "immutable" in before.headers["cache-control"]
        made.add(butcher, "1.1", ReleaseStatus.WITHDRAWN)
        client.refresh()
        etag = before.headers["etag"]
        after = opened(client, "/competent/1.1/concepts/OP-1", if_none_match=etag)
        assert after.status_code == 200
        assert "Competent 1.1 was withdrawn." in after.text
        assert 'href="/competent/current/concepts/OP-1">See it in 1.0' in after.text
        assert after.headers["cache-control"] == "public, max-age=60"
        assert "was withdrawn" not in opened(client, "/competent/current/concepts/OP-1").text
        gone = opened(client, "/competent/1.0/changes?from=1.1")
        assert gone.status_code == 200


@pytest.mark.parametrize(
    ("settings", "link"),
    [
        ({"contact_email": "desk@example.org"}, 'href="mailto:desk@example.org">Contact'),
        (
            {"contact_email": "desk@example.org", "contact_url": "https://example.org/desk?a=1&b"},
            'href="https://example.org/desk?a=1&amp;b">Contact',
        ),
        ({}, None),
    ],
)
def test_every_page_leads_to_whom_to_ask(settings: dict[str, str], link: str | None) -> None:
    with serving(Shelf(), **settings) as client:
        body = opened(client, "/").text
    assert link in body if link else "Contact" not in body


def test_a_sample_says_that_it_is_one() -> None:
    made = Shelf().add(taxonomy(concept("u1", nl="Slager")), "1.0", sample="yes")
    with serving(made) as client:
        assert "This is a sample." in text(client, "/competent/current/")


def test_a_page_knows_its_public_address(client: Client) -> None:
    body = opened(client, "/competent/3.10/").text
    assert f'rel="canonical" href="{PUBLIC_URL}/competent/3.10/"' in body
