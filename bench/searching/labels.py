"""Search in the process: recall by kind of question and language, latency, the index, and others beside it."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from statistics import quantiles
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from bench.measuring import Demand, Line, value_at_most
from bench.searching.questions import KINDS, LANGUAGES, Questions
from bench.searching.titles import titles
from taxonomy.index import ReleaseIndex
from taxonomy.model import Release, Taxonomy
from taxonomy.searching.answering import Question, Searcher
from taxonomy.searching.artefact import Content, opened, written
from taxonomy.searching.building import Entry, build, built, entries
from taxonomy.searching.scoring import Scope, Texts
from taxonomy.searching.spelling import folded
from taxonomy.sources import competent_workbook, esco_csv
from taxonomy.sources.rome import read as read_rome
from taxonomy.suggesting.spaces import GramSpace
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bench.material import Material
    from bench.searching.questions import Asked
    from taxonomy.model import Concept

__all__ = ["found"]

ASKED = 60
"""Questions of each kind and language."""
SCANNED = 5
"""Of these, what a scan is asked: it takes too long for more."""
TIMES = 10
"""How many times as many labels growth is looked at with."""


def found(material: Material) -> Iterator[Line]:
    """All of it."""
    index = gathered(material)
    began = time.perf_counter()
    content = Content(*build(index))
    seconds = time.perf_counter() - began
    file = material.folder / "index"
    file.write_bytes(written(content, "sha256:bench"))
    searcher = Searcher(index, opened(file, "sha256:bench"))
    labels = [it.text for concept in index.listed() for it in index.labels(concept)]
    questions = Questions(index)
    asked = {
        (kind, lang): questions.made(kind, lang, ASKED) for kind in KINDS for lang in LANGUAGES
    }
    others = Others(index)
    yield from recall(searcher, asked, others)
    everything = [it for several in asked.values() for it in several]
    mine = timed(lambda it: searcher.search(Question(it.text, it.lang)), everything)
    scan = timed(others.scanned, everything[:: len(everything) // 12])
    like = timed(others.like, everything[:: len(everything) // 100])
    what = f"{len(labels):,} labels"
    for name, theirs in (("rapidfuzz WRatio over all", scan), ("SQLite LIKE '%…%'", like)):
        yield Line(what=f"search, p50 ({what})", ours=mine[49], unit="ms", baseline=name, theirs=theirs[49])  # fmt: skip
    yield Line(what=f"search, p99 ({what})", ours=mine[98], unit="ms", baseline="SQLite LIKE '%…%'", theirs=like[98], demand=value_at_most(2, "ms"))  # fmt: skip
    suggest = timed(lambda it: searcher.suggest(Question(it.text[:5], it.lang)), everything)
    yield Line(what=f"suggest, p99 ({what})", ours=suggest[98], unit="ms", baseline="SQLite LIKE '%…%'", theirs=like[98], demand=value_at_most(2, "ms"))  # fmt: skip
    size = file.stat().st_size / 1e6
    text = sum(map(len, labels)) / 1e6
    yield Line(what="the index, size", ours=size, unit="MB", baseline="the labels alone", theirs=text)  # fmt: skip
    yield Line(what="the index, built", ours=seconds, unit="s", baseline="TF-IDF of pieces of 3", theirs=others.seconds)  # fmt: skip
    yield grown(index, everything)
    yield from titles(material)


def gathered(material: Material) -> ReleaseIndex:
    """ESCO 1.2.0 with the labels that 1.1.1 lends it, and Competent 3.11 and ROME 3.47 beside it."""
    packages = [*sorted((material.data / "esco/v1.1.1").glob("*.zip"))]
    concepts: dict[str, Concept] = {}
    for version, files in (("1.2.0", material.esco_packages), ("1.1.1", packages)):
        for it in esco_csv.read(files, version=version).concepts:
            held = concepts.get(it.id)
            concepts[it.id] = replace(held, labels=(*held.labels, *_lent(held, it))) if held else it
    workbook = competent_workbook.read(material.workbook("3.11"), version="3.11")
    rome = read_rome([material.rome("3.47")], version="3.47")
    for it in (*workbook.concepts, *rome.concepts):
        concepts[it.id] = replace(it, scheme="esco")
    release = Release(
        scheme="esco", version="1.2.0", status=ReleaseStatus.PUBLISHED, digest="sha256:bench"
    )
    return ReleaseIndex.build(release, Taxonomy.of("esco", concepts.values()), {})


def _lent(held: Concept, other: Concept) -> list[Any]:
    """The labels of the other state in languages that this one has none of."""
    mine = {it.lang for it in held.labels}
    return [it for it in other.labels if it.lang not in mine]


class Others:
    """What people write first, over the same labels."""

    def __init__(self, index: ReleaseIndex) -> None:
        pairs = [(it.text, c.id) for c in index.listed() for it in index.labels(c)]
        self._texts = [text for text, _ in pairs]
        self._owners = [owner for _, owner in pairs]
        self._table = sqlite3.connect(":memory:")
        self._table.execute("create table labels (text, owner)")
        self._table.executemany("insert into labels values (?, ?)", pairs)
        began = time.perf_counter()
        self._space = GramSpace([folded(it) for it in self._texts], 3)
        self._columns = self._space.rows.T.tocsr()
        self.seconds = time.perf_counter() - began

    def scanned(self, asked: Asked) -> list[str]:
        """rapidfuzz's WRatio over every label."""
        hits = process.extract(asked.text, self._texts, scorer=fuzz.WRatio, limit=30)
        return self._first(place for _, _, place in hits)

    def like(self, asked: Asked) -> list[str]:
        """SQLite's LIKE, the shortest labels first."""
        query = "select owner from labels where text like ? order by length(text) limit 30"
        rows = self._table.execute(query, (f"%{asked.text}%",))
        return list(dict.fromkeys(owner for (owner,) in rows))[:10]

    def alike(self, asked: Asked) -> list[str]:
        """TF-IDF of pieces of three letters."""
        row = (self._space.vectors([folded(asked.text)]) @ self._columns).tocsr()
        best = np.lexsort((row.indices, -row.data))[:30]
        return self._first(row.indices[best].tolist())

    def _first(self, places: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(self._owners[it] for it in places))[:10]


