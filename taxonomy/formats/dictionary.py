"""The data dictionary: what every field of the tables of a release is, told in one place.

The schemas of `datapackage.json`, the columns of Parquet and of the offline pack, the page
docs/data-dictionary.md and the file dictionary.csv all come from these tables.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason, Status

__all__ = ["TABLES", "Field", "Form", "Table", "Type", "columns", "find"]


class Type(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "whole number"
    DATE = "date"
    FLAG = "true or false"
    LIST = "list of texts"
    CONCEPT = "concept"


class Form(StrEnum):
    """Where a field stands."""

    CSV = "CSV"
    PARQUET = "Parquet"
    PACK = "offline pack"


_EVERYWHERE = tuple(Form)
_CSV = (Form.CSV,)
_NOT_CSV = (Form.PARQUET, Form.PACK)


class Field(NamedTuple):
    """A column: `{…}` in its name stands for what differs; `values` are all that it may hold.

    `standard` is the term of SKOS, DCMI or another standard that it carries.
    """

    name: str
    type: Type
    meaning: str
    standard: str = ""
    forms: tuple[Form, ...] = _EVERYWHERE
    required: bool = False
    values: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table; `key` are the fields that no two rows share."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()


def columns(table: str, form: Form) -> tuple[Field, ...]:
    """The fields of a table in this form, in their order; KeyError where there is no such table."""
    return tuple(it for it in TABLES[table].fields if form in it.forms)


def find(table: str, column: str) -> Field:
    """The field that a column of a table is, `{…}` filled in; KeyError where there is none."""
    for field in TABLES[table].fields:
        stem, brace, _ = field.name.partition("{")
        if column == field.name or (brace and re.fullmatch(f"{stem}.+", column, re.DOTALL)):
            return field
    message = f"the dictionary has no {table}.{column}"
    raise KeyError(message)


def _concept(meaning: str) -> Field:
    return Field("concept", Type.CONCEPT, meaning, "skos:Concept", required=True)


def _lang(of: str) -> Field:
    return Field("lang", Type.TEXT, f"the language of the {of}", "BCP 47", required=True)


_KEY = Field("key", Type.NUMBER, "the number of the row in this file", forms=(Form.PACK,))

_RELEASE = (
    Field("scheme", Type.TEXT, "the scheme", "skos:ConceptScheme", required=True),
    Field("version", Type.TEXT, "its version: `3.10` is not `3.1`", "dcat:version", required=True),
    Field("previous", Type.TEXT, "the version before", "dcat:previousVersion", _NOT_CSV),
    Field("released", Type.DATE, "the day on which it was released", "dct:issued"),
    Field("sample", Type.FLAG, "whether the content was invented to show the service"),
    Field("note", Type.TEXT, "a remark on the release", "adms:versionNotes"),
    Field(
        "languages",
        Type.LIST,
        "the only languages whose texts the package holds; absent where it holds all",
        "BCP 47",
        _CSV,
    ),
    Field("title", Type.TEXT, "the name of the scheme", "dct:title", _NOT_CSV),
    Field("publisher", Type.TEXT, "who publishes the scheme", "dct:publisher", _NOT_CSV),
    Field("licence", Type.TEXT, "under which terms it may be used", "dct:license", _NOT_CSV),
    Field("attribution", Type.TEXT, "the sentence to show with it", forms=_NOT_CSV),
    Field("digest", Type.TEXT, "`sha256:` and the digest of the release", forms=_NOT_CSV),
)

_CONCEPTS = (
    _KEY,
    Field("id", Type.TEXT, "opaque and stable: a UUID or a URI", "dct:identifier", required=True),
    Field("notation", Type.TEXT, "the code that people type, such as `OP-10`", "skos:notation"),
    Field(
        "kind",
        Type.TEXT,
        "what it is in its scheme; in CSV, the name of the file says it",
        "rdf:type",
        _NOT_CSV,
        required=True,
        values=tuple(Kind),
    ),
    Field(
        "status",
        Type.TEXT,
        "`active` or `retired`; in CSV, empty means active",
        "owl:deprecated",
        values=tuple(Status),
    ),
    Field(
        "retirement", Type.TEXT, "why it was retired", "adms:status", values=tuple(RetirementReason)
    ),
    Field("replaced_by", Type.LIST, "its successors", "dct:isReplacedBy", _CSV),
    Field(
        "pref_label_{lang}", Type.TEXT, "its preferred label in a language", "skos:prefLabel", _CSV
    ),
    Field("definition_{lang}", Type.TEXT, "what it is", "skos:definition", _CSV),
    Field("description_{lang}", Type.TEXT, "what it is about", "dct:description", _CSV),
    Field("scope_note_{lang}", Type.TEXT, "what belongs to it", "skos:scopeNote", _CSV),
    Field("working_context_{lang}", Type.TEXT, "where and how the work is done", "Competent", _CSV),
    Field("disambiguator_{lang}", Type.TEXT, "where a competence set is used", "Competent", _CSV),
    Field(
        "notation_{system}",
        Type.LIST,
        "its codes in another system, such as `isco-08`",
        "skos:notation",
        _CSV,
    ),
    Field("framework_name", Type.TEXT, "the framework that it stands in, such as `DigComp`"),
    Field("framework_version", Type.TEXT, "the version of that framework"),
    Field("framework_number", Type.TEXT, "its number there"),
    Field(
        "collections",
        Type.LIST,
        "the collections of its scheme that it belongs to",
        "skos:Collection",
        _CSV,
    ),
    Field("attribute_{name}", Type.TEXT, "anything else that its source says", forms=_CSV),
)

_LABELS = (
    _KEY,
    _concept("the concept that bears it"),
    _lang("label"),
    Field(
        "type",
        Type.TEXT,
        "`preferred` (one a language), `alternative` or `hidden`",
        "skos:prefLabel, skos:altLabel, skos:hiddenLabel",
        required=True,
        values=tuple(LabelType),
    ),
    Field("text", Type.TEXT, "the label, on one line", "skosxl:literalForm", required=True),
    Field("id", Type.TEXT, "the label's own id, where its source gives one", "skosxl:Label"),
    Field("notation", Type.TEXT, "the label's own code, where its source gives one"),
)

_NOTES = (
    _concept("the concept that it is about"),
    _lang("note"),
    Field(
        "type",
        Type.TEXT,
        "what kind of note it is",
        "skos:definition, skos:scopeNote, dct:description; Competent",
        required=True,
        values=tuple(NoteType),
    ),
    Field("text", Type.TEXT, "the text; a line feed divides its lines", required=True),
)

_LINKS = (
    Field("subject", Type.CONCEPT, "the concept that links", "rdf:subject", required=True),
    Field(
        "predicate",
        Type.TEXT,
        "how it links; in CSV, the name of the file says it",
        "rdf:predicate; skos:broader, skos:related, ESCO, Competent",
        _NOT_CSV,
        required=True,
        values=tuple(Predicate),
    ),
    Field("target", Type.CONCEPT, "the concept that it links to", "rdf:object", required=True),
    Field("rank", Type.NUMBER, "its place among the links of that predicate; 0 where none is told"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "release",
            "What the release says of itself, in one row; in CSV, the settings of `release.toml`.",
            _RELEASE,
            ("scheme",),
        ),
        Table(
            "concepts",
            "One row a concept, active and retired ones; in CSV, one file a kind: `<kind>.csv`.",
            _CONCEPTS,
            ("id",),
        ),
        Table(
            "labels",
            "One row a label; `labels.csv` holds those only that have no column `pref_label_{lang}`.",
            _LABELS,
            ("concept", "lang", "type", "text", "id", "notation"),
        ),
        Table(
            "notes",
            "One row a note; `notes.csv` holds those only that have no column of their own.",
            _NOTES,
            ("concept", "lang", "type", "text"),
        ),
        Table(
            "links",
            "One row a link, inverses left out; in CSV, one file a predicate: `links/<predicate>.csv`.",
            _LINKS,
            ("subject", "predicate", "target"),
        ),
        Table(
            "notations",
            "One row a code in another system; in CSV, the columns `notation_{system}`.",
            (
                _concept("the concept that has it")._replace(forms=_NOT_CSV),
                Field("system", Type.TEXT, "such as `isco-08`", "", _NOT_CSV, required=True),
                Field(
                    "value", Type.TEXT, "its code there", "skos:notation", _NOT_CSV, required=True
                ),
            ),
            ("concept", "system", "value"),
        ),
        Table(
            "successors",
            "One row a successor of a retired concept; in CSV, the column `replaced_by`.",
            (
                _concept("the retired concept")._replace(forms=_NOT_CSV),
                Field(
                    "successor", Type.CONCEPT, "what took its place", "dct:isReplacedBy", _NOT_CSV
                ),
            ),
            ("concept", "successor"),
        ),
        Table(
            "collections",
            "One row a membership; in CSV, the column `collections`.",
            (
                _concept("the member")._replace(forms=_NOT_CSV),
                Field(
                    "collection", Type.TEXT, "such as `green` in ESCO", "skos:Collection", _NOT_CSV
                ),
            ),
            ("concept", "collection"),
        ),
        Table(
            "attributes",
            "One row a further fact that a source tells; in CSV, the columns `attribute_{name}`.",
            (
                _concept("the concept that it is told of")._replace(forms=_NOT_CSV),
                Field("name", Type.TEXT, "what is told, such as `modified`", "", _NOT_CSV),
                Field("value", Type.TEXT, "what its source says", "", _NOT_CSV),
            ),
            ("concept", "name"),
        ),
    )
}
"""Every table by its name, in the order in which they are shown."""
