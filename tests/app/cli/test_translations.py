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
