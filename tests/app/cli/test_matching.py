from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from app.context import Context
from app.importing import Delivery, import_reading
from tests.app import butchers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    vacancies, profiles = tmp_path / "vacancies.csv", tmp_path / "profiles.ndjson"
    vacancies.write_text("id;competences;weights\nv1;SK-1|SK-12;1|2\nv2;;\nv1;SK-1;\nv3;SK-1;no\n")
    rows = [
        {"id": "p1", "essential": ["SK-12"], "optional": ["SK-1"]},
        {"id": "p2", "essential": ["SK-1"]},
        {"id": None, "essential": ["SK-1"]},
    ]
    profiles.write_text("".join(json.dumps(it) + "\n" for it in rows))
    return vacancies, profiles


def test_vacancies_are_matched_and_refused_rows_are_told(
    competent: Callable[..., Result], files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "matches.csv"
    named = ("--vacancies", files[0], "--profiles", files[1], "--out", out, "--workers", 1)
    result = competent("match", *named)
    assert result.code == 0, result.err
    assert "1 of 2 rows have an answer: 2 rows in" in result.out
    assert "3 rows were refused" in result.err
    assert "profiles.ndjson, row 3, id" in result.err
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(it["id"], it["rank"], it["profile"]) for it in rows] == [
        ("v1", "1", "p1"),
        ("v1", "2", "p2"),
    ]
    beside = (tmp_path / "matches.csv.rejects.jsonl").read_text().splitlines()
    assert [json.loads(it)["code"] for it in beside] == [
        "id-missing",
        "id-repeated",
        "number-refused",
    ]


def test_scripts_read_json_lines(
    competent: Callable[..., Result], files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "matches.ndjson"
    named = ("--vacancies", files[0], "--profiles", files[1], "--out", out, "--workers", 1)
    *findings, told = competent("match", *named, "--top", 1, "--json").lines
    assert [it["type"] for it in findings] == ["finding"] * 3
    assert (told["rows"], told["answered"], told["written"], told["refused"]) == (2, 1, 1, 3)
    assert (told["out"], told["competences_unknown"]) == (str(out), 0)
    assert [json.loads(it)["profile"] for it in out.read_text().splitlines()] == ["p1"]


def test_strict_refuses_what_else_is_left_out(
    competent: Callable[..., Result], files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "matches.csv"
    named = ("--vacancies", files[0], "--profiles", files[1], "--out", out, "--workers", 1)
    result = competent("match", *named, "--strict", "--json")
    assert result.code == 3
    assert [it.get("code") for it in result.lines][-1] == "source-refused"
    assert len(result.lines) == 4
    assert not out.exists()
    assert len((tmp_path / "matches.csv.rejects.jsonl").read_text().splitlines()) == 3


def test_a_release_may_be_searched(
    competent: Callable[..., Result], files: tuple[Path, Path], tmp_path: Path
) -> None:
    context = Context.open()
    import_reading(context.engine, Delivery(scheme="competent", version="3.10"), butchers.SECOND)
    context.engine.dispose()
    out = tmp_path / "matches.ndjson"
    named = ("--vacancies", files[0], "--profiles", "competent/3.10", "--out", out, "--workers", 1)
    files[0].write_text("id,competences\nv1,SK-1|SK-12|nothing|SK-12\nv2,nothing\n")
    result = competent("match", *named)
    assert (result.code, "competences unknown: 2" in result.out) == (0, True)
    found = [json.loads(it) for it in out.read_text().splitlines()]
    assert [(it["profile"], it["rank"]) for it in found] == [("OP-10", 1), ("OP-2", 2)]


@pytest.mark.parametrize(
    ("changed", "code", "told"),
    [
        ({"--vacancies": "none.csv"}, 1, "cannot be read"),
        ({"--vacancies": "none.xlsx"}, 2, "--vacancies 'none.xlsx'"),
        ({"--profiles": "competent"}, 2, "names no release"),
        ({"--profiles": "competent/9.9"}, 1, "9.9"),
        ({"--profiles": "isco/current", "--kind": "skill"}, 1, "neither profiles nor occupations"),
        ({"--profiles": "none.parquet"}, 1, "cannot be read"),
        ({"--out": "matches.txt"}, 2, "must end in"),
        ({"--out": "/proc/none/matches.csv"}, 5, "cannot be written"),
        ({"--rarity": 9}, 2, "rarity"),
        ({"--scheduler": "tcp://127.0.0.1:9"}, 2, "exclude each other"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_done(
    competent: Callable[..., Result],
    files: tuple[Path, Path],
    tmp_path: Path,
    changed: dict[str, object],
    code: int,
    told: str,
) -> None:
    options: dict[str, object] = {
        "--vacancies": files[0],
        "--profiles": files[1],
        "--out": tmp_path / "matches.csv",
        "--workers": 1,
        **changed,
    }
    result = competent("match", *(part for it in options.items() for part in it))
    assert result.code == code
    assert told in result.err
    assert not list(tmp_path.glob("matches*"))


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_read_is_never_written_over(
    competent: Callable[..., Result], files: tuple[Path, Path], place: int
) -> None:
    before = files[place].read_bytes()
    result = competent(
        "match", "--vacancies", files[0], "--profiles", files[1], "--out", files[place]
    )
    assert (result.code, "name another one" in result.err) == (2, True)
    assert files[place].read_bytes() == before


def test_ctrl_c_ends_with_130_and_the_same_command_goes_on(
    competent: Callable[..., Result],
    files: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "matches.csv"
    named = ("--vacancies", files[0], "--profiles", files[1], "--out", out, "--workers", 1)
    with monkeypatch.context() as patched:
        patched.setattr("app.bulk.running.join", interrupted)
        assert competent("match", *named, "--block", 1).code == 130
    assert not out.exists()
    told = competent("match", *named, "--block", 1, "--json").lines[-1]
    assert told["taken_over"] == told["blocks"]
    assert out.exists()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt
