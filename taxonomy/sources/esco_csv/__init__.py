"""ESCO as the Commission publishes it in CSV: any packages of one version, 1.0 to 1.2.1."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from taxonomy.sources.esco_csv.concepts import Gathered
from taxonomy.sources.esco_csv.files import found, unrepeated
from taxonomy.sources.esco_csv.links import Relations, read_collection, read_hierarchy, read_share
from taxonomy.sources.esco_csv.rows import Rows
from taxonomy.sources.esco_csv.tables import Role
from taxonomy.sources.process_wide import long_cells, without_cycle_search
from taxonomy.sources.reading import Reading, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from taxonomy.sources.esco_csv.files import PackageFile
    from taxonomy.sources.reading import Progress

__all__ = ["read"]


def read(paths: Sequence[Path], *, version: str, progress: Progress | None = None) -> Reading:
    """The concepts of zips, folders and single CSV files of one version, sorted by URI.

    English counts where languages contradict each other in what is no text. SourceUnreadableError
    where a path or file cannot be read, an essential column is missing, or nothing is of ESCO.
    """
    report = Report()
    gathered = Gathered(version, report)
    with ExitStack() as stack:
        stack.enter_context(long_cells())
        stack.enter_context(without_cycle_search())
        files = found(paths, report, stack)
        for file, data in unrepeated(files, report):
            _read(gathered, file, Rows(data, file.table, report, progress))
        _require_relations(files, report)
        concepts = tuple(gathered.concepts())
    return Reading(concepts=concepts, findings=tuple(report.findings), rows=dict(report.rows))


def _require_relations(files: Sequence[PackageFile], report: Report) -> None:
    """Report the package that is easily forgotten: occupations and skills, and nothing between."""
    read_ = {it.table.name for it in files}
    if {"occupations", "skills"} <= read_ and not any(
        it.table.role is Role.RELATIONS for it in files
    ):
        report.file, report.row = "", 0
        message = (
            "no file relates occupations and skills, so nothing links them: name the package with "
            "occupationSkillRelations.csv as well"
        )
        report.repair("relations-missing", message)


def _read(gathered: Gathered, file: PackageFile, rows: Rows) -> None:
    match file.table.role:
        case Role.CONCEPTS:
            gathered.read(file, rows)
        case Role.RELATIONS:
            Relations(gathered, file.table).read(file, rows)
        case Role.HIERARCHY:
            read_hierarchy(gathered, file, rows)
        case Role.COLLECTION:
            read_collection(gathered, file, rows)
        case Role.SHARE:
            read_share(gathered, file, rows)
        case Role.COUNTED:
            for _ in rows:
                pass
