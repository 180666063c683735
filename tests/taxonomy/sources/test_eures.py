"""Tests of reading tables of EURES: every wart that is known, and some that are feared."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Severity
from taxonomy.mapping import NO_TERM_FOUND, Side
from taxonomy.sources.eures import Direction, read
from taxonomy.sources.eures.direction import Pair, evidence
from taxonomy.sources.eures.sides import slug
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taxonomy.sources.mapping_reading import MappingReading

Cells = list[Any]

ESCO = "http://data.europa.eu/esco/"
HALAL = "7ea40a30-9a6d-4ec6-8b3f-6bb9e0ac9b2e"
BUTCHER = "1d1d8e0f-7e0c-4d3a-9c1c-0f6b1c1e2a10"
OP_10 = "0a5cbd0d-97a6-4f1c-8ad0-7c0f6d4d5f11"
FACTS = {
    "Mapping project name": "Butchers",
    "Mapping project author": "A guild",
    "Mapping project version": "V1.0",
    "Mapping project version date": "2021-09-30",
    "Classification 1 Name": "ESCO occupations",
    "Classification 1 Concept type": "Occupation",
    "Classification 1 Version": "V1.0.3",
    "Classification 1 Language": "nl",
    "Classification 1 Landing page": "https://ec.europa.eu/esco/portal/occupation",
    "Classification 2 Name": "Competent2.0",
    "Classification 2 Concept type": "occupation",
    "Classification 2 Version": "3,8",
    "Classification 2 Language": "nl/fr",
    "Classification 2 Landing page": "https://competent.vdab.be/competent",
}
HEADER = [
    *("Classification 1 URI", "Classification 1 ID", "Classification 1 PrefLabel"),
    *("Classification 1 URL", "Classification 2 URI", "Classification 2 ID"),
    *("Classification 2 PrefLabel NL", "Classification 2 PrefLabel FR", "Classification 2 URL"),
    *("Mapping relation", "Editorial Note", "Classification 2 PrefLabel"),
]
SHORT = [
    *("Classification 1 URI", "Classification 1 PrefLabel", "Classification 2 ID"),
    *("Classification 2 PrefLabel", "Mapping relation", "Editorial note"),
]
HALAL_URI = f"{ESCO}occupation/{HALAL}"


def belgian(relation: str = "skos:narrowMatch", **parts: str) -> Cells:
    """The row about OP-10 and the halal butcher, as the Belgian table of occupations has it."""
    cells = {
        "uri": HALAL,
        "code": "7511.1.1",
        "esco": "islamitisch slager",
        "url": HALAL_URI,
        "uuid": OP_10,
        "id": "OP-10",
        "nl": "Slager",
        "fr": "Boucher (h/f/x)",
        "page": "",
        "relation": relation,
        "note": "",
        "label": "Slager",
    }
    return list((cells | parts).values())


def short(
    uri: str = HALAL_URI, id: str = "5120", relation: str = "skos:closeMatch", note: str = ""
) -> Cells:
    return [uri, "halal butcher", id, "Butchers", relation, note]


def table(
    *rows: Cells,
    header: Sequence[str] = HEADER,
    above: Iterable[Cells] = (),
    delimiter: str = ",",
    **facts: Any,
) -> bytes:
    """The bytes of a table; facts are overruled by their last words (`classification_2_version`)."""
    told = {key.casefold().replace(" ", "_"): key for key in FACTS}
    all_ = FACTS | {told[key]: value for key, value in facts.items()}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    lines = [[key, value] for key, value in all_.items() if value is not None]
    writer.writerows([*above, *lines, [], [], header, *rows])
    return stream.getvalue().encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def reading(folder: Path, *files: bytes, **options: Any) -> MappingReading:
    paths = [folder / f"table-{number}.csv" for number in range(1, len(files) + 1)]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    return read(paths, **options)


def triples(found: MappingReading) -> list[tuple[str, str, str]]:
    return [
        (it.subject_id, it.predicate.partition(":")[2], it.object_id) for it in found.mapping_set
    ]


def codes(found: MappingReading) -> set[str]:
    return {it.code for it in found.findings}


def reason(folder: Path, *files: bytes, **options: Any) -> str:
    with pytest.raises(SourceUnreadableError) as caught:
        reading(folder, *files, **options)
    return str(caught.value)


def refusal(folder: Path, row: Cells, **options: Any) -> str:
    """Why the row was refused; the good row above it was taken all the same."""
    found = reading(folder, table(belgian(), row), **options)
    assert len(found.mapping_set) == 1
    (error,) = found.refused
    assert error.place
    assert (error.place.file, error.place.row) == ("table-1.csv", 19)
    return error.code


def test_the_butcher_is_read_from_competent_to_esco(folder: Path) -> None:
    found = reading(folder, table(belgian()))
    assert triples(found) == [(OP_10, "narrowMatch", HALAL_URI)]
    (one,) = found.mapping_set
    assert (one.subject_label, one.object_label) == ("Slager", "islamitisch slager")
    assert found.notations == {OP_10: "OP-10", HALAL_URI: "7511.1.1"}
    assert found.rows == {"table-1.csv": 1}
    assert found.refused == ()


def test_sides_and_source_come_from_the_rows_above_the_header(folder: Path) -> None:
    found = reading(folder, table(belgian()))
    assert (found.mapping_set.subject, found.mapping_set.object) == (
        Side("competent", "3.8"),
        Side("esco", "1.0.3"),
    )
    (source,) = found.mapping_set.sources
    assert source._replace(sha256="") == ("table-1.csv", "", "Butchers", "A guild", "V1.0", "2021-09-30", "")  # fmt: skip
    assert len(source.sha256) == 64
    assert {(it.author, it.source) for it in found.mapping_set} == {("A guild", "table-1.csv")}


def test_a_row_doubled_for_each_language_is_one_mapping(folder: Path) -> None:
    found = reading(folder, table(belgian(), belgian(label="Boucher (h/f/x)")))
    assert len(found.mapping_set) == 1
    assert "repeated-row" in codes(found)
    assert found.rows == {"table-1.csv": 2}


def test_notes_of_doubled_rows_are_kept_both(folder: Path) -> None:
    found = reading(folder, table(belgian(note="a"), belgian(note="b"), belgian(note="a")))
    assert [it.comment for it in found.mapping_set] == ["a\nb"]


def test_one_pair_with_two_relations_is_kept_twice_and_told(folder: Path) -> None:
    found = reading(folder, table(belgian(), belgian("skos:exactMatch")))
    assert [it[1] for it in triples(found)] == ["exactMatch", "narrowMatch"]
    assert "two-relations" in codes(found)


def test_occupations_and_competences_are_one_set(folder: Path) -> None:
    skill = belgian(url="", uri=HALAL, uuid=BUTCHER, id="SK-1")
    competences = table(
        skill,
        classification_1_name="ESCO competences",
        classification_1_concept_type="Competence",
        classification_2_name="VDAB competences",
        classification_2_version="Competent 3.8",
        mapping_project_version_date="44355",
    )
    found = reading(folder, table(belgian()), competences)
    assert {it[2] for it in triples(found)} == {HALAL_URI, f"{ESCO}skill/{HALAL}"}
    assert [it.date for it in found.mapping_set.sources] == ["2021-09-30", "2021-06-08"]
    assert Counter(it.source for it in found.mapping_set) == {"table-1.csv": 1, "table-2.csv": 1}


def test_tables_of_different_versions_are_no_set(folder: Path) -> None:
    message = reason(folder, table(belgian()), table(belgian(), classification_1_version="1.1"))
    assert "competent/3.8 → esco/1.1" in message


def test_the_same_bytes_twice_are_read_once(folder: Path) -> None:
    found = reading(folder, table(belgian()), table(belgian()))
    assert len(found.mapping_set.sources) == 1
    assert "repeated-file" in codes(found)


# Direction


def swapped(*rows: Cells) -> bytes:
    """A table whose classification 1 is the national one, as in the crosswalk of O*NET."""
    header = ["O*NET Id", "O*NET Title", "O*NET Description", "ESCO or ISCO URI", "ESCO or ISCO Title", "Type of Match"]  # fmt: skip
    return table(
        *rows,
        header=header,
        classification_1_name="O*NET",
        classification_1_version="O*NET-SOC 2019",
        classification_2_name="ESCO",
        classification_2_version="v1.1.0",
        classification_2_landing_page="",
    )


def test_a_table_with_the_classifications_swapped_comes_out_right(folder: Path) -> None:
    found = reading(
        folder,
        swapped(["51-3021.00", "Butchers", "Cut meat", HALAL_URI, "halal butcher", "broadMatch"]),
    )
    assert found.mapping_set.name == "o-net-o-net-soc-2019--esco-1.1.0"
    assert triples(found) == [("51-3021.00", "narrowMatch", HALAL_URI)]
    assert [it.subject_label for it in found.mapping_set] == ["Butchers"]


def test_headings_by_number_may_be_swapped_as_well(folder: Path) -> None:
    turned = [it.translate(str.maketrans("12", "21")) for it in HEADER]
    facts: dict[str, Any] = {
        key.casefold().replace(" ", "_").translate(str.maketrans("12", "21")): value
        for key, value in FACTS.items()
        if key.startswith("Classification")
    }
    found = reading(folder, table(belgian(), header=turned, **facts))
    assert triples(found) == [(OP_10, "broadMatch", HALAL_URI)]


def test_a_heading_may_tell_the_other_direction(folder: Path) -> None:
    header = ["Mapping relation (1 to 2)" if it == "Mapping relation" else it for it in HEADER]
    found = reading(folder, table(belgian(), header=header))
    assert triples(found) == [(OP_10, "broadMatch", HALAL_URI)]


def test_the_caller_may_tell_the_direction(folder: Path) -> None:
    found = reading(folder, table(belgian()), direction=Direction.TO_SECOND)
    assert triples(found) == [(OP_10, "broadMatch", HALAL_URI)]


def uri(number: int, kind: str = "occupation") -> str:
    local = f"C{number:04}" if kind == "isco" else f"{number:08x}-0000-4000-8000-000000000000"
    return f"{ESCO}{kind}/{local}"


def fans(kind: str = "occupation", relation: str = "skos:narrowMatch") -> list[Cells]:
    """120 rows: twelve national concepts, each with ten of ESCO's."""
    return [short(uri(number, kind), f"N{number % 12}", relation) for number in range(1, 121)]


