"""From the names of a release to the trie that texts are walked along, and what each name is worth."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.annotating.characters import codes
from taxonomy.annotating.matching import NameTable
from taxonomy.annotating.names import names
from taxonomy.annotating.rarity import rarity
from taxonomy.annotating.trie import Trie, paths
from taxonomy.annotating.words import read
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from taxonomy.annotating.names import Name
    from taxonomy.index import ReleaseIndex

__all__ = ["KINDS", "LOOSE", "OVERRULED", "TYPE_SHARES", "NameSet", "build"]

KINDS = tuple(Kind)
TYPE_SHARES = {LabelType.PREFERRED: 1.0, LabelType.ALTERNATIVE: 0.9, LabelType.HIDDEN: 0.85}
"""The share of a score that is left by the type of the label."""
OVERRULED = 0.6
"""The share that is left of a name that is the preferred label of another concept."""
LOOSE = 0.7
"""The share that is left of one word alone that is no preferred label, but for names of occupations.

Such labels of skills are often broader or narrower than the concept: *data* for statistics.
"""
_NAMED_BY_SYNONYMS = frozenset({Kind.PROFILE, Kind.OCCUPATION, Kind.APPELLATION})
_SHORT = 3
_PARTED = "\n\n"


class NameSet(NamedTuple):
    """All names of a release: what is matched, and of each name its concept's and its label's place."""

    trie: Trie
    table: NameTable
    concepts: NDArray[np.int32]
    labels: NDArray[np.int16]
    langs: frozenset[str]
    """The languages of its labels, regions left out."""

    @property
    def size(self) -> int:
        """Bytes of memory that it takes."""
        arrays = (*self.trie, *self.table, self.concepts, self.labels)
        return sum(it.nbytes for it in arrays)


class _Row(NamedTuple):
    """The names of one row of stems, and their paths."""

    paths: NDArray[np.uint64]
    written: NDArray[np.uint64]
    along: NDArray[np.uint64]
    worth: NDArray[np.float32]
    cased: NDArray[np.bool_]
    kind: NDArray[np.uint8]
    preferred: NDArray[np.bool_]
    concepts: NDArray[np.int32]
    labels: NDArray[np.int16]


def build(index: ReleaseIndex) -> NameSet:
    """The names of the active concepts of a release."""
    kinds = [KINDS.index(concept.kind) for concept in index.taxonomy]
    grouped: defaultdict[int, list[Name]] = defaultdict(list)
    for name in names(index):
        grouped[name.row].append(name)
    rows = [_row(grouped.pop(row), row, kinds) for row in sorted(grouped)]
    if not rows:
        rows = [_row([], 0, kinds)]
    joined = _Row(*(np.concatenate(columns) for columns in zip(*rows, strict=True)))
    order = np.argsort(joined.paths, kind="stable")
    order = order[joined.paths[order] > 0]
    ends = joined.paths[order]
    trie = Trie.of(ends, np.unique(joined.along))
    worth = joined.worth[order] * _clarity(
        ends, joined.kind[order], joined.preferred[order], joined.concepts[order]
    )
    table = NameTable(joined.written[order], worth, joined.cased[order], joined.kind[order])
    langs = frozenset(
        label.lang.partition("-")[0].lower() for it in index.taxonomy for label in index.labels(it)
    )
    return NameSet(trie, table, joined.concepts[order], joined.labels[order], langs)


def _row(found: Sequence[Name], row: int, kinds: Sequence[int]) -> _Row:
    words = read(codes(_PARTED.join(it.text for it in found)))
    lengths = np.fromiter((len(it.text) + len(_PARTED) for it in found), np.int64, len(found))
    limits = np.searchsorted(words.places[0], np.append(0, np.cumsum(lengths)))
    spans = np.ascontiguousarray(np.stack((limits[:-1], limits[1:]), axis=1).astype(np.int32))
    concepts = np.fromiter((it.concept for it in found), np.int32, len(found))
    made = paths(words, spans, row)
    preferred = list(LabelType).index(LabelType.PREFERRED)
    types = [TYPE_SHARES[it] for it in LabelType]
    loose = [LOOSE if it not in _NAMED_BY_SYNONYMS else 1.0 for it in KINDS]
    share = np.fromiter(
        (
            it.share
            * types[it.type]
            * (1.0 if it.type == preferred or " " in it.text else loose[kinds[it.concept]])
            for it in found
        ),
        np.float32,
        len(found),
    )
    return _Row(
        made.stems,
        made.written,
        np.unique(made.along),
        rarity(words, spans, concepts, row) * share,
        np.fromiter((_is_cased(it.text) for it in found), np.bool_, len(found)),
        np.fromiter((kinds[it.concept] for it in found), np.uint8, len(found)),
        np.fromiter((it.type == preferred for it in found), np.bool_, len(found)),
        concepts,
        np.fromiter((it.label for it in found), np.int16, len(found)),
    )


def _is_cased(text: str) -> bool:
    """Whether the name is so short that its capitals tell it from a word: `IT`, `SAP`, `R`."""
    return len(text) <= _SHORT and text != text.lower()


def _clarity(
    ends: NDArray[np.uint64],
    kind: NDArray[np.uint8],
    preferred: NDArray[np.bool_],
    concepts: NDArray[np.int32],
) -> NDArray[np.float32]:
    """How clearly each name stands for its concept, 0–1.

    1 / √n where n concepts of one kind have it, as their preferred label or else as another one; these
    have OVERRULED of that where it is the preferred label of any concept.
    """
    groups = np.unique(ends, return_inverse=True)[1]
    taken = np.bincount(groups, weights=preferred, minlength=1) > 0
    sorts = (groups * len(KINDS) + kind) * 2 + preferred
    each = np.unique(np.stack((sorts, concepts)), axis=1)[0]
    known, many = np.unique(each, return_counts=True)
    told = 1 / np.sqrt(many[np.searchsorted(known, sorts)])
    told[taken[groups] & ~preferred] *= OVERRULED
    return told.astype(np.float32)
