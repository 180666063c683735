"""The real releases written as workbooks and imported again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.context import Context
from app.importing import Delivery, Imported, Outcome, import_reading, known_ids
from app.publishing import publish
from app.verifying import canonical_file
from taxonomy.formats.workbook import write
from taxonomy.model import Taxonomy
from taxonomy.sources.competent_workbook import read
from taxonomy.vocabulary import Status
from tests.moments import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from taxonomy.sources.reading import Reading

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

VERSIONS = ("3.8", "3.9", "3.10", "3.11")


def file_of(shared_data: Path, version: str) -> Path:
    return shared_data / f"competent/reconstructed/competent-{version}.xlsx"


def imported(context: Context, file: Path, version: str) -> Imported:
    known = known_ids(context.engine, "competent", version)
    reading = read(file, version=version, known=known)
    delivery = Delivery(scheme="competent", version=version)
    return import_reading(context.engine, delivery, reading.concepts)


@pytest.fixture(scope="module")
def releases(shared_data: Path) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    known: dict[str, str] = {}
    for version in VERSIONS:
        found[version] = read(file_of(shared_data, version), version=version, known=known)
        known = {it.notation: it.id for it in found[version].concepts}
    return found


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    opened = Context.open(Settings(home=tmp_path / "home"))
    yield opened
    opened.engine.dispose()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_release_comes_back_whole(
    releases: dict[str, Reading], version: str, tmp_path: Path
) -> None:
    first = releases[version]
    before = VERSIONS[VERSIONS.index(version) - 1] if version != "3.8" else None
    known = {it.notation: it.id for it in releases[before].concepts} if before else {}
    file = tmp_path / "again.xlsx"
    file.write_bytes(write(Taxonomy.of("competent", first.concepts), version=version))
    second = read(file, version=version, known=known)
    assert second.concepts == first.concepts
    assert second.rows == first.rows
    repairs = {it.code for it in first.findings} - {"text-normalised"}
    assert {it.code for it in second.findings} == repairs


def test_a_release_imported_from_its_own_workbook_has_the_same_digest(
    context: Context, shared_data: Path, tmp_path: Path
) -> None:
    original = {it: file_of(shared_data, it) for it in VERSIONS[:2]}
    for version, file in original.items():
        imported(context, file, version)
        publish(context, ("competent", version), at=NOON)
    release = next(it for it in context.catalogue() if it.version == "3.9")
    written = canonical_file(context.archive, release.name, release.digest).taxonomy
    assert any(it.status is Status.RETIRED for it in written)
    file = tmp_path / "again.xlsx"
    file.write_bytes(write(written, version="3.9"))
    same = imported(context, file, "3.9")
    assert (same.outcome, same.release.digest) == (Outcome.UNCHANGED, release.digest)
    other = Context.open(Settings(home=tmp_path / "other"))
    imported(other, original["3.8"], "3.8")
    publish(other, ("competent", "3.8"), at=NOON)
    anew = imported(other, file, "3.9")
    other.engine.dispose()
    assert (anew.outcome, anew.release.digest) == (Outcome.CREATED, release.digest)
