"""Search over HTTP, beside the two endpoints that people write first."""

from __future__ import annotations

import sqlite3
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench import load
from bench.measuring import Line, of_baseline_at_least
from bench.searching.questions import KINDS, LANGUAGES, Questions
from bench.serving import running
from taxonomy.formats import jsonl
from taxonomy.index import ReleaseIndex
from taxonomy.model import Release, Taxonomy
from taxonomy.searching.answering import LONGEST_QUESTION
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.material import Material

__all__ = ["answers"]

ASKED = 500
"""Questions of each kind and language: so many that hardly one is asked twice."""
SECONDS, SCAN_SECONDS = 5, 20
"""Of load on ours, and on those who answer one question at a time, over one connection."""


def answers(material: Material) -> Iterator[Line]:
    """Requests a second, each with another question, and the same question again and again."""
    scheme, version = ("esco", "1.2.0") if material.is_real else ("competent", material.version)
    archived = material.home / f"archive/{scheme}/{version}/taxonomy.jsonl"
    held = Taxonomy.of(scheme, jsonl.read(archived.read_bytes()))
    release = Release(scheme=scheme, version=version, status=ReleaseStatus.PUBLISHED, digest="")
    index = ReleaseIndex.build(release, held, {})
    folder = material.folder / "search"
    folder.mkdir()
    many = _tabled(folder, index)
    questions = Questions(index)
    texts = [
        quote(it.text)
        for kind in KINDS
        for lang in LANGUAGES
        for it in questions.made(kind, lang, ASKED)
        if len(it.text) <= LONGEST_QUESTION
    ]
    texts = sorted(texts, key=lambda it: hash((it[::-1], len(it))))
    base = f"/v1/schemes/{scheme}/releases/{version}/search?q="
    naive = {"BENCH_FOLDER": str(folder)}
    with (
        running("ours", {"COMPETENT_HOME": str(material.home)}, base + "a") as ours,
        running("ilike", naive, "/?q=abcd") as ilike,
        running("wratio", naive, "/?q=abcd") as wratio,
    ):
        mine = [
            load.under(ours, load.Asked(_share(base, texts, turn)), SECONDS, 8).rate
            for turn in range(material.runs)
        ]
        rates = {
            name: load.under(server, load.Asked(_share("/?q=", texts, 0)), SCAN_SECONDS, 1).rate
            for name, server in (("ilike", ilike), ("wratio", wratio))
        }
        again = load.on(ours, base + "slager", SECONDS, {}).rate
    for what, rate, name, times in (
        ("search, each question asked once", median(mine), "ilike", 50),
        ("search, each question asked once", median(mine), "wratio", 300),
        ("search, the same question again", again, "ilike", 50),
    ):
        told = {"ilike": "FastAPI, SQLite, ilike '%…%'", "wratio": "FastAPI, a WRatio scan"}[name]
        yield Line(
            what=f"{what} ({many:,} labels)",
            ours=rate,
            unit="requests/s",
            baseline=told,
            theirs=rates[name],
            demand=of_baseline_at_least(times),
        )


def _share(base: str, texts: list[str], turn: int) -> tuple[str, ...]:
    """A third of the questions, another one each turn."""
    return tuple(base + it for it in texts[turn % 3 :: 3])


def _tabled(folder: object, index: ReleaseIndex) -> int:
    """Write the labels where the other endpoints find them; how many there are."""
    rows = [(it.text, concept.id) for concept in index.listed() for it in index.labels(concept)]
    with sqlite3.connect(f"{folder}/labels.sqlite") as table:
        table.execute("create table labels (text, owner)")
        table.executemany("insert into labels values (?, ?)", rows)
    return len(rows)
