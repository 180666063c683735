"""Ranked candidates for each subject of a list: search, judge, keep the best, and say why."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.suggesting.agreement import agreements
from taxonomy.suggesting.deciding import Decider
from taxonomy.suggesting.evidence import Channels, Tables, Texts, channels, chosen
from taxonomy.suggesting.figures import figures
from taxonomy.suggesting.labels import Side, folded, gathered
from taxonomy.suggesting.leaning import WORK, Leaning
from taxonomy.suggesting.meant import Meant
from taxonomy.suggesting.neighbours import Neighbours
from taxonomy.suggesting.weights import fitted
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.meaning.vectors import Meanings
    from taxonomy.model import Concept
    from taxonomy.suggesting.evidence import Floats
    from taxonomy.suggesting.labels import Named
    from taxonomy.suggesting.values import Accepted, Subject, Suggestion
    from taxonomy.suggesting.weights import Weights

__all__ = ["BLOCK", "Found", "Suggester"]

BLOCK = 250
"""Subjects that are looked at together: memory is bounded by it, results do not depend on it."""

_KEPT = 20
_SURE = 4.0
"""Beyond these log-odds the other side is not looked at."""
_UNLIKELY = 20.0


class Found(NamedTuple):
    """Pairs of one side: number of the subject in its block, number of the concept, and its log-odds."""

    subjects: Floats
    concepts: Floats
    odds: Floats
    foreign: bool
    figures: Mapping[str, Floats]


class Suggester:
    """Finds candidates in one release. It is built once; what it answers depends on nothing but its input."""

    def __init__(
        self,
        index: ReleaseIndex,
        lenders: Sequence[ReleaseIndex] = (),
        *,
        weights: Weights | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        """`lenders`: other releases of the scheme, the first one lending a missing language first.

        With `meanings` candidates are looked for by what labels mean, too, and weighed by weights of their own.
        """
        self.index = index
        self.concepts = list(index.listed(status=Status.ACTIVE))
        self.weights = weights or fitted(semantic=meanings is not None)
        self.meant = Meant(meanings) if meanings else None
        labels = gathered(self.concepts, index, lenders)
        self.tables = Tables(labels, len(self.concepts))
        numbers = range(len(self.concepts))
        work = [it for it in numbers if self.concepts[it].kind in WORK]
        other = [it for it in numbers if self.concepts[it].kind not in WORK]
        self.sides = {
            "work": Side("work", self.concepts, work, labels),
            "other": Side("other", self.concepts, other, labels),
        }
        self._tokens: dict[tuple[str, int], frozenset[str]] = {}
        self._numbers = {it.id: number for number, it in enumerate(self.concepts)}
        self._places = {
            number: (side.name, place)
            for side in self.sides.values()
            for place, number in enumerate(side.members.tolist())
        }
        self._leaning = Leaning(labels, self.sides["work"], self.sides["other"])
        said = [
            self.weights.digest,
            *(f"{it.release.name} {it.release.digest}" for it in (index, *lenders)),
            *([self.meant.name] if self.meant else []),
        ]
        self.digest = sha256("\n".join(said).encode()).hexdigest()

    def suggest(
        self,
        subjects: Sequence[Subject],
        *,
        most: int = 10,
        accepted: Sequence[Accepted] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> Iterator[Suggestion]:
        """One suggestion a subject, in their order, with at most so many candidates.

        `accepted` mappings of a subject's neighbours speak for candidates near theirs; `progress` is
        called with the number of subjects done.
        """
        leanings = self.leanings(subjects)
        neighbours = Neighbours(self.index, accepted)
        decider = Decider(self, self.weights, most)
        done = 0
        for start in range(0, len(subjects), BLOCK):
            numbers = range(start, min(start + BLOCK, len(subjects)))
            block = [subjects[it] for it in numbers]
            found = [
                neighbours.weighed(it, block, self.concepts)
                for it in self.found(block, [leanings[it] for it in numbers])
            ]
            yield from decider.decided(block, found, neighbours)
            done += len(block)
            progress(done)

    def named(self, lang: str, concept: int) -> list[Named]:
        """The labels of the concept of this number in a language, preferred ones first."""
        name, place = self._places[concept]
        return self.sides[name].named(lang, place)

    def tokens(self, lang: str, concept: int) -> frozenset[str]:
        """The tokens of all labels of the concept of this number in a language."""
        held = self._tokens.get((lang, concept))
        if held is None:
            words = self.tables.labels[lang].words
            named = self.named(lang, concept)
            held = frozenset(it for label in named for it in words.tokens(label.folded))
            self._tokens[lang, concept] = held
        return held

    def number(self, concept: Concept) -> int:
        """The number of a concept of the release."""
        return self._numbers[concept.id]

    def leanings(self, subjects: Sequence[Subject]) -> list[float]:
        """For each subject the log-odds that it names work; ±20 where its kinds say it."""
        texts = {
            it.id: [f"{name.language}:{folded(name.text)}" for name in it.names] for it in subjects
        }
        found = self._leaning.of(subjects, texts)
        return [_said(it, lean) for it, lean in zip(subjects, found, strict=True)]

    def found(self, block: Sequence[Subject], leanings: Sequence[float]) -> list[Found]:
        """The best pairs of the block's subjects on each side, subjects in groups of the same languages."""
        groups: defaultdict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        for number, (subject, lean) in enumerate(zip(block, leanings, strict=True)):
            langs = subject.languages
            for name, sign in (("work", 1.0), ("other", -1.0)):
                if langs and sign * lean >= -_SURE:
                    groups[name, langs].append(number)
        return [
            self._searched(self.sides[name], block, numbers, leanings)
            for (name, _), numbers in sorted(groups.items())
            if len(self.sides[name].members)
        ]

    def _searched(
        self,
        side: Side,
        block: Sequence[Subject],
        numbers: Sequence[int],
        leanings: Sequence[float],
    ) -> Found:
        found = self.paired(side, [block[it] for it in numbers])
        lean = np.array([leanings[it] for it in numbers]) * (1 if side.name == "work" else -1)
        key = f"{side.name}-{'foreign' if found.foreign else 'own'}"
        odds = self.weights.rank[key].of(found.figures) - np.log1p(np.exp(-lean))[found.subjects]
        order = np.lexsort((found.concepts, -odds, found.subjects))
        first = np.searchsorted(found.subjects[order], found.subjects[order])
        order = order[np.arange(len(order)) - first < _KEPT]
        return found._replace(
            subjects=np.array(numbers, dtype=np.int64)[found.subjects[order]],
            concepts=found.concepts[order],
            odds=odds[order],
            figures={name: it[order] for name, it in found.figures.items()},
        )

    def paired(self, side: Side, subjects: Sequence[Subject]) -> Found:
        """The pairs of subjects, all named in the same languages, that are worth judging; log-odds are 0."""
        langs = subjects[0].languages
        texts = {it: _texts(subjects, it) for it in langs}
        held = channels(texts, len(subjects), side, self.tables)
        if self.meant:
            held = Channels({**held.of, **self.meant.channels(subjects, langs, side)}, held.own)
        pairs = chosen(held, len(subjects), len(side.members))
        of = figures(pairs, held, texts, side) | agreements(
            pairs, texts, side, self.tables, held.own
        )
        none = np.zeros(len(pairs.subjects))
        return Found(pairs.subjects, side.members[pairs.members], none, not held.own, of)


def _texts(subjects: Sequence[Subject], lang: str) -> Texts:
    rows = [(n, folded(text)) for n, it in enumerate(subjects) for text in it.texts(lang)]
    return Texts(np.array([n for n, _ in rows], dtype=np.int64), [text for _, text in rows])


def _said(subject: Subject, lean: float) -> float:
    work = bool(subject.kinds & WORK)
    other = bool(subject.kinds - WORK)
    return lean if work == other else _UNLIKELY if work else -_UNLIKELY
