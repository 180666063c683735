from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

import openpyxl
import pytest

from app.refusals import RoleRequiredError
from app.reviewing.acting import save, submit
from app.reviewing.approving import approve
from app.reviewing.packages import Difference, PackageForm, package_of, take, written
from app.reviewing.queues import Wanted
from app.reviewing.review import Review
from taxonomy.errors import SourceRefusedError, SourceUnreadableError
from taxonomy.reviewing.states import State
from taxonomy.sources.xliff import read_xliff
from tests.app.reviewing.scene import CUT, FIEN, LUC, NOW, RITA, by, name_of, with_releases

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

STALE, MISSING = name_of(CUT), name_of("sk-10")
XML = (PackageForm.XLIFF_1, PackageForm.XLIFF_2)


@pytest.fixture
def review(context: Context, kept: Kept) -> Review:
    kept.fill(context, with_releases)
    return Review(context.engine)


def file_of(review: Review, form: PackageForm = PackageForm.XLIFF_1, lang: str = "fr") -> bytes:
    return b"".join(written(package_of(review.now(), Wanted(lang=lang), NOW), form))


def translated(data: bytes) -> bytes:
    """The file after somebody translated the fish and the meat in it."""
    text = data.decode()
    text = text.replace("Couper de la viande", "Désosser &amp; couper").replace(
        'state="needs-translation"', 'state="translated"'
    )
    text = text.replace('state="initial"', 'state="translated"')
    source = "Vis verkopen</source>"
    target = '<target state="translated">Vendre du poisson</target>'
    return text.replace(source, source + target).encode()


@pytest.mark.parametrize("form", list(PackageForm))
def test_a_package_that_comes_back_as_it_went_out_changes_nothing(
    review: Review, form: PackageForm
) -> None:
    taken = take(review, f"fr.{form}", file_of(review, form), by(LUC))
    assert (taken.changes, taken.newer, taken.same, taken.findings) == ((), (), 5, ())
    assert taken.release == "competent/3.9"


@pytest.mark.parametrize("form", XML)
def test_what_was_translated_elsewhere_is_proposed_for_review(
    review: Review, form: PackageForm
) -> None:
    data = translated(file_of(review, form))
    told = take(review, "fr.xlf", data, by(LUC), dry=True)
    assert review.now().get(MISSING).state is State.MISSING
    taken = take(review, "fr.xlf", data, by(LUC))
    assert [(it.entry.unit.id, it.text, it.state) for it in taken.changes] == [
        (it.entry.unit.id, it.text, it.state) for it in told.changes
    ]
    found = {it: review.now().get(it) for it in (STALE, MISSING)}
    assert {it.state for it in found.values()} == {State.REVIEW}
    assert found[STALE].standing.text == "Désosser & couper"
    assert found[MISSING].standing.written_by == "Luc Maes"
    again = take(review, "fr.xlf", data, by(LUC))
    assert (again.changes, again.newer) == ((), ())


def test_a_workbook_comes_back_too(review: Review) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file_of(review, PackageForm.XLSX)))
    rows = {row[11].value: row for row in book.worksheets[0].iter_rows(min_row=2)}
    rows[MISSING][0].value = "Vendre du poisson"
    rows[STALE][0].value, rows[STALE][1].value = "Désosser", "draft"
    out = io.BytesIO()
    book.save(out)
    take(review, "fr.xlsx", out.getvalue(), by(LUC))
    assert review.now().get(MISSING).state is State.REVIEW
    assert review.now().get(STALE).state is State.DRAFT


def test_an_approved_text_stands_until_its_new_one_is_approved(review: Review) -> None:
    approve(review, STALE, by(FIEN))
    data = file_of(review).replace(b"Couper de la viande", b"Trancher de la viande")
    taken = take(review, "fr.xlf", data, by(LUC))
    assert [it.code for it in taken.findings] == ["package-over-approved"]
    assert "approved by Fien" in taken.findings[0].message
    assert review.now().get(STALE).unit.target == "Couper de la viande"
    assert review.now().get(STALE).standing.text == "Trancher de la viande"


def test_what_others_wrote_since_stays_and_is_told(review: Review) -> None:
    data = translated(file_of(review))
    save(review, STALE, "Trancher", by(FIEN))
    taken = take(review, "fr.xlf", data, by(LUC))
    assert [(it.entry.standing.text, it.text) for it in taken.newer] == [
        ("Trancher", "Désosser & couper")
    ]
    assert review.now().get(STALE).standing.text == "Trancher"
    assert review.now().get(MISSING).state is State.REVIEW


