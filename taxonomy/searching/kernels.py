"""The innermost loops of search: building the lists of trigrams, walking them, comparing with each text."""

from __future__ import annotations

from typing import Any

import numpy as np

from taxonomy.kernels import kernel

__all__ = ["beginning", "best", "compared", "counted", "filled", "shortest", "walked"]

Array = np.ndarray[Any, Any]


@kernel("i8(u1[::1], i8)")
def _gram(letters: Array, place: int) -> Any:
    """The number of the trigram around the letter at this place."""
    before, here, behind = letters[place - 1], letters[place], letters[place + 1]
    return (np.int64(before) << 12) | (np.int64(here) << 6) | np.int64(behind)


@kernel("i8[::1](u1[::1], i8[::1], i4)")
def counted(letters: Array, starts: Array, grams: int) -> Array:
    """In how many texts each trigram stands; text `t` is `letters[starts[t]:starts[t + 1]]`."""
    counts = np.zeros(grams, np.int64)
    last = np.full(grams, -1, np.int32)
    for text in range(len(starts) - 1):
        for place in range(starts[text] + 1, starts[text + 1] - 1):
            if letters[place] == 0:
                continue
            gram = _gram(letters, place)
            if last[gram] != text:
                last[gram] = text
                counts[gram] += 1
    return counts


@kernel("f4[::1](u1[::1], i8[::1], i8[::1], f4[::1], i4[::1])")
def filled(letters: Array, starts: Array, ends: Array, weights: Array, postings: Array) -> Array:
    """Fill the postings with the texts of each trigram, ascending; the sum of each text's weights.

    `ends` holds where the list of each trigram begins, and afterwards where it ends.
    """
    sums = np.zeros(len(starts) - 1, np.float32)
    last = np.full(len(ends), -1, np.int32)
    for text in range(len(starts) - 1):
        for place in range(starts[text] + 1, starts[text + 1] - 1):
            if letters[place] == 0:
                continue
            gram = _gram(letters, place)
            if last[gram] != text:
                last[gram] = text
                postings[ends[gram]] = text
                ends[gram] += 1
                sums[text] += weights[gram]
    return sums


@kernel("i8(i8[::1], f4[::1], i8[::1], i4[::1], f4[::1], i4[::1])")
def walked(
    grams: Array, weights: Array, starts: Array, postings: Array, sums: Array, met: Array
) -> int:
    """Add the weight of each trigram to the texts it stands in; how many texts were met.

    `sums` is all zeros before; the numbers of the texts that were met stand in `met`.
    """
    many = 0
    for place in range(len(grams)):
        for at in range(starts[grams[place]], starts[grams[place] + 1]):
            text = postings[at]
            if sums[text] == 0:
                met[many] = text
                many += 1
            sums[text] += weights[place]
    return many


@kernel("void(f4[::1], i4[::1], i8, f4, i4)")
def _rise(scores: Array, texts: Array, at: int, score: float, text: int) -> None:
    """Put a text into the heap, whose least score stands first, beginning at its end."""
    while at > 0 and scores[(at - 1) >> 1] > score:
        scores[at] = scores[(at - 1) >> 1]
        texts[at] = texts[(at - 1) >> 1]
        at = (at - 1) >> 1
    scores[at] = score
    texts[at] = text


@kernel("void(f4[::1], i4[::1], f4, i4)")
def _sink(scores: Array, texts: Array, score: float, text: int) -> None:
    """Put a text into the heap in the place of its least one."""
    at, child, many = 0, 1, len(scores)
    while child < many:
        if child + 1 < many and scores[child + 1] < scores[child]:
            child += 1
        if scores[child] >= score:
            break
        scores[at] = scores[child]
        texts[at] = texts[child]
        at, child = child, 2 * child + 1
    scores[at] = score
    texts[at] = text


@kernel("i4[::1](f4[::1], i4[::1], f4[::1], u1[::1], f4[::1], i8)")
def best(sums: Array, met: Array, norms: Array, wanted: Array, bounds: Array, most: int) -> Array:
    """Of the texts that were met the most promising ones, and `sums` all zeros again.

    `bounds` are the sum of the question's weights and what a text must have of it, `wanted` is 0 for
    texts that must not be found and 1 for those that count a little less.
    """
    whole, least = bounds[0], bounds[1]
    scores = np.empty(most, np.float32)
    texts = np.empty(most, np.int32)
    many = 0
    for place in range(len(met)):
        text = met[place]
        found = sums[text]
        sums[text] = 0
        if found < least or wanted[text] == 0:
            continue
        score = np.float32(0.5) * found / whole + np.float32(0.6) * found / (whole + norms[text])
        if wanted[text] == 1:
            score *= np.float32(0.9)
        if many < most:
            _rise(scores, texts, many, score, text)
            many += 1
        elif score > scores[0]:
            _sink(scores, texts, score, text)
    return texts[:many].copy()


