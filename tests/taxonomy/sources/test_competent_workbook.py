from __future__ import annotations

import gc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Finding, Severity
from taxonomy.model import Concept, Label, Notation
from taxonomy.sources.competent_workbook import read
from taxonomy.sources.reading import Reading
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate
from tests.workbook import (
    ALTERNATIVES,
    CODES,
    DIGITAL,
    ESSENTIAL,
    OPTIONAL,
    PROFILES,
    PROOFS,
    SECTORS,
    SETS,
    SOFT,
    Broken,
    Sheets,
    sheets,
    uid,
    write,
)

ReadBook = Callable[..., Reading]


@pytest.fixture
def read_book(tmp_path: Path) -> ReadBook:
    """Writes the sheets and reads them as release 3.8."""

    def of(content: Sheets, **options: Any) -> Reading:
        return read(write(tmp_path / "release.xlsx", content), version="3.8", **options)

    return of


@pytest.fixture
def sound(read_book: ReadBook) -> dict[str, Concept]:
    """The concepts of the sound workbook by their code."""
    return by_code(read_book(sheets()))


def by_code(reading: Reading) -> dict[str, Concept]:
    return {it.notation: it for it in reading.concepts}


def only(reading: Reading) -> Finding:
    assert len(reading.findings) == 1, [str(it) for it in reading.findings]
    return reading.findings[0]


def codes(reading: Reading) -> list[str]:
    return [it.code for it in reading.findings]


def broken(sheet: str, row: int, column: int, cell: object) -> Sheets:
    """The sound sheets with one cell changed; row 1 is the header, column 1 is A."""
    content = sheets()
    content[sheet][row - 1][column - 1] = cell
    return content


def where(finding: Finding) -> tuple[str, int, str]:
    assert finding.place is not None
    return finding.place.sheet, finding.place.row, finding.place.column


def test_a_sound_workbook_has_nothing_to_report(read_book: ReadBook) -> None:
    assert read_book(sheets()).findings == ()


def test_every_concept_is_read_with_its_kind(sound: dict[str, Concept]) -> None:
    assert {code: it.kind for code, it in sound.items()} == {
        "OP-1": Kind.PROFILE,
        "OP-2": Kind.PROFILE,
        "PL-1": Kind.PROOF_OF_LEARNING,
        "ES-1": Kind.SECTOR,
        "SO-1": Kind.SOFT_SKILL,
        "DS-1": Kind.DIGITAL_SKILL,
        "CP-1": Kind.TECHNICAL_COMPETENCE,
        "CP-2": Kind.TECHNICAL_COMPETENCE,
        "SK-1": Kind.SKILL,
        "SK-2": Kind.SKILL,
        "KN-1": Kind.KNOWLEDGE,
        "GI-1": Kind.BEHAVIOUR,
        "AI-R": Kind.AREA_OF_INTEREST,
        "CS-1": Kind.COMPETENCE_SET,
    }


def test_the_rows_of_every_sheet_are_counted(read_book: ReadBook) -> None:
    reading = read_book(sheets())
    assert (reading.rows[PROFILES], reading.rows[OPTIONAL], len(reading.rows)) == (2, 4, 11)


def test_a_profile_has_its_titles_in_four_languages(sound: dict[str, Concept]) -> None:
    assert sound["OP-1"].pref_labels() == {
        "de": "Metzger",
        "en": "Butcher",
        "fr": "Boucher (h/f/x)",
        "nl": "Slager",
    }


def test_a_profile_has_its_notes(sound: dict[str, Concept]) -> None:
    slager = sound["OP-1"]
    assert slager.note(NoteType.DESCRIPTION) == {
        "nl": "Snijdt vlees.",
        "fr": "Coupe.",
        "en": "Cuts.",
    }
    assert slager.note(NoteType.WORKING_CONTEXT) == {"nl": "In een winkel."}


def test_a_profile_has_its_dates(sound: dict[str, Concept]) -> None:
    assert sound["OP-1"].attributes == (("modified", "2021-05-01"), ("published", "2021-06-08"))


def test_alternative_names_have_an_id_and_code_of_their_own(sound: dict[str, Concept]) -> None:
    assert Label("fr", LabelType.ALTERNATIVE, "Charcutier", uid("AN-2"), "AN-2") in (
        sound["OP-1"].labels
    )


def test_codes_of_other_systems_are_notations(sound: dict[str, Concept]) -> None:
    assert sound["OP-1"].notations == (Notation("isco-08", "7511"),)


