"""A small sound release workbook as plain rows, so that a test can break one cell and write it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

import xlsxwriter  # type: ignore[import-untyped]

from taxonomy.sources.competent_workbook.shapes import SHAPES

__all__ = [
    "ALTERNATIVES",
    "AREAS",
    "CODES",
    "DIGITAL",
    "ESSENTIAL",
    "OPTIONAL",
    "PROFILES",
    "PROOFS",
    "SECTORS",
    "SETS",
    "SOFT",
    "Broken",
    "Sheets",
    "sheets",
    "uid",
    "write",
]

PROFILES = "Occupational Profiles"
ALTERNATIVES = "Occ.Prof - Alt.Names"
PROOFS = "Occ.Prof - ProofsOfLearning"
CODES = "Occ.Prof - Codes"
SECTORS = "Occ.Prof - Econ.Sectors"
SOFT = "Occ.Prof - Soft Skills"
DIGITAL = "Occ.Prof - Digital Skills"
ESSENTIAL = "Occ.Prof - Essential Competence"
OPTIONAL = "Occ.Prof - Optional Competences"
AREAS = "Occ.Prof - Areas of Interest"
SETS = "Occ.Prof - Competentiesets"

Sheets = dict[str, list[list[Any]]]
"""Name of a sheet → its rows, the header first."""


class Broken(NamedTuple):
    """A cell that shows an error such as `#REF!`."""

    shows: str


def uid(name: str) -> str:
    """The same UUID for the same name."""
    return str(uuid5(NAMESPACE_OID, name))


def _of(code: str, nl: str, fr: str) -> list[Any]:
    return [uid(code), code, nl, fr]


def sheets() -> Sheets:
    """Two profiles, two competences, one set and one of everything else; nothing to complain of."""
    slager = _of("OP-1", "Slager", "Boucher (h/f/x)")
    bakker = _of("OP-2", "Bakker", "Boulanger (h/f/x)")
    sawing = [uid("CP-1"), "CP-1", "skill", *_of("SK-1", "Vlees zagen", "Scier la viande")]
    knowing = [uid("CP-1"), "CP-1", "knowledge", *_of("KN-1", "Anatomie", "Anatomie")]
    acting = [
        *(uid("CP-1"), "CP-1", "behavioural indicator"),
        *_of("GI-1", "Werkt netjes", "Travaille proprement"),
    ]
    baking = [uid("CP-2"), "CP-2", "skill", *_of("SK-2", "Brood bakken", "Cuire du pain")]
    working = [*_of("CS-1", "Vlees", "Viande"), "bewerken", "travailler"]
    dates = ["2021-05-01", "2021-06-08"]
    rows: Sheets = {
        PROFILES: [
            [
                *slager,
                *("Butcher", "Metzger", "Snijdt vlees.", "Coupe.", "Cuts.", ""),
                *("In een winkel.", "", "", "", *dates),
            ],
            [*bakker, *[""] * 10, *dates],
        ],
        ALTERNATIVES: [
            [*slager, uid("AN-1"), "AN-1", "nl", "Vleeshouwer"],
            [*slager, uid("AN-2"), "AN-2", "fr", "Charcutier"],
        ],
        PROOFS: [[*slager, *_of("PL-1", "Attest", "Attestation")]],
        CODES: [[*slager, "ISCO-08", "7511"], [*bakker, "ISCO-08", "7512"]],
        SECTORS: [[*slager, *_of("ES-1", "Voeding", "Alimentation")]],
        SOFT: [[*slager, uid("SO-1"), "SO-1", uid("title"), "Inleving", "Bienveillance"]],
        DIGITAL: [[*slager, uid("DS-1"), "DS-1", uid("titel"), "Netiquette", "Nétiquette"]],
        ESSENTIAL: [[*slager, *sawing], [*slager, *knowing], [*slager, *acting]],
        OPTIONAL: [
            *([*bakker, *sawing], [*bakker, *knowing], [*bakker, *acting]),
            [*slager, *baking],
        ],
        AREAS: [[*slager, *_of("AI-R", "Praktisch", "Réaliste")]],
        SETS: [
            [*slager, *working, "SKILL", "SK-1", "Vlees zagen", "Scier la viande"],
            [*slager, *working, "KNOWLEDGE", "KN-1", "Anatomie", "Anatomie"],
            [*bakker, *working, "SKILL", "SK-1", "Vlees zagen", "Scier la viande"],
            [*bakker, *working, "KNOWLEDGE", "KN-1", "Anatomie", "Anatomie"],
        ],
    }
    headers = zip(rows, SHAPES, strict=True)
    return {name: [list(shape.columns), *rows[name]] for name, shape in headers}


def write(path: Path, content: Sheets) -> Path:
    """The workbook at that path; "" and None leave a cell empty."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in content.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, at, column, cell, day)
    return path


def _write(sheet: Any, row: int, column: int, cell: object, day: Any) -> None:
    if cell in ("", None):
        return
    if isinstance(cell, Broken):
        sheet.write_formula(row, column, "=1/0", None, cell.shows)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date | datetime):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, str(cell))
