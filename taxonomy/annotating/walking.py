"""Walks words along the paths of names, in machine code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.annotating.reading import BREAK, PASSED, ROWS
from taxonomy.kernels import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Text = tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint8]]
    Known = tuple[NDArray[np.uint64], NDArray[np.float32], NDArray[np.bool_], NDArray[np.uint8]]
    Table = tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]
    Asked = tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.bool_], float]
    Out = tuple[NDArray[np.int32], NDArray[np.float32]]

__all__ = [
    "INFLECTED",
    "MARKS",
    "UNCASED",
    "WORD_WEIGHT",
    "choose",
    "fill",
    "find_names",
    "weigh",
    "write_paths",
]

INFLECTED = 0.85
"""The share of a score that is left where the text has other endings or articles than the name."""
UNCASED = 0.5
"""The share that is left where a short name is written without its capitals: `IT` and `it`."""
WORD_WEIGHT = 0.75
"""What a word that only one concept has lends to its name, of 1."""
_NO_PATH = -2
_MARK_BITS = 22
MARKS = 1 << _MARK_BITS
"""Bits of the marks: half a megabyte."""
_EMPTY = np.uint64(0)
_PASSED, _BREAK = np.uint64(PASSED), np.uint64(BREAK)
_TURN, _STIR = np.uint64(0x100000001B3), np.uint64(0xBF58476D1CE4E5B9)


@part
def _mixed(value: np.uint64) -> np.uint64:
    """A path as it is kept: its bits stirred, and never none."""
    value ^= value >> np.uint64(32)
    value *= _STIR
    return (value ^ value >> np.uint64(29)) | np.uint64(1)


@part
def _extended(path: np.uint64, stem: np.uint64) -> np.uint64:
    """The path with one stem more."""
    return _mixed(path * _TURN ^ stem)


@part
def _root(row: int) -> np.uint64:
    """The path that every path of a row begins with."""
    return _mixed(np.uint64(row + 1))


@part
def _slot(keys: NDArray[np.uint64], key: np.uint64) -> np.uint64:
    """Where the key stands in the table, or would."""
    mask = np.uint64(keys.size - 1)
    at = key >> np.uint64(1) & mask
    while keys[at] != _EMPTY and keys[at] != key:
        at = at + np.uint64(1) & mask
    return at


@part
def _trimmed(hashes: NDArray[np.uint64], first: int, last: int) -> tuple[int, int]:
    """The words from first to last, without what ends a phrase before and behind them."""
    while first < last and hashes[first] == _BREAK:
        first += 1
    while first < last and hashes[last - 1] == _BREAK:
        last -= 1
    return first, last


@kernel("i8(u8[::1], u8[::1], i4[:, ::1], Tuple((i8, u8[::1], u8[::1], u8[::1])))")
def write_paths(
    stem_of: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
    written: tuple[int, NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]],
) -> int:
    """Write the paths of names; how many there are on the way."""
    row, stems, words, along = written
    done = 0
    for name in range(spans.shape[0]):
        path = exact = _root(row)
        known = False
        first, last = _trimmed(hashes, spans[name, 0], spans[name, 1])
        for at in range(first, last):
            exact = _extended(exact, hashes[at])
            if stem_of[at] != _PASSED:
                known |= stem_of[at] != _BREAK
                path = _extended(path, stem_of[at])
                along[done] = path
                done += 1
        if known:
            stems[name], words[name] = path, exact
    return done


@part
def _mark(path: np.uint64) -> np.uint64:
    """The number of a path's bit among the marks."""
    return path >> np.uint64(64 - _MARK_BITS)


@kernel("void(u8[::1], u8[::1], Tuple((u8[::1], i4[::1], u1[::1])))")
def fill(
    along: NDArray[np.uint64],
    ends: NDArray[np.uint64],
    table: tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.uint8]],
) -> None:
    """Put every path on the way into a hash table, and the number of its group with each that names end at."""
    keys, values, marks = table
    for place in range(along.size):
        keys[_slot(keys, along[place])] = along[place]
        bit = _mark(along[place])
        marks[bit >> np.uint64(3)] |= np.uint8(1 << (bit & np.uint64(7)))
    for group in range(ends.size):
        values[_slot(keys, ends[group])] = group


@part
def _group(
    keys: NDArray[np.uint64], values: NDArray[np.int32], marks: NDArray[np.uint8], path: np.uint64
) -> int:
    """The group of names that end at a path, −1 where none do, _NO_PATH where none goes on from there."""
    bit = _mark(path)
    if not (marks[bit >> np.uint64(3)] >> (bit & np.uint64(7))) & 1:
        return _NO_PATH
    place = _slot(keys, path)
    return int(values[place]) if keys[place] == path else _NO_PATH


