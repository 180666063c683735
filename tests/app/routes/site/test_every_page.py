"""What holds for every page of the site, as it leaves the service; the rest is asked in a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.config import Settings
from app.context import Context
from app.routes import mapping_pages, pages
from app.routes.site.routers import ROUTERS
from tests.app.every_page import FORMS, NO_PAGES, PAGES, stock
from tests.app.routes.site.reading import HTML, opened
from tests.app.serving import Client, serving
from tests.npm import installed
from tests.statements import noted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import APIRouter

pytestmark = pytest.mark.slow

SHOWN = {**PAGES, **FORMS}
PATHS = [*SHOWN.values(), *NO_PAGES]
STATUSES = {"retired": 410, "merged": 410, "no-language": 422, "no-number": 422} | dict.fromkeys(
    ("not-found", "archive-not-found"), 404
)
LANGUAGES = ("nl", "fr", "de", "en")
LED_ON = {  # to the page itself, or to a file
    *("/{scheme:known}", "/{scheme:known}/", "/{scheme:known}/{version}"),
    *("/mappings/", "/mappings/{name}"),
    *("/archive/", "/archive/{scheme}", "/archive/{scheme}/{version}", "/static/{version}/{name}"),
}
CHECKER = Path(__file__).parents[3] / "nu"
WRONG = "<!doctype html><html lang=nl><title>x</title><td role=cell>"
FORM = {"accept": HTML, "content_type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The parts of a service with something to show on every page."""
    opened = Context.open(Settings(home=tmp_path_factory.mktemp("every-page")))
    stock(opened)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module")
def client(context: Context) -> Iterator[Client]:
    """A client of the service over them."""
    with serving(context, home=context.settings.home) as running:
        yield running


def paths_of(router: APIRouter) -> Iterator[Any]:
    """The routes of a router and of those that it includes."""
    for it in router.routes:
        included = getattr(it, "original_router", None)
        yield from paths_of(included) if included else [it]


def test_every_page_is_named_here() -> None:
    wanted = [path.partition("?")[0] for path in PATHS]
    routes = [it for made in (mapping_pages, pages) for it in paths_of(made.router)]
    routes += [it for router in ROUTERS for it in paths_of(router)]
    unnamed = {it.path for it in routes if not any(map(it.path_regex.match, wanted))}
    assert unnamed == LED_ON


def test_no_page_asks_the_database(context: Context, client: Client) -> None:
    first = {path: opened(client, path).status_code for path in PATHS}  # loads what they read
    with noted(context.engine) as statements:
        again = {path: opened(client, path, accept_language="nl").status_code for path in PATHS}
    assert first == dict.fromkeys(PATHS, 200) | {SHOWN[it]: STATUSES[it] for it in STATUSES}
    assert again == first
    assert statements == []


def test_a_release_that_is_not_in_memory_is_loaded_once_for_all_of_its_pages(
    context: Context,
) -> None:
    with serving(context, home=context.settings.home) as fresh, noted(context.engine) as statements:
        assert opened(fresh, "/competent/1.10/concepts/OP-1").status_code == 200
        loading = [*statements]
        for path in ("/", "/concepts/SK-1", "/kinds/skill", "/search?q=fiets", "/compare?a=OP-1"):
            assert opened(fresh, f"/competent/1.10{path}").status_code == 200
    assert loading  # the lives of its concepts, which its file does not tell
    assert statements == loading


def test_every_page_is_valid_html_in_every_language(client: Client, tmp_path: Path) -> None:
    """As the checker of the W3C has it, its warnings among the errors."""
    java = shutil.which("java")
    if not java:
        pytest.skip("Java is absent: install the Debian package default-jre-headless")
    for name, path in SHOWN.items():
        for lang in LANGUAGES:
            file = tmp_path / f"{name}.{lang}.html"
            file.write_bytes(opened(client, path, accept_language=lang).content)
    refused = client.ask("POST", PAGES["remark"], content="", **FORM)
    (tmp_path / "refused-remark.html").write_bytes(refused.content)
    (tmp_path / "wrong.html").write_text(WRONG)
    checker = installed(CHECKER, "vnu-jar/build/dist/vnu.jar")
    command = [java, "-jar", str(checker), "--format", "json", "--no-langdetect", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    told = json.loads(done.stderr)["messages"]
    found = [(Path(it["url"]).name, it["message"], it.get("extract", "")) for it in told]
    assert [it for it in found if it[0] != "wrong.html"] == []
    assert found  # the checker has looked