@pytest.mark.parametrize(
    ("predicate", "code"),
    [
        (Predicate.ESSENTIAL_COMPETENCE, "CP-1"),
        (Predicate.OPTIONAL_COMPETENCE, "CP-2"),
        (Predicate.SOFT_SKILL, "SO-1"),
        (Predicate.DIGITAL_SKILL, "DS-1"),
        (Predicate.SECTOR, "ES-1"),
        (Predicate.AREA_OF_INTEREST, "AI-R"),
        (Predicate.PROOF_OF_LEARNING, "PL-1"),
        (Predicate.COMPETENCE_SET, "CS-1"),
    ],
)
def test_a_profile_links_to_everything(
    sound: dict[str, Concept], predicate: Predicate, code: str
) -> None:
    assert sound["OP-1"].targets(predicate) == [uid(code)]


def test_a_competence_has_blocks_and_no_label_of_its_own(sound: dict[str, Concept]) -> None:
    competence = sound["CP-1"]
    blocks = [
        competence.targets(it) for it in (Predicate.SKILL, Predicate.KNOWLEDGE, Predicate.BEHAVIOUR)
    ]
    assert blocks == [[uid("SK-1")], [uid("KN-1")], [uid("GI-1")]]
    assert competence.labels == ()


def test_a_set_has_members_of_several_kinds(sound: dict[str, Concept]) -> None:
    assert set(sound["CS-1"].targets(Predicate.MEMBER)) == {uid("SK-1"), uid("KN-1")}


def test_a_set_has_its_disambiguators(sound: dict[str, Concept]) -> None:
    assert sound["CS-1"].note(NoteType.DISAMBIGUATOR) == {"nl": "bewerken", "fr": "travailler"}


@pytest.mark.parametrize(("code", "title"), [("SO-1", "title"), ("DS-1", "titel")])
def test_the_title_id_is_the_id_of_the_labels(
    sound: dict[str, Concept], code: str, title: str
) -> None:
    assert {it.id for it in sound[code].labels} == {uid(title)}


def test_digital_skills_are_in_no_framework(sound: dict[str, Concept]) -> None:
    assert sound["DS-1"].framework is None


def test_two_readings_of_one_file_are_equal(read_book: ReadBook) -> None:
    assert read_book(sheets()) == read_book(sheets())


def test_progress_names_every_sheet_and_its_rows(read_book: ReadBook) -> None:
    told: dict[str, int] = {}
    read_book(sheets(), progress=told.__setitem__)
    assert told == {name: len(rows) - 1 for name, rows in sheets().items()}


# sheets


def test_sheets_are_found_by_prefix_in_any_case(read_book: ReadBook) -> None:
    content = {
        (f"{name.upper()} 3.8" if len(name) < 26 else name): rows
        for name, rows in reversed(sheets().items())
    }
    reading = read_book(content)
    assert reading.findings == ()
    assert len(reading.concepts) == 14


def test_a_sheet_of_another_release_is_refused(read_book: ReadBook) -> None:
    content = sheets()
    content[f"{CODES} 3.80"] = content.pop(CODES)
    finding = only(read_book(content))
    assert (finding.code, finding.severity) == ("other-release", Severity.ERROR)
    assert "3.80" in finding.message


def test_profiles_of_another_release_only_make_the_file_unreadable(read_book: ReadBook) -> None:
    content = sheets()
    content[f"{PROFILES} 3.9"] = content.pop(PROFILES)
    with pytest.raises(SourceUnreadableError) as caught:
        read_book(content)
    assert [it.code for it in caught.value.findings] == ["other-release"]


@pytest.mark.parametrize("name", [it for it in sheets() if it != PROFILES])
def test_a_missing_sheet_is_refused(read_book: ReadBook, name: str) -> None:
    content = sheets()
    del content[name]
    refused = [it for it in read_book(content).refused if it.code == "sheet-missing"]
    assert len(refused) == 1
    assert name[:20] in refused[0].message


def test_a_workbook_without_profiles_is_unreadable(read_book: ReadBook) -> None:
    content = sheets()
    del content[PROFILES]
    with pytest.raises(SourceUnreadableError, match="Occupational Profiles"):
        read_book(content)


def test_an_unknown_sheet_is_a_warning(read_book: ReadBook) -> None:
    finding = only(read_book({**sheets(), "Notities": [["x"]]}))
    assert (finding.code, finding.severity) == ("sheet-unknown", Severity.WARNING)


def test_a_second_sheet_of_one_prefix_is_refused(read_book: ReadBook) -> None:
    assert codes(read_book({**sheets(), f"{CODES} 3.8": sheets()[CODES]})) == ["sheet-twice"]


