from __future__ import annotations

import socket
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest

from tests import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def filled(competent: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Two published releases, 3.9 and 3.10, that differ in an English title and a link."""
    book = workbook.write(tmp_path / "a.xlsx", workbook.sheets())
    assert competent("import", "competent", book, "--version", "3.9", "--publish").code == 0
    content = workbook.sheets()
    content[workbook.PROFILES][1][4] = "Meat cutter"
    content[workbook.ESSENTIAL], content[workbook.OPTIONAL] = (
        [*content[workbook.ESSENTIAL], content[workbook.OPTIONAL].pop()],
        content[workbook.OPTIONAL],
    )
    book = workbook.write(tmp_path / "b.xlsx", content)
    assert competent("import", "competent", book, "--version", "3.10", "--publish").code == 0
    return competent


def test_releases_stand_in_the_order_of_their_versions(filled: Callable[..., Any]) -> None:
    rows = filled("releases", "--json").lines
    assert [row["release"] for row in rows] == ["competent/3.9", "competent/3.10"]
    assert [row["current"] for row in rows] == ["", "current"]


def test_the_program_tells_its_version(competent: Callable[..., Any]) -> None:
    assert competent("--version").out == f"competent {metadata.version('competent')}\n"


def test_an_empty_record_says_how_to_begin(competent: Callable[..., Any]) -> None:
    assert "competent up" in competent("releases").out


def test_show_tells_a_release_and_a_concept(filled: Callable[..., Any]) -> None:
    assert filled("show", "competent", "current", "--json").lines[0]["release"] == "competent/3.10"
    concept = filled("show", "competent", "3.9", "OP-1").lines[0]
    assert concept["id"] == workbook.uid("OP-1")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("show", "onet", "1.0"), 1, "there are competent, esco"),
        (("show", "competent", "9.9"), 1, "the newest is 3.10"),
        (("show", "competent", "3.x"), 2, "is not a version"),
        (("show", "competent", "3.9", "OP-99"), 1, "has no concept 'OP-99'"),
        (("show", "esco", "current"), 1, "no published release yet"),
        (("publish", "competent", "9.9"), 1, "release-not-found"),
        (("publish", "onet", "1.0"), 1, "there are competent, esco"),
        (("publish", "competent", "current"), 2, "is not a version"),
        (("publish", "competent", "3.9", "--abandon"), 4, "what is public stays"),
        (("preview", "onet", "1.0"), 1, "there are competent, esco"),
        (("preview", "competent", "3.x"), 2, "is not a version"),
        (("diff", "competent", "3.9", "3.10", "--kind", "job"), 2, "the kinds are profile"),
        (("withdraw", "competent", "3.9"), 2, "--reason"),
        (("withdraw", "competent", "3.9", "--reason", " \u200b"), 2, "1 to 2,000 characters"),
        (("withdraw", "competent", "current", "--reason", "x"), 2, "is not a version"),
    ],
)
def test_what_is_not_there_is_told(
    filled: Callable[..., Any], arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = filled(*arguments)
    assert (result.code, told in result.err) == (code, True), result.err


def test_diff_names_what_changed(filled: Callable[..., Any]) -> None:
    rows = filled("diff", "competent", "3.9", "3.10", "--json").lines
    assert [(row["change"], row["concept"]["notation"]) for row in rows] == [
        ("renamed", "OP-1"),
        ("link-moved", "OP-1"),
    ]
    text = filled("diff", "competent", "3.9", "current").out
    assert "link-moved  OP-1 “Slager”  links  optionalCompetence → essentialCompetence" in text


def test_diff_of_a_kind_leaves_the_others_out(filled: Callable[..., Any]) -> None:
    assert filled("diff", "competent", "3.9", "3.10", "--kind", "skill", "--json").lines == []


def test_preview_tells_what_publish_would_do(competent: Callable[..., Any], tmp_path: Path) -> None:
    book = workbook.write(tmp_path / "a.xlsx", workbook.sheets())
    competent("import", "competent", book, "--version", "3.8")
    told = competent("preview", "competent", "3.8", "--json").lines[-1]
    assert (told["errors"], told["previous"]) == (0, None)
    assert {"taxonomy.jsonl", "competent-3.8.xlsx", "SHA256SUMS", "manifest.json"} <= set(
        told["files"]
    )


def test_publishing_twice_says_so(filled: Callable[..., Any]) -> None:
    (told,) = filled("publish", "competent", "3.10", "--json").lines
    assert told["already"] is True


def test_a_withdrawn_release_is_current_no_more(filled: Callable[..., Any]) -> None:
    assert filled("withdraw", "competent", "3.10", "--reason", "wrong titles").code == 0
    rows = filled("releases", "--json").lines
    assert [(row["status"], row["current"]) for row in rows] == [
        ("published", "current"),
        ("withdrawn", ""),
    ]


def test_a_reason_is_one_line_and_the_first_one_stands(filled: Callable[..., Any]) -> None:
    told = filled("withdraw", "competent", "3.10", "--reason", "wrong\n\x1b[31mtitles").out
    assert told == "competent/3.10 is withdrawn: wrong [31mtitles\n"
    told = filled("withdraw", "competent", "3.10", "--reason", "other").out
    assert told == "competent/3.10 was already withdrawn: wrong [31mtitles\n"


def test_a_preview_of_a_release_says_that_it_never_changes(filled: Callable[..., Any]) -> None:
    assert "it is published and never changes" in filled("preview", "competent", "3.10").out


def test_a_table_in_a_pipe_has_no_blanks_at_its_ends(filled: Callable[..., Any]) -> None:
    lines = filled("show", "competent", "3.10").out.splitlines()
    assert lines == [line.rstrip() for line in lines]


def test_the_archive_is_verified_and_rebuilt(filled: Callable[..., Any], home: Path) -> None:
    assert filled("archive", "verify").code == 0
    kept = (home / "archive/competent/3.9/manifest.json").read_bytes()
    (home / "archive/competent/3.9/manifest.json").unlink()
    result = filled("archive", "verify", "--json")
    assert result.code == 1
    assert result.lines[0]["code"] == "file-missing"
    (told,) = filled("archive", "rebuild", "--json").lines
    assert told["files"] == ["competent/3.9/manifest.json"]
    assert (home / "archive/competent/3.9/manifest.json").read_bytes() == kept
    for name in ("competent.sqlite", "competent.sqlite-wal", "competent.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    (told,) = filled("archive", "rebuild", "--json").lines
    assert told["releases"] == ["competent/3.9", "competent/3.10"]
    assert filled("archive", "verify").code == 0


def test_doctor_finds_a_sound_installation_right(filled: Callable[..., Any]) -> None:
    rows = filled("doctor", "--json").lines
    assert {row["state"] for row in rows} == {"right"}


def test_doctor_says_what_to_do(
    competent: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPETENT_DATABASE_URL", "nonsense")
    result = competent("doctor")
    assert result.code == 1
    assert "COMPETENT_DATABASE_URL is not an address" in result.out


def test_doctor_tells_record_and_archive_apart(
    filled: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPETENT_ARCHIVE_URL", "s3://none/there")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    states = {row["part"]: row["state"] for row in filled("doctor", "--json").lines}
    assert (states["record"], states["archive"]) == ("right", "wrong")


def test_doctor_names_every_release_that_does_not_load(
    filled: Callable[..., Any], home: Path
) -> None:
    for version in ("3.9", "3.10"):
        (home / f"archive/competent/{version}/taxonomy.jsonl").unlink()
    (told,) = [row for row in filled("doctor", "--json").lines if row["part"] == "releases"]
    assert told["state"] == "wrong"
    for word in ("3.9/taxonomy.jsonl", "3.10/taxonomy.jsonl", "competent archive rebuild"):
        assert word in told["what"]


@pytest.mark.parametrize("host", ["", "256.1.1.1", "no host", "x" * 300])
def test_a_host_that_is_none_is_told(competent: Callable[..., Any], host: str) -> None:
    result = competent("up", "--host", host)
    assert (result.code, "choose another --host" in result.err) == (2, True)


def test_a_taken_port_is_told(competent: Callable[..., Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = competent("up", "--port", port)
    assert result.code == 2
    assert f"127.0.0.1:{port} cannot be listened on (Address already in use)" in result.err
