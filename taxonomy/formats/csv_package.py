"""A taxonomy as a CSV package: what sources/csv_package reads back to an equal taxonomy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.formats.cells import row
from taxonomy.vocabulary import LANGUAGES, Kind, LabelType, NoteType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from taxonomy.model import Concept, Taxonomy

__all__ = ["Table", "settings", "tables", "tables_of_concepts", "tables_of_links", "write"]

_DIGITS = re.compile(r"(\d+)", re.ASCII)
_ESCAPE = re.compile(r"([\s\\])")

Row = dict[str, str]


class Table(NamedTuple):
    """One CSV file: its columns, and its rows with a text for each of them."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def encoded(self) -> bytes:
        """The file: UTF-8, commas, a line feed behind every row, cells quoted where needed."""
        lines = (self.columns, *self.rows)
        return "".join(row(line) + "\n" for line in lines).encode()


def write(
    taxonomy: Taxonomy,
    *,
    version: str,
    released: date | None = None,
    sample: bool = False,
    note: str = "",
) -> dict[str, bytes]:
    """File name → bytes: `release.toml`, a CSV per kind and relation, `labels.csv` where needed.

    Equal taxonomies give equal bytes. A text that a spreadsheet might take for a formula is
    neutralised (`taxonomy.formats.cells`), and is read back as it was.
    """
    toml = settings(taxonomy.scheme, version, released, sample=sample, note=note)
    return {"release.toml": toml} | {
        name: table.encoded() for name, table in tables(taxonomy).items()
    }


def tables(taxonomy: Taxonomy) -> dict[str, Table]:
    """File name → table, kinds first: rows in the order of their notations (`OP-2` before `OP-10`).

    Columns stand in a fixed order and only where a row fills them. A reference is the notation
    where that is unmistakable, else the id.
    """
    return tables_of_concepts(taxonomy) | tables_of_links(taxonomy)


def tables_of_concepts(taxonomy: Taxonomy) -> dict[str, Table]:
    """The tables of `tables` that hold concepts, their labels and notes."""
    names = _names(taxonomy)
    rows: dict[str, list[Row]] = defaultdict(list)
    for concept in sorted(taxonomy, key=_order):
        rows[f"{concept.kind}.csv"].append(_concept_row(concept, names))
        rows["labels.csv"] += _label_rows(concept, names)
        rows["notes.csv"] += _further_notes(concept, names)
    return _in_order(rows)


def tables_of_links(taxonomy: Taxonomy) -> dict[str, Table]:
    """The tables of `tables` that hold links; labels and notes have no part in them."""
    names = _names(taxonomy)
    places = {id: _natural(name) for id, name in names.items()}
    rows: dict[str, list[Row]] = defaultdict(list)
    for concept in sorted(taxonomy, key=_order):
        for link in sorted(
            concept.links,
            key=lambda it: (it.rank, places.get(it.target) or _natural(it.target), it.target),
        ):
            told = {"subject": names[concept.id], "target": names.get(link.target, link.target)}
            told |= {"rank": str(link.rank)} if link.rank else {}
            rows[f"links/{link.predicate}.csv"].append(told)
    return _in_order(rows)


def _in_order(rows: Mapping[str, list[Row]]) -> dict[str, Table]:
    return {
        name: _table(rows[name], _LEADING.get(name.split("/")[0], ("id", "notation")))
        for name in _file_order()
        if rows.get(name)
    }


_LEADING = {
    "labels.csv": ("concept", "lang", "type", "text"),
    "notes.csv": ("concept", "lang", "type", "text"),
    "links": ("subject", "target"),
}
"""The columns that a file has even where they are empty; others have those of a concept."""


def _file_order() -> list[str]:
    links = [f"links/{predicate}.csv" for predicate in Predicate]
    return [*(f"{kind}.csv" for kind in Kind), "labels.csv", "notes.csv", *links]


def settings(
    scheme: str,
    version: str,
    released: date | None,
    *,
    sample: bool = False,
    note: str = "",
    languages: Sequence[str] = (),
) -> bytes:
    """`release.toml`; `languages` are the only ones whose texts the package holds, if not all."""
    lines = [f"scheme = {_toml(scheme)}", f"version = {_toml(version)}"]
    lines += [f"released = {released.isoformat()}"] if released else []
    lines += ["sample = true"] if sample else []
    lines += [f"note = {_toml(note)}"] if note else []
    lines += [f"languages = [{', '.join(map(_toml, languages))}]"] if languages else []
    return "".join(f"{line}\n" for line in lines).encode()


