"""Which tests one worker runs together: those that stand on what is costly to make."""

from __future__ import annotations

from typing import Any

from typing_extensions import override
from xdist.scheduler.loadscope import LoadScopeScheduling

__all__ = ["Sharing", "pytest_xdist_make_scheduler"]

TOGETHER = "tests/journeys/releases/"
"""Their releases are published once, by the worker that runs all of them."""


class Sharing(LoadScopeScheduling):  # type: ignore[misc] # it has no types
    """Hands out tests one by one, and those of one folder together, first."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid


def pytest_xdist_make_scheduler(config: Any, log: Any) -> Sharing:
    """The scheduler of every run with workers."""
    return Sharing(config, log)
