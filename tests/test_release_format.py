"""What docs/release-format.md and the schemas promise of a release's files holds for real ones."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from app import markers, samples
from app.config import Settings
from app.context import Context
from app.manifest import build
from taxonomy import canonical, schemes
from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.formats import jsonl
from taxonomy.formats.changes import as_csv
from taxonomy.formats.distributions import FORMATS
from taxonomy.formats.material import Material
from taxonomy.model import Concept, Release, Rescheduled
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import (
    KINDS,
    PREDICATES,
    Kind,
    LabelType,
    NoteType,
    Predicate,
    ReleaseStatus,
    RetirementReason,
    Status,
)
from tests.build import concept, taxonomy
from tests.moments import NOON
from tests.strategies import concepts

Json = dict[str, Any]

PAGE = (Path(__file__).parent.parent / "docs/release-format.md").read_text()
SORTED_BY = {
    "labels": ("lang", "type", "text", "id", "notation"),
    "notes": ("lang", "type", "text"),
    "links": ("predicate", "target", "rank"),
    "notations": ("system", "value"),
}
needs_sha256sum = pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")


def schema(name: str) -> Json:
    """A schema as it is installed with the package."""
    text = files("taxonomy.formats").joinpath("schemas", f"{name}.schema.json").read_text()
    found: Json = json.loads(text)
    return found


SCHEMA_OF = {name: schema(name) for name in ("concept", "manifest")}
IS_CONCEPT = Draft202012Validator(SCHEMA_OF["concept"])
IS_MANIFEST = Draft202012Validator(SCHEMA_OF["manifest"])


def section(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.+?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def fields_told(heading: str) -> list[str]:
    """The fields that the tables of a section describe."""
    tables = re.findall(r"^\| field \|.+\n\|[-|]+\n((?:\|.+\n)+)", section(heading), re.MULTILINE)
    return [field for table in tables for field in re.findall(r"^\| `([^`]+)` \|", table, re.M)]


def fields_of(whole: Json, part: Json, stem: str = "") -> list[tuple[str, bool]]:
    """The fields of a schema as the page writes them, each with whether it is always there."""
    found: list[tuple[str, bool]] = []
    for name, below in part.get("properties", {}).items():
        found.append((f"{stem}{name}", name in part["required"]))
        inner, path = below, f"{stem}{name}."
        if "items" in below:
            inner, path = below["items"], f"{stem}{name}[]."
        if "$ref" in inner:
            inner = whole["$defs"][inner["$ref"].rpartition("/")[2]]
        found += fields_of(whole, inner, path)
    return found


def sort_key(entry: Json, name: str) -> tuple[str | int, ...]:
    return tuple(entry.get(part, 0 if part == "rank" else "") for part in SORTED_BY[name])


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for it in value.items() for text in texts(it)]
    if isinstance(value, list | tuple):
        return [text for it in value for text in texts(it)]
    return [value] if isinstance(value, str) else []


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive that holds every release that ships, published."""
    home = tmp_path_factory.mktemp("published")
    context = Context.open(Settings(home=home))
    samples.load(context, at=NOON, on_release=lambda _: None)
    context.engine.dispose()
    return home / "archive"


@pytest.fixture(scope="module")
def folders(archive: Path) -> list[Path]:
    return sorted(it.parent for it in archive.glob("*/*/manifest.json"))


@pytest.fixture(scope="module")
def documents(folders: list[Path]) -> list[bytes]:
    """Every document of every release, each once."""
    lines = {line for it in folders for line in (it / "taxonomy.jsonl").read_bytes().splitlines()}
    return sorted(lines)


@pytest.mark.parametrize("name", SCHEMA_OF)
def test_a_schema_is_one_itself(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMA_OF[name])
    assert SCHEMA_OF[name]["$id"] == f"{name}.schema.json"


