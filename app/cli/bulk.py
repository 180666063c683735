"""What every command over big files has in common: who works, progress, and what is told in the end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.errors import FormatUnavailableError, InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.bulk.jobs import Job
    from app.bulk.reading import Table
    from app.bulk.rejects import Rejects
    from app.bulk.running import Summary
    from app.bulk.workers import Workers
    from app.bulk.workplace import Workplace
    from app.cli.output import Output

__all__ = ["BLOCK", "Means", "carry_out", "ready", "refuse_overwriting", "tell", "wants_pyarrow"]

BLOCK = 2_000
"""Rows of a block where nothing else is said."""


class Means(NamedTuple):
    """Who does the work: so many processes (0: one a processor), or a scheduler's workers; in such blocks."""

    workers: int
    scheduler: str
    block: int
    strict: bool


def wants_pyarrow() -> None:
    """Return where pyarrow is installed; FormatUnavailableError says how to get it."""
    try:
        import pyarrow  # noqa: F401, PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = "files are read and written by pyarrow: install the extra, `competent[parquet]`"
        raise FormatUnavailableError(message) from error


def ready(means: Means) -> None:
    """Return where the work can be done so: InvalidQueryError, FormatUnavailableError without pyarrow."""
    wants_pyarrow()
    if means.scheduler and means.workers:
        message = "--workers and --scheduler exclude each other: a cluster has its own workers"
        raise InvalidQueryError(message)


def refuse_overwriting(out: Path, *read: Path) -> None:
    """InvalidQueryError where the output would take the place of a file that is read."""
    for it in read:
        if it.exists() and out.exists() and it.samefile(out):
            message = f"--out {out} is a file that is read: name another one"
            raise InvalidQueryError(message)


def carry_out(
    output: Output,
    job: Job,
    table: Table,
    place: Workplace,
    means: Means,
    earlier: Sequence[Rejects],
) -> Summary:
    """Do the job on the whole table, telling how far it is; `earlier` are refused rows of other files.

    SourceRefusedError where any row is refused and the means are strict.
    """
    from app.bulk.running import Way, refuse_where_strict, run  # noqa: PLC0415 - slow to load

    ready(means)
    if means.strict:
        refuse_where_strict(table, place, earlier)
    way = Way(_workers(means, place), means.block)
    with output.progress(job.name, table.rows) as step:
        return run(
            job,
            table,
            place,
            way,
            earlier=earlier,
            progress=lambda done: step("rows", done),
        )


def tell(output: Output, summary: Summary, place: Workplace, earlier: Sequence[Rejects]) -> None:
    """What was done: for scripts one JSON line, after a line for each of the first refused rows."""
    refused = summary.refused + sum(it.count for it in earlier)
    found = [*(finding for it in earlier for finding in it.first), *summary.first_refused]
    output.findings(found)
    if refused:
        output.warn(f"{refused:,} rows were refused, the others were taken; all: {place.rejects}")
    values = {
        "out": str(place.out),
        "rows": summary.read,
        "answered": summary.answered,
        "written": summary.written,
        "refused": refused,
        "rejects": str(place.rejects) if refused else None,
        "blocks": summary.blocks,
        "taken_over": summary.taken_over,
        **summary.notes,
    }
    notes = "".join(f"; {it.replace('_', ' ')}: {many:,}" for it, many in summary.notes.items())
    kept = f" ({summary.taken_over} of {summary.blocks} blocks from an earlier run)"
    output.line(
        f"{summary.answered:,} of {summary.read:,} rows have an answer: {summary.written:,} rows in "
        f"{place.out}{kept if summary.taken_over else ''}{notes}",
        **values,
    )


def _workers(means: Means, place: Workplace) -> Workers:
    from app.bulk.cluster import Cluster  # noqa: PLC0415 - slow to load
    from app.bulk.workers import Alone, Pool  # noqa: PLC0415

    if means.scheduler:
        return Cluster(means.scheduler, place.folder)
    many = means.workers or len(os.sched_getaffinity(0))
    return Alone() if many == 1 else Pool(many)
