"""Lists, the reverse look-up and a batch over HTTP, against a server that scans the release."""

from __future__ import annotations

import json
import shutil
import time
import urllib.request
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from bench import load
from bench.measuring import Line
from bench.serving import got, running
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.material import Material
    from bench.serving import Server

__all__ = ["pages"]

BATCH = 10_000
BASELINE = "FastAPI, a loop over all documents in memory, orjson"


def pages(material: Material) -> Iterator[Line]:
    """The first page of a kind, who links to the concept most linked to, ten thousand by id."""
    folder = material.folder / "lists"
    folder.mkdir()
    base = f"/v1/schemes/competent/releases/{material.version}"
    archived = material.home / f"archive/competent/{material.version}/taxonomy.jsonl"
    shutil.copy(archived, folder / "taxonomy.jsonl")
    queries = {
        "100 skills of a list": "/concepts?kind=skill&limit=100",
        "100 links to the most used concept": f"/concepts?linked_to={popular(material)}&limit=100",
    }
    with (
        running("ours", {"COMPETENT_HOME": str(material.home)}, base + "/concepts?limit=1") as ours,
        running("scanned", {"BENCH_FOLDER": str(folder)}, "/concepts?limit=1") as naive,
    ):
        for what, query in queries.items():
            size = len(got(ours.base + base + query)[2])
            mine, other = (
                median(
                    load.on(server, prefix + query, material.seconds, {}).rate
                    for _ in range(material.runs)
                )
                for server, prefix in ((ours, base), (naive, ""))
            )
            yield Line(
                what=f"{what} ({size / 1000:.0f} kB, {mine * size / 1e6:.0f} MB/s)",
                ours=mine,
                unit="requests/s",
                baseline=BASELINE,
                theirs=other,
            )
        yield batch(ours, base, naive, material)


def popular(material: Material) -> str:
    """The notation of the skill that most concepts link to."""
    by_id = material.competent.by_id
    counted = Counter(link.target for it in material.competent for link in it.links)
    return next(
        by_id[target].notation
        for target, _ in counted.most_common()
        if target in by_id and by_id[target].kind is Kind.SKILL
    )


def batch(ours: Server, base: str, naive: Server, material: Material) -> Line:
    """Ten thousand concepts in one request, the whole answer read."""
    ids = [it.id for it in material.competent][:BATCH]
    runs = [post(f"{ours.base}{base}/concepts/batch", ids) for _ in range(material.runs)]
    seconds, size = median(it for it, _ in runs), runs[0][1]
    theirs, _ = post(f"{naive.base}/concepts/batch", ids)
    return Line(
        what=f"a batch of {len(ids):,} ids ({size / 1e6:.1f} MB, {size / seconds / 1e6:.0f} MB/s)",
        ours=seconds,
        unit="s",
        baseline=f"{BASELINE} (one run)",
        theirs=theirs,
    )


def post(url: str, ids: list[str]) -> tuple[float, int]:
    """Seconds until the last byte of the answer, and its bytes."""
    request = urllib.request.Request(url, json.dumps({"ids": ids}).encode())  # noqa: S310
    request.add_header("Content-Type", "application/json")
    began = time.perf_counter()
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        size = len(answer.read())
    return time.perf_counter() - began, size