def test_a_relation_that_reads_the_other_way_by_its_rows_is_turned(folder: Path) -> None:
    found = reading(folder, table(*fans(relation="skos:broadMatch"), header=SHORT))
    assert {it[1] for it in triples(found)} == {"narrowMatch"}
    (told,) = (it for it in found.findings if it.code == "direction-turned")
    assert "120 broad and narrow pairs: 10.00 broader concepts each" in told.message


def test_a_relation_that_reads_as_usual_is_left(folder: Path) -> None:
    found = reading(folder, table(*fans(), header=SHORT))
    assert {it[1] for it in triples(found)} == {"narrowMatch"}
    assert "direction-turned" not in codes(found)


def test_rows_about_groups_of_isco_may_read_otherwise_than_the_rest(folder: Path) -> None:
    rows = [*fans(), *(short(uri(number % 12, "isco"), f"M{number}", "skos:narrowMatch") for number in range(120))]  # fmt: skip
    found = reading(folder, table(*rows, header=SHORT))
    kinds = Counter((it[1], it[2].split("/")[-2]) for it in triples(found))
    assert kinds == {("narrowMatch", "occupation"): 120, ("broadMatch", "isco"): 120}
    assert "/isco/" in next(it.message for it in found.findings if it.code == "direction-turned")


