"""Who may take the place of a retired concept: ranked candidates with reasons, for a reviewer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.likeness import LabelLikeness, SharedLikeness, linked, strengths
from taxonomy.vocabulary import Kind, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["LEAST_SCORE", "Candidate", "Suggestion", "suggest", "undecided"]

LEAST_SCORE = 55.0
"""A candidate below this score is not worth a reviewer's time."""

_OF_LABELS, _OF_LINKS, _OF_CODES = 0.55, 0.30, 0.15
"""How much each kind of evidence counts among those that the retired concept has at all."""
_ENOUGH_LINKS = 5
"""Fewer links than these count less: a group that two concepts share says little of either."""
_TAKEN_OVER = 0.8
_NEAR = 0.9
_LOOKED_AT = 30
_MOST_CANDIDATES = 5


class Evidence(NamedTuple):
    """One kind of evidence: how much it speaks for a candidate (0–1), why, and how much it counts.

    `sign` is what the reason says as data: its code, then its values.
    """

    likeness: float
    reason: str
    weight: float = 0.0
    sign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active concept that may take the place, its score (0–100), and why."""

    concept: Concept
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A retired concept, its candidates (best first, maybe none) and the reason they propose."""

    retired: Concept
    candidates: tuple[Candidate, ...]
    reason: RetirementReason


def undecided(index: ReleaseIndex, *, earlier: bool = False) -> list[Concept]:
    """The retired concepts without successors of which nobody said why, in natural order.

    Those that this release retired; `earlier` adds those that earlier releases did.
    """
    version = index.release.version
    return [
        it
        for it in index.listed(status=Status.RETIRED)
        if it.retirement in (None, RetirementReason.UNKNOWN)
        and not it.replaced_by
        and (earlier or index.lifespan(it.id).retired_since in (None, version))
    ]


def suggest(
    retired: Sequence[Concept], index: ReleaseIndex, before: ReleaseIndex | None = None
) -> list[Suggestion]:
    """For each of the retired concepts of a release, active ones of its kind that may succeed it.

    `before` is the release before: who linked to the concept there and links to another one now says
    most. Nothing is proposed below LEAST_SCORE.
    """
    judges: dict[Kind, _Judge] = {}
    found = []
    for concept in retired:
        judge = judges.get(concept.kind)
        if judge is None:
            asked = [it for it in retired if it.kind is concept.kind]
            judge = judges[concept.kind] = _Judge(asked, index, before)
        found.append((concept, judge.candidates(concept)))
    chosen = Counter(candidates[0].concept.id for _, candidates in found if candidates)
    return [
        Suggestion(concept, candidates, _reason(concept, candidates, chosen, before))
        for concept, candidates in found
    ]


def _reason(
    concept: Concept,
    candidates: Sequence[Candidate],
    chosen: Counter[str],
    before: ReleaseIndex | None,
) -> RetirementReason:
    """What the candidates look like: several new ones a split, one that was there a merger."""
    if not candidates:
        return RetirementReason.NONE
    known = before.taxonomy.by_id if before else {}
    best = candidates[0]
    near = [it for it in candidates if it.score >= _NEAR * best.score]
    if concept.notation and best.concept.notation == concept.notation:
        return RetirementReason.REPLACED
    if len(near) > 1 and all(it.concept.id not in known for it in near):
        return RetirementReason.SPLIT
    there = best.concept.id in known and known[best.concept.id].status is Status.ACTIVE
    merged = there or chosen[best.concept.id] > 1
    return RetirementReason.MERGED if merged else RetirementReason.REPLACED


