"""Fixtures of the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest_plugins = ["tests.databases", "tests.strictness"]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that `SHARED_DATA` names; the test is skipped where it is absent."""
    root = Path(__file__).parent.parent
    folder = Path(os.environ.get("SHARED_DATA") or root / "../shared/data").resolve()
    if not (folder / "competent").is_dir():
        pytest.skip("real data is absent: set SHARED_DATA to its folder")
    return folder
