"""`manifest.json` and `SHA256SUMS`: what a release in the archive says of itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson

from taxonomy import schemes
from taxonomy.errors import ArchiveCorruptError, TaxonomyError
from taxonomy.media_types import NDJSON
from taxonomy.model import Release
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CANONICAL",
    "MANIFEST",
    "SUMS",
    "WITHDRAWAL",
    "Manifest",
    "files_of",
    "read_withdrawal",
    "withdrawal_of",
]

CANONICAL = "taxonomy.jsonl"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
WITHDRAWAL = "withdrawn.json"
FORMAT = "1"
IMPRINT = ("publisher", "licence", "attribution")
_MEDIA_TYPES = {CANONICAL: NDJSON}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The release as its manifest describes it, and the SHA-256 (hex) of each of its files."""

    release: Release
    checksums: Mapping[str, str]

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """The manifest these bytes hold; ArchiveCorruptError where they hold none."""
        try:
            parts = orjson.loads(data)
            released, published = parts.get("released_at"), parts["published_at"]
            release = Release(
                scheme=schemes.get(parts["scheme"]).id,
                version=Version.parse(parts["version"]).text,
                status=ReleaseStatus.PUBLISHED,
                digest=parts["digest"],
                sample=parts["sample"],
                released_at=date.fromisoformat(released) if released else None,
                published_at=datetime.fromisoformat(published),
                previous=parts["previous"],
                counts=parts["counts"],
                retired=parts["retired"],
                languages=parts["languages"],
                note=parts["note"],
                imprint={key: parts[key] for key in IMPRINT},
            )
            sums = {it["file"]: it["sha256"] for it in parts["distributions"]}
        except (AttributeError, KeyError, TypeError, ValueError, TaxonomyError) as error:
            message = f"not a manifest of a release ({error!r}): {data[:80]!r}"
            raise ArchiveCorruptError(message) from error
        return cls(release, sums)


def files_of(release: Release, canonical_file: bytes) -> dict[str, bytes]:
    """Every file of the release by name, a function of its arguments alone; the manifest is last."""
    files = {CANONICAL: canonical_file}
    manifest = _written(release, files)
    sums = {name: _sha256(data) for name, data in {**files, MANIFEST: manifest}.items()}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    return {**files, SUMS: lines.encode(), MANIFEST: manifest}


def withdrawal_of(scheme: str, version: str, reason: str, at: datetime | None) -> tuple[str, bytes]:
    """The name and bytes of the file that marks a release as withdrawn."""
    document = {
        "reason": reason,
        "withdrawn_at": at.isoformat().replace("+00:00", "Z") if at else None,
    }
    data = orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
    return f"{scheme}/{version}/{WITHDRAWAL}", data


def read_withdrawal(data: bytes) -> tuple[str, datetime]:
    """The reason and the moment that such a file holds; ArchiveCorruptError where it holds neither."""
    try:
        parts = orjson.loads(data)
        return str(parts["reason"]), datetime.fromisoformat(parts["withdrawn_at"])
    except (KeyError, TypeError, ValueError) as error:
        message = f"not a withdrawal ({error!r}): {data[:80]!r}"
        raise ArchiveCorruptError(message) from error


def _written(release: Release, files: Mapping[str, bytes]) -> bytes:
    published = release.published_at
    document: dict[str, Any] = {
        "format": FORMAT,
        "scheme": release.scheme,
        "version": release.version,
        "previous": release.previous,
        "sample": release.sample,
        "released_at": release.released_at.isoformat() if release.released_at else None,
        "published_at": published.isoformat().replace("+00:00", "Z") if published else None,
        **{key: release.imprint.get(key, "") for key in IMPRINT},
        "note": release.note,
        "counts": dict(release.counts),
        "retired": dict(release.retired),
        "languages": dict(release.languages),
        "digest": release.digest,
        "distributions": [
            {
                "file": name,
                "media_type": _MEDIA_TYPES[name],
                "size": len(data),
                "sha256": _sha256(data),
            }
            for name, data in sorted(files.items())
        ],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
