"""`competent keys …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.app.cli.conftest import Result

    Competent = Callable[..., Result]


def test_a_key_is_shown_once(competent: Competent) -> None:
    (made,) = competent(
        *("keys", "add", "VDAB Ieper", "--role", "editor", "--role", "viewer", "--json")
    ).lines
    listed = competent("keys", "list", "--json")
    assert made["key"].startswith(f"competent_{made['prefix']}_")
    assert made["key"].rpartition("_")[2] not in listed.out
    (row,) = listed.lines
    assert (row["name"], row["roles"], row["state"]) == ("VDAB Ieper", "editor, viewer", "active")
    assert row["last_used"] == "never"


def test_a_person_sees_the_key_and_until_when_it_holds(competent: Competent) -> None:
    found = competent("keys", "add", "Eva", "--role", "reviewer", "--days", 10)
    assert found.code == 0
    assert "Key " in found.out
    assert "not shown again: competent_" in found.out


def test_a_revoked_key_is_listed_as_such(competent: Competent) -> None:
    (made,) = competent("keys", "add", "Eva", "--role", "editor", "--json").lines
    assert "is revoked" in competent("keys", "revoke", made["prefix"]).out
    assert competent("keys", "list", "--json").lines[0]["state"] == "revoked"


def test_an_unknown_key_cannot_be_revoked(competent: Competent) -> None:
    found = competent("keys", "revoke", "abcdefgh")
    assert (found.code, found.err.partition(":")[0]) == (1, "not-found")


def test_a_role_that_there_is_not_is_refused(competent: Competent) -> None:
    assert competent("keys", "add", "Eva", "--role", "king").code == 2