def test_what_was_told_counts_against_what_the_rows_show(folder: Path) -> None:
    data = table(*fans(relation="skos:broadMatch"), header=SHORT)
    found = reading(folder, data, direction=Direction.TO_FIRST)
    assert {it[1] for it in triples(found)} == {"broadMatch"}
    assert "direction-doubtful" in codes(found)


def test_few_pairs_show_nothing() -> None:
    pair = Pair("N", MappingPredicate.BROAD, "E")
    assert evidence([pair]).reads_to_esco is None
    assert evidence([pair._replace(esco=str(it)) for it in range(99)]).reads_to_esco is None


def test_pairs_that_are_one_to_one_show_nothing() -> None:
    pairs = [Pair(str(it), MappingPredicate.BROAD, str(it)) for it in range(500)]
    assert evidence(pairs).reads_to_esco is None


def test_exact_and_close_pairs_show_nothing() -> None:
    pairs = [Pair("N", MappingPredicate.CLOSE, str(it)) for it in range(500)]
    assert evidence(pairs).pairs == 0


def test_a_table_whose_rows_and_headings_disagree_is_refused(folder: Path) -> None:
    message = reason(
        folder,
        table(belgian(), classification_1_name="Competent", classification_2_name="ESCO"),
    )
    assert (
        "classification 2 is called ESCO, and the URIs of ESCO stand with classification 1"
        in message
    )