def test_an_empty_sheet_is_no_missing_sheet(read_book: ReadBook) -> None:
    content = sheets()
    content[PROOFS] = content[PROOFS][:1]
    assert codes(read_book(content)) == ["sheet-empty"]


def test_a_header_that_surprises_is_a_remark(read_book: ReadBook) -> None:
    finding = only(read_book(broken(CODES, 1, 6, "waarde")))
    assert (finding.code, finding.severity) == ("header-unknown", Severity.INFO)
    assert "'waarde'" in finding.message


def test_columns_whose_languages_are_swapped_are_a_warning(read_book: ReadBook) -> None:
    content = broken(SECTORS, 1, 7, "sector fr")
    content[SECTORS][0][7] = "sector nl"
    assert codes(read_book(content)) == [
        "header-unknown",
        "header-contradicts",
        "header-contradicts",
    ]


def test_a_sheet_without_header_is_refused(read_book: ReadBook) -> None:
    content = sheets()
    del content[SECTORS][0]
    assert [it.code for it in read_book(content).refused] == ["header-missing"]


def test_extra_columns_are_one_warning(read_book: ReadBook) -> None:
    content = sheets()
    for row in content[OPTIONAL][1:]:
        row.append("extra")
    assert codes(read_book(content)) == ["extra-columns"]


def test_empty_rows_are_passed_over(read_book: ReadBook) -> None:
    content = sheets()
    content[CODES].insert(2, [""] * 6)
    content[CODES] += [[""] * 6] * 3
    reading = read_book(content)
    assert reading.findings == ()
    assert reading.rows[CODES] == 2


def test_a_row_after_an_empty_one_keeps_its_number(read_book: ReadBook) -> None:
    content = broken(CODES, 3, 6, True)
    content[CODES].insert(2, [""] * 6)
    assert where(only(read_book(content))) == (CODES, 4, "value")


def test_a_sheet_whose_first_column_is_empty_is_not_shifted(read_book: ReadBook) -> None:
    content = sheets()
    for row in content[SECTORS]:
        row[0] = ""
    refused = read_book(content).refused
    assert [(it.code, where(it)[2]) for it in refused] == [("cell-missing", "profile id")]


def test_a_row_that_is_too_short_is_refused(read_book: ReadBook) -> None:
    content = sheets()
    content[CODES] = [row[:5] for row in content[CODES]]
    refused = read_book(content).refused
    assert [(it.code, where(it)) for it in refused] == [
        ("row-too-short", (CODES, 2, "value")),
        ("row-too-short", (CODES, 3, "value")),
    ]


# cells


@pytest.mark.parametrize(
    ("sheet", "column"),
    [(PROFILES, 1), (PROFILES, 2), (CODES, 5), (CODES, 6), (ALTERNATIVES, 7), (ALTERNATIVES, 8)],
)
def test_an_empty_required_cell_is_refused(read_book: ReadBook, sheet: str, column: int) -> None:
    first = read_book(broken(sheet, 2, column, "")).refused[0]
    assert (first.code, where(first)[:2]) == ("cell-missing", (sheet, 2))


def test_a_blank_cell_is_an_empty_one(read_book: ReadBook) -> None:
    assert "cell-missing" in codes(read_book(broken(CODES, 2, 6, " \u00a0 ")))


def test_a_profile_without_any_title_is_refused(read_book: ReadBook) -> None:
    content = broken(PROFILES, 3, 3, "")
    content[PROFILES][2][3] = ""
    first = read_book(content).refused[0]
    assert (first.code, where(first)) == ("cell-missing", (PROFILES, 3, "title nl"))


def test_an_isco_number_of_four_digits_is_taken_as_text(read_book: ReadBook) -> None:
    reading = read_book(broken(CODES, 2, 6, 7511))
    finding = only(reading)
    assert (finding.code, finding.severity) == ("numeric-code", Severity.WARNING)
    assert by_code(reading)["OP-1"].notations == (Notation("isco-08", "7511"),)


@pytest.mark.parametrize("number", [110, 7511.5, 75110, -7511])
def test_any_other_number_as_code_is_refused(read_book: ReadBook, number: float) -> None:
    reading = read_book(broken(CODES, 2, 6, number))
    assert [it.code for it in reading.refused] == ["numeric-cell"]
    assert by_code(reading)["OP-1"].notations == ()


def test_a_number_of_another_system_is_refused(read_book: ReadBook) -> None:
    content = broken(CODES, 2, 6, 7511)
    content[CODES][1][4] = "ROME"
    assert [it.code for it in read_book(content).refused] == ["numeric-cell"]