class _Judge:
    """Judges candidates for concepts of one kind."""

    def __init__(
        self, asked: Sequence[Concept], index: ReleaseIndex, before: ReleaseIndex | None
    ) -> None:
        self._index = index
        self._before = before
        self._active = index.listed(asked[0].kind)
        self._ids = {it.id: it for it in self._active}
        self._labels = LabelLikeness(self._active, index, asked)
        self._links = linked(self._active)
        self._codes = SharedLikeness(
            {it.id: dict.fromkeys(it.notations, 1.0) for it in self._active}
        )

    def candidates(self, concept: Concept) -> tuple[Candidate, ...]:
        """The best candidates, best first, none below the least score."""
        links = self._links.found(strengths(concept))
        codes = self._codes.found(dict.fromkeys(concept.notations, 1.0))
        taken = self._taken_over(concept)
        looked_at = self._labels.candidates(concept, _LOOKED_AT)
        looked_at |= {it: self._ids[it] for it in _best(links) | taken.keys()}
        same_code = self._index.find(concept.notation) if concept.notation else None
        if same_code and same_code.id in self._ids:
            looked_at[same_code.id] = same_code
        judged = [self._judged(concept, it, (links, codes, taken)) for it in looked_at.values()]
        worthy = [it for it in judged if it.score >= LEAST_SCORE]
        worthy.sort(key=lambda it: (-it.score, self._index.rank(it.concept.id)))
        return tuple(worthy[:_MOST_CANDIDATES])

    def _judged(
        self,
        concept: Concept,
        other: Concept,
        found: tuple[dict[str, float], dict[str, float], dict[str, float]],
    ) -> Candidate:
        links, codes, taken = found
        evidence = [self._of_labels(concept, other)]
        if concept.links:
            evidence.append(self._of_links(concept, other, links.get(other.id, 0.0)))
        if concept.notations:
            evidence.append(self._of_codes(concept, other, codes.get(other.id, 0.0)))
        share = _combined(evidence)
        if other.id in taken:
            reason = f"takes its place in {taken[other.id]:.0%} of what linked to it"
            sign = ("takes-over", f"{taken[other.id]:.2f}")
            evidence.append(Evidence(taken[other.id], reason, sign=sign))
            share += (1 - share) * _TAKEN_OVER * taken[other.id]
        if concept.notation and concept.notation == other.notation:
            reason = f"bears the same code {other.notation}"
            evidence.append(Evidence(1.0, reason, sign=("same-code", other.notation)))
            share = 1.0
        return Candidate(other, round(100 * share, 1), tuple(evidence))

    def _of_labels(self, concept: Concept, other: Concept) -> Evidence:
        likeness, pair = self._labels.between(concept, other)
        told = f"labels {likeness:.0%} alike"
        sign: tuple[str, ...] = ("labels-alike", f"{likeness:.2f}")
        if pair:
            told += f" ({pair.lang} “{pair.one}” ~ “{pair.other}”)"
            sign = ("names-alike", f"{likeness:.2f}", pair.lang, pair.one, pair.other)
        return Evidence(likeness, told, _OF_LABELS, sign)

    def _of_links(self, concept: Concept, other: Concept, likeness: float) -> Evidence:
        shared = self._links.shared(other.id, strengths(concept))
        names = ", ".join(self._called(it) for it in self._concepts(shared[:3]))
        every = len(strengths(concept))
        told = f"{len(shared)} of {every} links shared"
        weight = _OF_LINKS * min(1.0, len(concept.links) / _ENOUGH_LINKS)
        sign = ("links-shared", f"{len(shared)}", f"{every}", names)
        return Evidence(likeness, f"{told} ({names})" if names else told, weight, sign)

    def _called(self, concept: Concept) -> str:
        labels = self._index.labels(concept)
        return concept.notation or (labels[0].text if labels else concept.id)

    def _concepts(self, ids: Sequence[Hashable]) -> Iterator[Concept]:
        for concept_id in ids:
            concept = self._index.taxonomy.by_id.get(str(concept_id))
            if concept:
                yield concept

    def _of_codes(self, concept: Concept, other: Concept, likeness: float) -> Evidence:
        shared = [f"{it.system} {it.value}" for it in concept.notations if it in other.notations]
        told = f"codes shared: {', '.join(shared) or 'none'}"
        return Evidence(likeness, told, _OF_CODES, ("codes-shared", ", ".join(shared)))

    def _taken_over(self, concept: Concept) -> dict[str, float]:
        """Candidate → share of those that linked to the concept before and link to it instead now."""
        shares: defaultdict[str, float] = defaultdict(float)
        users = self._users.get(concept.id, ())
        for user in users:
            gained = [it for it in user if it in self._ids]
            for it in gained:
                shares[it] += 1 / (len(gained) * len(users))
        return dict(shares)

    @cached_property
    def _users(self) -> dict[str, list[set[str]]]:
        """Concept before → what each active concept that linked to it has gained since."""
        users: defaultdict[str, list[set[str]]] = defaultdict(list)
        for was in self._before.listed() if self._before else ():
            now = self._index.taxonomy.by_id.get(was.id)
            if now is None or now is was or now.status is not Status.ACTIVE:
                continue
            had, has = {it.target for it in was.links}, {it.target for it in now.links}
            for target in had - has if has - had else ():
                users[target].append(has - had)
        return users


def _best(shares: dict[str, float]) -> set[str]:
    return set(sorted(shares, key=lambda it: (-shares[it], it))[:_LOOKED_AT])


def _combined(evidence: Sequence[Evidence]) -> float:
    """The weighed mean (0–1); labels alone convince only where they are nearly the same."""
    if len(evidence) == 1:
        return evidence[0].likeness ** 2
    total = sum(it.weight for it in evidence)
    return sum(it.weight * it.likeness for it in evidence) / total
