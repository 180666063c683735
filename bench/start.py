"""A fresh worker on what publication left behind: until its releases are loaded, until it answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from app.config import Settings
from app.context import Context
from app.library import Library
from bench.measuring import Line, value_at_most
from bench.parsing import highest_kibibytes
from bench.serving import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.material import Material

__all__ = ["worker"]


def worker(material: Material) -> Iterator[Line]:
    """Seconds and memory of a process that loads the current release of every scheme."""
    home = material.home
    rounds = [
        (process("bench.start", home), process("bench.parsing", home)) for _ in range(material.runs)
    ]
    baseline = "json.loads of each line of the same files into dicts by id"
    for place, what, unit, limit in (
        (0, "from process start to every release loaded", "s", 3),
        (1, "memory then, at its highest", "MB", 600),
    ):
        yield Line(
            what=f"{what} ({material.what})",
            ours=median(ours[place] for ours, _ in rounds),
            unit=unit,
            baseline=baseline,
            theirs=median(theirs[place] for _, theirs in rounds),
            demand=value_at_most(limit, unit),
        )
    yield Line(
        what="from process start to /readyz of `competent up`",
        ours=median(ready(home) for _ in range(material.runs)),
        unit="s",
        baseline="the dicts as above, without a server",
        theirs=median(theirs[0] for _, theirs in rounds),
        demand=value_at_most(3, "s"),
    )


def process(module: str, home: Path) -> tuple[float, float]:
    """Seconds from the start of a process until the module is done, and its highest MB by then."""
    command = [sys.executable, "-m", module, str(home)]
    began = time.time()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ended, kibibytes = done.stdout.split()
    return float(ended) - began, int(kibibytes) * 1024 / 1e6


def ready(home: Path) -> float:
    """Seconds from the start of the service until it says that it is ready."""
    began = time.perf_counter()
    with running("ours", {"COMPETENT_HOME": str(home)}, "/readyz", core=None):
        return time.perf_counter() - began


def load(home: Path) -> object:
    """What a worker does before it answers."""
    context = Context.open(Settings(home=home))
    library = Library(context.catalogue, context.load, pinned=8)
    library.refresh()
    if library.status().failures:
        raise SystemExit(str(library.status()))
    return library


if __name__ == "__main__":
    kept = load(Path(sys.argv[1]))
    print(time.time(), highest_kibibytes(), flush=True)
    os._exit(0)  # nobody waits until a million objects are freed
