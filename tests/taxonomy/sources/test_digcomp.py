"""Tests of reading DigComp's JSON-LD."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy import checks
from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Severity
from taxonomy.model import Concept, Framework, Link, Taxonomy
from taxonomy.sources.digcomp import read
from taxonomy.sources.reading import Reading
from taxonomy.vocabulary import Kind, NoteType, Predicate

AREA = {"@type": "CompetenceArea", "@id": "CompetenceArea/1", "name": "Information", "name_nl": "Informatie"}  # fmt: skip
COMPETENCE = {
    "@type": "Competence",
    "@id": "Competence/1.1",
    "name": "Searching",
    "description": "To search.",
    "competence_area_id": "CompetenceArea/1",
    "name_nl": "Zoeken",
    "description_nl": "Het zoeken.",
}
LEVELS = [
    {
        "@type": "ProficiencyLevel",
        "@id": f"ProficiencyLevel/Highly advanced_{number}",
        "four_levels_name": "Highly advanced",
        "four_levels_name_nl": "Zeer gevorderd",
        "eight_levels_mapping": number,
        "six_levels_mapping": "C2",
        "four_levels_description": "Solve.",
        "eight_levels_description": f"Solve {number}.",
        "applies_to": "To help.",
    }
    for number in (7, 8)
]
STATEMENT = {
    "@type": "CompetenceStatement",
    "@id": "CompetenceStatement/CS1.1.01",
    "description": "Know how to search.",
    "ai_label": "AI-Implicit",
    "competence_area_id": "CompetenceArea/1",
    "competence_id": "Competence/1.1",
    "four_levels_proficiency_name": "ProficiencyLevel/Highly advanced",
    "description_nl": "Weten hoe te zoeken.",
    "four_levels_proficiency_name_nl": "Zeer gevorderd",
}
TERM = {"@type": "Glossary", "@id": "Glossary/Open data (raw)", "explanation": "Free data."}
GRAPH: list[Any] = [AREA, COMPETENCE, *LEVELS, STATEMENT, TERM]


def file(folder: Path, graph: Any, name: str = "DigComp_en.jsonld") -> Path:
    path = folder / name
    path.write_text(json.dumps({"@context": {}, "@graph": graph}), encoding="utf-8")
    return path


def reading(folder: Path, *graph: Any) -> Reading:
    return read([file(folder, list(graph))], version="3.0")


def by_id(it: Reading) -> dict[str, Concept]:
    return {concept.id.removeprefix("digcomp:"): concept for concept in it.concepts}


def codes(it: Reading) -> list[str]:
    return [finding.code for finding in it.findings]


def test_a_clean_file_has_no_findings_and_counts_its_nodes(tmp_path: Path) -> None:
    it = reading(tmp_path, *GRAPH)
    assert codes(it) == []
    assert it.rows == {"DigComp_en.jsonld": len(GRAPH)}


def test_a_competence_has_its_area_its_framework_and_its_languages(tmp_path: Path) -> None:
    it = by_id(reading(tmp_path, *GRAPH))["Competence/1.1"]
    assert (it.kind, it.notation) == (Kind.DIGITAL_COMPETENCE, "1.1")
    assert it.pref_labels() == {"en": "Searching", "nl": "Zoeken"}
    assert it.note(NoteType.DESCRIPTION) == {"en": "To search.", "nl": "Het zoeken."}
    assert it.links == (Link(Predicate.BROADER, "digcomp:CompetenceArea/1"),)
    assert it.framework == Framework("DigComp", "3.0", "1.1")


def test_a_statement_is_labelled_by_its_description_and_has_a_level(tmp_path: Path) -> None:
    it = by_id(reading(tmp_path, *GRAPH))["CompetenceStatement/CS1.1.01"]
    assert it.pref_labels() == {"en": "Know how to search.", "nl": "Weten hoe te zoeken."}
    assert it.targets(Predicate.LEVEL) == ["digcomp:ProficiencyLevel/Highly%20advanced"]
    assert it.attributes == (("ai_label", "AI-Implicit"),)


def test_the_level_that_statements_name_stands_above_its_two_rows(tmp_path: Path) -> None:
    found = by_id(reading(tmp_path, *GRAPH))
    level, row = (found[f"ProficiencyLevel/Highly%20advanced{it}"] for it in ("", "_8"))
    assert level.pref_labels() == {"en": "Highly advanced", "nl": "Zeer gevorderd"}
    assert row.pref_label("en") == "Highly advanced 8"
    assert row.targets(Predicate.BROADER) == [level.id]
    assert NoteType.DESCRIPTION not in {it.type for it in level.notes}


def test_a_glossary_term_is_labelled_by_its_id(tmp_path: Path) -> None:
    it = by_id(reading(tmp_path, *GRAPH))["Glossary/Open%20data%20(raw)"]
    assert (it.notation, it.pref_labels()) == ("", {"en": "Open data (raw)"})


def test_a_file_in_one_language_says_so_by_its_name(tmp_path: Path) -> None:
    english = file(tmp_path, [AREA])
    french = file(tmp_path, [AREA | {"name": "Informations"}], "DigComp_fr.jsonld")
    plain = {key: value for key, value in AREA.items() if key != "name_nl"}
    french.write_text(json.dumps({"@graph": [plain | {"name": "Informations"}]}))
    it = by_id(read([english, french], version="3.0"))["CompetenceArea/1"]
    assert it.pref_labels() == {"en": "Information", "nl": "Informatie", "fr": "Informations"}


WARTS: list[tuple[list[Any], str, Severity]] = [
    (["text"], "not-a-node", Severity.ERROR),
    ([{"@id": "Competence/9.9"}], "unknown-type", Severity.ERROR),
    ([{"@id": "Competence/9.9", "@type": ["Competence"]}], "unknown-type", Severity.ERROR),
    ([{"@type": "CompetenceArea", "name": "Safety"}], "missing-id", Severity.ERROR),
    ([AREA | {"@id": " "}], "missing-id", Severity.ERROR),
    ([AREA], "repeated-node", Severity.INFO),
    ([AREA | {"name": "Other"}], "duplicate-id", Severity.ERROR),
    ([AREA | {"@id": "CompetenceArea/2", "name": 7}], "not-text", Severity.ERROR),
    ([AREA | {"@id": "CompetenceArea/2", "name": "x" * 2001}], "text-too-long", Severity.ERROR),
    ([AREA | {"@id": "CompetenceArea/2", "name": "a\u00a0b"}], "text-normalised", Severity.WARNING),
    ([AREA | {"@id": "CompetenceArea/2", "colour": "red"}], "unknown-field", Severity.INFO),
    ([{"@type": "CompetenceArea", "@id": "CompetenceArea/2"}], "missing-text", Severity.WARNING),
    ([STATEMENT | {"@id": "S/2", "competence_id": "Competence/9"}], "dangling-link", Severity.WARNING),
    ([STATEMENT | {"@id": "S/2", "ai_label": []}], "not-text", Severity.ERROR),
    ([STATEMENT | {"@id": "S/2", "ai_label": None, "text": None}], "unknown-field", Severity.INFO),
]  # fmt: skip


@pytest.mark.parametrize(("more", "code", "severity"), WARTS)
def test_a_wart_is_reported_and_the_rest_is_read(
    more: list[Any], code: str, severity: Severity, tmp_path: Path
) -> None:
    it = reading(tmp_path, *GRAPH, *more)
    assert (code, severity) in {(finding.code, finding.severity) for finding in it.findings}
    assert "Competence/1.1" in by_id(it)


def test_languages_that_contradict_each_other_are_reported(tmp_path: Path) -> None:
    other = COMPETENCE | {"name": "Finding", "name_fr": "Chercher", "competence_area_id": "CompetenceArea/2"}  # fmt: skip
    paths = [
        file(tmp_path, [AREA, COMPETENCE]),
        file(tmp_path, [AREA, other], "DigComp_fr.jsonld"),
    ]
    it = read(paths, version="3.0")
    assert codes(it) == ["texts-disagree", "values-disagree"]
    labels = by_id(it)["Competence/1.1"].pref_labels()
    assert labels == {"en": "Searching", "nl": "Zoeken", "fr": "Chercher"}


def test_a_translation_with_other_ids_is_reported_and_nothing_is_lost(tmp_path: Path) -> None:
    more = AREA | {"@id": "CompetenceArea/9"}
    paths = [file(tmp_path, [AREA, COMPETENCE]), file(tmp_path, [AREA, more], "DigComp_nl.jsonld")]
    it = read(paths, version="3.0")
    assert codes(it) == ["unknown-id", "not-in-file"]
    assert {"CompetenceArea/9", "Competence/1.1"} <= set(by_id(it))


def test_an_id_that_is_of_two_kinds_keeps_its_first(tmp_path: Path) -> None:
    paths = [file(tmp_path, [AREA]), file(tmp_path, [AREA | {"@type": "Glossary"}], "b.jsonld")]
    it = read(paths, version="3.0")
    assert "kinds-disagree" in codes(it)
    assert by_id(it)["CompetenceArea/1"].kind is Kind.COMPETENCE_AREA


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe{}", b'{"@graph": 7}', b'"x"', b"[" * 5000])
def test_a_file_that_is_no_such_thing_is_a_finding_beside_a_good_one(
    text: bytes, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jsonld"
    bad.write_bytes(text)
    it = read([file(tmp_path, GRAPH), bad, tmp_path / "absent.jsonld"], version="3.0")
    assert codes(it) == ["unreadable-file", "unreadable-file"]
    with pytest.raises(SourceUnreadableError, match=r"bad\.jsonld"):
        read([bad], version="3.0")


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = file(tmp_path, GRAPH)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert codes(read([path], version="3.0")) == []


def test_no_files_at_all_are_refused() -> None:
    with pytest.raises(SourceUnreadableError, match="no file"):
        read([], version="3.0")


def test_progress_ends_at_the_number_of_nodes(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    graph = [TERM | {"@id": f"Glossary/{number}"} for number in range(150)]
    read([file(tmp_path, graph)], version="3.0", progress=lambda *it: told.append(it))
    assert told == [("DigComp_en.jsonld", 100), ("DigComp_en.jsonld", 150)]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda it: st.lists(it, max_size=3) | st.dictionaries(st.text(max_size=5), it, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["@id", "@type", "name", "name_nl", "competence_area_id"]),
            st.sampled_from(["Competence", "CompetenceArea", "Competence/1"]) | json_values,
        )
        | json_values,
        max_size=5,
    )
)
def test_no_graph_makes_it_stumble(tmp_path: Path, graph: list[Any]) -> None:
    it = read([file(tmp_path, [*graph, TERM])], version="3.0")
    assert len(Taxonomy.of("digcomp", it.concepts)) >= 1


@pytest.mark.real_data
def test_digcomp_3_is_read_whole_in_two_languages(shared_data: Path) -> None:
    folder = shared_data / "digcomp" / "3.0"
    names = [f"DigComp_3.0_Data_Supplement_{lang}.jsonld" for lang in ("en", "nl")]
    it = read([folder / name for name in names], version="3.0")
    assert Counter(concept.kind for concept in it.concepts) == {
        Kind.COMPETENCE_AREA: 5,
        Kind.DIGITAL_COMPETENCE: 21,
        Kind.PROFICIENCY_LEVEL: 12,
        Kind.COMPETENCE_STATEMENT: 362,
        Kind.LEARNING_OUTCOME: 523,
        Kind.GLOSSARY_TERM: 126,
    }
    assert set(codes(it)) == {"text-normalised"}
    assert list(checks.run(Taxonomy.of("digcomp", it.concepts))) == []
