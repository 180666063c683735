"""`python -m bench [name …]`: measure, and print one table a benchmark."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    annotating,
    bulk,
    distributions,
    downloads,
    editors,
    files,
    http,
    imports,
    lists,
    load,
    rdf,
    reads,
    site,
    start,
    store,
    translating,
)
from bench.mapping import quality
from bench.matching import speed
from bench.material import Material, MissingDataError
from bench.measuring import HEAD, Line
from bench.searching import endpoint
from bench.searching import quality as search_quality
from bench.searching import speed as search_speed

BENCHMARKS: dict[str, Callable[[Material], Iterator[Line]]] = {
    "import-workbook": imports.workbook,
    "import-esco": imports.esco,
    "import-esco-rdf": rdf.esco,
    "import-rome": rdf.rome_files,
    "edited-workbook": files.large,
    "editors-queue": editors.queue,
    "store": store.releases,
    "distributions": distributions.every_file,
    "start": start.worker,
    "reads": reads.documents,
    "http": http.paths,
    "site": site.pages,
    "lists": lists.pages,
    "downloads": downloads.files,
    "search": search_quality.answers,
    "search-speed": search_speed.answers,
    "search-growth": search_speed.growth,
    "search-http": endpoint.answers,
    "translate": translating.codes,
    "annotate": annotating.texts,
    "match": speed.occupations,
    "bulk": bulk.kernel,
    "bulk-pool": bulk.pool,
    "bulk-cluster": bulk.cluster,
    "mapping": quality.suggestions,
    "mapping-semantic": quality.meant,
}


def main() -> int:
    """Run the benchmarks that the command line names, or all; 1 where a demand is not met."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--seconds", type=int, default=2, help="of each run of load on a server")
    parser.add_argument(
        "--full", action="store_true", help="the largest sizes, where there are some"
    )
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    missed = 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        material = Material.found(Path(folder), asked.runs, asked.seconds, full=asked.full)
        data = "real data" if material.is_real else "the sample releases"
        print(f"Measured on {data}, medians of {asked.runs} runs, load by {load.GENERATOR}.")
        for name in asked.names or BENCHMARKS:
            missed += _run(name, material)
    return 1 if missed else 0


def _run(name: str, material: Material) -> int:
    """Print the benchmark's table; how many demands are not met."""
    began = time.perf_counter()
    print(f"\n## {name}\n{HEAD}", flush=True)
    missed = 0
    try:
        for line in BENCHMARKS[name](material):
            print(line.row(), flush=True)
            missed += line.met is False
    except MissingDataError as error:
        print(f"\nnot measured: {error}")
    print(f"\n({time.perf_counter() - began:.0f} s)", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
