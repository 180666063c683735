"""The labels of a release by language, with those that other releases of the scheme lend it."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from taxonomy.folding import plain, ungendered, words
from taxonomy.morphology import Words
from taxonomy.suggesting.spaces import GramSpace, Matrix, TokenSpace, unit
from taxonomy.vocabulary import Kind, LabelType, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["Labels", "Named", "Side", "folded", "gathered"]


_GROUPS = frozenset({Kind.ISCO_GROUP, Kind.SKILL_GROUP})


class Named(NamedTuple):
    """A label of an object concept, `owner` being the concept's number; folded as it is compared."""

    owner: int
    text: str
    folded: str
    preferred: bool


class Labels:
    """All labels in one language, and the two spaces they are compared in."""

    def __init__(self, lang: str, named: Sequence[Named]) -> None:
        self.lang = lang
        self.named = named
        self.owner = np.array([it.owner for it in named], dtype=np.int64)
        self.preferred = np.array([it.preferred for it in named], dtype=bool)
        texts = [it.folded for it in named]
        self.words = Words(lang, texts)
        self.tokens = TokenSpace(texts, self.words.tokens)
        self._texts = texts
        self._grams: dict[int, GramSpace] = {}

    def grams(self, long: int) -> GramSpace:
        """The space of their pieces of so many characters."""
        held = self._grams.get(long)
        if held is None:
            held = self._grams[long] = GramSpace(self._texts, long)
        return held