@pytest.mark.parametrize(("name", "heading"), [("concept", "taxonomy.jsonl"), ("manifest",) * 2])
def test_the_page_and_the_schema_know_the_same_fields(name: str, heading: str) -> None:
    heading = heading.replace("manifest", "manifest.json")
    fields = [field for field, _ in fields_of(SCHEMA_OF[name], SCHEMA_OF[name])]
    assert sorted(fields_told(heading)) == sorted(fields)


def test_the_page_says_of_a_concepts_field_when_it_is_always_there() -> None:
    told = re.findall(r"^\| `([^`]+)` \| [^|]*, always \|", section("taxonomy.jsonl"), re.M)
    always = [field for field, it in fields_of(SCHEMA_OF["concept"], SCHEMA_OF["concept"]) if it]
    assert sorted(told) == sorted(always)


def test_every_field_of_a_manifest_is_always_there_but_those_that_came_with_format_2() -> None:
    manifest = SCHEMA_OF["manifest"]
    told = re.findall(r"^\| `([^`]+)` \| [^|]+ \(2\) \|", section("manifest.json"), re.M)
    assert [field for field, always in fields_of(manifest, manifest) if not always] == told


@pytest.mark.parametrize("field", ["public_url", "formats"])
def test_a_manifest_of_format_2_without_one_of_its_fields_does_not_fit(field: str) -> None:
    assert not IS_MANIFEST.is_valid({key: it for key, it in MANIFEST.items() if key != field})


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("properties/scheme", SCHEMES),
        ("properties/kind", Kind),
        ("properties/status", Status),
        ("properties/retirement", RetirementReason),
        ("$defs/label/properties/type", LabelType),
        ("$defs/note/properties/type", NoteType),
        ("$defs/link/properties/predicate", Predicate),
    ],
)
def test_schema_page_and_code_know_the_same_words(path: str, words: Any) -> None:
    part: Any = SCHEMA_OF["concept"]
    for step in path.split("/"):
        part = part[step]
    assert part["enum"] == [str(it) for it in words]
    assert [it for it in words if f"`{it}`" not in section("taxonomy.jsonl")] == []


@pytest.mark.parametrize("scheme", KINDS)
def test_the_page_lists_the_kinds_and_predicates_of_a_scheme(scheme: str) -> None:
    kinds, predicates = (
        ", ".join(f"`{it}`" for it in words) for words in (KINDS[scheme], PREDICATES[scheme])
    )
    assert f"| `{scheme}` | {kinds} | {predicates} |" in section("taxonomy.jsonl").splitlines()


def test_the_page_tells_the_fields_of_the_markers() -> None:
    release = Release(
        scheme="competent",
        version="1.9",
        status=ReleaseStatus.WITHDRAWN,
        digest="",
        published_at=NOON,
        promoted_at=NOON,
        rescheduled=Rescheduled(NOON, NOON.date(), "needed at once"),
        withdrawal="wrong",
        withdrawn_at=NOON,
    )
    found = {file: list(json.loads(data)) for file, data in markers.of(release).items()}
    assert fields_told("withdrawn.json") == found["withdrawn.json"]
    both = [*found["candidate.json"], *found["promoted.json"]]
    assert fields_told("candidate.json and promoted.json") == both


@given(concepts())
def test_the_document_of_any_concept_fits_the_schema(it: Concept) -> None:
    assert [
        error.message for error in IS_CONCEPT.iter_errors(json.loads(canonical.write(it)))
    ] == []


@given(concepts())
def test_a_document_has_the_bytes_that_the_page_describes(it: Concept) -> None:
    document = canonical.write(it)
    parts = json.loads(document)
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert document == told.encode()
    for name in SORTED_BY.keys() & parts.keys():
        keys = [sort_key(entry, name) for entry in parts[name]]
        assert keys == sorted(set(keys))
    for name in {"collections", "replaced_by"} & parts.keys():
        assert parts[name] == sorted(set(parts[name]))


