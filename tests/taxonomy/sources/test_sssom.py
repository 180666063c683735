"""Tests of reading SSSOM files of others, and of what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from taxonomy.errors import SourceUnreadableError
from taxonomy.mapping import NO_TERM_FOUND, Side
from taxonomy.sources.sssom import read
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

if TYPE_CHECKING:
    from taxonomy.sources.mapping_reading import MappingReading

HEAD = """\
curie_map:
  FOODON: http://purl.obolibrary.org/obo/FOODON_
  KF: "https://kewl.example/food/"
  esco: http://data.europa.eu/esco/
  competent: https://competent.example/id/competent/
  SCHEME: https://competent.example/id/
mapping_set_id: https://w3id.org/sssom/tutorial/example1.sssom.tsv
mapping_set_title: Foods
creator_id:
- orcid:0000-0002-7356-1779
license: https://creativecommons.org/licenses/by/4.0/
mapping_date: 2022-05-02
subject_source: KF:foods
subject_source_version: "1.0"
object_source: obo:foodon.owl
object_source_version: 2024-01-01
comment: 'It''s an
  example'
"""
COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
APPLE = {
    "subject_id": "KF:F001",
    "predicate_id": "skos:exactMatch",
    "object_id": "FOODON:00002473",
    "mapping_justification": "semapv:ManualMappingCuration",
}


def table(*rows: dict[str, str]) -> str:
    columns = list(dict.fromkeys([*COLUMNS, *(key for row in rows for key in row)]))
    lines = [columns, *([row.get(it, "") for it in columns] for row in rows)]
    return "\n".join("\t".join(it) for it in lines) + "\n"


def embedded(head: str) -> str:
    return "".join(
        f"#{line}\n" for line in head.replace("obo:foodon", "FOODON:foodon").splitlines()
    )


def reading(
    folder: Path, *rows: dict[str, str], head: str = HEAD, **options: Any
) -> MappingReading:
    path = folder / "set.sssom.tsv"
    path.write_text(embedded(head) + table(*rows), encoding="utf-8")
    return read(path, **options)


def test_a_set_of_others_is_read(tmp_path: Path) -> None:
    found = reading(tmp_path, APPLE | {"subject_label": "apple", "confidence": "0.95", "author_id": "orcid:1"})  # fmt: skip
    assert found.mapping_set.subject == Side("foods", "1.0")
    assert found.mapping_set.object == Side("foodon-foodon", "2024-01-01")
    (one,) = found.mapping_set
    assert one.subject_id == "https://kewl.example/food/F001"
    assert one.object_id == "http://purl.obolibrary.org/obo/FOODON_00002473"
    assert (one.justification, one.predicate) == (Justification.MANUAL, MappingPredicate.EXACT)
    assert (one.confidence, one.author, one.subject_label) == (0.95, "orcid:1", "apple")
    assert one.mapping_date == date(2022, 5, 2)
    assert found.notations["https://kewl.example/food/F001"] == "F001"
    assert found.mapping_set.comment == "It's an example"
    (source,) = found.mapping_set.sources
    assert (source.title, source.author) == ("Foods", "orcid:0000-0002-7356-1779")
    assert one.source == source.file == "set.sssom.tsv"


def test_codes_of_competent_are_notations(tmp_path: Path) -> None:
    head = HEAD.replace("KF:foods", "SCHEME:competent").replace("obo:foodon.owl", "esco:occupation")
    row = APPLE | {"subject_id": "competent:OP-10", "object_id": "esco:occupation/x"}
    found = reading(tmp_path, row, head=head)
    assert found.mapping_set.name == "competent-1.0--esco-2024-01-01"
    assert [(it.subject_id, it.object_id) for it in found.mapping_set] == [
        ("OP-10", "http://data.europa.eu/esco/occupation/x")
    ]
    assert found.notations == {"OP-10": "OP-10"}


@pytest.mark.parametrize("name", ["set.sssom.yml", "set.yml", "elsewhere.yaml"])
def test_metadata_may_stand_in_a_file_beside(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("---\n" + HEAD.replace("obo:", "FOODON:"))
    path = tmp_path / "set.sssom.tsv"
    path.write_text(table(APPLE))
    metadata = tmp_path / name if name.startswith("elsewhere") else None
    assert len(read(path, metadata=metadata).mapping_set) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"subject_id": "XX:1"}, "unknown-prefix"),
        ({"object_id": "nothing"}, "unknown-prefix"),
        ({"predicate_id": "oboInOwl:hasDbXref"}, "unknown-relation"),
        ({"predicate_id": ""}, "unknown-relation"),
        ({"subject_type": "rdfs literal"}, "literal-mapping"),
        ({"subject_source_version": "2"}, "other-release"),
    ],
)
def test_a_row_that_cannot_be_held_is_refused(
    tmp_path: Path, change: dict[str, str], code: str
) -> None:
    good = APPLE | {"subject_source_version": "1.0"}
    found = reading(tmp_path, good, good | change)
    assert [it.code for it in found.refused] == [code]
    assert len(found.mapping_set) == 1


@pytest.mark.parametrize(
    ("change", "code", "expected"),
    [
        ({"predicate_id": "owl:equivalentClass"}, "predicate-mended", ("predicate", MappingPredicate.EXACT)),
        ({"predicate_id": "rdfs:subClassOf"}, "predicate-mended", ("predicate", MappingPredicate.BROAD)),
        ({"mapping_justification": "semapv:Guess"}, "unknown-justification", ("justification", Justification.UNSPECIFIED)),
        ({"predicate_modifier": "Not"}, "negated", ("state", MappingState.REJECTED)),
        ({"confidence": "1.5"}, "bad-confidence", ("confidence", None)),
        ({"confidence": "much"}, "bad-confidence", ("confidence", None)),
        ({"mapping_date": "yesterday"}, "not-a-date", ("mapping_date", None)),
        ({"subject_id": "https://kewl.example/food/F001"}, "iri-not-curie", ("subject_id", "https://kewl.example/food/F001")),
        ({"subject_label": "an  apple"}, "text-normalised", ("subject_label", "an apple")),
        ({"other": "x"}, "slot-not-held", ("comment", "")),
        ({"colour": "x"}, "unknown-column", ("comment", "")),
        ({"object_id": "sssom:NoTermFound"}, "", ("object_id", NO_TERM_FOUND)),
    ],
)  # fmt: skip
def test_a_row_that_says_more_or_else_is_taken_and_told(
    tmp_path: Path, change: dict[str, str], code: str, expected: tuple[str, object]
) -> None:
    found = reading(tmp_path, APPLE | change)
    assert [it.code for it in found.findings] == ([code] if code else [])
    (one,) = found.mapping_set
    assert getattr(one, expected[0]) == expected[1]


EXTENDED = (
    HEAD
    + """\
