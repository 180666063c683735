from __future__ import annotations

import re

import pytest

from app.web.static import FILES, address, alone_style
from tests.app.serving import Client

MEDIA_TYPES = {
    "comparing.css": "text/css; charset=utf-8",
    "ahead.speculation": "application/speculationrules+json",
    "copy.js": "text/javascript; charset=utf-8",
    "digital.css": "text/css; charset=utf-8",
    "calling.js": "text/javascript; charset=utf-8",
    "digital.js": "text/javascript; charset=utf-8",
    "mapping.css": "text/css; charset=utf-8",
    "running.js": "text/javascript; charset=utf-8",
    "drawn.css": "text/css; charset=utf-8",
    "editing.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "pages.css": "text/css; charset=utf-8",
    "picture.css": "text/css; charset=utf-8",
    "sets.css": "text/css; charset=utf-8",
    "sets.js": "text/javascript; charset=utf-8",
    "site.css": "text/css; charset=utf-8",
    "suggest.js": "text/javascript; charset=utf-8",
    "translating.css": "text/css; charset=utf-8",
    "translating.js": "text/javascript; charset=utf-8",
    "workbench.css": "text/css; charset=utf-8",
    "workbench.js": "text/javascript; charset=utf-8",
}
PAGES = (
    "/mappings",
    "/competent/current/changes",
    "/competent/current/pictures/sectors",
    "/workbench/sign-in",
)
"""Pages that together need every file but those of screens."""
OF_SCREENS = {
    "ahead.speculation",
    "digital.css",
    "digital.js",
    "editing.css",
    "mapping.css",
    "running.js",
    "sets.css",
    "sets.js",
    "translating.css",
    "translating.js",
}
"""Files that only who is signed in to the workbench is sent."""


@pytest.mark.parametrize("name", FILES)
def test_a_static_file_is_kept_for_ever_under_the_address_of_its_bytes(
    client: Client, name: str
) -> None:
    answer = client.get(address(name))
    assert answer.headers["content-type"] == MEDIA_TYPES[name]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == FILES[name].body


def test_a_page_of_another_version_finds_its_files_for_a_moment(client: Client) -> None:
    answer = client.get("/static/0123456789abcdef/site.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("name", ["none.css", "..%2fpages.py", "%00", "site.css%2f"])
def test_there_is_nothing_else_to_be_had(client: Client, name: str) -> None:
    assert client.get(f"/static/0/{name}").status_code == 404


def test_a_static_file_is_sent_packed_to_whoever_unpacks(client: Client) -> None:
    answer = client.get(address("site.css"), accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(FILES["site.css"].body) / 2


def test_a_page_names_static_files_that_exist(client: Client) -> None:
    pages = [client.get(it, accept="text/html").text for it in PAGES]
    named = {it for page in pages for it in re.findall(r'(?:href|src)="(/static/[^"]+)"', page)}
    assert sorted(named) == sorted(address(it) for it in FILES if it not in OF_SCREENS)


@pytest.mark.parametrize("name", ["pages.css", "picture.css", "site.css"])
def test_a_style_fetches_nothing(name: str) -> None:
    assert re.findall(rb"url\(|@import|@font-face", FILES[name].body) == []


def test_a_picture_that_stands_alone_knows_every_token_in_light_and_dark() -> None:
    style = alone_style()
    used = set(re.findall(r"var\((--[a-z-]+)\)", style))
    light, mark, rest = style.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("/* The pictures")[0]
    assert mark
    assert used <= set(re.findall(r"(--[a-z-]+):", light))
    assert set(re.findall(r"(--[a-z-]+): #", light)) == set(re.findall(r"(--[a-z-]+): #", dark))
