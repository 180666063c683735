"""What the ids of a question mean in a release: competences, through successors and mappings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.following import followed
from taxonomy.matching.demands import COUNTED, counted_as, same_demand
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.walking import Arrival

__all__ = [
    "Code",
    "Foreign",
    "LeftOut",
    "Parts",
    "Remark",
    "Understanding",
    "Understood",
    "competences_of",
    "strangers",
    "understand",
]

_SHOWN = 80


class Code(StrEnum):
    """Why an id counts as another one, or not at all; the codes never change their meaning."""

    MERGED = "merged"
    SUCCESSOR = "successor"
    RETIRED = "retired"
    WRONG_KIND = "wrong-kind"
    KIND_NOT_COUNTED = "kind-not-counted"
    NO_MAPPING = "no-mapping"
    AMBIGUOUS = "ambiguous"
    NOTHING_ASKED = "nothing-asked"


class Remark(NamedTuple):
    """A code for programs and its sentence for people."""

    code: Code
    text: str


class Foreign(NamedTuple):
    """Where mappings lead from an id of another scheme, best first, all in the release; or why nowhere."""

    arrivals: tuple[Arrival, ...] = ()
    why: Remark | None = None


class Understood(NamedTuple):
    """An id, at its place in the question, that counts as this competence, and how it came to that.

    `through` is the way from another scheme, None where the id is of this one.
    """

    asked: str
    place: int
    competence: str
    through: Arrival | None = None
    remarks: tuple[Remark, ...] = ()


class LeftOut(NamedTuple):
    """An id that is known and does not count, and why."""

    asked: str
    remark: Remark


@dataclass(frozen=True, slots=True)
class Understanding:
    """What became of each id of a question, in the order asked; an id may count as several."""

    understood: list[Understood] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


Parts = Callable[["Concept"], "Sequence[str] | Remark"]
"""The competences that an active concept counts as, or why it does not count."""


def understand(
    asked: Iterable[str], index: ReleaseIndex, translated: Mapping[str, Foreign], parts: Parts
) -> Understanding:
    """Each id, each time it is asked: what it counts as in this release.

    `translated` has the ids that the release does not know and another scheme does.
    """
    reading = _Reading(index, translated, parts)
    for place, one in enumerate(asked):
        reading.read(place, one)
    return reading.made


def strangers(asked: Iterable[str], index: ReleaseIndex) -> list[str]:
    """The ids that the release does not know, each once."""
    return [it for it in dict.fromkeys(asked) if index.find(it) is None]


def competences_of(index: ReleaseIndex, kinds: Collection[Kind]) -> Parts:
    """Only competences of these kinds count; a competence set counts as its members."""
    by_id, scheme = index.taxonomy.by_id, index.release.scheme

    def parts(concept: Concept) -> Sequence[str] | Remark:
        demands = same_demand(concept, by_id)
        counting = [it for it in demands if counted_as(by_id[it]) in kinds]
        if counting:
            return counting
        kind = counted_as(by_id[demands[0]])
        if kind in COUNTED[scheme]:
            text = f"a competence of the kind {kind}, which does not count here: name it in kinds"
            return Remark(Code.KIND_NOT_COUNTED, text)
        told = "; ask with it as the profile" if kind in {Kind.PROFILE, Kind.OCCUPATION} else ""
        return Remark(Code.WRONG_KIND, f"{concept.kind} is not a kind of competence{told}")

    return parts


class _Reading:
    def __init__(
        self, index: ReleaseIndex, translated: Mapping[str, Foreign], parts: Parts
    ) -> None:
        self.made = Understanding()
        self._index = index
        self._translated = translated
        self._parts = parts
        self._first: dict[str, str] = {}
        self._unknown: set[str] = set()
        self._left_out: set[LeftOut] = set()

    def read(self, place: int, asked: str) -> None:
        concept = self._index.find(asked)
        if concept is not None:
            self._leave_out(asked, self._take(place, asked, concept))
        elif asked in self._translated:
            self._read_foreign(place, asked, self._translated[asked])
        elif asked not in self._unknown:
            self._unknown.add(asked)
            self.made.unknown.append(asked)

    def _read_foreign(self, place: int, asked: str, foreign: Foreign) -> None:
        """The closest targets count, all of them where several are equally close."""
        refusals = [foreign.why]
        for arrival in foreign.arrivals:
            if arrival.predicate is foreign.arrivals[0].predicate:
                concept = self._index.get(arrival.id)
                refusals.append(self._take(place, asked, concept, arrival))
        if None not in refusals[1:]:
            self._leave_out(asked, next(filter(None, refusals)))

    def _take(
        self, place: int, asked: str, concept: Concept, through: Arrival | None = None
    ) -> Remark | None:
        """None where the concept counts, else why it does not."""
        remarks: tuple[Remark, ...] = ()
        if concept.status is Status.RETIRED:
            targets = followed(concept, self._index).targets
            if len(targets) != 1:
                return _no_single(self._index, targets)
            (concept,) = targets
            text = f"is retired; {self._index.name(concept)} took its place"
            remarks = (Remark(Code.SUCCESSOR, text),)
        parts = self._parts(concept)
        if isinstance(parts, Remark):
            return parts
        for part in parts:
            before, told = self._first.get(part), remarks
            if before and len(parts) == 1:  # a set or profile that overlaps is nobody's slip
                told = (*remarks, Remark(Code.MERGED, f"counts once, with {before[:_SHOWN]}"))
            self.made.understood.append(Understood(asked, place, part, through, told))
            self._first.setdefault(part, asked)
        return None

    def _leave_out(self, asked: str, why: Remark | None) -> None:
        left_out = LeftOut(asked, why) if why else None
        if left_out and left_out not in self._left_out:
            self._left_out.add(left_out)
            self.made.left_out.append(left_out)


def _no_single(index: ReleaseIndex, targets: Collection[Concept]) -> Remark:
    names = ", ".join(index.name(it) for it in targets)
    told = f"{names[:_SHOWN]} share its place" if names else "nothing took its place"
    return Remark(Code.RETIRED, f"is retired, and {told}")