def _toml(text: str) -> str:
    """A TOML basic string (TOML 1.0, section String): quote, backslash and controls are escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda it: f"\\u{ord(it[0]):04X}", escaped) + '"'


def _names(taxonomy: Taxonomy) -> Mapping[str, str]:
    """Id → how references call it: its notation, unless another concept has that as well."""
    bearers: dict[str, int] = defaultdict(int)
    for concept in taxonomy:
        bearers[concept.notation] += 1
    return {
        it.id: it.notation
        if it.notation and bearers[it.notation] == 1 and it.notation not in taxonomy.by_id
        else it.id
        for it in taxonomy
    }


def _concept_row(concept: Concept, names: Mapping[str, str]) -> Row:
    row = {"id": concept.id, "notation": concept.notation}
    if concept.status is not Status.ACTIVE:
        row["status"] = concept.status
    if concept.retirement:
        row["retirement"] = concept.retirement
    row["replaced_by"] = _list(names.get(it, it) for it in concept.replaced_by)
    row |= {f"pref_label_{it.lang}": it.text for it in concept.labels if _is_plain(it)}
    for note in reversed(concept.notes):
        row[f"{note.type}_{note.lang}"] = note.text
    systems: dict[str, list[str]] = defaultdict(list)
    for notation in concept.notations:
        systems[notation.system].append(notation.value)
    row |= {f"notation_{system}": _list(values) for system, values in systems.items()}
    if concept.framework:
        row |= {f"framework_{key}": it for key, it in concept.framework._asdict().items()}
    row["collections"] = _list(concept.collections)
    row |= {f"attribute_{name}": text for name, text in concept.attributes}
    return row


def _label_rows(concept: Concept, names: Mapping[str, str]) -> list[Row]:
    return [
        {
            "concept": names[concept.id],
            "lang": label.lang,
            "type": label.type,
            "text": label.text,
            "id": label.id,
            "notation": label.notation,
        }
        for label in concept.labels
        if not _is_plain(label)
    ]


def _further_notes(concept: Concept, names: Mapping[str, str]) -> list[Row]:
    """The notes that have no column left: the second and later of one type and language."""
    seen: set[tuple[str, NoteType]] = set()
    rows = []
    for note in concept.notes:
        if note[:2] in seen:
            rows.append({"concept": names[concept.id], **note._asdict()})
        seen.add(note[:2])
    return rows


def _is_plain(label: Sequence[str]) -> bool:
    """Whether the label has a column of its own: preferred, without an id or notation."""
    return label[1] == LabelType.PREFERRED and not any(label[3:])


def _list(values: Iterable[str]) -> str:
    return " ".join(_ESCAPE.sub(r"\\\1", it) for it in values)


def _order(concept: Concept) -> tuple[list[tuple[int, int, str]], str]:
    return _natural(concept.notation or concept.id), concept.id


def _natural(text: str) -> list[tuple[int, int, str]]:
    """A key in which runs of digits count as numbers."""
    parts = enumerate(_DIGITS.split(text))
    return [(place % 2, len(it.lstrip("0")) if place % 2 else 0, it) for place, it in parts]


def _table(rows: list[Row], leading: tuple[str, ...]) -> Table:
    filled = {column for row in rows for column, cell in row.items() if cell}
    columns = [*leading, *sorted(filled.difference(leading), key=_column_order)]
    return Table(columns, [[row.get(column, "") for column in columns] for row in rows])


_COLUMNS = ("id", "notation", "status", "retirement", "replaced_by", "pref_label", *NoteType)
_LAST_COLUMNS = ("framework_name", "framework_version", "framework_number", "collections")


def _column_order(column: str) -> tuple[int, int, str]:
    """Fixed columns, labels, notes by language, notations, framework, collections, attributes."""
    if column in _LAST_COLUMNS:
        return 50 + _LAST_COLUMNS.index(column), 0, ""
    if column in _COLUMNS:
        return _COLUMNS.index(column), 0, ""
    for place, name in enumerate(_COLUMNS):
        if name not in {"id", "notation", "status"} and column.startswith(f"{name}_"):
            lang = column.removeprefix(f"{name}_")
            return place, LANGUAGES.index(lang) if lang in LANGUAGES else len(LANGUAGES), lang
    return 40 if column.startswith("notation_") else 60, 0, column
