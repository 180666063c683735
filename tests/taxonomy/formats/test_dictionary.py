"""The dictionary knows every field, and its page and file say what it says."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given

from taxonomy.formats import csv_package, dictionary_files
from taxonomy.formats.dictionary import TABLES, Form, Type, columns, find
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import NoteType
from tests.taxonomy.formats.test_csv_package import packages

PAGE = Path(__file__).parents[3] / "docs/data-dictionary.md"


def test_the_page_is_what_the_dictionary_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary_files.page()


def test_the_file_has_a_row_for_every_field() -> None:
    rows = list(csv.DictReader(io.StringIO(dictionary_files.write().decode(), newline="")))
    assert [(it["table"], it["field"]) for it in rows] == [
        (table.name, field.name) for table in TABLES.values() for field in table.fields
    ]
    assert {it["always"] for it in rows} == {"yes", "no"}


@given(packages())
def test_every_column_of_a_package_is_a_field(taxonomy: Taxonomy) -> None:
    for name, table in csv_package.tables(taxonomy).items():
        stem = "links" if name.startswith("links/") else name.removesuffix(".csv")
        for column in table.columns:
            field = find(stem if stem in TABLES else "concepts", column)
            assert Form.CSV in field.forms


@pytest.mark.parametrize("type_", NoteType)
def test_every_type_of_note_has_a_column(type_: NoteType) -> None:
    assert find("concepts", f"{type_}_nl").name == f"{type_}_{{lang}}"


def test_a_column_that_no_field_describes_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"the dictionary has no links\.colour"):
        find("links", "colour")


@pytest.mark.parametrize("table", TABLES)
def test_a_field_stands_once_in_a_table_and_its_key_is_made_of_fields(table: str) -> None:
    names = [it.name for it in TABLES[table].fields]
    assert len(set(names)) == len(names)
    assert set(TABLES[table].key) <= set(names)


@pytest.mark.parametrize("form", [Form.PARQUET, Form.PACK])
def test_no_field_outside_csv_holds_a_list_or_differs_by_name(form: Form) -> None:
    for table in TABLES:
        for field in columns(table, form):
            assert field.type is not Type.LIST
            assert "{" not in field.name
