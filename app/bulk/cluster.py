"""Workers of a Dask cluster: other machines that see the same folder."""

from __future__ import annotations

import uuid
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bulk.tasks import done
from app.bulk.workers import windowed
from taxonomy.errors import FormatUnavailableError, WorkUnfinishedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from app.bulk.manifest import Part
    from app.bulk.tasks import Task

__all__ = ["Cluster"]

_CONNECT_SECONDS = 10
_AHEAD = 2
_RETRIES = 3


class Cluster:
    """The workers behind a scheduler."""

    def __init__(self, scheduler: str, folder: Path, *, seconds: float = _CONNECT_SECONDS) -> None:
        self._scheduler = scheduler
        self._folder = folder
        self._seconds = seconds

    def finish(self, tasks: Iterator[Task]) -> Iterator[Part]:
        """Every task's part; the scheduler gives the blocks of a worker that goes to another one.

        WorkUnfinishedError where the scheduler does not answer, has no worker, one of them does
        not see the folder or holds other versions, or loses three workers over one block.
        """
        with self._client() as client:
            threads = self._ready(client)
            executor = client.get_executor(pure=False, retries=_RETRIES)
            waiting: dict[Future[Part], Task] = {}
            try:
                yield from windowed(
                    lambda task: executor.submit(done, task), tasks, threads * (1 + _AHEAD), waiting
                )
            finally:
                executor.shutdown(wait=False)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        distributed = _distributed()
        try:
            client = distributed.Client(
                self._scheduler, timeout=self._seconds, set_as_default=False
            )
        except (OSError, ValueError) as error:
            message = f"no scheduler answers at {self._scheduler}: {error}"
            raise WorkUnfinishedError(message) from error
        try:
            yield client
        except (distributed.KilledWorker, CancelledError) as error:
            message = (
                f"the cluster lost its scheduler, or several workers over one block ({type(error).__name__}): look "
                "at their logs and memory, and run the same command again, perhaps with a smaller "
                "--block; what is finished is kept"
            )
            raise WorkUnfinishedError(message) from error
        finally:
            client.close()

    def _ready(self, client: Any) -> int:
        """How many threads the workers have, all of which see the folder and hold our versions."""
        try:
            client.wait_for_workers(1, timeout=self._seconds)
        except TimeoutError as error:
            message = f"the scheduler at {self._scheduler} has no worker: start one on each machine"
            raise WorkUnfinishedError(message) from error
        try:
            client.get_versions(check=True)
        except ValueError as error:
            message = f"the workers hold other versions than this machine: {error}"
            raise WorkUnfinishedError(message) from error
        mark = self._folder / f".{uuid.uuid4().hex}"
        mark.touch()
        try:
            seen = client.run(Path.exists, mark)
        finally:
            mark.unlink()
        blind = sorted(address for address, there in seen.items() if not there)
        if blind:
            message = f"{', '.join(blind)} cannot see {self._folder}: share it under the same path"
            raise WorkUnfinishedError(message)
        return sum(client.nthreads().values())


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra, loaded where it is wanted
    except ModuleNotFoundError as error:
        message = "a cluster needs Dask: install the extra, `competent[cluster]`"
        raise FormatUnavailableError(message) from error
    return distributed
