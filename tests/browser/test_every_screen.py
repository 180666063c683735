"""What holds for every screen of the workbench, on a desk and on a tablet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from fastapi.routing import APIRoute

from app.auth.people import named
from app.auth.roles import LANGUAGES, Grant, Role
from app.routes.workbench.routers import ROUTERS
from tests.app.every_screen import NO_SCREENS, SCREENS, WHO, screens, stock
from tests.browser.looking import faults
from tests.browser.signing_in import link_of, signed_in
from tests.browser.visiting import CHROMIUM, Visit, browsing, listening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.context import Context

pytestmark = pytest.mark.slow

GRANTS = [Grant(it, LANGUAGES if it is Role.TRANSLATOR else ()) for it in Role]
READERS: dict[str, dict[str, Any]] = {
    "nl-desk-light": {"locale": "nl", "viewport": {"width": 1280, "height": 900}},
    "de-tablet-dark": {
        "locale": "de",
        "viewport": {"width": 820, "height": 1180},
        "color_scheme": "dark",
    },
}


class Office(NamedTuple):
    """A workbench with something on every screen, and its screens by route."""

    context: Context
    visit: Visit
    paths: Mapping[str, str]

    def link(self) -> str:
        """A link that signs somebody in who may do everything."""
        return link_of(self.context, WHO, GRANTS, "Bruxelles Formation")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    made = []

    def fill(context: Context) -> None:
        made.append(stock(context))

    with listening(tmp_path_factory.mktemp("screens"), fill) as context, browsing() as opened:
        visit = Visit(opened, context.settings.public_url)
        link_of(context, WHO, GRANTS, "Bruxelles Formation")
        yield Office(context, visit, screens(made[0], named(context.engine, WHO).key))
        visit.close()


def test_every_screen_is_named() -> None:
    made = [it for router in ROUTERS for it in router.routes if isinstance(it, APIRoute)]
    routes = {it.path.removeprefix("/workbench") for it in made if "GET" in (it.methods or ())}
    assert routes == {*SCREENS, *NO_SCREENS}


@pytest.mark.parametrize("reader", READERS)
def test_every_screen_suits_who_works_there(office: Office, reader: str) -> None:
    page = signed_in(office.visit, office.link(), **READERS[reader])
    wrong = {}
    for path in office.paths.values():
        page.set_viewport_size(READERS[reader]["viewport"])
        answer = page.goto(f"{office.visit.site}/workbench{path}")
        assert answer
        found: dict[str, Any] = {
            it: told for it, told in faults(office.visit, page).items() if it != "cookies"
        }
        found |= {"status": answer.status} if answer.status != 200 else {}
        found |= {"headings": page.locator("h1").count()} if page.locator("h1").count() != 1 else {}
        if found:
            wrong[path] = found
    assert wrong == {}, json.dumps(wrong, indent=1)
