"""Who does the blocks: this process, a pool of processes, or a Dask cluster; all call `tasks.done`."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Protocol

from app.bulk.tasks import done
from taxonomy.errors import WorkUnfinishedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.bulk.manifest import Part
    from app.bulk.tasks import Task

__all__ = ["Alone", "Pool", "Workers", "windowed"]

_AHEAD = 2
"""Blocks for each worker that are read before they are needed; memory is bounded by them."""


class Workers(Protocol):
    """Who does blocks."""

    def finish(self, tasks: Iterator[Task]) -> Iterator[Part]:
        """Every task's part, in any order, each as soon as it is written.

        WorkUnfinishedError where nobody is there to do them; what workers raise is raised.
        """


class Alone:
    """This process, one block after another."""

    def finish(self, tasks: Iterator[Task]) -> Iterator[Part]:
        """Every task's part, in order."""
        return map(done, tasks)


class Pool:
    """Processes on this machine."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def finish(self, tasks: Iterator[Task]) -> Iterator[Part]:
        """Every task's part; blocks whose worker was killed are done again by a new one.

        WorkUnfinishedError where that happens twice without a block being finished in between.
        """
        waiting: dict[Future[Part], Task] = {}
        idle = False
        while True:
            try:
                for part in self._finish(tasks, waiting):
                    idle = False
                    yield part
            except BrokenProcessPool as error:
                if idle:
                    message = (
                        "a worker was killed, and so was the one that took its place, most likely because "
                        "memory ran out: run the same command again with fewer --workers or a smaller "
                        "--block; what is finished is kept"
                    )
                    raise WorkUnfinishedError(message) from error
                idle = True
                tasks = chain(list(waiting.values()), tasks)
                waiting.clear()
            else:
                return

    def _finish(self, tasks: Iterator[Task], waiting: dict[Future[Part], Task]) -> Iterator[Part]:
        pool = ProcessPoolExecutor(
            self._workers, mp_context=get_context("spawn"), initializer=_begin
        )
        try:
            window = self._workers * (1 + _AHEAD)
            yield from windowed(lambda task: pool.submit(done, task), tasks, window, waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def windowed(
    submit: Callable[[Task], Future[Part]],
    tasks: Iterator[Task],
    window: int,
    waiting: dict[Future[Part], Task],
) -> Iterator[Part]:
    """Every task's part, as soon as it is there; at most so many tasks are `waiting` at a time.

    Where this raises, `waiting` holds the tasks of which no part was given.
    """
    for task in tasks:
        try:
            waiting[submit(task)] = task
        except BrokenProcessPool:
            waiting[Future()] = task
            raise
        while len(waiting) >= window:
            yield from _completed(waiting)
    while waiting:
        yield from _completed(waiting)


def _completed(waiting: dict[Future[Part], Task]) -> Iterator[Part]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        part = future.result()
        del waiting[future]
        yield part


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
