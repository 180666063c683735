"""Markers: the small files that tell what became of a release after its manifest was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from taxonomy.errors import ArchiveCorruptError
from taxonomy.model import Rescheduled
from taxonomy.text import LONGEST_LABEL
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from app.archive import Archive
    from taxonomy.model import Release

__all__ = [
    "CANDIDATE",
    "MARKERS",
    "PROMOTION",
    "WITHDRAWAL",
    "add_missing",
    "applied",
    "candidate",
    "of",
]

CANDIDATE = "candidate.json"
PROMOTION = "promoted.json"
WITHDRAWAL = "withdrawn.json"
MARKERS = (CANDIDATE, PROMOTION, WITHDRAWAL)


class _Told(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Rescheduled(_Told):
    at: AwareDatetime
    day: Annotated[date | None, Field(alias="from")]
    reason: Annotated[str, Field(pattern=r"^[^\x00]+$", max_length=LONGEST_LABEL)]


class _Promotion(_Told):
    promoted_at: AwareDatetime
    rescheduled: _Rescheduled | None = None


class _Withdrawal(_Told):
    reason: Annotated[str, Field(pattern=r"^[^\x00]+$", max_length=LONGEST_LABEL)]
    withdrawn_at: AwareDatetime


T = TypeVar("T", bound=_Told)


def of(release: Release) -> dict[str, bytes]:
    """File name → bytes of the markers that stand beside the files of a public release in its state."""
    made: dict[str, bytes] = {}
    if release.status is ReleaseStatus.CANDIDATE or release.promoted_at:
        made |= candidate(release)
    if release.promoted_at:
        moved = release.rescheduled
        told = {"rescheduled": moved.document} if moved else {}
        made[PROMOTION] = _written(promoted_at=release.promoted_at, **told)
    if release.status is ReleaseStatus.WITHDRAWN:
        made[WITHDRAWAL] = _written(reason=release.withdrawal, withdrawn_at=release.withdrawn_at)
    return made


def candidate(release: Release) -> dict[str, bytes]:
    """The marker of a release that is shown before it is current."""
    return {CANDIDATE: _written(candidate_since=release.published_at)}


def add_missing(archive: Archive, release: Release) -> list[str]:
    """Write the markers that the archive lacks, and return their names; errors as `Archive.add`."""
    named = ((f"{release.name}/{file}", data) for file, data in of(release).items())
    return [name for name, data in named if archive.add(name, data)]


def applied(archive: Archive, release: Release) -> Release:
    """The release of a manifest in the state that its markers tell; ArchiveCorruptError."""
    promotion = _read(archive, f"{release.name}/{PROMOTION}", _Promotion)
    withdrawal = _read(archive, f"{release.name}/{WITHDRAWAL}", _Withdrawal)
    if promotion:
        moved = promotion.rescheduled
        told = Rescheduled(moved.at, moved.day, moved.reason) if moved else None
        release = replace(release, promoted_at=promotion.promoted_at, rescheduled=told)
    if withdrawal:
        return replace(
            release,
            status=ReleaseStatus.WITHDRAWN,
            withdrawal=withdrawal.reason,
            withdrawn_at=withdrawal.withdrawn_at,
        )
    if not promotion and archive.find(f"{release.name}/{CANDIDATE}") is not None:
        return replace(release, status=ReleaseStatus.CANDIDATE)
    return release


def _read(archive: Archive, name: str, shape: type[T]) -> T | None:
    data = archive.find(name)
    if data is None:
        return None
    try:
        return shape.model_validate_json(data)
    except ValidationError as error:
        wrong = "; ".join(it["msg"] for it in error.errors(include_url=False, include_input=False))
        message = f"{name} does not tell what it is there for ({wrong}): {data[:80]!r}"
        raise ArchiveCorruptError(message) from error


def _written(**told: Any) -> bytes:
    plain = {key: _plain(value) for key, value in told.items()}
    return orjson.dumps(plain, option=orjson.OPT_INDENT_2) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(it) for key, it in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value
