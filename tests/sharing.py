"""Which tests one worker runs together: those that stand on what is costly to make."""

from __future__ import annotations

from typing import Any

from typing_extensions import override
from xdist.scheduler.loadscope import LoadScopeScheduling

__all__ = ["Sharing", "pytest_xdist_make_scheduler"]

FOLDER = "tests/journeys/releases/"
"""Its releases are published once, by the worker that runs all of its tests."""
BY_FILE = (
    "tests/taxonomy/",
    "tests/browser/",
    "tests/app/routes/site/test_every_page.py",
    "tests/test_release_format.py",
)
"""Files whose tests share what one of them has read, started or published."""


class Sharing(LoadScopeScheduling):  # type: ignore[misc] # it has no types
    """Hands out tests one by one, and those that stand on the same together, first."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(FOLDER):
            return FOLDER
        return nodeid.partition("::")[0] if nodeid.startswith(BY_FILE) else nodeid


def pytest_xdist_make_scheduler(config: Any, log: Any) -> Sharing:
    """The scheduler of every run with workers."""
    return Sharing(config, log)
