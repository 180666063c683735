"""The whole of Competent mapped anew to ESCO: seconds and memory of a process of its own."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.mapping.releases import LENDERS, index
from bench.measuring import Line, in_a_fresh_process, value_at_most
from taxonomy.suggesting.engine import Suggester
from taxonomy.suggesting.values import Name, Subject
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.material import Material

__all__ = ["competent", "whole"]

_VERSION = "1.2.0"


def whole(material: Material) -> Iterator[Line]:
    """Seconds from loaded releases to the last suggestion, the memory, and what of it is building."""
    building, asking, processor, memory, many = in_a_fresh_process(_measured, material.data)
    yield Line(
        what=f"all {many:,} concepts of Competent to ESCO {_VERSION}",
        ours=building + asking,
        unit="s",
        baseline="of it building what searches",
        theirs=building,
        demand=value_at_most(60, "s"),
    )
    yield Line(
        what="the same, in processor time",
        ours=processor,
        unit="s",
        baseline="by the clock",
        theirs=building + asking,
    )
    yield Line(
        what="memory of that process",
        ours=memory[1],
        unit="MiB",
        baseline="with the releases alone",
        theirs=memory[0],
    )


def competent(data: Path) -> list[Subject]:
    """Every concept of the real Competent 3.8, with its labels in Dutch and French."""
    found = []
    for name, kind in (("occupations", Kind.PROFILE), ("competences", Kind.SKILL)):
        path = data / "competent/v3.8" / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                names = [Name(it, row[f"label_{it}"]) for it in ("nl", "fr") if row[f"label_{it}"]]
                subject = Subject(id=row["id"], names=tuple(names), kinds=frozenset({kind}))
                found.append(subject)
    return found


def _measured(data: Path) -> tuple[float, float, float, tuple[float, float], int]:
    release = index(data, _VERSION)
    lenders = [index(data, it) for it in LENDERS[_VERSION]]
    subjects = competent(data)
    before = _resident()
    began, spent = time.perf_counter(), time.process_time()
    engine = Suggester(release, lenders)
    built = time.perf_counter()
    many = sum(1 for _ in engine.suggest(subjects))
    ended = time.perf_counter()
    processor = time.process_time() - spent
    return built - began, ended - built, processor, (before, _resident()), many


def _resident() -> float:
    """The highest resident size of this process so far, in MiB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
