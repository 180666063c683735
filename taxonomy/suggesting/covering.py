"""How far the words of a subject and those of a candidate's labels stand for each other, word by word."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from scipy import sparse

from taxonomy.kernels import kernel
from taxonomy.morphology import stem
from taxonomy.suggesting.spaces import GramSpace, Matrix, most_alike, reduced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.suggesting.labels import Labels
    from taxonomy.suggesting.translating import Translation

__all__ = ["COVERS", "Covered", "Lexicon", "covered"]

Floats: TypeAlias = np.ndarray[Any, Any]

COVERS = ("both", "own", "theirs", "own_most", "theirs_most", "first", "last")
"""What is told of each pair (0–1). Of the label that agrees best: the harmonic mean of the next two, the
share of the subject's words that it covers, and the share of its own words that the subject covers; the
highest of these two shares among all labels; how well the subject's first and last word are covered."""

_ALIKE = 0.3
_MOST_ALIKE = 40
_SAME_STEM = 0.95
_OF_PART = 0.7
_LIKELY = 0.25
_MOST_WORDS = 16


class Lexicon:
    """The words of all labels in one language, without those that tell nothing, and how rare each is."""

    def __init__(self, labels: Labels, concepts: int) -> None:
        """`concepts`: how many there are; rows of the glossary bear higher numbers and are left out."""
        self.labels = labels
        order = np.argsort(labels.owner, kind="stable")
        order = order[labels.owner[order] < concepts]
        self._order = order
        taken = [labels.words.telling(labels.named[it].folded) for it in order.tolist()]
        self.places: dict[str, int] = {}
        places = self.places
        self.label_words = np.array(
            [places.setdefault(word, len(places)) for it in taken for word in it], dtype=np.int64
        )
        long = np.array([len(it) for it in taken], dtype=np.int64)
        self.label_at = np.concatenate([np.zeros(1, np.int64), np.cumsum(long)])
        owner = labels.owner[order]
        self.concept_at = np.searchsorted(owner, np.arange(concepts + 1)).astype(np.int64)
        size = max(len(places), 1)
        pairs = np.unique(np.repeat(owner, long) * size + self.label_words)
        many = np.bincount(pairs % size, minlength=len(places))
        self.rarity = np.log(1 + len(np.unique(owner)) / np.maximum(many, 1)).astype(np.float32)
        self._space = GramSpace(list(places), 3)
        self._columns = sparse.csr_matrix(self._space.rows.T.tocsr())

    def rarities(self, several: Sequence[str]) -> Floats:
        """How rare each word is; one that no label has is as rare as the rarest."""
        rarest = float(self.rarity.max(initial=1.0))
        found = [self.places.get(it, -1) for it in several]
        return np.array([self.rarity[it] if it >= 0 else rarest for it in found], dtype=np.float32)

    def alike(self, several: Sequence[str]) -> Matrix:
        """Words × the lexicon's: how alike they are written (0–1), 0.95 and more for one stem."""
        written = most_alike(self._space.vectors(several), self._columns, _MOST_ALIKE)
        written.data[written.data < _ALIKE] = 0
        stems = [self._stems.get(stem(it, self.labels.lang), -1) for it in several]
        rows = np.flatnonzero(np.array(stems) >= 0)
        ones = np.full(len(rows), _SAME_STEM, np.float32)
        chosen = sparse.csr_matrix(
            (ones, (rows, np.array(stems)[rows])), shape=(len(several), len(self._stems))
        )
        return sparse.csr_matrix(written.maximum(chosen @ self._of_stem))

    def translated(self, several: Sequence[str], table: Translation) -> Matrix:
        """Words of the table's source × the lexicon's: the root of the chance that one stands for the other.

        Where only a part of a compound does, on either side, it counts less.
        """
        source = table.source
        asked = _by_token(several, source)
        found = _likeliest(asked, sparse.csr_matrix(table.table.sqrt()))
        found.data[found.data < _LIKELY] = 0
        found.eliminate_zeros()
        return _likeliest(found, self._of_token)

    def numbers(self, several: Floats) -> Floats:
        """The place among `labels.named` of each label of the lexicon; −1 stays."""
        return np.where(several >= 0, np.append(self._order, -1)[several], -1)

    @cached_property
    def _stems(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for word in self.places:
            found.setdefault(stem(word, self.labels.lang), len(found))
        return found

    @cached_property
    def _of_stem(self) -> Matrix:
        """Stems × words."""
        rows = [self._stems[stem(it, self.labels.lang)] for it in self.places]
        ones = np.ones(len(rows), np.float32)
        shape = (len(self._stems), len(self.places))
        return sparse.csr_matrix((ones, (rows, np.arange(len(rows)))), shape=shape)

    @cached_property
    def _of_token(self) -> Matrix:
        """Tokens of the labels × words: 1 for a word's own stem, less for a part of a compound."""
        return sparse.csr_matrix(_by_token(list(self.places), self.labels).T)


def _by_token(several: Sequence[str], labels: Labels) -> Matrix:
    """Words × tokens of the labels."""
    rows, columns, values = [], [], []
    for row, word in enumerate(several):
        for place, token in enumerate(dict.fromkeys(labels.words.tokens(word))):
            column = labels.tokens.places.get(token)
            if column is not None:
                rows.append(row)
                columns.append(column)
                values.append(_OF_PART if place else 1.0)
    shape = (len(several), len(labels.tokens.idf))
    return sparse.csr_matrix((np.array(values, np.float32), (rows, columns)), shape=shape)


def _likeliest(left: Matrix, right: Matrix) -> Matrix:
    """Like the product of both, but of several ways from a row to a column the best one counts alone."""
    many = np.diff(right.indptr)[left.indices]
    step = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    place = np.repeat(right.indptr[left.indices], many) + step
    rows = np.repeat(np.arange(left.shape[0]), np.diff(left.indptr))
    data = np.repeat(left.data, many) * right.data[place]
    shape = (left.shape[0], right.shape[1])
    ways = Matrix((data, (np.arange(len(data)), right.indices[place])), shape=(len(data), shape[1]))
    return reduced(ways, np.repeat(rows, many), np.arange(shape[1]), shape)


class Covered(NamedTuple):
    """One row a pair: a column for each of `COVERS`, and which label and which text agree best (−1: none)."""

    shares: Floats
    label: Floats
    text: Floats


def covered(
    texts: Sequence[Sequence[str]],
    owners: Floats,
    likeness: tuple[Sequence[str], Matrix, Floats],
    lexicon: Lexicon,
    pairs: tuple[Floats, Floats],
) -> Covered:
    """What the texts of subjects and the labels of concepts have in common; of several texts the best one counts.

    `texts`: the words of each text; `owners`: the number of its subject, ascending; `likeness`: all
    words, how alike each is to those of the lexicon, and how rare it is; `pairs`: subjects and concepts.
    """
    several, alike, rarity = likeness
    places = {word: place for place, word in enumerate(several)}
    ids = np.array([places[word] for it in texts for word in it], dtype=np.int64)
    at = np.concatenate([[0], np.cumsum([len(it) for it in texts])]).astype(np.int64)
    order = np.argsort(pairs[0], kind="stable")
    begin = np.asarray(np.searchsorted(pairs[0][order], owners))
    many = np.asarray(np.searchsorted(pairs[0][order], owners, side="right")) - begin
    of_text = np.repeat(np.arange(len(texts)), many)
    step = np.arange(len(of_text)) - np.repeat(np.cumsum(many) - many, many)
    place = order[begin[of_text] + step]
    found = np.zeros((len(of_text), len(COVERS)), np.float32)
    label = np.full(len(of_text), -1, np.int64)
    _cover(
        (at, ids, rarity),
        (alike.indptr.astype(np.int64), alike.indices.astype(np.int32), alike.data),
        (lexicon.concept_at, lexicon.label_at, lexicon.label_words, label),
        lexicon.rarity,
        (of_text.astype(np.int64), pairs[1][place].astype(np.int64)),
        found,
    )
    shares = np.zeros((len(pairs[0]), len(COVERS)), np.float32)
    labels, chosen = (np.full(len(pairs[0]), -1, np.int64) for _ in range(2))
    best = np.arange(len(place))
    if len(np.unique(owners)) < len(owners):
        best = np.lexsort((-of_text, found[:, 0], place))
    shares[place[best]] = found[best]  # of repeated places the last one counts
    labels[place[best]] = lexicon.numbers(label[best])
    chosen[place[best]] = of_text[best]
    return Covered(shares, labels, chosen)


@kernel(
    "void(f4[:, ::1], Tuple((i8[::1], i8[::1], f4[::1])), Tuple((i8[::1], i4[::1], f4[::1])), i8, b1)"
)
def _spread(table: Any, texts: Any, alike: Any, text: Any, told: Any) -> None:
    """Write into the table (words of the text × lexicon) how alike they are, or zeros again."""
    at, ids, _ = texts
    starts, places, values = alike
    for row in range(min(at[text + 1] - at[text], _MOST_WORDS)):
        word = ids[at[text] + row]
        for it in range(starts[word], starts[word + 1]):
            table[row, places[it]] = values[it] if told else 0.0


@kernel("f4(f4[:, ::1], i8[::1], f4[::1], i8, f4[::1])")
def _theirs(table: Any, label: Any, rarity: Any, many: Any, best: Any) -> Any:
    """The share of the label's words that the text covers; `best`: of each word of the text."""
    held = whole = np.float32(0)
    best[:many] = 0
    for word in label:
        most = np.float32(0)
        for row in range(many):
            most = max(most, table[row, word])
            best[row] = max(best[row], table[row, word])
        held += rarity[word] * most
        whole += rarity[word]
    return held / whole if whole > 0 else np.float32(0)


@kernel("f4(Tuple((i8[::1], i8[::1], f4[::1])), i8, i8, f4[::1])")
def _own(texts: Any, text: Any, many: Any, best: Any) -> Any:
    """The share of the text's words that are covered as well as `best` says."""
    at, ids, rarity = texts
    held = whole = np.float32(0)
    for row in range(many):
        rare = rarity[ids[at[text] + row]]
        held += rare * best[row]
        whole += rare
    return held / whole if whole > 0 else np.float32(0)


@kernel("b1(f4[::1], f4, f4, f4, f4)")
def _noted(found: Any, own: Any, theirs: Any, first: Any, last: Any) -> Any:
    """Keep a label's shares where they are better than those of the labels before it; whether both are."""
    both = 2 * own * theirs / (own + theirs) if own + theirs > 0 else np.float32(0)
    found[3] = max(found[3], own)
    found[4] = max(found[4], theirs)
    better = both > found[0]
    if better:
        found[0], found[1], found[2] = both, own, theirs
        found[5], found[6] = first, last
    return better


@kernel(
    "void(Tuple((i8[::1], i8[::1], f4[::1])), Tuple((i8[::1], i4[::1], f4[::1])), UniTuple(i8[::1], 4), "
    "f4[::1], UniTuple(i8[::1], 2), f4[:, ::1])"
)
def _cover(texts: Any, alike: Any, labels: Any, rarity: Any, pairs: Any, found: Any) -> None:
    concept_at, label_at, label_words, chosen = labels
    table = np.zeros((_MOST_WORDS, len(rarity)), np.float32)
    best = np.zeros(_MOST_WORDS, np.float32)
    held: Any = np.int64(-1)
    many: Any = np.int64(0)
    for pair in range(len(found)):
        text, concept = pairs[0][pair], pairs[1][pair]
        if text != held:
            if held >= 0:
                _spread(table, texts, alike, held, False)  # noqa: FBT003
            _spread(table, texts, alike, text, True)  # noqa: FBT003
            held, many = text, min(texts[0][text + 1] - texts[0][text], _MOST_WORDS)
        for label in range(concept_at[concept], concept_at[concept + 1]):
            several = label_words[label_at[label] : label_at[label + 1]]
            theirs = _theirs(table, several, rarity, many, best)
            own = _own(texts, text, many, best)
            if _noted(found[pair], own, theirs, best[0], best[max(many - 1, 0)]):
                chosen[pair] = label
