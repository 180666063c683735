"""The index of a release's labels as arrays: texts, trigrams, and whose labels they are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from taxonomy.forms import forms
from taxonomy.searching.kernels import counted, filled
from taxonomy.searching.spelling import GRAMS, coded, folded, letters_of, reordered
from taxonomy.vocabulary import Kind, LabelType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.index import ReleaseIndex

__all__ = ["KIND_BITS", "TYPES", "Arrays", "Entry", "build", "built", "entries", "word_hash"]

Arrays = dict[str, np.ndarray[Any, Any]]

TYPES = tuple(LabelType)
KIND_BITS = {kind: place for place, kind in enumerate(Kind)}


class Entry(NamedTuple):
    """One form of a label: whose it is, which label of the concept, and which form of that."""

    text: str
    owner: int
    label: int
    form: int
    lang: str
    type: LabelType
    kind: Kind


def build(index: ReleaseIndex) -> tuple[Arrays, list[str]]:
    """The arrays over the labels of the active concepts, and the languages that `lang` counts in."""
    return built(entries(index))


def entries(index: ReleaseIndex) -> Iterator[Entry]:
    """Every form of every label of the active concepts, owners numbered in the order of their ids."""
    for owner, concept in enumerate(index.taxonomy.concepts):
        if concept.status is not Status.ACTIVE:
            continue
        for place, label in enumerate(index.labels(concept)):
            for number, form in enumerate(forms(label.text, label.lang)):
                text = folded(form.text)
                if text:
                    yield Entry(text, owner, place, number, label.lang, label.type, concept.kind)


def built(found: Iterable[Entry]) -> tuple[Arrays, list[str]]:
    """The arrays over these entries; the same whatever order they come in."""
    by_text: dict[str, list[Entry]] = {}
    for it in found:
        by_text.setdefault(it.text, []).append(it)
    ordered = sorted((coded(text), text) for text in by_text)
    texts = [text for _, text in ordered]
    langs = sorted({it.lang for held in by_text.values() for it in held})
    return {**_letters(texts), **_entries([by_text[it] for it in texts], langs)}, langs


def word_hash(word: str) -> int:
    """The number under which a word is known, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())


def _letters(texts: list[str]) -> Arrays:
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(it) + 2 for it in texts], out=starts[1:])
    letters = _as_array(texts)
    ordered = _as_array([reordered(it) for it in texts])
    counts = counted(letters, starts, GRAMS)
    lists = np.zeros(GRAMS + 1, np.int64)
    np.cumsum(counts, out=lists[1:])
    weights = np.log((len(texts) + 1) / np.maximum(counts, 0.5)).astype(np.float32)
    postings = np.empty(int(lists[-1]), np.int32)
    norms = filled(letters, starts, lists[:-1].copy(), weights, postings)
    words = np.unique(np.array(sorted({*map(word_hash, _words(texts))}), dtype=np.uint64))
    return {
        "starts": starts,
        "letters": letters,
        "ordered": ordered,
        "lists": lists,
        "weights": weights,
        "postings": postings,
        "norms": norms,
        "words": words,
    }


def _words(texts: list[str]) -> set[str]:
    return {word for text in texts for word in text.split(" ")}


def _as_array(texts: list[str]) -> np.ndarray[Any, Any]:
    """The letters of all texts, a space before and behind each."""
    return letters_of(f" {'  '.join(texts)} " if texts else "")


def _entries(held: list[list[Entry]], langs: list[str]) -> Arrays:
    """Of each text its entries, sorted; and of which kinds and in which languages they are."""
    tags = {lang: place for place, lang in enumerate(langs)}
    rows = [
        (it.owner, it.label, it.form, tags[it.lang], TYPES.index(it.type), KIND_BITS[it.kind])
        for several in held
        for it in sorted(several, key=lambda it: (it.owner, it.label, it.form))
    ]
    ends = np.cumsum([0, *map(len, held)]).astype(np.int32)
    table = np.array(rows, dtype=np.int32).reshape(-1, 6)
    return {"entry_starts": ends, "entries": table}
