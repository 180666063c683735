"""The fitted weights: a small file that ships with the service, and what is computed with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from taxonomy.suggesting.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.suggesting.evidence import Floats

__all__ = ["Linear", "Weights", "files", "fitted", "read"]


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

    rank: Mapping[str, Trees]
    confidence: Mapping[str, Linear]
    no_match: Linear
    predicates: Mapping[str, Linear]
    digest: str

    @classmethod
    def of(cls, held: Mapping[str, Any], digest: str = "") -> Weights:
        """The weights as they stand in the JSON documents, taken together."""
        return cls(
            rank={name: Trees(it) for name, it in held["rank"].items()},
            confidence=_linear(held["confidence"]),
            no_match=Linear(held["no_match"]["weights"], held["no_match"]["bias"]),
            predicates=_linear(held["predicates"]),
            digest=digest,
        )


def read(weights: bytes, trees: bytes) -> Weights:
    """The weights in two JSON documents, the second one holding the trees of the ranks."""
    held = orjson.loads(weights) | {"rank": orjson.loads(trees)}
    return Weights.of(held, sha256(weights + trees).hexdigest())


@cache
def fitted(*, semantic: bool = False) -> Weights:
    """The weights that ship with the service; those of their own for candidates that an encoder finds, too."""
    folder = resources.files("taxonomy.suggesting")
    return read(*(folder.joinpath(it).read_bytes() for it in files(semantic=semantic)))


def files(*, semantic: bool) -> tuple[str, str]:
    """The names of the files of weights and of trees."""
    return (
        ("semantic-weights.json", "semantic-trees.json")
        if semantic
        else ("weights.json", "trees.json")
    )


def _linear(held: dict[str, Any]) -> dict[str, Linear]:
    return {name: Linear(it["weights"], it["bias"]) for name, it in held.items()}
