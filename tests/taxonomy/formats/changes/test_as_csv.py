"""`changes.csv` holds a row a change, and no spreadsheet calculates a cell of it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from ast import literal_eval
from collections import Counter
from pathlib import Path

from hypothesis import given, settings

from taxonomy.formats.cells import neutralised, restored
from taxonomy.formats.changes import as_csv
from taxonomy.formats.material import Material
from taxonomy.model import Taxonomy
from tests.strategies import same_scheme
from tests.taxonomy.changing_releases import material

MATERIAL = material()


def rows(it: Material) -> list[dict[str, str]]:
    text = as_csv.write(it).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def row(change: str, concept: str) -> dict[str, str]:
    (found,) = (it for it in rows(MATERIAL) if (it["change"], it["concept"]) == (change, concept))
    return {key: it for key, it in found.items() if it}


@settings(max_examples=40)
@given(same_scheme())
def test_there_is_a_row_a_change_and_each_cell_reads_back(
    both: tuple[Taxonomy, Taxonomy],
) -> None:
    it = material(*both)
    told = rows(it)
    assert len(told) == len(it.changes)
    for line, change in zip(told, it.changes, strict=True):
        assert restored(line["before"]) == change.get("before", "")
        assert restored(line["after"]) == change.get("after", "")
        assert all(cell in ("", neutralised(restored(cell))) for cell in line.values())


def test_the_columns_are_always_the_same() -> None:
    empty = as_csv.write(material(Taxonomy.of("competent", []), Taxonomy.of("competent", [])))
    assert empty.decode() == ",".join(as_csv.COLUMNS) + "\n"


def test_a_rename_names_concept_language_and_both_texts() -> None:
    (renamed, other) = (it for it in rows(MATERIAL) if it["change"] == "renamed")
    assert (renamed["class"], renamed["lang"]) == ("cosmetic", "fr")
    assert {key: it for key, it in other.items() if it} == {
        "concept": "p1",
        "notation": "OP-9",
        "kind": "profile",
        "label": "Slager / winkelier",
        "label_lang": "nl",
        "change": "renamed",
        "class": "wording",
        "field": "pref_label",
        "lang": "nl",
        "before": "Slager",
        "after": "Slager / winkelier",
    }


def test_a_retirement_names_reason_and_successors() -> None:
    told = row("retired", "p2")
    assert (told["reason"], told["replaced_by"]) == ("split", "OP-9 OP-11")


def test_a_blank_in_a_code_does_not_make_two_of_it() -> None:
    change = {"concept": {"id": "a"}, "change": "retired", "replaced_by": ["x y", "z"]}
    (_, line) = as_csv.lines([change], ["nl"])
    assert line.rstrip("\n").endswith(",x\\ y z")


def test_a_moved_link_names_both_strengths_and_its_target() -> None:
    told = row("link-moved", "p1")
    assert (told["moved_from"], told["moved_to"]) == (
        "essentialCompetence",
        "optionalCompetence",
    )
    assert (told["target_notation"], told["target_label"]) == ("CP-1", "Vlees snijden")


def test_a_formula_stands_behind_an_apostrophe() -> None:
    (added,) = (it for it in rows(MATERIAL) if it["after"].endswith("butcher"))
    assert added["after"] == "'=butcher"


def test_a_label_in_no_language_of_the_scheme_is_taken_all_the_same() -> None:
    assert as_csv.name_of({"pref_label": {"pt": "açougueiro", "ar": "جزار"}}, ["nl"]) == (
        "ar",
        "جزار",
    )


def test_a_database_reads_every_row(tmp_path: Path) -> None:
    (tmp_path / "changes.csv").write_bytes(as_csv.write(MATERIAL))
    query = "select change, count(*) from read_csv('changes.csv', all_varchar=true) group by all"
    program = f"import duckdb; print(dict(duckdb.sql({query!r}).fetchall()))"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert literal_eval(told.stdout) == Counter(it["change"] for it in MATERIAL.changes)
