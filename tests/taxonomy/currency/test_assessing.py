from __future__ import annotations

from dataclasses import replace

import orjson

from taxonomy.currency import Coverage, assess
from taxonomy.mapping import NO_TERM_FOUND
from taxonomy.vocabulary import MappingState, Status
from tests.build import concept, mapping, mapping_set
from tests.taxonomy.currency.releases import BUTCHER, esco, occupation, ours

HELD = mapping_set(
    mapping("op-10", "exact", "butcher"),
    mapping("op-10", "exact", "slaughterer"),
    mapping("op-11", "close", "baker", state=MappingState.SUGGESTED),
    mapping("op-12", "exact", NO_TERM_FOUND),
    mapping("op-13", "exact", "cook", state=MappingState.REJECTED),
    mapping("op-14", "close", "nowhere", state=MappingState.STALE),
)
PROFILES = [concept(f"op-{it}") for it in range(10, 16)]


def test_the_figures_of_a_set_add_up() -> None:
    retired = replace(occupation("slaughterer"), status=Status.RETIRED)
    standing = assess(
        HELD, ours(*PROFILES), esco(BUTCHER, retired, occupation("baker"), occupation("cook"))
    )
    assert standing.coverage["subject"] == (
        Coverage(kind="profile", active=6, covered=1, open=2, nothing=1, uncovered=2),
    )
    assert standing.coverage["object"] == (
        Coverage(kind="occupation", active=3, covered=1, open=1, nothing=0, uncovered=1),
    )
    assert standing.states == {"suggested": 1, "accepted": 3, "rejected": 1, "stale": 1}
    assert standing.predicates["skos:exactMatch"] == 3
    assert (standing.retired, standing.unknown) == (
        {"subject": 0, "object": 1},
        {"subject": 0, "object": 1},
    )
    assert standing.exact_twice == {"subject": 1, "object": 0}
    assert standing.finds_nothing == 1


def test_an_end_that_is_not_held_has_no_coverage() -> None:
    standing = assess(HELD, None, None)
    assert (standing.coverage, standing.unknown) == ({}, {})
    assert (standing.subject, standing.object) == ("competent/3.8", "esco/1.0.3")


def test_a_standing_names_the_releases_that_it_is_held_against() -> None:
    assert assess(HELD, None, esco(version="1.2.0")).object == "esco/1.2.0"


def test_a_standing_is_plain_json() -> None:
    plain = orjson.loads(orjson.dumps(assess(mapping_set(), ours(), esco()).as_dict()))
    assert plain["mappings"] == 0
    assert plain["coverage"] == {"subject": [], "object": []}
