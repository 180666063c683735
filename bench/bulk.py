"""Vacancies to profiles in bulk: the kernel beside others on the same matrix, and the whole command."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
from distributed import LocalCluster
from pyarrow import parquet
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from app.bulk.jobs import schema_of
from app.bulk.matching import COLUMNS, questions
from app.bulk.preparing import Wanted, of_file
from app.bulk.profiles import Profiles
from app.bulk.running import BLOCK
from bench import vacancies
from bench.measuring import (
    Line,
    in_a_fresh_process,
    milliseconds,
    of_baseline_at_least,
    value_at_most,
)
from taxonomy.matching.products import Entries, top_products
from taxonomy.matching.scoring import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.material import Material

__all__ = ["cluster", "kernel", "pool"]

SIZE = (10_000, 20_000)
LARGE = 500_000
COMMAND = {False: (25_000, 50_000), True: (250_000, 500_000)}
"""Vacancies and profiles of the whole command, as a rule and with --full."""
SECONDS = 300
SINGLE = 200
"""Vacancies that are matched one by one."""
LOOPED, JOINED = 10, 300
"""Vacancies that the loops over sets, and the join, take: they would take hours over all."""
JOIN = """
SELECT question, arg_max(profile, score, {top}) FROM (
    SELECT question, profile, sum(q.value * p.value) AS score
    FROM questions q JOIN profiles p USING (skill) GROUP BY question, profile
) GROUP BY question
"""


@dataclass(frozen=True)
class Files:
    """Vacancies, profiles, and the folder in which these are ready."""

    vacancies: Path
    profiles: Path
    ready: Path

    @classmethod
    def made(cls, material: Material, many: tuple[int, int]) -> Files:
        """Files of so many vacancies and profiles; MissingDataError."""
        relations = next(it for it in material.esco_packages if "relations" in it.name)
        folder = material.folder / f"bulk-{many[0]}-{many[1]}"
        made = cls(folder / "vacancies.parquet", folder / "profiles.parquet", folder / "ready")
        if not folder.exists():
            folder.mkdir()
            shape = vacancies.shape_of(relations)
            vacancies.vacancies(shape, many[0], made.vacancies)
            vacancies.profiles(shape, many[1], made.profiles)
        return made

    def quarter(self) -> Files:
        """The same with the first quarter of the vacancies."""
        fewer = self.vacancies.with_name("fewer.parquet")
        table = parquet.read_table(self.vacancies)
        parquet.write_table(table.slice(0, len(table) // 4), fewer)
        return Files(fewer, self.profiles, self.ready)

    def searchable(self) -> Profiles:
        """The profiles, ready."""
        job = of_file(self.profiles, Wanted(Formula(), 1), self.ready).job
        return Profiles.load(Path(job.options["profiles"]))

    def asked(self, profiles: Profiles, many: int) -> Entries:
        """The first vacancies as rows."""
        batch = next(parquet.ParquetFile(self.vacancies).iter_batches(batch_size=many))
        none = pa.nulls(batch.num_rows, schema_of(COLUMNS).field("weights").type)
        return questions(batch.append_column("weights", none), profiles, Formula())[0]


def kernel(material: Material) -> Iterator[Line]:
    """Pairs per CPU second, and one vacancy against very many profiles."""
    files = Files.made(material, SIZE)
    files.searchable()
    pairs = f"{SIZE[0]:,} vacancies × {SIZE[1]:,} profiles"
    baselines: tuple[tuple[str, Callable[..., float], float], ...] = (
        ("sparse-dot-topn", topn, 1),
        (f"DuckDB, a join ({JOINED} vacancies)", joined, 10),
        (f"Python sets ({LOOPED} vacancies)", looped, 500),
    )
    for top in (100, 20):
        rounds = [in_a_fresh_process(ours, files, top) for _ in range(material.runs)]
        for baseline, measure, times in baselines:
            yield Line(
                what=f"{pairs}, top {top}",
                ours=median(rounds),
                unit="million pairs/CPU s",
                baseline=baseline,
                theirs=median(
                    in_a_fresh_process(measure, files, top) for _ in range(material.runs)
                ),
                demand=of_baseline_at_least(times),
            )
    yield from single(material)


def single(material: Material) -> Iterator[Line]:
    """One vacancy against very many profiles."""
    files = Files.made(material, (SINGLE, LARGE))
    files.searchable()
    took, theirs, memory = in_a_fresh_process(one_by_one, files, material.runs)
    yield Line(
        what=f"one vacancy against {LARGE:,} profiles, top 100 (median of {SINGLE})",
        ours=took,
        unit="ms",
        baseline="sparse-dot-topn",
        theirs=theirs,
        demand=value_at_most(2, "ms"),
    )
    size = sum(it.stat().st_size for it in files.ready.rglob("*.npy")) / 1e6
    yield Line(
        what=f"memory of a process that holds {LARGE:,} profiles, at its highest",
        ours=memory,
        unit="MB",
        baseline="the prepared profiles on the disk",
        theirs=size,
    )


def pool(material: Material) -> Iterator[Line]:
    """The whole command on two processes of this machine."""
    yield from command(material, "--workers", "2")


def cluster(material: Material) -> Iterator[Line]:
    """The whole command on a Dask cluster of two workers on this machine."""
    workers = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    )
    with workers:
        yield from command(material, "--scheduler", workers.scheduler_address)


def command(material: Material, *means: str) -> Iterator[Line]:
    """What the command takes from its start to its end, and the largest of its processes."""
    many = COMMAND[material.full]
    files = Files.made(material, many)
    speed = in_a_fresh_process(topn, Files.made(material, SIZE), 100)
    memory = []
    for top in (20, 100):
        took, most = in_a_fresh_process(run, files, top, means)
        memory.append(most)
        yield Line(
            what=f"{many[0]:,} × {many[1]:,}, top {top}, {means[0]} {means[1].partition(':')[0]}",
            ours=took,
            unit="s",
            baseline=f"sparse-dot-topn on two cores at its speed on {SIZE[0]:,} × {SIZE[1]:,}, nothing read or written",
            theirs=many[0] * many[1] / (speed * 1e6) / 2,
            demand=value_at_most(SECONDS, "s"),
        )
    yield Line(
        what=f"the largest process of the command, {many[0]:,} vacancies, top 100",
        ours=memory[-1],
        unit="MB",
        baseline=f"the same with {many[0] // 4:,}",
        theirs=in_a_fresh_process(run, files.quarter(), 100, means)[1],
    )


def run(files: Files, top: int, means: tuple[str, ...]) -> tuple[float, float]:
    """Wall seconds of the command, and the MB of its largest process."""
    out = files.vacancies.with_name("matches.parquet")
    named = ("--vacancies", files.vacancies, "--profiles", files.profiles, "--out", out)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "app.cli", "match", *map(str, named), "--top", str(top), *means],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    took = time.perf_counter() - began
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def speed_of(pairs: int, function: Callable[[], Any]) -> float:
    """Million pairs per CPU second; called once before the clock starts."""
    function()
    before = time.process_time()
    function()
    return pairs / (time.process_time() - before) / 1e6


def ours(files: Files, top: int) -> float:
    """The kernel alone, in blocks as the command has them."""
    profiles = files.searchable()
    asked = files.asked(profiles, SIZE[0])

    blocks = [some(asked, first, BLOCK) for first in range(0, SIZE[0], BLOCK)]
    return speed_of(
        SIZE[0] * SIZE[1], lambda: [top_products(it, profiles.tiles, top) for it in blocks]
    )


def some(asked: Entries, first: int, many: int) -> Entries:
    """So many rows of them."""
    starts = asked.starts[first : first + many + 1]
    entries = slice(starts[0], starts[-1])
    return Entries(starts - starts[0], asked.columns[entries], asked.values[entries])


def matrix(files: Files) -> sparse.csr_matrix:
    """The profiles' rows, as the tiles hold them."""
    tiles = files.searchable().tiles
    counts = np.diff(tiles.pointers, axis=1)
    width = counts.shape[1]
    columns = np.repeat(np.tile(np.arange(width), len(counts)), counts.ravel())
    rows = np.repeat(np.arange(len(counts)), counts.sum(axis=1)) * tiles.size + tiles.places
    return sparse.csr_matrix((tiles.values, (rows, columns)), shape=(tiles.rows, width))


