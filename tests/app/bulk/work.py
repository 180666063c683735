"""A job for tests, which workers import: how long each list is, with mishaps on the way."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from app.bulk.jobs import ID, Column, Job, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.bulk.jobs import Work

COLUMNS = (ID, Column("values", Type.TEXTS))
ANSWERS = pa.schema([("id", pa.string()), ("many", pa.int64())])


def counting(**options: Any) -> Job:
    """`kill`: a file; whoever meets a row called `deadly` removes it and is killed, if it is there."""
    return Job(
        name="count",
        columns=COLUMNS,
        answers=ANSWERS,
        options=options,
        digest="1",
        set_up=set_up,
    )


def set_up(options: Mapping[str, Any]) -> Work:
    if "count" in options:
        with Path(options["count"]).open("a") as file:
            file.write("set up\n")
    if "pids" in options:
        with Path(options["pids"]).open("a") as file:
            file.write(f"{os.getpid()}\n")

    def work(batch: Any) -> Any:
        ids = batch.column("id")
        if "deadly" in ids.to_pylist():
            _meet(options)
        lengths = pc.list_value_length(batch.column("values")).cast(pa.int64())
        return pa.RecordBatch.from_arrays([ids, lengths], schema=ANSWERS)

    return work


def _meet(options: Mapping[str, Any]) -> None:
    if options.get("always"):
        os.kill(os.getpid(), signal.SIGKILL)
    if options.get("full"):
        raise OSError(errno.ENOSPC, "No space left on device")
    kill = Path(options.get("kill", "/nowhere"))
    if kill.exists():
        kill.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
