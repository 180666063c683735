"""Opening the upgrade of a mapping set: carried to a draft, with the worklist of what is to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.carrying import carry_set
from app.db import mapping_sets, upgrades
from app.db.mapping_sets import DRAFT, WITHDRAWN
from app.db.session import reading, writing
from app.db.upgrade_tables import UpgradeItemRow, UpgradeRow
from app.db.upgrades import OPEN, SUPERSEDED, Move
from app.upgrading.candidates import candidates_of
from app.upgrading.findings import findings_of_release
from app.upgrading.records import as_upgrade
from app.upgrading.showing import details, language_checks
from app.upgrading.succeeding import inherited
from app.upgrading.telling import tell
from app.upgrading.wordings import text_rows
from taxonomy.currency import worklist
from taxonomy.errors import ConflictError, MappingSetNotFoundError
from taxonomy.mapping import MappingSet, Side
from taxonomy.schemes import SCHEMES
from taxonomy.sentences import sentence
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.carrying import CarriedSet
    from app.db.mapping_tables import MappingSetRow
    from app.upgrading.records import UpgradeRecord
    from taxonomy.currency import Item

__all__ = ["Asked", "Opened", "open_upgrade", "pair_of", "require_unpublished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The release that a scheme comes to; where it stands, and the subject's release, if not the newest."""

    scheme: str
    version: str
    from_version: str = ""
    subject: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The upgrade; how many of its items are new, and how many were taken over from the one before."""

    record: UpgradeRecord
    added: int
    inherited: int
    superseded: str


def open_upgrade(
    engine: Engine,
    asked: Asked,
    *,
    by: Actor,
    at: datetime,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Opened:
    """Open the upgrade, or continue it: what was decided stays, and the same again adds nothing.

    An open upgrade to an earlier release is superseded; what was decided there is taken over.
    `progress` is called with the new concepts whose candidates were looked for, and all of them.
    MappingSetNotFoundError where no set can be carried, ReleaseNotFoundError, ConflictError where
    the set is published already.
    """
    actor, base = by.name, _base(engine, asked)
    targets = [Side(asked.scheme, Version.parse(asked.version).text)]
    if asked.subject is not None and asked.subject.version != base.subject_version:
        targets.append(asked.subject)
    require_unpublished(engine, pair_of(engine, asked))
    done = carry_set(engine, base.name, *targets, actor=actor, at=at)
    found = worklist(done.carried).items
    reports = _reports(engine, done, asked.scheme, at)
    likely = candidates_of(engine, done.carried, _fresh(engine, done, found), progress)
    with writing(engine) as session:
        row = _held(session, done, asked, actor, at)
        before = _superseded(session, row, done)
        known = {it.id for it in upgrades.items(session, row)}
        fresh = [it for it in found if it.id not in known]
        shown = details(session, done.carried, fresh)
        for key in likely.keys() & shown.keys():
            shown[key]["candidates"] = likely[key]
        rows = [_row(row, it, shown[it.id], actor, at) for it in fresh]
        taken = inherited(session, row, before, rows, done.carried) if before else 0
        _place(session, row, rows)
        if reports:
            upgrades.add_reports(session, row, *reports)
        if rows or reports:
            told = [Move("", at, actor, "opened", {"items": len(rows)})]
            tell(session, row, told, by)
        everything = upgrades.counted(session, row)
        record = as_upgrade(row, everything, everything - upgrades.open_items(session, row))
        return Opened(
            record=record,
            added=len(rows) - taken,
            inherited=taken,
            superseded=before.name if before else "",
        )


def require_unpublished(engine: Engine, pair: tuple[Side, Side]) -> None:
    """ConflictError where the set between these releases is published: what it left is judged on its board."""
    name = MappingSet.of(*pair, ()).name
    with reading(engine) as session:
        held = mapping_sets.find(session, name)
        status, edition = (held.status, held.edition) if held else (DRAFT, 0)
    if status != DRAFT:
        message = sentence(
            "%(set)s/%(edition)d is %(status)s, so its upgrade is done; what it left stale is judged in its next edition, among the mappings",
            set=name,
            edition=edition,
            status=status,
        )
        raise ConflictError(message)


def pair_of(engine: Engine, asked: Asked) -> tuple[Side, Side]:
    """The releases that the upgraded set will map; MappingSetNotFoundError where no set can be carried."""
    base = _base(engine, asked)
    subject = asked.subject or Side(base.subject_scheme, base.subject_version)
    return subject, Side(asked.scheme, Version.parse(asked.version).text)


def _base(engine: Engine, asked: Asked) -> MappingSetRow:
    """The set to carry: of what is asked for, the one between the newest releases before."""
    upto = Version.parse(asked.version).key
    subject = asked.subject.scheme if asked.subject else _editable()
    with reading(engine) as session:
        fitting = [
            it
            for it in mapping_sets.every(session)
            if (it.subject_scheme, it.object_scheme) == (subject, asked.scheme)
            and it.status != WITHDRAWN
            and Version.parse(it.object_version).key < upto
            and asked.from_version in ("", it.object_version)
        ]
        session.expunge_all()
    if not fitting:
        since = f" at {asked.from_version}" if asked.from_version else f" before {asked.version}"
        message = f"no set maps {subject} to {asked.scheme}{since}: import one first"
        raise MappingSetNotFoundError(message)
    return max(fitting, key=_newness)


def _newness(row: MappingSetRow) -> tuple[object, ...]:
    keys = (Version.parse(it).key for it in (row.object_version, row.subject_version))
    return not row.sample, *keys, row.edition


def _editable() -> str:
    return next(it.id for it in SCHEMES.values() if it.editable)


def _held(session: Session, done: CarriedSet, asked: Asked, actor: str, at: datetime) -> UpgradeRow:
    """The upgrade of the draft, made where there is none."""
    draft = mapping_sets.get(session, done.record.name, done.record.edition)
    known = upgrades.of_set(session, draft.key)
    if known is not None:
        return upgrades.hold(session, known.name)
    row = UpgradeRow(
        name=done.record.name,
        set_key=draft.key,
        carried_from=done.before.full_name,
        scheme=asked.scheme,
        from_version=done.before.object.version,
        to_version=done.record.object.version,
        status=OPEN,
        superseded_by="",
        sign_off={},
        created_at=at,
        created_by=actor,
    )
    upgrades.add(session, [row])
    return row


def _reports(
    engine: Engine, done: CarriedSet, scheme: str, at: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]] | None:
    """Findings and wordings of the incoming release; None where the upgrade has them already."""
    with reading(engine) as session:
        draft = mapping_sets.get(session, done.record.name, done.record.edition)
        if upgrades.of_set(session, draft.key):
            return None
    carried = done.carried
    return list(findings_of_release(carried, scheme)), list(text_rows(carried, scheme, at))


def _fresh(engine: Engine, done: CarriedSet, found: Sequence[Item]) -> list[Item]:
    """The items that the upgrade does not have yet: only they need candidates."""
    with reading(engine) as session:
        draft = mapping_sets.get(session, done.record.name, done.record.edition)
        row = upgrades.of_set(session, draft.key)
        known = {it.id for it in upgrades.items(session, row)} if row else set()
    return [it for it in found if it.id not in known]


def _superseded(session: Session, row: UpgradeRow, done: CarriedSet) -> UpgradeRow | None:
    """The upgrade that ended in the set which this one goes on from, if it is still open."""
    base = mapping_sets.find(session, done.before.name, done.before.edition)
    before = upgrades.of_set(session, base.key) if base else None
    if before is None or before.status != OPEN or before.key == row.key:
        return None
    before.status, before.superseded_by = SUPERSEDED, row.name
    return before


def _row(
    upgrade: UpgradeRow, item: Item, detail: dict[str, object], actor: str, at: datetime
) -> UpgradeItemRow:
    return UpgradeItemRow(
        upgrade_key=upgrade.key,
        id=item.id,
        kind=item.kind.value,
        end=item.end.value,
        concept_id=item.concept_id,
        state=OPEN,
        verb="",
        decision={},
        proposed_by="",
        decided_by="",
        applied=[],
        owner="",
        **language_checks(item),
        detail=detail,
        revision=1,
        changed_at=at,
        changed_by=actor,
    )


def _place(session: Session, upgrade: UpgradeRow, rows: Sequence[UpgradeItemRow]) -> None:
    """Keep the rows behind those that there are: a place never changes, so pages stay whole."""
    start = upgrades.counted(session, upgrade)
    for place, row in enumerate(rows, start=start):
        row.place = place
    upgrades.add(session, rows)
