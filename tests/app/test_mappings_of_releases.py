"""The mapping sets that go with a release: in its archive, proved, and taken in from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from app import publishing
from app.auth.roles import Actor
from app.context import Context
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set, stored_set
from app.rebuilding import rebuild
from app.verifying import verify
from taxonomy.errors import ArchiveCorruptError
from taxonomy.mapping import MappingSource
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind
from tests.build import concept, mapping, mapping_set
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.mapping import Mapping
    from taxonomy.model import Release

NAME = "competent-3.8--esco-1.0.3"
TABLE = "mappings-esco-1.0.3.eures-occupations.csv"
SSSOM = "mappings-esco-1.0.3.sssom.tsv"


def imported(context: Context, *mappings: Mapping) -> None:
    given = mapping_set(*mappings)
    sourced = type(given).of(
        given.subject, given.object, given, sources=(MappingSource("BE.csv", "1"),)
    )
    read = MappingReading(mapping_set=sourced, findings=(), rows={}, notations={})
    import_mappings(context.engine, read, by=Actor("eva"), at=NOON)


def released(context: Context, version: str = "3.8") -> Release:
    return publishing.publish(context, ("competent", version), at=EVENING)


@pytest.fixture
def drafted(context: Context) -> Context:
    """Drafts of Competent 3.8 and 3.9 and of ESCO, and the published mappings of 3.8."""
    slager = concept("u10", notation="OP-10", nl="Slager")
    for version in ("3.8", "3.9"):
        import_reading(context.engine, Delivery(scheme="competent", version=version), [slager])
    halal = concept(
        "http://data.europa.eu/esco/occupation/1", Kind.OCCUPATION, scheme="esco", nl="halalslager"
    )
    import_reading(context.engine, Delivery(scheme="esco", version="1.0.3"), [halal])
    imported(context, mapping("u10", "narrow", halal.id))
    publish_set(context.engine, NAME, at=NOON)
    return context


def test_a_release_is_published_with_its_mappings(drafted: Context) -> None:
    release = released(drafted)
    assert release.mapping_sets == (f"{NAME}/1",)
    assert TABLE in {it.file for it in release.distributions}
    table = drafted.archive.find(f"competent/3.8/{TABLE}") or b""
    assert b"OP-10,Slager" in table
    assert b"halalslager" in table


def test_a_release_that_nobody_mapped_has_no_mappings(drafted: Context) -> None:
    release = released(drafted, "3.9")
    assert release.mapping_sets == ()
    assert not {it for it in release.distributions if it.file.startswith("mappings")}


def test_mappings_that_are_published_later_go_with_no_earlier_release(drafted: Context) -> None:
    before = released(drafted)
    imported(drafted, mapping("u10", "related", "http://data.europa.eu/esco/occupation/1"))
    publish_set(drafted.engine, NAME, at=EVENING)
    assert released(drafted) == before


def test_a_draft_of_mappings_goes_with_no_release(context: Context) -> None:
    slager = concept("u10", notation="OP-10", nl="Slager")
    import_reading(context.engine, Delivery(scheme="competent", version="3.8"), [slager])
    imported(context, mapping("u10", "exact", "x"))
    assert released(context).mapping_sets == ()


def test_the_archive_agrees_with_the_record(drafted: Context) -> None:
    released(drafted)
    assert list(verify(drafted.engine, drafted.archive)) == []


def test_a_table_that_is_lost_is_written_again(drafted: Context) -> None:
    released(drafted)
    drafted.archive.remove(f"competent/3.8/{TABLE}")
    assert rebuild(drafted.engine, drafted.archive).files == [f"competent/3.8/{TABLE}"]


def beside(context: Context, folder: Path) -> Context:
    """An empty record beside the same archive."""
    changed = {
        "home": folder / "other",
        "archive_url": context.settings.archive_address,
        "database_url": SecretStr(""),
    }
    return Context.open(context.settings.model_copy(update=changed))


def test_a_record_that_is_lost_is_made_again_with_its_mappings(
    drafted: Context, tmp_path: Path
) -> None:
    publishing.publish(drafted, ("esco", "1.0.3"), at=NOON)
    released(drafted)
    other = beside(drafted, tmp_path)
    try:
        rebuild(other.engine, other.archive)
        assert stored_set(other.engine, NAME, 1)[1] == stored_set(drafted.engine, NAME, 1)[1]
        drafted.archive.remove(f"competent/3.8/{SSSOM}")
        assert rebuild(other.engine, other.archive).files == [f"competent/3.8/{SSSOM}"]
        assert list(verify(other.engine, other.archive)) == []
    finally:
        other.engine.dispose()


def test_a_mapping_file_that_was_altered_is_not_taken_in(drafted: Context, tmp_path: Path) -> None:
    released(drafted)
    drafted.archive.remove(f"competent/3.8/{SSSOM}")
    other = beside(drafted, tmp_path)
    try:
        with pytest.raises(ArchiveCorruptError, match="missing in the archive, or altered"):
            rebuild(other.engine, other.archive)
    finally:
        other.engine.dispose()
