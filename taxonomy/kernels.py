"""Functions over arrays that are compiled to machine code, once a machine: the innermost loops."""

from __future__ import annotations

from functools import cached_property, update_wrapper
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["kernel", "part", "prepare"]

P = ParamSpec("P")
R = TypeVar("R")


class _Compiled(Generic[P, R]):
    """A function that is compiled when it is first called: most programs call none of them."""

    def __init__(self, function: Callable[P, R], signature: str) -> None:
        update_wrapper(self, function)
        self._function: Any = function
        self._signature = signature

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.machine_code(*args, **kwargs)

    @cached_property
    def machine_code(self) -> Callable[P, R]:
        """What numba makes of it, and of the others that it calls by the names of its module."""
        names = self._function.__globals__
        for name in self._function.__code__.co_names:
            if isinstance(names.get(name), _Compiled):
                names[name] = names[name].machine_code
        if not self._signature:
            jitable = import_module("numba.extending").register_jitable
            return cast("Callable[P, R]", jitable(self._function))
        try:
            return self._made(cache=True)
        except RuntimeError:  # numba finds no folder that it may write to
            return self._made(cache=False)

    def _made(self, *, cache: bool) -> Callable[P, R]:
        options = {"cache": cache, "nogil": True, "error_model": "numpy"}
        made = import_module("numba").njit(self._signature, **options)(self._function)
        return cast("Callable[P, R]", made)


_EVERY: list[_Compiled[..., Any]] = []


def kernel(signature: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The decorated function, compiled for this signature of numba's alone: `f4(f4[::1], i4[::1])`.

    It is compiled when it is first called and kept beside its module, so that later processes only
    load it; while it runs, other threads do too. Where nothing can be kept, each process compiles it.
    """

    def compiled(function: Callable[P, R]) -> Callable[P, R]:
        made = _Compiled(function, signature)
        _EVERY.append(made)
        return made

    return compiled


def part(function: Callable[P, R]) -> Callable[P, R]:
    """The decorated function, for kernels of the same module to call: it is compiled with each one that does.

    What is kept of a kernel is made again only where the file of its own module has changed.
    """
    return _Compiled(function, "")


def prepare(package: str = "") -> int:
    """How many kernels the imported modules of a package have, all of them compiled now."""
    found = [it for it in _EVERY if str(it.__module__).startswith(package)]
    for it in found:
        _ = it.machine_code
    return len(found)
