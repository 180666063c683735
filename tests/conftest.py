"""Fixtures of the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.sharing", "tests.strictness"]

# A busy machine is slow without being wrong: no test fails by the clock.
settings.register_profile(
    "suite", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")
os.environ["COMPETENT_DICTIONARIES"] = "/no/dictionaries"  # whatever this machine has


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that `SHARED_DATA` names; the test is skipped where it is absent."""
    root = Path(__file__).parent.parent
    folder = Path(os.environ.get("SHARED_DATA") or root / "../shared/data").resolve()
    if not (folder / "competent").is_dir():
        pytest.skip("real data is absent: set SHARED_DATA to its folder")
    return folder
