"""`python -m bench.mapping.fitting`: fit the weights of suggestions anew on one half of the gold files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bench.mapping import gold
from bench.mapping.ranking import FOLDS, blocks, judged, ranks
from bench.mapping.regression import binary, multinomial
from bench.mapping.releases import suggester
from taxonomy.suggesting.deciding import Decider, confidences
from taxonomy.suggesting.values import PREDICATES
from taxonomy.suggesting.weights import Weights
from taxonomy.suggesting.weights import files as names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.mapping.gold import Gold
    from taxonomy.suggesting.engine import Suggester

__all__ = ["fit"]

Floats = np.ndarray[Any, Any]

CONFIDENCE = [
    *("odds", "likely", "ahead", "rank", "gram_best", "turned_best", "words"),
    *("cover_both", "cover_own", "cover_theirs"),
]
NO_MATCH = ["odds", "ahead", "confidence", "gram_best", "turned_best", "cover_both", "words"]
PREDICATE = [
    *("odds", "rank", "group", "beside", "words", "foreign"),
    *("cover_both", "cover_own", "cover_theirs"),
]
MEANT = ["meaning_best", "meaning_any_best"]
"""What both look at besides, where an encoder tells it."""
MOST = 6_000
"""Subjects of a file, shared by its variants."""
SURE = 20.0
CAUTION = 0.3
"""So much is taken off the log-odds of confidence: other lists are never quite like those fitted on."""
_NOTHING: dict[str, Any] = {"bias": -3.0, "weights": {"odds": 0.0}}
_UNFITTED: dict[str, Any] = {
    "rank": {},
    "confidence": {"own": _NOTHING, "foreign": _NOTHING},
    "no_match": _NOTHING,
    "predicates": dict.fromkeys(PREDICATES, _NOTHING),
}


def main() -> None:
    """Fit and write; `--without` leaves the files of one source out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--without", default="", help="a source whose files are left out")
    parser.add_argument("--out", type=Path, default=Path("taxonomy/suggesting"))
    parser.add_argument(
        "--semantic",
        type=Path,
        metavar="FOLDER",
        help="with an encoder; its vectors stay in the folder",
    )
    asked = parser.parse_args()
    files = [it for it in gold.read(asked.data) if it.source != (asked.without or "-")]
    engine, bare = (
        suggester(asked.data, "1.2.0", lent, vectors=asked.semantic) for lent in (None, ())
    )
    found = fit(files, engine, bare)
    asked.out.mkdir(parents=True, exist_ok=True)
    weights, trees = (asked.out / it for it in names(semantic=asked.semantic is not None))
    trees.write_text(_lines(found.pop("rank")))
    weights.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


def fit(files: Sequence[Gold], engine: Suggester, bare: Suggester) -> dict[str, Any]:
    """All weights; `bare` is the engine without lenders, where a Dutch skill meets English ones only.

    What follows the ranks is fitted on subjects that their trees have not seen: those of the other fold.
    """
    variants = list(_variants(files))
    whole, unseen = ranks(variants, engine, bare)
    held = [_UNFITTED | {"rank": it} for it in unseen]
    rows = [row for it in variants for row in _shortlisted(it, engine, held)]
    more = MEANT if engine.meant else []
    found = {
        "confidence": {
            name: _careful(_binary([it for it in rows if it.foreign == foreign], CONFIDENCE + more))
            for name, foreign in (("own", False), ("foreign", True))
        },
        "predicates": _predicates(rows),
    }
    held = [it | found for it in held]
    none = _no_match(files, engine, held)
    return _UNFITTED | found | {"no_match": none, "rank": whole}


def _lines(held: dict[str, Any]) -> str:
    """The trees as JSON, one a line."""
    parts = []
    for key, it in sorted(held.items()):
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in it["trees"])
        names, bias = json.dumps(it["names"]), json.dumps(it["bias"])
        parts.append(f'"{key}": {{"names": {names}, "bias": {bias}, "trees": [\n{trees}\n]}}')
    return "{" + ",\n".join(parts) + "}\n"


class _Rows(NamedTuple):
    """Figures of some pairs, whether gold has each, by which predicate ("" = not), and its weight."""

    figures: Mapping[str, Floats]
    right: Floats
    predicates: Sequence[str]
    weight: float
    foreign: bool


def _variants(files: Sequence[Gold]) -> Iterator[Gold]:
    """Each file with all its languages, and with each alone where it has several."""
    for it in files:
        alone = [[lang] for lang in it.languages] if len(it.languages) > 1 else []
        fitted = [subject for subject in it.subjects if gold.is_fitted(subject)]
        fitted = fitted[: MOST // (1 + len(alone))]
        if any(it.objects.get(subject.id) for subject in fitted):
            for langs in (it.languages, *alone):
                yield it.only(gold.spoken(fitted, langs))


def _shortlisted(it: Gold, engine: Suggester, held: Sequence[Mapping[str, Any]]) -> Iterator[_Rows]:
    """The best pairs of each subject, by the weights that have not seen its fold."""
    for fold in FOLDS:
        engine.weights = Weights.of(held[fold])
        decider = Decider(engine, engine.weights, 10)
        for block in blocks([one for one in it.subjects if gold.fold(one) == fold]):
            lean = SURE if it.side == "work" else -SURE
            found = engine.found(block, [lean] * len(block))
            short = decider.shortlist(block, found)
            rows = judged(it, block, (short.subjects, short.concepts), short.figures, engine)
            foreign = any(part.foreign for part in found)
            share = 1 / len(it.subjects)
            yield _Rows(rows.figures, rows.right, rows.predicates, share, foreign)


def _careful(held: dict[str, Any]) -> dict[str, Any]:
    return held | {"bias": round(held["bias"] - CAUTION, 4)}


def _no_match(
    files: Sequence[Gold], engine: Suggester, held: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What tells the subjects without a match from the others of the same source."""
    sources = {it.source for it in files if not any(it.objects.values())}
    rows = []
    for it in files:
        if it.source in sources:
            fitted = it.only([one for one in it.subjects if gold.is_fitted(one)][:MOST])
            for part in _shortlisted(fitted, engine, held):
                top = part.figures["rank"] == 0
                of = {name: values[top] for name, values in part.figures.items()}
                of["confidence"] = confidences(engine.weights, of)
                none = not any(it.objects.values())
                rows.append(part._replace(figures=of, right=np.full(top.sum(), none), weight=1.0))
    return _binary(rows, NO_MATCH + (MEANT if engine.meant else []))


def _predicates(rows: Sequence[_Rows]) -> dict[str, Any]:
    """One line of weights a predicate, fitted together on the right pairs."""
    table, kinds, weight = [], [], []
    for it in rows:
        right = it.right.astype(bool)
        table.append(np.stack([it.figures[name][right] for name in PREDICATE], axis=1))
        kinds += [PREDICATES.index(one) for one in it.predicates if one]
        weight.append(np.full(right.sum(), it.weight))
    answers = np.eye(len(PREDICATES))[np.array(kinds)]
    fitted = multinomial(np.concatenate(table), answers, np.concatenate(weight), PREDICATE)
    return dict(zip(PREDICATES, fitted, strict=True))


def _binary(rows: Sequence[_Rows], names: Sequence[str]) -> dict[str, Any]:
    if not rows:
        return _NOTHING
    of = {name: np.concatenate([it.figures[name] for it in rows]) for name in names}
    right = np.concatenate([it.right for it in rows]).astype(float)
    weight = np.concatenate([np.full(len(it.right), it.weight) for it in rows])
    return binary(of, right, weight, names)


if __name__ == "__main__":
    main()