@kernel("u8[:, ::1](u1[::1])")
def _places(question: Array) -> Array:
    """For each letter the places where it stands in the question, one bit each."""
    places = np.zeros((64, (len(question) + 63) // 64), np.uint64)
    for place in range(len(question)):
        places[question[place], place >> 6] |= np.uint64(1) << np.uint64(place & 63)
    return places


@kernel("f4(u8[:, ::1], i8, u1[::1])")
def _ratio(places: Array, long: int, text: Array) -> Any:
    """Twice the longest common subsequence by both lengths, 0–1 (Hyyrö 2004, bit-parallel)."""
    parts = places.shape[1]
    rows = np.full(parts, ~np.uint64(0), np.uint64)
    for at in range(len(text)):
        carry = np.uint64(0)
        for part in range(parts):
            row = rows[part]
            same = row & places[text[at], part]
            added = row + same
            overflow = np.uint64(1) if added < row else np.uint64(0)
            total = added + carry
            if total < added:
                overflow = np.uint64(1)
            rows[part] = total | (row - same)
            carry = overflow
    common = 0
    for place in range(long):
        if (rows[place >> 6] >> np.uint64(place & 63)) & np.uint64(1) == np.uint64(0):
            common += 1
    return np.float32(2.0 * common / (long + len(text)))


@kernel("f4[:, ::1](i4[::1], u1[:, ::1], f4[::1], i8[::1], u1[::1], u1[::1])")
def compared(
    texts: Array, question: Array, weights: Array, starts: Array, letters: Array, ordered: Array
) -> Array:
    """Of each text: weight of the trigrams shared, likeness as written, with words in order, beginning.

    `question` is its letters, as written and with its words in the order of the alphabet; `weights`
    holds the weight of its trigrams, 0 for all others, and is the same afterwards; beginning is 1
    where the text begins with the question, else 0.
    """
    found = np.empty((len(texts), 4), np.float32)
    written, alphabetic = _places(question[0]), _places(question[1])
    long = question.shape[1]
    met = np.empty(2048, np.int64)
    for row in range(len(texts)):
        start, end = starts[texts[row]], starts[texts[row] + 1]
        shared = np.float32(0)
        many = 0
        for place in range(start + 1, end - 1):
            if letters[place] == 0:
                continue
            gram = _gram(letters, place)
            if weights[gram] > 0 and many < 2048:
                shared += weights[gram]
                met[many] = gram
                many += 1
                weights[gram] = -weights[gram]
        for at in range(many):
            weights[met[at]] = -weights[met[at]]
        begins = end - start - 2 >= long
        place = 0
        while begins and place < long:
            begins = letters[start + 1 + place] == question[0, place]
            place += 1
        found[row, 0] = shared
        found[row, 1] = _ratio(written, long, letters[start + 1 : end - 1])
        found[row, 2] = _ratio(alphabetic, long, ordered[start + 1 : end - 1])
        found[row, 3] = np.float32(1) if begins else np.float32(0)
    return found


@kernel("i8(u1[::1], i8[::1], u1[::1], i8)")
def _first(question: Array, starts: Array, letters: Array, behind: int) -> int:
    """The first text not before the question; with `behind` 1, not before what begins with it."""
    low, high = 0, len(starts) - 1
    while low < high:
        middle = (low + high) >> 1
        start, long = starts[middle] + 1, starts[middle + 1] - starts[middle] - 2
        place = 0
        while place < long and place < len(question) and letters[start + place] == question[place]:
            place += 1
        if place == len(question):
            before = behind == 1
        else:
            before = place == long or letters[start + place] < question[place]
        if before:
            low = middle + 1
        else:
            high = middle
    return low


@kernel("UniTuple(i8, 2)(u1[::1], i8[::1], u1[::1])")
def beginning(question: Array, starts: Array, letters: Array) -> tuple[int, int]:
    """The texts that begin with the question: the first of them, and the first one behind them."""
    return _first(question, starts, letters, 0), _first(question, starts, letters, 1)


@kernel("i4[::1](i8, i8, i8[::1], u1[::1], i8)")
def shortest(low: int, high: int, starts: Array, wanted: Array, most: int) -> Array:
    """Of the wanted texts from `low` to `high` the shortest ones, those that count in full before others."""
    held = np.empty(most, np.int32)
    lengths = np.empty(most, np.int64)
    many = 0
    for text in range(low, high):
        if wanted[text] == 0:
            continue
        length = starts[text + 1] - starts[text] + (1_000_000 if wanted[text] == 1 else 0)
        if many == most and length >= lengths[many - 1]:
            continue
        at = many if many < most else most - 1
        many = at + 1 if many < most else many
        while at > 0 and lengths[at - 1] > length:
            lengths[at] = lengths[at - 1]
            held[at] = held[at - 1]
            at -= 1
        lengths[at] = length
        held[at] = text
    return held[:many].copy()
