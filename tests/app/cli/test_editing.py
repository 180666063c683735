from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.context import Context
from app.importing import Delivery, import_reading
from tests.build import alternative, concept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result

COOK = concept("u3", notation="OP-3", nl="Kok", fr="Cuisinier (h/f/x)")


@pytest.fixture
def files(home: Path, competent: Callable[..., Result]) -> Path:
    """The archive of 3.8 and 3.9, published."""
    context = Context.open()
    for version, labels in (("3.8", ()), ("3.9", (alternative("nl", "Kokkin"),))):
        told = replace(COOK, labels=(*COOK.labels, *labels))
        import_reading(context.engine, Delivery(scheme="competent", version=version), [told])
        assert competent("publish", "competent", version).code == 0
    context.engine.dispose()
    return home / "archive/competent"


def test_a_file_is_tried_then_taken_and_listed(
    files: Path, competent: Callable[..., Result]
) -> None:
    command = ("changesets", "import", files / "3.8/csv.zip", "--title", "Old words", "--by", "Eva")
    assert competent(*command, "--dry-run").out.splitlines()[-1] == (
        "nothing kept: 0 changed, 0 new, 1 as they are, 0 texts left"
    )
    book = ("changesets", "import", files / "3.8/competent-3.8.xlsx", "--title", "Old words")
    assert "no concept of competent" in competent(*book).err
    context = Context.open()
    other = concept("u3", notation="OP-3", nl="Chef", fr="Cuisinier (h/f/x)")
    import_reading(
        context.engine, Delivery(scheme="competent", version="0.1", sample=True), [other]
    )
    context.engine.dispose()
    assert competent("publish", "competent", "0.1").code == 0
    sample = ("changesets", "import", files / "0.1/csv.zip", "--title", "Words", "--by", "Eva")
    told = competent(*sample, "--json").lines
    assert (told[-1]["changed"], told[-1]["changeset"]) == (0, None)
    assert [it["code"] for it in told if it["type"] == "finding"] == ["approved-text"]
    assert "approved-text" in competent(*sample).out
    assert competent(*sample, "--overwrite").out.startswith("changeset 1: 1 changed")
    assert competent("changesets", "list", "--state", "open", "--json").lines == [
        {
            "type": "changeset",
            "changeset": 1,
            "title": "Words",
            "state": "open",
            "author": "Eva",
            "concepts": 1,
        }
    ]
    assert "Words" in competent("changesets", "list").out
    assert "there is no file" in competent("changesets", "import", "no.csv", "--title", "X").err
    table = files / "table.csv"
    table.write_text("code;en;nl\nOP-3;Cook;Chef\n")
    tried = competent("changesets", "import", table, "--title", "X", "--dry-run").out
    assert "approved-text" in tried
    assert "row 2" in tried
    assert "1 changed, 0 new" in tried
    assert competent("changesets", "list", "--state", "odd").code == 2