def recall(
    searcher: Searcher, asked: dict[tuple[str, str], list[Asked]], others: Others
) -> Iterator[Line]:
    """Recall at 1 and 10 of every kind and language, then the averages with what is demanded."""

    def ours(it: Asked) -> list[str]:
        return [match.concept.id for match in searcher.search(Question(it.text, it.lang))]

    few = {key: several[:SCANNED] for key, several in asked.items()}
    mine, tfidf = shares(ours, asked), shares(others.alike, asked)
    for kind, lang in mine:
        for place, at in enumerate((1, 10)):
            key = (kind, lang)
            yield Line(what=f"{kind}, {lang}: recall@{at}", ours=mine[key][place], unit="%", baseline="TF-IDF of pieces of 3", theirs=tfidf[key][place])  # fmt: skip
    scan, like = shares(others.scanned, few), shares(others.like, asked)
    named = (("TF-IDF of pieces of 3", tfidf), ("rapidfuzz WRatio (a sample)", scan), ("SQLite LIKE '%…%'", like))  # fmt: skip
    for name, theirs in named:
        for place, (at, least) in enumerate(((1, 90), (10, 98))):
            demand = Demand(f"≥ {least} %", lambda mine, _, least=least: mine >= least)  # type: ignore[misc]
            yield Line(what=f"all kinds and languages: recall@{at}", ours=mean(mine, place), unit="%", baseline=name, theirs=mean(theirs, place), demand=demand)  # fmt: skip


def shares(
    look: Callable[[Asked], list[str]], asked: dict[tuple[str, str], list[Asked]]
) -> dict[tuple[str, str], tuple[float, float]]:
    """Of each kind and language, how many of a hundred questions found a concept with the label at 1, at 10."""
    made = {}
    for key, several in asked.items():
        if several:
            hits = [[it in one.owners for it in look(one)] for one in several]
            first = sum(it[:1] == [True] for it in hits)
            made[key] = (100 * first / len(hits), 100 * sum(map(any, hits)) / len(hits))
    return made


def mean(found: dict[tuple[str, str], tuple[float, float]], place: int) -> float:
    """The mean of all kinds and languages."""
    return sum(it[place] for it in found.values()) / len(found)


def timed(look: Callable[[Asked], object], asked: Sequence[Asked]) -> list[float]:
    """The percentiles (1–99) of the milliseconds of each question, after one pass that is not counted."""
    for it in asked[:200]:
        look(it)
    times = []
    for it in asked:
        began = time.perf_counter()
        look(it)
        times.append((time.perf_counter() - began) * 1000)
    return quantiles(times, n=100)


def grown(index: ReleaseIndex, asked: Sequence[Asked]) -> Line:
    """The candidates alone, without reading their labels, among ten times as many labels as before."""

    def nearest(texts: Texts) -> float:
        return timed(lambda it: texts.nearest(folded(it.text), Scope(lang=it.lang)), asked)[98]

    own = list(entries(index))
    few = nearest(Texts(Content(*built(own))))
    many = Texts(Content(*built(varied(own))))
    return Line(what=f"candidates, p99 among {many.size:,} texts", ours=nearest(many), unit="ms", baseline="among a tenth of them", theirs=few, demand=value_at_most(2, "ms"))  # fmt: skip


def varied(own: Sequence[Entry]) -> Iterator[Entry]:
    """Each text, and nine more with a word of another label in the place of one of its own."""
    for number, it in enumerate(own):
        yield it
        words = it.text.split(" ")
        for turn in range(1, TIMES):
            other = own[(number * 7919 + turn * 104_729) % len(own)].text.split(" ")
            place = turn % len(words)
            text = " ".join([*words[:place], other[turn % len(other)], *words[place + 1 :]])
            yield it._replace(text=text if text != it.text else f"{text} {turn}")
