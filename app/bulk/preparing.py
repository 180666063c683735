"""Profiles from a file or a release made ready in the folder of a run, once for all its workers."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from app.bulk import demands
from app.bulk.matching import matching_job
from app.bulk.profiles import Profiles, kept
from app.bulk.rejects import Rejects
from app.bulk.writing import reporting_full_disks
from app.indexing import index_of
from taxonomy.errors import SourceUnreadableError
from taxonomy.matching.demands import counted_kinds

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Engine

    from app.bulk.jobs import Job
    from app.bulk.profiles import Demand
    from taxonomy.matching.scoring import Formula
    from taxonomy.vocabulary import Kind

__all__ = ["Prepared", "Wanted", "of_file", "of_release"]


class Wanted(NamedTuple):
    """How profiles are scored, and how many a vacancy gets."""

    formula: Formula
    top: int


class Prepared(NamedTuple):
    """The job, how many profiles it searches, and the rows of their file that were refused."""

    job: Job
    profiles: int
    rejects: Rejects | None


def of_file(path: Path, wanted: Wanted, folder: Path) -> Prepared:
    """The job over the profiles of a file, which are kept in the folder, made ready once.

    InvalidQueryError for a name that tells no form; SourceUnreadableError; WorkUnfinishedError.
    """
    table = demands.opened(path)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise SourceUnreadableError(message) from error
    digest = _digest(f"{table.form} {digest}", wanted)
    refused = "refused.jsonl"

    def make(there: Path) -> None:
        rejects = Rejects(path.name, there / refused)
        _save(demands.of_file(table, rejects), wanted, there)

    with reporting_full_disks(folder, folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = kept(folder, digest, make)
    return _prepared(there, digest, wanted, Rejects.read(path.name, there / refused))


def of_release(
    engine: Engine,
    release: tuple[str, str],
    kinds: Collection[Kind],
    wanted: Wanted,
    folder: Path,
) -> Prepared:
    """The job over the profiles of a release (scheme and version), as the single call matches them.

    SchemeNotFoundError, InvalidVersionError, ReleaseNotFoundError, NothingToMatchError; InvalidQueryError
    for a kind that no profile asks for.
    """
    counted = counted_kinds(release[0], kinds)
    index = index_of(engine, *release)
    said = f"{index.release.name} {index.release.digest} {sorted(counted)}"
    digest = _digest(said, wanted)

    def make(there: Path) -> None:
        _save(demands.of_release(index, counted), wanted, there)

    with reporting_full_disks(folder, folder):
        there = kept(folder, digest, make)
    return _prepared(there, digest, wanted, None)


def _digest(said: str, wanted: Wanted) -> str:
    return hashlib.sha256(orjson.dumps([said, asdict(wanted.formula)])).hexdigest()


def _save(demand: Demand, wanted: Wanted, folder: Path) -> None:
    Profiles.of(demand, wanted.formula).save(folder)


def _prepared(folder: Path, digest: str, wanted: Wanted, rejects: Rejects | None) -> Prepared:
    profiles = Profiles.load(folder)
    job = matching_job(folder, digest, wanted.formula, wanted.top)
    return Prepared(job, profiles.tiles.rows, rejects)
