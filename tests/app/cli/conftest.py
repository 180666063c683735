"""A terminal of its own for each test: an empty home, and commands run as a user types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Result(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output, read as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPETENT_HOME", str(tmp_path / "home"))
    for name in ("COMPETENT_DATABASE_URL", "COMPETENT_ARCHIVE_URL", "COMPETENT_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def competent(home: Path) -> Callable[..., Result]:
    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(cli, [str(it) for it in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Result(result.exit_code, result.stdout, result.stderr)

    return run
