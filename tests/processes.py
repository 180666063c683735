"""A process of its own for a function of a test, which may be killed in it without harm."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import ForkServerProcess

__all__ = ["die", "ended", "started"]

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["app.cli.commands", "pytest", "tests.build"])


def started(function: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """A running process that does nothing but this; the function stands in a module of its own name.

    It is forked from a process that has imported the service: starting Python and importing it takes
    a second and more each time.
    """
    process = _FORKING.Process(target=function, args=arguments)
    process.start()
    return process


def ended(function: Callable[..., None], *arguments: object) -> int | None:
    """How the process ended: its code, or minus the number of the signal that killed it."""
    process = started(function, *arguments)
    process.join()
    code = process.exitcode
    process.close()
    return code


def die() -> None:
    """End this process at once, without any ending of what it had begun."""
    os.kill(os.getpid(), signal.SIGKILL)
