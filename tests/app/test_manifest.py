from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from app import manifest
from taxonomy import canonical
from taxonomy.errors import ArchiveCorruptError
from taxonomy.formats.distributions import available
from taxonomy.formats.material import Material
from taxonomy.model import Release
from taxonomy.vocabulary import ReleaseStatus
from tests.build import concept, taxonomy
from tests.moments import NOON

HOSTILE: dict[str, list[Any]] = {
    "format": ["3", 2, None],
    "scheme": [[], {}, "../x", None, "COMPETENT"],
    "version": [3.9, "../3.9", "3.10\n", None],
    "previous": [3.8, "3.9", "99.9", "../..", [], {}],
    "sample": ["yes", 1, None],
    "released_at": ["yesterday", 5, {}],
    "published_at": ["2026-03-16T12:00:00", 1e30, None, "9999999-01-01T00:00:00Z"],
    "note": ["a\0b", None, ["x"]],
    "licence": ["a\0b", None],
    "counts": [[], {"profile": 10**30}, {"profile": "2"}, {"<b>": 1}],
    "languages": [{"nl": 1e308}, {"nl": "1"}, []],
    "public_url": ["javascript:alert(1)", "https://x y", "https://x\r\nSet-Cookie: a", 5],
    "formats": [[[]], "jsonl", {"jsonl": 1}, [None]],
    "digest": [None, 5],
    "distributions": [None, {}, [None], [[]], "x", [{"file": "taxonomy.jsonl"}]],
}
ENTRIES: dict[str, list[Any]] = {
    "file": [
        "../../secret", "/etc/passwd", "a/b", "..", ".", "", "a\0b", 'a"b', "a\r\nb", "é", "x" * 999,
        "manifest.json", "SHA256SUMS", "SHA256SUMS.minisig", "withdrawn.json", "csv.zip", "CON\\x", None,
    ],
    "media_type": ["text/html\r\nX: 1", "", "html", None, 5, "text/html; a=b; c=d"],
    "size": [-1, 10**400, 2**70, 1.5, "5", True, None],
    "sha256": ["0" * 63, "g" * 64, None, 5, "0" * 64 + "\n", "A" * 64],
}  # fmt: skip


@cache
def built() -> manifest.Build:
    held = taxonomy(concept("op-10", nl="Slager", fr="Boucher"))
    documents = {it.id: canonical.write(it) for it in held}
    release = Release(
        scheme="competent",
        version="3.9",
        status=ReleaseStatus.PUBLISHED,
        digest=canonical.release_digest(
            {key: canonical.revision(it) for key, it in documents.items()}
        ),
        published_at=NOON,
        public_url="https://competent.test",
        imprint=dict.fromkeys(manifest.IMPRINT, "somebody"),
    )
    release = replace(release, formats=available(release))
    return manifest.build(Material(release=release, taxonomy=held, documents=documents))


def test_a_manifest_tells_the_release_that_it_was_made_of() -> None:
    assert manifest.read(built().files[manifest.MANIFEST]) == built().release


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in HOSTILE.items() for value in values]
)
def test_a_hostile_manifest_is_no_manifest(key: str, value: Any) -> None:
    told = json.loads(built().files[manifest.MANIFEST]) | {key: value}
    with pytest.raises(ArchiveCorruptError, match="not a manifest"):
        manifest.read(json.dumps(told).encode())


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in ENTRIES.items() for value in values]
)
def test_a_manifest_with_a_hostile_file_is_no_manifest(key: str, value: Any) -> None:
    told = json.loads(built().files[manifest.MANIFEST])
    told["distributions"][0][key] = value
    with pytest.raises(ArchiveCorruptError, match="not a manifest"):
        manifest.read(json.dumps(told).encode())
