"""From the names of a release to the trie that texts are walked along, and what each name is worth."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from taxonomy.annotating.characters import codes
from taxonomy.annotating.inflection import LANGUAGES, OTHER
from taxonomy.annotating.languages import common
from taxonomy.annotating.matching import NameTable
from taxonomy.annotating.names import names
from taxonomy.annotating.rarity import rarity
from taxonomy.annotating.trie import Trie, paths
from taxonomy.annotating.words import read
from taxonomy.folding import plain
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from taxonomy.annotating.names import Name
    from taxonomy.index import ReleaseIndex

__all__ = ["COMMON", "KINDS", "LOOSE", "MEANING", "OVERRULED", "TYPE_SHARES", "NameSet", "build"]

MEANING = 4
"""The version of what the arrays mean, and of how words are read: files of another one are never read."""
KINDS = tuple(Kind)
TYPE_SHARES = {LabelType.PREFERRED: 1.0, LabelType.ALTERNATIVE: 0.9, LabelType.HIDDEN: 0.85}
"""The share of a score that is left by the type of the label."""
OVERRULED = 0.6
"""The share that is left of a name that is the preferred label of another concept."""
COMMON = 0.3
"""The share that is left of one word alone that stands in every vacancy, such as *experience*."""
LOOSE = 0.7
"""The share that is left of one word alone that is no preferred label, but for names of occupations.

Such labels of skills are often broader or narrower than the concept: *data* for statistics.
"""
_NAMED_BY_SYNONYMS = frozenset({Kind.PROFILE, Kind.OCCUPATION, Kind.APPELLATION})
_TYPES = tuple(LabelType)
_TYPE_SHARES = [TYPE_SHARES[it] for it in _TYPES]
_CHUNK = 20_000
_SHORT = 3
_PARTED = "\n\n"


class NameSet(NamedTuple):
    """All names of a release: what is matched, and of each name its concept's and its label's place."""

    trie: Trie
    table: NameTable
    concepts: NDArray[np.int32]
    labels: NDArray[np.int16]
    langs: tuple[str, ...]
    """The languages of its labels, regions left out, sorted."""

    @property
    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array by its name, as `of` takes them."""
        named = {**self.trie._asdict(), **self.table._asdict()}
        return {**named, "concepts": self.concepts, "labels": self.labels}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], langs: Sequence[str]) -> NameSet:
        """The names that `arrays` and `langs` tell of; KeyError where one lacks."""
        trie = Trie(*(arrays[it] for it in Trie._fields))
        table = NameTable(*(arrays[it] for it in NameTable._fields))
        return cls(trie, table, arrays["concepts"], arrays["labels"], tuple(langs))


class _Part(NamedTuple):
    """Some names of one row of stems, in the order of their concepts."""

    words: NDArray[np.uint64]
    stems: NDArray[np.uint64]
    lengths: NDArray[np.int32]
    share: NDArray[np.float32]
    cased: NDArray[np.bool_]
    kind: NDArray[np.uint8]
    preferred: NDArray[np.bool_]
    concepts: NDArray[np.int32]
    labels: NDArray[np.int16]


class _Row(NamedTuple):
    """The names of one row of stems, and their paths."""

    paths: NDArray[np.uint64]
    written: NDArray[np.uint64]
    along: NDArray[np.uint64]
    worth: NDArray[np.float32]
    part: _Part


def build(index: ReleaseIndex) -> NameSet:
    """The names of the active concepts of a release."""
    kinds = [KINDS.index(concept.kind) for concept in index.taxonomy]
    waiting: defaultdict[int, list[Name]] = defaultdict(list)
    parts: defaultdict[int, list[_Part]] = defaultdict(list)
    for name in names(index):
        waiting[name.row].append(name)
        if len(waiting[name.row]) >= _CHUNK:
            parts[name.row].append(_part(waiting.pop(name.row), name.row, kinds))
    for row in [*waiting, *([] if waiting or parts else [0])]:
        parts[row].append(_part(waiting[row], row, kinds))
    rows = [_row(parts.pop(row), row) for row in sorted(parts)]
    langs = {
        label.lang.partition("-")[0].lower() for it in index.taxonomy for label in index.labels(it)
    }
    return _joined(rows, tuple(sorted(langs)))


def _joined(rows: Sequence[_Row], langs: tuple[str, ...]) -> NameSet:
    """All rows as one, their names sorted by path; those without words are left out."""
    paths, written, along, worth = (
        np.concatenate([row[place] for row in rows]) for place in range(len(_Row._fields) - 1)
    )
    part = _Part(*(np.concatenate(it) for it in zip(*(row.part for row in rows), strict=True)))
    order = np.argsort(paths, kind="stable")
    order = order[paths[order] > 0]
    ends, kind, concepts = paths[order], part.kind[order], part.concepts[order]
    clarity = _clarity(ends, kind, part.preferred[order], concepts)
    table = NameTable(written[order], worth[order] * clarity, part.cased[order], kind)
    return NameSet(Trie.of(ends, np.unique(along)), table, concepts, part.labels[order], langs)


def _part(found: Sequence[Name], row: int, kinds: Sequence[int]) -> _Part:
    words = read(codes(_PARTED.join(it.text for it in found)))
    lengths = np.fromiter((len(it.text) + len(_PARTED) for it in found), np.int64, len(found))
    limits = np.searchsorted(words.places[0], np.append(0, np.cumsum(lengths)))
    preferred = list(LabelType).index(LabelType.PREFERRED)
    return _Part(
        words.hashes.copy(),
        words.stems[row].copy(),
        np.diff(limits).astype(np.int32),
        np.fromiter((_share(it, kinds[it.concept]) for it in found), np.float32, len(found)),
        np.fromiter((_is_cased(it.text) for it in found), np.bool_, len(found)),
        np.fromiter((kinds[it.concept] for it in found), np.uint8, len(found)),
        np.fromiter((it.type == preferred for it in found), np.bool_, len(found)),
        np.fromiter((it.concept for it in found), np.int32, len(found)),
        np.fromiter((it.label for it in found), np.int16, len(found)),
    )


def _row(parts: Sequence[_Part], row: int) -> _Row:
    part = _Part(*(np.concatenate(it) for it in zip(*parts, strict=True)))
    limits = np.append(0, np.cumsum(part.lengths)).astype(np.int32)
    spans = np.ascontiguousarray(np.stack((limits[:-1], limits[1:]), axis=1))
    made = paths(part.stems, part.words, spans, row)
    worth = rarity(part.stems, part.words, spans, part.concepts) * part.share
    return _Row(made.stems, made.written, np.unique(made.along), worth, part)


def _share(name: Name, kind: int) -> float:
    """What is left of the score of a name by its label's type."""
    share = name.share * _TYPE_SHARES[name.type]
    if _is_common(name):
        share *= COMMON
    is_loose = _TYPES[name.type] is not LabelType.PREFERRED and " " not in name.text
    return share * LOOSE if is_loose and KINDS[kind] not in _NAMED_BY_SYNONYMS else share


def _is_common(name: Name) -> bool:
    """Whether the name is a word that stands in every vacancy; what capitals tell apart is none."""
    if name.row >= OTHER or " " in name.text or _is_cased(name.text):
        return False
    return plain(name.text) in common(LANGUAGES[name.row])


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