@part
def _score(known: Known, name: int, exact: int, bare: int) -> np.float32:
    """What a name is worth where it is written so (or not), without capitals (or with some), 0–1."""
    score: np.float32 = known[1][name]
    if not exact:
        score *= np.float32(INFLECTED)
    if bare and known[2][name]:
        score *= np.float32(UNCASED)
    return score


@part
def _put(
    group: tuple[int, int, int, int],
    written: np.uint64,
    known: Known,
    asked: tuple[NDArray[np.bool_], float, bool, float, int],
    out: Out,
    count: int,
) -> int:
    """Write the names of a group that are wanted: those that are written so or, where there is none, all that may be inflected.

    `group`: the first word of the span, the one after its last, the first name, the one after the last.
    """
    kinds, share, inflected, least, bare = asked
    places, scores = out
    exact = 0
    for name in range(group[2], group[3]):
        exact |= known[0][name] == written and kinds[known[3][name]]
    if not (exact or inflected):
        return count
    for name in range(group[2], group[3]):
        if not kinds[known[3][name]] or (exact and known[0][name] != written):
            continue
        score = _score(known, name, exact, bare) * share
        if score >= least:
            if count < scores.size:
                places[0, count], places[1, count] = group[0], group[1]
                places[2, count], places[3, count] = name, exact
                scores[count] = score
            count += 1
    return count


@kernel(
    "i8(Tuple((u8[::1], u8[:, :], u1[::1])), Tuple((u8[::1], i4[::1], i4[::1], u1[::1])),"
    "Tuple((u8[::1], f4[::1], b1[::1], u1[::1])), Tuple((b1[::1], f4[::1], b1[::1], f8)),"
    "Tuple((i4[:, ::1], f4[::1])))"
)
def find_names(
    text: Text,
    trie: Table,
    known: Known,
    asked: Asked,
    out: Out,
) -> int:
    """Write the names in the text; how many there are, be there room for them or not."""
    hashes, stems, capitals = text
    keys, values, starts, marks = trie
    kinds, shares, inflected, least = asked
    count = 0
    for begin in range(hashes.size):
        for row in range(ROWS):
            if shares[row] == 0 or stems[row, begin] in (_PASSED, _BREAK):
                continue
            path = written = _root(row)
            for at in range(begin, hashes.size):
                written = _extended(written, hashes[at])
                if stems[row, at] == _PASSED:
                    continue
                path = _extended(path, stems[row, at])
                group = _group(keys, values, marks, path)
                if group == _NO_PATH:
                    break
                if group >= 0:
                    names = (begin, at + 1, starts[group], starts[group + 1])
                    bare = not capitals[begin : at + 1].any()
                    wanted = (kinds, shares[row], inflected[row], least, bare)
                    count = _put(names, written, known, wanted, out, count)
    return count


@kernel(
    "void(u8[::1], u8[::1], Tuple((i4[:, ::1], i4[::1])), Tuple((u8[::1], i4[:, ::1], f4[::1])))"
)
def weigh(
    stems: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    given: tuple[NDArray[np.int32], NDArray[np.int32]],
    written: tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.float32]],
) -> None:
    """Write how much each name tells: count the concepts of each stem in a hash table, then multiply."""
    spans, concepts = given
    keys, counts, told = written
    total, before = 0, -1
    for name in range(spans.shape[0]):
        total += concepts[name] != before
        before = concepts[name]
        first, last = _trimmed(hashes, spans[name, 0], spans[name, 1])
        for at in range(first, last):
            place = _slot(keys, stems[at])
            keys[place] = stems[at]
            if counts[1, place] != before + 1:
                counts[1, place] = before + 1
                counts[0, place] += 1
    scale = np.log(max(total, 2))
    for name in range(spans.shape[0]):
        rest = 1.0
        first, last = _trimmed(hashes, spans[name, 0], spans[name, 1])
        for at in range(first, last):
            if stems[at] != _PASSED and stems[at] != _BREAK:
                share = counts[0, _slot(keys, stems[at])] / max(total, 2)
                rest *= 1 + WORD_WEIGHT * np.log(share) / scale
        told[name] = 1 - rest


@kernel("void(i4[:, ::1], i4[::1], i8[::1], u1[::1], b1[::1])")
def choose(
    places: NDArray[np.int32],
    concepts: NDArray[np.int32],
    order: NDArray[np.int64],
    taken: NDArray[np.uint8],
    chosen: NDArray[np.bool_],
) -> None:
    """Say which names to tell: of a span each concept once, of spans that overlap the first one in the order.

    `order` has the names of a span together, those of a concept too. `taken` has a place for each word,
    and is none where spans may overlap.
    """
    first = last = concept = -1
    free = False
    for at in order:
        if places[0, at] != first or places[1, at] != last:
            first, last, concept = places[0, at], places[1, at], -1
            free = not taken[first:last].any()
            if free and taken.size:
                taken[first:last] = 1
        chosen[at] = free and concepts[at] != concept
        concept = concepts[at]
