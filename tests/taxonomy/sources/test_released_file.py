from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from taxonomy import canonical
from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Severity
from taxonomy.formats import csv_zip, json_ld, jsonl, turtle
from taxonomy.model import Release
from taxonomy.sources.released_file import read
from taxonomy.vocabulary import Kind, ReleaseStatus, RetirementReason
from tests.build import alternative, concept, description, link, retired, taxonomy

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = taxonomy(
    concept("op-10", Kind.PROFILE, link("softSkill", "so-1"), nl="Slager", fr="Boucher (h/f/x)"),
    concept("so-1", Kind.SOFT_SKILL, alternative("nl", "=1+1"), nl="Coachen", fr="Coacher"),
    concept("sk-1", Kind.SKILL, description("de", "Ein\nText"), de="Sägen"),
    retired("op-9", replaced_by=("op-10",), reason=RetirementReason.REPLACED, nl="Vleeshouwer"),
)
PAIRS = {it.id: canonical.write(it) for it in CONTENT}
LINES = jsonl.write(PAIRS.items())
DIGEST = canonical.release_digest({key: canonical.revision(it) for key, it in PAIRS.items()})
RELEASE = Release(
    scheme="competent", version="3.10", status=ReleaseStatus.PUBLISHED, digest=DIGEST, sample=True
)
MANIFEST = {
    "scheme": "competent",
    "version": "3.10",
    "released_at": "2026-03-16",
    "sample": True,
    "note": "Één",
    "digest": DIGEST,
}
URL = "https://competent.test"
FILES = {
    "taxonomy.jsonl": LINES,
    "csv.zip": csv_zip.write(CONTENT, RELEASE),
    "taxonomy.ttl": turtle.write(CONTENT, RELEASE, public_url=URL),
    "taxonomy.jsonld": json_ld.write(CONTENT, RELEASE, public_url=URL),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an archive holds of the release."""
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_every_form_brings_the_whole_release_back(folder: Path, name: str) -> None:
    found = read(folder / name)
    assert found.concepts == CONTENT.concepts
    assert (found.scheme, found.version and found.version.text, found.sample) == (
        "competent",
        "3.10",
        True,
    )
    assert found.refused == ()


def test_the_canonical_file_alone_does_not_know_its_version(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    found = read(folder / "taxonomy.jsonl")
    assert (found.concepts, found.scheme, found.version) == (CONTENT.concepts, "competent", None)


def test_a_file_that_was_altered_does_not_have_the_manifests_digest(folder: Path) -> None:
    (folder / "taxonomy.jsonl").write_bytes(LINES.replace("Sägen".encode(), b"Bohren"))
    (finding,) = read(folder / "taxonomy.jsonl").findings
    assert (finding.code, finding.severity) == ("digest-differs", Severity.ERROR)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{}", "no-document"),
        (b"", "no-document"),
        (b"\xff\xfe", "no-document"),
        (b'{"id":"op-11"', "no-document"),
        (b"[" * 100_000, "no-document"),
        (LINES.splitlines()[0], "duplicate-id"),
    ],
)
def test_a_broken_line_is_told_with_its_number_and_the_rest_is_read(
    tmp_path: Path, line: bytes, code: str
) -> None:
    (tmp_path / "taxonomy.jsonl").write_bytes(LINES + line + b"\n")
    found = read(tmp_path / "taxonomy.jsonl")
    (finding,) = found.findings
    assert finding.place
    assert (finding.code, finding.place.file, finding.place.row) == (code, "taxonomy.jsonl", 5)
    assert found.concepts == CONTENT.concepts


def test_concepts_of_two_schemes_are_no_release(tmp_path: Path) -> None:
    other = canonical.write(concept("http://x/1", Kind.OCCUPATION, scheme="esco", en="Butcher"))
    (tmp_path / "taxonomy.jsonl").write_bytes(LINES + other + b"\n")
    with pytest.raises(SourceUnreadableError, match="competent, esco"):
        read(tmp_path / "taxonomy.jsonl")


@pytest.mark.parametrize(
    "manifest",
    [
        *("", "[]", "null", "{}", '{"scheme": "rome"}', "[" * 100_000),
        *(
            json.dumps(MANIFEST | told)
            for told in (
                {"version": 3.1},
                {"sample": "yes"},
                {"sample": 1},
                {"note": ["x"]},
                {"note": None},
                {"digest": 5},
                {"released_at": 5},
            )
        ),
    ],
)
def test_a_broken_manifest_beside_the_file_is_told(folder: Path, manifest: str) -> None:
    (folder / "manifest.json").write_text(manifest)
    with pytest.raises(SourceUnreadableError, match=r"manifest\.json beside the file"):
        read(folder / "taxonomy.jsonl")


def test_a_manifest_of_another_scheme_beside_the_file_is_told(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps(MANIFEST | {"scheme": "esco"}))
    with pytest.raises(SourceUnreadableError, match=r"is one of esco, and .* holds competent"):
        read(folder / "taxonomy.jsonl")


@pytest.mark.parametrize("name", ["nothing.jsonl", "release.pdf", "folder.jsonl"])
def test_what_is_no_such_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "release.pdf").write_bytes(b"%PDF")
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(SourceUnreadableError):
        read(tmp_path / name)
