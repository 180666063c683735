"""What a release counts: concepts per kind, and how far each language covers them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import LANGUAGES, LabelType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.model import Concept

__all__ = ["active_counts", "language_coverage", "retired_counts"]


def active_counts(concepts: Iterable[Concept]) -> dict[str, int]:
    """Kind → number of active concepts, kinds in alphabetical order."""
    return _counted(concepts, Status.ACTIVE)


def retired_counts(concepts: Iterable[Concept]) -> dict[str, int]:
    """Kind → number of retired concepts, kinds in alphabetical order."""
    return _counted(concepts, Status.RETIRED)


def language_coverage(scheme: str, concepts: Iterable[Concept]) -> dict[str, float]:
    """Language → share (0–1, four digits) of the active concepts of the scheme's main kind.

    A language counts where the concept has a preferred label in it. nl, fr, de and en always stand
    there, other languages where they occur.
    """
    main = SCHEMES[scheme].main_kind
    total = 0
    having: Counter[str] = Counter(dict.fromkeys(LANGUAGES, 0))
    for concept in concepts:
        if concept.kind is main and concept.status is Status.ACTIVE:
            total += 1
            having.update({it.lang for it in concept.labels if it.type is LabelType.PREFERRED})
    return {lang: round(count / max(total, 1), 4) for lang, count in sorted(having.items())}


def _counted(concepts: Iterable[Concept], status: Status) -> dict[str, int]:
    counts = Counter(concept.kind.value for concept in concepts if concept.status is status)
    return dict(sorted(counts.items()))
