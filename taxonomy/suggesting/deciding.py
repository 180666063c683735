"""From pairs with log-odds to what a reviewer reads: score, confidence, predicate and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from taxonomy.suggesting.explaining import Explainer
from taxonomy.suggesting.naming import best_names
from taxonomy.suggesting.values import PREDICATES, Candidate, Suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.suggesting.engine import Found, Suggester
    from taxonomy.suggesting.evidence import Floats
    from taxonomy.suggesting.naming import Pairing
    from taxonomy.suggesting.neighbours import Neighbours
    from taxonomy.suggesting.values import Subject
    from taxonomy.suggesting.weights import Linear, Weights

__all__ = ["Decider", "Shortlist", "confidences"]

_LEAST = 10
"""So many candidates are weighed against each other, even where fewer are asked for."""
_FAR = 6.0


class Shortlist(NamedTuple):
    """The best pairs of a block, by subject and then best first, and all figures of each."""

    subjects: Floats
    concepts: Floats
    figures: Mapping[str, Floats]
    names: Sequence[Pairing | None]


class Decider:
    """Turns what was found into suggestions."""

    def __init__(self, engine: Suggester, weights: Weights, most: int) -> None:
        self._engine = engine
        self._weights = weights
        self._most = most
        self._explainer = Explainer(engine)

    def decided(
        self, block: Sequence[Subject], found: Sequence[Found], neighbours: Neighbours
    ) -> list[Suggestion]:
        """One suggestion a subject of the block, in its order."""
        short = self.shortlist(block, found)
        if not len(short.subjects):
            return [Suggestion(it, (), 1.0) for it in block]
        of, weights = short.figures, self._weights
        confidence, scores = confidences(weights, of), _chance(of["odds"])
        predicates, certain = _likeliest(weights.predicates, of)
        places: list[list[int]] = [[] for _ in block]
        for place, number in enumerate(short.subjects.tolist()):
            places[number].append(place)
        none = self._none(short, confidence, len(block))
        suggestions = []
        for number, subject in enumerate(block):
            candidates = []
            for place in places[number][: self._most]:
                concept = self._engine.concepts[int(short.concepts[place])]
                support = neighbours.support(subject, concept)
                candidates.append(
                    Candidate(
                        concept,
                        predicates[place],
                        round(float(certain[place]), 3),
                        round(100 * float(scores[place]), 1),
                        round(float(confidence[place]), 3),
                        self._explainer.reasons(subject, concept, short, place, support),
                    )
                )
            suggestions.append(
                Suggestion(subject, tuple(candidates), round(float(none[number]), 3))
            )
        return suggestions

    def shortlist(self, block: Sequence[Subject], found: Sequence[Found]) -> Shortlist:
        """The best pairs of both sides together."""
        if not found:
            empty = np.zeros(0)
            return Shortlist(empty, empty, {"odds": empty}, ())
        subjects = np.concatenate([it.subjects for it in found])
        concepts = np.concatenate([it.concepts for it in found])
        odds = np.concatenate([it.odds for it in found])
        foreign = np.concatenate([np.full(len(it.odds), float(it.foreign)) for it in found])
        order = np.lexsort((concepts, -odds, subjects))
        first = np.searchsorted(subjects[order], subjects[order])
        rank = np.arange(len(order)) - first
        kept = rank < max(self._most, _LEAST)
        order, rank = order[kept], rank[kept]
        of = {
            name: np.concatenate([it.figures[name] for it in found])[order]
            for name in found[0].figures
        }
        of["odds"], of["foreign"] = odds[order], foreign[order]
        of["likely"] = np.maximum(of["odds"], 0)
        of["rank"] = np.log1p(rank)
        of["ahead"] = _ahead(subjects[order], of["odds"], rank)
        names = best_names(block, subjects[order], of, self._engine)
        of |= names.figures
        return Shortlist(subjects[order], concepts[order], of, names.pairings)

    def _none(self, short: Shortlist, confidence: Floats, many: int) -> Floats:
        """For each subject how likely it is that nothing matches; 1 where nothing was found."""
        none = np.ones(many)
        top = short.figures["rank"] == 0
        of = {name: it[top] for name, it in short.figures.items()}
        of["confidence"] = confidence[top]
        none[short.subjects[top].astype(int)] = _chance(self._weights.no_match.of(of))
        return none


def _ahead(subjects: Floats, odds: Floats, rank: Floats) -> Floats:
    """How far each pair is ahead of the next best of its subject, the others behind the best (< 0)."""
    top = odds[rank == 0]
    many = np.bincount(np.unique(subjects, return_inverse=True)[1])
    second_at = np.cumsum(many) - many + np.minimum(1, many - 1)
    second = np.where(many > 1, odds[second_at], top - _FAR)
    best = np.where(rank == 0, np.repeat(second, many), np.repeat(top, many))
    return np.asarray(np.clip(odds - best, -_FAR, _FAR))


def confidences(weights: Weights, of: Mapping[str, Floats]) -> Floats:
    """For each pair how likely it is (0–1) that people mapped the subject to the concept."""
    own, foreign = (weights.confidence[it].of(of) for it in ("own", "foreign"))
    return _chance(np.where(of["foreign"] > 0, foreign, own))


def _likeliest(weights: Mapping[str, Linear], of: Mapping[str, Floats]) -> tuple[list[str], Floats]:
    """The likeliest predicate of each pair, and how likely it is among the four."""
    odds = np.stack([weights[it].of(of) for it in PREDICATES], axis=1)
    shares = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares = shares / shares.sum(axis=1, keepdims=True)
    best = shares.argmax(axis=1)
    return [PREDICATES[it] for it in best], shares.max(axis=1)


def _chance(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))
