from __future__ import annotations

from dataclasses import replace

import pytest

from taxonomy.deriving import derived
from taxonomy.index import ReleaseIndex
from taxonomy.model import Concept, Notation, Release
from taxonomy.vocabulary import Kind, MappingPredicate, ReleaseStatus, Status
from tests.build import concept, taxonomy

URI = "http://data.europa.eu/esco/isco/C7511"


def index(version: str, *concepts: Concept) -> ReleaseIndex:
    held = taxonomy(*concepts)
    status = ReleaseStatus.PUBLISHED
    release = Release(scheme=held.scheme, version=version, status=status, digest="sha256:0")
    return ReleaseIndex.build(release, held, {})


def coded(made: Concept, system: str, value: str) -> Concept:
    return replace(made, notations=(Notation(system, value),))


BUTCHER = concept("b", Kind.OCCUPATION, scheme="esco", notation="7511.1")
ISCO = index("08", concept(URI, Kind.ISCO_GROUP, scheme="isco", notation="7511"))
ROME = index("3.47", concept("D1101", scheme="rome", notation="D1101"))


def test_an_occupation_lies_within_its_group_of_isco() -> None:
    found = derived(index("1.2.0", coded(BUTCHER, "isco-08", "7511")), ISCO)
    assert found
    assert found.name == "esco-1.2.0--isco-08"
    (mapping,) = found
    assert (mapping.subject_id, mapping.predicate, mapping.object_id) == (
        "b",
        MappingPredicate.BROAD,
        URI,
    )
    assert (mapping.confidence, mapping.source) == (1.0, "esco/1.2.0")


def test_a_group_that_stands_in_both_is_the_same_one() -> None:
    group = concept(URI, Kind.ISCO_GROUP, scheme="esco", notation="7511")
    found = derived(index("1.2.0", group), ISCO)
    assert [it.predicate for it in found or ()] == [MappingPredicate.EXACT]


@pytest.mark.parametrize("system", ["rome", "rome-v3", "rome-3"])
def test_a_profile_is_close_to_its_code_of_rome(system: str) -> None:
    found = derived(index("3.11", coded(concept("u1"), system, "D1101")), ROME)
    assert [it.predicate for it in found or ()] == [MappingPredicate.CLOSE]


@pytest.mark.parametrize(
    "silent",
    [
        BUTCHER,
        coded(BUTCHER, "isco-08", "9999"),
        coded(BUTCHER, "isco-88", "7511"),
        coded(BUTCHER, "rome", "7511"),
        replace(coded(BUTCHER, "isco-08", "7511"), status=Status.RETIRED),
        concept("http://elsewhere", Kind.ISCO_GROUP, scheme="esco", notation="7511"),
        concept(URI, Kind.SKILL_GROUP, scheme="esco", notation="7511"),
    ],
)
def test_nothing_is_derived_from_what_a_release_does_not_say(silent: Concept) -> None:
    assert derived(index("1.2.0", silent), ISCO) is None
