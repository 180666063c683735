"""How near texts are to concepts: the likeness of the nearest label, by one product of matrices in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.meaning.encoding import STEPS, one_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from taxonomy.meaning.encoding import Numbers

__all__ = ["likeness", "likest"]

_BLOCK = 4_096
"""Labels that are held against all texts at once: their numbers fit a processor's own memory."""


def likeness(ours: Numbers, theirs: Numbers) -> NDArray[np.float32]:
    """The likeness (cosine, −1 to 1) of each text and each label."""
    told = _told(ours) @ theirs.astype(np.float32).T
    return np.asarray(told / np.float32(STEPS * STEPS), np.float32)


def likest(
    ours: Numbers, theirs: Numbers, begin: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Some owners at a time: the first one's number, and of each text and each of them the likeness of the nearest label.

    `theirs` has the labels of each owner side by side, `begin` where those of each begin; none has none.
    """
    asked, at = _told(ours), 0
    while at < len(begin):
        last = max(int(np.searchsorted(begin, begin[at] + _BLOCK)), at + 1)
        end = int(begin[last]) if last < len(begin) else len(theirs)
        with one_thread():
            told = asked @ theirs[begin[at] : end].astype(np.float32).T
        nearest = np.maximum.reduceat(told, begin[at:last] - begin[at], axis=1)
        yield at, np.asarray(nearest / np.float32(STEPS * STEPS), np.float32)
        at = last


def _told(rows: Numbers) -> NDArray[np.float32]:
    return rows.astype(np.float32)
