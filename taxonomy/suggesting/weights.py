"""The fitted weights: a small file that ships with the service, and what is computed with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.suggesting.evidence import Floats

__all__ = ["Linear", "Weights", "fitted"]


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighed sum of named figures."""

    weights: Mapping[str, float]
    bias: float

    def of(self, figures: Mapping[str, Floats]) -> Floats:
        """The sum of each row; figures without a weight do not count."""
        held = [figures[name] * weight for name, weight in self.weights.items()]
        return np.asarray(sum(held[1:], held[0] + self.bias))


@dataclass(frozen=True, slots=True)
class Weights:
    """`rank`: log-odds by side and whether own labels were there; then confidence, no match, predicates."""

    rank: Mapping[str, Linear]
    confidence: Mapping[str, Linear]
    no_match: Linear
    predicates: Mapping[str, Linear]
    digest: str

    @classmethod
    def of(cls, data: bytes, digest: str) -> Weights:
        """The weights in a JSON document."""
        held: dict[str, Any] = orjson.loads(data)
        return cls(
            rank=_linear(held["rank"]),
            confidence=_linear(held["confidence"]),
            no_match=Linear(held["no_match"]["weights"], held["no_match"]["bias"]),
            predicates=_linear(held["predicates"]),
            digest=digest,
        )


@cache
def fitted() -> Weights:
    """The weights that ship with the service."""
    data = resources.files("taxonomy.suggesting").joinpath("weights.json").read_bytes()
    return Weights.of(data, sha256(data).hexdigest())


def _linear(held: dict[str, Any]) -> dict[str, Linear]:
    return {name: Linear(it["weights"], it["bias"]) for name, it in held.items()}
