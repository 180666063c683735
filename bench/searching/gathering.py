"""Three hundred thousand real labels, and what people write first to search in them."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from taxonomy.index import ReleaseIndex
from taxonomy.model import Release, Taxonomy
from taxonomy.searching.spelling import folded
from taxonomy.sources import competent_workbook, esco_csv
from taxonomy.sources.rome import read as read_rome
from taxonomy.suggesting.spaces import GramSpace
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.material import Material
    from bench.searching.questions import Asked
    from taxonomy.model import Concept

__all__ = ["LIKE", "TFIDF", "WRATIO", "Others", "gathered"]

TFIDF, WRATIO, LIKE = "TF-IDF of pieces of 3", "rapidfuzz WRatio over all", "SQLite LIKE '%…%'"


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
