"""How alike a question and the labels of a release are: candidates, and their scores from 0 to 100."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from taxonomy.searching.kernels import beginning, best, compared, shortest, walked
from taxonomy.searching.spelling import letters_of, reordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from taxonomy.searching.artefact import Content

__all__ = ["CANDIDATES", "Candidates", "Scope", "Texts"]

POSTINGS = 50_000
"""So many places of trigrams are walked, those of the rarest first; quality hardly gains by more."""
CANDIDATES = 96
"""So many texts are compared letter by letter, unless more are asked for."""
COVERAGE, DICE, RATIO, BEGINNING = 0.5, 0.3, 0.2, 0.2
"""The shares of the score: trigrams of the question found, of both texts, letters, a common beginning."""
_WHOLE = COVERAGE + DICE + RATIO + BEGINNING
_LAST = 0.4
"""What the end of the last word weighs: it may not be written to its end yet."""
_LEAST = 0.2
"""What has less of the weights that were walked is not looked at: most of what one trigram meets."""
_MOST_SCOPES = 16


class Scope(NamedTuple):
    """Which labels may be found: of these kinds (none = any), and those in `lang` before others."""

    kinds: frozenset[int] = frozenset()
    lang: str = ""


class Candidates(NamedTuple):
    """Texts by their numbers, ascending, their likeness (0–100), and which of them begin with the question.

    `first` are those of these that were looked for as such.
    """

    texts: NDArray[Any]
    scores: NDArray[Any]
    begins: NDArray[Any]
    first: NDArray[Any]


class _Asked(NamedTuple):
    """A folded question, its trigrams, each once, the rarest first, and their weights."""

    text: str
    grams: NDArray[Any]
    weights: NDArray[Any]


class Texts:
    """Compares questions with the labels of one release. Safe to use from several threads."""

    def __init__(self, content: Content) -> None:
        self._arrays = content.arrays
        self._langs = [it.partition("-")[0].lower() for it in content.langs]
        self.size = len(content.arrays["starts"]) - 1
        self._own = threading.local()
        self._wanted: OrderedDict[Scope, NDArray[Any]] = OrderedDict()
        self._guard = threading.Lock()

    def nearest(
        self, questions: Sequence[str], scope: Scope, most: int = 1, many: int = CANDIDATES
    ) -> list[Candidates]:
        """The `many` texts nearest to folded questions, and the `most` shortest ones that begin with each.

        The questions are writings of one: they are looked for together, and the same texts compared with
        each. The text that is one of them is always among its candidates, with a likeness of 100.
        """
        wanted = self._scope(scope)
        asked = [_Asked(it, *self._grams(it)) for it in questions]
        walked = self._walked(asked, wanted, many)
        return [self._candidates(it, walked, wanted, most) for it in asked]

    def place(self, text: str) -> int | None:
        """The number of the text that is this folded one."""
        letters = letters_of(text)
        starts = self._arrays["starts"]
        low, high = beginning(letters, starts, self._arrays["letters"])
        same = low < high and starts[low + 1] - starts[low] - 2 == len(letters)
        return int(low) if same else None

    def _candidates(
        self, asked: _Asked, walked: NDArray[Any], wanted: NDArray[Any], most: int
    ) -> Candidates:
        first = self._beginning(letters_of(asked.text), wanted, most)
        texts = np.union1d(walked, first)
        scores, begins = self._compared(texts, asked)
        return Candidates(texts, scores, begins, np.isin(texts, first))

    def _grams(self, question: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The question's trigrams, each once, the rarest first, and their weights."""
        row = letters_of(f" {question} ").astype(np.int64)
        keys = (row[:-2] << 12) | (row[1:-1] << 6) | row[2:]
        inner = row[1:-1] != 0
        keys, last = keys[inner], keys[-1]
        grams = np.unique(keys)
        weights = self._arrays["weights"][grams]
        if len(grams) > 1:
            weights = np.where(grams == last, weights * np.float32(_LAST), weights)
        order = np.argsort(-self._arrays["weights"][grams], kind="stable")
        return grams[order], weights[order]

    def _walked(self, asked: Sequence[_Asked], wanted: NDArray[Any], most: int) -> NDArray[Any]:
        """The most promising texts by the lists of the rarest trigrams."""
        grams, weights = asked[0].grams, asked[0].weights
        if len(asked) > 1:
            grams, weights = self._of_several(asked)
        lists = self._arrays["lists"]
        many = np.cumsum(lists[grams + 1] - lists[grams])
        used = max(1, int(np.searchsorted(many, POSTINGS, side="right")))
        sums, met = self._scratch()
        found = walked(grams[:used], weights[:used], lists, self._arrays["postings"], sums, met)
        bounds = np.array([weights.sum(), _LEAST * weights[:used].sum()], np.float32)
        return best(sums, met[:found], self._arrays["norms"], wanted, bounds, most)

    def _of_several(self, asked: Sequence[_Asked]) -> tuple[NDArray[Any], NDArray[Any]]:
        """The trigrams of all, each once, the rarest first."""
        grams, places = np.unique(np.concatenate([it.grams for it in asked]), return_index=True)
        weights = np.concatenate([it.weights for it in asked])[places]
        order = np.argsort(-self._arrays["weights"][grams], kind="stable")
        return grams[order], weights[order]

    def _compared(self, texts: NDArray[Any], asked: _Asked) -> tuple[NDArray[Any], NDArray[Any]]:
        question, grams, weights = asked
        table = self._table()
        table[grams] = weights
        letters = letters_of(question + reordered(question)).reshape(2, -1)
        arrays = self._arrays
        found = compared(
            texts, letters, table, arrays["starts"], arrays["letters"],
            arrays["ordered"],
        )  # fmt: skip
        table[grams] = 0
        whole = weights.sum()
        score = (
            COVERAGE * found[:, 0] / whole
            + DICE * 2 * found[:, 0] / (whole + arrays["norms"][texts])
            + RATIO * np.maximum(found[:, 1], found[:, 2])
            + BEGINNING * found[:, 3]
        ) / _WHOLE
        begins = found[:, 3] == 1
        score[(found[:, 1] == 1) & begins] = 1
        return np.sqrt(np.minimum(score, 1)) * 100, begins

    def _beginning(self, letters: NDArray[Any], wanted: NDArray[Any], most: int) -> NDArray[Any]:
        starts, held = self._arrays["starts"], self._arrays["letters"]
        low, high = beginning(letters, starts, held)
        return shortest(low, high, starts, wanted, most)

    def _scope(self, scope: Scope) -> NDArray[Any]:
        """Of each text 0 where no entry of it is wanted, 2 where one is in the language, else 1; 2 without."""
        with self._guard:
            held = self._wanted.get(scope)
            if held is not None:
                self._wanted.move_to_end(scope)
                return held
        made = self._made(scope)
        with self._guard:
            self._wanted[scope] = made
            while len(self._wanted) > _MOST_SCOPES:
                self._wanted.popitem(last=False)
        return made

    def _made(self, scope: Scope) -> NDArray[Any]:
        starts, entries = self._arrays["entry_starts"], self._arrays["entries"]
        value = np.full(len(entries), 2, np.uint8)
        if scope.lang:
            mine = [n for n, it in enumerate(self._langs) if it == scope.lang]
            value[~np.isin(entries[:, 3], mine)] = 1
        if scope.kinds:
            value[~np.isin(entries[:, 5], list(scope.kinds))] = 0
        if not len(value):
            return np.zeros(self.size, np.uint8)
        return np.maximum.reduceat(value, starts[:-1])

    def _scratch(self) -> tuple[NDArray[Any], NDArray[Any]]:
        if not hasattr(self._own, "sums"):
            self._own.sums = np.zeros(self.size, np.float32)
            self._own.met = np.empty(self.size, np.int32)
        return self._own.sums, self._own.met

    def _table(self) -> NDArray[Any]:
        if not hasattr(self._own, "table"):
            self._own.table = np.zeros(len(self._arrays["weights"]), np.float32)
        table: NDArray[Any] = self._own.table
        return table