def test_a_table_without_esco_is_refused(folder: Path) -> None:
    row = belgian(uri="a", url="", code="")
    message = reason(folder, table(row, classification_1_name="ROME"))
    assert "nothing says which of the classifications is ESCO" in message


# Sides


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"classification_2_version": "3.10"}, "competent-3.10--esco-1.0.3"),
        ({"classification_2_version": "Competent 3.8"}, "competent-3.8--esco-1.0.3"),
        ({"classification_1_version": "v1.1.0"}, "competent-3.8--esco-1.1.0"),
        (
            {
                "classification_2_name": "CO-SISPE 2011",
                "classification_2_version": "1",
                "classification_2_landing_page": "",
            },
            "co-sispe-2011-1--esco-1.0.3",
        ),
        (
            {
                "classification_2_name": "Lietuvos profesijų klasifikatorius",
                "classification_2_version": "ESCO LPK",
                "classification_2_landing_page": "",
            },
            "lietuvos-profesiju-klasifikatorius-esco-lpk--esco-1.0.3",
        ),
        ({"classification_2_name": "ROME", "classification_2_version": "V4"}, "rome-4--esco-1.0.3"),
    ],
)
def test_sides_are_named_by_scheme_and_version(
    folder: Path, facts: dict[str, Any], name: str
) -> None:
    if facts.get("classification_2_name") == "ROME":
        facts = facts | {"classification_2_landing_page": ""}
    assert reading(folder, table(belgian(), **facts)).mapping_set.name == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O*NET-SOC 2019", "o-net-soc-2019"),
        ("25.01.2022", "25.01.2022"),
        ("  ", "named-"),
        ("Ελλάδα", "named-"),
        ("a-" * 50, "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a"),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_slug_is_short_and_plain(text: str, expected: str) -> None:
    assert slug(text).startswith(expected)
    assert len(slug(text)) <= 60
    assert slug(text) == slug(text)


def test_versions_that_nobody_tells_are_asked_for(folder: Path) -> None:
    bare = table(belgian(), classification_1_version="", classification_2_version="N/A")
    assert "name its release as subject" in reason(folder, bare)
    assert "name its release as object" in reason(folder, bare, subject="competent/3.8")
    found = reading(folder, bare, subject="competent/3.8", object_="esco/1.0.3")
    assert found.mapping_set.name == "competent-3.8--esco-1.0.3"


def test_versions_that_the_caller_names_overrule_the_table(folder: Path) -> None:
    found = reading(folder, table(belgian()), object_="esco/1.0.8")
    assert found.mapping_set.object == Side("esco", "1.0.8")
    assert "side-overruled" in codes(found)


@pytest.mark.parametrize("side", ["esco", "esco/", "/1.0", "esco/1/2"])
def test_a_side_is_a_scheme_and_a_version(folder: Path, side: str) -> None:
    assert "names no release" in reason(folder, table(belgian()), object_=side)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("44355", "2021-06-08"),
        ("30/09/2021", "2021-09-30"),
        ("30.09.2021", "2021-09-30"),
        ("2021-09-30 00:00:00", "2021-09-30"),
        ("csv_generator$today@1751f89f", ""),
        ("Sep-22", ""),
        ("", ""),
        ("1", ""),
    ],
)
def test_the_date_of_a_table_is_read_or_left_out(folder: Path, text: str, expected: str) -> None:
    found = reading(folder, table(belgian(), mapping_project_version_date=text))
    assert [it.date for it in found.mapping_set.sources] == [expected]
    assert ("not-a-date" in codes(found)) is bool(text and not expected)


def test_nobody_is_no_author(folder: Path) -> None:
    found = reading(folder, table(belgian(), mapping_project_author="default-author"))
    assert [it.author for it in found.mapping_set] == [""]


