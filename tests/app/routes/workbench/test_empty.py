"""Lists that are empty because nothing was ever made say so, and what to do; others how to see more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Grant, Role
from tests.app.editing.scene import with_release
from tests.app.routes.workbench.desk import Desk, person, workbench

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client


@pytest.fixture
def eva(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_release)
    return Desk.of(context, workbench(context, client), person(context, "Eva", Grant(Role.EDITOR)))


@pytest.mark.parametrize(
    ("path", "told", "leads"),
    [
        ("/changesets", "No changeset has been begun yet", "/workbench/concepts"),
        ("/changesets?author=Otto", "No changeset fits", "/workbench/changesets"),
        ("/audit?actor=nobody", "No act fits", "/workbench/audit"),
        (
            "/translations/fr?state=missing&text=zzz",
            "No text fits",
            "/translations/fr?state=missing",
        ),
        ("/translations/fr/list?state=missing&text=zzz", "No text fits", "/list?state=missing"),
        ("/translations/fr?state=stale", "Nothing is left in this queue", "/fr?state=open"),
        ("/translations/terms", "Keep the first one below", "/workbench/translations/terms"),
        ("/mentions", "Nobody has called you yet", "/workbench/changesets"),
    ],
)
def test_an_empty_list_says_why_and_what_next(eva: Desk, path: str, told: str, leads: str) -> None:
    page = eva.get(f"/workbench{path}").text
    assert told in page
    assert f'{leads}"' in page[page.index(told) :]