def test_a_number_says_why_it_is_refused(read_book: ReadBook) -> None:
    finding = read_book(broken(ESSENTIAL, 2, 9, 3.10)).refused[0]
    assert "3.10 becomes 3.1" in finding.message


@pytest.mark.parametrize(("number", "told"), [(110, "number 110 where"), (3.1, "number 3.1 where")])
def test_a_number_is_told_as_a_person_writes_it(
    read_book: ReadBook, number: float, told: str
) -> None:
    assert told in read_book(broken(CODES, 2, 6, number)).refused[0].message


@pytest.mark.parametrize("kept", [0, 1])
def test_a_sheet_without_a_row_is_taken_with_a_warning(read_book: ReadBook, kept: int) -> None:
    content = sheets()
    content[SOFT] = content[SOFT][:kept]
    (finding,) = [it for it in read_book(content).findings if it.code == "sheet-empty"]
    assert (finding.severity, finding.place and finding.place.sheet) == (Severity.WARNING, SOFT)


CELLS: list[tuple[object, str]] = [
    (3.1, "numeric-cell"),
    (True, "boolean-cell"),
    (False, "boolean-cell"),
    (Broken("#REF!"), "error-cell"),
    (Broken("#N/A"), "error-cell"),
    (date(2021, 6, 1), "date-cell"),
]


@pytest.mark.parametrize(("cell", "code"), CELLS)
@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        (PROFILES, 1),
        (PROFILES, 2),
        (PROFILES, 3),
        (PROFILES, 7),
        (ALTERNATIVES, 8),
        (CODES, 5),
        (SOFT, 7),
        (DIGITAL, 8),
        (ESSENTIAL, 5),
        (ESSENTIAL, 7),
        (SETS, 9),
        (SETS, 12),
    ],
)
def test_a_cell_that_is_no_text_is_never_guessed(
    read_book: ReadBook, sheet: str, column: int, cell: object, code: str
) -> None:
    refused = read_book(broken(sheet, 2, column, cell)).refused
    expected = (sheet, 2, sheets()[sheet][0][column - 1])
    assert (code, expected) in [(it.code, where(it)) for it in refused]


def test_a_row_of_nothing_but_an_error_is_seen(read_book: ReadBook) -> None:
    content = sheets()
    content[CODES].append([Broken("#REF!")])
    assert "error-cell" in codes(read_book(content))


def test_an_error_in_the_header_is_a_remark(read_book: ReadBook) -> None:
    assert codes(read_book(broken(CODES, 1, 6, Broken("#REF!")))) == ["header-unknown"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2021, 5, 1), "2021-05-01"),
        (datetime(2021, 5, 1, 12, 30), "2021-05-01T12:30:00"),  # noqa: DTZ001 - cells have no zone
        (44355, "2021-06-08"),
        (44355.5, "2021-06-08T12:00:00"),
        (44355.999999, "2021-06-09T00:00:00"),
    ],
)
def test_a_spreadsheet_date_becomes_iso_text(read_book: ReadBook, cell: object, text: str) -> None:
    reading = read_book(broken(PROFILES, 2, 15, cell))
    assert dict(by_code(reading)["OP-1"].attributes)["modified"] == text
    assert codes(reading) == ["date-converted"]


def test_a_date_in_words_is_kept_and_reported(read_book: ReadBook) -> None:
    reading = read_book(broken(PROFILES, 2, 15, "juni 2021"))
    assert dict(by_code(reading)["OP-1"].attributes)["modified"] == "juni 2021"
    assert codes(reading) == ["not-a-date"]


@pytest.mark.parametrize("cell", ["2021-06-08T12:00:00Z", "2021-06-08 12:00:00", "20210608"])
def test_iso_moments_are_kept_as_they_stand(read_book: ReadBook, cell: str) -> None:
    reading = read_book(broken(PROFILES, 2, 15, cell))
    assert dict(by_code(reading)["OP-1"].attributes)["modified"] == cell
    assert reading.findings == ()


@pytest.mark.parametrize("cell", [7, 2021.5, 1e300, True, Broken("#N/A")])
def test_what_is_no_date_is_left_out(read_book: ReadBook, cell: object) -> None:
    reading = read_book(broken(PROFILES, 2, 15, cell))
    assert len(reading.refused) == 1
    assert dict(by_code(reading)["OP-1"].attributes) == {"published": "2021-06-08"}


