"""The real releases, published once for every journey, whichever worker comes first."""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING

import pytest

from tests.journeys.real import Home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def competent(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Home:
    """The command line over a home into which every real release was published: for reading."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    home = Home(shared / "real")
    with (shared / "real.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.complete.exists():
            home.fill(shared_data)
    return home
