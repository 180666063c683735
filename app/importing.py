"""Importing: what a source read becomes the draft of a release, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.auth.roles import About
from app.db import audit, releases, revisions
from app.db.session import reading, writing
from app.db.tables import ReleaseRow
from taxonomy import canonical, schemes
from taxonomy.errors import InvalidQueryError, ReleaseExistsError, SourceRefusedError
from taxonomy.model import PLACEHOLDER, Concept, Release, Taxonomy
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.statistics import active_counts, language_coverage, retired_counts
from taxonomy.text import LONGEST_NOTE, normalise_note
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from taxonomy.sources.reading import Reading

__all__ = [
    "Delivery",
    "Imported",
    "Outcome",
    "import_reading",
    "known_ids",
    "refuse_emptiness",
    "refuse_unless_clean",
]


class Outcome(StrEnum):
    """What an import did."""

    CREATED = "created"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a source is imported as; `replace_draft` allows to overwrite a draft of that version."""

    scheme: str
    version: str
    released_at: date | None = None
    sample: bool = False
    note: str = ""
    replace_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The draft (or the release that said the same already), and what was carried on as retired."""

    release: Release
    outcome: Outcome
    carried_on: int


def refuse_unless_clean(reading_: Reading) -> None:
    """Return where no row was refused; SourceRefusedError with every finding otherwise."""
    refused = len(reading_.refused)
    if refused:
        message = (
            f"the source has {refused:,} error{'s' if refused > 1 else ''}, so nothing was "
            "imported: mend it, or import the rest without those rows (--lenient)"
        )
        raise SourceRefusedError(message, reading_.findings)


def refuse_emptiness(reading_: Reading) -> None:
    """Return where there is a concept; SourceRefusedError with every finding otherwise."""
    if not reading_.concepts:
        message = "the source holds no concept that can be taken, so nothing was imported"
        raise SourceRefusedError(message, reading_.findings)


def known_ids(engine: Engine, scheme: str, version: str, *, sample: bool = False) -> dict[str, str]:
    """Notation → id of the release before this version; empty where there is none."""
    with reading(engine) as session:
        before = releases.earlier(session, scheme, Version.parse(version), sample=sample)
        if not before:
            return {}
        held = (
            canonical.read(document) for _, document in revisions.documents(session, before[-1].key)
        )
        return {concept.notation: concept.id for concept in sorted(held) if concept.notation}


@without_cycle_search()
def import_reading(
    engine: Engine,
    delivery: Delivery,
    concepts: Iterable[Concept],
    *,
    by: tuple[Actor, datetime] | None = None,
) -> Imported:
    """Make the concepts the draft of the version, in one transaction.

    A concept that earlier releases hold and the source does not list is carried on as retired. The
    same content again changes nothing, unless an earlier release that became public meanwhile gives
    the draft more to carry on. Other content (or another day) under an existing version raises
    ReleaseExistsError, unless it is a draft that may be replaced. InvalidQueryError for a remark
    that nobody reads to its end. `by`, who imports it and when, is told to the audit.
    """
    version = Version.parse(delivery.version)
    if len(delivery.note) > LONGEST_NOTE:
        message = f"the remark on the release has over {LONGEST_NOTE:,} characters: shorten it"
        raise InvalidQueryError(message)
    schemes.get(delivery.scheme)
    listed = {concept.id: concept for concept in Taxonomy.of(delivery.scheme, concepts)}
    documents = {key: canonical.write(concept) for key, concept in listed.items()}
    with writing(engine) as session:
        row = releases.find_to_change(session, delivery.scheme, delivery.version)
        same = row is not None and _says_the_same(session, row, delivery, documents)
        if row is not None and same and _is_fixed(row):
            return _unchanged(row)
        if row is not None and not same:
            _refuse_to_change(row, delivery)
        carried = _carried_on(session, delivery, version, listed)
        if row is not None:
            carried |= _decided(session, row, carried)
        documents |= {key: canonical.write(concept) for key, concept in carried.items()}
        digest = canonical.release_digest(
            {key: canonical.revision(document) for key, document in documents.items()}
        )
        if row is not None and same and digest == row.digest:
            return _unchanged(row)
        draft = row or ReleaseRow(scheme=delivery.scheme, version=version.text)
        _describe(draft, delivery, [*listed.values(), *carried.values()])
        draft.digest = digest
        _store(session, draft, documents, listed | carried)
        if by:
            _tell(session, draft, *by)
        return Imported(
            release=releases.as_release(draft),
            outcome=Outcome.REPLACED if row else Outcome.CREATED,
            carried_on=len(carried),
        )


def _store(
    session: Session,
    draft: ReleaseRow,
    documents: Mapping[str, bytes],
    concepts: Mapping[str, Concept],
) -> None:
    session.add(draft)
    session.flush()
    states = {
        key: (document, concepts[key].status is Status.ACTIVE)
        for key, document in documents.items()
    }
    stored = revisions.store(session, draft.scheme, states)
    releases.point(session, draft.key, stored.values())


def _tell(session: Session, draft: ReleaseRow, actor: Actor, at: datetime) -> None:
    about = About("release", draft.version, draft.scheme)
    told = {"digest": draft.digest, "concepts": draft.counts}
    audit.record(session, actor.act("release-imported", about, at, change=(None, told)))


def _unchanged(row: ReleaseRow) -> Imported:
    return Imported(release=releases.as_release(row), outcome=Outcome.UNCHANGED, carried_on=0)


def _is_fixed(row: ReleaseRow) -> bool:
    """Whether the release is public, or its publication has begun."""
    return row.status != ReleaseStatus.DRAFT or row.published_at is not None


def _says_the_same(
    session: Session, row: ReleaseRow, delivery: Delivery, documents: Mapping[str, bytes]
) -> bool:
    """Whether the release holds exactly these documents, apart from what it carried on as retired.

    A day that the delivery does not name is no other day.
    """
    if delivery.released_at not in (None, row.released_at):
        return False
    held = revisions.pointers(session, row.key)
    given = {key: canonical.revision(document) for key, document in documents.items()}
    return all(held.get(key, (b"",))[0] == digest for key, digest in given.items()) and not any(
        active for key, (_, active) in held.items() if key not in given
    )


def _refuse_to_change(row: ReleaseRow, delivery: Delivery) -> None:
    name = f"{row.scheme}/{row.version}"
    if row.status != ReleaseStatus.DRAFT:
        message = (
            f"{name} is {row.status} with other content or another day; a release never changes: "
            "import this under a new version"
        )
        raise ReleaseExistsError(message)
    if row.published_at is not None:
        message = (
            f"the publication of {name} has begun: finish it (competent publish {row.scheme} "
            f"{row.version}) or give it up (--abandon) before the draft changes"
        )
        raise ReleaseExistsError(message)
    if not delivery.replace_draft:
        message = f"a draft of {name} with other content or another day exists: overwrite it with --replace"
        raise ReleaseExistsError(message)


def _carried_on(
    session: Session, delivery: Delivery, version: Version, listed: Mapping[str, Concept]
) -> dict[str, Concept]:
    before = releases.earlier(session, delivery.scheme, version, sample=delivery.sample)
    found = revisions.carried_on(session, [row.key for row in before], listed, delivery.scheme)
    codes = {concept.notation: concept for concept in listed.values()}
    return {key: _retired(canonical.read(document), codes) for key, document in found}


def _retired(concept: Concept, codes: Mapping[str, Concept]) -> Concept:
    if concept.status is Status.RETIRED:
        return concept
    heir = codes.get(concept.notation)
    if PLACEHOLDER in concept.attributes and heir and heir.kind is concept.kind:
        return replace(
            concept,
            status=Status.RETIRED,
            retirement=RetirementReason.REPLACED,
            replaced_by=(heir.id,),
        )
    return replace(concept, status=Status.RETIRED, retirement=RetirementReason.UNKNOWN)


def _decided(
    session: Session, draft: ReleaseRow, carried: Mapping[str, Concept]
) -> dict[str, Concept]:
    """What is carried on, with the reasons and successors that were decided in this draft before."""
    decided: dict[str, Concept] = {}
    found = revisions.documents_of(session, draft.key, carried, draft.scheme)
    for key, document in found.items():
        held, now = canonical.read(document), carried[key]
        told = held.retirement not in (None, RetirementReason.UNKNOWN)
        if told and PLACEHOLDER not in now.attributes:
            decided[key] = replace(now, retirement=held.retirement, replaced_by=held.replaced_by)
    return decided


def _describe(draft: ReleaseRow, delivery: Delivery, concepts: list[Concept]) -> None:
    draft.version_key = Version.parse(delivery.version).key
    draft.status = ReleaseStatus.DRAFT
    draft.sample = delivery.sample
    draft.released_at = delivery.released_at or draft.released_at
    draft.note = normalise_note(delivery.note)
    draft.imprint = schemes.get(delivery.scheme).imprint
    draft.withdrawal = ""
    draft.counts = active_counts(concepts)
    draft.retired = retired_counts(concepts)
    draft.languages = language_coverage(delivery.scheme, concepts)
