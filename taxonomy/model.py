"""The values everything is made of: concepts with labels, notes and links; releases. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from operator import lt
from typing import TYPE_CHECKING, Any, NamedTuple

from taxonomy.vocabulary import (
    Kind,
    LabelType,
    NoteType,
    Predicate,
    ReleaseStatus,
    RetirementReason,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

__all__ = [
    "PLACEHOLDER",
    "Concept",
    "Framework",
    "Label",
    "Lifespan",
    "Link",
    "Notation",
    "Note",
    "Release",
    "Rescheduled",
    "Taxonomy",
]


PLACEHOLDER = ("identity", "made from its code")
"""The attribute of a concept that its source gives no id: the id it bears was made from its code."""


class Label(NamedTuple):
    """A name of a concept in one language; `id` and `notation` where its source gives them."""

    lang: str
    type: LabelType
    text: str
    id: str = ""
    notation: str = ""


class Note(NamedTuple):
    """A text about a concept in one language."""

    lang: str
    type: NoteType
    text: str


class Link(NamedTuple):
    """From the concept that holds it to another one of the same scheme, by id."""

    predicate: Predicate
    target: str
    rank: int = 0


class Notation(NamedTuple):
    """The concept's code in another system, such as `isco-08` and `7511`."""

    system: str
    value: str


class Lifespan(NamedTuple):
    """The versions between which a concept lived, as seen from one release.

    `last_active` and `retired_since` are None while it is active; `last_active` stays None where no
    release ever held it as active.
    """

    first: str
    last_active: str | None = None
    retired_since: str | None = None


class Framework(NamedTuple):
    """Where a digital skill stands: framework, its version and the competence number there."""

    name: str
    version: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept's state (skos:Concept). Its tuples are sorted and free of repeats.

    `id` is opaque and stable: the UUID in Competent, the URI in ESCO. `notation` is the code that
    people type. `attributes` holds what a source says and no other field can carry.
    """

    scheme: str
    id: str
    kind: Kind
    notation: str = ""
    status: Status = Status.ACTIVE
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    notations: tuple[Notation, ...] = ()
    collections: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    framework: Framework | None = None
    retirement: RetirementReason | None = None
    replaced_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (
            "labels",
            "notes",
            "links",
            "notations",
            "collections",
            "attributes",
            "replaced_by",
        ):
            value = getattr(self, name)
            if not (type(value) is tuple and all(map(lt, value, islice(value, 1, None)))):
                object.__setattr__(self, name, tuple(sorted(set(value))))

    def pref_label(self, lang: str) -> str | None:
        """The preferred label in this language, or None."""
        for label in self.labels:
            if label.lang == lang and label.type is LabelType.PREFERRED:
                return label.text
        return None

    def pref_labels(self) -> dict[str, str]:
        """Language → preferred label, in the order of the languages' tags."""
        return {it.lang: it.text for it in self.labels if it.type is LabelType.PREFERRED}

    def targets(self, predicate: Predicate) -> list[str]:
        """The ids that this concept links to by the predicate, by rank, then id."""
        found = [link for link in self.links if link.predicate is predicate]
        return [link.target for link in sorted(found, key=lambda it: (it.rank, it.target))]

    def note(self, kind: NoteType) -> dict[str, str]:
        """Language → text of the notes of this type."""
        return {note.lang: note.text for note in self.notes if note.type is kind}

    def __lt__(self, other: Concept) -> bool:
        return (self.scheme, self.id) < (other.scheme, other.id)


@dataclass(frozen=True)
class Taxonomy:
    """The concepts of one scheme at one moment, sorted by id, each id once."""

    scheme: str
    concepts: tuple[Concept, ...]

    @classmethod
    def of(cls, scheme: str, concepts: Iterable[Concept]) -> Taxonomy:
        """The taxonomy of these concepts; ValueError where two share an id."""
        ordered = tuple(sorted(concepts))
        for before, after in pairwise(ordered):
            if before.id == after.id:
                message = f"{scheme} would hold {before.id} twice"
                raise ValueError(message)
        return cls(scheme, ordered)

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """Id → concept."""
        return {concept.id: concept for concept in self.concepts}

    @cached_property
    def by_notation(self) -> Mapping[str, Concept]:
        """Notation → concept; where two share one, the active concept."""
        ordered = sorted(self.concepts, key=lambda it: it.status is Status.ACTIVE)
        return {concept.notation: concept for concept in ordered if concept.notation}

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)


class Distribution(NamedTuple):
    """A file of a release (dcat:Distribution): its name, size in bytes and SHA-256 in hexadecimal."""

    file: str
    media_type: str
    size: int
    sha256: str


class Rescheduled(NamedTuple):
    """That the day on which a candidate was to become current moved: when, from which day, and why."""

    at: datetime
    day: date | None
    why: str

    @property
    def document(self) -> dict[str, Any]:
        """As it is told everywhere: in answers, messages and the archive."""
        return {"at": self.at, "from": self.day, "reason": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What is said of a release (dcat:version, dcat:previousVersion); counts name active concepts.

    `languages` maps a tag to the share (0–1) of the active concepts of the scheme's main kind that
    have a preferred label in it. `public_url` is what the URIs in its files begin with and `formats`
    names the formats it is written in, both fixed when its publication begins; `distributions` are
    all its files once they are written, and `mapping_sets` the editions of mapping sets that are
    published with it, fixed at the same time (`competent-3.8--esco-1.2.0/1`). A candidate is tried from `published_at`
    to `planned_for`, the day on which it is to become current; `rescheduled` tells of the last time
    that this day moved, and `promoted_at` when it became current.
    """

    scheme: str
    version: str
    status: ReleaseStatus
    digest: str
    sample: bool = False
    released_at: date | None = None
    published_at: datetime | None = None
    previous: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    retired: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    imprint: Mapping[str, str] = field(default_factory=dict)
    withdrawal: str = ""
    withdrawn_at: datetime | None = None
    planned_for: date | None = None
    promoted_at: datetime | None = None
    rescheduled: Rescheduled | None = None
    public_url: str = ""
    formats: tuple[str, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    mapping_sets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`competent/3.8`: how answers and the header `X-Release` name it."""
        return f"{self.scheme}/{self.version}"

    @property
    def current_since(self) -> datetime | None:
        """When it became a release to build on: a candidate by being promoted, others at once."""
        return self.promoted_at or self.published_at

    @property
    def changed_at(self) -> datetime | None:
        """When what is said of it last changed: it was shown, rescheduled, promoted or withdrawn."""
        moved = self.rescheduled.at if self.rescheduled else None
        moments = (self.published_at, moved, self.promoted_at, self.withdrawn_at)
        return max((it for it in moments if it), default=None)

    @property
    def candidate_since(self) -> datetime | None:
        """When it was shown as a candidate, where it is or was one: the moment its files were fixed."""
        shown = self.status is ReleaseStatus.CANDIDATE or self.promoted_at
        return self.published_at if shown else None
