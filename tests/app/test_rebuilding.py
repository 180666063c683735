from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from app import publishing, withdrawing
from app.archive import Archive
from app.config import Settings
from app.context import Context
from app.db import releases, revisions
from app.db.session import reading, writing
from app.importing import Delivery, import_reading
from app.rebuilding import rebuild
from app.verifying import verify
from taxonomy.errors import ArchiveConflictError, ArchiveCorruptError
from taxonomy.vocabulary import Kind
from tests.build import concept
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.app.kept import Kept

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
SAWING = concept("sk-1", Kind.SKILL, nl="Zagen", fr="Scier", he="לנסר")


def fill(context: Context) -> None:
    """Three releases, the middle one withdrawn."""
    held = {"3.9": [BUTCHER, BAKER], "3.10": [BUTCHER, SAWING], "3.11": [BUTCHER, SAWING]}
    for version, concepts in held.items():
        import_reading(context.engine, Delivery(scheme="competent", version=version), concepts)
        publishing.publish(context, ("competent", version), at=NOON)
    withdrawing.withdraw(context, ("competent", "3.10"), reason="wrong", at=EVENING)


@pytest.fixture
def filled(context: Context, kept: Kept) -> Context:
    """A record and an archive that hold these releases."""
    kept.fill(context, fill)
    return context


@pytest.fixture
def emptied(filled: Context, tmp_path: Path) -> Iterator[Context]:
    """The same archive beside an empty record."""
    settings = filled.settings.model_copy(
        update={"home": tmp_path / "other", "archive_url": filled.settings.archive_address}
    )
    opened = Context.open(settings.model_copy(update={"database_url": SecretStr("")}))
    yield opened
    opened.engine.dispose()


def pointers(context: Context) -> dict[str, dict[str, tuple[bytes, bool]]]:
    with reading(context.engine) as session:
        return {
            row.version: revisions.pointers(session, row.key) for row in releases.every(session)
        }


@pytest.mark.parametrize(
    ("field", "value"),
    [("note", "something else"), ("counts", {"profile": 3}), ("public_url", "https://x.test")],
)
def test_a_record_that_says_otherwise_than_the_manifest_is_found(
    filled: Context, field: str, value: object
) -> None:
    with writing(filled.engine) as session:
        setattr(releases.get(session, "competent", "3.10"), field, value)
    (finding,) = verify(filled.engine, filled.archive)
    assert finding.code == "record-altered"
    assert finding.message.startswith("competent/3.10/manifest.json: the record says otherwise")


def test_the_record_is_made_again_from_the_archive_to_the_last_digest(
    filled: Context, emptied: Context
) -> None:
    done = rebuild(emptied.engine, emptied.archive)
    assert done.releases == ["competent/3.9", "competent/3.10", "competent/3.11"]
    assert emptied.catalogue() == filled.catalogue()
    assert pointers(emptied) == pointers(filled)
    assert list(verify(emptied.engine, emptied.archive)) == []


def test_the_archive_is_made_again_from_the_record_to_the_last_byte(filled: Context) -> None:
    before = {name: filled.archive.find(name) for name in filled.archive.names()}
    for name in before:
        filled.archive.remove(name)
    done = rebuild(filled.engine, filled.archive)
    assert sorted(done.files) == sorted(before)
    assert {name: filled.archive.find(name) for name in filled.archive.names()} == before


def test_rebuilding_what_is_whole_does_nothing(filled: Context) -> None:
    done = rebuild(filled.engine, filled.archive)
    assert (done.releases, done.files) == ([], [])


def test_an_altered_file_is_found_and_neither_served_nor_taken_in(
    filled: Context, emptied: Context
) -> None:
    name = "competent/3.11/taxonomy.jsonl"
    altered = (filled.archive.find(name) or b"").replace(b"Slager", b"Jager ")
    filled.archive.remove(name)
    filled.archive.add(name, altered)
    (finding,) = verify(filled.engine, filled.archive)
    assert (finding.code, finding.place and finding.place.file) == ("file-altered", name)
    with pytest.raises(ArchiveCorruptError, match="altered"):
        filled.load(filled.catalogue()[-1])
    with pytest.raises(ArchiveCorruptError, match="altered"):
        rebuild(emptied.engine, emptied.archive)
    with pytest.raises(ArchiveConflictError):
        rebuild(filled.engine, filled.archive)


