"""A hundred thousand codes of ROME to Competent over ESCO, against loops over rows and against SQL."""

from __future__ import annotations

import csv
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from app.rendering.translating import item
from bench.material import MissingDataError
from bench.measuring import Line, milliseconds, of_baseline_at_most, value_at_most
from taxonomy.composing import composed
from taxonomy.index import ReleaseIndex
from taxonomy.mapping import INVERSE, Mapping, MappingSet, Side
from taxonomy.model import Release, Taxonomy
from taxonomy.sources import competent_workbook, esco_csv, eures
from taxonomy.translating import Translator
from taxonomy.vocabulary import MappingPredicate, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.material import Material
    from taxonomy.model import Concept

__all__ = ["codes"]

COUNT = 100_000
LOOPED = 20
"""Ids that the loops over rows take; their time is extrapolated."""
SECONDS = 5
ROME = Side("rome", "3.47")
ESCO, COMPETENT = Side("esco", "1.2.0"), Side("competent", "3.11")
TABLES = ("occupations", "competences")
JOINED = """
SELECT a.predicate, b.predicate, b.subject FROM rome AS a JOIN competent AS b ON a.object = b.object
WHERE a.subject = ?
"""


@dataclass(frozen=True)
class Ground:
    """The mappings from both sides to ESCO, the releases, and the ids that are asked."""

    rome: MappingSet
    competent: MappingSet
    releases: Sequence[ReleaseIndex]
    ids: Sequence[str]

    def translator(self) -> Translator:
        return Translator([self.rome, self.competent], self.releases)


def codes(material: Material) -> Iterator[Line]:
    """The first request of a worker, each later one, and what is sent."""
    ground = ground_of(material)
    looped = seconds(1, lambda: loops(ground)) * COUNT / LOOPED
    queried = seconds(material.runs, queries(ground))
    asked = f"{COUNT:,} codes of ROME, {len(set(ground.ids)):,} different, to Competent 3.11"
    first = seconds(material.runs, lambda: ours(ground, ground.translator()))
    yield Line(
        what=f"{asked}: the first request",
        ours=first,
        unit="s",
        baseline=f"loops over the rows of both tables ({LOOPED} ids, extrapolated)",
        theirs=looped,
        demand=value_at_most(SECONDS, "s"),
    )
    warm = ground.translator()
    yield Line(
        what="the same once more",
        ours=seconds(material.runs, lambda: ours(ground, warm)),
        unit="s",
        baseline="SQLite in memory, indexed, a join for each id: no releases, no best path",
        theirs=queried,
        demand=of_baseline_at_most(1),
    )
    size, spent = written(ground, warm)
    yield Line(
        what=f"written as lines, each answer once ({size / 1e6:.1f} MB)",
        ours=spent,
        unit="s",
        baseline="the first request",
        theirs=first,
    )


def ours(ground: Ground, translator: Translator) -> int:
    return len(translator.translate(ground.ids, ROME, COMPETENT).items)


def written(ground: Ground, translator: Translator) -> tuple[int, float]:
    """Bytes and seconds of the lines of the ids that differ."""
    made = translator.translate(dict.fromkeys(ground.ids), ROME, COMPETENT)
    before = time.perf_counter()
    size = sum(len(orjson.dumps(item(it, made))) for it in made.items)
    return size, time.perf_counter() - before


def loops(ground: Ground) -> int:
    """What people write first."""
    found = 0
    for asked in ground.ids[:LOOPED]:
        for first in ground.rome:
            if first.subject_id == asked:
                for second in ground.competent:
                    if second.object_id == first.object_id:
                        composed([first.predicate, INVERSE[second.predicate]])
                        found += 1
    return found


def queries(ground: Ground) -> Callable[[], int]:
    """A join for each id, the tables filled and indexed beforehand."""
    database = sqlite3.connect(":memory:")
    for name, content in (("rome", ground.rome), ("competent", ground.competent)):
        database.execute(f"CREATE TABLE {name} (subject, predicate, object)")
        rows = [(it.subject_id, it.predicate.value, it.object_id) for it in content]
        database.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)  # noqa: S608 - ours
        database.execute(f"CREATE INDEX {name}_subject ON {name} (subject)")
        database.execute(f"CREATE INDEX {name}_object ON {name} (object)")
    return lambda: sum(len(database.execute(JOINED, (it,)).fetchall()) for it in ground.ids)


def seconds(runs: int, function: Callable[[], object]) -> float:
    return milliseconds(runs, function) / 1000


def ground_of(material: Material) -> Ground:
    """Belgium's tables and those of ROME as far as they are given; MissingDataError."""
    gold = material.data / "gold/rome_appellation__esco_occ.dev.tsv"
    tables = [material.data / f"eures/BE_{it}_competent-3.8_esco-1.0.3.csv" for it in TABLES]
    if not all(it.exists() for it in (gold, *tables)):
        message = "needs the tables of EURES and of ROME: name the folder in SHARED_DATA"
        raise MissingDataError(message)
    with gold.open(newline="", encoding="utf-8") as file:
        found = {
            it.order: it for it in map(_mapping, csv.DictReader(file, delimiter="\t"))
        }.values()
    rome = MappingSet.of(ROME, Side("esco", "1.0.9"), found)
    workbook = competent_workbook.read(material.workbook("3.11"), version="3.11").concepts
    esco = esco_csv.read(material.esco_packages, version="1.2.0").concepts
    different = list(rome.by_subject)
    return Ground(
        rome=rome,
        competent=eures.read(tables).mapping_set,
        releases=[_index(COMPETENT, workbook), _index(ESCO, esco)],
        ids=(different * (COUNT // len(different) + 1))[:COUNT],
    )


def _mapping(row: dict[str, str]) -> Mapping:
    return Mapping(
        subject_id=row["subject_id"],
        predicate=MappingPredicate(row["predicate_id"]),
        object_id=row["object_id"],
    )


def _index(side: Side, concepts: Sequence[Concept]) -> ReleaseIndex:
    status = ReleaseStatus.PUBLISHED
    release = Release(scheme=side.scheme, version=side.version, status=status, digest="")
    return ReleaseIndex.build(release, Taxonomy.of(side.scheme, concepts), {})
