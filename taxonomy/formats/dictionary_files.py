"""The data dictionary as a file (dictionary.csv) and as a page (docs/data-dictionary.md)."""

from __future__ import annotations

from taxonomy.formats.csv_package import Table
from taxonomy.formats.dictionary import TABLES, Field, Form

__all__ = ["page", "write"]

_INTRODUCTION = """\
# Data dictionary

What every field of a release's tables is, in CSV (`csv.zip`), in Parquet and in the offline pack, which the library writes and publishing does not put into the archive yet. The same facts stand in `dictionary.csv` and, for CSV, in `datapackage.json`.

- **text** is UTF-8, in Unicode's normal form C; in Parquet and the offline pack, what is not told is null, in CSV it is empty.
- **list of texts** stands in one CSV cell: a space between two of them, `\\ ` for a space inside one, `\\\\` for a backslash.
- **concept** names a concept: in Parquet by its `id`; in CSV by its notation where that is unmistakable in the release, else by its `id`; in the offline pack by `concepts.key`.
- Fields in **bold** are always there. `{…}` in a name stands for what differs, such as `pref_label_{lang}` for `pref_label_nl`.
"""


def write() -> bytes:
    """`dictionary.csv`: one row a field of a table, in the order in which they are shown."""
    columns = ("table", "field", "type", "always", "in", "meaning", "standard", "values")
    rows = [
        (
            table.name,
            field.name,
            field.type.value,
            "yes" if field.required else "no",
            ", ".join(field.forms),
            field.meaning,
            field.standard,
            " ".join(field.values),
        )
        for table in TABLES.values()
        for field in table.fields
    ]
    return Table(columns, rows).encoded()


def page() -> str:
    """The page, in Markdown."""
    parts = [_INTRODUCTION]
    for table in TABLES.values():
        lines = [
            f"## {table.name}",
            table.meaning,
            "",
            "| field | type | in | meaning | standard |",
            "|---|---|---|---|---|",
            *(_row(it) for it in table.fields),
        ]
        if table.key:
            lines += ["", f"No two rows share {', '.join(f'`{it}`' for it in table.key)}."]
        parts.append("".join(f"{it}\n" for it in lines))
    return "\n".join(parts)


def _row(field: Field) -> str:
    name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
    where = "all" if field.forms == tuple(Form) else ", ".join(field.forms)
    values = [f"`{it}`" for it in field.values]
    meaning = field.meaning + (f": {', '.join(values)}" if len(values) > 3 else "")
    return f"| {name} | {field.type} | {where} | {meaning} | {field.standard or '–'} |"
