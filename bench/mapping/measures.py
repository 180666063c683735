"""How suggestions are held against what people mapped."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.suggesting.values import Suggestion

__all__ = [
    "Recall",
    "Told",
    "by_predicate",
    "predicate_accuracy",
    "recall",
    "reliability",
    "told",
]

KS = (1, 5, 10)


class Recall(NamedTuple):
    """Percent: subjects with a right concept among the first k (`hits`), pairs found among them (`pairs`)."""

    hits: tuple[float, ...]
    pairs: tuple[float, ...]


class Told(NamedTuple):
    """One candidate: its confidence, whether people mapped to it, and whether by that predicate too."""

    confidence: float
    right: bool
    predicate_too: bool
    first: bool


def recall(found: Sequence[Sequence[str]], gold: Sequence[Mapping[str, str]]) -> Recall:
    """Recall at 1, 5 and 10 over the subjects that have any object."""
    asked = [(ids, objects) for ids, objects in zip(found, gold, strict=True) if objects]
    pairs = sum(len(objects) for _, objects in asked)
    hits, held = [], []
    for k in KS:
        right = [len(set(ids[:k]) & objects.keys()) for ids, objects in asked]
        hits.append(100 * sum(it > 0 for it in right) / len(asked))
        held.append(100 * sum(right) / pairs)
    return Recall(tuple(hits), tuple(held))


def by_predicate(
    found: Sequence[Sequence[str]], gold: Sequence[Mapping[str, str]]
) -> dict[str, tuple[float, int]]:
    """Predicate → percent of its pairs among the first ten, and how many there are."""
    counted: defaultdict[str, list[bool]] = defaultdict(list)
    for ids, objects in zip(found, gold, strict=True):
        for object_id, predicate in objects.items():
            counted[predicate].append(object_id in ids[: KS[-1]])
    return {it: (100 * sum(held) / len(held), len(held)) for it, held in sorted(counted.items())}


def told(suggestions: Iterable[Suggestion], gold: Sequence[Mapping[str, str]]) -> list[Told]:
    """Every candidate of every subject."""
    return [
        Told(
            it.confidence,
            it.concept.id in objects,
            objects.get(it.concept.id) == it.predicate,
            place == 0,
        )
        for suggestion, objects in zip(suggestions, gold, strict=True)
        for place, it in enumerate(suggestion.candidates)
    ]


def predicate_accuracy(
    suggestions: Iterable[Suggestion], gold: Sequence[Mapping[str, str]]
) -> tuple[float, float, int]:
    """Percent of right candidates whose predicate is right; the same had each the commonest one; how many."""
    right: Counter[str] = Counter()
    same = 0
    for suggestion, objects in zip(suggestions, gold, strict=True):
        for it in suggestion.candidates:
            if it.concept.id in objects:
                right[objects[it.concept.id]] += 1
                same += objects[it.concept.id] == it.predicate
    many = max(right.total(), 1)
    return 100 * same / many, 100 * max(right.values(), default=0) / many, right.total()


def reliability(held: Sequence[Told], steps: int = 10) -> list[tuple[float, int, float, float]]:
    """For each tenth of confidence: where it begins, candidates, mean confidence and share right (%)."""
    bins: defaultdict[int, list[Told]] = defaultdict(list)
    for it in held:
        bins[min(int(it.confidence * steps), steps - 1)].append(it)
    return [
        (
            number / steps,
            len(group),
            100 * sum(it.confidence for it in group) / len(group),
            100 * sum(it.right for it in group) / len(group),
        )
        for number, group in sorted(bins.items())
    ]
