"""`competent users …`."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from app.cli.listening import FILE, listening
from app.config import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

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


def test_a_link_leads_to_the_service_that_runs_on_the_home(
    competent: Competent, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    competent("users", "add", "Eva", "--role", "viewer")

    def address() -> str:
        (made,) = competent("users", "link", "Eva", "--json").lines
        return str(made["link"].partition("/workbench")[0])

    with socket.create_server(("127.0.0.1", 0)) as server:
        runs = f"http://127.0.0.1:{server.getsockname()[1]}"
        with listening(Settings(home=home, public_url=runs)):
            assert address() == runs
            monkeypatch.setenv("COMPETENT_PUBLIC_URL", "https://competent.example")
            assert address() == "https://competent.example"
            monkeypatch.delenv("COMPETENT_PUBLIC_URL")
        assert address() == "http://127.0.0.1:8000"
        (home / FILE).write_text(runs)
    assert address() == "http://127.0.0.1:8000"  # it was killed: nobody listens there
    (home / FILE).write_bytes(b"\xff\x00")
    assert address() == "http://127.0.0.1:8000"


def test_a_service_that_ends_leaves_the_address_of_the_one_that_came_after(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    first, second = (Settings(home=home, public_url=f"http://127.0.0.1:{it}") for it in (81, 82))
    with listening(first), listening(second):
        pass
    assert not (home / FILE).exists()
    with listening(first):
        (home / FILE).write_text(second.public_url)
    assert (home / FILE).read_text() == second.public_url


def test_what_cannot_be_granted_is_refused_with_its_reason(competent: Competent) -> None:
    assert competent("users", "add", "Eva", "--role", "translator").code == 2
    assert competent("users", "link", "Eva").code == 1
    competent("users", "add", "Eva", "--role", "viewer")
    assert competent("users", "add", "EVA").code == 4
    assert competent("users", "revoke", "Eva", "--role", "editor").code == 2
