"""The statements of a file of our own RDF by subject and property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.statements import BROKEN, QUICK, Value, Words, with_pyoxigraph, with_rdflib

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.sources.reading import Progress, Report

__all__ = ["FORMATS", "Nodes", "Value", "Words", "load"]

FORMATS = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt"}
"""The end of a file's name → its format, as rdflib calls it."""

_STEP = 50_000

Nodes = dict[str, dict[str, list[Value]]]
"""Subject → property → values, by their IRIs."""


def load(path: Path, report: Report, progress: Progress | None) -> Nodes:
    """Every statement of the file; SourceUnreadableError where it is no RDF in one of FORMATS."""
    if path.suffix not in FORMATS:
        message = f"{path.name} ends in none of {', '.join(FORMATS)}"
        raise SourceUnreadableError(message)
    parse = with_pyoxigraph if QUICK else with_rdflib
    nodes: Nodes = {}
    count = 0
    try:
        found = parse(path, FORMATS[path.suffix])
        for count, (subject, predicate, value) in enumerate(found, start=1):
            nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if progress and count % _STEP == 0:
                progress(path.name, count)
    except OSError as error:
        message = f"{path.name} cannot be read: {error}"
        raise SourceUnreadableError(message) from error
    except BROKEN as error:
        message = f"{path.name} is not {FORMATS[path.suffix]}: {str(error)[:500]}"
        raise SourceUnreadableError(message) from error
    report.rows[path.name] = count
    if progress:
        progress(path.name, count)
    return nodes
