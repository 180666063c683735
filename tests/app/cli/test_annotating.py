from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.context import Context
from app.importing import Delivery, import_reading
from taxonomy.annotating.values import LARGEST_TEXT
from taxonomy.vocabulary import Kind
from tests.build import concept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Result

RELEASE = ("--scheme", "competent", "--version", "3.9")


@pytest.fixture(autouse=True)
def draft(home: Path) -> None:
    context = Context.open()
    concepts = [
        concept("u1", notation="OP-1", nl="Slager", fr="Boucher / bouchère"),
        concept("s1", Kind.SKILL, notation="SK-1", nl="Vlees snijden"),
    ]
    import_reading(context.engine, Delivery(scheme="competent", version="3.9"), concepts)
    context.engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def written(content: str) -> Path:
        path = tmp_path / "texts.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return written


def test_each_row_has_a_line_in_the_order_of_the_file(
    competent: Callable[..., Result], file: Callable[[str], Path]
) -> None:
    long = "x" * (LARGEST_TEXT + 1)
    path = file(
        "id;Text;lang\n"
        "a;Wij zoeken een slager, die het vlees snijdt.;\n"
        "b;bouchère;fr\n"
        ";;\n"
        "c;too;many;cells\n"
        f"d;{long};\n"
        "e;slager;xx\n"
        'f;"slager\nen vlees snijden";nl\n'
    )
    result = competent("annotate", path, *RELEASE, "--json")
    lines = result.lines
    assert result.code == 0
    assert [it.get("id") for it in lines] == ["a", "b", None, "d", "e", "f"]
    assert [it["row"] for it in lines] == [2, 3, 5, 6, 7, 8]
    assert [len(it.get("annotations", [])) for it in lines] == [1, 1, 0, 0, 0, 2]
    assert "4 cells under 3 columns" in lines[2]["error"]["detail"]
    assert "1,048,577 bytes" in lines[3]["error"]["detail"]
    assert "no labels in 'xx'" in lines[4]["error"]["detail"]
    assert "3 of 6 rows were refused" in result.err


def test_people_see_a_table(competent: Callable[..., Result], file: Callable[[str], Path]) -> None:
    result = competent("annotate", file("text\nSlager gezocht\n"), *RELEASE, "--lang", "nl")
    assert "OP-1" in result.out
    assert "profile" in result.out


def test_options_are_those_of_the_route(
    competent: Callable[..., Result], file: Callable[[str], Path]
) -> None:
    path = file("text\n<b>slag</b>er en vlees snijden\n")
    options = ("--format", "html", "--kind", "profile", "--min-score", "0", "--json")
    (line,) = competent("annotate", path, *RELEASE, *options).lines
    assert [it["text"] for it in line["annotations"]] == ["slag</b>er"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("id,title\n1,slager\n", "no column is called text; there is: id, title"),
        ("text,text\na,b\n", "2 columns are called text"),
        ("", "no column is called text; there is: none"),
        ('text\n"broken', "texts.csv, row 2: not CSV"),
    ],
)
def test_a_file_that_holds_no_texts_is_refused(
    competent: Callable[..., Result], file: Callable[[str], Path], content: str, told: str
) -> None:
    result = competent("annotate", file(content), *RELEASE, "--json")
    assert result.code == 1
    assert told in result.err


def test_what_is_not_there_is_told(competent: Callable[..., Result], tmp_path: Path) -> None:
    assert "cannot be read" in competent("annotate", tmp_path / "none.csv", *RELEASE).err
    path = tmp_path / "texts.csv"
    path.write_bytes(b"text\n\xff\n")
    assert "not UTF-8" in competent("annotate", path, *RELEASE).err
    path.write_bytes(b"text\nslager\n")
    assert competent("annotate", path, "--version", "9.9").code == 1
    assert competent("annotate", path, *RELEASE, "--kind", "occupation").code == 2


def test_a_file_of_any_size_is_annotated_into_another(
    competent: Callable[..., Result], file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = file("id,text\na,Slager gezocht\nb,vlees snijden\nb,again\n,none\n")
    out = tmp_path / "out.ndjson"
    result = competent("annotate", path, *RELEASE, "--out", out, "--workers", "1", "--json")
    rows = [json.loads(it) for it in out.read_text().splitlines()]
    assert [(it["id"], it["notation"]) for it in rows] == [("a", "OP-1"), ("b", "SK-1")]
    summary = result.lines[-1]
    assert (summary["rows"], summary["written"], summary["refused"]) == (2, 2, 2)
    assert competent("annotate", path, *RELEASE, "--out", tmp_path / "out.xls").code == 2


def test_what_is_named_in_other_words_is_told_apart(
    competent: Callable[..., Result], file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = file("id,text,lang\na,Kan voorzichtig vlees versnijden.,nl\n")
    asked = ("annotate", path, *RELEASE, "--semantic")
    (line,) = competent(*asked, "--json").lines
    assert [it["matched"]["how"] for it in line["annotations"]] == ["semantic"]
    out = tmp_path / "out.ndjson"
    assert competent(*asked, "--out", out, "--workers", 1).code == 0
    (row,) = [json.loads(it) for it in out.read_text().splitlines()]
    assert (row["how"], row["score"]) == ("semantic", line["annotations"][0]["score"])
