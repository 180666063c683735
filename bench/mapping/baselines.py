"""What people write first: TF-IDF over pieces of three characters, and rapidfuzz over all labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from taxonomy.folding import plain, words
from taxonomy.suggesting.spaces import GramSpace, most_alike, reduced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.values import Subject

__all__ = ["MOST", "ratio", "tfidf"]

MOST = 10
_LABELS = 200


def tfidf(
    engine: Suggester, subjects: Sequence[Subject], langs: Sequence[str], kinds: str = ""
) -> list[list[str]]:
    """For each subject the ids of the ten concepts with the most alike label in these languages.

    The labels are those that the engine has, lent ones as well; `kinds` keeps to one side of the scheme.
    """
    named = _named(engine, langs, kinds)
    owner = np.array([it[0] for it in named], dtype=np.int64)
    space = GramSpace([it[1] for it in named], 3)
    rows = [
        (number, " ".join(words(plain(text))))
        for number, it in enumerate(subjects)
        for lang in it.languages
        for text in it.texts(lang)
    ]
    alike = most_alike(space.vectors([text for _, text in rows]), space.rows.T.tocsr(), _LABELS)
    found = reduced(
        alike, np.array([n for n, _ in rows]), owner, (len(subjects), len(engine.concepts))
    )
    return [_best(engine, found[number]) for number in range(len(subjects))]


def ratio(engine: Suggester, subjects: Sequence[Subject], langs: Sequence[str]) -> list[list[str]]:
    """The same by rapidfuzz's WRatio, one label after the other."""
    named = _named(engine, langs, "")
    texts = [text for _, text in named]
    found = []
    for it in subjects:
        best: dict[str, float] = {}
        for lang in it.languages:
            for text in it.texts(lang):
                query = " ".join(words(plain(text)))
                for _, score, place in process.extract(
                    query, texts, scorer=fuzz.WRatio, limit=_LABELS
                ):
                    id_ = engine.concepts[named[place][0]].id
                    best[id_] = max(best.get(id_, 0.0), score)
        found.append(sorted(best, key=lambda id_: (-best[id_], id_))[:MOST])
    return found


def _named(engine: Suggester, langs: Sequence[str], kinds: str) -> list[tuple[int, str]]:
    sides = [engine.sides[kinds]] if kinds else engine.sides.values()
    members = {number for side in sides for number in side.members.tolist()}
    return [
        (it.owner, " ".join(words(plain(it.text))))
        for lang in langs
        for it in (engine.tables.labels[lang].named if lang in engine.tables.labels else ())
        if it.owner in members
    ]


def _best(engine: Suggester, row: Any) -> list[str]:
    order = np.lexsort((row.indices, -row.data))[:MOST]
    return [engine.concepts[int(it)].id for it in row.indices[order]]
