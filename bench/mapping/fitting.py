"""`python -m bench.mapping.fitting`: fit the weights of suggestions anew on one half of the gold files."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import orjson
from scipy.optimize import minimize

from bench.mapping import gold
from bench.mapping.releases import suggester
from taxonomy.suggesting.deciding import Decider, confidences
from taxonomy.suggesting.values import PREDICATES
from taxonomy.suggesting.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.mapping.gold import Gold
    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.values import Subject

__all__ = ["fit"]

Floats = np.ndarray[Any, Any]

RANK = [
    "gram_best",
    "gram_mean",
    "long_best",
    "long_mean",
    "word_best",
    "word_mean",
    "bag_best",
    "bag_mean",
    "turned_best",
    "turned_mean",
    "turned_bag_best",
    "turned_bag_mean",
    "cross_best",
    "cross_mean",
    "total",
    "gram_relative",
    "word_relative",
    "turned_relative",
    "total_relative",
    "beside",
    "group",
    "words",
]
CONFIDENCE = [
    "odds",
    "ahead",
    "rank",
    "same",
    "written",
    "gram_best",
    "turned_best",
    "extra",
    "missing",
    "words",
]
NO_MATCH = ["odds", "ahead", "confidence", "gram_best", "turned_best", "written", "words"]
PREDICATE = [
    "odds",
    "rank",
    "same",
    "written",
    "extra",
    "missing",
    "group",
    "beside",
    "words",
    "foreign",
]
BLOCK = 1_000
MOST = 1_200
PENALTY = 3.0
SURE = 20.0
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
    parser.add_argument("--out", type=Path, default=Path("taxonomy/suggesting/weights.json"))
    asked = parser.parse_args()
    files = [it for it in gold.read(asked.data) if it.source != (asked.without or "-")]
    engine, bare = suggester(asked.data, "1.2.0"), suggester(asked.data, "1.2.0", lent=())
    found = fit(files, engine, bare)
    asked.out.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


def fit(files: Sequence[Gold], engine: Suggester, bare: Suggester) -> dict[str, Any]:
    """All weights; `bare` is the engine without lenders, where a Dutch skill meets English ones only."""
    variants = list(_variants(files))
    weights = _UNFITTED | {"rank": _ranks(variants, engine, bare)}
    rows = [it for held in variants for it in _shortlisted(held, engine, weights)]
    weights["confidence"] = {
        name: _chances([it for it in rows if it.foreign == foreign])
        for name, foreign in (("own", False), ("foreign", True))
    }
    weights["predicates"] = _predicates(rows)
    weights["no_match"] = _no_match(files, engine, weights)
    return weights


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
        fitted = [subject for subject in it.subjects if gold.is_fitted(subject)][:MOST]
        if any(it.objects.get(subject.id) for subject in fitted):
            yield it.only(fitted)
            for lang in it.languages if len(it.languages) > 1 else ():
                yield it.only(gold.spoken(fitted, [lang]))


def _ranks(variants: Sequence[Gold], engine: Suggester, bare: Suggester) -> dict[str, Any]:
    held: defaultdict[str, list[_Rows]] = defaultdict(list)
    for it in variants:
        for one in (engine, bare) if it.side == "other" else (engine,):
            for block in _blocks(it.subjects):
                found = one.paired(one.sides[it.side], block)
                rows = _judged(it, block, found.subjects, found.concepts, found.figures, one)
                rows = rows._replace(foreign=found.foreign, weight=1 / len(it.subjects))
                if one is engine or found.foreign:
                    held[f"{it.side}-{'foreign' if found.foreign else 'own'}"].append(rows)
    return {key: _binary(rows, RANK) for key, rows in held.items()}


def _shortlisted(it: Gold, engine: Suggester, weights: dict[str, Any]) -> Iterator[_Rows]:
    engine.weights = Weights.of(orjson.dumps(weights), "")
    decider = Decider(engine, engine.weights, 10)
    for block in _blocks(it.subjects):
        lean = SURE if it.side == "work" else -SURE
        found = engine.found(block, [lean] * len(block))
        short = decider.shortlist(block, found)
        rows = _judged(it, block, short.subjects, short.concepts, short.figures, engine)
        yield rows._replace(
            foreign=any(part.foreign for part in found), weight=1 / len(it.subjects)
        )


def _judged(
    it: Gold,
    block: Sequence[Subject],
    subjects: Floats,
    concepts: Floats,
    figures: Mapping[str, Floats],
    engine: Suggester,
) -> _Rows:
    told = [
        it.objects.get(block[int(subject)].id, {}).get(engine.concepts[int(concept)].id, "")
        for subject, concept in zip(subjects, concepts, strict=True)
    ]
    return _Rows(figures, np.array([bool(one) for one in told]), told, 1.0, foreign=False)


def _blocks(subjects: Sequence[Subject]) -> Iterator[Sequence[Subject]]:
    """Blocks of subjects that are all named in the same languages."""
    groups: defaultdict[tuple[str, ...], list[Subject]] = defaultdict(list)
    for it in subjects:
        groups[tuple(dict.fromkeys(name.lang for name in it.names))].append(it)
    for group in groups.values():
        for start in range(0, len(group), BLOCK):
            yield group[start : start + BLOCK]


def _chances(rows: Sequence[_Rows]) -> dict[str, Any]:
    return _binary(rows, CONFIDENCE) if rows else _UNFITTED["no_match"]


def _no_match(files: Sequence[Gold], engine: Suggester, weights: dict[str, Any]) -> dict[str, Any]:
    """What tells the subjects without a match from the others of the same source."""
    sources = {it.source for it in files if not any(it.objects.values())}
    engine.weights = Weights.of(orjson.dumps(weights), "")
    rows = []
    for it in files:
        if it.source in sources:
            fitted = it.only([one for one in it.subjects if gold.is_fitted(one)])
            for part in _shortlisted(fitted, engine, weights):
                top = part.figures["rank"] == 0
                of = {name: values[top] for name, values in part.figures.items()}
                of["confidence"] = confidences(engine.weights, of)
                none = not any(it.objects.values())
                rows.append(part._replace(figures=of, right=np.full(top.sum(), none), weight=1.0))
    return _binary(rows, NO_MATCH) if rows else _UNFITTED["no_match"]


def _predicates(rows: Sequence[_Rows]) -> dict[str, Any]:
    """One line of weights a predicate, fitted together on the right pairs."""
    table, kinds, weight = [], [], []
    for it in rows:
        right = it.right.astype(bool)
        table.append(np.stack([it.figures[name][right] for name in PREDICATE], axis=1))
        kinds += [PREDICATES.index(one) for one in it.predicates if one]
        weight.append(np.full(right.sum(), it.weight))
    answers = np.eye(len(PREDICATES))[np.array(kinds)]
    return dict(
        zip(
            PREDICATES,
            _fitted(np.concatenate(table), answers, np.concatenate(weight), PREDICATE),
            strict=True,
        )
    )


def _binary(rows: Sequence[_Rows], names: Sequence[str]) -> dict[str, Any]:
    """Weights of log-odds (logistic regression)."""
    table = np.concatenate([np.stack([it.figures[name] for name in names], axis=1) for it in rows])
    right = np.concatenate([it.right for it in rows]).astype(float)
    weight = np.concatenate([np.full(len(it.right), it.weight) for it in rows])
    no, yes = _fitted(table, np.stack([1 - right, right], axis=1), weight, names)
    return {
        "bias": round(yes["bias"] - no["bias"], 4),
        "weights": {it: round(yes["weights"][it] - no["weights"][it], 4) for it in names},
    }


def _fitted(
    table: Floats, answers: Floats, weight: Floats, names: Sequence[str]
) -> list[dict[str, Any]]:
    """Multinomial logistic regression with a penalty on squares, figures brought to one scale first."""
    mean, scale = table.mean(axis=0), table.std(axis=0)
    scale[scale < 1e-9] = 1.0
    scaled = np.hstack([(table - mean) / scale, np.ones((len(table), 1))])
    weight = weight / weight.mean()
    shape = (answers.shape[1], scaled.shape[1])

    def loss(flat: Floats) -> tuple[float, Floats]:
        held = flat.reshape(shape)
        odds = scaled @ held.T
        odds -= odds.max(axis=1, keepdims=True)
        logs = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        penalty = held.copy()
        penalty[:, -1] = 0
        value = -(weight[:, None] * answers * logs).sum() + PENALTY / 2 * (penalty**2).sum()
        slope = ((weight[:, None] * (np.exp(logs) - answers)).T @ scaled) + PENALTY * penalty
        return float(value), slope.ravel()

    best = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B").x
    found = []
    for row in best.reshape(shape):
        raw = row[:-1] / scale
        weights = {it: round(float(one), 4) for it, one in zip(names, raw, strict=True)}
        found.append({"bias": round(float(row[-1] - raw @ mean), 4), "weights": weights})
    return found


if __name__ == "__main__":
    main()