WHOLE: Json = json.loads(canonical.write(concept("op-10", nl="Slager", fr="Boucher")))


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": 10},
        {"id": None},
        {"kind": "job"},
        {"scheme": "kldb"},
        {"status": "deleted"},
        {"labels": []},
        {"labels": [{"lang": "nl", "type": "preferred"}]},
        {"labels": [{"lang": "nl", "type": "preferred", "text": ""}]},
        {"labels": [{"lang": "Dutch!", "type": "preferred", "text": "Slager"}]},
        {"labels": [{"lang": "nl", "type": "title", "text": "Slager"}]},
        {"labels": [{"lang": "nl", "type": "preferred", "text": "Slager", "id": ""}]},
        {"labels": [{"lang": "nl", "type": "preferred", "text": "Slager"}] * 2},
        {"notes": [{"lang": "nl", "type": "remark", "text": "x"}]},
        {"links": [{"predicate": "hasSkill", "target": "a"}]},
        {"links": [{"predicate": "skill"}]},
        {"links": [{"predicate": "skill", "target": "a", "rank": 0}]},
        {"links": [{"predicate": "skill", "target": "a", "rank": 1.5}]},
        {"notations": [{"system": "isco-08", "value": 7511}]},
        {"framework": {"name": "DigComp", "version": 2.2, "number": "1.1"}},
        {"framework": {"name": "DigComp"}},
        {"attributes": {}},
        {"attributes": {"modified": None}},
        {"collections": ["green", "green"]},
        {"retirement": "old"},
        {"replaced_by": [""]},
        {"first_release": "1.9"},
    ],
    ids=str,
)
def test_a_broken_document_does_not_fit(change: Json) -> None:
    assert IS_CONCEPT.is_valid(WHOLE)
    assert not IS_CONCEPT.is_valid(WHOLE | change)


@pytest.mark.parametrize("field", ["id", "kind", "scheme", "status"])
def test_a_document_without_a_needed_field_does_not_fit(field: str) -> None:
    assert not IS_CONCEPT.is_valid({key: it for key, it in WHOLE.items() if key != field})


def manifest_of(release: Release, *documents: bytes) -> bytes:
    """The manifest of a release of these documents."""
    named = {str(number): it for number, it in enumerate(documents)}
    material = Material(release=release, taxonomy=taxonomy(), documents=named)
    return build(material).files["manifest.json"]


MANIFEST: Json = json.loads(
    manifest_of(
        Release(
            scheme="competent",
            version="1.9",
            status=ReleaseStatus.PUBLISHED,
            digest=f"sha256:{'0' * 64}",
            published_at=NOON,
            counts={"profile": 1},
            languages={"nl": 1.0},
            imprint=schemes.get("competent").imprint,
            public_url="https://competent.test",
            formats=("jsonl",),
        )
    )
)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "3"},
        {"public_url": ""},
        {"formats": []},
        {"version": 1.9},
        {"version": "1.9 beta"},
        {"previous": ""},
        {"sample": "no"},
        {"released_at": "16-03-2026"},
        {"published_at": None},
        {"published_at": "2026-03-16T13:00:00+01:00"},
        {"counts": {"profile": 0}},
        {"languages": {"nl": 1.1}},
        {"digest": "0" * 64},
        {"distributions": []},
        {"distributions": [MANIFEST["distributions"][0] | {"sha256": "0"}]},
        {"distributions": [MANIFEST["distributions"][0] | {"file": "../taxonomy.jsonl"}]},
        {"withdrawn": True},
    ],
    ids=str,
)
def test_a_broken_manifest_does_not_fit(change: Json) -> None:
    assert IS_MANIFEST.is_valid(MANIFEST)
    assert not IS_MANIFEST.is_valid(MANIFEST | change)


@pytest.mark.parametrize("field", MANIFEST)
def test_a_manifest_without_a_field_does_not_fit(field: str) -> None:
    assert not IS_MANIFEST.is_valid({key: it for key, it in MANIFEST.items() if key != field})


