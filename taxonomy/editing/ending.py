"""How the life of a concept ends and begins again: retiring in favour of others, and restoring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taxonomy.editing.errors import EditRefusedError
from taxonomy.findings import Finding, Severity
from taxonomy.model import Link
from taxonomy.sentences import sentence
from taxonomy.vocabulary import RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.model import Concept

__all__ = ["HEIRS", "heir_count_flaw", "relinked", "restored", "retired"]

HEIRS = {
    RetirementReason.REPLACED: (1, 1, sentence("one successor")),
    RetirementReason.SPLIT: (2, None, sentence("two successors or more")),
    RetirementReason.MERGED: (1, 1, sentence("one successor")),
    RetirementReason.NONE: (0, 0, sentence("no successor")),
}
"""Reason → how many successors it needs at least and at most (None = any), and how that is said."""


def heir_count_flaw(name: str, reason: RetirementReason, count: int) -> str:
    """What is wrong with so many successors for that reason; empty where nothing is."""
    least, most, needed = HEIRS[reason]
    if count >= least and (most is None or count <= most):
        return ""
    return sentence(
        "%(concept)s is %(retirement)s and has %(count)s successors: it needs %(needed)s",
        concept=name,
        retirement=reason,
        count=count,
        needed=needed,
    )


def retired(
    concept: Concept,
    reason: RetirementReason,
    heirs: Sequence[str],
    known: Mapping[str, Concept],
) -> Concept:
    """The concept, retired for that reason in favour of these ids among the known concepts.

    EditRefusedError with a finding for each thing that is wrong: a number of successors that does
    not fit the reason, one that is nothing, retired, itself, or leads back here.
    """
    findings = [
        Finding(
            severity=Severity.ERROR,
            code=code,
            message=message,
            concept=concept.id,
            field="replaced_by",
        )
        for code, message in _flaws(concept, reason, heirs, known)
    ]
    if findings:
        message = sentence(
            "%(concept)s cannot be retired like this: %(told)s",
            concept=_name(concept),
            told=findings[0].message,
        )
        raise EditRefusedError(message, findings)
    return replace(
        concept, status=Status.RETIRED, retirement=reason, replaced_by=tuple(sorted(set(heirs)))
    )


def restored(concept: Concept) -> Concept:
    """The concept, active again and without successors."""
    return replace(concept, status=Status.ACTIVE, retirement=None, replaced_by=())


def relinked(known: Mapping[str, Concept], gone: str, heir: str | None) -> dict[str, Concept]:
    """Id → active concept that linked to the one that is gone, and links to its heir, or to neither."""
    changed = {}
    for concept in known.values():
        if concept.status is not Status.ACTIVE or all(it.target != gone for it in concept.links):
            continue
        there = {(it.predicate, it.target) for it in concept.links}
        links = [it for it in concept.links if it.target != gone]
        if heir is not None and heir != concept.id:
            links += [
                Link(it.predicate, heir, it.rank)
                for it in concept.links
                if it.target == gone and (it.predicate, heir) not in there
            ]
        changed[concept.id] = replace(concept, links=tuple(links))
    return changed


def _flaws(
    concept: Concept,
    reason: RetirementReason,
    heirs: Sequence[str],
    known: Mapping[str, Concept],
) -> Iterator[tuple[str, str]]:
    if concept.status is Status.RETIRED:
        told = sentence("%(concept)s is retired already: restore it first", concept=_name(concept))
        yield "already-retired", told
    if reason not in HEIRS:
        told = sentence("a retirement is one of %(retirement)s", retirement=tuple(HEIRS))
        yield "decision-unknown", told
        return
    flaw = heir_count_flaw(_name(concept), reason, len(set(heirs)))
    if flaw:
        yield "successor-count", flaw
    for heir in sorted(set(heirs)):
        yield from _flaws_of_heir(concept, heir, known)


def _flaws_of_heir(
    concept: Concept, heir: str, known: Mapping[str, Concept]
) -> Iterator[tuple[str, str]]:
    found = known.get(heir)
    if heir == concept.id:
        told = sentence("%(concept)s cannot succeed itself", concept=_name(concept))
        yield "successor-itself", told
    elif found is None:
        yield "successor-missing", sentence("the draft holds no concept %(heir)r", heir=heir[:80])
    elif _leads(heir, concept.id, known):
        told = sentence(
            "%(heir)s leads back to %(concept)s: a circle",
            heir=_name(found),
            concept=_name(concept),
        )
        yield "successor-circle", told
    elif found.status is not Status.ACTIVE:
        told = sentence("%(heir)s is retired itself: name an active concept", heir=_name(found))
        yield "successor-not-active", told


def _leads(start: str, goal: str, known: Mapping[str, Concept]) -> bool:
    """Whether the recorded successors of a concept lead to another one."""
    seen, waiting = {start}, [start]
    while waiting:
        found = known.get(waiting.pop())
        onward = set(found.replaced_by) - seen if found else set()
        waiting += onward
        seen |= onward
    return goal in seen


def _name(concept: Concept) -> str:
    return concept.notation or concept.id
