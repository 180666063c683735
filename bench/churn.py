"""Forty releases from one: about 2 % of the concepts change in each, the same ones on every run."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from taxonomy.model import Concept, Label
from taxonomy.vocabulary import LabelType, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["releases"]

CHANGED = 0.02
"""Share of the concepts: three of four get another label, one of four loses or gains links."""
RETIRED = 8
NEW = 12


def releases(first: Sequence[Concept], count: int) -> Iterator[list[Concept]]:
    """The concepts that a source would list for each release, the first one unchanged."""
    random = Random(42)
    concepts = {concept.id: concept for concept in first}
    yield list(concepts.values())
    for number in range(1, count):
        for concept_id in random.sample(sorted(concepts), round(len(concepts) * CHANGED)):
            concepts[concept_id] = _changed(concepts[concept_id], random, number)
        active = sorted(key for key, it in concepts.items() if it.status is Status.ACTIVE)
        for concept_id in random.sample(active, RETIRED):
            del concepts[concept_id]
        for place in range(NEW):
            made = _new(concepts[random.choice(sorted(concepts))], f"{number}-{place}")
            concepts[made.id] = made
        yield list(concepts.values())


def _changed(concept: Concept, random: Random, number: int) -> Concept:
    if concept.links and random.random() < 0.25:
        kept = random.sample(concept.links, max(1, len(concept.links) - 1))
        return replace(concept, links=tuple(kept))
    label = Label("en", LabelType.ALTERNATIVE, f"edited in release {number}: {random.random():.6f}")
    return replace(concept, labels=(*concept.labels[:-1], label))


def _new(pattern: Concept, name: str) -> Concept:
    labels = tuple(label._replace(text=f"{label.text} {name}") for label in pattern.labels)
    return replace(pattern, id=f"{pattern.id}/{name}", notation="", labels=labels)