@pytest.mark.slow
def test_every_document_that_ships_fits_the_schema(documents: list[bytes]) -> None:
    assert len(documents) > 1_500
    assert [it for it in documents if not IS_CONCEPT.is_valid(json.loads(it))] == []


@pytest.mark.slow
def test_every_text_that_ships_is_in_normal_form_c(documents: list[bytes]) -> None:
    assert [it for it in documents if not is_normalized("NFC", it.decode())] == []


@pytest.mark.slow
def test_every_manifest_that_ships_fits_the_schema(folders: list[Path]) -> None:
    manifests = [json.loads((it / "manifest.json").read_bytes()) for it in folders]
    assert len(manifests) == 6
    assert [error.message for it in manifests for error in IS_MANIFEST.iter_errors(it)] == []


TOLD_FILES = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", section("Files"), re.M)
OF_SOME = {"withdrawn.json", "SHA256SUMS.minisig"}


def test_the_page_and_the_table_of_formats_know_the_same_files() -> None:
    framing = dict.fromkeys(("manifest.json", "SHA256SUMS", *OF_SOME), "proof")
    formats = {it.files: it.purpose.replace("-", " ") for it in FORMATS.values()}
    assert dict(TOLD_FILES) == formats | framing


@pytest.mark.slow
def test_a_folder_of_the_archive_holds_the_files_of_the_page(folders: list[Path]) -> None:
    told = {file for file, _ in TOLD_FILES} - OF_SOME
    for folder in folders:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        fitting = told - {it.files for it in FORMATS.values() if it.name not in manifest["formats"]}
        held = {it.name for it in folder.iterdir()}
        assert held == {it for it in held for pattern in fitting if fnmatchcase(it, pattern)}
        assert fitting == {it for it in fitting for file in held if fnmatchcase(file, it)}


@pytest.mark.slow
def test_the_lines_of_a_file_stand_in_the_order_of_their_ids(folders: list[Path]) -> None:
    for folder in folders:
        data = (folder / "taxonomy.jsonl").read_bytes()
        ids = [json.loads(line)["id"].encode() for line in jsonl.documents(data)]
        assert ids == sorted(set(ids))


@pytest.mark.slow
def test_the_pages_example_ships_and_has_the_revision_it_names(documents: list[bytes]) -> None:
    (example,) = blocks("json")
    document = example.strip().encode()
    assert document in documents
    assert f"is `{hashlib.sha256(document).hexdigest()}`." in section("Revision and digest")


@pytest.mark.slow
def test_the_pages_python_computes_the_digest_of_each_release(folders: list[Path]) -> None:
    recipe = blocks("python")[0]
    for folder in folders:
        told = subprocess.run(
            [sys.executable, "-c", recipe], cwd=folder, check=True, capture_output=True, text=True
        )
        assert told.stdout.strip() == json.loads((folder / "manifest.json").read_bytes())["digest"]


@pytest.fixture
def delta_beside_its_release(archive: Path, tmp_path: Path) -> Path:
    """A folder with the release before and the delta, as the page names them."""
    shutil.copy(archive / "competent/1.9/taxonomy.jsonl", tmp_path / "previous.jsonl")
    shutil.copy(archive / "competent/1.10/delta.jsonl", tmp_path / "delta.jsonl")
    return tmp_path


@pytest.mark.slow
def test_the_pages_python_makes_a_release_from_the_one_before_and_its_delta(
    archive: Path, delta_beside_its_release: Path
) -> None:
    folder, release = delta_beside_its_release, archive / "competent/1.10"
    recipe = [sys.executable, "-c", blocks("python")[1]]
    told = subprocess.run(recipe, cwd=folder, check=True, capture_output=True, text=True)
    digest = json.loads((release / "manifest.json").read_bytes())["digest"]
    assert told.stdout.split() == ["1.10", digest]
    made = (folder / "taxonomy.jsonl").read_bytes()
    assert made == (release / "taxonomy.jsonl").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["previous.jsonl", "delta.jsonl"])
