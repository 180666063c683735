"""ROME from the files of France Travail, with every wart that their CSV and workbooks have."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from taxonomy.changes import ChangeType
from taxonomy.checks import run
from taxonomy.diff import diff
from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Severity
from taxonomy.model import Label, Link, Notation, Note, Taxonomy
from taxonomy.sources import rome
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.findings import Finding
    from taxonomy.model import Concept
    from taxonomy.sources.reading import Reading

CODES = ("code_rome", "code_fiche_em", "code_ogr", "libelle_rome", "statut")
CODES_4 = ("code_rome", "code_ogr", "libelle_rome", "transition_eco", "code_rome_parent")
NAMES = (
    "code_ogr",
    "libelle_appellation_long",
    "libelle_appellation_court",
    "code_rome",
    "libelle_type_section_appellation",
    "statut",
)
LINKS = ("code_rome", "code_ogr", "code_ref_rubrique", "code_type_referentiel")
BUTCHER = ("D1101", "97", "80", "Boucherie", "1")
APPELLATION = ("11564", "Boucher / Bouchère", "Boucher(ère)", "D1101", "PRINCIPALE", "1")


def table(*rows: Sequence[str]) -> bytes:
    """CSV as it is published: every cell in quotes."""
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def folder(path: Path, **files: bytes) -> Path:
    path.mkdir(exist_ok=True)
    for name, data in files.items():
        (path / f"unix_{name}_v347_utf8.csv").write_bytes(data)
    return path


def read_files(path: Path, **files: bytes) -> Reading:
    given = {"referentiel_code_rome": table(CODES, BUTCHER)} | files
    return rome.read([folder(path / "rome", **given)], version="3.47")


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def one(reading: Reading, id: str) -> Concept:
    (found,) = (it for it in reading.concepts if it.id == id)
    return found


def found(reading: Reading, code: str) -> list[Finding]:
    return [it for it in reading.findings if it.code == code]


def test_a_code_is_an_occupation_and_its_appellations_stand_below_it(tmp_path: Path) -> None:
    reading = read_files(tmp_path, referentiel_appellation=table(NAMES, APPELLATION))
    made = one(reading, "D1101")
    assert (made.kind, made.notation, made.notations) == (
        Kind.OCCUPATION,
        "D1101",
        (Notation("ogr", "80"),),
    )
    assert made.pref_labels() == {"fr": "Boucherie"}
    name = one(reading, "11564")
    assert (name.kind, name.notation) == (Kind.APPELLATION, "11564")
    assert name.labels == (
        Label("fr", LabelType.ALTERNATIVE, "Boucher(ère)"),
        Label("fr", LabelType.PREFERRED, "Boucher / Bouchère"),
    )
    assert name.links == (Link(Predicate.BROADER, "D1101"),)
    assert name.attributes == (("classification", "PRINCIPALE"),)
    assert [it.code for it in reading.findings] == ["domain-missing"]


def test_a_fiche_links_what_its_headings_list(tmp_path: Path) -> None:
    links = [
        ("D1101", "1", "7", "1"),
        ("D1101", "2", "10", "1"),
        ("D1101", "3", "5", "5"),
        ("D1101", "4", "6", "2"),
        ("D1101", "11564", "4", "4"),
        ("D1101", "9", "7", "1"),
        ("X9999", "1", "7", "1"),
        ("D1101", "1", "99", "1"),
    ]
    reading = read_files(
        tmp_path,
        referentiel_competence=table(
            ("code_ogr", "libelle_competence", "libelle_type_competence"),
            ("1", "Découpe de viande", "SAVOIRS"),
            ("2", "Règles d''hygiène", "SAVOIRS"),
        ),
        referentiel_env_travail=table(
            ("code_ogr", "libelle_env_travail", "libelle_type_section_env_trav"),
            ("3", "Boucherie", "STRUCTURES"),
        ),
        referentiel_activite=table(("code_ogr", "libelle_activite"), ("4", "Désosser")),
        liens_rome_referentiels=table(LINKS, *links),
    )
    assert one(reading, "D1101").links == (
        Link(Predicate.CORE_COMPETENCE, "1"),
        Link(Predicate.CORE_COMPETENCE, "4"),
        Link(Predicate.SPECIFIC_COMPETENCE, "2"),
        Link(Predicate.WORK_CONTEXT, "3"),
    )
    assert [one(reading, it).kind for it in "1234"] == [
        Kind.KNOWLEDGE,
        Kind.KNOWLEDGE,
        Kind.WORK_CONTEXT,
        Kind.SKILL,
    ]
    assert one(reading, "2").pref_label("fr") == "Règles d'hygiène"
    assert one(reading, "3").attributes == (("category", "STRUCTURES"),)
    assert sorted(it.message.partition(" stands")[0] for it in found(reading, "dangling-link")) == [
        "names 'X9999', which no file holds: left out",
        "the coreCompetence '9'",
    ]
    assert {str(it.place).partition(",")[0] for it in found(reading, "dangling-link")} == {
        "unix_liens_rome_referentiels_v347_utf8.csv"
    }
    assert [it.severity for it in found(reading, "relation-type")] == [Severity.ERROR]
    assert len(found(reading, "apostrophes-doubled")) == 1


def test_texts_riasec_and_mobility(tmp_path: Path) -> None:
    texts = ("code_rome", "position_libelle_txt", "libelle_texte", "libelle_type_texte")
    mobility = (
        "code_rome",
        "code_rome_cible",
        "code_appellation_source",
        "code_appellation_cible",
        "libelle_type_mobilite",
    )
    reading = read_files(
        tmp_path,
        referentiel_code_rome=table(CODES, BUTCHER, ("D1103", "99", "82", "Charcuterie", "1")),
        referentiel_appellation=table(NAMES, APPELLATION),
        texte=table(
            texts,
            ("D1101", "1", "Peut vendre.", "definition"),
            ("D1101", "0", "Prépare la viande.", "definition"),
            ("D1101", "0", "En boutique.", "cond_exercice_activite"),
            ("D1101", "0", "Un CAP suffit.", "acces_a_em"),
            ("X9999", "0", "Rien.", "definition"),
        ),
        referentiel_code_rome_riasec=table(
            ("code_rome", "riasec_majeur", "riasec_mineur"), ("D1101", "R", "C")
        ),
        rubrique_mobilite=table(
            mobility,
            ("D1101", "D1103", "", "", "Proche"),
            ("D1101", "D1103", "11564", "", "Evolution"),
            ("D1101", "D1101", "", "", "Proche"),
            ("D1101", "D1103", "", "", "Rêve"),
        ),
    )
    made = one(reading, "D1101")
    assert made.notes == (
        Note("fr", NoteType.DEFINITION, "Prépare la viande.\nPeut vendre."),
        Note("fr", NoteType.WORKING_CONTEXT, "En boutique."),
    )
    assert made.attributes == (
        ("access", "Un CAP suffit."),
        ("riasecMajor", "R"),
        ("riasecMinor", "C"),
    )
    assert made.links == (Link(Predicate.CLOSE_OCCUPATION, "D1103"),)
    assert Link(Predicate.EVOLUTION, "D1103") in one(reading, "11564").links
    codes = Counter(it.code for it in reading.findings)
    assert codes == {"self-link": 1, "relation-type": 1, "dangling-link": 1, "domain-missing": 1}


def test_domains_come_from_the_main_tree(tmp_path: Path) -> None:
    tree = ("code_ogr", "code_type_referentiel", "code_pere", "code_noeud", "libelle_item_arbo")
    reading = read_files(
        tmp_path,
        item_arborescence=table(
            tree,
            ("21164", "6", "D", "D11", "Artisanat alimentaire"),
            ("21165", "6", "D11", "D1101", "Boucherie"),
            ("17428", "7", "017", "D1101", "Boucherie"),
            ("17428", "6", "", "Dxx", "Boucherie"),
        ),
    )
    assert one(reading, "D11").kind is Kind.PROFESSIONAL_DOMAIN
    assert one(reading, "D1101").links == (Link(Predicate.BROADER, "D11"),)
    assert [it.code for it in reading.findings] == ["bad-code", "unknown-theme", "domain-missing"]


def test_rome_4_has_workbooks_parents_and_codes_that_excel_took_for_numbers(tmp_path: Path) -> None:
    path = tmp_path / "rome"
    path.mkdir()
    rows = (
        CODES_4,
        ("D1101", "80", "Boucher", "Emploi Blanc", "D1101"),
        ("D1112", "9", "Tripier", "", "D1101"),
    )
    (path / "unix_referentiel_code_rome_v460_utf8.csv").write_bytes(table(*rows))
    workbook(
        path / "rome_metiers.xlsx",
        Définition=[("Arborescence principale",)],
        Arbo=[
            (" ", " ", " ", " ", "Code OGR"),
            ("D", " ", " ", "Commerce", " "),
            ("D", "11", " ", "Alimentaire", " "),
            ("D", "11", "01", "Boucher", "80"),
        ],
    )
    workbook(
        path / "rome_savoirs.xlsx",
        Savoirs=[
            ("Catégorie", "Sous-catégorie", "Savoir", "Code OGR"),
            ("Normes", "Hygiène", "HACCP", 477597.0),
            ("Normes", "Hygiène", "Rien", 1.5),
        ],
    )
    workbook(
        path / "rome_contextes.xlsx",
        Contexte=[("Type", "Contexte de travail", "Code OGR"), ("Horaires", "La nuit", 23374)],
    )
    macro = (
        "1 - Domaine compétence",
        "2 - Enjeu",
        "3 - Objectif",
        "4 - Macro-compétence",
        "Catégorie",
    )
    workbook(
        path / "rome_competences.xlsx",
        Macro=[
            macro,
            ("Soin", "Relation", "Agir", "Faire preuve d'empathie", "Savoir-être professionnel"),
        ],
        Comp=[
            (*macro[:4], "5 - Compétence", "Catégorie"),
            ("Art", "Cuir", "Tailler", "Couper", "Couper du cuir", "Savoir-faire"),
            ("Art", "Cuir", "Tailler", "Couper", "", ""),
            ("Art", "Cuir", "Tailler", "", "Rien", ""),
        ],
    )
    reading = rome.read([path], version="4.60")
    assert one(reading, "D1112").links == (
        Link(Predicate.BROADER, "D11"),
        Link(Predicate.PARENT_OCCUPATION, "D1101"),
    )
    assert one(reading, "D11").links == (Link(Predicate.BROADER, "D"),)
    assert one(reading, "477597").attributes == (("category", "Normes"), ("subcategory", "Hygiène"))
    assert one(reading, "23374").kind is Kind.WORK_CONTEXT
    kinds = Counter(it.kind for it in reading.concepts if not it.notation)
    assert kinds == {Kind.SKILL: 2, Kind.SOFT_SKILL: 1}
    (below,) = (it for it in reading.concepts if it.pref_label("fr") == "Couper du cuir")
    (above,) = (it for it in reading.concepts if it.pref_label("fr") == "Couper")
    assert below.links == (Link(Predicate.BROADER, above.id),)
    assert [it.code for it in reading.findings] == ["bad-code", "missing-id", "id-derived"]


@pytest.mark.parametrize(
    ("files", "code", "severity"),
    [
        ({"referentiel_code_rome": table(CODES, BUTCHER, BUTCHER)}, "duplicate-code", Severity.ERROR),
        ({"referentiel_code_rome": table(CODES, BUTCHER, ("d1", *BUTCHER[1:]))}, "bad-code", Severity.ERROR),
        ({"referentiel_code_rome": table(CODES, BUTCHER, ("D1102", "1"))}, "row-width", Severity.ERROR),
        ({"referentiel_code_rome": table(CODES, BUTCHER, ("D1102", "1", "2", " ", "1"))}, "missing-text", Severity.WARNING),
        ({"referentiel_appellation": table(NAMES, APPELLATION, APPELLATION)}, "duplicate-code", Severity.ERROR),
        ({"referentiel_appellation": table(NAMES, ("x", *APPELLATION[1:]))}, "bad-code", Severity.ERROR),
        ({"referentiel_appellation": table(NAMES, (*APPELLATION[:3], "X9999", "", "1"))}, "unknown-code", Severity.ERROR),
        ({"inconnu": b"a,b"}, "unknown-file", Severity.WARNING),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_a_finding_with_its_place(
    tmp_path: Path, files: dict[str, bytes], code: str, severity: Severity
) -> None:
    reading = read_files(tmp_path, **files)
    (told,) = found(reading, code)
    assert told.severity is severity
    assert told.place
    assert told.place.file.startswith("unix_")
    assert one(reading, "D1101").pref_label("fr") == "Boucherie"


def test_a_code_without_a_row_is_taken_where_the_links_give_it_a_number(tmp_path: Path) -> None:
    reading = read_files(
        tmp_path,
        referentiel_competence=table(("code_ogr", "libelle_competence"), ("1", "Couper")),
        liens_rome_referentiels=table(
            LINKS, ("L1510", "1", "7", "1"), ("L1510", "39022", "2", "3"), ("L1510", "1", "10", "1")
        ),
        referentiel_appellation=table(NAMES, (*APPELLATION[:3], "L1510", "", "1")),
    )
    made = one(reading, "L1510")
    assert (made.pref_label("fr"), made.notations) == ("L1510", (Notation("ogr", "39022"),))
    assert len(made.links) == 2
    assert one(reading, "11564").targets(Predicate.BROADER) == ["L1510"]
    assert [it.code for it in reading.findings] == ["code-without-row", "domain-missing"]


def test_what_is_out_of_use_is_retired(tmp_path: Path) -> None:
    reading = read_files(tmp_path, referentiel_appellation=table(NAMES, (*APPELLATION[:5], "0")))
    assert one(reading, "11564").status is Status.RETIRED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (table(CODES, BUTCHER).replace(b"Boucherie", "Bouch\xe9".encode("iso-8859-15")), "not UTF-8"),
        (table(CODES[:3], BUTCHER[:3]), "lacks the column libelle_rome"),
        (b"", "has no header"),
        (b'"code_rome","code_ogr","libelle_rome"\n"D1101","8', "not CSV"),
        (b"PK\x03\x04", "is a zip or a workbook"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=reason) as caught:
        read_files(tmp_path, referentiel_code_rome=data)
    assert "unix_referentiel_code_rome_v347_utf8.csv" in caught.value.detail


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    path = folder(tmp_path / "rome", referentiel_code_rome=table(CODES, BUTCHER))
    with pytest.raises(SourceUnreadableError, match=r"no file of ROME 4\.60") as caught:
        rome.read([path], version="4.60")
    assert [it.code for it in caught.value.findings] == ["other-version"]


def test_files_may_stand_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "rome.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("csv/", "")
        archive.writestr("csv/unix_referentiel_code_rome_v347_utf8.csv", table(CODES, BUTCHER))
    steps: list[tuple[str, int]] = []
    reading = rome.read([path], version="3.47", progress=lambda *it: steps.append(it))
    assert [it.id for it in reading.concepts] == ["D1101"]
    assert steps == [("csv/unix_referentiel_code_rome_v347_utf8.csv", 1)]


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.zip"])
def test_a_path_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnreadableError, match=name):
        rome.read([tmp_path / name], version="3.47")


def test_workbooks_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "rome_savoirs.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(SourceUnreadableError, match=r"rome_savoirs\.xlsx"):
        rome.read([path], version="4.60")
    workbook(path, Savoirs=[("Savoir",), ("HACCP",)])
    with pytest.raises(SourceUnreadableError, match="no sheet with the columns"):
        rome.read([path], version="4.60")
    packed = tmp_path / "rome.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, path.name)
    with pytest.raises(SourceUnreadableError, match="unpack it first"):
        rome.read([packed], version="4.60")


def release(shared_data: Path, version: str) -> Taxonomy:
    reading = rome.read([shared_data / f"rome/v{version}"], version=version)
    assert reading.refused == ()
    return Taxonomy.of("rome", reading.concepts)


@pytest.mark.slow
@pytest.mark.real_data
def test_the_published_releases_are_read_whole_and_differ_sensibly(shared_data: Path) -> None:
    old, new = release(shared_data, "3.47"), release(shared_data, "4.60")
    kinds = [Counter(it.kind for it in content) for content in (old, new)]
    assert [it[Kind.OCCUPATION] for it in kinds] == [532, 1_584]
    assert [it[Kind.APPELLATION] for it in kinds] == [10_990, 13_120]
    assert [it[Kind.KNOWLEDGE] for it in kinds] == [4_947, 15_354]
    assert (kinds[1][Kind.MAJOR_DOMAIN], kinds[1][Kind.PROFESSIONAL_DOMAIN]) == (14, 110)
    for content in (old, new):
        assert [it for it in run(content) if it.severity is Severity.ERROR] == []
    changes = Counter(it.change for it in diff(old, new))
    assert changes[ChangeType.ADDED] == len(new.by_id.keys() - old.by_id.keys())
    assert changes[ChangeType.KIND_CHANGED] == 0
    butcher = Counter(it.change for it in diff(old, new) if it.concept_id == "D1101")
    assert butcher[ChangeType.RENAMED] == 1
