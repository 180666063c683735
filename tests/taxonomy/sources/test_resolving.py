"""Looking up what a file of mappings names in the releases that it is about."""

from __future__ import annotations

from taxonomy.index import ReleaseIndex
from taxonomy.mapping import NO_TERM_FOUND
from taxonomy.model import Concept
from taxonomy.sources.resolving import Resolved, resolved
from taxonomy.vocabulary import Kind, RetirementReason
from tests.app.serving import release
from tests.build import alternative, concept, mapping, mapping_set, retired, taxonomy


def index(*concepts: Concept, version: str = "3.8") -> ReleaseIndex:
    held = taxonomy(*concepts)
    return ReleaseIndex.build(release(held, version), held, {})


SLAGER = concept(
    "u10", Kind.PROFILE, alternative("nl", "Beenhouwer"), notation="OP-10", nl="Slager"
)
COMPETENT = index(SLAGER, retired("u9", reason=RetirementReason.NONE, nl="Visser"))
ESCO = index(concept("x", Kind.OCCUPATION, scheme="esco", nl="slager"), version="1.0.3")


def told(found: Resolved) -> list[tuple[str, str, str]]:
    return [(it.severity.value, it.code, it.concept) for it in found.findings]


def test_an_id_that_both_releases_hold_is_taken_without_a_word() -> None:
    given = mapping_set(mapping("u10", "exact", "x", subject_label="beenhouwer (m/v)"))
    found = resolved(given, COMPETENT, ESCO, {})
    (it,) = found.mapping_set
    assert told(found) == []
    assert it.subject_revision == COMPETENT.revision(SLAGER)


def test_a_revision_that_the_file_tells_stays() -> None:
    given = mapping_set(
        mapping("u10", "exact", "x", subject_revision="sha256:1", object_revision="sha256:2")
    )
    (it,) = resolved(given, COMPETENT, ESCO, {}).mapping_set
    assert (it.subject_revision, it.object_revision) == ("sha256:1", "sha256:2")


def test_a_notation_in_the_place_of_an_id_is_looked_up() -> None:
    found = resolved(mapping_set(mapping("OP-10", "exact", "x")), COMPETENT, ESCO, {})
    assert [it.subject_id for it in found.mapping_set] == ["u10"]
    assert told(found) == [("warning", "mapping-concept-by-code", "u10")]


def test_a_concept_that_no_release_holds_is_kept_and_told_once() -> None:
    given = mapping_set(mapping("u99", "exact", "x"), mapping("u99", "close", "x"))
    found = resolved(given, COMPETENT, ESCO, {"u99": "OP-99"})
    assert found.mapping_set.mappings[0].subject_id == "u99"
    assert told(found) == [("warning", "mapping-concept-unknown", "u99")]
    assert "u99 (OP-99)" in found.findings[0].message


def test_a_retired_concept_is_told() -> None:
    found = resolved(mapping_set(mapping("u9", "exact", "x")), COMPETENT, ESCO, {})
    assert told(found) == [("warning", "mapping-concept-retired", "u9")]


def test_a_label_that_is_none_of_the_concept_s_is_told() -> None:
    given = mapping_set(mapping("u10", "exact", "x", subject_label="Bakker", object_label="SLAGER"))
    found = resolved(given, COMPETENT, ESCO, {})
    assert told(found) == [("info", "mapping-label-differs", "u10")]


def test_two_names_of_one_concept_come_to_one_mapping() -> None:
    given = mapping_set(mapping("OP-10", "exact", "x"), mapping("u10", "exact", "x"))
    found = resolved(given, COMPETENT, ESCO, {})
    assert len(found.mapping_set) == 1
    assert "mapping-repeated" in {it.code for it in found.findings}


def test_a_side_that_the_service_does_not_hold_is_left_alone() -> None:
    given = mapping_set(mapping("24531012", "exact", "y", subject_label="INGENIEROS"))
    found = resolved(given, None, None, {})
    assert (found.mapping_set, found.findings) == (given, ())


def test_that_nothing_was_found_needs_no_look_up() -> None:
    given = mapping_set(mapping("u10", "exact", NO_TERM_FOUND))
    assert told(resolved(given, COMPETENT, ESCO, {})) == []
