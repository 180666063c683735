"""Logistic regression, as the weights of suggestions are fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["binary", "multinomial"]

Floats = np.ndarray[Any, Any]

PENALTY = 3.0


def binary(
    figures: Mapping[str, Floats], right: Floats, weight: Floats, names: Sequence[str]
) -> dict[str, Any]:
    """Weights of log-odds that a row is right."""
    table = np.stack([figures[name] for name in names], axis=1)
    no, yes = multinomial(table, np.stack([1 - right, right], axis=1), weight, names)
    return {
        "bias": round(yes["bias"] - no["bias"], 4),
        "weights": {it: round(yes["weights"][it] - no["weights"][it], 4) for it in names},
    }


def multinomial(
    table: Floats, answers: Floats, weight: Floats, names: Sequence[str]
) -> list[dict[str, Any]]:
    """Weights of each answer: multinomial logistic regression with a penalty on squares, figures brought to one scale first."""
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
