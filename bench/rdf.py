"""Importing ESCO from its RDF, against a parser that does nothing else; and ROME from its files."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pyoxigraph

from app.db import schema
from app.db.session import opened
from app.importing import Delivery, import_reading
from bench import esco_rdf as writer
from bench.measuring import Line, cpu_seconds, in_a_fresh_process
from bench.parsing import highest_kibibytes
from taxonomy.sources import esco_rdf, rome
from taxonomy.sources.delimited import read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.material import Material
    from taxonomy.sources.reading import Reading

__all__ = ["esco", "rome_files"]

_FORMATS = {"nt": "N-Triples", "ttl": "Turtle"}


def esco(material: Material) -> Iterator[Line]:
    """ESCO 1.2.0 in three languages, written in ESCO's own RDF, into an empty SQLite."""
    blocks = writer.blocks_of(writer.tables_of(material.esco_packages))
    count = sum(len(said) for _, said in blocks)
    paths = {suffix: material.folder / f"esco.{suffix}" for suffix in _FORMATS}
    for path in paths.values():
        writer.write(path, blocks)
    del blocks
    for suffix, path in paths.items():
        what = f"ESCO 1.2.0, {count:,} statements of {_FORMATS[suffix]} → draft"
        baseline = "pyoxigraph parses the file, and nothing is kept"
        ours, theirs = cpu_seconds(material.runs, path, import_esco, parsed)
        yield Line(what=what, ours=ours, unit="s CPU", baseline=baseline, theirs=theirs)
        peaks = [in_a_fresh_process(peak_of, it, path) for it in (import_esco, parsed)]
        yield Line(what=what, ours=peaks[0], unit="MiB peak", baseline=baseline, theirs=peaks[1])


def rome_files(material: Material) -> Iterator[Line]:
    """ROME 3.47 from its CSV files into an empty SQLite."""
    folder = material.rome("3.47")
    ours, theirs = cpu_seconds(material.runs, folder, import_rome, records)
    yield Line(
        what="ROME 3.47, eleven CSV files → draft",
        ours=ours,
        unit="s CPU",
        baseline="csv.reader reads every row",
        theirs=theirs,
    )


def import_esco(path: Path) -> None:
    """Ours: read, check every statement, store canonical documents."""
    drafted("esco", "1.2.0", esco_rdf.read([path], version="1.2.0"))


def import_rome(folder: Path) -> None:
    """Ours: read, check every row, store canonical documents."""
    drafted("rome", "3.47", rome.read([folder], version="3.47"))


def drafted(scheme: str, version: str, found: Reading) -> None:
    """The draft of what was read, in a record of its own."""
    with tempfile.TemporaryDirectory() as folder:
        engine = opened(f"sqlite:///{folder}/record.sqlite")
        schema.upgrade(engine)
        import_reading(engine, Delivery(scheme=scheme, version=version), found.concepts)
        engine.dispose()


def parsed(path: Path) -> int:
    """The baseline: every statement, made and dropped."""
    forms = {".nt": pyoxigraph.RdfFormat.N_TRIPLES, ".ttl": pyoxigraph.RdfFormat.TURTLE}
    found = pyoxigraph.parse(path=str(path), format=forms[path.suffix], lenient=True)
    return sum(1 for _ in found)


def records(folder: Path) -> int:
    """The baseline: every row of every file as a list of cells."""
    files = sorted(folder.glob("*.csv"))
    return sum(1 for it in files for _ in read_records(it.read_bytes(), it.name))


def peak_of(function: Callable[[Path], object], path: Path) -> float:
    """The highest resident size of a process that did only this, in MiB."""
    function(path)
    return int(highest_kibibytes()) / 1024
