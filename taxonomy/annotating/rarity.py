"""How much the words of a name tell: rare ones much, words that many labels have little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.annotating.walking import weigh

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["rarity"]


def rarity(
    stems: NDArray[np.uint64],
    words: NDArray[np.uint64],
    spans: NDArray[np.int32],
    concepts: NDArray[np.int32],
) -> NDArray[np.float32]:
    """How much each name tells (0–1): 1 − Π (1 − w·idf) over its words.

    idf is the inverse document frequency of Spärck Jones (1972), ln(N/n) / ln N: of N concepts n have the
    word's stem in a name of this row. `spans` and `concepts`, a name each, are in the order of concepts.
    """
    size = 1 << int(2 * words.size + 1).bit_length()
    keys, counts = np.zeros(size, np.uint64), np.zeros((2, size), np.int32)
    told = np.zeros(spans.shape[0], np.float32)
    weigh(stems, words, (spans, concepts), (keys, counts, told))
    return told
