"""Carrying a mapping set in the record to newer releases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor
from app.carrying import CarriedSet, carried, carry_set
from app.db import mapping_history, mapping_sets
from app.db.session import reading, writing
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set, sets_of, stored_set
from taxonomy.errors import InvalidQueryError, MappingSetNotFoundError, ReleaseNotFoundError
from taxonomy.mapping import MappingSet, Side
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind, MappingState
from tests.build import concept, mapping, mapping_set

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
OLD, NEW = "competent-3.8--esco-1.0.3", "competent-3.8--esco-1.2.0"
TARGET = Side("esco", "1.2.0")


def occupation(id: str, text: str) -> Concept:
    return concept(id, Kind.OCCUPATION, scheme="esco", nl=text)


@pytest.fixture
def mapped(context: Context) -> Context:
    """A butcher mapped to an occupation that stays, one that is called otherwise, and one that goes."""
    releases = (
        ("competent", "3.8", [concept("u10", notation="OP-10", nl="Slager")]),
        (
            "esco",
            "1.0.3",
            [occupation("x1", "slager"), occupation("x2", "visser"), occupation("x3", "koster")],
        ),
        ("esco", "1.2.0", [occupation("x1", "slager"), occupation("x2", "vissersbaas op zee")]),
    )
    for scheme, version, held in releases:
        import_reading(context.engine, Delivery(scheme=scheme, version=version), held)
    given = mapping_set(
        mapping("u10", "exact", "x1", reviewer="jo"),
        mapping("u10", "close", "x2"),
        mapping("u10", "broad", "x3"),
    )
    read = MappingReading(mapping_set=given, findings=(), rows={}, notations={})
    import_mappings(context.engine, read, by=Actor("eva"), at=NOW)
    return context


def carry(context: Context) -> CarriedSet:
    return carry_set(context.engine, OLD, TARGET, actor="eva", at=LATER)


def states(content: MappingSet) -> dict[str, str]:
    return {it.object_id: it.state.value for it in content}


def test_what_nothing_touched_is_kept_and_the_rest_is_stale(mapped: Context) -> None:
    done = carry(mapped)
    record, content = stored_set(mapped.engine, NEW)
    assert (record, record.status, record.carried_from) == (done.record, "draft", f"{OLD}/1")
    assert states(content) == {"x1": "accepted", "x2": "stale", "x3": "stale"}
    kept = content.by_subject["u10"][0]
    assert (kept.reviewer, kept.object_revision) == (
        "jo",
        stored_set(mapped.engine, OLD)[1].by_subject["u10"][0].object_revision,
    )


def test_the_set_that_was_carried_stays_as_it_was(mapped: Context) -> None:
    before = stored_set(mapped.engine, OLD)
    carry(mapped)
    assert stored_set(mapped.engine, OLD) == before


def test_why_a_mapping_is_stale_stands_in_its_history(mapped: Context) -> None:
    carry(mapped)
    content = stored_set(mapped.engine, NEW)[1]
    with reading(mapped.engine) as session:
        told = {
            it.object_id: mapping_history.events(session, content.id_of(it))[-1] for it in content
        }
    assert (told["x1"].action, told["x1"].detail) == ("carried", {"from": f"{OLD}/1"})
    assert (told["x3"].action, told["x3"].at, told["x3"].actor) == ("went-stale", LATER, "eva")
    assert told["x3"].detail["reasons"][0]["kind"] == "mapped-concept-gone"


def test_carrying_again_changes_nothing(mapped: Context) -> None:
    first = carry(mapped)
    again = carry(mapped)
    assert (again.record, again.added) == (first.record, 0)


def test_what_was_decided_in_the_draft_stands(mapped: Context) -> None:
    carry(mapped)
    with writing(mapped.engine) as session:
        row = mapping_sets.get(session, NEW)
        content = mapping_sets.load(session, row)
        (stale,) = content.by_object["x2"]
        decided = replace(stale, state=MappingState.ACCEPTED, reviewer="jo", reasons=())
        mapping_sets.move(session, row, [(content.id_of(stale), decided)], LATER)
    carry(mapped)
    assert states(stored_set(mapped.engine, NEW)[1])["x2"] == "accepted"


def test_a_mapping_that_the_old_set_gained_is_carried_too(mapped: Context) -> None:
    carry(mapped)
    publish_set(mapped.engine, NEW, at=LATER)
    more = mapping_set(mapping("u10", "related", "x1"))
    read = MappingReading(mapping_set=more, findings=(), rows={}, notations={})
    import_mappings(mapped.engine, read, by=Actor("eva"), at=LATER)
    done = carry(mapped)
    assert (done.added, done.record.edition, done.record.status) == (1, 2, "draft")
    assert len(stored_set(mapped.engine, NEW, 1)[1]) == 3


def test_looking_first_writes_nothing(mapped: Context) -> None:
    before = sets_of(mapped.engine)
    record, found = carried(mapped.engine, OLD, TARGET)
    assert (record.name, found.now.name, len(found.stale)) == (OLD, NEW, 2)
    assert sets_of(mapped.engine) == before


def test_a_set_is_not_carried_to_where_it_is(mapped: Context) -> None:
    with pytest.raises(InvalidQueryError, match="between these releases already"):
        carry_set(mapped.engine, OLD, Side("esco", "1.0.3"), actor="eva", at=NOW)


def test_a_set_is_not_carried_to_another_scheme(mapped: Context) -> None:
    with pytest.raises(InvalidQueryError, match=r"rome/3\.47 is of neither"):
        carry_set(mapped.engine, OLD, Side("rome", "3.47"), actor="eva", at=NOW)


def test_a_release_that_is_not_there_is_told(mapped: Context) -> None:
    with pytest.raises(ReleaseNotFoundError, match=r"esco has no release 1\.3"):
        carry_set(mapped.engine, OLD, Side("esco", "1.3"), actor="eva", at=NOW)


def test_a_set_that_is_not_there_is_told(mapped: Context) -> None:
    with pytest.raises(MappingSetNotFoundError):
        carry_set(mapped.engine, "competent-3.9--esco-1.0.3", TARGET, actor="eva", at=NOW)