def test_an_upper_case_uuid_is_lowered(read_book: ReadBook) -> None:
    reading = read_book(broken(PROFILES, 2, 1, uid("OP-1").upper()))
    assert codes(reading) == ["uuid-lowered"]
    assert by_code(reading)["OP-1"].id == uid("OP-1")


@pytest.mark.parametrize("text", ["OP-1", "123", uid("OP-1")[:-1], uid("OP-1") + "0", "x" * 36])
def test_what_is_no_uuid_is_refused(read_book: ReadBook, text: str) -> None:
    assert read_book(broken(PROFILES, 2, 1, text)).refused[0].code == "not-a-uuid"


def test_text_is_tidied_and_reported(read_book: ReadBook) -> None:
    reading = read_book(broken(ALTERNATIVES, 2, 8, "  Vlees\u200bhouwer \n"))
    assert codes(reading) == ["text-normalised"]
    assert "Vleeshouwer" in [it.text for it in by_code(reading)["OP-1"].labels]


def test_a_label_that_is_too_long_is_refused(read_book: ReadBook) -> None:
    assert codes(read_book(broken(ALTERNATIVES, 2, 8, "x" * 2_001))) == ["text-too-long"]


@pytest.mark.parametrize("text", ["قصّاب", "קצב (ז/נ)", "屠夫", "🔪 Slager", "=SUM(A1)", "-1", "'x"])
def test_text_of_any_script_survives(read_book: ReadBook, text: str) -> None:
    reading = read_book(broken(ALTERNATIVES, 2, 8, text))
    assert text in [it.text for it in by_code(reading)["OP-1"].labels]
    assert reading.findings == ()


def test_a_description_keeps_its_paragraphs(read_book: ReadBook) -> None:
    reading = read_book(broken(PROFILES, 2, 7, "Eén.\n\nTwee."))
    assert by_code(reading)["OP-1"].note(NoteType.DESCRIPTION)["nl"] == "Eén.\n\nTwee."


@pytest.mark.parametrize("text", ["Nederlands", "n", "nl_BE", "??"])
def test_an_unknown_language_is_refused(read_book: ReadBook, text: str) -> None:
    assert codes(read_book(broken(ALTERNATIVES, 2, 7, text))) == ["unknown-language"]


def test_an_upper_case_language_is_lowered(read_book: ReadBook) -> None:
    assert codes(read_book(broken(ALTERNATIVES, 2, 7, "NL"))) == ["language-lowered"]


@pytest.mark.parametrize("text", ["Skill", "BEHAVIOURAL_INDICATOR", "Knowledge"])
def test_block_types_are_read_in_any_case(read_book: ReadBook, text: str) -> None:
    content = sheets()
    row = {"S": 1, "K": 2, "B": 3}[text[0]]
    content[ESSENTIAL][row][6] = text
    assert read_book(content).findings == ()


def test_an_unknown_block_type_is_refused(read_book: ReadBook) -> None:
    finding = read_book(broken(ESSENTIAL, 3, 7, "attitude")).refused[0]
    assert (finding.code, where(finding)) == ("unknown-block-type", (ESSENTIAL, 3, "block type"))


# agreement


def test_a_code_with_two_ids_names_both_places(read_book: ReadBook) -> None:
    finding = read_book(broken(OPTIONAL, 2, 8, uid("other"))).refused[0]
    assert (finding.code, where(finding)) == ("code-with-two-ids", (OPTIONAL, 2, "block id"))
    assert f"{ESSENTIAL}, row 2" in finding.message


def test_an_id_with_two_codes_is_refused(read_book: ReadBook) -> None:
    assert "id-with-two-codes" in codes(read_book(broken(OPTIONAL, 2, 9, "SK-99")))


def test_an_id_with_two_kinds_is_refused(read_book: ReadBook) -> None:
    assert "id-with-two-kinds" in codes(read_book(broken(OPTIONAL, 3, 7, "behavioural indicator")))


def test_a_profile_that_is_also_a_skill_is_refused(read_book: ReadBook) -> None:
    content = broken(ESSENTIAL, 2, 8, uid("OP-1"))
    content[ESSENTIAL][1][8] = "OP-1"
    assert "id-with-two-kinds" in codes(read_book(content))


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [(CODES, 2, 3), (OPTIONAL, 2, 10), (OPTIONAL, 3, 11), (SETS, 4, 7), (SETS, 4, 13)],
)
def test_two_labels_in_one_language_are_refused(
    read_book: ReadBook, sheet: str, row: int, column: int
) -> None:
    finding = only(read_book(broken(sheet, row, column, "Anders")))
    title = sheets()[sheet][0][column - 1]
    assert (finding.code, where(finding)) == ("two-labels", (sheet, row, title))


