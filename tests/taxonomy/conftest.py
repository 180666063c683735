"""The real releases, each read once by a worker however many tests are about it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from taxonomy.sources import competent_workbook, esco_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from taxonomy.sources.reading import Reading


@pytest.fixture(scope="session")
def competent_of(shared_data: Path) -> Callable[[str], Reading]:
    """What the workbook of this release of Competent holds."""

    @cache
    def found(version: str) -> Reading:
        path = shared_data / "competent" / "reconstructed" / f"competent-{version}.xlsx"
        return competent_workbook.read(path, version=version)

    return found


@pytest.fixture(scope="session")
def esco_of(shared_data: Path) -> Callable[[str], Reading]:
    """What the packages of this release of ESCO hold."""

    @cache
    def found(version: str) -> Reading:
        packages = sorted((shared_data / "esco" / f"v{version}").glob("*.zip"))
        return esco_csv.read(packages, version=version)

    return found
