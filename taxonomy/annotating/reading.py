"""Reads code points into words, in machine code: cut, folded, hashed, their endings left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.annotating.characters import Role
from taxonomy.annotating.inflection import LANGUAGES, OTHER
from taxonomy.kernels import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = tuple[NDArray[np.uint8], NDArray[np.uint16]]
    Inflection = tuple[NDArray[np.uint16], NDArray[np.int32], NDArray[np.uint64]]
    Rows = NDArray[np.bool_]
    Written = tuple[NDArray[np.int32], NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint8]]

__all__ = ["BREAK", "PASSED", "ROWS", "read_words"]

ROWS = OTHER + 1
"""Rows of stems: one for each of our languages, and one for all others."""
PASSED = 0
"""The stem of an article: it may stand between the words of a phrase, or lack."""
BREAK = 1
"""The hash and the stems of what ends a phrase."""

_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_ONE = np.uint64(0x9E3779B97F4A7C15)
_TWO = np.uint64(0xBF58476D1CE4E5B9)
_THREE = np.uint64(0x94D049BB133111EB)
_LONGEST = 64
_LEAST_STEM = 3
_LEAST_WORD = 5
_LONGEST_ARTICLE = 6
_PICTURES, _PICTURES_END, _LETTERS_END = 0x1F000, 0x20000, 0x40000
_EN, _NL = LANGUAGES.index("en"), LANGUAGES.index("nl")
_GAP, _LETTER, _MARK, _HIDDEN = (int(it) for it in (Role.GAP, Role.LETTER, Role.MARK, Role.HIDDEN))
_BREAK, _DOT, _SIGN = (int(it) for it in (Role.BREAK, Role.DOT, Role.SIGN))
_LINE, _CAPITAL = int(Role.LINE), int(Role.CAPITAL)
_S, _V, _F, _Z, _Y, _I = (ord(it) for it in "svfzyi")
_VOWELS = (97, 101, 105, 111, 117)


@part
def _mixed(value: np.uint64) -> np.uint64:
    """The bits of a hash stirred (the finaliser of SplitMix64)."""
    value = value + _ONE
    value = (value ^ (value >> np.uint64(30))) * _TWO
    value = (value ^ (value >> np.uint64(27))) * _THREE
    return value ^ (value >> np.uint64(31))


@part
def _final(value: np.uint64) -> np.uint64:
    """The hash of a word whose letters are all in: never one of the special ones."""
    value = _mixed(value)
    return value if value > np.uint64(BREAK) else np.uint64(BREAK + 1)


@part
def _begin(letters: NDArray[np.uint16], length: int, begun: NDArray[np.uint64]) -> None:
    """Write the hash of each beginning of the word (FNV-1a), not final yet."""
    begun[0] = _BASIS
    for place in range(length):
        begun[place + 1] = (begun[place] ^ np.uint64(letters[place])) * _PRIME


@part
def _bare(
    letters: NDArray[np.uint16],
    length: int,
    row: int,
    ends: NDArray[np.uint16],
    sizes: NDArray[np.int32],
) -> int:
    """How many letters the word has without its longest ending."""
    for place in range(sizes.shape[1]):
        size = sizes[row, place]
        if size == 0 or length - size < _LEAST_STEM:
            continue
        same = 0
        while same < size and letters[length - size + same] == ends[row, place, same]:
            same += 1
        # `process` is no plural.
        if same == size and (size > 1 or letters[length - 1] != _S or letters[length - 2] != _S):
            return length - int(size)
    return length


@part
def _dutch(letters: NDArray[np.uint16], left: int, begun: NDArray[np.uint64]) -> np.uint64:
    """The hash of a stem as if nothing followed: talen is taal, brieven is brief, reizen is reis."""
    last = letters[left - 1]
    if last in _VOWELS:
        return _final(begun[left])
    if last == _V:
        last = np.uint16(_F)
    elif last == _Z:
        last = np.uint16(_S)
    doubled = letters[left - 2] == letters[left - 3] and letters[left - 2] in _VOWELS
    before = begun[left - 2] if doubled else begun[left - 1]
    return _final((before ^ np.uint64(last)) * _PRIME)


@part
def _stem(
    letters: NDArray[np.uint16],
    length: int,
    row: int,
    ends: NDArray[np.uint16],
    sizes: NDArray[np.int32],
    begun: NDArray[np.uint64],
) -> np.uint64:
    """The hash of the word without its ending."""
    left = _bare(letters, length, row, ends, sizes) if length >= _LEAST_WORD else length
    if row == OTHER or left < _LEAST_STEM:
        return _final(begun[left])
    last = letters[left - 1]
    if length >= _LEAST_WORD and last == letters[left - 2] and last not in _VOWELS:
        left -= 1  # programming, program
    if row == _NL:
        return _dutch(letters, left, begun)
    if row == _EN and last == _Y:
        return _final((begun[left - 1] ^ np.uint64(_I)) * _PRIME)  # study, studies
    return _final(begun[left])


@part
def _plain_role(text: NDArray[np.uint32], at: int, role: NDArray[np.uint8]) -> int:
    """The role of the character at a place, whatever stands beside it."""
    if at >= text.size:
        return _BREAK
    point = text[at]
    if point < role.size:
        found: int = role[point]
        return _LETTER if found == _CAPITAL else found
    return _BREAK if _PICTURES <= point < _PICTURES_END or point >= _LETTERS_END else _LETTER


@part
def _role(text: NDArray[np.uint32], at: int, role: NDArray[np.uint8]) -> int:
    """The role of the character at a place; of a sign or a dot, as it stands there."""
    found = _plain_role(text, at, role)
    if found != _DOT and found != _SIGN:
        return found
    if _plain_role(text, at + 1, role) == _LETTER:
        return _GAP
    return _LETTER if found == _SIGN else _BREAK


@part
def _put(point: int, folded: NDArray[np.uint16], letters: NDArray[np.uint16], size: int) -> int:
    """Add what a character is folded into to a word, as far as there is room; its new length."""
    if point >= folded.shape[0]:
        if size < letters.size:
            letters[size] = np.uint16(point & np.uint32(0xFFFF))
            size += 1
        return size
    for place in range(folded.shape[1]):
        letter = folded[point, place]
        if letter == 0 or size >= letters.size:
            break
        letters[size] = letter
        size += 1
    return size


@part
def _word(
    text: NDArray[np.uint32],
    at: int,
    role: NDArray[np.uint8],
    folded: NDArray[np.uint16],
    letters: NDArray[np.uint16],
    told: NDArray[np.int32],
) -> int:
    """Write the folded letters of the word that begins here; the place after its last character.

    `told`: how many letters, whether one is a capital, where the text goes on.
    """
    size = capital = 0
    end = at
    while at < text.size:
        does = _role(text, at, role)
        if does == _LETTER:
            size = _put(text[at], folded, letters, size)
            capital |= text[at] < role.size and role[text[at]] == _CAPITAL
        elif does != _MARK and does != _HIDDEN:
            break
        at += 1
        if does != _HIDDEN:
            end = at
    told[0], told[1], told[2] = size, capital, at
    return end


@part
def _gap(
    text: NDArray[np.uint32], at: int, role: NDArray[np.uint8], told: NDArray[np.int32]
) -> int:
    """Where the next word begins; `told[1]` says whether a phrase ends before it."""
    lines = ends = 0
    while at < text.size:
        does = _role(text, at, role)
        if does == _LETTER:
            break
        if does == _LINE:
            lines += 1
        elif does == _BREAK:
            ends = 1
        at += 1
    told[1] = ends or lines > 1
    return at


@part
def _pass(
    hashes: NDArray[np.uint64], stems: NDArray[np.uint64], passed: NDArray[np.uint64], at: int
) -> None:
    """Let the word at a place be passed over by the languages of which it is an article."""
    for row in range(passed.shape[0]):
        for place in range(passed.shape[1]):
            if passed[row, place] == hashes[at]:
                stems[row, at] = PASSED


@part
def _break(
    places: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    stems: NDArray[np.uint64],
    at: int,
    count: int,
) -> None:
    """Write that a phrase ends at a place."""
    places[0, count] = places[1, count] = at
    hashes[count] = BREAK
    for row in range(stems.shape[0]):
        stems[row, count] = BREAK


@kernel(
    "i8(u4[::1], Tuple((u1[::1], u2[:, ::1])), Tuple((u2[:, :, ::1], i4[:, ::1], u8[:, ::1])),"
    "b1[::1], Tuple((i4[:, ::1], u8[::1], u8[:, ::1], u1[::1])))"
)
def read_words(
    text: NDArray[np.uint32], table: Table, inflection: Inflection, rows: Rows, written: Written
) -> int:
    """Write the words of the text, their stems in the rows that are wanted; how many there are."""
    role, folded = table
    ends, sizes, passed = inflection
    places, hashes, stems, capitals = written
    letters, begun = np.zeros(_LONGEST, np.uint16), np.empty(_LONGEST + 1, np.uint64)
    told = np.zeros(3, np.int32)
    count = 0
    at = _gap(text, 0, role, told)
    while at < text.size:
        places[0, count] = at
        places[1, count] = _word(text, at, role, folded, letters, told)
        size, capitals[count], at = told[0], told[1], told[2]
        _begin(letters, size, begun)
        hashes[count] = _final(begun[size])
        for row in range(ROWS):
            if not rows[row]:
                continue
            stems[row, count] = _stem(letters, size, row, ends, sizes, begun)
        if size <= _LONGEST_ARTICLE:
            _pass(hashes, stems, passed, count)
        count += 1
        at = _gap(text, at, role, told)
        if told[1]:
            _break(places, hashes, stems, at, count)
            capitals[count] = 0
            count += 1
    return count
