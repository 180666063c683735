"""How the life of a concept ends and begins again: retiring in favour of others, and restoring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taxonomy.editing.errors import EditRefusedError
from taxonomy.findings import Finding, Severity
from taxonomy.model import Link
from taxonomy.vocabulary import RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.model import Concept

__all__ = ["HEIRS", "heir_count_flaw", "relinked", "restored", "retired"]

HEIRS = {
    RetirementReason.REPLACED: (1, 1, "one successor"),
    RetirementReason.SPLIT: (2, None, "two successors or more"),
    RetirementReason.MERGED: (1, 1, "one successor"),
    RetirementReason.NONE: (0, 0, "no successor"),
}
"""Reason → how many successors it needs at least and at most (None = any), and how that is said."""


def heir_count_flaw(name: str, reason: RetirementReason, count: int) -> str:
    """What is wrong with so many successors for that reason; empty where nothing is."""
    least, most, needed = HEIRS[reason]
    if count >= least and (most is None or count <= most):
        return ""
    return f"{name} is {reason} and has {count} successors: it needs {needed}"


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
        message = f"{_name(concept)} cannot be retired like this: {findings[0].message}"
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
        yield "already-retired", f"{_name(concept)} is retired already: restore it first"
    if reason not in HEIRS:
        yield "decision-unknown", f"a retirement is one of {', '.join(HEIRS)}"
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
        yield "successor-itself", f"{_name(concept)} cannot succeed itself"
    elif found is None:
        yield "successor-missing", f"the draft holds no concept {heir[:80]!r}"
    elif _leads(heir, concept.id, known):
        yield "successor-circle", f"{_name(found)} leads back to {_name(concept)}: a circle"
    elif found.status is not Status.ACTIVE:
        yield "successor-not-active", f"{_name(found)} is retired itself: name an active concept"


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
