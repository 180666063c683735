"""Ranking titles of jobs: for each of some hundred titles, which of two thousand others name such a job."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.measuring import Line
from taxonomy.index import ReleaseIndex
from taxonomy.model import Concept, Label, Release, Taxonomy
from taxonomy.searching.answering import Question, Searcher
from taxonomy.searching.artefact import Content
from taxonomy.searching.building import build
from taxonomy.searching.spelling import folded
from taxonomy.suggesting.spaces import GramSpace
from taxonomy.vocabulary import Kind, LabelType, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.material import Material

__all__ = ["titles"]

RANKED = 100


def titles(material: Material) -> Iterator[Line]:
    """Mean average precision over the first hundred, in two languages."""
    for lang in ("nl", "en"):
        folder = material.data / "texts/jobtitle-similarity" / lang
        titles = dict(_rows(folder / "corpus_documents.tsv"))
        asked = dict(_rows(folder / "queries.tsv"))
        right: dict[str, set[str]] = {}
        for query, _, title, *said in _rows(folder / "annotations.tsv"):
            if said[:1] == ["1"]:
                right.setdefault(query, set()).add(title)
        searcher = _searcher(titles, lang)
        space = GramSpace([folded(it) for it in titles.values()], 3)
        ours, theirs = [], []
        for query in sorted(right):
            found = searcher.search(Question(asked[query], lang, limit=RANKED, min_score=0))
            ours.append(_precision([it.concept.id for it in found], right[query]))
            alike = _alike(space, asked[query])
            names = list(titles)
            theirs.append(_precision([names[it] for it in alike], right[query]))
        yield Line(
            what=f"titles of jobs, {lang}: mean average precision of {len(ours)} titles",
            ours=100 * sum(ours) / len(ours),
            unit="%",
            baseline="TF-IDF of pieces of 3",
            theirs=100 * sum(theirs) / len(theirs),
        )


def _rows(file: Path) -> list[Any]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [row for row in csv.reader(opened, delimiter="\t") if row]


def _searcher(titles: dict[str, str], lang: str) -> Searcher:
    concepts = [
        Concept(
            scheme="esco",
            id=id,
            kind=Kind.OCCUPATION,
            labels=(Label(lang, LabelType.PREFERRED, text),),
        )
        for id, text in titles.items()
    ]
    release = Release(scheme="esco", version="1", status=ReleaseStatus.PUBLISHED, digest="")
    index = ReleaseIndex.build(release, Taxonomy.of("esco", concepts), {})
    return Searcher(index, Content(*build(index)))


def _alike(space: GramSpace, text: str) -> list[int]:
    row = (space.vectors([folded(text)]) @ space.rows.T).tocsr()
    found: list[int] = row.indices[np.lexsort((row.indices, -row.data))[:RANKED]].tolist()
    return found


def _precision(found: Sequence[str], right: set[str]) -> float:
    """Average precision: the mean of the shares of right ones up to each right one."""
    hits, total = 0, 0.0
    for place, it in enumerate(found, start=1):
        if it in right:
            hits += 1
            total += hits / place
    return total / len(right)
