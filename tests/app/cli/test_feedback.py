"""`competent feedback …`."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.context import Context
from app.feedback import keep
from tests.app.routes.test_feedback import remark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result

    Competent = Callable[..., Result]


@pytest.fixture
def filled(home: Path) -> None:
    """A record with two remarks, a day apart."""
    engine = Context.open(Settings(home=home)).engine
    keep(engine, remark(0, text="=1+1", contact="eva@example.org"))
    keep(engine, remark(24, scheme="esco"))
    engine.dispose()


@pytest.mark.usefixtures("filled")
def test_remarks_are_listed_newest_first(competent: Competent) -> None:
    lines = competent("feedback", "list", "--json").lines
    assert [it["scheme"] for it in lines] == ["esco", "competent"]
    assert [it["text"] for it in competent("feedback", "list", "--limit", 1, "--json").lines] == [
        "Remark 24"
    ]
    assert "eva@example.org" in competent("feedback", "list", "--scheme", "competent").out


@pytest.mark.usefixtures("filled")
def test_remarks_are_exported_as_a_table_that_nothing_is_calculated_in(
    competent: Competent, tmp_path: Path
) -> None:
    out = tmp_path / "remarks.csv"
    (told,) = competent("feedback", "export", "--out", out, "--json").lines
    assert told["remarks"] == 2
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [it["text"] for it in rows] == ["'=1+1", "Remark 24"]


@pytest.mark.usefixtures("filled")
def test_remarks_since_a_day_are_exported_as_lines(competent: Competent) -> None:
    day = f"{remark(24).at:%Y-%m-%d}"
    lines = competent("feedback", "export", "--format", "jsonl", "--since", day).out.splitlines()
    assert [json.loads(it)["text"] for it in lines] == ["Remark 24"]


def test_without_remarks_there_is_nothing_to_list(competent: Competent) -> None:
    assert competent("feedback", "list", "--json").lines == []


@pytest.mark.parametrize(
    "arguments", [("list", "--scheme", "nothing"), ("export", "--since", "yesterday")]
)
def test_what_cannot_be_understood_is_refused(
    competent: Competent, arguments: tuple[str, ...]
) -> None:
    assert competent("feedback", *arguments).code in (1, 2)