def test_two_title_ids_of_a_soft_skill_are_refused(read_book: ReadBook) -> None:
    content = sheets()
    content[SOFT].append([*content[CODES][2][:4], *content[SOFT][1][4:]])
    content[SOFT][2][6] = uid("another title")
    assert codes(read_book(content)) == ["two-labels"]


def test_two_disambiguators_of_a_set_are_refused(read_book: ReadBook) -> None:
    assert codes(read_book(broken(SETS, 4, 9, "verkopen"))) == ["two-notes"]


def test_a_label_missing_at_first_is_filled_and_reported(read_book: ReadBook) -> None:
    reading = read_book(broken(ESSENTIAL, 2, 11, ""))
    assert set(codes(reading)) == {"text-filled"}
    assert by_code(reading)["SK-1"].pref_label("fr") == "Scier la viande"


def test_a_competence_that_differs_between_profiles_is_reported(read_book: ReadBook) -> None:
    content = sheets()
    del content[OPTIONAL][2]
    reading = read_book(content)
    finding = only(reading)
    assert finding.code == "competence-disagrees"
    assert where(finding) == (OPTIONAL, 2, "competence code")
    assert f"{ESSENTIAL}, row 2" in finding.message
    assert "KN-1 only there" in finding.message
    assert by_code(reading)["CP-1"].targets(Predicate.KNOWLEDGE) == [uid("KN-1")]


def test_a_refused_row_is_not_a_disagreement_as_well(read_book: ReadBook) -> None:
    assert codes(read_book(broken(ESSENTIAL, 3, 9, 5))) == ["numeric-cell"]


def test_a_set_that_differs_between_profiles_is_reported(read_book: ReadBook) -> None:
    content = sheets()
    del content[SETS][4]
    assert codes(read_book(content)) == ["set-disagrees"]


def test_a_competence_without_skill_is_refused(read_book: ReadBook) -> None:
    content = sheets()
    del content[ESSENTIAL][1], content[OPTIONAL][1]
    assert [it.code for it in read_book(content).refused] == ["competence-without-skill"]


def test_a_competence_with_two_skills_is_refused(read_book: ReadBook) -> None:
    content = sheets()
    row = [*content[OPTIONAL][4]]
    row[7:] = [uid("SK-3"), "SK-3", "Deeg kneden", "Pétrir"]
    content[OPTIONAL].append(row)
    finding = only(read_book(content))
    assert finding.code == "competence-with-two-skills"
    assert "SK-2, SK-3" in finding.message


@pytest.mark.parametrize("sheet", [it for it in sheets() if it != PROFILES])
def test_a_row_of_an_unknown_profile_is_refused(read_book: ReadBook, sheet: str) -> None:
    content = sheets()
    content[sheet][-1][:4] = [uid("OP-9"), "OP-9", "Niemand", "Personne"]
    refused = read_book(content).refused
    unknown = [where(it)[0] for it in refused if it.code == "unknown-profile"]
    assert unknown == [sheet]


def test_a_competence_of_an_unknown_profile_only_still_has_its_blocks(read_book: ReadBook) -> None:
    content = sheets()
    content[OPTIONAL][4][:4] = [uid("OP-9"), "OP-9", "Niemand", "Personne"]
    reading = read_book(content)
    assert codes(reading) == ["unknown-profile"]
    assert by_code(reading)["CP-2"].targets(Predicate.SKILL) == [uid("SK-2")]


def test_a_profile_with_the_id_of_another_is_refused(read_book: ReadBook) -> None:
    assert codes(read_book(broken(PROOFS, 2, 1, uid("OP-2")))) == ["id-with-two-codes"]


def test_a_profile_with_an_id_of_nobody_is_refused(read_book: ReadBook) -> None:
    assert codes(read_book(broken(PROOFS, 2, 1, uid("nobody")))) == ["code-with-two-ids"]


def test_an_essential_and_optional_competence_is_kept_both_ways(read_book: ReadBook) -> None:
    content = sheets()
    content[OPTIONAL] += [[*row] for row in content[ESSENTIAL][1:]]
    reading = read_book(content)
    finding = only(reading)
    assert (finding.code, finding.severity) == ("essential-and-optional", Severity.WARNING)
    slager = by_code(reading)["OP-1"]
    assert uid("CP-1") in slager.targets(Predicate.OPTIONAL_COMPETENCE)
    assert uid("CP-1") in slager.targets(Predicate.ESSENTIAL_COMPETENCE)


