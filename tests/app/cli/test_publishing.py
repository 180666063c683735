from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NEXT_WEEK = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()


@pytest.fixture
def draft(competent: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Commands over a record with one draft, competent 3.8."""
    book = workbook.write(tmp_path / "3.8.xlsx", workbook.sheets())
    competent("import", "competent", book, "--version", "3.8")
    return competent


def test_the_signing_key_is_made_once_and_its_secret_never_shown(
    competent: Callable[..., Any], home: Path
) -> None:
    made, again = competent("keys", "signing", "--json"), competent("keys", "signing", "--json")
    assert [it.lines[0]["made"] for it in (made, again)] == [True, False]
    assert made.lines[0]["public_key"] == again.lines[0]["public_key"]
    secret = (home / "minisign.key").read_text().splitlines()[-1]
    assert secret not in made.out + made.err + again.out + again.err


def test_a_publication_without_a_key_says_so_and_with_one_is_signed(
    draft: Callable[..., Any],
) -> None:
    unsigned = draft("publish", "competent", "3.8")
    assert "competent keys signing" in unsigned.err
    draft("keys", "signing")
    signed = draft("publish", "competent", "3.8", "--json")
    assert signed.lines[-1]["signed"] is True
    assert "not signed" not in signed.err


def test_a_publication_under_an_address_of_nobody_warns(
    draft: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "COMPETENT_PUBLIC_URL" in draft("publish", "competent", "3.8").err
    monkeypatch.setenv("COMPETENT_PUBLIC_URL", "https://competent.example")
    assert "COMPETENT_PUBLIC_URL" in draft("publish", "competent", "3.8").err  # fixed by the first


def test_a_candidate_is_shown_and_then_published(draft: Callable[..., Any]) -> None:
    shown = draft("publish", "competent", "3.8", "--candidate", "--planned", _NEXT_WEEK)
    assert f"is a candidate, to become current on {_NEXT_WEEK}" in shown.out
    (listed,) = draft("releases", "--json").lines
    assert listed["status"] == "candidate"
    early = draft("publish", "competent", "3.8")
    assert (early.code, "say why" in early.err) == (2, True)
    assert draft("publish", "competent", "3.8", "--reason", "De VDAB heeft hem nodig.").code == 0
    (listed,) = draft("releases", "--json").lines
    assert (listed["status"], listed["current"]) == ("published", "current")


def test_a_candidate_without_a_day_takes_the_usual_one_and_can_be_moved(
    draft: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPETENT_CANDIDATE_DAYS", "14")
    today = datetime.now(UTC).date()
    usual, sooner = (today + timedelta(days=it) for it in (14, 7))
    show = ("publish", "competent", "3.8", "--candidate")
    assert draft(*show, "--json").lines[-1]["planned_for"] == usual.isoformat()
    assert draft(*show, "--json").lines[-1]["planned_for"] == usual.isoformat()
    move = (*show, "--planned", sooner.isoformat(), "--json")
    assert draft(*move).code == 2  # without a reason
    assert draft(*move, "--reason", "Haast.").code == 4  # readers were promised a later day
    told = draft(*move, "--reason", "Haast.", "--earlier")
    assert told.lines[-1]["planned_for"] == sooner.isoformat()


def test_what_is_due_is_published_once(
    draft: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC).date().isoformat()
    assert draft("publish", "--due", "--json").lines == []
    draft("publish", "competent", "3.8", "--candidate", "--planned", today)
    (told,) = draft("publish", "--due", "--json").lines
    assert (told["type"], told["release"]) == ("published", "competent/3.8")
    again = draft("publish", "--due", "--json")
    assert (again.code, again.lines) == (0, [])


@pytest.mark.parametrize(
    "options",
    [
        ("--planned", _NEXT_WEEK),
        ("--abandon", "--candidate"),
        ("--due",),
        ("--candidate", "--planned", "soon"),
        ("--candidate", "--planned", "2026-01-01"),
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(
    draft: Callable[..., Any], options: tuple[str, ...]
) -> None:
    assert draft("publish", "competent", "3.8", *options).code == 2


def test_the_files_of_a_draft_are_built_into_an_empty_folder(
    draft: Callable[..., Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert draft("archive", "build", "competent", "3.8", "--out", out).code == 0
    assert {"taxonomy.jsonl", "taxonomy.ttl", "competent-3.8.xlsx", "csv.zip"} <= {
        it.name for it in out.iterdir()
    }
    again = draft("archive", "build", "competent", "3.8", "--out", out)
    assert (again.code, "holds files already" in again.err) == (2, True)
    assert draft("releases", "--json").lines[0]["status"] == "draft"


def test_a_publication_leaves_behind_what_searches_and_annotates(
    draft: Callable[..., Any], home: Path
) -> None:
    draft("publish", "competent", "3.8")
    files = sorted((home / "indexes").iterdir())
    assert all(it.name.startswith("competent-3.8-") for it in files)
    assert [it.suffix == ".names" for it in files].count(True) == 1
    assert len(files) == 2
    told = {row["part"]: row["what"] for row in draft("doctor", "--json").lines}
    assert told["search"].startswith("1 of 1 releases")
