"""`competent users …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.app.cli.conftest import Result

    Competent = Callable[..., Result]


def test_a_person_is_added_granted_and_listed(competent: Competent) -> None:
    added = competent(
        *("users", "add", "Eva", "--role", "translator", "--language", "fr"),
        *("--organisation", "Forem", "--json"),
    )
    assert added.lines[0]["grants"] == {"translator": ["fr"]}
    assert competent("users", "grant", "eva", "--role", "viewer").code == 0
    (row,) = competent("users", "list", "--json").lines
    assert (row["name"], row["organisation"], row["grants"], row["state"]) == (
        *("Eva", "Forem", "translator (fr), viewer", "open"),
    )
    left = competent("users", "revoke", "Eva", "--role", "translator", "--json").lines
    assert left[0]["grants"] == {"viewer": []}


def test_a_link_is_made_for_whoever_may_come_in(competent: Competent) -> None:
    competent("users", "add", "Eva", "--role", "viewer")
    (made,) = competent("users", "link", "Eva", "--json").lines
    assert made["link"].startswith("http://127.0.0.1:8000/workbench/sign-in/link?token=")
    assert competent("users", "disable", "Eva", "--reason", "left").code == 0
    refused = competent("users", "link", "Eva")
    assert (refused.code, refused.err.partition(":")[0]) == (4, "conflict")
    assert competent("users", "disable", "Eva", "--undo", "--json").lines[0]["state"] == "open"


def test_what_cannot_be_granted_is_refused_with_its_reason(competent: Competent) -> None:
    assert competent("users", "add", "Eva", "--role", "translator").code == 2
    assert competent("users", "link", "Eva").code == 1
    competent("users", "add", "Eva", "--role", "viewer")
    assert competent("users", "add", "EVA").code == 4
    assert competent("users", "revoke", "Eva", "--role", "editor").code == 2
