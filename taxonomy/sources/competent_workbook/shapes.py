"""What the eleven sheets of a Competent release workbook hold, column by column."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "ALTERNATIVE_NAMES",
    "AREAS_OF_INTEREST",
    "CODES",
    "COMPETENCE_SETS",
    "DIGITAL_SKILLS",
    "ESSENTIAL_COMPETENCES",
    "OPTIONAL_COMPETENCES",
    "PROFILES",
    "PROOFS_OF_LEARNING",
    "SECTORS",
    "SHAPES",
    "SOFT_SKILLS",
    "Shape",
]


class Shape(NamedTuple):
    """A sheet: how its name begins and what its columns are called, in order.

    The names serve findings; columns are read by position. `required` says which of them, counted
    from 0, cannot be empty.
    """

    prefix: str
    columns: tuple[str, ...]
    required: tuple[int, ...]


_PROFILE = ("profile id", "profile code", "title nl", "title fr")
_BLOCK = ("competence id", "competence code", "block type", "block id", "block code")
_BLOCK_TITLES = ("block nl", "block fr")


def _linked(prefix: str, what: str, *between: str) -> Shape:
    tail = (f"{what} id", f"{what} code", *between, f"{what} nl", f"{what} fr")
    return Shape(prefix, _PROFILE + tail, (0, 1, 4, 5))


PROFILES = Shape(
    "Occupational Profiles",
    (
        "uuid",
        "code",
        *(f"title {lang}" for lang in ("nl", "fr", "en", "de")),
        *(f"description {lang}" for lang in ("nl", "fr", "en", "de")),
        *(f"working context {lang}" for lang in ("nl", "fr", "en", "de")),
        "last modified",
        "last published",
    ),
    (0, 1),
)
ALTERNATIVE_NAMES = Shape(
    "Occ.Prof - Alt.Names",
    (*_PROFILE, "alternative name id", "alternative name code", "language", "title"),
    (0, 1, 4, 5, 6, 7),
)
PROOFS_OF_LEARNING = _linked("Occ.Prof - ProofsOfLearning", "proof")
CODES = Shape("Occ.Prof - Codes", (*_PROFILE, "type", "value"), (0, 1, 4, 5))
SECTORS = _linked("Occ.Prof - Econ.Sectors", "sector")
SOFT_SKILLS = _linked("Occ.Prof - Soft Skills", "soft skill", "title id")
DIGITAL_SKILLS = _linked("Occ.Prof - Digital Skills", "digital skill", "title id")
ESSENTIAL_COMPETENCES = Shape(
    "Occ.Prof - Essential Competence", _PROFILE + _BLOCK + _BLOCK_TITLES, (0, 1, 4, 5, 6, 7, 8)
)
OPTIONAL_COMPETENCES = Shape(
    "Occ.Prof - Optional Competence", _PROFILE + _BLOCK + _BLOCK_TITLES, (0, 1, 4, 5, 6, 7, 8)
)
AREAS_OF_INTEREST = _linked("Occ.Prof - Areas of Interest", "area")
COMPETENCE_SETS = Shape(
    "Occ.Prof - Competentiesets",
    (
        *_PROFILE,
        *("set id", "set code", "set nl", "set fr", "disambiguator nl", "disambiguator fr"),
        *("block type", "block code", *_BLOCK_TITLES),
    ),
    (0, 1, 4, 5, 10, 11),
)

SHAPES = (
    PROFILES,
    ALTERNATIVE_NAMES,
    PROOFS_OF_LEARNING,
    CODES,
    SECTORS,
    SOFT_SKILLS,
    DIGITAL_SKILLS,
    ESSENTIAL_COMPETENCES,
    OPTIONAL_COMPETENCES,
    AREAS_OF_INTEREST,
    COMPETENCE_SETS,
)
"""Every sheet in the order it stands in the workbook."""
