"""Vacancies and profiles drawn at random as ESCO's occupations are: as many skills, as frequent ones."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import parquet

if TYPE_CHECKING:
    from pathlib import Path

    Array = np.ndarray[Any, Any]

__all__ = ["Shape", "profiles", "shape_of", "vacancies"]

SEED = 2026
_OVERDRAWN = 1.5
"""So many more skills are drawn than wanted: what is drawn twice for a row counts once."""
_ROWS = 10_000
"""Rows that are drawn together."""


class Shape(NamedTuple):
    """ESCO's skills, how many occupations ask for each, and (essential, optional) of each occupation."""

    skills: list[str]
    asked: Array
    sizes: Array


def shape_of(relations: Path) -> Shape:
    """The distributions of `occupationSkillRelations` in the zip."""
    asked: Counter[str] = Counter()
    sizes: dict[str, list[int]] = {}
    with zipfile.ZipFile(relations) as held:
        name = next(it for it in held.namelist() if it.startswith("occupationSkillRelations"))
        with held.open(name) as file:
            for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
                asked[row["skillUri"]] += 1
                size = sizes.setdefault(row["occupationUri"], [0, 0])
                size[row["relationType"] != "essential"] += 1
    skills = sorted(asked)
    counts = np.array([asked[it] for it in skills], dtype=np.float64)
    return Shape(skills, counts, np.array([sizes[it] for it in sorted(sizes)], dtype=np.int64))


def vacancies(shape: Shape, rows: int, file: Path) -> None:
    """Write vacancies: each asks for as many skills as some occupation's essential ones."""
    random = np.random.default_rng(SEED)
    schema = pa.schema([("id", pa.string()), ("competences", pa.list_(pa.string()))])
    with parquet.ParquetWriter(file, schema) as writer:
        for first in range(0, rows, _ROWS):
            many = min(_ROWS, rows - first)
            sizes = np.maximum(shape.sizes[random.integers(0, len(shape.sizes), many), 0], 1)
            lists = _lists(shape, _drawn(shape, sizes, random), np.zeros(many, np.int64), sizes)
            ids = pa.array([f"vacancy-{it}" for it in range(first, first + many)])
            writer.write_batch(pa.record_batch([ids, lists], schema=schema))


def profiles(shape: Shape, rows: int, file: Path) -> None:
    """Write profiles: each has as many essential and optional skills as some occupation."""
    random = np.random.default_rng(SEED + 1)
    texts = pa.list_(pa.string())
    schema = pa.schema([("id", pa.string()), ("essential", texts), ("optional", texts)])
    with parquet.ParquetWriter(file, schema) as writer:
        for first in range(0, rows, _ROWS):
            many = min(_ROWS, rows - first)
            sizes = shape.sizes[random.integers(0, len(shape.sizes), many)]
            drawn = _drawn(shape, sizes.sum(axis=1), random)
            essential = _lists(shape, drawn, np.zeros(many, np.int64), sizes[:, 0])
            optional = _lists(shape, drawn, sizes[:, 0], sizes.sum(axis=1))
            ids = pa.array([f"profile-{it}" for it in range(first, first + many)])
            writer.write_batch(pa.record_batch([ids, essential, optional], schema=schema))


def _drawn(shape: Shape, sizes: Array, random: np.random.Generator) -> tuple[Array, Array, Array]:
    """(row, place in it, skill) of all that is drawn: none twice in a row, as frequent as in ESCO."""
    tried = np.ceil(sizes * _OVERDRAWN).astype(np.int64) + 4
    row = np.repeat(np.arange(len(sizes)), tried)
    chances = np.cumsum(shape.asked) / shape.asked.sum()
    skill = np.searchsorted(chances, random.random(len(row)), side="right")
    _, first = np.unique(row * len(shape.skills) + skill, return_index=True)
    first.sort()
    row, skill = row[first], skill[first]
    return row, np.arange(len(row)) - np.searchsorted(row, row), skill


def _lists(shape: Shape, drawn: tuple[Array, Array, Array], begin: Array, end: Array) -> Any:
    """Of each row the skills from one place to another."""
    row, place, skill = drawn
    kept = (place >= begin[row]) & (place < end[row])
    starts = np.searchsorted(row[kept], np.arange(len(begin) + 1)).astype(np.int32)
    texts = pa.array(shape.skills).take(pa.array(skill[kept]))
    return pa.ListArray.from_arrays(pa.array(starts), texts)
