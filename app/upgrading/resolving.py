"""Targets as people write them: by id, by URI, or by the code that they know (`OP-10`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.db import releases, revisions
from app.upgrading.showing import concepts_of
from taxonomy import canonical
from taxonomy.currency import End
from taxonomy.deciding import Verb
from taxonomy.mapping import Side
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from app.db.mapping_tables import MappingSetRow
    from taxonomy.deciding import Choice, Decision, Target

__all__ = ["end_of_targets", "resolved"]


def end_of_targets(end: End, decision: Decision) -> End:
    """Where the targets stand of a decision about a concept at this end."""
    if decision.verb is not Verb.MAP:
        return end
    return End.OBJECT if end is End.SUBJECT else End.SUBJECT


def resolved(
    session: Session, draft: MappingSetRow, decisions: Sequence[tuple[End, Decision]]
) -> list[Decision]:
    """The decisions, every target by the id of its concept; what is neither id nor code stays as it is."""
    ids = {
        end: _ids(session, _side(draft, end), {it for at, it in _given(decisions) if at is end})
        for end in End
    }
    return [_with(it, ids[end_of_targets(end, it)]) for end, it in decisions]


def _side(draft: MappingSetRow, end: End) -> tuple[str, str]:
    if end is End.SUBJECT:
        return draft.subject_scheme, draft.subject_version
    return draft.object_scheme, draft.object_version


def _given(decisions: Iterable[tuple[End, Decision]]) -> Iterator[tuple[End, str]]:
    for end, decision in decisions:
        at = end_of_targets(end, decision)
        for targets in (decision.targets, *(it.targets for it in decision.choices)):
            yield from ((at, it.concept_id) for it in targets)


def _ids(session: Session, side: tuple[str, str], given: set[str]) -> dict[str, str]:
    """What was given → id, of the codes among it; the release is read through only where there are any."""
    codes = {it for it in given if "://" not in it}
    codes -= concepts_of(session, Side(*side), codes).keys()
    row = releases.find(session, *side)
    if not codes or row is None:
        return {}
    found: dict[str, list[str]] = {}
    for _, document in revisions.documents(session, row.key):
        concept = canonical.read(document)
        if concept.notation in codes and concept.status is Status.ACTIVE:
            found.setdefault(concept.notation, []).append(concept.id)
    return {code: ids[0] for code, ids in found.items() if len(ids) == 1}


def _with(decision: Decision, ids: dict[str, str]) -> Decision:
    if not ids:
        return decision
    return replace(
        decision,
        targets=_named(decision.targets, ids),
        choices=tuple(_chosen(it, ids) for it in decision.choices),
    )


def _chosen(choice: Choice, ids: dict[str, str]) -> Choice:
    return choice._replace(targets=_named(choice.targets, ids))


def _named(targets: tuple[Target, ...], ids: dict[str, str]) -> tuple[Target, ...]:
    return tuple(it._replace(concept_id=ids.get(it.concept_id, it.concept_id)) for it in targets)
