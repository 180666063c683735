"""What should hold of mappings: one table of checks, every finding at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.findings import Finding, Severity
from taxonomy.mapping_checks import concepts, order, pairs
from taxonomy.mapping_checks.case import MappingCase, MappingFlaw
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import MappingSet

__all__ = ["CIRCLE", "MAPPING_CHECKS", "MappingCheck", "check_circles", "check_mappings"]

_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


@dataclass(frozen=True, slots=True)
class MappingCheck:
    """A rule: its stable code, how bad a breach is, and the function that yields the breaches."""

    code: str
    severity: Severity
    find: Callable[[MappingCase], Iterator[MappingFlaw]]


MAPPING_CHECKS: tuple[MappingCheck, ...] = (
    MappingCheck("mapping-disjoint", _ERROR, pairs.disjoint),
    MappingCheck("mapping-two-predicates", _WARNING, pairs.two_predicates),
    MappingCheck("mapping-several-exact", _WARNING, pairs.several_exact),
    MappingCheck("mapping-shared-exact", _WARNING, pairs.shared_exact),
    MappingCheck("mapping-to-unknown", _ERROR, concepts.to_unknown),
    MappingCheck("mapping-to-retired", _WARNING, concepts.to_retired),
    MappingCheck("mapping-kind-misfit", _WARNING, concepts.kind_misfit),
    MappingCheck("mapping-against-hierarchy", _WARNING, order.against_hierarchy),
    MappingCheck("mapping-coverage", _INFO, concepts.coverage),
)
"""Every check of one set, in the order in which its findings are given; `docs/checks.md` explains each."""

CIRCLE = "mapping-circle"
"""The code of the check that looks at several sets at once; an error."""


def check_mappings(
    mapping_set: MappingSet, subject: ReleaseIndex | None, object_: ReleaseIndex | None
) -> Iterator[Finding]:
    """Every breach by the accepted mappings of a set; None stands for a release that is not held.

    What needs a release that is not held is not looked at.
    """
    case = MappingCase(mapping_set, subject, object_)
    for check in MAPPING_CHECKS:
        for flaw in check.find(case):
            yield Finding(
                severity=check.severity,
                code=check.code,
                message=flaw.message,
                concept=flaw.concept,
                field=flaw.field,
            )


def check_circles(sets: Sequence[MappingSet]) -> Iterator[Finding]:
    """Every match that makes a concept broader than itself, over all the sets together."""
    for circle in order.circles(sets):
        names = " → ".join(f"{scheme} {concept_id}" for scheme, concept_id in circle)
        yield Finding(
            severity=_ERROR,
            code=CIRCLE,
            message=sentence("broader than itself: %(names)s", names=names),
            concept=circle[0][1],
        )
