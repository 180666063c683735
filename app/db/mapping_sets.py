"""Mapping sets in the record: finding, opening and publishing editions, reading and moving their rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from app.db.mapping_tables import MappingRow, MappingSetRow
from taxonomy.errors import MappingSetNotFoundError
from taxonomy.mapping import Mapping, MappingSet, MappingSource, Side, mapping_id
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from taxonomy.model import Release

__all__ = [
    "DRAFT",
    "FIELDS",
    "PUBLISHED",
    "WITHDRAWN",
    "SetRecord",
    "as_mapping",
    "as_record",
    "counted",
    "every",
    "extend",
    "fill",
    "find",
    "get",
    "hold",
    "load",
    "move",
    "newest",
    "of_release",
    "opened",
    "restore",
]

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
FIELDS = tuple(it.name for it in fields(Mapping))
"""The columns of a row that are parts of a mapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRecord:
    """What is said of an edition of a mapping set.

    `counts` maps a state to predicate → how many. `carried_from` names the edition that it was
    carried from: `competent-3.8--esco-1.0.3/1`. `digest` is "" while a draft is being reviewed.
    """

    key: int
    name: str
    edition: int
    subject: Side
    object: Side
    status: str
    digest: str
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    sample: bool
    counts: dict[str, dict[str, int]]
    sources: tuple[MappingSource, ...]
    comment: str
    carried_from: str

    @property
    def full_name(self) -> str:
        """`competent-3.8--esco-1.0.3/2`: the set and its edition."""
        return f"{self.name}/{self.edition}"


def every(session: Session, status: str | None = None) -> list[MappingSetRow]:
    """All editions, or those of one status, by name and edition."""
    query = select(MappingSetRow).order_by(MappingSetRow.name, MappingSetRow.edition)
    return list(session.scalars(query.where(MappingSetRow.status == status) if status else query))


def find(session: Session, name: str, edition: int | None = None) -> MappingSetRow | None:
    """That edition of the set, or without one its newest, drafts included; None where there is none."""
    query = select(MappingSetRow).where(MappingSetRow.name == name)
    if edition is not None:
        query = query.where(MappingSetRow.edition == edition)
    return session.scalars(query.order_by(MappingSetRow.edition.desc()).limit(1)).one_or_none()


def get(session: Session, name: str, edition: int | None = None) -> MappingSetRow:
    """As `find`; MappingSetNotFoundError names the sets that there are."""
    found = find(session, name, edition)
    if found is None:
        names = sorted({row.name for row in every(session)})
        there = ", ".join(names[:20]) or "none yet"
        told = f" in edition {edition}" if edition is not None else ""
        message = f"there is no mapping set {name[:200]!r}{told}; there are: {there}"
        raise MappingSetNotFoundError(message)
    return found


def of_release(session: Session, release: Release) -> list[str]:
    """The newest published edition of every set from this release, by name; samples go with samples."""
    query = select(MappingSetRow.name, func.max(MappingSetRow.edition)).where(
        MappingSetRow.subject_scheme == release.scheme,
        MappingSetRow.subject_version == release.version,
        MappingSetRow.sample.is_(release.sample),
        MappingSetRow.status == PUBLISHED,
    )
    rows = session.execute(query.group_by(MappingSetRow.name).order_by(MappingSetRow.name))
    return [f"{name}/{edition}" for name, edition in rows]


def of_number(session: Session, key: int) -> MappingSetRow:
    """The edition of that number, which must exist."""
    return session.scalars(select(MappingSetRow).where(MappingSetRow.key == key)).one()


def newest(session: Session, name: str, status: str) -> MappingSetRow | None:
    """The newest edition of the set in that status, or None."""
    query = select(MappingSetRow).where(MappingSetRow.name == name, MappingSetRow.status == status)
    return session.scalars(query.order_by(MappingSetRow.edition.desc()).limit(1)).one_or_none()


def hold(session: Session, name: str) -> MappingSetRow | None:
    """The newest edition, drafts included, or None; no other writer changes the set meanwhile."""
    query = select(MappingSetRow).where(MappingSetRow.name == name).order_by(MappingSetRow.edition)
    rows = session.scalars(query.with_for_update()).all()
    return rows[-1] if rows else None


def opened(
    session: Session, pair: MappingSet, before: MappingSetRow | None, at: datetime, *, sample: bool
) -> MappingSetRow:
    """A new draft between these releases, empty, that follows this edition."""
    row = MappingSetRow(
        name=pair.name,
        edition=before.edition + 1 if before else 1,
        subject_scheme=pair.subject.scheme,
        subject_version=pair.subject.version,
        object_scheme=pair.object.scheme,
        object_version=pair.object.version,
        status=DRAFT,
        sample=sample,
        digest="",
        counts={},
        sources=[],
        comment="",
        carried_from=f"{before.name}/{before.edition}" if before else "",
        created_at=at,
        changed_at=at,
    )
    session.add(row)
    session.flush()
    return row


