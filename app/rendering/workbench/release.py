"""The release desk as its screen shows it: what the draft holds, lacks and changes, and who did what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from app.db import changesets, drafts, releases
from app.db.changesets import Wanted
from app.db.session import reading
from app.editing.drafts import basis
from app.editing.records import as_draft
from app.editing.viewing import View
from app.rendering.workbench.naming import Name, field_rows, name_of
from taxonomy.diff import pairs
from taxonomy.index import natural_key
from taxonomy.vocabulary import MappingState, ReleaseStatus, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.editing.holding import Desk, Held
    from app.editing.records import DraftRecord
    from app.mapping_shelf import MappingShelf
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.findings import Finding
    from taxonomy.model import Concept, Release

__all__ = ["ReleaseDesk", "release_desk"]

PER_PAGE = 25
MOST_FINDINGS = 100


class Altered(NamedTuple):
    """A concept that the draft changes against the last release, as its readers will see it."""

    id: str
    notation: str
    name: Name
    change: str
    rows: Sequence[FieldRow]


class Touched(NamedTuple):
    """A mapping set, how many accepted mappings it has, and how many of their concepts the draft changes."""

    name: str
    accepted: int
    touched: int
    retired: int


class ReleaseDesk(NamedTuple):
    """All that a publisher looks at before a release."""

    draft: DraftRecord | None
    releases: Sequence[Release]
    findings: Sequence[Finding]
    severities: Mapping[str, int]
    languages: Mapping[str, float]
    counts: Mapping[str, int]
    altered: Sequence[Altered]
    changes: Mapping[str, int]
    next: int
    states: Mapping[str, int]
    mappings: Sequence[Touched]

    @property
    def current(self) -> Release | None:
        """The newest published release."""
        return next(iter(self._published()), None)

    @property
    def before(self) -> Release | None:
        """The release that is current once the current one is withdrawn."""
        return next(iter(self._published()[1:]), None)

    def _published(self) -> list[Release]:
        return [it for it in self.releases if it.status is ReleaseStatus.PUBLISHED]


def release_desk(
    desk: Desk, shelf: MappingShelf, scheme: str, lang: str, place: int
) -> ReleaseDesk:
    """What stands on the desk; the changes from that place on. NotFoundError where there is nothing."""
    with reading(desk.engine) as session:
        row = drafts.find(session, scheme)
        here = row or basis(session, scheme)
        held = desk.drafts.held(session, here)
        known = [
            releases.as_release(it)
            for it in releases.every(session, scheme)
            if it.status in releases.PUBLIC and it.sample == here.sample
        ][::-1]
        draft = as_draft(row, drafts.described(session, row.key)) if row else None
        wanted = Wanted(scheme=scheme)
        states = changesets.counted(session, wanted)
    changed = _changed(held) if draft else []
    severities = Counter(it.severity.value for it in held.findings)
    shown = changed[place : place + PER_PAGE]
    return ReleaseDesk(
        draft=draft,
        releases=known,
        findings=held.findings[:MOST_FINDINGS],
        severities={it: severities[it] for it in ("error", "warning", "info")},
        languages=here.languages,
        counts=here.counts,
        altered=[_altered(*it, held, lang) for it in shown],
        changes=Counter(_kind(*it) for it in changed),
        next=place + PER_PAGE if len(changed) > place + PER_PAGE else 0,
        states=states,
        mappings=_mappings(shelf, scheme, held, {it.id for pair in changed for it in pair if it}),
    )


def _changed(held: Held) -> list[tuple[Concept | None, Concept | None]]:
    if held.previous is None:
        return []

    def place(pair: tuple[Concept | None, Concept | None]) -> tuple[object, ...]:
        named = pair[1] or pair[0]
        return natural_key(named.notation) if named else ()

    return sorted(pairs(held.previous, held.taxonomy), key=place)


def _altered(before: Concept | None, after: Concept | None, held: Held, lang: str) -> Altered:
    view = View(held, {})
    named = after or before
    rows = field_rows(before, after, lang, view.find)
    if named is None:
        return Altered("", "", Name.of(""), "", rows)
    name = name_of(named, lang, view.find)
    return Altered(named.id, named.notation, name, _kind(before, after), rows)


def _kind(before: Concept | None, after: Concept | None) -> str:
    lived = before is not None and before.status is Status.ACTIVE
    lives = after is not None and after.status is Status.ACTIVE
    if lived and not lives:
        return "retire"
    if before is None:
        return "create"
    return "restore" if lives and not lived else "edit"


def _mappings(shelf: MappingShelf, scheme: str, held: Held, changed: set[str]) -> list[Touched]:
    """The sets from the scheme's newest mapped release, and what the draft does to their concepts."""
    records = [it for it in shelf.newest_first() if it.subject.scheme == scheme and not it.sample]
    newest = [it for it in records if it.subject.version == records[0].subject.version]
    found = []
    for record in newest:
        subjects = [
            it.subject_id
            for it in shelf.content(record).mappings
            if it.state is MappingState.ACCEPTED
        ]
        touched = [it for it in subjects if it in changed]
        gone = [
            it
            for it in touched
            if (known := held.taxonomy.by_id.get(it)) is None or known.status is Status.RETIRED
        ]
        found.append(Touched(record.full_name, len(subjects), len(touched), len(gone)))
    return found
