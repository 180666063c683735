"""How fast search answers in the process, what its index costs, and whether it grows with the labels."""

from __future__ import annotations

import time
from statistics import quantiles
from typing import TYPE_CHECKING

from bench.measuring import Line, value_at_most
from bench.searching.gathering import LIKE, TFIDF, WRATIO, Others, gathered
from bench.searching.questions import KINDS, LANGUAGES, Questions
from taxonomy.searching.answering import Question, Searcher
from taxonomy.searching.artefact import Content, opened, written
from taxonomy.searching.building import Entry, build, built, entries
from taxonomy.searching.scoring import Scope, Texts
from taxonomy.searching.spelling import folded
from taxonomy.sources.process_wide import keep_from_search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.material import Material
    from bench.searching.questions import Asked
    from taxonomy.index import ReleaseIndex

__all__ = ["answers", "growth"]

ASKED = 60
"""Questions of each kind and language."""
SCANNED = 12
"""So many of all are asked of a scan."""
TIMES = 10
"""How many times as many labels growth is looked at with."""


def answers(material: Material) -> Iterator[Line]:
    """Latencies over some three hundred thousand labels, and what the index costs."""
    index = gathered(material)
    began = time.perf_counter()
    content = Content(*build(index))
    seconds = time.perf_counter() - began
    file = material.folder / "index"
    file.write_bytes(written(content, "sha256:bench"))
    searcher = Searcher(index, opened(file, "sha256:bench"))
    questions = Questions(index)
    asked = [it for kind in KINDS for lang in LANGUAGES for it in questions.made(kind, lang, ASKED)]
    others = Others(index)
    labels = [it.text for concept in index.listed() for it in index.labels(concept)]
    what = f"{len(labels):,} labels"
    keep_from_search()  # as the service does with its indexes
    search = timed(lambda it: searcher.search(Question(it.text, it.lang)), asked)
    suggest = timed(lambda it: searcher.suggest(Question(it.text[:5], it.lang)), asked)
    like = timed(others.like, asked[:: len(asked) // 100])
    scan = timed(others.scanned, asked[:: len(asked) // SCANNED])
    limit = value_at_most(2, "ms CPU")
    for name, mine, theirs, baseline, demand in (
        ("search, p50", search[49], like[49], LIKE, None),
        ("search, p50", search[49], scan[49], WRATIO, None),
        ("search, p99", search[98], like[98], LIKE, limit),
        ("suggest, p50", suggest[49], like[49], LIKE, None),
        ("suggest, p99", suggest[98], like[98], LIKE, limit),
    ):
        yield Line(
            what=f"{name} ({what})",
            ours=mine,
            unit="ms CPU",
            baseline=baseline,
            theirs=theirs,
            demand=demand,
        )
    size, bare = file.stat().st_size / 1e6, sum(map(len, labels)) / 1e6
    yield Line(
        what="the index, size", ours=size, unit="MB", baseline="the labels alone", theirs=bare
    )
    yield Line(
        what="the index, built", ours=seconds, unit="s", baseline=TFIDF, theirs=others.seconds
    )


def growth(material: Material) -> Iterator[Line]:
    """Ten times as many labels."""
    index = gathered(material)
    questions = Questions(index)
    yield grown(index, [it for kind in KINDS for it in questions.made(kind, "en", ASKED)])


def timed(look: Callable[[Asked], object], asked: Sequence[Asked]) -> list[float]:
    """The percentiles (1–99) of the milliseconds of CPU of each question, after one pass that is not counted."""
    for it in asked[:200]:
        look(it)
    times = []
    for it in asked:
        began = time.thread_time()
        look(it)
        times.append((time.thread_time() - began) * 1000)
    return quantiles(times, n=100)


def grown(index: ReleaseIndex, asked: Sequence[Asked]) -> Line:
    """The candidates alone, without reading their labels, among ten times as many labels as before."""

    def nearest(texts: Texts) -> float:
        return timed(lambda it: texts.nearest([folded(it.text)], Scope(lang=it.lang)), asked)[98]

    own = list(entries(index))
    few = nearest(Texts(Content(*built(own))))
    many = Texts(Content(*built(varied(own))))
    return Line(what=f"candidates, p99 among {many.size:,} texts", ours=nearest(many), unit="ms CPU", baseline="among a tenth of them", theirs=few, demand=value_at_most(2, "ms CPU"))  # fmt: skip


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
