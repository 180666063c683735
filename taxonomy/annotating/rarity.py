"""How much the words of a name tell: rare ones much, words that many labels have little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.annotating.reading import BREAK, PASSED
from taxonomy.annotating.trie import slot, trimmed
from taxonomy.kernels import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from taxonomy.annotating.words import Words

__all__ = ["WORD_WEIGHT", "rarity"]

WORD_WEIGHT = 0.75
"""What a word that only one concept has lends to its name, of 1."""
_BREAK, _PASSED = np.uint64(BREAK), np.uint64(PASSED)


def rarity(
    words: Words, spans: NDArray[np.int32], concepts: NDArray[np.int32], row: int
) -> NDArray[np.float32]:
    """How much each name tells (0–1): 1 − Π (1 − w·idf) over its words.

    idf is the inverse document frequency of Spärck Jones (1972), ln(N/n) / ln N: of N concepts n have the
    word's stem in a name of this row. `spans` and `concepts`, a name each, are in the order of concepts.
    """
    size = 1 << int(2 * words.hashes.size + 1).bit_length()
    keys, counts = np.zeros(size, np.uint64), np.zeros((2, size), np.int32)
    told = np.zeros(spans.shape[0], np.float32)
    _tell(words.stems[row], words.hashes, (spans, concepts), (keys, counts, told))
    return told


@kernel(
    "void(u8[::1], u8[::1], Tuple((i4[:, ::1], i4[::1])), Tuple((u8[::1], i4[:, ::1], f4[::1])))"
)
def _tell(
    stems: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    given: tuple[NDArray[np.int32], NDArray[np.int32]],
    written: tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.float32]],
) -> None:
    spans, concepts = given
    keys, counts, told = written
    total, before = 0, -1
    for name in range(spans.shape[0]):
        total += concepts[name] != before
        before = concepts[name]
        first, last = trimmed(hashes, spans[name, 0], spans[name, 1])
        for at in range(first, last):
            place = slot(keys, stems[at])
            keys[place] = stems[at]
            if counts[1, place] != before + 1:
                counts[1, place] = before + 1
                counts[0, place] += 1
    scale = np.log(max(total, 2))
    for name in range(spans.shape[0]):
        rest = 1.0
        first, last = trimmed(hashes, spans[name, 0], spans[name, 1])
        for at in range(first, last):
            if stems[at] != _PASSED and stems[at] != _BREAK:
                share = counts[0, slot(keys, stems[at])] / max(total, 2)
                rest *= 1 + WORD_WEIGHT * np.log(share) / scale
        told[name] = 1 - rest
