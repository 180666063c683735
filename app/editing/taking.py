"""Taking files into changesets: what they would change, and what of it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from app.db import changesets, releases, translations
from app.db.session import reading
from app.editing.at_once import begin_with
from app.editing.changesets import Purpose
from app.editing.changing import ANYTHING, Edit
from app.editing.drafts import basis, editable
from app.editing.protocols import DEFAULTS, FOUR_EYES
from app.editing.records import Origin
from taxonomy import canonical
from taxonomy.editing.beginning import next_notations
from taxonomy.editing.fields import Field
from taxonomy.editing.taking import incoming
from taxonomy.errors import InvalidQueryError, ReleaseNotFoundError
from taxonomy.sentences import sentence
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session

    from app.editing.holding import Desk
    from app.editing.records import By, ChangesetRecord
    from taxonomy.editing.taking import Incoming
    from taxonomy.model import Concept

__all__ = ["Look", "Wish", "look", "take"]

Cleared = Mapping[str, Collection[Field]]
"""Concept id → the fields in which nothing is to stand any more (`taxonomy.editing.taking`)."""
_NOTHING: Cleared = MappingProxyType({})
_APPROVED, _PREF_LABEL = "approved", "pref_label"
"""As the review of translations writes them down (`taxonomy/reviewing`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a file is taken: under which title, from which release it was made (else the last one).

    `overwrite` lets it change texts that were approved; `dry_run` only shows what it would do.
    """

    scheme: str = "competent"
    title: str
    base: str = ""
    overwrite: bool = False
    dry_run: bool = False


class Look(NamedTuple):
    """What a file would lead to, and the digest of the draft or release that it was compared with.

    `bare` are the ids of the new concepts that the file gives no code.
    """

    found: Incoming
    digest: str
    bare: frozenset[str] = frozenset()


@without_cycle_search()
def look(desk: Desk, concepts: Iterable[Concept], wish: Wish, cleared: Cleared = _NOTHING) -> Look:
    """What a file would lead to now; nothing is written, and nobody who writes has to wait.

    `cleared` is as `incoming` has it. New concepts without a code have the next ones of their kinds.
    InvalidQueryError where it holds no concept of the scheme, ReleaseNotFoundError for a base that
    there is not.
    """
    scheme = editable(wish.scheme)
    made = [it for it in concepts if it.scheme == scheme]
    if not made:
        message = sentence("the file holds no concept of %(scheme)s", scheme=scheme)
        raise InvalidQueryError(message)
    with reading(desk.engine) as session:
        return _looked(session, desk, made, wish, cleared)


@without_cycle_search()
def take(
    desk: Desk,
    concepts: Iterable[Concept],
    wish: Wish,
    by: By,
    *,
    cleared: Cleared = _NOTHING,
    then: Callable[[Session, ChangesetRecord], None] = lambda _session, _made: None,
) -> tuple[ChangesetRecord | None, Incoming]:
    """The changeset that a file became (None: it changes nothing, or was only tried), and what it holds.

    `then` has its part in the transaction that keeps it. Errors as `look` and `put`; then nothing is kept.
    """
    made = [*concepts]
    seen = look(desk, made, wish, cleared)
    if wish.dry_run or not seen.found.pairs:
        return None, seen.found
    scheme = editable(wish.scheme)
    ours = [it for it in made if it.scheme == scheme]

    def edits(session: Session) -> list[Edit]:
        nonlocal seen
        if basis(session, scheme).digest != seen.digest:  # somebody was accepted meanwhile
            seen = _looked(session, desk, ours, wish, cleared)
        seen = _coded(session, desk, scheme, seen)
        pairs = seen.found.pairs
        return [Edit(concept_id=it.id, after=it, seen=ANYTHING, act="import") for _, it in pairs]

    purpose = Purpose(wish.title, origin=Origin.IMPORT)
    record = begin_with(desk.engine, scheme, purpose, edits, by, then=then)
    return record, seen.found


def _looked(
    session: Session, desk: Desk, made: Sequence[Concept], wish: Wish, cleared: Cleared
) -> Look:
    scheme = editable(wish.scheme)
    row = basis(session, scheme)
    held = desk.drafts.held(session, row)
    base = _base(session, desk, scheme, wish.base)
    keeps = _keeps(base, _states(session, scheme), wish)
    found = incoming(made, base, held.taxonomy.by_id, keeps, cleared)
    bare = frozenset(it.id for before, it in found.pairs if before is None and not it.notation)
    return _coded(session, desk, scheme, Look(found, row.digest, bare))


def _coded(session: Session, desk: Desk, scheme: str, seen: Look) -> Look:
    """The same, with the codes that new concepts without one have now, in their order."""
    if not seen.bare:
        return seen
    promised = [canonical.read(it).notation for it in changesets.promised(session, scheme)]
    promised += [it.notation for _, it in seen.found.pairs if it.id not in seen.bare]
    new = [it for _, it in seen.found.pairs if it.id in seen.bare]
    held = desk.drafts.held(session, basis(session, scheme))
    codes = dict(
        zip(
            [it.id for it in new],
            next_notations([it.kind for it in new], held.taxonomy, promised),
            strict=True,
        )
    )
    pairs = tuple(
        (before, replace(it, notation=codes[it.id]) if it.id in codes else it)
        for before, it in seen.found.pairs
    )
    return seen._replace(found=replace(seen.found, pairs=pairs))


def _base(session: Session, desk: Desk, scheme: str, version: str) -> dict[str, Concept]:
    """The release that the file was made from."""
    public = [it for it in releases.every(session, scheme) if it.status in releases.PUBLIC]
    if version:
        row = next((it for it in public if it.version == version), None)
        if row is None:
            message = sentence(
                "%(scheme)s %(version)s is no release that the file can be made from",
                scheme=scheme,
                version=version,
            )
            raise ReleaseNotFoundError(message)
    else:
        row = max(public, key=lambda it: (not it.sample, it.version_key), default=None)
    return {**desk.drafts.held(session, row).taxonomy.by_id} if row else {}


def _states(session: Session, scheme: str) -> dict[tuple[str, str, str], str]:
    """Concept, field and language → how far its review is, where somebody reviewed it."""
    rows = translations.every(session, scheme)
    return {(it.concept_id, it.field, it.lang): it.state for it in rows if it.state}


def _keeps(
    base: Mapping[str, Concept], states: Mapping[tuple[str, str, str], str], wish: Wish
) -> Callable[[Concept, Field], bool]:
    """Whether a text was approved: by its review or, where it had none, by the release that holds it.

    A release approves what it holds in a language that two people have to read.
    """

    def keeps(concept: Concept, field: Field) -> bool:
        if wish.overwrite:
            return False
        name = _PREF_LABEL if field == Field("label", "preferred", field.lang) else field.name
        state = states.get((concept.id, name, field.lang), "")
        if state:
            return state == _APPROVED
        return concept.id in base and DEFAULTS.get(f"label-{field.lang}") == FOUR_EYES

    return keeps
