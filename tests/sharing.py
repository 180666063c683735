"""Which tests one worker runs together: those that stand on what is costly to make."""

from __future__ import annotations

from typing import Any

from typing_extensions import override
from xdist.scheduler.loadscope import LoadScopeScheduling

__all__ = ["Sharing", "pytest_xdist_make_scheduler"]

FOLDERS = ("tests/journeys/releases/", "tests/journeys/workbench/")
"""One worker runs all tests of such a folder: they share a service over the real releases."""
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
        for folder in FOLDERS:
            if nodeid.startswith(folder):
                return folder
        return nodeid.partition("::")[0] if nodeid.startswith(BY_FILE) else nodeid


def pytest_xdist_make_scheduler(config: Any, log: Any) -> Sharing:
    """The scheduler of every run with workers."""
    return Sharing(config, log)
