"""Which mapping set a worker answers from."""

from __future__ import annotations

import pytest

from app.mapping_shelf import HELD, MappingShelf, Wanted
from taxonomy.errors import MappingSetNotFoundError
from taxonomy.mapping import MappingSet
from tests.app.serving import Shelf
from tests.build import mapping, mapping_set

COMPETENT, ESCO = Wanted("competent"), Wanted("esco")


def between(subject: str, object_: str) -> MappingSet:
    return mapping_set(mapping("a", "broad", "x"), subject=subject, object_=object_)


def shelved(parts: Shelf) -> MappingShelf:
    made = MappingShelf(parts.mapping_sets, parts.load_mappings)
    made.refresh()
    return made


def found(parts: Shelf, subject: Wanted = COMPETENT, object_: Wanted = ESCO) -> tuple[str, bool]:
    record, turned = shelved(parts).find(subject, object_)
    return record.full_name, turned


def two() -> Shelf:
    return (
        Shelf()
        .add_mappings(between("competent/3.9", "esco/1.2.0"))
        .add_mappings(between("competent/3.10", "esco/1.1.1"))
    )


def test_the_newest_subject_counts_before_the_newest_object() -> None:
    assert found(two()) == ("competent-3.10--esco-1.1.1/1", False)


def test_versions_up_to_one_are_found_from_the_newest_on() -> None:
    assert found(two(), Wanted("competent", "3.9", newest=True)) == (
        "competent-3.9--esco-1.2.0/1",
        False,
    )


def test_the_newest_edition_counts() -> None:
    parts = two().add_mappings(between("competent/3.10", "esco/1.1.1"), edition=2)
    assert found(parts) == ("competent-3.10--esco-1.1.1/2", False)


def test_a_set_is_read_backwards() -> None:
    assert found(two(), ESCO, COMPETENT) == ("competent-3.9--esco-1.2.0/1", True)


def test_a_set_made_in_the_asked_direction_comes_first() -> None:
    parts = two().add_mappings(between("esco/1.2.0", "competent/3.9"))
    assert found(parts, ESCO, COMPETENT) == ("esco-1.2.0--competent-3.9/1", False)


def test_a_sample_serves_where_there_is_nothing_else() -> None:
    parts = Shelf().add_mappings(between("competent/3.11", "esco/1.2.0"), sample=True)
    assert found(parts)[0] == "competent-3.11--esco-1.2.0/1"
    assert found(parts.add_mappings(between("competent/3.8", "esco/1.0.3")))[0] == (
        "competent-3.8--esco-1.0.3/1"
    )


def test_a_version_that_is_none_of_ours_is_older_than_any() -> None:
    parts = (
        Shelf()
        .add_mappings(between("co-sispe/n-a", "esco/1.2.0"))
        .add_mappings(between("co-sispe/2011", "esco/1.2.0"))
    )
    assert found(parts, Wanted("co-sispe"))[0] == "co-sispe-2011--esco-1.2.0/1"
    assert found(parts, Wanted("co-sispe", "n-a"))[0] == "co-sispe-n-a--esco-1.2.0/1"


def test_what_is_not_mapped_is_told_with_what_is() -> None:
    with pytest.raises(MappingSetNotFoundError, match=r"competent/3\.10 → esco/1\.1\.1"):
        found(two(), Wanted("competent", "3.11"))


def test_a_long_list_of_what_is_mapped_is_cut() -> None:
    parts = Shelf()
    for number in range(20):
        parts.add_mappings(between(f"competent/3.{number}", "esco/1.2.0"))
    with pytest.raises(MappingSetNotFoundError, match="and 8 more"):
        found(parts, Wanted("rome"))


def test_a_set_is_loaded_once_for_both_directions() -> None:
    parts = two()
    shelf = shelved(parts)
    forth = shelf.get(COMPETENT, Wanted("esco", "1.1.1"))
    back = shelf.get(Wanted("esco", "1.1.1"), COMPETENT)
    assert parts.loaded == ["competent-3.10--esco-1.1.1/1"]
    assert back.content == forth.content.inverted()


def test_few_sets_stay_in_memory() -> None:
    parts = Shelf()
    for number in range(HELD + 1):
        parts.add_mappings(between(f"competent/3.{number}", "esco/1.2.0"))
    shelf = shelved(parts)
    for number in (*range(HELD + 1), HELD):
        shelf.get(Wanted("competent", f"3.{number}"), ESCO)
    assert len(parts.loaded) == HELD + 1


def test_a_record_that_does_not_answer_leaves_what_was_known() -> None:
    parts = two()
    answers = iter([parts.records])

    def catalogue() -> list[object]:
        return list(next(answers))

    shelf = MappingShelf(catalogue, parts.load_mappings)  # type: ignore[arg-type]
    shelf.refresh()
    shelf.refresh()
    assert len(shelf.records()) == 2