class Side:
    """The concepts among which candidates are looked for, and the labels of these alone."""

    def __init__(
        self,
        name: str,
        concepts: Sequence[Concept],
        members: Sequence[int],
        held: dict[str, Labels],
    ) -> None:
        """`members`: numbers of some of the concepts, ascending."""
        self.name = name
        self.members = np.array(members, dtype=np.int64)
        self.is_group = np.array([concepts[it].kind in _GROUPS for it in members], dtype=bool)
        self.broader = _broader(concepts, members)
        self.standing = _standing([concepts[it] for it in members])
        self._held = held
        self._rows: dict[str, np.ndarray[Any, Any]] = {}
        self._columns: dict[tuple[str, str], Matrix] = {}
        self._named: dict[str, list[list[Named]]] = {}
        self._place = {int(it): n for n, it in enumerate(members)}
        for lang, labels in held.items():
            rows = np.flatnonzero(np.isin(labels.owner, self.members))
            if len(rows):
                self._rows[lang] = rows

    @property
    def languages(self) -> list[str]:
        """The languages in which any of its concepts has a label."""
        return list(self._rows)

    def share(self, lang: str) -> float:
        """The share (0–1) of its concepts that have a label in the language."""
        rows = self._rows.get(lang)
        if rows is None:
            return 0.0
        return len(np.unique(self._held[lang].owner[rows])) / len(self.members)

    def owner(self, lang: str) -> np.ndarray[Any, Any]:
        """Of each label the place of its concept among the members."""
        return np.asarray(np.searchsorted(self.members, self._held[lang].owner[self._rows[lang]]))

    def grams(self, lang: str, long: int) -> Matrix:
        """The labels' pieces, one column a label."""
        rows = self._rows[lang]
        return self._column(f"grams-{long}", lang, lambda: self._held[lang].grams(long).rows[rows])

    def tokens(self, lang: str) -> Matrix:
        """The labels' tokens, one column a label."""
        return self._column("tokens", lang, lambda: self._held[lang].tokens.rows[self._rows[lang]])

    def bags(self, lang: str) -> Matrix:
        """The tokens of all labels of a concept together, one column a concept."""
        return self._column("bags", lang, lambda: self._bags(lang))

    def named(self, lang: str, place: int) -> list[Named]:
        """The labels of the concept at this place, preferred ones first."""
        held = self._named.get(lang)
        if held is None:
            held = self._named[lang] = [[] for _ in self.members]
            for row in self._rows.get(lang, ()):
                it = self._held[lang].named[row]
                held[self._place[it.owner]].append(it)
            for several in held:
                several.sort(key=lambda it: not it.preferred)
        return held[place]

    def _bags(self, lang: str) -> Matrix:
        owner = self.owner(lang)
        gather = sparse.csr_matrix(
            (np.ones(len(owner), np.float32), (owner, np.arange(len(owner)))),
            shape=(len(self.members), len(owner)),
        )
        rows = sparse.csr_matrix(gather @ self._held[lang].tokens.rows[self._rows[lang]])
        return unit(rows)

    def _column(self, what: str, lang: str, make: Any) -> Matrix:
        held = self._columns.get((what, lang))
        if held is None:
            held = self._columns[what, lang] = sparse.csr_matrix(make().T.tocsr())
        return held


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The text as it is compared: its words in lower case, without accents and second genders."""
    return " ".join(words(plain(ungendered(text))))


def gathered(
    concepts: Sequence[Concept], index: ReleaseIndex, lenders: Sequence[ReleaseIndex]
) -> dict[str, Labels]:
    """Language → labels of the concepts, in their order, and the rows of our own glossary behind them.

    A concept without any label in a language gets those that the first lender has for its id.
    Regional languages count as the language: `en-US` as `en`. The glossary only teaches words: its
    rows bear numbers beyond those of the concepts, which no side has.
    """
    found: defaultdict[str, list[Named]] = defaultdict(list)
    for number, concept in enumerate(concepts):
        for lang, held in _labels(concept, index, lenders).items():
            for text, preferred in held.items():
                found[lang].append(Named(number, text, folded(text), preferred))
    for number, row in enumerate(_glossary(), start=len(concepts)):
        for lang, text in row.items():
            found[lang].append(Named(number, text, folded(text), preferred=True))
    return {lang: Labels(lang, named) for lang, named in sorted(found.items())}


@cache
def _glossary() -> list[dict[str, str]]:
    """Names of work in four languages, written by hand: ESCO has no German labels of occupations to learn from."""
    text = resources.files("taxonomy.suggesting").joinpath("glossary.tsv").read_text("utf-8")
    langs, *rows = (line.split("\t") for line in text.splitlines())
    return [dict(zip(langs, row, strict=True)) for row in rows]


def _labels(
    concept: Concept, index: ReleaseIndex, lenders: Iterable[ReleaseIndex]
) -> dict[str, dict[str, bool]]:
    """Language → text → whether it is preferred."""
    found = _by_language(concept, index)
    for lender in lenders:
        same = lender.taxonomy.by_id.get(concept.id)
        if same:
            for lang, labels in _by_language(same, lender).items():
                found.setdefault(lang, labels)
    return found


def _by_language(concept: Concept, index: ReleaseIndex) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for label in index.labels(concept):
        held = found.setdefault(label.lang.partition("-")[0], {})
        held[label.text] = held.get(label.text, False) or label.type is LabelType.PREFERRED
    return found


def _standing(members: Sequence[Concept]) -> dict[str, np.ndarray[Any, Any]]:
    """What is known of each member without its words: general ones have more labels."""
    return {
        "labels": np.log1p([_most_labels(it) for it in members]),
        "knowledge": np.array([it.kind is Kind.KNOWLEDGE for it in members], dtype=np.float64),
    }


def _most_labels(concept: Concept) -> int:
    """How many labels it has in the language that it has most in."""
    return max(Counter(it.lang for it in concept.labels).values(), default=0)


def _broader(concepts: Sequence[Concept], members: Sequence[int]) -> Matrix:
    """Which group each member is in: members × groups, whatever these are."""
    groups: dict[str, int] = {}
    rows, columns = [], []
    for row, number in enumerate(members):
        for group in concepts[number].targets(Predicate.BROADER):
            rows.append(row)
            columns.append(groups.setdefault(group, len(groups)))
    shape = (len(members), max(len(groups), 1))
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
