"""A taxonomy as a CSV package: what sources/csv_package reads back to an equal taxonomy."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from taxonomy.vocabulary import LANGUAGES, Kind, LabelType, NoteType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from taxonomy.model import Concept, Taxonomy

__all__ = ["write"]

_DIGITS = re.compile(r"(\d+)", re.ASCII)
_ESCAPE = re.compile(r"([\s\\])")
_QUOTED = re.compile(r'[,"\r\n]')

Row = dict[str, str]


def write(
    taxonomy: Taxonomy,
    *,
    version: str,
    released: date | None = None,
    sample: bool = False,
    note: str = "",
) -> dict[str, bytes]:
    """File name → bytes: `release.toml`, a CSV per kind and relation, `labels.csv` where needed.

    Equal taxonomies give equal bytes: rows in the order of their notations (`OP-2` before
    `OP-10`), columns in a fixed order and only where a row fills them, cells quoted where needed.
    A reference is the notation where that is unmistakable, else the id.
    """
    concepts = sorted(taxonomy, key=_order)
    names = _names(taxonomy)
    tables: dict[str, list[Row]] = defaultdict(list)
    for concept in concepts:
        tables[f"{concept.kind}.csv"].append(_concept_row(concept, names))
        tables["labels.csv"] += _label_rows(concept, names)
        tables["notes.csv"] += _further_notes(concept, names)
        for link in sorted(
            concept.links,
            key=lambda it: (it.rank, _natural(names.get(it.target, it.target)), it.target),
        ):
            row = {"subject": names[concept.id], "target": names.get(link.target, link.target)}
            row |= {"rank": str(link.rank)} if link.rank else {}
            tables[f"links/{link.predicate}.csv"].append(row)
    files = {
        "release.toml": _settings(taxonomy.scheme, version, released, sample=sample, note=note)
    }
    for name in _file_order():
        if tables.get(name):
            files[name] = _table(tables[name], _LEADING.get(name.split("/")[0], ("id", "notation")))
    return files


_LEADING = {
    "labels.csv": ("concept", "lang", "type", "text"),
    "notes.csv": ("concept", "lang", "type", "text"),
    "links": ("subject", "target"),
}
"""The columns that a file has even where they are empty; others have those of a concept."""


def _file_order() -> list[str]:
    links = [f"links/{predicate}.csv" for predicate in Predicate]
    return [*(f"{kind}.csv" for kind in Kind), "labels.csv", "notes.csv", *links]


def _settings(
    scheme: str, version: str, released: date | None, *, sample: bool, note: str
) -> bytes:
    lines = [f"scheme = {_toml(scheme)}", f"version = {_toml(version)}"]
    lines += [f"released = {released.isoformat()}"] if released else []
    lines += ["sample = true"] if sample else []
    lines += [f"note = {_toml(note)}"] if note else []
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


def _table(rows: list[Row], leading: tuple[str, ...]) -> bytes:
    filled = {column for row in rows for column, cell in row.items() if cell}
    columns = [*leading, *sorted(filled.difference(leading), key=_column_order)]
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return "".join(",".join(map(_cell, line)) + "\n" for line in lines).encode()


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


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
