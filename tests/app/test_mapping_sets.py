"""Mapping sets in the record: importing, editions, publishing, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.roles import Actor
from app.db import mapping_history, mapping_sets
from app.db.session import reading, writing
from app.importing import Delivery, import_reading
from app.mapping_imports import Imported, import_mappings
from app.mapping_sets import publish_set, sets_of, stored_set
from taxonomy.errors import MappingSetNotFoundError, SourceRefusedError
from taxonomy.mapping import Mapping, MappingSet, MappingSource
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind, MappingState
from tests.build import concept, mapping, mapping_set

if TYPE_CHECKING:
    from app.context import Context

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
HALAL = "http://data.europa.eu/esco/occupation/1"
BUTCHER = "http://data.europa.eu/esco/occupation/2"
NAME = "competent-3.8--esco-1.0.3"


def a_reading(*mappings: Mapping, file: str = "BE.csv", **notations: str) -> MappingReading:
    given = [replace(it, source=f"{file}, row {row}") for row, it in enumerate(mappings, start=18)]
    read = mapping_set(*given)
    source = MappingSource(file, f"sha of {file} {len(mappings)}")
    told = MappingSet.of(read.subject, read.object, given, sources=(source,))
    return MappingReading(
        mapping_set=told, findings=(), rows={file: len(mappings)}, notations=notations
    )


def imported(context: Context, read: MappingReading, **options: Any) -> Imported:
    return import_mappings(context.engine, read, by=Actor("eva"), at=NOW, **options)


def with_releases(context: Context) -> None:
    slager = concept("u10", notation="OP-10", nl="Slager")
    import_reading(context.engine, Delivery(scheme="competent", version="3.8"), [slager])
    esco = [
        concept(HALAL, Kind.OCCUPATION, scheme="esco", nl="islamitisch slager"),
        concept(BUTCHER, Kind.OCCUPATION, scheme="esco", nl="slager"),
    ]
    import_reading(context.engine, Delivery(scheme="esco", version="1.0.3"), esco)


def test_what_a_file_says_is_what_the_record_says(context: Context) -> None:
    read = a_reading(mapping("u10", "narrow", HALAL, comment="é", confidence=0.5))
    found = imported(context, read)
    record, held = stored_set(context.engine, NAME)
    assert held == read.mapping_set
    assert (record.full_name, record.status, found.added) == (f"{NAME}/1", "draft", 1)
    assert record.counts == {"accepted": {"skos:narrowMatch": 1}}
    assert record.digest == held.digest


def test_mappings_bear_the_revisions_of_the_releases_that_they_are_about(context: Context) -> None:
    with_releases(context)
    imported(context, a_reading(mapping("u10", "narrow", HALAL)))
    (held,) = stored_set(context.engine, NAME)[1]
    assert held.subject_revision.startswith("sha256:")
    assert held.object_revision.startswith("sha256:")


def test_a_code_that_is_no_id_is_looked_up(context: Context) -> None:
    with_releases(context)
    found = imported(
        context, a_reading(mapping("lost-uuid", "exact", BUTCHER), **{"lost-uuid": "OP-10"})
    )
    (held,) = stored_set(context.engine, NAME)[1]
    assert held.subject_id == "u10"
    assert [it.code for it in found.findings] == ["mapping-concept-by-code"]


def test_the_same_file_again_changes_nothing(context: Context) -> None:
    read = a_reading(mapping("u10", "narrow", HALAL))
    first = imported(context, read)
    again = import_mappings(context.engine, read, by=Actor("eva"), at=LATER)
    assert (again.record, again.added, again.known) == (first.record, 0, 1)


def test_another_file_adds_to_the_draft(context: Context) -> None:
    imported(context, a_reading(mapping("u10", "narrow", HALAL)))
    found = imported(context, a_reading(mapping("k1", "exact", "s1"), file="skills.csv"))
    record, held = stored_set(context.engine, NAME)
    assert (record.edition, found.unlisted) == (1, 0)
    assert [it.subject_id for it in held] == ["k1", "u10"]
    assert [it.file for it in held.sources] == ["BE.csv", "skills.csv"]


def test_a_reviewed_mapping_stands_over_what_a_file_says_of_it(context: Context) -> None:
    imported(context, a_reading(mapping("u10", "narrow", HALAL)))
    with writing(context.engine) as session:
        row = mapping_sets.get(session, NAME)
        (held,) = mapping_sets.load(session, row)
        rejected = replace(held, state=MappingState.REJECTED, reviewer="jo")
        (key,) = mapping_sets.load(session, row).by_id
        mapping_sets.move(session, row, [(key, rejected)], LATER)
    imported(context, a_reading(mapping("u10", "narrow", HALAL), mapping("u10", "exact", BUTCHER)))
    record, now = stored_set(context.engine, NAME)
    assert [(it.object_id, it.state.value) for it in now] == [
        (BUTCHER, "accepted"),
        (HALAL, "rejected"),
    ]
    assert record.counts == {
        "accepted": {"skos:exactMatch": 1},
        "rejected": {"skos:narrowMatch": 1},
    }


def test_what_a_new_table_lists_no_more_is_told_and_kept(context: Context) -> None:
    imported(context, a_reading(mapping("u10", "narrow", HALAL), mapping("u10", "exact", BUTCHER)))
    found = imported(context, a_reading(mapping("u10", "exact", BUTCHER)))
    assert found.unlisted == 1
    assert {it.state for it in stored_set(context.engine, NAME)[1]} == {MappingState.ACCEPTED}


def test_what_a_new_table_lists_no_more_is_rejected_on_demand(context: Context) -> None:
    imported(context, a_reading(mapping("u10", "narrow", HALAL), mapping("u10", "exact", BUTCHER)))
    imported(context, a_reading(mapping("u10", "exact", BUTCHER)), replace_=True)
    _, held = stored_set(context.engine, NAME)
    assert [(it.object_id, it.state.value) for it in held] == [
        (BUTCHER, "accepted"),
        (HALAL, "rejected"),
    ]


def test_a_published_edition_never_changes(context: Context) -> None:
    imported(context, a_reading(mapping("u10", "narrow", HALAL)))
    published = publish_set(context.engine, NAME, at=NOW)
    imported(context, a_reading(mapping("u10", "narrow", HALAL), mapping("u10", "exact", BUTCHER)))
    first, held = stored_set(context.engine, NAME, 1)
    assert (first, len(held)) == (published, 1)
    draft, both = stored_set(context.engine, NAME)
    assert (draft.edition, draft.status, draft.carried_from) == (2, "draft", f"{NAME}/1")
    assert len(both) == 2


def test_a_file_that_is_published_already_opens_no_draft(context: Context) -> None:
    read = a_reading(mapping("u10", "narrow", HALAL))
    imported(context, read)
    published = publish_set(context.engine, NAME, at=NOW)
    assert imported(context, read).record == published
    assert publish_set(context.engine, NAME, at=LATER) == published
    assert sets_of(context.engine) == [published]


def test_a_mapping_has_its_history_through_editions(context: Context) -> None:
    read = a_reading(mapping("u10", "narrow", HALAL))
    imported(context, read)
    publish_set(context.engine, NAME, at=NOW)
    imported(context, a_reading(mapping("u10", "narrow", HALAL), mapping("u10", "exact", BUTCHER)))
    key = read.mapping_set.id_of(read.mapping_set.mappings[0])
    with reading(context.engine) as session:
        told = mapping_history.events(session, key)
        held = mapping_history.occurrences(session, key)
    assert [(it.action, it.actor, it.at, it.set_name) for it in told] == [
        ("imported", "eva", NOW, f"{NAME}/1")
    ]
    assert [record.full_name for record, _ in held] == [f"{NAME}/1", f"{NAME}/2"]


def test_a_file_without_a_mapping_is_refused(context: Context) -> None:
    with pytest.raises(SourceRefusedError, match="no mapping that can be taken"):
        imported(context, a_reading())
    assert sets_of(context.engine) == []


def test_a_set_that_is_not_there_is_told_with_those_that_are(context: Context) -> None:
    imported(context, a_reading(mapping("u10", "narrow", HALAL)))
    with pytest.raises(MappingSetNotFoundError, match=f"there are: {NAME}"):
        stored_set(context.engine, "competent-3.9--esco-1.2.0")
    with pytest.raises(MappingSetNotFoundError, match="in edition 7"):
        stored_set(context.engine, NAME, 7)


def test_a_scheme_that_the_service_does_not_hold_may_be_mapped(context: Context) -> None:
    read = a_reading(mapping("24531012", "exact", BUTCHER, subject_label="INGENIEROS"))
    given = MappingSet.of(
        read.mapping_set.subject._replace(scheme="co-sispe", version="2011"),
        read.mapping_set.object,
        read.mapping_set.mappings,
    )
    record = imported(context, replace(read, mapping_set=given)).record
    assert record.subject.name == "co-sispe/2011"
