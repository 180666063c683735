"""What becomes of ids from one release to another: kept, renamed, replaced, split, merged, gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from taxonomy.changes import ChangeClass
from taxonomy.comparing import content_changes
from taxonomy.fates import Fate, Outcome, Renaming
from taxonomy.following import Route, followed
from taxonomy.references import References, Remark, RemarkCode
from taxonomy.versions import Version
from taxonomy.vocabulary import LabelType, RetirementReason, Status
from taxonomy.wording import same_but_for_cosmetics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.references import Form, Reference

__all__ = ["Migration", "migrate"]

MOST_SHARING = 20
"""How many of the concepts that share a successor are named."""


@dataclass(frozen=True, slots=True)
class Migration:
    """The fates of ids between two releases of one scheme: one a question, in the order asked."""

    before: ReleaseIndex
    after: ReleaseIndex
    fates: tuple[Fate, ...]

    def counts(self) -> dict[str, int]:
        """How many of the ids as asked have each outcome; every outcome is named."""
        counted = Counter(it.outcome for it in self.fates)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    def distinct(self) -> int:
        """How many of the ids name something that none before them named."""
        return sum(it.repeats is None for it in self.fates)

    def concept(self, concept_id: str) -> Concept | None:
        """The concept of an id as it stands in the target, or else in the earlier release, or None."""
        after, before = self.after.taxonomy.by_id, self.before.taxonomy.by_id
        return after.get(concept_id) or before.get(concept_id)


def migrate(before: ReleaseIndex, after: ReleaseIndex, ids: Iterable[str]) -> Migration:
    """The fate of each id, notation or URI of `before` in `after`, which may be the older of the two.

    An id means the concept that `before` means by it. Successors are those that `after` names, and
    are followed until they are active. ValueError where the schemes differ.
    """
    if before.release.scheme != after.release.scheme:
        message = (
            f"ids stay within one scheme, not from {before.release.name} to {after.release.name}"
        )
        raise ValueError(message)
    teller = _Teller(before, after)
    return Migration(before, after, tuple(teller.told(ids)))


class _Teller:
    """Tells fates; what was found of one concept is found once."""

    def __init__(self, before: ReleaseIndex, after: ReleaseIndex) -> None:
        self._before = before
        self._after = after
        self._references = References(before)
        self._later = References(after)
        self._fates: dict[str, Fate] = {}
        versions = Version.parse(after.release.version), Version.parse(before.release.version)
        self._backwards = versions[0] < versions[1]

    def told(self, ids: Iterable[str]) -> Iterator[Fate]:
        known: dict[str, Fate] = {}
        first: dict[tuple[bool, str], str] = {}
        for asked in ids:
            fate = known.get(asked)
            if fate is None:
                fate = known[asked] = self._fate(asked)
            concept = fate.was or fate.became
            key = (concept is None, concept.id if concept else asked)
            yield replace(fate, repeats=first[key]) if key in first else fate
            first.setdefault(key, asked)

    def _fate(self, asked: str) -> Fate:
        reference = self._references.read(asked)
        if reference.concept:
            return self._in_form(self._of(reference.concept), reference)
        later = self._later.read(asked)
        if later.concept is None:
            return Fate(asked=asked, outcome=Outcome.UNKNOWN, remarks=reference.remarks)
        return self._in_form(self._new(later.concept), later)

    def _in_form(self, fate: Fate, reference: Reference) -> Fate:
        """The fate as an answer to this reference: what stands for it, written in the same form."""
        written = tuple(self._written(it, reference.asked, reference.form) for it in fate.now)
        remarks = reference.remarks + fate.remarks
        return replace(fate, asked=reference.asked, written=written, remarks=remarks)

    def _written(self, concept: Concept, asked: str, form: Form) -> str:
        still = self._after.find(asked) is concept
        return asked if still else form.written(concept, self._after)

    def _of(self, was: Concept) -> Fate:
        fate = self._fates.get(was.id)
        if fate is None:
            fate = self._fates[was.id] = self._told(was)
        return fate

    def _told(self, was: Concept) -> Fate:
        became = self._after.taxonomy.by_id.get(was.id)
        if became is None:
            return self._absent(was)
        if became.status is Status.ACTIVE:
            return self._active(was, became)
        return self._retired(was, became)

    def _active(self, was: Concept, became: Concept) -> Fate:
        renamings = tuple(self._renamings(was, became))
        outcome = Outcome.RENAMED if renamings else Outcome.KEPT
        return Fate(
            asked="",
            outcome=Outcome.RESTORED if was.status is Status.RETIRED else outcome,
            was=was,
            became=became,
            now=(became,),
            renamings=renamings,
            changes=() if was is became else tuple(content_changes(was, became)),
        )

    def _retired(self, was: Concept, became: Concept) -> Fate:
        route = self._route(became)
        others = self._sharing(route) if len(route.targets) == 1 else ()
        remarks = [*self._blind(route)]
        if was.status is Status.RETIRED:
            told = f"it is retired in {self._before.release.version} already"
            remarks.insert(0, Remark(RemarkCode.RETIRED_BEFORE, told))
        return Fate(
            asked="",
            outcome=_outcome(route, became.retirement, others),
            was=was,
            became=became,
            now=route.targets,
            paths=route.paths,
            reason=became.retirement or RetirementReason.UNKNOWN,
            shared_with=tuple(others),
            remarks=tuple(remarks),
        )

    def _absent(self, was: Concept) -> Fate:
        version = self._after.release.version
        if self._backwards:
            first = self._before.lifespan(was.id).first
            told = f"{version} does not know it yet; it first appears in {first}"
            remark = Remark(RemarkCode.FIRST_RELEASE, told)
            return Fate(asked="", outcome=Outcome.NOT_YET, was=was, remarks=(remark,))
        told = f"{version} does not hold it, not even as retired"
        return Fate(
            asked="",
            outcome=Outcome.GONE,
            was=was,
            reason=RetirementReason.UNKNOWN,
            remarks=(Remark(RemarkCode.DROPPED, told),),
        )

    def _new(self, concept: Concept) -> Fate:
        first = self._after.lifespan(concept.id).first
        told = f"{self._before.release.version} does not know it; it first appears in {first}"
        remark = Remark(RemarkCode.FIRST_RELEASE, told)
        if concept.status is Status.ACTIVE:
            return Fate(
                asked="", outcome=Outcome.NEW, became=concept, now=(concept,), remarks=(remark,)
            )
        route = self._route(concept)
        return Fate(
            asked="",
            outcome=Outcome.NEW,
            became=concept,
            now=route.targets,
            paths=route.paths,
            reason=concept.retirement,
            remarks=(remark, *self._blind(route)),
        )

    def _route(self, concept: Concept) -> Route:
        return followed(concept, self._after)

    def _sharing(self, route: Route) -> Sequence[Concept]:
        """Other concepts of the earlier release that end in the same one, not by way of each other."""
        (target,) = route.targets
        others = (
            other.start
            for other in self._ends.get(target.id, ())
            if other.start.id not in route.reached and route.start.id not in other.reached
        )
        return list(islice(others, MOST_SHARING))

    @cached_property
    def _ends(self) -> Mapping[str, Sequence[Route]]:
        """Active concept of the target → the routes that end there, of concepts known before."""
        ends: defaultdict[str, list[Route]] = defaultdict(list)
        known = self._before.taxonomy.by_id
        for concept in self._after.listed(status=Status.RETIRED):
            if concept.replaced_by and concept.id in known:
                route = self._route(concept)
                for target in route.targets:
                    ends[target.id].append(route)
        return ends

    def _blind(self, route: Route) -> Iterator[Remark]:
        """Where following the successors led nowhere."""
        ends = [self._after.name(it) for it in route.dead_ends if it is not route.start]
        if ends or route.missing:
            names = ", ".join([*ends, *route.missing][:MOST_SHARING])
            yield Remark(RemarkCode.DEAD_END, f"without a successor that is active: {names}")
        if route.circular:
            yield Remark(RemarkCode.CIRCLE, "its successors run in a circle")

    def _renamings(self, was: Concept, became: Concept) -> Iterator[Renaming]:
        old, new = _titles(was, self._before), _titles(became, self._after)
        for lang in sorted(old.keys() & new.keys()):
            if old[lang] != new[lang]:
                same = same_but_for_cosmetics(old[lang], new[lang])
                depth = ChangeClass.COSMETIC if same else ChangeClass.WORDING
                yield Renaming(lang, old[lang], new[lang], depth)


def _titles(concept: Concept, index: ReleaseIndex) -> dict[str, str]:
    """Language → preferred label; that of its skill where a technical competence has none."""
    labels = index.labels(concept)
    return {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}


def _outcome(route: Route, reason: RetirementReason | None, others: Sequence[Concept]) -> Outcome:
    """What a retired concept with these successors is; the reason counts where there is one."""
    if not route.targets:
        return Outcome.GONE
    if len(route.targets) > 1:
        return Outcome.SPLIT
    merged = reason is RetirementReason.MERGED or others
    return Outcome.MERGED if merged else Outcome.REPLACED
