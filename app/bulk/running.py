"""A job over a file, from its rows to its output: what is finished is never done again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.bulk.manifest import Manifest
from app.bulk.rejects import Rejects
from app.bulk.tasks import Task, packed
from app.bulk.writing import join, reporting_full_disks, unfinished
from taxonomy.errors import SourceRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.bulk.jobs import Job
    from app.bulk.manifest import Part
    from app.bulk.reading import Table
    from app.bulk.workers import Workers
    from app.bulk.workplace import Workplace
    from taxonomy.findings import Finding

__all__ = ["BLOCK", "Summary", "Way", "refuse_where_strict", "run"]

BLOCK = 2_000
"""Rows of a block: memory is bounded by it, answers do not depend on it."""


class Way(NamedTuple):
    """Who does the work, in blocks of so many rows."""

    workers: Workers
    block: int = BLOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did: rows of the input and of the output, what was refused, what an earlier run had done.

    `answered` rows of the input have answers; `notes` are the job's own counts.
    """

    read: int
    answered: int
    written: int
    refused: int
    blocks: int
    taken_over: int
    first_refused: Sequence[Finding]
    notes: Mapping[str, int]


def run(
    job: Job,
    table: Table,
    place: Workplace,
    way: Way,
    *,
    earlier: Sequence[Rejects] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Do the job on every row of the table, and put the answers at `place.out`, whole or not at all.

    Killed anywhere, the same call again goes on where it was. `earlier` are refused rows of other
    files; all are written beside the output. Raises what workers raise; then what is finished is kept.
    """
    rejects = Rejects(table.path.name, place.folder / "rejects.jsonl")
    planned = _Planned(job, table, place, way.block, rejects, progress)
    for part in way.workers.finish(planned.tasks()):
        with reporting_full_disks(place.folder, place.folder):
            planned.manifest.add(part)
        planned.finished(part)
    parts = [planned.parts[it] for it in sorted(planned.parts)]
    with reporting_full_disks(place.out, place.folder):
        files = [place.folder / it.file for it in parts]
        join(files, place.out, place.form, job.answers)
        _write_rejects(place, [*earlier, rejects])
    notes: Counter[str] = Counter()
    for it in parts:
        notes.update(it.notes)
    summary = Summary(
        read=planned.read,
        answered=sum(it.matched for it in parts),
        written=sum(it.rows for it in parts),
        refused=rejects.count,
        blocks=len(parts),
        taken_over=planned.taken_over,
        first_refused=tuple(rejects.first),
        notes=notes,
    )
    place.clear()
    return summary


def refuse_where_strict(table: Table, place: Workplace, earlier: Sequence[Rejects] = ()) -> None:
    """Read the whole table; SourceRefusedError with the first findings where a row of any file is refused."""
    rejects = Rejects(table.path.name, place.folder / "rejects.jsonl")
    for _ in table.blocks(BLOCK, rejects):
        pass
    found = [*earlier, rejects]
    many = sum(it.count for it in found)
    if many:
        with reporting_full_disks(place.rejects, place.folder):
            _write_rejects(place, found)
        message = f"{many} rows are refused, so nothing was done; all of them: {place.rejects}"
        raise SourceRefusedError(message, [finding for it in found for finding in it.first])


class _Planned:
    """The blocks of a table: those that an earlier run finished, and tasks for the others."""

    def __init__(
        self,
        job: Job,
        table: Table,
        place: Workplace,
        block: int,
        rejects: Rejects,
        progress: Callable[[int], None],
    ) -> None:
        self.manifest = Manifest(place.folder)
        self.parts: dict[int, Part] = {}
        self.read = 0
        self.taken_over = 0
        self._job, self._place = job, place
        self._batches = table.blocks(block, rejects)
        self._rejects = rejects
        self._rows: dict[int, int] = {}
        self._done = 0
        self._progress = progress

    def tasks(self) -> Iterator[Task]:
        """A task for each block that is not finished."""
        job, place = self._job, self._place
        options = job.digest_for(place.form)
        for number, batch in enumerate(self._batches):
            self.read += batch.num_rows
            self._rows[number] = batch.num_rows
            rows, digest = packed(batch)
            found = self.manifest.find(number, digest, options)
            if found:
                self.taken_over += 1
                self.finished(found)
            else:
                yield Task(job, place.form, str(place.folder), number, rows, digest)

    def finished(self, part: Part) -> None:
        self.parts[part.block] = part
        self._done += self._rows[part.block]
        self._progress(self._done)


def _write_rejects(place: Workplace, rejects: Sequence[Rejects]) -> None:
    """All refused rows beside the output; no file where there are none."""
    if not any(it.count for it in rejects):
        place.rejects.unlink(missing_ok=True)
        return
    with unfinished(place.rejects) as file:
        for one in rejects:
            file.writelines(one.lines())
