from __future__ import annotations

import time

import pytest

from app.library import Library
from app.mapping_shelf import MappingShelf
from app.overviews import EXAMPLES, Overviews, grouped
from taxonomy.errors import ArchiveUnavailableError
from taxonomy.findings import Finding, Severity
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import Kind
from tests.app.serving import Shelf
from tests.build import concept, mapping, mapping_set, taxonomy


def a_shelf() -> Shelf:
    return (
        Shelf()
        .add(profiles("u1", "u2"), "3.8")
        .add(taxonomy(concept("e1", Kind.OCCUPATION, scheme="esco")), "1.0.3")
        .add_mappings(mapping_set(mapping("u1", "exact", "e1")))
    )


def profiles(*ids: str) -> Taxonomy:
    return taxonomy(*(concept(it) for it in ids))


def over(shelf: Shelf) -> Overviews:
    library = Library(shelf.catalogue, shelf.load, 8, clock=time.monotonic)
    mappings = MappingShelf(shelf.mapping_sets, shelf.load_mappings)
    library.refresh()
    mappings.refresh()
    return Overviews(library, mappings)


def test_a_set_is_reckoned_once() -> None:
    overviews = over(a_shelf())
    (record,) = overviews.mappings.records()
    first = overviews.get(record)
    assert overviews.get(record) is first
    assert first.standing.coverage["subject"][0].covered == 1
    assert (first.newest, first.lost) == (None, 0)


def test_a_newer_release_of_a_scheme_is_reckoned_with() -> None:
    shelf = a_shelf()
    overviews = over(shelf)
    (record,) = overviews.mappings.records()
    before = overviews.get(record)
    shelf.add(profiles("u2"), "3.9")
    overviews.library.refresh()
    after = overviews.get(record)
    assert after.standing == before.standing
    assert after.newest
    assert (after.newest.subject, after.lost) == ("competent/3.9", 1)


def test_what_comes_back_is_not_lost() -> None:
    shelf = a_shelf().add(profiles("u2"), "3.8").add(profiles("u1"), "3.9")
    overviews = over(shelf)
    assert overviews.get(overviews.mappings.records()[0]).lost == 0


def test_a_set_of_schemes_that_are_not_held_has_figures_without_coverage() -> None:
    foreign = mapping_set(mapping("1", "exact", "2"), subject="x/1", object_="y/2")
    overviews = over(Shelf().add_mappings(foreign))
    found = overviews.get(overviews.mappings.records()[0])
    assert (found.standing.coverage, found.standing.predicates["skos:exactMatch"]) == ({}, 1)


def test_a_release_that_cannot_be_loaded_is_tried_again() -> None:
    shelf = a_shelf()
    shelf.broken.add("esco/1.0.3")
    overviews = over(shelf)
    with pytest.raises(ArchiveUnavailableError):
        overviews.get(overviews.mappings.records()[0])


def test_findings_stand_under_their_codes_the_gravest_first_with_the_first_few() -> None:
    many = [Finding(severity=Severity.ERROR, code="b", message=str(it)) for it in range(9)]
    other = Finding(severity=Severity.WARNING, code="a", message="x")
    found = grouped([other, *many])
    assert [(it.code, it.number, len(it.examples)) for it in found] == [
        ("b", 9, EXAMPLES),
        ("a", 1, 1),
    ]