extension_definitions:
  - slot_name: ext_state
    property: OWN:mappingState
  - slot_name: ext_reasons
    property: OWN:mappingReasons
  - {}
"""
)


@pytest.mark.parametrize("reasons", ["{", "[1]", "{}"])
def test_extensions_of_ours_that_say_nothing_known_are_told(tmp_path: Path, reasons: str) -> None:
    found = reading(tmp_path, APPLE | {"ext_state": "new", "ext_reasons": reasons}, head=EXTENDED)
    assert {it.code for it in found.findings} == {"unknown-state", "bad-reasons"}
    assert [(it.state, it.reasons) for it in found.mapping_set] == [(MappingState.SUGGESTED, ())]


def test_a_subject_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = reading(tmp_path, APPLE | {"subject_id": "sssom:NoTermFound"})
    assert ([it.code for it in found.findings], len(found.mapping_set)) == (
        ["without-counterpart"],
        0,
    )


def test_one_triple_twice_is_held_once(tmp_path: Path) -> None:
    found = reading(tmp_path, APPLE, APPLE | {"mapping_justification": "semapv:LexicalMatching"})
    assert [it.code for it in found.findings] == ["repeated-row"]
    assert len(found.mapping_set) == 1


def test_a_row_of_another_width_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text(embedded(HEAD) + table(APPLE) + "KF:1\tskos:exactMatch\n")
    assert [(it.code, it.place and it.place.row) for it in read(path).refused] == [
        ("row-width", 21)
    ]


def test_sources_are_asked_for_and_may_be_overruled(tmp_path: Path) -> None:
    head = "curie_map:\n  KF: https://kewl.example/food/\n"
    row = APPLE | {"object_id": "KF:2"}
    with pytest.raises(SourceUnreadableError, match="name its release as subject"):
        reading(tmp_path, row, head=head)
    found = reading(tmp_path, row, head=head, subject="competent/3.8", object_="esco/1.2.0")
    assert found.mapping_set.name == "competent-3.8--esco-1.2.0"


def test_sources_may_stand_in_the_rows(tmp_path: Path) -> None:
    head = "curie_map:\n  KF: https://kewl.example/food/\n"
    sides = {"subject_source": "KF:a#b", "subject_source_version": "1", "object_source": "KF:c", "object_source_version": "2"}  # fmt: skip
    found = reading(tmp_path, APPLE | {"object_id": "KF:2"} | sides, head=head)
    assert found.mapping_set.name == "b-1--c-2"


def test_commas_may_divide_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text(embedded(HEAD) + table(APPLE).replace("\t", ","))
    assert len(read(path).mapping_set) == 1


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    reading(tmp_path, APPLE, progress=lambda name, count: told.append((name, count)))
    assert told == [("set.sssom.tsv", 1)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "its header lacks subject_id"),
        (b"#a: b\nx\ty\n", "its header lacks subject_id"),
        (b"\xff", "is not UTF-8"),
        (b"#no entry\nsubject_id\tpredicate_id\tobject_id\n", "no YAML"),
        (b"#a:\n#   b: c\n#  d: e\nsubject_id\tpredicate_id\tobject_id\n", "no YAML"),
        (b"#a: b\n#- c\nsubject_id\tpredicate_id\tobject_id\n", "no YAML"),
        (b"#- c\nsubject_id\tpredicate_id\tobject_id\n", "no YAML"),
        ("".join(f"#{' ' * it}a:\n" for it in range(40)).encode() + b"x\n", "no YAML"),
    ],
)
def test_a_file_that_is_no_set_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "set.tsv"
    path.write_bytes(data)
    with pytest.raises(SourceUnreadableError, match=why):
        read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match="cannot be read"):
        read(tmp_path / "nowhere.tsv")