def asked_matrix(files: Files, many: int, width: int) -> sparse.csr_matrix:
    """The vacancies' rows; what no profile asks for is left out."""
    asked = files.asked(files.searchable(), many)
    wide = max(width, int(asked.columns.max()) + 1)
    shape = (len(asked.starts) - 1, wide)
    return sparse.csr_matrix((asked.values, asked.columns, asked.starts), shape=shape)[:, :width]


def topn(files: Files, top: int) -> float:
    """sparse-dot-topn, called bare on the same matrices."""
    held = matrix(files)
    asked, columns = asked_matrix(files, SIZE[0], held.shape[1]), held.T.tocsr()
    return speed_of(
        SIZE[0] * SIZE[1],
        lambda: sp_matmul_topn(asked, columns, top_n=top, sort=True, n_threads=1),
    )


def joined(files: Files, top: int) -> float:
    """A join of both as tables in DuckDB, on one thread."""
    held = matrix(files)
    asked = asked_matrix(files, JOINED, held.shape[1])
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET enable_progress_bar = false")
    for name, key, rows in (("questions", "question", asked), ("profiles", "profile", held)):
        entries = rows.tocoo()
        table = pa.table({key: entries.row, "skill": entries.col, "value": entries.data})
        connection.register("given", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 - two names of ours
    query = JOIN.format(top=top)
    return speed_of(JOINED * SIZE[1], lambda: connection.execute(query).fetchall())


def looped(files: Files, top: int) -> float:
    """Sets of skills and their rarity, as people write it first."""
    held, profiles = matrix(files), files.searchable()
    asked = asked_matrix(files, LOOPED, held.shape[1])
    rarity = profiles.rarity.tolist()
    sets = [frozenset(it.indices.tolist()) for it in held]
    wanted = [frozenset(it.indices.tolist()) for it in asked]

    def all_of_them() -> None:
        for own in wanted:
            found = [sum(rarity[it] for it in own & other) for other in sets]
            sorted(range(len(found)), key=found.__getitem__, reverse=True)[:top]

    return speed_of(LOOPED * SIZE[1], all_of_them)


def one_by_one(files: Files, runs: int) -> tuple[float, float, float]:
    """Milliseconds a vacancy, ours and sparse-dot-topn's, and the MB of this process before the latter."""
    profiles = files.searchable()
    asked = files.asked(profiles, SINGLE)
    single = [some(asked, it, 1) for it in range(SINGLE)]
    top_products(single[0], profiles.tiles, 100)
    took = [milliseconds(1, lambda it=it: top_products(it, profiles.tiles, 100)) for it in single]  # type: ignore[misc]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = matrix(files)
    rows, columns = asked_matrix(files, SINGLE, held.shape[1]), held.T.tocsr()
    theirs = [
        milliseconds(runs, lambda it=it: sp_matmul_topn(it, columns, top_n=100, sort=True))  # type: ignore[misc]
        for it in list(rows)[:20]
    ]
    return median(took), median(theirs), memory
