"""ESCO as the Commission publishes it in RDF: Turtle, RDF/XML or N-Triples, plain, gzip or zipped.

It makes the concepts that `esco_csv` makes of the same version. What the CSV export has no column for
is left out and counted: the roles of labels (male, female, neutral, standard forms) and their IRIs.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources import statements
from taxonomy.sources.esco_rdf.concepts import concepts, tables_of
from taxonomy.sources.esco_rdf.files import MOST_BYTES, found, read_from
from taxonomy.sources.esco_rdf.gathering import Gathered
from taxonomy.sources.esco_rdf.links import Links
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.sources.reading import Reading, Report
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from taxonomy.sources.esco_rdf.files import RdfFile
    from taxonomy.sources.reading import Progress
    from taxonomy.sources.statements import Statement

__all__ = ["MOST_BYTES", "read"]

_STEP = 100_000
_MOST_BROKEN = 100
"""Statements of one file; with more, it is no file of ESCO that somebody damaged."""


def read(
    paths: Sequence[Path],
    *,
    version: str,
    langs: Collection[str] = LANGUAGES,
    progress: Progress | None = None,
) -> Reading:
    """The concepts of all files together, sorted by IRI, with their texts in these languages.

    No language means all. SourceUnreadableError where a path cannot be read, a file is not RDF of
    its format, or nothing is of ESCO. N-Triples that are broken are left out one by one.
    """
    report = Report()
    gathered = Gathered(langs, report)
    with ExitStack() as stack:
        stack.enter_context(without_cycle_search())
        for file in found(paths, report, stack):
            _read(file, gathered, progress)
        tables = tables_of(gathered)
        if not tables:
            names = ", ".join(it.name for it in paths) or "no path"
            message = f"no concept of ESCO {version} in {names}: is it RDF of another vocabulary?"
            raise SourceUnreadableError(message, report.findings)
        links = Links(gathered, tables)
        links.check()
        made = tuple(concepts(gathered, tables, links))
    _tell_of_roles(gathered)
    return Reading(concepts=made, findings=tuple(report.findings), rows=dict(report.rows))


def _read(file: RdfFile, gathered: Gathered, progress: Progress | None) -> None:
    report, take = gathered.report, gathered.take
    report.file, report.row = file.name, 0
    count = 0
    form = ""
    try:
        with read_from(file) as (stream, form):
            found = _statements(stream, form, gathered)
            for count, (subject, predicate, value) in enumerate(found, start=1):
                take[predicate](subject, predicate, value)
                if progress and count % _STEP == 0:
                    progress(file.name, count)
    except OSError as error:
        message = f"{file.name} cannot be read: {error.strerror or error}"
        raise SourceUnreadableError(message) from error
    except statements.BROKEN as error:
        message = f"{file.name} is not {form or 'RDF'} to its end: {str(error)[:500]}"
        raise SourceUnreadableError(message) from error
    report.row = 0
    report.rows[file.name] += count
    if progress:
        progress(file.name, count)


def _statements(stream: BinaryIO, form: str, gathered: Gathered) -> Iterator[Statement]:
    """The statements of ESCO's vocabulary; a broken line of N-Triples is refused by itself."""
    if not statements.QUICK:
        return statements.with_rdflib(stream, form, gathered.take)
    report = gathered.report
    broken = 0

    def refuse(error: SyntaxError) -> None:
        nonlocal broken
        broken += 1
        if broken > _MOST_BROKEN or "UTF-8" in str(error):
            raise error
        report.row = error.lineno or 0
        report.refuse("bad-statement", f"left out: {str(error)[:300]}")
        report.row = 0

    on_broken = refuse if form == "nt" else None
    return statements.with_pyoxigraph(stream, form, gathered.take, on_broken)


def _tell_of_roles(gathered: Gathered) -> None:
    report, roles = gathered.report, gathered.roles
    report.file = ""
    known = ", ".join(f"{it} {roles[it]:,}" for it in sorted(roles) if not it.startswith("?"))
    if known:
        message = f"no field holds the roles of labels, so they were left out: {known}"
        report.remark("label-roles", message, "esco:hasLabelRole")
    for role in sorted(it for it in roles if it.startswith("?")):
        message = f"{role[1:]!r} is no role of a label; {roles[role]:,} statements with it"
        report.repair("label-role", message, "esco:hasLabelRole")
