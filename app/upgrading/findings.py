"""The lint report of the incoming release, as the record keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taxonomy.linting import lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.currency import Carried
    from taxonomy.findings import Finding

__all__ = ["findings_of_release"]

_GRAVEST_FIRST = ("error", "warning", "info")


def findings_of_release(carried: Carried, scheme: str) -> Iterator[dict[str, Any]]:
    """What is odd about the release that the scheme comes to, the gravest first."""
    for move in carried.moved:
        if move.after.release.scheme == scheme:
            report = lint(move.after.taxonomy, move.before.taxonomy)
            yield from (it.as_dict() for it in sorted(report.findings, key=_place))


def _place(finding: Finding) -> tuple[int, str]:
    return _GRAVEST_FIRST.index(finding.severity), finding.code
