"""Which label of a candidate agrees best with one of its subject's, and how they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from taxonomy.suggesting.labels import Named, folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.evidence import Floats
    from taxonomy.suggesting.values import Subject

__all__ = ["Named", "Names", "Pairing", "best_names"]

_WORKERS = 2


class Pairing(NamedTuple):
    """A label of a subject and the one of a concept that agrees best with it, in one language."""

    lang: str
    text: str
    label: Named
    alike: float


class Names(NamedTuple):
    """The pairing of each pair, None where none was found, and the figures drawn from it."""

    pairings: Sequence[Pairing | None]
    figures: Mapping[str, Floats]


def best_names(
    block: Sequence[Subject], subjects: Floats, of: Mapping[str, Floats], engine: Suggester
) -> Names:
    """For each pair the labels that agree best, as the figures `of` it say.

    Of them: whether they are the `same`, as they are compared.
    """
    langs = list(engine.tables.labels)
    places = np.flatnonzero(of["label"] >= 0)
    tried: list[tuple[str, str, Named]] = []
    for place in places.tolist():
        lang = langs[int(of["label_lang"][place])]
        text = block[int(subjects[place])].texts(lang)[int(of["label_text"][place])]
        tried.append((lang, text, engine.tables.labels[lang].named[int(of["label"][place])]))
    alike = np.zeros(len(subjects))
    own = [folded(text) for _, text, _ in tried]
    if tried:
        theirs = [label.folded for _, _, label in tried]
        scorer = fuzz.token_sort_ratio
        alike[places] = process.cpdist(own, theirs, scorer=scorer, workers=_WORKERS) / 100
    best: list[Pairing | None] = [None] * len(subjects)
    figures = {"same": np.zeros(len(subjects))}
    for place, mine, (lang, text, label) in zip(places.tolist(), own, tried, strict=True):
        best[place] = Pairing(lang, text, label, float(alike[place]))
        figures["same"][place] = float(mine == label.folded)
    return Names(best, figures)
