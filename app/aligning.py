"""Frameworks side by side: two releases of DigComp, soft skills and ESCO's, digital skills and DigComp."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.editing.viewing import view_of
from app.mapping_shelf import Wanted
from taxonomy.aligning import align
from taxonomy.assigning.columns import DIGCOMP, best_framework, numbers_of
from taxonomy.errors import NotFoundError, TaxonomyError
from taxonomy.index import natural_key
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.db.mapping_sets import SetRecord
    from app.editing.holding import Desk
    from app.library import Library
    from app.mapping_shelf import MappingShelf
    from taxonomy.aligning import Alignment
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.model import Concept, Release

__all__ = ["Comparison", "Frameworks", "Served", "compared", "released"]

ESCO = "esco"
TRANSVERSAL = "transversal"
"""ESCO's collection of transversal skills and competences."""
_OF_DIGCOMP = (Kind.COMPETENCE_AREA, Kind.DIGITAL_COMPETENCE)


class Frameworks(StrEnum):
    """What can be compared."""

    DIGCOMP = "digcomp"
    DIGITAL_SKILLS = "digital-skills"
    SOFT_SKILLS = "soft-skills"


class Served(NamedTuple):
    """Where releases, mappings and the draft come from."""

    library: Library
    shelf: MappingShelf
    desk: Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two frameworks, row by row; `members` are the ids on the right, `record` is the mapping set that was asked, None where none was.

    `mappable` are the ids on the left whose mappings can be judged in that set. `apart` counts what a side holds beyond what is compared, by kind; of DigComp alone.
    """

    name: Frameworks
    left: ReleaseIndex
    right: ReleaseIndex
    rows: Sequence[Alignment]
    members: frozenset[str]
    record: SetRecord | None = None
    mappable: frozenset[str] = frozenset()
    apart: tuple[Mapping[Kind, int], Mapping[Kind, int]] = ({}, {})

    @property
    def comparable(self) -> int:
        """How many entries on the right are named in a language in which entries on the left are."""
        langs = {lang for it in self.rows if it.left for lang in it.left.pref_labels()}
        right = {it.right.id: it.right for it in self.rows if it.right}
        return sum(1 for key in self.members if langs & right[key].pref_labels().keys())

    @property
    def grounds(self) -> Counter[str]:
        """How many rows there are of each ground, and of what stands alone on the left or right."""
        return Counter(
            it.ground.value if it.ground else "only-left" if it.left else "only-right"
            for it in self.rows
        )


def released(served: Served, name: Frameworks) -> tuple[Sequence[Release], Sequence[Release]]:
    """The releases that may stand left and right, oldest first; left of Competent there is no choice."""
    there = served.library.releases(ESCO if name is Frameworks.SOFT_SKILLS else DIGCOMP)
    return (there if name is Frameworks.DIGCOMP else ()), there


def compared(served: Served, name: Frameworks, left: str = "", right: str = "") -> Comparison:
    """The comparison; versions that are not named are chosen: on the left that before the right.

    NotFoundError where a release is missing: it says which command brings it. ReleaseNotFoundError,
    InvalidVersionError for a version that is not served. It may load releases: call it in a thread.
    """
    if name is Frameworks.DIGCOMP:
        return _digcomp(served.library, left, right)
    index = view_of(served.desk, None).held.index
    if name is Frameworks.SOFT_SKILLS:
        return _soft_skills(served, index, right)
    return _digital_skills(served.library, index, right)


def _digcomp(library: Library, left: str, right: str) -> Comparison:
    versions = [it.version for it in library.releases(DIGCOMP)]
    if len(versions) < 2 and not (left and right):  # two are compared
        there = f"only DigComp {versions[0]} is served" if versions else "DigComp is not served"
        message = sentence(
            "%(there)s: competent import digcomp FILE.jsonld --version 3.0 --publish brings another",
            there=there,
        )
        raise NotFoundError(message)
    one, other = (
        library.get(DIGCOMP, left or versions[-2]),
        library.get(DIGCOMP, right or versions[-1]),
    )
    entries, members = _entries(one), _entries(other)
    rows = align(entries, members, one, numbers={it.id: it.notation for it in entries})
    return Comparison(
        name=Frameworks.DIGCOMP,
        left=one,
        right=other,
        rows=rows,
        members=_ids(members),
        apart=(_apart(one), _apart(other)),
    )


def _soft_skills(served: Served, index: ReleaseIndex, right: str) -> Comparison:
    esco = _served(served.library, ESCO, right)
    mapped, record = _mapped(served.shelf, index, esco)
    members = [it for it in esco.listed() if TRANSVERSAL in it.collections]
    members.sort(key=lambda it: (it.pref_label("en") or "", it.id))
    skills = index.listed(Kind.SOFT_SKILL)
    rows = align(skills, members, index, mapped=mapped, find=esco.find)
    return Comparison(
        name=Frameworks.SOFT_SKILLS,
        left=index,
        right=esco,
        rows=rows,
        members=_ids(members),
        record=record,
        mappable=_mappable(served.library, skills, record),
    )


def _digital_skills(library: Library, index: ReleaseIndex, right: str) -> Comparison:
    skills = index.listed(Kind.DIGITAL_SKILL)
    if right:
        framework = library.get(DIGCOMP, right)
    else:
        served = [library.get(DIGCOMP, it.version) for it in library.releases(DIGCOMP)]
        framework = best_framework(skills, served) or _served(library, DIGCOMP, "")
    competences = framework.listed(Kind.DIGITAL_COMPETENCE)
    rows = align(skills, competences, index, numbers=numbers_of(skills))
    return Comparison(
        name=Frameworks.DIGITAL_SKILLS,
        left=index,
        right=framework,
        rows=rows,
        members=_ids(competences),
    )


def _served(library: Library, scheme: str, version: str) -> ReleaseIndex:
    """The release of this version, without one the current one."""
    if not version and library.current(scheme) is None:
        message = sentence(
            "no release of %(scheme)s is served: competent import %(scheme)s … --publish brings one",
            scheme=scheme,
        )
        raise NotFoundError(message)
    return library.get(scheme, version or "current")


def _mapped(
    shelf: MappingShelf, index: ReleaseIndex, esco: ReleaseIndex
) -> tuple[Sequence[ConceptMapping], SetRecord | None]:
    ours = Wanted(index.release.scheme, index.release.version, newest=True)
    try:
        found = shelf.get(ours, Wanted(ESCO, esco.release.version))
    except TaxonomyError:  # what is computed is told all the same
        return (), None
    return found.content.mappings, found.record


def _mappable(
    library: Library, skills: Iterable[Concept], record: SetRecord | None
) -> frozenset[str]:
    """The skills that the release of the set holds as active."""
    if record is None:
        return frozenset()
    side = record.subject if record.subject.scheme != ESCO else record.object
    try:
        index = library.get(*side)
    except TaxonomyError:  # nobody judges what is not served
        return frozenset()
    held = index.taxonomy.by_id
    found = (held.get(it.id) for it in skills)
    return frozenset(it.id for it in found if it and it.status is Status.ACTIVE)


def _entries(index: ReleaseIndex) -> list[Concept]:
    """Areas and competences, each area before its own."""
    found = [it for kind in _OF_DIGCOMP for it in index.listed(kind)]
    return sorted(found, key=lambda it: (natural_key(it.notation), it.id))


def _ids(concepts: Iterable[Concept]) -> frozenset[str]:
    return frozenset(it.id for it in concepts)


def _apart(index: ReleaseIndex) -> dict[Kind, int]:
    counts = Counter(it.kind for it in index.listed() if it.kind not in _OF_DIGCOMP)
    return dict(sorted(counts.items()))