def test_one_altered_release_keeps_no_other_from_being_completed(
    filled: Context, emptied: Context
) -> None:
    filled.archive.remove("competent/3.9/SHA256SUMS")
    filled.archive.add("competent/3.9/SHA256SUMS", b"altered")
    for name in ("competent/3.9/manifest.json", "competent/3.11/taxonomy.jsonl"):
        filled.archive.remove(name)
    with pytest.raises(ArchiveConflictError, match=r"3\.9/SHA256SUMS .* 2 missing files written"):
        rebuild(filled.engine, filled.archive)
    assert [it.code for it in verify(filled.engine, filled.archive)] == ["file-altered"]
    filled.archive.remove("competent/3.11/manifest.json")
    filled.archive.add("competent/3.11/manifest.json", b"{}")
    with pytest.raises(ArchiveCorruptError, match="2 other releases were taken into the record"):
        rebuild(emptied.engine, emptied.archive)
    assert [it.version for it in emptied.catalogue()] == ["3.9", "3.10"]


@pytest.mark.parametrize("file", ["taxonomy.jsonl", "manifest.json", "SHA256SUMS"])
def test_a_missing_file_is_found(filled: Context, file: str) -> None:
    filled.archive.remove(f"competent/3.9/{file}")
    assert [it.code for it in verify(filled.engine, filled.archive)] == ["file-missing"]


def test_a_file_that_no_release_names_is_found(filled: Context) -> None:
    filled.archive.add("competent/3.9/extra.txt", b"?")
    filled.archive.add("competent/9.9/manifest.json", b"{}")
    codes = [it.code for it in verify(filled.engine, filled.archive)]
    assert codes == ["file-unknown", "not-in-record"]


@pytest.mark.parametrize(
    "bytes_",
    [
        *(b"", b"{}", b"[]", b"null", b'{"scheme": "competent"}', b"\xff\xfe", b"NaN", b"\0"),
        *(b"[" * 100_000, b'{"a":' * 100_000, b'"\\ud800"', b"9" * 10_000),
    ],
)
def test_a_broken_manifest_is_told_and_nothing_is_taken_in(
    tmp_path: Path, context: Context, bytes_: bytes
) -> None:
    context.archive.add("competent/3.8/manifest.json", bytes_)
    with pytest.raises(ArchiveCorruptError, match="not a manifest"):
        rebuild(context.engine, context.archive)
    assert context.catalogue() == []


def test_a_manifest_that_leads_out_of_its_folder_is_refused(
    filled: Context, emptied: Context
) -> None:
    name = "competent/3.9/manifest.json"
    told = (filled.archive.find(name) or b"").replace(b'"CITATION.cff"', b'"../../secret"')
    filled.archive.remove(name)
    filled.archive.add(name, told)
    with pytest.raises(ArchiveCorruptError, match="not a manifest"):
        rebuild(emptied.engine, emptied.archive)
    assert emptied.catalogue() == []  # the others follow it


PUBLISHER = """
from app.config import Settings
from app.context import Context
from app.importing import Delivery, import_reading
from app.publishing import publish
from tests.build import concept
from tests.moments import NOON

context = Context.open()
for version, concepts in {
    "3.9": [concept("é", nl="Één"), concept("z", nl="Zagen"), concept("B", nl="İstanbul")],
    "3.10": [concept("B", nl="İstanbul"), concept("z", nl="Zagen")],
}.items():
    import_reading(context.engine, Delivery(scheme="competent", version=version), concepts)
    publish(context, ("competent", version), at=NOON)
"""


@pytest.mark.slow
def test_two_time_zones_and_locales_give_the_same_bytes(tmp_path: Path) -> None:
    def published(name: str, zone: str, locale: str, seed: str) -> dict[str, bytes]:
        home = tmp_path / name
        environment = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", PUBLISHER],
            env=os.environ | environment | {"COMPETENT_HOME": str(home)},
            check=True,
        )
        archive = Archive(str(home / "archive"))
        return {name: archive.find(name) or b"" for name in archive.names()}

    east = published("east", "Pacific/Kiritimati", "C", "1")
    west = published("west", "America/Anchorage", "C.UTF-8", "2")
    assert {name.rpartition("/")[0] for name in east} == {"competent/3.9", "competent/3.10"}
    assert east == west


def test_both_databases_give_the_same_bytes(tmp_path: Path, postgres_url: str) -> None:
    def published(name: str, url: str) -> dict[str, bytes | None]:
        own = Context.open(Settings(home=tmp_path / name, database_url=SecretStr(url)))
        fill(own)
        own.engine.dispose()
        return {it: own.archive.find(it) for it in own.archive.names()}

    assert published("one", "") == published("other", postgres_url)