def test_the_pages_python_makes_nothing_from_an_altered_file(
    delta_beside_its_release: Path, name: str
) -> None:
    folder = delta_beside_its_release
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data.replace(b'"nl"', b'"fr"', 1))
    recipe = [sys.executable, "-c", blocks("python")[1]]
    told = subprocess.run(recipe, cwd=folder, check=False, capture_output=True, text=True)
    assert "do not lead to the release" in told.stderr
    assert not (folder / "taxonomy.jsonl").exists()


@pytest.mark.slow
def test_the_page_tells_the_fields_of_a_deltas_head(archive: Path) -> None:
    data = (archive / "competent/1.10/delta.jsonl").read_bytes()
    assert fields_told("delta.jsonl") == list(json.loads(data.splitlines()[0]))


def test_the_page_tells_every_type_and_class_of_change() -> None:
    page = section("changes.json, changes.csv and changes.html")
    rows = re.findall(r"^\| (`.+?`) \|", page, re.M)
    assert [it for row in rows for it in re.findall(r"`([^`]+)`", row)] == list(ChangeType)
    assert [it for it in ChangeClass if f"`{it}`" not in page] == []


def test_the_page_tells_the_columns_of_the_table_of_changes() -> None:
    page = section("changes.json, changes.csv and changes.html").replace("\n", " ")
    assert re.sub(r" +", " ", page).count(", ".join(f"`{it}`" for it in as_csv.COLUMNS)) == 1


@pytest.mark.slow
@needs_sha256sum
@pytest.mark.parametrize("name", ["digcomp/2.2", "isco/0.1"])
def test_the_pages_shell_computes_the_digest_of_a_release(archive: Path, name: str) -> None:
    recipe = blocks("sh")[0]
    told = subprocess.run(
        ["sh", "-euc", recipe], cwd=archive / name, check=True, capture_output=True, text=True
    )
    manifest = json.loads((archive / name / "manifest.json").read_bytes())
    assert f"sha256:{told.stdout.split()[0]}" == manifest["digest"]


@pytest.mark.slow
@needs_sha256sum
def test_the_sums_of_each_release_are_right(folders: list[Path]) -> None:
    command = blocks("sh")[1]
    for folder in folders:
        told = subprocess.run(
            ["sh", "-euc", command], cwd=folder, check=True, capture_output=True, text=True
        )
        proved = {it.name for it in folder.iterdir()} - {"SHA256SUMS"}
        assert told.stdout.splitlines() == [f"{it}: OK" for it in sorted(proved)]


@pytest.mark.slow
@needs_sha256sum
def test_the_sums_show_a_byte_that_was_changed(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "2.2"
    shutil.copytree(archive / "digcomp/2.2", copy)
    data = (copy / "taxonomy.jsonl").read_bytes()
    (copy / "taxonomy.jsonl").write_bytes(data.replace(b"active", b"Active", 1))
    told = subprocess.run(["sh", "-euc", blocks("sh")[1]], cwd=copy, capture_output=True, text=True)
    assert told.returncode != 0
    assert "taxonomy.jsonl: FAILED" in told.stdout.splitlines()


def test_the_same_release_gives_the_same_bytes_for_ever() -> None:
    release = Release(
        scheme="competent",
        version="1.10",
        status=ReleaseStatus.PUBLISHED,
        digest=f"sha256:{'0' * 64}",
        published_at=NOON,
        previous="1.9",
        note="Één",
        imprint={"publisher": "P", "licence": "L", "attribution": "A"},
        formats=("jsonl",),
    )
    written = manifest_of(release, b"{}")
    assert hashlib.sha256(written).hexdigest() == (
        "ed6d3e0af9a70f00a485be15be681d1f7159a6f49fcdb4515f5e0dbb9527536d"
    )
