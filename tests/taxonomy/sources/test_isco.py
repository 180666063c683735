"""Tests of reading ISCO's table of labels."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy import checks
from taxonomy.errors import SourceUnreadableError
from taxonomy.hierarchy import Hierarchy
from taxonomy.model import Concept, Taxonomy
from taxonomy.sources.isco import read
from taxonomy.sources.reading import Reading
from taxonomy.vocabulary import Predicate

BASE = "http://data.europa.eu/esco/isco/C"
TABLE = f"""uri,code,en,nl
{BASE}0,0,Armed forces,Strijdkrachten
{BASE}01,01,Officers,Officieren
{BASE}011,011,"Officers, commissioned",
{BASE}0110,0110,Officers,Officieren
"""


def reading(folder: Path, text: str, name: str = "isco.csv") -> Reading:
    path = folder / name
    path.write_bytes(text.encode())
    return read([path], version="08")


def by_code(it: Reading) -> dict[str, Concept]:
    return {concept.notation: concept for concept in it.concepts}


def codes(it: Reading) -> list[str]:
    return [finding.code for finding in it.findings]


def test_a_clean_table_has_no_findings(tmp_path: Path) -> None:
    it = reading(tmp_path, TABLE)
    assert codes(it) == []
    assert it.rows == {"isco.csv": 4}


def test_the_group_above_has_a_code_that_is_a_digit_shorter(tmp_path: Path) -> None:
    it = by_code(reading(tmp_path, TABLE))
    assert it["0110"].targets(Predicate.BROADER) == [f"{BASE}011"]
    assert it["0"].links == ()


def test_a_group_has_a_label_in_every_language_that_is_filled(tmp_path: Path) -> None:
    it = by_code(reading(tmp_path, TABLE))
    assert it["011"].pref_labels() == {"en": "Officers, commissioned"}
    assert it["01"].pref_labels() == {"en": "Officers", "nl": "Officieren"}


@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_separator_is_what_the_header_uses(separator: str, tmp_path: Path) -> None:
    text = TABLE.replace('"Officers, commissioned"', "Commissioned").replace(",", separator)
    assert codes(reading(tmp_path, text)) == []


def test_a_byte_order_mark_and_windows_lines_are_read_over(tmp_path: Path) -> None:
    assert codes(reading(tmp_path, "\ufeff" + TABLE.replace("\n", "\r\n"))) == []


WARTS = [
    (f"{BASE}1,1,Managers", "row-width"),
    (f"{BASE}1,1,Managers,Leidinggevenden,more", "row-width"),
    (f"{BASE}1,x,Managers,", "bad-code"),
    (f"{BASE}1,²,Managers,", "bad-code"),
    (f"{BASE}1,2,Managers,", "bad-code"),
    ("C1,1,Managers,", "bad-uri"),
    (f"{BASE}01,1,Managers,", "code-mended"),
    (f"{BASE}01,01,Officers,", "duplicate-code"),
    ("http://other.example/C01,01,Officers,", "code-with-two-uris"),
    (f"{BASE}21,21,Engineers,", "dangling-link"),
    (f"{BASE}1,1,,", "missing-text"),
    (f"{BASE}1,1, Managers,", "text-normalised"),
    (f"{BASE}1,1,{'x' * 2001},", "text-too-long"),
    (f'{BASE}1,1,"Managers"x,', "csv-broken"),
    (f'{BASE}1,1,"Managers', "csv-broken"),
]


@pytest.mark.parametrize(("row", "code"), WARTS)
def test_a_wart_is_reported_and_the_rest_is_read(row: str, code: str, tmp_path: Path) -> None:
    it = reading(tmp_path, f"{TABLE}{row}\n")
    assert code in codes(it)
    assert "0110" in by_code(it)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("uri,code,en,en", "repeated-column"),
        ("uri,code,en,preferred label", "unknown-column"),
        ("uri,code,no label,preferred label", "no-languages"),
    ],
)
def test_a_column_that_surprises_is_reported(header: str, code: str, tmp_path: Path) -> None:
    it = reading(tmp_path, TABLE.replace("uri,code,en,nl", header))
    assert code in codes(it)
    assert len(it.concepts) == 4


@pytest.mark.parametrize("text", ["", "code,en\n1,Managers\n", "uri,en\n,x\n", "uri,code,en\n"])
def test_a_table_without_groups_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match=r"isco\.csv"):
        reading(tmp_path, text)


def test_a_file_that_cannot_be_read_is_a_finding_beside_a_good_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(TABLE)
    bad.write_bytes(b"\xff\xfe")
    it = read([good, bad, tmp_path / "absent.csv"], version="08")
    assert codes(it) == ["unreadable-file", "unreadable-file"]


def test_two_tables_are_put_together(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(TABLE)
    other.write_text(f"uri,code,en,fr\n{BASE}0,0,Army,Armée\n")
    it = read([one, other], version="08")
    assert codes(it) == ["labels-disagree"]
    labels = {"en": "Armed forces", "fr": "Armée", "nl": "Strijdkrachten"}
    assert by_code(it)["0"].pref_labels() == labels


def test_progress_is_told_now_and_then_and_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    path = tmp_path / "isco.csv"
    path.write_text(TABLE + f"{BASE}1,1,Managers,\n\n" * 100)
    read([path], version="08", progress=lambda *it: told.append(it))
    assert told[-1] == ("isco.csv", 104)
    assert len(told) > 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_table_makes_it_stumble(tmp_path: Path, text: str) -> None:
    good, odd = tmp_path / "good.csv", tmp_path / "odd.csv"
    good.write_text(TABLE)
    odd.write_bytes(f"uri,code,en\n{text}".encode())
    it = read([good, odd], version="08")
    assert len(Taxonomy.of("isco", it.concepts)) >= 4


@pytest.mark.real_data
def test_isco_08_is_read_whole(shared_data: Path) -> None:
    it = read([shared_data / "isco" / "isco08_labels_multilingual.csv"], version="08")
    assert Counter(len(concept.notation) for concept in it.concepts) == {
        1: 10,
        2: 43,
        3: 130,
        4: 436,
    }
    assert {lang for concept in it.concepts for lang in concept.pref_labels()} >= {"nl", "fr", "de"}
    assert it.refused == ()
    assert list(checks.run(Taxonomy.of("isco", it.concepts))) == []
    assert len(Hierarchy.of(it.concepts).top_concepts()) == 10
