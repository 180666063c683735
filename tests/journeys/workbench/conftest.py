"""A workbench over real releases, for each module a record of its own, and its people in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.browser.signing_in import link_of, signed_in
from tests.browser.visiting import CHROMIUM, Visit, browsing, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from app.auth.roles import Grant, Role
    from app.context import Context
    from tests.journeys.real import Home


@dataclass(frozen=True)
class Office:
    """The service that everybody here works with, its home, and the people's browsers."""

    home: Home
    context: Context
    visit: Visit

    def sign_in(self, name: str, *grants: Grant | Role, organisation: str = "VDAB") -> Page:
        """The dashboard of this person, who has these rights, in a browser of their own."""
        return signed_in(self.visit, link_of(self.context, name, grants, organisation))


@pytest.fixture(scope="module")
def office(competent: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office over Competent 3.8 to 3.11, ESCO 1.1.0 to 1.2.0, DigComp and ISCO."""
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install the Debian package chromium")
    home = competent.copy(tmp_path_factory.mktemp("office") / "home")
    with listening(home.path, warm=False) as context, browsing() as opened:
        made = Office(home, context, Visit(opened, context.settings.public_url))
        yield made
        made.visit.close()
