"""One block of a job, as every worker does it: in this process, in a pool, or on a cluster."""

from __future__ import annotations

import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from app.bulk.manifest import Part
from app.bulk.writing import part, put, reporting_full_disks

if TYPE_CHECKING:
    from app.bulk.jobs import Job, Work

__all__ = ["Task", "done", "packed"]

_LOCK = threading.Lock()
_READY: dict[str, Work] = {}
"""Job's digest and options → its work, set up in this process; the last job only."""


class Task(NamedTuple):
    """A block: its number, its rows as an Arrow stream with their SHA-256, and where its part goes."""

    job: Job
    form: str
    folder: str
    block: int
    rows: bytes
    digest: str


def packed(batch: Any) -> tuple[bytes, str]:
    """The rows as an Arrow stream, and its SHA-256."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data = sink.getvalue().to_pybytes()
    return data, sha256(data).hexdigest()


def done(task: Task) -> Part:
    """The part of a block, written; WorkUnfinishedError where it cannot be."""
    answers = _work(task.job)(_unpacked(task.rows))
    data = part(answers, task.form)
    folder = Path(task.folder)
    file = f"{task.block:06}.{task.form}"
    with reporting_full_disks(folder / file, folder):
        put(folder / file, data)
    matched = len(answers.column("id").unique()) if answers.num_rows else 0
    return Part(
        block=task.block,
        input=task.digest,
        options=task.job.digest_for(task.form),
        file=file,
        sha256=sha256(data).hexdigest(),
        rows=answers.num_rows,
        matched=matched,
        notes={key.decode(): int(it) for key, it in (answers.schema.metadata or {}).items()},
    )


def _unpacked(data: bytes) -> Any:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()


def _work(job: Job) -> Work:
    """The job's work in this process, set up once, whichever thread asks first."""
    key = f"{job.name} {job.digest} {sorted(job.options.items())}"
    with _LOCK:
        found = _READY.get(key)
        if found is None:
            _READY.clear()
            found = _READY[key] = job.set_up(job.options)
        return found
