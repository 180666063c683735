"""Publishing the draft of a mapping set by hand: what it holds and what is wrong with it, then the edition."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from app.auth.roles import Scope
from app.db import mapping_sets, upgrades
from app.db.mapping_sets import DRAFT
from app.db.session import reading
from app.mapping_sets import publish_set, release_of
from app.overviews import grouped
from app.refusals import PreconditionFailedError
from taxonomy.errors import ConflictError, ReleaseNotFoundError, SchemeNotFoundError
from taxonomy.findings import Severity
from taxonomy.mapping_checks import check_circles, check_mappings
from taxonomy.schemes import SCHEMES
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.mapping_sets import SetRecord
    from app.library import Library
    from app.mapping_review.holding import By
    from app.overviews import Findings
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Side

__all__ = ["Outlook", "etag_of", "outlook", "publish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What an edition would hold, and what the checks find in it, the gravest first.

    `open_items` are those of its upgrade, `signed` how many of them somebody answers for; more open
    than signed ones block it.
    """

    record: SetRecord
    findings: tuple[Findings, ...]
    upgrade: str
    open_items: int
    signed: int

    @property
    def etag(self) -> str:
        """The entity tag of what was looked at."""
        return etag_of(self.record)

    @property
    def blocked(self) -> bool:
        """Whether it cannot be published as it is."""
        return self.record.status != DRAFT or self.open_items > self.signed

    @property
    def severities(self) -> dict[str, int]:
        """Severity → how many findings."""
        return {
            it.value: sum(one.number for one in self.findings if one.severity is it)
            for it in reversed(Severity)
        }


def etag_of(record: SetRecord) -> str:
    """The entity tag of a set: it moves with its mappings (RFC 9110 §8.8.3)."""
    told = orjson.dumps([record.full_name, record.status, record.counts, record.changed_at])
    return f'"{hashlib.sha256(told).hexdigest()[:16]}"'


def outlook(engine: Engine, library: Library, name: str) -> Outlook:
    """What publishing the newest edition of the set would make public; MappingSetNotFoundError."""
    with reading(engine) as session:
        row = mapping_sets.get(session, name)
        record, content = mapping_sets.as_record(row), mapping_sets.load(session, row)
        upgrade = upgrades.of_set(session, row.key)
        open_items = upgrades.open_items(session, upgrade) if upgrade else 0
        signed = upgrade.sign_off.get("open", 0) if upgrade else 0
    sides = [_index(engine, library, it) for it in (content.subject, content.object)]
    found = [*check_mappings(content, *sides), *check_circles([content])]
    return Outlook(
        record=record,
        findings=tuple(grouped(found)),
        upgrade=upgrade.name if upgrade and upgrade.status == upgrades.OPEN else "",
        open_items=open_items,
        signed=signed,
    )


def publish(engine: Engine, name: str, by: By, *, etags: tuple[str, ...] = ()) -> SetRecord:
    """The edition, which never changes from now on.

    RoleRequiredError, MappingSetNotFoundError, ConflictError where no draft waits,
    PreconditionFailedError where it moved, MappingSetInvalidError where its upgrade has open items.
    """
    by.actor.require(Scope.PUBLISH)

    def seen(record: SetRecord) -> None:
        if record.status != DRAFT:
            message = sentence(
                "%(set)s is %(status)s: there is no draft to publish",
                set=record.full_name,
                status=record.status,
            )
            raise ConflictError(message)
        if etags and "*" not in etags and etag_of(record) not in etags:
            message = sentence(
                "%(set)s was changed meanwhile: look at it again", set=record.full_name
            )
            raise PreconditionFailedError(message, {"ETag": etag_of(record)})

    return publish_set(engine, name, at=by.at, by=by.actor, seen=seen)


def _index(engine: Engine, library: Library, side: Side) -> ReleaseIndex | None:
    """The release that a side names, from memory where it is public; None where nobody holds it."""
    if side.scheme not in SCHEMES:
        return None
    try:
        return library.get(*side)
    except (ReleaseNotFoundError, SchemeNotFoundError):
        return release_of(engine, side)
