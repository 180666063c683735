"""Which label of a candidate is written most like one of its subject's, and how they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from taxonomy.suggesting.labels import Named, folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.evidence import Floats
    from taxonomy.suggesting.labels import Labels
    from taxonomy.suggesting.values import Subject

__all__ = ["Named", "Names", "Pairing", "best_names"]

_MOST = 30
_WORKERS = 2
_UNKNOWN = 0.5


class Pairing(NamedTuple):
    """A label of a subject and the one of a concept most like it, in one language."""

    lang: str
    text: str
    label: Named
    alike: float


class Names(NamedTuple):
    """The best pairing of each pair, None where they share no language, and the figures drawn from it."""

    pairings: Sequence[Pairing | None]
    figures: Mapping[str, Floats]


def best_names(
    block: Sequence[Subject], subjects: Floats, concepts: Floats, engine: Suggester
) -> Names:
    """For each pair its best pairing; figures: `written` (0–1), `same`, `extra`, `missing`.

    `extra` is the share (by rarity) of the subject's words that the label lacks, `missing` that of the
    label's words that the subject lacks; 0.5 where they share no language.
    """
    owners: list[int] = []
    tried: list[tuple[str, str, str, Named]] = []
    for number, (subject, concept) in enumerate(
        zip(subjects.tolist(), concepts.tolist(), strict=True)
    ):
        for it in _combined(block[int(subject)], int(concept), engine):
            owners.append(number)
            tried.append(it)
    best = _best(owners, tried, len(subjects))
    of = {it: np.zeros(len(subjects)) for it in ("written", "same")}
    of |= {it: np.full(len(subjects), _UNKNOWN) for it in ("extra", "missing")}
    for number, pairing in enumerate(best):
        if pairing:
            own = folded(pairing.text)
            of["written"][number] = pairing.alike
            of["same"][number] = float(own == pairing.label.folded)
            labels = engine.tables.labels[pairing.lang]
            of["extra"][number] = _lacking(own, pairing.label.folded, labels)
            of["missing"][number] = _lacking(pairing.label.folded, own, labels)
    return Names(best, of)


def _combined(
    subject: Subject, concept: int, engine: Suggester
) -> Iterator[tuple[str, str, str, Named]]:
    """Language, text, folded text and label of each combination in one language."""
    for lang in subject.languages:
        labels = engine.named(lang, concept)
        for text in subject.texts(lang) if labels else ():
            mine = folded(text)
            for label in labels[:_MOST]:
                yield lang, text, mine, label


def _best(
    owners: Sequence[int], tried: Sequence[tuple[str, str, str, Named]], many: int
) -> list[Pairing | None]:
    best: list[Pairing | None] = [None] * many
    if not tried:
        return best
    alike = process.cpdist(
        [mine for _, _, mine, _ in tried],
        [label.folded for _, _, _, label in tried],
        scorer=fuzz.token_sort_ratio,
        workers=_WORKERS,
    )
    for owner, (lang, text, _, label), value in zip(owners, tried, alike.tolist(), strict=True):
        held = best[owner]
        if held is None or value / 100 > held.alike:
            best[owner] = Pairing(lang, text, label, value / 100)
    return best


def _lacking(one: str, other: str, labels: Labels) -> float:
    """The share of the tokens of one text that the other lacks, rare ones counting more."""
    space = labels.tokens
    rare = float(space.idf.max(initial=1.0))
    theirs = set(space.tokens(other))
    weights = {
        it: float(space.idf[space.places[it]]) if it in space.places else rare
        for it in space.tokens(one)
    }
    whole = sum(weights.values())
    return sum(it for token, it in weights.items() if token not in theirs) / whole if whole else 0.0
