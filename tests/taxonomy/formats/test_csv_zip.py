"""csv.zip is read back to an equal taxonomy, describes itself truly and has the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Severity
from taxonomy.formats import csv_zip
from taxonomy.model import Release, Taxonomy
from taxonomy.sources import csv_package
from taxonomy.sources.reading import Reading
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.build import alternative, concept, description, link, retired, taxonomy
from tests.taxonomy.formats.test_csv_package import packages

Json = dict[str, Any]

RELEASE = Release(
    scheme="competent",
    version="3.10",
    status=ReleaseStatus.PUBLISHED,
    digest="",
    released_at=date(2025, 3, 1),
    note="Één",
)
BUTCHER = taxonomy(
    concept(
        "u1",
        Kind.PROFILE,
        link("essentialCompetence", "u2"),
        alternative("nl", "Beenhouwer"),
        alternative("fr", "=Boucherie"),
        description("fr", "Coupe la viande"),
        nl="Slager",
        fr="Boucher",
    ),
    concept("u2", Kind.TECHNICAL_COMPETENCE, link("skill", "u3"), link("knowledge", "u4")),
    concept("u3", Kind.SKILL, nl="Snijden", fr="Couper"),
    concept("u4", Kind.KNOWLEDGE, fr="Hygiène"),
    retired("u5", Kind.PROFILE, replaced_by=("u1",), nl="Vleeshouwer"),
)


def read_back(data: bytes, folder: Path) -> csv_package.PackageReading:
    path = folder / "csv.zip"
    path.write_bytes(data)
    return csv_package.read(path)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {it: archive.read(it) for it in archive.namelist()}


def descriptor(taxonomy: Taxonomy, release: Release = RELEASE) -> Json:
    found: Json = json.loads(members(csv_zip.write(taxonomy, release))["datapackage.json"])
    return found


def schema(package: Json, name: str) -> Json:
    (found,) = (it["schema"] for it in package["resources"] if it["name"] == name)
    assert isinstance(found, dict)
    return found


@pytest.mark.slow
@given(packages())
def test_an_import_gives_an_equal_taxonomy(original: Taxonomy) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reading = read_back(csv_zip.write(original, RELEASE), Path(folder))
    assert Taxonomy.of("competent", reading.concepts) == original
    assert reading.refused == ()


def test_the_settings_of_the_release_come_back(tmp_path: Path) -> None:
    reading = read_back(csv_zip.write(BUTCHER, RELEASE), tmp_path)
    assert (reading.scheme, reading.version.text) == ("competent", "3.10")
    assert (reading.released, reading.note, reading.languages) == (date(2025, 3, 1), "Één", ())


@settings(max_examples=20)
@given(packages())
def test_equal_taxonomies_give_equal_bytes(original: Taxonomy) -> None:
    again = Taxonomy.of(original.scheme, reversed(original.concepts))
    assert csv_zip.write(again, RELEASE) == csv_zip.write(original, RELEASE)


def test_the_bytes_are_those_of_every_machine() -> None:
    digest = hashlib.sha256(csv_zip.write(BUTCHER, RELEASE)).hexdigest()
    assert digest == "290b76a7a13bbb97d8774d597ea1800cc3f3908623ff3c26aec5458012faa84e"


def test_a_release_of_another_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match=r"competent/3\.10 is no release of esco"):
        csv_zip.write(Taxonomy.of("esco", []), RELEASE)


def test_a_part_holds_every_row_and_the_texts_of_its_languages_alone(tmp_path: Path) -> None:
    files = members(csv_zip.write(BUTCHER, RELEASE, languages=("fr",)))
    assert files["profile.csv"].decode() == (
        "id,notation,status,retirement,replaced_by,pref_label_fr,description_fr\n"
        "u1,U1,,,,Boucher,Coupe la viande\n"
        "u5,U5,retired,unknown,U1,,\n"
    )
    assert files["labels.csv"].decode() == (
        "concept,lang,type,text\nU1,fr,alternative,'=Boucherie\n"
    )
    assert json.loads(files["datapackage.json"])["name"] == "competent-3.10-fr"


def test_an_import_refuses_a_part(tmp_path: Path) -> None:
    reading = read_back(csv_zip.write(BUTCHER, RELEASE, languages=("fr", "de")), tmp_path)
    assert reading.languages == ("fr", "de")
    assert [(it.code, it.severity) for it in reading.findings] == [
        ("part-of-a-release", Severity.ERROR)
    ]
    assert len(reading.concepts) == len(BUTCHER)


def test_every_file_is_described_with_its_size_and_hash() -> None:
    files = members(csv_zip.write(BUTCHER, RELEASE))
    package = json.loads(files.pop("datapackage.json"))
    del files["release.toml"]
    assert {it["path"]: (it["bytes"], it["hash"]) for it in package["resources"]} == {
        name: (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        for name, content in files.items()
    }


def test_every_column_is_described_in_its_order() -> None:
    files = members(csv_zip.write(BUTCHER, RELEASE))
    for resource in json.loads(files["datapackage.json"])["resources"]:
        header = files[resource["path"]].decode().splitlines()[0].split(",")
        assert [it["name"] for it in resource["schema"]["fields"]] == header
        assert all(it["description"] for it in resource["schema"]["fields"])


def test_a_key_leads_from_a_link_to_the_one_kind_that_it_names() -> None:
    package = descriptor(BUTCHER)
    assert schema(package, "profile")["primaryKey"] == ["id"]
    assert schema(package, "links-essential-competence")["primaryKey"] == ["subject", "target"]
    assert schema(package, "links-essential-competence")["foreignKeys"] == [
        {"fields": "subject", "reference": {"resource": "profile", "fields": "notation"}},
        {
            "fields": "target",
            "reference": {"resource": "technical-competence", "fields": "notation"},
        },
    ]


def test_no_key_is_told_where_a_column_names_several_kinds() -> None:
    mixed = taxonomy(
        concept("u1", Kind.COMPETENCE_SET, link("member", "u2"), link("member", "u3")),
        concept("u2", Kind.SKILL),
        concept("u3", Kind.KNOWLEDGE),
    )
    keys = schema(descriptor(mixed), "links-member")["foreignKeys"]
    assert [it["fields"] for it in keys] == ["subject"]


def test_the_package_names_its_release_and_its_terms() -> None:
    package = descriptor(BUTCHER)
    assert (package["name"], package["version"]) == ("competent-3.10", "3.10")
    assert package["title"] == "Competent 3.10"
    assert package["licenses"][0]["title"] == "Open data, without usage restriction"


def test_a_package_may_stand_in_a_folder_of_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "again.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members(csv_zip.write(BUTCHER, RELEASE)).items():
            archive.writestr(f"competent/{name}", content)
    assert csv_package.read(path).concepts == BUTCHER.concepts


def test_an_archive_of_two_packages_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for folder in ("a", "b"):
            archive.writestr(f"{folder}/release.toml", "")
    with pytest.raises(SourceUnreadableError, match="holds 2 packages"):
        csv_package.read(path)


def test_an_archive_without_settings_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "none.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("profile.csv", "id,notation\n")
    with pytest.raises(SourceUnreadableError, match=r"release\.toml"):
        csv_package.read(path)


@pytest.mark.slow
@pytest.mark.real_data
def test_a_real_release_comes_back_whole(
    competent_of: Callable[[str], Reading], tmp_path: Path
) -> None:
    original = Taxonomy.of("competent", competent_of("3.11").concepts)
    reading = read_back(csv_zip.write(original, RELEASE), tmp_path)
    assert reading.concepts == original.concepts
    assert reading.refused == ()
