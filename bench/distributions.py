"""Writing every file of a release, against xlsxwriter and rdflib writing the workbook and the RDF alone."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from io import BytesIO
from statistics import median
from typing import TYPE_CHECKING

import rdflib
import xlsxwriter  # type: ignore[import-untyped]

from app.config import Settings
from app.context import Context
from app.db import releases
from app.db.session import reading
from app.manifest import build
from app.material import material as material_of
from bench.measuring import Line, in_a_fresh_process, of_baseline_at_most
from bench.parsing import highest_kibibytes
from taxonomy.formats import turtle
from taxonomy.formats.distributions import available
from taxonomy.formats.workbook.carrying import carried
from taxonomy.formats.workbook.tables import tables
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.material import Material
    from taxonomy.formats.material import Material as MaterialOfRelease

__all__ = ["every_file"]


@dataclass(frozen=True)
class Spent:
    """What a process spent on writing: CPU seconds, and megabytes at its highest."""

    seconds: float
    megabytes: float


def every_file(material: Material) -> Iterator[Line]:
    """CPU and memory of all files of a release; the clock starts when the record was read."""
    chosen = [("competent", material.version), ("esco", "1.2.0")]
    for scheme, version in chosen if material.is_real else chosen[:1]:
        ours, theirs = (
            [in_a_fresh_process(it, material.home, scheme, version) for _ in range(runs)]
            for it, runs in ((with_ours, material.runs), (with_libraries, 1))
        )
        workbook = "xlsxwriter writes the workbook and " if scheme == "competent" else ""
        baseline = f"{workbook}rdflib Turtle and JSON-LD, ours the others (one run)"
        yield Line(
            what=f"{scheme} {version}, every file of the release",
            ours=median(it.seconds for it in ours),
            unit="s CPU",
            baseline=baseline,
            theirs=theirs[0].seconds,
            demand=of_baseline_at_most(round(1 / 3, 3)),
        )
        yield Line(
            what=f"{scheme} {version}, memory of the process at its highest",
            ours=max(it.megabytes for it in ours),
            unit="MB",
            baseline=baseline,
            theirs=theirs[0].megabytes,
        )


@without_cycle_search()  # as publishing does
def with_ours(home: Path, scheme: str, version: str) -> Spent:
    """Every file of the table of formats, the manifest and the sums."""
    return _spent(build, _read(home, scheme, version))


def with_libraries(home: Path, scheme: str, version: str) -> Spent:
    """The same files, those that xlsxwriter and rdflib can write written by them."""
    found = _read(home, scheme, version)
    theirs = {"workbook", "turtle", "json-ld"}
    formats = tuple(it for it in found.release.formats if it not in theirs)
    others = replace(found, release=replace(found.release, formats=formats))
    graph = rdflib.Graph()  # what the files say, ready before the clock starts
    graph.parse(data=turtle.write(found.taxonomy, found.release, public_url="http://x"))

    def write(it: MaterialOfRelease) -> None:
        with without_cycle_search():
            build(others)
        if scheme == "competent":
            write_workbook(it)
        graph.serialize(format="turtle")
        graph.serialize(format="json-ld")

    return _spent(write, found)


def write_workbook(material: MaterialOfRelease) -> bytes:
    """The eleven sheets, each cell a text."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for sheet in tables(carried(material.taxonomy)):
            page = book.add_worksheet(sheet.name)
            for number, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    page.write_string(number, column, cell)
    return stream.getvalue()


def _read(home: Path, scheme: str, version: str) -> MaterialOfRelease:
    context = Context.open(Settings(home=home))
    with reading(context.engine) as session:
        found = material_of(session, releases.get(session, scheme, version))
    return replace(found, release=replace(found.release, formats=available(found.release)))


def _spent(write: Callable[[MaterialOfRelease], object], found: MaterialOfRelease) -> Spent:
    before = time.process_time()
    write(found)
    seconds = time.process_time() - before
    return Spent(seconds, int(highest_kibibytes()) * 1024 / 1e6)
