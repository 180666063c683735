"""What must hold before a release is published: one table of checks, every finding at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taxonomy.checks import identity, labels, life, links, sets
from taxonomy.checks.case import Case
from taxonomy.findings import Finding, Severity
from taxonomy.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from taxonomy.checks.case import Flaw
    from taxonomy.model import Taxonomy

__all__ = ["CHECKS", "Check", "breaches", "run"]

_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: its stable code, how bad a breach is, and the function that yields the breaches.

    `elsewhere` is the severity in a scheme that others publish and nobody can mend here.
    """

    code: str
    severity: Severity
    find: Callable[[Case], Iterator[Flaw]]
    elsewhere: Severity | None = None


CHECKS: tuple[Check, ...] = (
    Check("kind-not-in-scheme", _ERROR, identity.kind_not_in_scheme),
    Check("duplicate-notation", _ERROR, identity.duplicate_notation),
    Check("shared-notation", _INFO, identity.shared_notation),
    Check("kind-changed", _ERROR, identity.kind_changed, elsewhere=_WARNING),
    Check("notation-reused", _ERROR, identity.notation_reused, elsewhere=_WARNING),
    Check("id-changed", _WARNING, identity.id_changed),
    Check("two-preferred-labels", _ERROR, labels.two_preferred_labels),
    Check("label-not-normalised", _ERROR, labels.label_not_normalised),
    Check("no-preferred-label", _ERROR, labels.no_preferred_label),
    Check("profile-title-missing", _WARNING, labels.profile_title_missing),
    Check("self-link", _ERROR, links.self_link),
    Check("link-to-nothing", _ERROR, links.link_to_nothing),
    Check("link-to-retired", _WARNING, links.link_to_retired),
    Check("predicate-misfit", _ERROR, links.predicate_misfit),
    Check("broader-cycle", _ERROR, links.broader_cycle),
    Check("not-one-skill", _ERROR, links.not_one_skill),
    Check("essential-and-optional", _WARNING, links.essential_and_optional),
    Check("empty-set", _WARNING, sets.empty_set),
    Check("sets-not-told-apart", _WARNING, sets.sets_not_told_apart),
    Check("disambiguator-needless", _INFO, sets.disambiguator_needless),
    Check("framework-missing", _INFO, identity.framework_missing),
    Check("concept-dropped", _ERROR, life.concept_dropped),
    Check("retired-without-reason", _ERROR, life.retired_without_reason),
    Check("active-with-successor", _WARNING, life.active_with_successor),
    Check("successor-missing", _ERROR, life.successor_missing),
    Check("successor-itself", _ERROR, life.successor_itself),
    Check("successor-cycle", _ERROR, life.successor_cycle),
)
"""Every check, in the order in which its findings are given; `docs/checks.md` explains each."""


def run(taxonomy: Taxonomy, previous: Taxonomy | None = None) -> Iterator[Finding]:
    """Every breach of every check; `previous` is the release before, where there is one."""
    yield from breaches(CHECKS, Case(taxonomy, previous))


def breaches(checks: Iterable[Check], case: Case) -> Iterator[Finding]:
    """Every breach of these checks, in their order."""
    scheme = SCHEMES.get(case.taxonomy.scheme)
    ours = scheme is not None and scheme.editable
    for check in checks:
        severity = check.severity if ours else check.elsewhere or check.severity
        for flaw in check.find(case):
            yield Finding(
                severity=severity,
                code=check.code,
                message=flaw.message,
                concept=flaw.concept.id,
                field=flaw.field,
                lang=flaw.lang,
            )
