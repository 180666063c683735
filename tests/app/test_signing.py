from __future__ import annotations

import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from app.archive import Archive
from app.config import Settings
from app.context import Context
from app.importing import Delivery, import_reading
from app.publishing import publish
from app.signing import KEYS, Signer, complaint, key_id, make_key, newest_public_key, public_keys
from app.verifying import verify
from taxonomy.errors import ConflictError, InvalidQueryError
from tests.build import concept
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = ("competent", "3.8")
SUMS = b"0" * 64 + b"  taxonomy.jsonl\n"
needs_minisign = pytest.mark.skipif(
    shutil.which("minisign") is None, reason="the program minisign is not installed"
)


@pytest.fixture
def embedded(tmp_path: Path) -> Context:
    context = Context.open(Settings(home=tmp_path / "home"))
    butcher = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
    import_reading(context.engine, Delivery(scheme="competent", version="3.8"), [butcher])
    return context


def test_a_key_is_made_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "minisign.key"
    make_key(file)
    before = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(ConflictError, match="never written over"):
        make_key(file)
    assert file.read_bytes() == before


def test_a_key_with_a_password_is_of_no_use_without_it(tmp_path: Path) -> None:
    file = tmp_path / "minisign.key"
    make_key(file, "geheim")
    with pytest.raises(InvalidQueryError, match="set COMPETENT_SIGNING_PASSWORD"):
        Signer.load(file)
    with pytest.raises(InvalidQueryError, match="wrong password") as refused:
        Signer.load(file, "geraden")
    assert "geraden" not in str(refused.value)
    signer = Signer.load(file, "geheim")
    assert complaint([signer.public_key], SUMS, signer.sign(SUMS, "x")) == ""


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"untrusted comment: x\nRWR=\n", b"untrusted comment: x\n"]
)
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "minisign.key"
    file.write_bytes(content)
    with pytest.raises(InvalidQueryError, match="cannot be used"):
        Signer.load(file)


def test_a_signature_is_the_same_every_time_and_of_nothing_else(tmp_path: Path) -> None:
    signer, other = make_key(tmp_path / "a.key"), make_key(tmp_path / "b.key")
    signature = signer.sign(SUMS, "competent/3.8")
    assert signer.sign(SUMS, "competent/3.8") == signature
    assert complaint([other.public_key, signer.public_key], SUMS, signature) == ""
    assert complaint([signer.public_key], SUMS + b"x", signature)
    assert complaint([other.public_key], SUMS, signature)
    assert complaint([], SUMS, signature) == "none of the archive's public keys made it"
    assert complaint([signer.public_key], SUMS, b"rubbish").startswith("not a signature")
    forged = signature.replace(b"competent/3.8", b"competent/3.9")
    assert complaint([signer.public_key], SUMS, forged)


def test_a_release_is_signed_where_there_is_a_key(embedded: Context) -> None:
    signer = make_key(embedded.settings.signing_key_file)
    publish(embedded, RELEASE, at=NOON)
    signature = embedded.archive.find("competent/3.8/SHA256SUMS.minisig") or b""
    assert b"competent/3.8, published 2026-03-16T12:00:00Z, sha256:" in signature
    assert embedded.archive.names(KEYS) == [f"keys/{signer.key_id}.pub"]
    assert public_keys(embedded.archive) == [signer.public_key]
    assert newest_public_key(embedded.archive) == signer.public_key
    assert list(verify(embedded.engine, embedded.archive)) == []


def test_a_release_without_a_key_is_published_and_signed_later(embedded: Context) -> None:
    publish(embedded, RELEASE, at=NOON)
    assert newest_public_key(embedded.archive) is None
    assert embedded.archive.find("competent/3.8/SHA256SUMS.minisig") is None
    make_key(embedded.settings.signing_key_file)
    publish(embedded, RELEASE, at=EVENING)
    assert embedded.archive.find("competent/3.8/SHA256SUMS.minisig")
    assert list(verify(embedded.engine, embedded.archive)) == []


def test_a_signature_stays_when_the_key_changes(embedded: Context) -> None:
    make_key(embedded.settings.signing_key_file)
    publish(embedded, RELEASE, at=NOON)
    before = embedded.archive.find("competent/3.8/SHA256SUMS.minisig")
    embedded.settings.signing_key_file.unlink()
    make_key(embedded.settings.signing_key_file)
    publish(embedded, RELEASE, at=NOON)
    assert embedded.archive.find("competent/3.8/SHA256SUMS.minisig") == before


def test_a_signature_that_proves_nothing_is_found(embedded: Context) -> None:
    make_key(embedded.settings.signing_key_file)
    publish(embedded, RELEASE, at=NOON)
    archive = Archive(embedded.settings.archive_address)
    other = make_key(embedded.settings.home / "other.key")
    archive.remove("competent/3.8/SHA256SUMS.minisig")
    archive.add("competent/3.8/SHA256SUMS.minisig", other.sign(SUMS, "x"))
    (finding,) = verify(embedded.engine, archive)
    assert finding.code == "signature-wrong"


def test_a_key_that_is_named_and_cannot_be_read_stops_the_publication(embedded: Context) -> None:
    away = embedded.settings.model_copy(update={"signing_key": "nowhere/minisign.key"})
    with pytest.raises(InvalidQueryError, match=r"nowhere/minisign\.key cannot be read"):
        publish(Context(away, embedded.engine, embedded.archive), RELEASE, at=NOON)
    assert embedded.catalogue() == []


@needs_minisign
@pytest.mark.slow
def test_minisign_itself_verifies_a_release(embedded: Context) -> None:
    signer = make_key(embedded.settings.signing_key_file)
    publish(embedded, RELEASE, at=NOON)
    folder = embedded.settings.home / "archive" / "competent" / "3.8"
    key = folder.parents[1] / "keys" / f"{signer.key_id}.pub"
    told = subprocess.run(
        ["minisign", "-V", "-p", key, "-m", "SHA256SUMS"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Signature and comment signature verified" in told.stdout
    subprocess.run(["minisign", "-R", "-s", embedded.settings.signing_key_file, "-p", "out.pub"],
                   cwd=folder, check=True, capture_output=True, input=b"\n")  # fmt: skip
    again = (folder / "out.pub").read_bytes()
    assert again == signer.public_key
    assert key_id(again) == signer.key_id