def test_a_package_of_another_source_is_stale_at_once(review: Review) -> None:
    data = translated(file_of(review)).replace(b"Vis verkopen", b"Vis aanprijzen")
    data = data.replace(b"competent/3.9", b"competent/3.8")
    taken = take(review, "fr.xlf", data, by(LUC))
    assert [it.code for it in taken.findings] == [
        "package-other-release",
        "package-source-changed",
    ]
    found = review.now().get(MISSING)
    assert (found.state, found.standing.text) == (State.STALE, "Vendre du poisson")
    assert found.standing.source_then == "Vis aanprijzen"


def test_edited_ids_tags_and_languages_are_found_and_nothing_is_taken(review: Review) -> None:
    data = translated(file_of(review)).decode()
    broken = data.replace(MISSING, "sk-10-edited").replace(
        "Désosser &amp; couper", 'Désosser <g id="1">et</g> couper'
    )
    with pytest.raises(SourceRefusedError) as refused:
        take(review, "fr.xlf", broken.encode(), by(LUC))
    assert {it.code for it in refused.value.findings} == {
        "package-inline-code",
        "package-unit-unknown",
    }
    assert all(it.place and it.place.row > 1 for it in refused.value.findings)
    with pytest.raises(SourceRefusedError) as refused:
        take(review, "de.xlf", data.replace('"fr"', '"de"').encode(), by(RITA))
    assert {it.code for it in refused.value.findings} == {"package-unit-other-language"}
    lenient = take(review, "fr.xlf", broken.encode(), by(LUC), lenient=True)
    assert (lenient.changes, len(lenient.findings)) == ((), 2)


def test_a_unit_that_stands_twice_is_taken_once(review: Review) -> None:
    data = translated(file_of(review)).decode()
    start, end = data.index("<trans-unit"), data.index("</body>")
    twice = data[:end] + data[start:end] + data[end:]
    taken = take(review, "fr.xlf", twice.encode(), by(LUC), dry=True)
    assert {it.code for it in taken.findings} == {"package-unit-repeated"}
    assert len(taken.changes) == 2


def test_a_text_with_errors_is_a_draft(review: Review) -> None:
    data = translated(file_of(review)).replace(b"Vendre du poisson", "Vendrâ€".encode())
    taken = take(review, "fr.xlf", data, by(LUC))
    assert State.DRAFT in {it.state for it in taken.changes}
    assert "translation-broken-characters" in {it.code for it in taken.findings}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<xliff", "line 1"),
        (b"<html/>", "no XLIFF"),
        (b'<!DOCTYPE xliff [<!ENTITY a "b">]><xliff/>', "declares a document type"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "is in ''"),
        (b"text,source\n", "row 1"),
        (b"PK\x03\x04 cut off", "fr.xlf"),
        (
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" trgLang="fr">' + b"<file>" * 60,
            "deep",
        ),
    ],
)
def test_what_is_no_package_is_told_with_its_place(review: Review, data: bytes, told: str) -> None:
    with pytest.raises(SourceUnreadableError, match=told):
        take(review, "fr.xlf", data, by(LUC))


@pytest.mark.parametrize("form", XML)
def test_a_file_that_a_tool_wrote_its_own_way_is_the_same_package(
    review: Review, form: PackageForm
) -> None:
    text = translated(file_of(review, form)).decode()
    wanted = [(it.entry.unit.id, it.text, it.state) for it in _dry(review, text.encode())]
    country = text.replace('target-language="fr"', 'target-language="fr-BE"')
    country = country.replace('trgLang="fr"', 'trgLang="fr-BE"')
    wide = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    apart = unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode("utf-8-sig")
    for data in (country.encode(), wide, apart):
        assert [(it.entry.unit.id, it.text, it.state) for it in _dry(review, data)] == wanted


def _dry(review: Review, data: bytes) -> tuple[Difference, ...]:
    return take(review, "fr.xlf", data, by(LUC), dry=True).changes


def test_a_translator_takes_packages_of_their_own_language_only(review: Review) -> None:
    with pytest.raises(RoleRequiredError):
        take(review, "de.xlf", file_of(review, lang="de"), by(LUC))


def test_markup_and_very_long_words_come_through_as_text(review: Review) -> None:
    text = "<b>&amp;</b> " + "w" * 1_900
    submit(review, STALE, by(LUC), text=text)
    for form in XML:
        (found,) = [
            it for it in read_xliff("x", file_of(review, form)).items if it.unit_id == STALE
        ]
        assert found.text == text
