"""Differences, histories and deltas on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.context import Context
from app.db import releases
from app.db.session import reading
from app.material import material
from taxonomy.formats import delta, jsonl
from tests.app import changing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.kept import Kept


@pytest.fixture
def filled(competent: Callable[..., Any], home: Path, kept: Kept) -> Callable[..., Any]:
    """The command line over the releases of `tests/app/changing.py`."""
    context = Context.open()
    kept.fill(context, changing.fill)
    context.engine.dispose()
    return competent


def test_a_difference_reads_as_sentences(filled: Callable[..., Any]) -> None:
    told = filled("diff", "competent", "3.8", "3.9").out
    assert "retired  SK-9 “Roken”  (merged: SK-12)" in told
    assert "link-added  CS-7 “Vlees”  links  member  SK-12 “Worsten maken”" in told
    assert "      4  changes" in told


def test_a_draft_can_be_compared_here(filled: Callable[..., Any]) -> None:
    told = filled("diff", "competent", "current", "3.12", "--json").lines
    assert [it["concept"]["notation"] for it in told if it["change"] == "added"] == ["OP-4"]


@pytest.mark.parametrize(
    ("form", "start"),
    [("json", '{"scheme":"competent","from":"3.8"'), ("csv", "concept,"), ("html", "<!doctype")],
)
def test_a_difference_is_printed_in_every_form(
    filled: Callable[..., Any], tmp_path: Path, form: str, start: str
) -> None:
    told = filled("diff", "competent", "3.8", "3.10", "--format", form)
    assert (told.code, told.out.startswith(start)) == (0, True)
    file = tmp_path / "written"
    said = filled("diff", "competent", "3.8", "3.10", "--format", form, "--out", file)
    assert file.read_text() == told.out
    assert said.out == f"{file}: {file.stat().st_size:,} bytes\n"


def test_a_report_names_successors_that_did_not_change(filled: Callable[..., Any]) -> None:
    told = filled("diff", "competent", "3.8", "3.9", "--format", "html").out
    assert '<code>SK-12</code> <bdi lang="nl">Worsten maken</bdi>' in told


@pytest.mark.parametrize("options", [("--json",), ()])
def test_text_and_lines_are_written_to_a_file_too(
    filled: Callable[..., Any], tmp_path: Path, options: tuple[str, ...]
) -> None:
    file = tmp_path / "written"
    arguments = ("diff", "competent", "3.8", "3.9", *options)
    assert filled(*arguments, "--out", file).code == 0
    assert file.read_text() == filled(*arguments).out


def test_csv_of_a_kind_leaves_the_others_out(filled: Callable[..., Any]) -> None:
    told = filled("diff", "competent", "3.8", "3.9", "--format", "csv", "--kind", "skill").out
    assert [line.split(",")[1] for line in told.splitlines()] == ["notation", "SK-9"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "html", "--kind", "skill"), "--format html tells every change"),
        (("--format", "csv", "--json"), "choose one"),
        (("--format", "pdf"), "pdf"),
        (("--out", "/nowhere/at/all"), "/nowhere/at/all cannot be written"),
    ],
)
def test_what_cannot_be_written_is_told(
    filled: Callable[..., Any], arguments: tuple[str, ...], said: str
) -> None:
    result = filled("diff", "competent", "3.8", "3.9", *arguments)
    assert (result.code, said in result.err) == (2, True), result.err


def test_a_history_reads_from_the_first_release_on(filled: Callable[..., Any]) -> None:
    assert filled("history", "competent", "SK-9").out.splitlines() == [
        "SK-9 “Roken”  skill, retired, since 3.8",
        "retired: merged, last active in 3.8; instead of it: SK-12 “Worsten maken”",
        "3.8  2026-03-16  active",
        "3.9  2026-03-16  retired  Minder vaardigheden.",
        "    retired  (merged: SK-12)",
        "3.10  2026-03-16  retired",
    ]


def test_a_history_is_a_line_of_json(filled: Callable[..., Any]) -> None:
    (told,) = filled("history", "competent", "OP-10", "--version", "candidate", "--json").lines
    assert [it["version"] for it in told["items"]] == ["3.8", "3.9", "3.10", "3.11"]
    assert told["items"][-1]["release_status"] == "candidate"
    assert "candidate" in filled("history", "competent", "OP-3", "--version", "3.11").out


def test_the_history_of_nothing_is_told(filled: Callable[..., Any]) -> None:
    result = filled("history", "competent", "OP-99")
    assert (result.code, "OP-99" in result.err) == (1, True)
    assert filled("history", "competent", "OP-10", "--version", "9.9").code == 1


def test_the_history_of_what_came_later_names_the_release(filled: Callable[..., Any]) -> None:
    result = filled("history", "competent", "OP-3", "--version", "3.9")
    assert (result.code, "it first appears in 3.11" in result.err) == (1, True)


@pytest.fixture
def deltas(filled: Callable[..., Any], tmp_path: Path) -> dict[str, Path]:
    """The canonical file of 3.8, and the deltas to 3.9 and 3.10, as a reader fetched them."""
    context = Context.open()
    found: dict[str, Path] = {}
    for version in ("3.8", "3.9", "3.10"):
        with reading(context.engine) as session:
            made = material(session, releases.get(session, "competent", version))
        found[version] = tmp_path / f"{version}.jsonl"
        found[version].write_bytes(jsonl.write(made.documents.items()))
        if made.previous:
            found[f"to {version}"] = tmp_path / f"{version}.delta.jsonl"
            found[f"to {version}"].write_bytes(delta.write(made))
    context.engine.dispose()
    return found


def applied(competent: Callable[..., Any], *files: Path, out: Path) -> Any:
    return competent("apply-delta", *files, "--out", out)


def test_a_release_and_its_deltas_give_the_last_one(
    competent: Callable[..., Any], deltas: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "made.jsonl"
    files = (deltas["3.8"], deltas["to 3.9"], deltas["to 3.10"])
    result = applied(competent, *files, out=out)
    assert result.code == 0, result.err
    assert out.read_bytes() == deltas["3.10"].read_bytes()
    digest = competent("show", "competent", "3.10", "--json").lines[0]["digest"]
    assert result.out == f"{out}: competent 3.8 → 3.10, 6 concepts, proved: {digest}\n"
    (told,) = competent("apply-delta", *files, "--out", out, "--json").lines
    assert (told["digest"], told["version"]) == (digest, "3.10")


def test_the_earlier_file_may_be_written_over(
    competent: Callable[..., Any], deltas: dict[str, Path]
) -> None:
    assert applied(competent, deltas["3.8"], deltas["to 3.9"], out=deltas["3.8"]).code == 0
    assert deltas["3.8"].read_bytes() == deltas["3.9"].read_bytes()


def test_a_delta_of_another_release_writes_nothing(
    competent: Callable[..., Any], deltas: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "made.jsonl"
    for files in ((deltas["3.8"], deltas["to 3.10"]), (deltas["3.9"], deltas["to 3.9"])):
        result = applied(competent, *files, out=out)
        assert (result.code, "starts from sha256:" in result.err) == (4, True), result.err
    assert not out.exists()


@pytest.mark.parametrize("which", ["3.8", "to 3.9"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"Roken", b"Koken"),
        lambda data: data + b"{}\n",
        lambda data: b"\x89PNG\r\n" + data,
    ],
    ids=["emptied", "cut", "altered", "more", "something else"],
)
def test_a_damaged_file_writes_nothing_and_is_named(
    competent: Callable[..., Any],
    deltas: dict[str, Path],
    tmp_path: Path,
    which: str,
    damage: Callable[[bytes], bytes],
) -> None:
    out = tmp_path / "made.jsonl"
    out.write_bytes(b"kept")
    deltas[which].write_bytes(damage(deltas[which].read_bytes()))
    result = applied(competent, deltas["3.8"], deltas["to 3.9"], out=out)
    assert result.code in (1, 4)
    assert "3.8" in result.err or deltas[which].name in result.err
    assert out.read_bytes() == b"kept"


def test_files_that_are_not_there_are_told(
    competent: Callable[..., Any], deltas: dict[str, Path], tmp_path: Path
) -> None:
    result = applied(competent, tmp_path / "none", deltas["to 3.9"], out=tmp_path / "x")
    assert (result.code, "none cannot be read" in result.err) == (1, True)
    result = applied(competent, deltas["3.8"], deltas["to 3.9"], out=tmp_path / "no" / "x")
    assert (result.code, "cannot be written" in result.err) == (2, True)
    assert competent("apply-delta", deltas["3.8"], "--out", tmp_path / "x").code == 2