@pytest.mark.parametrize("sheet", list(sheets()))
def test_a_repeated_row_is_one_warning_each(read_book: ReadBook, sheet: str) -> None:
    content = sheets()
    content[sheet] += [[*content[sheet][1]], [*content[sheet][1]]]
    reading = read_book(content)
    assert [(it.code, it.severity) for it in reading.findings] == [
        ("repeated-row", Severity.WARNING)
    ] * 2
    assert reading.concepts == read_book(sheets()).concepts


def test_a_profile_told_twice_differently_is_refused(read_book: ReadBook) -> None:
    content = sheets()
    content[PROFILES].append([*content[PROFILES][1]])
    content[PROFILES][3][6] = "Iets anders."
    assert codes(read_book(content)) == ["profile-twice"]


def test_a_member_of_no_other_sheet_keeps_its_known_id(read_book: ReadBook) -> None:
    content = sheets()
    for row in (1, 3):
        content[SETS][row][11:] = ["SK-7", "Worst maken", "Faire des saucisses"]
    reading = read_book(content, known={"SK-7": uid("SK-7")})
    assert reading.findings == ()
    assert by_code(reading)["SK-7"].id == uid("SK-7")


def test_a_member_that_nobody_knows_gets_an_id_made_from_its_code(read_book: ReadBook) -> None:
    content = sheets()
    for row in (1, 3):
        content[SETS][row][11:] = ["SK-7", "Worst maken", "Faire des saucisses"]
    first, second = read_book(content), read_book(content)
    assert set(codes(first)) == {"id-derived"}
    assert by_code(first)["SK-7"].id == by_code(second)["SK-7"].id
    assert by_code(first)["SK-7"].pref_label("nl") == "Worst maken"


def test_a_code_that_had_another_id_before_is_a_warning(read_book: ReadBook) -> None:
    reading = read_book(sheets(), known={"SK-1": uid("before"), "SK-2": uid("SK-2")})
    finding = only(reading)
    assert (finding.code, finding.severity) == ("id-changed", Severity.WARNING)
    assert by_code(reading)["SK-1"].id == uid("SK-1")


@pytest.mark.parametrize("known", [{}, {"SK-7": uid("SK-7")}])
def test_a_member_that_no_row_names_is_refused(read_book: ReadBook, known: dict[str, str]) -> None:
    content = sheets()
    content[SETS][1][11:] = ["SK-7", "", ""]
    finding = read_book(content, known=known).refused[0]
    assert (finding.code, where(finding)) == ("unknown-code", (SETS, 2, "block code"))


def test_a_member_may_leave_out_labels_that_other_sheets_give(read_book: ReadBook) -> None:
    content = sheets()
    for row in content[SETS][1:]:
        row[12:] = ["", ""]
    assert read_book(content).findings == ()


def test_one_code_for_two_alternative_names_keeps_both(read_book: ReadBook) -> None:
    reading = read_book(broken(ALTERNATIVES, 3, 6, "AN-1"))
    finding = only(reading)
    assert (finding.code, finding.severity) == ("code-with-two-ids", Severity.WARNING)
    assert len([it for it in by_code(reading)["OP-1"].labels if it.notation == "AN-1"]) == 2


def test_an_alternative_name_without_id_and_code_is_taken_without_them(
    read_book: ReadBook,
) -> None:
    content = broken(ALTERNATIVES, 3, 5, "")
    content[ALTERNATIVES][2][5] = ""
    reading = read_book(content)
    assert (only(reading).code, only(reading).severity) == ("label-without-id", Severity.INFO)
    assert Label("fr", LabelType.ALTERNATIVE, "Charcutier") in by_code(reading)["OP-1"].labels


@pytest.mark.parametrize("column", [5, 6])
def test_an_alternative_name_with_only_an_id_or_only_a_code_is_refused(
    read_book: ReadBook, column: int
) -> None:
    assert codes(read_book(broken(ALTERNATIVES, 3, column, ""))) == ["cell-missing"]


def test_an_alternative_name_with_two_texts_is_refused(read_book: ReadBook) -> None:
    content = broken(ALTERNATIVES, 3, 5, uid("AN-1"))
    content[ALTERNATIVES][2][5] = "AN-1"
    assert codes(read_book(content)) == ["two-labels"]


