"""`competent translations …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.context import Context
from tests.app.reviewing.scene import with_releases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result

    Competent = Callable[..., Result]


@pytest.fixture
def filled(home: Path) -> None:
    """A record with two releases to be translated."""
    context = Context.open(Settings(home=home))
    with_releases(context)
    context.engine.dispose()


@pytest.mark.usefixtures("filled")
def test_progress_is_told_by_language(competent: Competent) -> None:
    french, *others = competent("translations", "progress", "--json").lines
    assert (french["language"], french["percent"], french["stale"]) == ("fr", 60.0, 1)
    assert [it["language"] for it in others] == ["de", "en"]
    assert "60.0" in competent("translations", "progress").out


def test_there_is_nothing_to_translate_without_a_release(competent: Competent) -> None:
    assert competent("translations", "progress").code != 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("form", ["1.2.xlf", "2.0.xlf", "xlsx"])
def test_a_package_goes_out_and_comes_back(competent: Competent, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"fr.{form}"
    (told,) = competent(
        "translations", "export", "fr", "--out", out, "--format", form, "--json"
    ).lines
    assert told["units"] == 5
    if form != "xlsx":
        out.write_bytes(out.read_bytes().replace(b"Fileter du", b"Fileter le"))
    dry = competent("translations", "import", out, "--by", "Luc", "--dry-run", "--json").lines[-1]
    done = competent("translations", "import", out, "--by", "Luc", "--json").lines[-1]
    assert (dry["proposed"], done["proposed"]) == ((0, 0) if form == "xlsx" else (1, 1))


@pytest.mark.usefixtures("filled")
def test_a_package_that_is_none_is_refused(competent: Competent, tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text("<xliff>")
    assert competent("translations", "import", tmp_path / "a.xlf", "--by", "Luc").code == 1
    assert competent("translations", "import", tmp_path / "b.xlf", "--by", "Luc").code == 1
    assert competent("translations", "export", "nl", "--out", tmp_path / "a").code == 2
