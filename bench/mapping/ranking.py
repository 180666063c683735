"""Fit what ranks candidates: trees for each side, and log-odds that hold for subjects they have not seen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bench.mapping import gold
from bench.mapping.boosting import Groups, boosted
from bench.mapping.regression import binary
from taxonomy.suggesting.covering import COVERS
from taxonomy.suggesting.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.mapping.gold import Gold
    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.values import Subject

__all__ = ["BLOCK", "FOLDS", "Judged", "blocks", "judged", "ranks"]

Floats = np.ndarray[Any, Any]

BLOCK = 1_000
FOLDS = (0, 1)
_CHANNELS = ("gram", "long", "word", "bag", "turned", "turned_bag", "cross")
_COVERS = [*COVERS, "both_mean", "relative"]
RANK = [
    *(f"{it}_{how}" for it in _CHANNELS for how in ("best", "mean", "relative")),
    *(f"{it}_{how}" for it in ("cover", "turned_cover") for how in _COVERS),
    *("total", "total_relative", "place", "beside", "group", "words"),
    *("labels", "knowledge"),
]
MEANT = [f"{it}_{how}" for it in ("meaning", "meaning_any") for how in ("best", "mean", "relative")]
"""What an encoder tells, where there is one."""


class Judged(NamedTuple):
    """Pairs: the number of each one's subject, its figures, and by which predicate gold has it ("" = not)."""

    subjects: Floats
    figures: Mapping[str, Floats]
    predicates: Sequence[str]

    @property
    def right(self) -> Floats:
        """Whether gold has each."""
        return np.array([bool(it) for it in self.predicates])


class _Part(NamedTuple):
    groups: Groups
    folds: Floats


def ranks(
    variants: Sequence[Gold], engine: Suggester, bare: Suggester
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Trees by side and whether own labels were there; and for each fold those that have not seen it.

    All are brought to log-odds by what the trees of the other fold say of each pair.
    """
    held: defaultdict[str, list[_Part]] = defaultdict(list)
    names = RANK + MEANT if engine.meant else RANK
    for it in variants:
        for one in (engine, bare) if it.side == "other" else (engine,):
            for block in blocks(it.subjects):
                found = one.paired(one.sides[it.side], block)
                if one is engine or found.foreign:
                    rows = judged(it, block, (found.subjects, found.concepts), found.figures, one)
                    key = f"{it.side}-{'foreign' if found.foreign else 'own'}"
                    held[key].append(_part(rows, block, len(it.subjects), names))
    whole: dict[str, Any] = {}
    unseen: list[dict[str, Any]] = [{} for _ in FOLDS]
    for key, parts in sorted(held.items()):
        trees = boosted(_joined(parts, FOLDS), names)
        halves = [
            boosted(_joined(parts, [it for it in FOLDS if it != fold]), names) for fold in FOLDS
        ]
        line = _line([(_joined(parts, [fold]), halves[fold]) for fold in FOLDS])
        whole[key] = _scaled(trees, *line)
        for fold in FOLDS:
            unseen[fold][key] = _scaled(halves[fold], *line)
    return whole, unseen


def judged(
    it: Gold,
    block: Sequence[Subject],
    pairs: tuple[Floats, Floats],
    figures: Mapping[str, Floats],
    engine: Suggester,
) -> Judged:
    """The pairs (subjects and concepts) as gold has them."""
    told = [
        it.objects.get(block[int(subject)].id, {}).get(engine.concepts[int(concept)].id, "")
        for subject, concept in zip(*pairs, strict=True)
    ]
    return Judged(pairs[0], figures, told)


def blocks(subjects: Sequence[Subject]) -> Iterator[Sequence[Subject]]:
    """Blocks of subjects that are all named in the same languages."""
    groups: defaultdict[tuple[str, ...], list[Subject]] = defaultdict(list)
    for it in subjects:
        groups[it.languages].append(it)
    for group in groups.values():
        for start in range(0, len(group), BLOCK):
            yield group[start : start + BLOCK]


def _part(rows: Judged, block: Sequence[Subject], many: int, names: Sequence[str]) -> _Part:
    """The pairs of subjects with a right one among them; a file counts by the root of its length."""
    right = rows.right
    kept = np.isin(rows.subjects, np.unique(rows.subjects[right]))
    subjects, begin = np.unique(rows.subjects[kept], return_index=True)
    table = np.stack([rows.figures[it][kept] for it in names], axis=1).astype(np.float32)
    weight = np.full(len(begin), many**-0.5)
    folds = np.array([gold.fold(block[int(it)]) for it in subjects], dtype=np.int64)
    return _Part(Groups(table, right[kept].astype(float), begin, weight), folds)


def _joined(parts: Sequence[_Part], folds: Sequence[int]) -> Groups:
    """The subjects of these folds, of all parts together."""
    tables, rights, sizes, weights = [], [], [], []
    for it in parts:
        size = np.diff(np.append(it.groups.begin, len(it.groups.table)))
        kept = np.isin(it.folds, folds)
        rows = np.repeat(kept, size)
        tables.append(it.groups.table[rows])
        rights.append(it.groups.right[rows])
        sizes.append(size[kept])
        weights.append(it.groups.weight[kept])
    size = np.concatenate(sizes)
    weight = np.concatenate(weights)
    begin = np.cumsum(size) - size
    return Groups(np.concatenate(tables), np.concatenate(rights), begin, weight / weight.mean())


def _line(unseen: Sequence[tuple[Groups, dict[str, Any]]]) -> tuple[float, float]:
    """Factor and summand that turn sums of trees into log-odds."""
    sums, rights, weights = [], [], []
    for it, trees in unseen:
        of = {name: it.table[:, place] for place, name in enumerate(trees["names"])}
        sums.append(Trees(trees).of(of))
        rights.append(it.right)
        weights.append(np.repeat(it.weight, np.diff(np.append(it.begin, len(it.table)))))
    found = binary(
        {"sum": np.concatenate(sums)}, np.concatenate(rights), np.concatenate(weights), ["sum"]
    )
    return float(found["weights"]["sum"]), float(found["bias"])


def _scaled(held: dict[str, Any], factor: float, summand: float) -> dict[str, Any]:
    trees = [
        it | {"leaves": [round(factor * leaf, 5) + 0.0 for leaf in it["leaves"]]}
        for it in held["trees"]
    ]
    return held | {"bias": round(summand, 4), "trees": trees}
