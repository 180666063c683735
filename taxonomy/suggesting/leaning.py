"""Whether a subject is an occupation or something that people know and can, where nobody says."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.folding import has_gender_mark
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.suggesting.labels import Labels, Side
    from taxonomy.suggesting.values import Subject

__all__ = ["WORK", "Leaning"]

WORK = frozenset({Kind.PROFILE, Kind.OCCUPATION, Kind.ISCO_GROUP})
"""The kinds that name work; all others name what people know, can and are, or hold such things."""

_OF_MARK = 3.0
_MARKING = "de"
_WITHOUT_MARK = -1.5
"""A German name of work nearly always names both genders."""
_MOST = 4.0
_MOST_OF_LIST = 6.0
_ENOUGH = 0.25
_SURE_AFTER = 10
_ENDING = 3


class Leaning:
    """Log-odds that a subject names work: by marks of gender, and by the endings and first words of labels.

    The endings are learnt from the object release (naive Bayes), in the languages in which it names
    both sides. The other subjects of a list lend their mean: lists are seldom mixed.
    """

    def __init__(self, labels: Mapping[str, Labels], work: Side, other: Side) -> None:
        self._odds = {
            lang: _learnt(held, work, other)
            for lang, held in labels.items()
            if min(work.share(lang), other.share(lang)) >= _ENOUGH
        }

    def of(self, subjects: Sequence[Subject], folded: Mapping[str, Sequence[str]]) -> list[float]:
        """For each subject, the log-odds; `folded`: subject id → its folded labels by `lang:text`."""
        own = [self._own(it, folded.get(it.id, ())) for it in subjects]
        if not own:
            return []
        sure = min(len(own), _SURE_AFTER) / 2
        of_list = _limited(sure * sum(own) / len(own), _MOST_OF_LIST)
        return [it + of_list for it in own]

    def _own(self, subject: Subject, folded: Iterable[str]) -> float:
        marked = any(has_gender_mark(it.text) for it in subject.names)
        odds = [_OF_MARK] if marked else []
        if not marked and _MARKING in subject.languages:
            odds.append(_WITHOUT_MARK)
        for text in folded:
            lang, _, label = text.partition(":")
            known = self._odds.get(lang)
            if known is not None:
                odds.append(sum(known.get(it, 0.0) for it in _signs(label)))
        return _limited(sum(odds) / max(len(odds), 1) if odds else 0.0, _MOST)


def _limited(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _signs(label: str) -> list[str]:
    parts = label.split()
    return [f"^{parts[0]}", *(f"{it[-_ENDING:]}$" for it in parts)] if parts else []


def _learnt(labels: Labels, work: Side, other: Side) -> dict[str, float]:
    """Sign → how much it speaks for work, as a logarithm of two shares."""
    sides = dict.fromkeys(other.members.tolist(), False) | dict.fromkeys(
        work.members.tolist(), True
    )
    counted = {True: Counter[str](), False: Counter[str]()}
    for it in labels.named:
        if it.owner in sides:
            counted[sides[it.owner]].update(_signs(it.folded))
    whole = {side: sum(held.values()) + 1 for side, held in counted.items()}
    return {
        sign: math.log((counted[True][sign] + 0.5) / whole[True])
        - math.log((counted[False][sign] + 0.5) / whole[False])
        for sign in counted[True].keys() | counted[False].keys()
    }
