"""ROME, the French directory of occupations, as France Travail publishes it: CSV and workbooks.

A code of ROME (*fiche métier*) is an occupation, its *appellations* are concepts below it, and above it
stand the professional and the major domain. Ids are the codes of ROME and the OGR codes, which stay from
release to release; competences have neither, so that their ids are made from their texts.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from taxonomy.findings import Place
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.sources.reading import Reading, Report
from taxonomy.sources.rome.files import found, rows_of
from taxonomy.sources.rome.gathering import Gathered
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Progress
    from taxonomy.sources.rome.entry import Entry
    from taxonomy.sources.rome.files import RomeFile, Row

__all__ = ["read"]

_STEP = 5_000
_DOUBLED = "''"
_PROFESSIONAL = 3
"""Characters of the code of a professional domain; that of a major domain has one."""


def read(paths: Sequence[Path], *, version: str, progress: Progress | None = None) -> Reading:
    """The concepts of files, folders and zips of one version, sorted by id.

    SourceUnreadableError where a path or file cannot be read, an essential column is missing, or
    nothing is of ROME.
    """
    report = Report()
    gathered = Gathered(report)
    with ExitStack() as stack:
        stack.enter_context(without_cycle_search())
        for file in found(paths, version, report, stack):
            _read(file, gathered, progress)
        _tell_of_what_is_missing(gathered)
        concepts = tuple(sorted(_concepts(gathered)))
    return Reading(concepts=concepts, findings=tuple(report.findings), rows=dict(report.rows))


def _read(file: RomeFile, gathered: Gathered, progress: Progress | None) -> None:
    report = gathered.report
    report.file, report.row = file.name, 0
    take = gathered.take[file.table.name]
    doubled = 0
    for row in rows_of(file, report):
        doubled += _mended(row)
        take(row)
        if progress and report.row % _STEP == 0:
            progress(file.name, report.rows[file.name])
    report.row = 0
    if doubled:
        message = (
            f"apostrophes were doubled in {doubled:,} rows, as in SQL: one of each two was kept"
        )
        report.repair("apostrophes-doubled", message)
    if progress:
        progress(file.name, report.rows[file.name])


def _mended(row: Row) -> bool:
    """Whether apostrophes of the row were doubled; each pair has become one."""
    found = [column for column, cell in row.items() if _DOUBLED in cell]
    for column in found:
        row[column] = row[column].replace(_DOUBLED, "'")
    return bool(found)


def _tell_of_what_is_missing(gathered: Gathered) -> None:
    report = gathered.report
    for report.file, count in gathered.without_ogr.items():
        message = f"{count:,} competences have no code: their ids were made from their texts"
        report.remark("id-derived", message)
    for report.file, count in gathered.without_theme.items():
        message = f"{count:,} rows place codes in themes that no row names: left out"
        report.remark("unknown-theme", message)
    report.file = ""


def _concepts(gathered: Gathered) -> Iterator[Concept]:
    """The concepts; links to what no file holds are reported and left out."""
    report, lonely = gathered.report, 0
    for code, place in gathered.strangers():
        _leave_out(report, place, f"names {code[:40]!r}, which no file holds: left out", code[:40])
    for entry in gathered.by_id.values():
        _drop_what_leads_nowhere(entry, gathered)
        if entry.kind in (Kind.OCCUPATION, Kind.PROFESSIONAL_DOMAIN):
            above = entry.id[:_PROFESSIONAL] if entry.kind is Kind.OCCUPATION else entry.id[0]
            if above in gathered.by_id:
                entry.link(Predicate.BROADER, above, Place(entry.file, "", entry.row))
            else:
                lonely += 1
        yield entry.concept()
    report.file, report.row = "", 0
    if lonely:
        message = f"{lonely:,} codes and domains have no domain above them in these files"
        report.remark("domain-missing", message)


def _drop_what_leads_nowhere(entry: Entry, gathered: Gathered) -> None:
    for link, place in list(entry.links.items()):
        if link.target == entry.id:
            gathered.report.file, gathered.report.row = place.file, place.row
            gathered.report.repair(
                "self-link", "a link to itself was left out", place.column, entry.id
            )
        elif link.target in gathered.by_id:
            continue
        else:
            message = f"the {link.predicate} {link.target[:40]!r} stands in no file: left out"
            _leave_out(gathered.report, place, message, entry.id)
        del entry.links[link]


def _leave_out(report: Report, place: Place, message: str, concept: str) -> None:
    report.file, report.row = place.file, place.row
    report.repair("dangling-link", message, place.column, concept)