def restore(session: Session, content: MappingSet, edition: int, release: Release) -> None:
    """Let the record hold a published edition that it lost, as it went with this release."""
    at = release.published_at or datetime.now(UTC)
    row = opened(session, content, None, at, sample=release.sample)
    row.edition, row.status, row.published_at = edition, PUBLISHED, at
    fill(session, row, content, at)


def load(session: Session, row: MappingSetRow) -> MappingSet:
    """The set as the record holds it."""
    columns = [getattr(MappingRow, name) for name in FIELDS]
    rows = session.execute(select(*columns).where(MappingRow.set_key == row.key))
    sides = (
        Side(row.subject_scheme, row.subject_version),
        Side(row.object_scheme, row.object_version),
    )
    return MappingSet.of(
        *sides,
        map(as_mapping, rows),
        sources=tuple(MappingSource(*it) for it in row.sources),
        comment=row.comment,
    )


def fill(session: Session, row: MappingSetRow, content: MappingSet, at: datetime) -> None:
    """Let the set hold exactly this content."""
    session.execute(delete(MappingRow).where(MappingRow.set_key == row.key))
    rows = [{"set_key": row.key, "id": key, **_values(it)} for key, it in content.by_id.items()]
    if rows:
        session.connection().execute(insert(MappingRow), rows)
    row.sources = [list(it) for it in content.sources]
    row.comment = content.comment
    _describe(row, content, at)
    session.flush()


def extend(session: Session, row: MappingSetRow, more: Iterable[Mapping], at: datetime) -> None:
    """Let the set hold these mappings too, whose triples it does not hold yet."""
    rows = [{"set_key": row.key, "id": _id(row, it), **_values(it)} for it in more]
    if rows:
        session.connection().execute(insert(MappingRow), rows)
        _describe(row, load(session, row), at)


def move(
    session: Session, row: MappingSetRow, changed: Iterable[tuple[str, Mapping]], at: datetime
) -> None:
    """Let the set say this of the mappings with these ids, whose triples may have changed."""
    for key, mapping in changed:
        content = {"id": _id(row, mapping), **_values(mapping)}
        session.execute(
            update(MappingRow)
            .where(MappingRow.set_key == row.key, MappingRow.id == key)
            .values(**content)
        )
    _describe(row, load(session, row), at)


def revise(
    session: Session,
    row: MappingSetRow,
    held: MappingSet,
    moved: dict[str, Mapping],
    made: Sequence[Mapping],
    at: datetime,
) -> None:
    """As `move` of the same triples and `extend` at once, of a set that is `held` as it is."""
    changed = [{"held": key, **_values(it)} for key, it in moved.items()]
    this = MappingRow.set_key == row.key, MappingRow.id == bindparam("held")
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in FIELDS}
        session.connection().execute(update(MappingRow).where(*this).values(values), changed)
    added = [{"set_key": row.key, "id": _id(row, it), **_values(it)} for it in made]
    if added:
        session.connection().execute(insert(MappingRow), added)
    now = {**held.by_id, **moved}
    _describe(row, MappingSet.of(held.subject, held.object, [*now.values(), *made]), at)


def as_record(row: MappingSetRow) -> SetRecord:
    """What is said of the edition, as a value."""
    return SetRecord(
        key=row.key,
        name=row.name,
        edition=row.edition,
        subject=Side(row.subject_scheme, row.subject_version),
        object=Side(row.object_scheme, row.object_version),
        status=row.status,
        digest=row.digest,
        created_at=row.created_at,
        changed_at=row.changed_at,
        published_at=row.published_at,
        sample=row.sample,
        counts=row.counts,
        sources=tuple(MappingSource(*it) for it in row.sources),
        comment=row.comment,
        carried_from=row.carried_from,
    )


def counted(content: MappingSet) -> dict[str, dict[str, int]]:
    """State → predicate → how many mappings, those that there are."""
    found = Counter((it.state, it.predicate) for it in content)
    return {
        state.value: {it.value: found[state, it] for it in MappingPredicate if found[state, it]}
        for state in MappingState
        if any(key[0] is state for key in found)
    }


def _id(row: MappingSetRow, mapping: Mapping) -> str:
    return mapping_id(row.subject_scheme, mapping, row.object_scheme)


def _describe(row: MappingSetRow, content: MappingSet, at: datetime) -> None:
    row.counts = counted(content)
    row.digest = content.digest
    row.changed_at = at


def as_mapping(row: Sequence[Any]) -> Mapping:
    """The mapping of a row that holds FIELDS."""
    parts = dict(zip(FIELDS, row, strict=True))
    return Mapping(
        **parts
        | {
            "predicate": MappingPredicate(parts["predicate"]),
            "justification": Justification(parts["justification"]),
            "state": MappingState(parts["state"]),
            "reasons": tuple(parts["reasons"]),
        }
    )


def _values(mapping: Mapping) -> dict[str, Any]:
    return {name: getattr(mapping, name) for name in FIELDS} | {"reasons": list(mapping.reasons)}