def test_a_wrong_block_is_reported_at_every_row_that_repeats_it(read_book: ReadBook) -> None:
    content = sheets()
    for sheet in (ESSENTIAL, OPTIONAL):
        content[sheet][2][10] = " Anatomie"
    assert [where(it)[:2] for it in read_book(content).findings] == [(ESSENTIAL, 3), (OPTIONAL, 3)]


def test_all_findings_are_listed_at_once(read_book: ReadBook) -> None:
    content = broken(CODES, 2, 6, True)
    content[SECTORS][1][7 - 1] = 5
    content[PROFILES][2][14] = "ooit"
    content[ESSENTIAL][3][7] = "x"
    assert {"boolean-cell", "numeric-cell", "not-a-date", "not-a-uuid"} <= set(
        codes(read_book(content))
    )


# files that are none


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"uuid;code\n", "CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "old binary Office file"),
        (b"PK\x03\x04" + bytes(200), "cut off"),
    ],
)
def test_a_file_that_is_no_workbook_is_unreadable(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "release.xlsx"
    path.write_bytes(data)
    with pytest.raises(SourceUnreadableError, match=reason):
        read(path, version="3.8")


def rezipped(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
    return path


def with_stray_cell(
    path: Path,
    reference: str,
    sheet: int,
    inner: str = "<v>1</v>",
    form: str = 'r="{}"',
) -> Path:
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    stray = f'<row r="{row}"><c {form.format(reference)}>{inner}</c></row></sheetData>'.encode()
    if not inner:
        stray = stray.replace(b"></c>", b"/>")

    def change(name: str, data: bytes) -> bytes:
        there = name == f"xl/worksheets/sheet{sheet}.xml"
        return data.replace(b"</sheetData>", stray) if there else data

    return rezipped(path, change)


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "XFD9", "ZZ99", "B9999999"])
@pytest.mark.parametrize("form", ['r="{}"', "r='{}'", 's="0" r="{}"', 'r = "{}" t="n"'])
def test_a_stray_cell_in_the_far_corner_is_refused(
    tmp_path: Path, reference: str, form: str
) -> None:
    path = with_stray_cell(write(tmp_path / "a.xlsx", sheets()), reference, 4, form=form)
    with pytest.raises(SourceUnreadableError, match=f"{CODES}.*{reference}"):
        read(path, version="3.8")


def test_an_empty_cell_in_the_far_corner_harms_nobody(tmp_path: Path) -> None:
    path = with_stray_cell(write(tmp_path / "a.xlsx", sheets()), "XFD1048576", 4, "")
    assert read(path, version="3.8").findings == ()


def test_a_stray_cell_in_a_sheet_that_is_not_read_harms_nobody(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {**sheets(), "Notities": [["x"]]})
    reading = read(with_stray_cell(path, "XFD1048576", 12), version="3.8")
    assert codes(reading) == ["sheet-unknown"]


def test_another_office_document_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(SourceUnreadableError, match="another kind"):
        read(path, version="3.8")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "worksheets/sheet4"])
@pytest.mark.parametrize("rest", [b"", b"<<<", b"\x00\xff" * 50])
def test_a_damaged_part_makes_the_file_unreadable(tmp_path: Path, part: str, rest: bytes) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data[: len(data) // 2] + rest if part in name else data

    path = rezipped(write(tmp_path / "a.xlsx", sheets()), change)
    with pytest.raises(SourceUnreadableError):
        read(path, version="3.8")


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_damage_is_findings_or_an_unreadable_file_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = write(tmp_path_factory.getbasetemp() / "damaged.xlsx", sheets())
    part = data.draw(st.sampled_from(["workbook.xml", "sharedStrings", "sheet1.xml", "styles"]))
    noise = data.draw(
        st.sampled_from([b"<", b'"', b"&", b"<v>99999</v>", b'r="A0"', b'r=""', b' t="b"', b"-1"])
        | st.binary(max_size=4)
    )
    share = data.draw(st.floats(0, 1))

    def change(name: str, content: bytes) -> bytes:
        at = int(share * len(content))
        return content[:at] + noise + content[at + 2 :] if part in name else content

    said = complaint_about(rezipped(path, change))
    assert said is None or "damaged.xlsx" in said


def complaint_about(path: Path) -> str | None:
    """What is said of a file that cannot be read; None where it can."""
    try:
        read(path, version="3.8")
    except SourceUnreadableError as error:
        return error.detail
    return None


def test_a_workbook_cut_off_is_unreadable(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", sheets())
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(SourceUnreadableError, match="cut off"):
        read(path, version="3.8")


def test_the_collector_is_on_again_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError):
        read(tmp_path / "gone.xlsx", version="3.8")
    assert gc.isenabled()
