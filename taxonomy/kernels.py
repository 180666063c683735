"""Functions over arrays that are compiled to machine code, once a machine: the innermost loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import numba
from numba.extending import register_jitable

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["kernel", "part"]

P = ParamSpec("P")
R = TypeVar("R")


def kernel(signature: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The decorated function, compiled for this signature of numba's alone: `f4(f4[::1], i4[::1])`.

    It is compiled when its module is imported and kept beside it, so that later processes only load
    it; while it runs, other threads do too. Where nothing can be kept, each process compiles it.
    """

    def compiled(function: Callable[P, R]) -> Callable[P, R]:
        try:
            return _compiled(signature, function, cache=True)
        except RuntimeError:  # numba finds no folder that it may write to
            return _compiled(signature, function, cache=False)

    return compiled


def part(function: Callable[P, R]) -> Callable[P, R]:
    """The decorated function, for kernels of the same module to call: it is compiled with each one that does.

    What is kept of a kernel is made again only where the file of its own module has changed.
    """
    return register_jitable(function)


def _compiled(signature: str, function: Callable[P, R], *, cache: bool) -> Callable[P, R]:
    options: Any = {"cache": cache, "nogil": True, "error_model": "numpy"}
    return cast("Callable[P, R]", numba.njit(signature, **options)(function))
