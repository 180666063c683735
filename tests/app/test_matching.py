"""The matchers of a worker: made once, gone with their release; ids of several schemes."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from app.library import Library
from app.mapping_shelf import MappingShelf
from app.matching import Matchers
from app.translating import Translators
from taxonomy.matching.demands import counted_kinds
from taxonomy.matching.understanding import Code
from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.build import concept, mapping, mapping_set, taxonomy

if TYPE_CHECKING:
    from tests.app.serving import Shelf

ROME = taxonomy(
    concept("r1", Kind.SKILL, scheme="rome", notation="SK-1"),
    concept("r2", Kind.SKILL, scheme="rome", notation="7511"),
)
SKILLS = counted_kinds("competent")


def matchers(shelf: Shelf, pinned: int = 1) -> Matchers:
    library = Library(shelf.catalogue, shelf.load, pinned)
    library.refresh()
    mappings = MappingShelf(shelf.mapping_sets, shelf.load_mappings)
    mappings.refresh()
    return Matchers(library, Translators(library, mappings))


def test_a_matcher_is_made_once_for_each_choice_of_kinds() -> None:
    made = matchers(butchers.shelf())
    index = made.library.get("competent", "3.10")
    first = made.get(index, SKILLS)
    assert made.get(index, SKILLS) is first
    kinds = [
        counted_kinds("competent", [Kind.SKILL, it]) for it in (Kind.KNOWLEDGE, Kind.BEHAVIOUR)
    ]
    assert len({id(made.get(index, it)) for it in kinds}) == 2
    for kind in (Kind.SOFT_SKILL, Kind.DIGITAL_SKILL, Kind.KNOWLEDGE, Kind.BEHAVIOUR):
        made.get(index, counted_kinds("competent", [kind]))
    assert made.get(index, SKILLS) is not first


def test_a_matcher_goes_when_its_release_leaves_the_memory() -> None:
    made = matchers(butchers.shelf(), pinned=1)
    gone = weakref.ref(made.get(made.library.get("competent", "3.9"), SKILLS))
    kept = weakref.ref(made.get(made.library.get("competent", "3.10"), SKILLS))
    made.library.get("competent", "3.11")
    gc.collect()
    assert (gone() is None, kept() is None) == (True, False)


def test_an_id_of_several_other_schemes_is_ambiguous_where_more_than_one_leads_here() -> None:
    esco = taxonomy(*butchers.ESCO, concept("e9", Kind.SKILL, scheme="esco", notation="S9"))
    rome = taxonomy(*ROME, concept("r9", Kind.SKILL, scheme="rome", notation="S9"))
    shelf = butchers.shelf().add(esco, "1.2.0").add(rome, "4.60")
    shelf.add_mappings(
        mapping_set(mapping("s12", "exact", "e9"), subject="competent/3.10", object_="esco/1.2.0"),
        2,
    )
    one = matchers(shelf)
    index = one.library.get("competent", "3.10")
    (alone,) = one.foreign(["S9", "SK-1", "nothing"], index).values()
    assert [it.id for it in alone.arrivals] == ["s12"]
    shelf.add_mappings(
        mapping_set(mapping("r9", "exact", "s1"), subject="rome/4.60", object_="competent/3.10")
    )
    both = matchers(shelf)
    found = both.foreign(["S9"], both.library.get("competent", "3.10"))["S9"]
    assert found.why
    assert (found.why.code, found.arrivals) == (Code.AMBIGUOUS, ())
    assert found.why.text == "may be an id of esco or rome: write it as a URI"


@pytest.mark.parametrize("scheme", ["rome", "esco"])
def test_where_no_mapping_leads_that_is_told(scheme: str) -> None:
    made = matchers(butchers.shelf().add(ROME, "4.60"))
    index = made.library.get("competent", "3.10")
    asked = {"rome": "r2", "esco": butchers.KNOWLEDGE}[scheme]
    found = made.foreign([asked], index)[asked]
    assert found.why
    assert (found.why.code, found.arrivals) == (Code.NO_MAPPING, ())
