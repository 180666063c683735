"""What search engines, browsers and programs find on the site."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from app.rendering.pages.sitemap import concepts, parts
from taxonomy.vocabulary import Kind
from tests.app.routes.site.reading import opened
from tests.app.serving import PUBLIC_URL, Client, Shelf
from tests.build import concept, taxonomy

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def listed(client: Client, path: str) -> list[str]:
    """The addresses in a file of the sitemap, by their paths."""
    root = ElementTree.fromstring(client.get(path).content)  # noqa: S314 -- of our own making
    found = [it.text or "" for it in root.iter(f"{SITEMAP}loc")]
    assert all(it.startswith(f"{PUBLIC_URL}/") for it in found)
    return [urlsplit(it).path for it in found]


def test_every_page_of_the_sitemap_is_there(client: Client) -> None:
    files = listed(client, "/sitemap.xml")
    assert files == ["/sitemaps/pages.xml", "/sitemaps/competent-1.xml", "/sitemaps/esco-1.xml"]
    paths = [path for it in files for path in listed(client, it)]
    assert len(set(paths)) == len(paths)
    assert "/competent/current/concepts/OP-10" in paths
    assert "/competent/current/concepts/SK-9" not in paths  # retired
    assert {path: opened(client, path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_each_page_of_the_sitemap_names_its_languages(client: Client) -> None:
    root = ElementTree.fromstring(client.get("/sitemaps/competent-1.xml").content)  # noqa: S314
    butcher = f"{PUBLIC_URL}/competent/current/concepts/OP-10"
    (entry,) = [it for it in root if it.findtext(f"{SITEMAP}loc") == butcher]
    told = {it.get("hreflang"): it.get("href") for it in entry.iter(f"{XHTML}link")}
    assert told == {"x-default": butcher} | {
        lang: f"{butcher}?lang={lang}" for lang in ("nl", "fr", "de", "en")
    }


def test_a_file_of_the_sitemap_holds_no_more_than_it_may() -> None:
    held = [concept(f"s{it}", Kind.SKILL, notation=f"SK-{it}", nl="x") for it in range(7)]
    shelf = Shelf().add(taxonomy(*held), "1.0")
    index = shelf.load(shelf.releases[0])
    assert [it.number for it in parts([index], most=3)] == [1, 2, 3]
    files = [concepts(index, number, most=3) for number in (0, 1, 2, 3, 4)]
    assert [len(it) for it in files] == [0, 3, 3, 1, 0]


@pytest.mark.parametrize(
    "name", ["competent-2", "competent-0", "isco-1", "nothing-1", "competent-x"]
)
def test_there_are_no_other_files(client: Client, name: str) -> None:
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_crawlers_are_told_where_the_pages_are(client: Client) -> None:
    told = client.get("/robots.txt")
    assert told.headers["content-type"].startswith("text/plain")
    assert f"Sitemap: {PUBLIC_URL}/sitemap.xml" in told.text


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_browsers_learn_to_search_here(client: Client, lang: str) -> None:
    body = opened(client, f"/competent/current/?lang={lang}").text
    assert f'href="/opensearch.xml?lang={lang}"' in body
    root = ElementTree.fromstring(client.get(f"/opensearch.xml?lang={lang}").content)  # noqa: S314
    template = next(
        it.get("template", "") for it in root.iter(f"{SEARCH}Url") if it.get("type") == "text/html"
    )
    path = template.removeprefix(PUBLIC_URL).replace("{searchTerms}", "slager")
    assert opened(client, path).status_code == 200


def test_a_language_that_pages_are_not_written_in_is_refused(client: Client) -> None:
    assert client.get("/opensearch.xml?lang=xx").status_code == 422


def test_the_page_of_a_release_links_to_its_data(client: Client) -> None:
    link = opened(client, "/competent/current/").headers["link"]
    assert '</v1/schemes/competent/releases/3.10>; rel="alternate"; type="application/json"' in link
    assert '</archive/competent/3.10/>; rel="collection"' in link


PAGES = [
    "/",
    "/archive",
    "/mappings",
    "/competent/current/",
    "/competent/current/kinds/profile",
    "/competent/current/concepts/OP-10",
    "/competent/current/changes",
    "/competent/current/pictures",
    "/competent/current/pictures/sectors",
    "/competent/current/search?q=slager",
    "/competent/current/compare",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_its_address_is_or_is_not_to_be_listed(client: Client, path: str) -> None:
    body = opened(client, path).text
    if 'name="robots" content="noindex' in body:
        return
    assert body.count('<link rel="canonical"') == 1
    for lang in ("nl", "fr", "de", "en", "x-default"):
        assert f'hreflang="{lang}" href="{PUBLIC_URL}' in body
