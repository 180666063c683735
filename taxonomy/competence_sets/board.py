"""Every set on one line: its members, its profiles, what it shares, and what is missing."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.competence_sets.overlap import overlaps
from taxonomy.disambiguating import DoubtCode
from taxonomy.reviewing.conventions import LONGEST
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.competence_sets.overlap import Overlap
    from taxonomy.competence_sets.sets import Sets
    from taxonomy.model import Concept

__all__ = ["LIMIT", "NAMED", "Gap", "GapCode", "Line", "board", "line"]

LIMIT = LONGEST[Kind.COMPETENCE_SET.value]
"""Characters of a short label beyond which it is remarked on: the limit of the review of translations."""
NAMED = ("nl", "fr")
"""The languages in which Competent names its sets."""


class GapCode(StrEnum):
    """What a set lacks, the gravest first."""

    NO_MEMBERS = "no-members"
    NO_PROFILES = "no-profiles"
    LABEL_MISSING = "label-missing"
    LABEL_LONG = "label-long"
    DISAMBIGUATOR_MISSING = DoubtCode.MISSING.value
    DISAMBIGUATOR_SAME = DoubtCode.SAME.value
    DISAMBIGUATOR_NEEDLESS = DoubtCode.NEEDLESS.value


class Gap(NamedTuple):
    """What a set lacks, and in which language."""

    code: GapCode
    lang: str = ""


class Line(NamedTuple):
    """A set with its figures; `essential` and `optional` count how often its profiles ask for a member so.

    `overlapping` are the sets that share a member with it, the most alike first.
    """

    concept: Concept
    kinds: Mapping[Kind, int]
    profiles: int
    essential: int
    optional: int
    overlapping: Sequence[Overlap]
    gaps: tuple[Gap, ...]

    @property
    def members(self) -> int:
        """How much it holds."""
        return sum(self.kinds.values())

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; a disambiguator too many is no lack."""
        return all(it.code is GapCode.DISAMBIGUATOR_NEEDLESS for it in self.gaps)


def board(sets: Sets) -> list[Line]:
    """A line for each set, in the natural order of codes."""
    return [line(sets, it) for it in sets.sets]


def line(sets: Sets, set_: Concept) -> Line:
    """The figures of one set."""
    kinds = Counter(it.kind for it in sets.members(set_))
    carrying = sets.carrying[set_.id]
    asked = [
        sets.asked[profile][it]
        for profile in carrying
        for it in sets.counted[set_.id]
        if it in sets.asked[profile]
    ]
    return Line(
        set_,
        kinds,
        len(carrying),
        sum(asked),
        len(asked) - sum(asked),
        [it for it in overlaps(sets, set_) if it.shared],
        _gaps(sets, set_, members=bool(kinds), carried=bool(carrying)),
    )


def _gaps(sets: Sets, set_: Concept, *, members: bool, carried: bool) -> tuple[Gap, ...]:
    labels = set_.pref_labels()
    found = [
        *([] if members else [Gap(GapCode.NO_MEMBERS)]),
        *([] if carried else [Gap(GapCode.NO_PROFILES)]),
        *(Gap(GapCode.LABEL_MISSING, it) for it in NAMED if it not in labels),
        *(Gap(GapCode.LABEL_LONG, lang) for lang, it in labels.items() if len(it) > LIMIT),
        *(Gap(GapCode(it.code.value), it.lang) for it in sets.doubts.get(set_.id, ())),
    ]
    return tuple(found)