# Rows


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (belgian("skos:sameAs"), "unknown-relation"),
        (belgian(" "), "relation-missing"),
        (belgian(uri="", url="", code=""), "concept-missing"),
        (belgian(uuid="", id=""), "concept-missing"),
        (belgian(uri=BUTCHER), "uris-disagree"),
        (belgian(uri=f"{ESCO}skill/{HALAL}", url=HALAL_URI), "uris-disagree"),
        (belgian(uri=f"{ESCO}occupation/abc", url=""), "bad-uri"),
        ([*belgian(), "more"], "too-many-cells"),
        (belgian("no relation", uri="", url="", code="", uuid="", id=""), "concept-missing"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_place(
    folder: Path, row: Cells, code: str
) -> None:
    assert refusal(folder, row) == code


def test_a_bare_uuid_of_nobody_knows_what_is_refused(folder: Path) -> None:
    data = table(
        belgian(url=""),
        classification_1_name="ESCO",
        classification_1_concept_type="concept",
        classification_1_landing_page="",
    )
    assert [it.code for it in reading(folder, data).refused] == ["bad-uri"]


@pytest.mark.parametrize(
    ("word", "predicate"),
    [
        ("skos:exactMatch", "exactMatch"),
        ("exactMatch", "exactMatch"),
        ("Exact match", "exactMatch"),
        ("skos:broadmatch;", "broadMatch"),
        ("skos:closeMatch;;", "closeMatch"),
        ("broader", "broadMatch"),
        ("narrower", "narrowMatch"),
        ("exactISCO", "exactMatch"),
        ("http://www.w3.org/2004/02/skos/core#relatedMatch", "relatedMatch"),
    ],
)
def test_a_relation_is_read_however_it_is_written(folder: Path, word: str, predicate: str) -> None:
    found = reading(folder, table(belgian(word)))
    assert [it[1] for it in triples(found)] == [predicate]
    assert ("relation-mended" in codes(found)) is (word not in ("skos:exactMatch", "exactMatch"))


@pytest.mark.parametrize(
    "parts",
    [
        {"uri": f"{HALAL} "},
        {"uri": HALAL.upper(), "url": ""},
        {"uri": f"  {HALAL_URI}\u00a0", "url": ""},
        {"uri": HALAL_URI.replace("http:", "https:"), "url": ""},
        {"uri": HALAL_URI.replace("-", "- ", 1), "url": ""},
        {"uri": "", "url": HALAL_URI + "/"},
        {"uri": "", "url": "", "code": HALAL_URI},
        {"uri": HALAL, "url": f"https://ec.europa.eu/esco/portal/occupation?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Foccupation%2F{HALAL}"},
    ],
)  # fmt: skip
def test_a_concept_of_esco_is_known_however_it_is_named(
    folder: Path, parts: dict[str, str]
) -> None:
    found = reading(folder, table(belgian(**parts)))
    assert triples(found) == [(OP_10, "narrowMatch", HALAL_URI)]


def test_groups_of_isco_are_concepts_of_esco(folder: Path) -> None:
    found = reading(folder, table(short(f"{ESCO}isco/c7511"), header=SHORT))
    assert triples(found) == [("5120", "closeMatch", f"{ESCO}isco/C7511")]


@pytest.mark.parametrize(
    ("parts", "id"),
    [
        ({"uuid": OP_10.upper()}, OP_10),
        ({"uuid": ""}, "OP-10"),
        ({"uuid": "http://example.org/a b"}, "http://example.org/ab"),
        ({"uuid": "OP 10", "id": ""}, "OP 10"),
        ({"uuid": "", "id": "http://example.org/op"}, "http://example.org/op"),
    ],
)
def test_a_national_concept_has_a_uri_or_a_uuid_or_its_code(
    folder: Path, parts: dict[str, str], id: str
) -> None:
    found = reading(folder, table(belgian(**parts)))
    assert [it[0] for it in triples(found)] == [id]


def test_a_concept_with_two_codes_keeps_the_first(folder: Path) -> None:
    found = reading(folder, table(belgian(), belgian("skos:closeMatch", id="OP-11")))
    assert found.notations[OP_10] == "OP-10"
    assert "id-with-two-codes" in codes(found)


def test_no_relation_of_a_national_concept_says_that_nothing_was_found(folder: Path) -> None:
    found = reading(folder, table(short("", relation="no relation"), short(id="1"), header=SHORT))
    assert triples(found)[-1] == ("5120", "exactMatch", NO_TERM_FOUND)


def test_no_relation_of_a_concept_of_esco_is_told(folder: Path) -> None:
    found = reading(folder, table(short(id="", relation="no relation"), short(), header=SHORT))
    assert len(found.mapping_set) == 1
    (told,) = (it for it in found.findings if it.code == "without-counterpart")
    assert (told.severity, told.concept) == (Severity.INFO, HALAL_URI)


def test_no_relation_of_two_concepts_is_left_out_and_told(folder: Path) -> None:
    found = reading(folder, table(short(relation="No relation;"), header=SHORT))
    assert (len(found.mapping_set), found.refused) == (0, ())
    assert "not-related" in codes(found)


def test_labels_are_tidied_and_quotes_in_them_mended(folder: Path) -> None:
    found = reading(folder, table(belgian(esco='Biologai","  botanikai', nl="Sla\u00adger ")))
    (one,) = found.mapping_set
    assert (one.object_label, one.subject_label) == ("Biologai, botanikai", "Slager")
    assert {"quotes-mended", "text-normalised"} <= codes(found)


def test_french_before_dutch_is_dutch_all_the_same(folder: Path) -> None:
    header = [it.replace(" NL", " XX").replace(" FR", " NL").replace(" XX", " FR") for it in HEADER]
    found = reading(folder, table(belgian(), header=header))
    assert [it.subject_label for it in found.mapping_set] == ["Boucher (h/f/x)"]


def test_a_cell_that_was_neutralised_is_restored(folder: Path) -> None:
    found = reading(folder, table(belgian(note="'=1+1", nl="'@home")))
    assert [(it.comment, it.subject_label) for it in found.mapping_set] == [("=1+1", "@home")]


# Layout


def test_a_row_of_captions_above_is_left_out(folder: Path) -> None:
    found = reading(folder, table(belgian(), above=[["Column1", "Column2", "Unnamed: 2"]]))
    assert len(found.mapping_set) == 1
    assert [it.severity for it in found.findings if it.code == "line-above"] == [Severity.INFO]


def test_another_row_above_is_told(folder: Path) -> None:
    found = reading(folder, table(belgian(), above=[["Draft of our table"]]))
    assert [it.severity for it in found.findings if it.code == "line-above"] == [Severity.WARNING]


def test_facts_that_stand_twice_and_differ_are_told(folder: Path) -> None:
    again = [["Classification 2 Version", "3.8", "", "Classification 2 Version.1", "3.9"]]
    found = reading(folder, table(belgian(), above=again))
    assert found.mapping_set.subject.version == "3.8"
    assert "metadata-disagree" in codes(found)


def test_lines_below_the_table_are_no_rows(folder: Path) -> None:
    foot = [["Legend", "", ""], ["skos:exactMatch means the same"], ["", "", "", "Source: us"]]
    found = reading(folder, table(belgian(), *foot * 20))
    assert (len(found.mapping_set), found.refused) == (1, ())
    (told,) = (it for it in found.findings if it.code == "footer-line")
    assert "60 rows" in told.message
    assert found.rows == {"table-1.csv": 61}


def test_a_half_row_at_the_end_that_names_a_concept_is_no_foot(folder: Path) -> None:
    found = reading(folder, table(belgian(), ["", "", "", "", OP_10], ["Legend"]))
    assert [it.code for it in found.refused] == ["relation-missing"]
    assert "footer-line" in codes(found)


def test_a_half_row_in_the_middle_is_no_foot(folder: Path) -> None:
    found = reading(folder, table(["", "", "x"], belgian()))
    assert [it.code for it in found.refused] == ["relation-missing"]


def test_columns_that_are_not_known_are_told(folder: Path) -> None:
    found = reading(folder, table([*belgian(), "?", "x", ""], header=[*HEADER, "Reviewed", "Editorial Note", "Unnamed: 13"]))  # fmt: skip
    assert {"unknown-column", "repeated-column"} <= codes(found)
    assert len(found.mapping_set) == 1


def test_headings_of_france_are_understood(folder: Path) -> None:
    header = ["classification 1 ID", "classification 1 prefered label", "classification 2 ID", "classification 2 prefered label", "mapping relation", "Note"]  # fmt: skip
    found = reading(folder, table(short(), header=header))
    assert triples(found) == [("5120", "closeMatch", HALAL_URI)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(folder: Path, delimiter: str) -> None:
    assert len(reading(folder, table(belgian(), delimiter=delimiter)).mapping_set) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_cell(folder: Path) -> None:
    found = reading(folder, b"\xef\xbb\xbf" + table(belgian()))
    assert found.mapping_set.sources[0].title == "Butchers"


@pytest.mark.parametrize(
    ("lang", "page", "label"),
    [
        ("nl", "cp1252", "Vétérinaire"),
        ("lt", "cp1257", "Žvėrių šėrikas"),
        ("pl", "cp1250", "Rzeźnik"),
    ],
)
def test_a_table_in_a_code_page_is_read_in_that_of_its_language(
    folder: Path, lang: str, page: str, label: str
) -> None:
    text = table(belgian(nl=label), classification_2_language=lang).decode()
    found = reading(folder, text.encode(page))
    assert [it.subject_label for it in found.mapping_set] == [label]
    assert "other-encoding" in codes(found)


def test_utf_16_is_read(folder: Path) -> None:
    found = reading(folder, table(belgian()).decode().encode("utf-16"))
    assert len(found.mapping_set) == 1


def test_whole_lines_in_quotes_are_opened(folder: Path) -> None:
    lines = table(belgian(), belgian("skos:closeMatch", esco='the "halal" one, too')).decode().splitlines()  # fmt: skip
    wrapped = [f'"{it.replace(chr(34), chr(34) * 2)}";' for it in lines]
    found = reading(folder, "\r\n".join(wrapped).encode())
    assert [it[1] for it in triples(found)] == ["closeMatch", "narrowMatch"]


def test_a_quote_that_is_never_closed_swallows_no_row(folder: Path) -> None:
    good = [belgian(uuid=uri(number).rpartition("/")[2], id=f"OP-{number}") for number in range(20)]
    text = table(*good).decode().replace("OP-7,Slager", 'OP-7,"Slager')
    found = reading(folder, text.encode())
    assert len(found.mapping_set) == 20
    assert "open-quote" in codes(found)


def test_a_note_of_two_lines_is_one_row(folder: Path) -> None:
    found = reading(folder, table(belgian(note="one\ntwo")))
    assert [it.comment for it in found.mapping_set] == ["one\ntwo"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"<html>no</html>", "no table of EURES"),
        (b"a\0b", "zero byte"),
        (b"PK\x03\x04broken", "damaged"),
        (b'a,"' + b"x" * (9 * 1024**2), "is no CSV"),
        (b"Mapping project name,x\n", "no table of EURES"),
        (b"Classification 1 URI,Mapping relation\na,b\n", "no table of EURES"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    folder: Path, data: bytes, why: str
) -> None:
    assert why in reason(folder, data)


def test_a_file_that_is_not_there_is_refused_with_the_reason(folder: Path) -> None:
    with pytest.raises(SourceUnreadableError, match="cannot be read"):
        read([folder / "nowhere.csv"])
    with pytest.raises(SourceUnreadableError, match="no table of EURES in no file"):
        read([])


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[str, int]] = []
    rows = [belgian(uuid=uri(number).rpartition("/")[2], id="") for number in range(1_001)]
    reading(folder, table(*rows), progress=lambda name, count: told.append((name, count)))
    assert told == [("table-1.csv", 1_000), ("table-1.csv", 1_001)]


# Workbooks


def workbook(path: Path, *sheets: list[Cells]) -> Path:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rows_of(data: bytes) -> list[Cells]:
    return list(csv.reader(io.StringIO(data.decode())))


def test_a_workbook_of_the_same_layout_is_read_by_sheets(folder: Path) -> None:
    first, second = rows_of(table(belgian())), rows_of(table(belgian("skos:closeMatch")))
    found = read([workbook(folder / "table.xlsx", [["nothing here"]], first, second)])
    assert [it[1] for it in triples(found)] == ["closeMatch", "narrowMatch"]
    assert len(found.mapping_set.sources) == 1


def test_numbers_and_dates_of_a_workbook_are_taken_with_a_warning(folder: Path) -> None:
    rows = rows_of(table(short(), header=SHORT))
    for row in rows:
        if row[:1] == ["Classification 2 Version"]:
            row[1] = 3.1
        if row[:1] == ["Mapping project version date"]:
            row[1] = date(2021, 9, 30)
        if len(row) == 6 and row[2] == "5120":
            row[2] = 5120
    found = read([workbook(folder / "table.xlsx", rows)])
    assert found.mapping_set.subject.version == "3.1"
    assert triples(found)[0][0] == "5120"
    assert {"numeric-version", "numeric-code"} <= codes(found)
    assert found.mapping_set.sources[0].date == "2021-09-30"


def test_a_value_in_a_far_corner_of_a_workbook_is_refused(folder: Path) -> None:
    path = folder / "table.xlsx"
    book = openpyxl.Workbook()
    assert book.active
    book.active["XFD200000"] = "x"
    book.save(path)
    with pytest.raises(SourceUnreadableError, match="far outside"):
        read([path])


# The tables that are published


def published(shared_data: Path, *names: str) -> MappingReading:
    return read([path for name in names for path in sorted((shared_data / "eures").glob(name))])


@pytest.mark.real_data
def test_the_tables_of_belgium_hold_what_was_counted(shared_data: Path) -> None:
    found = published(shared_data, "BE_occupations*", "BE_competences*")
    assert found.mapping_set.name == "competent-3.8--esco-1.0.3"
    assert found.refused == ()
    assert Counter((it.source[3:5], it.predicate.value) for it in found.mapping_set) == {
        ("oc", "skos:narrowMatch"): 1_258,
        ("oc", "skos:closeMatch"): 371,
        ("oc", "skos:exactMatch"): 176,
        ("oc", "skos:broadMatch"): 79,
        ("co", "skos:closeMatch"): 2_451,
        ("co", "skos:broadMatch"): 1_595,
        ("co", "skos:narrowMatch"): 959,
        ("co", "skos:exactMatch"): 575,
    }
    assert sorted(found.rows.values()) == [3_768, 5_580]
    assert [it.date for it in found.mapping_set.sources] == ["2021-09-30", "2021-06-08"]


@pytest.mark.real_data
def test_every_row_of_the_other_tables_is_taken_or_told(shared_data: Path) -> None:
    read_ = {
        name: published(shared_data, f"{name}*") for name in ("ES", "IT", "LT", "NO", "SE", "cross")
    }
    assert [it for found in read_.values() for it in found.refused] == []
    assert {name: (len(it.mapping_set), sum(it.rows.values())) for name, it in read_.items()} == {
        "ES": (4_242, 4_242),
        "IT": (3_240, 3_240),
        "LT": (6_823, 6_823),
        "NO": (3_020, 3_020),
        "SE": (5_524, 5_529),
        "cross": (4_253, 4_253),
    }
    told = {name: Counter(it.code for it in found.findings) for name, found in read_.items()}
    assert told["SE"]["without-counterpart"] == 5
    assert sum(it.finds_nothing for it in read_["NO"].mapping_set) == 4


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "labels", "predicate"),
    [
        ("BE_occ", ("Slager", "islamitisch slager"), MappingPredicate.NARROW),
        ("IT", ("Membri di organismi di governo e di assemblee nazionali", "ministro/ministra"), MappingPredicate.NARROW),
        ("NO", ("Automatikere", "vindturbintekniker"), MappingPredicate.NARROW),
        ("SE", ("Folkhälsostrateg", "Planerare och utredare"), MappingPredicate.BROAD),
        ("LT", ("Žaizdro kalvis", "kalvis"), MappingPredicate.BROAD),
        ("LT", ("Parazitologas", "Biologai, botanikai, zoologai"), MappingPredicate.BROAD),
        ("cross", ("Potters, Manufacturing", "hand brick moulder"), MappingPredicate.NARROW),
        ("cross", ("Cytotechnologists", "biomedical scientist"), MappingPredicate.BROAD),
    ],
)  # fmt: skip
def test_the_relation_reads_from_the_national_concept_to_esco(
    shared_data: Path, name: str, labels: tuple[str, str], predicate: MappingPredicate
) -> None:
    found = {
        it.predicate
        for it in published(shared_data, f"{name}*").mapping_set
        if it.subject_label.startswith(labels[0]) and it.object_label.startswith(labels[1])
    }
    assert found == {predicate}


@pytest.mark.real_data
@pytest.mark.parametrize("subject", ["occ", "comp"])
def test_the_tables_of_belgium_agree_with_the_gold_files(shared_data: Path, subject: str) -> None:
    file = "esco_occ" if subject == "occ" else "esco_skill"
    gold = shared_data / f"gold/competent_{subject}__{file}.dev.tsv"
    with gold.open(encoding="utf-8") as stream:
        expected = {
            (it["subject_id"].partition(":")[2], it["predicate_id"], it["object_id"])
            for it in csv.DictReader(stream, delimiter="\t")
        }
    found = published(shared_data, f"BE_{subject}*")
    assert {
        (found.notations[it.subject_id], it.predicate.value, it.object_id)
        for it in found.mapping_set
    } == expected
