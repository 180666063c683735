from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources import subject_list
from taxonomy.suggesting.values import Name
from taxonomy.vocabulary import Kind


def read(text: str) -> subject_list.SubjectList:
    return subject_list.read(text.encode(), "list.csv")


def codes(text: str) -> list[str]:
    return [it.code for it in read(text).findings]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_labels_are_read_however_the_file_was_saved(mark: str, delimiter: str, end: str) -> None:
    rows = (("id", "label_nl", "label_fr"), ("a", "Slager", "Boucher"), ("b", "", "Boulanger"))
    found = read(mark + end.join(delimiter.join(it) for it in rows))
    assert [(it.id, it.names) for it in found.subjects] == [
        ("a", (Name("nl", "Slager"), Name("fr", "Boucher"))),
        ("b", (Name("fr", "Boulanger"),)),
    ]
    assert found.findings == ()


def test_what_else_is_known_of_a_subject_is_read() -> None:
    found = read(
        "Kind,ISCO,broader,linked,id,label_nl,alt_label_nl,remark\n"
        "skill,2512|7511,b1,l1 l2,a,Zagen,Hout zagen|Houtzagen,x\n"
    )
    (it,) = found.subjects
    assert it.kinds == {Kind.SKILL}
    assert (it.isco, it.broader, it.linked) == (("2512", "7511"), ("b1",), ("l1", "l2"))
    assert it.texts("nl") == ["Zagen", "Hout zagen", "Houtzagen"]


def test_a_column_may_be_called_as_in_sssom() -> None:
    assert read("subject_id,subject_label_de\na,Koch\n").subjects[0].names == (Name("de", "Koch"),)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a", "row-width"),
        ("a,Slager,x", "row-width"),
        (",Slager", "missing-id"),
        ("a,", "label-missing"),
        ("a,  Slager  x", "text-normalised"),
        ("a," + "x" * 3000, "text-too-long"),
        ("a,Slager\na,Bakker", "repeated-id"),
    ],
)
def test_a_row_that_is_not_as_it_should_be_is_reported_and_kept(row: str, code: str) -> None:
    found = read(f"id,label_nl\n{row}\n")
    assert code in [it.code for it in found.findings]
    assert len(found.subjects) == row.count("\n") + 1
    assert found.findings[0].place
    assert found.findings[0].place.file == "list.csv"


def test_a_kind_that_nobody_knows_is_left_aside() -> None:
    assert codes("id,label_nl,kind\na,Slager,beroep\n") == ["unknown-kind"]


def test_a_subject_without_an_id_is_called_after_its_row() -> None:
    assert read("id,label_nl\n\n,Slager\n").subjects[0].id == "row-3"


def test_broken_quotes_lose_nothing() -> None:
    found = read('id;label_nl\na;"Slager" x\nb;"Bakker\nc;Kok\n')
    assert [it.id for it in found.subjects] == ["a", "b", "c"]
    assert found.subjects[1].names == (Name("nl", "Bakker"),)
    assert [(it.code, it.place.row if it.place else 0) for it in found.findings] == [
        ("csv-broken", 2),
        ("csv-broken", 3),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "id,naam\na,Slager\n", "Slager\nBakker\n"])
def test_a_file_without_labels_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(SourceUnreadableError, match=r"list\.csv.*label_nl"):
        read(text)


@pytest.mark.parametrize(
    ("data", "reason"), [(b"PK\x03\x04", "a zip"), (b"id,label_nl\na,\xe9", "not UTF-8")]
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SourceUnreadableError, match=reason):
        subject_list.read(data, "list.csv")


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=5)
)
def test_any_text_below_a_header_is_read(lines: list[str]) -> None:
    found = read("\n".join(["id,label_nl", *lines]))
    assert len({it.id for it in found.subjects}) <= len(found.subjects)
