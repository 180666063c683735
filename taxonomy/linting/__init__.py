"""The lint report of a release that others publish: what its source had, and what is odd in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from taxonomy import checks
from taxonomy.checks import Check
from taxonomy.checks.case import Case
from taxonomy.findings import Severity
from taxonomy.linting import languages, relations, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.findings import Finding
    from taxonomy.model import Taxonomy

__all__ = ["LINTS", "LintReport", "lint"]

_INFO, _WARNING = Severity.INFO, Severity.WARNING

LINTS: tuple[Check, ...] = (
    Check("lint-duplicate-label", _WARNING, texts.duplicate_label),
    Check("lint-label-repeated", _INFO, texts.label_repeated),
    Check("lint-broken-characters", _WARNING, texts.broken_characters),
    Check("lint-odd-apostrophe", _INFO, texts.odd_apostrophe),
    Check("lint-language-missing", _INFO, languages.language_missing),
    Check("lint-untranslated", _INFO, languages.untranslated),
    Check("lint-gender-forms-alike", _WARNING, languages.gender_forms_alike),
    Check("lint-gender-form-missing", _INFO, languages.gender_form_missing),
    Check("lint-in-no-hierarchy", _WARNING, relations.in_no_hierarchy),
    Check("lint-no-essential-skill", _WARNING, relations.no_essential_skill),
)
"""What is looked at beside the checks of every release; `docs/checks.md` explains each."""

_COLUMNS = ("code", "severity", "concept", "field", "lang", "message", "place")


@dataclass(frozen=True, slots=True)
class LintReport:
    """The findings of a source, of the checks and of the lints, in this order."""

    findings: tuple[Finding, ...]

    def counts(self) -> dict[str, int]:
        """How many findings there are of each code that has any, in the order of their first."""
        return dict(Counter(it.code for it in self.findings))

    def rows(self) -> list[tuple[str, ...]]:
        """A table: its header, then one row a finding."""
        return [
            _COLUMNS,
            *(
                (it.code, it.severity.value, it.concept, it.field, it.lang, it.message, where)
                for it in self.findings
                for where in [str(it.place or "")]
            ),
        ]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {"counts": self.counts(), "findings": [it.as_dict() for it in self.findings]}


def lint(
    taxonomy: Taxonomy, previous: Taxonomy | None = None, source: Iterable[Finding] = ()
) -> LintReport:
    """All that is odd in a release; `source` are the findings of its import, which repaired much of it.

    White space, invisible characters, exact repeats and links to nothing are not in the taxonomy any
    more once it was read: only the source's findings tell of them.
    """
    own = checks.breaches(LINTS, Case(taxonomy, previous))
    return LintReport((*source, *checks.run(taxonomy, previous), *own))
