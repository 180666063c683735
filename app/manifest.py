"""`manifest.json` and `SHA256SUMS`: what a release in the archive says of itself."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from taxonomy import media_types, schemes
from taxonomy.errors import ArchiveCorruptError, TaxonomyError
from taxonomy.formats.distributions import CANONICAL, format_of, formats_of, written
from taxonomy.model import Distribution, Release
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.formats.distributions import Material

__all__ = [
    "CANONICAL",
    "MANIFEST",
    "SIGNATURE",
    "SUMS",
    "WITHDRAWAL",
    "Build",
    "build",
    "frame",
    "read",
    "read_withdrawal",
    "withdrawal_of",
]

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.minisig"
WITHDRAWAL = "withdrawn.json"
FORMAT = "2"
CANONICAL_ONLY = "1"
"""The format of the releases that were published before the archive had any file but the canonical one."""
IMPRINT = ("publisher", "licence", "attribution")


class Build(NamedTuple):
    """The files of a release by name, the manifest last, and the release with its distributions."""

    files: dict[str, bytes]
    release: Release


def build(material: Material) -> Build:
    """Every file of the release, a function of the material alone; FormatUnavailableError."""
    release = material.release
    made = written(material, formats_of(release))
    found = [
        Distribution(name, it.media_type, len(data), _sha256(data))
        for name, (it, data) in sorted(made.items())
    ]
    files = {name: data for name, (_, data) in made.items()} | _frame(release, found)
    return Build(files, replace(release, distributions=(*found, *_framing(files))))


def frame(release: Release) -> dict[str, bytes]:
    """The sums and the manifest of a release, made again from what is said of it."""
    return _frame(release, [it for it in release.distributions if it.file not in (SUMS, MANIFEST)])


def read(data: bytes) -> Release:
    """The release that this manifest describes, published; ArchiveCorruptError where it is none."""
    try:
        parts = orjson.loads(data)
        released, published = parts.get("released_at"), parts["published_at"]
        found = [
            Distribution(it["file"], it["media_type"], it["size"], it["sha256"])
            for it in parts["distributions"]
        ]
        return Release(
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
            public_url=parts.get("public_url", ""),
            formats=tuple(parts.get("formats", ("jsonl",))),
            distributions=(*found, *_framing({SUMS: _sums(data, found), MANIFEST: data})),
        )
    except (AttributeError, KeyError, TypeError, ValueError, TaxonomyError) as error:
        message = f"not a manifest of a release ({error!r}): {data[:80]!r}"
        raise ArchiveCorruptError(message) from error


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


def _frame(release: Release, found: Sequence[Distribution]) -> dict[str, bytes]:
    manifest = _document(release, [_entry(it, release) for it in found])
    return {SUMS: _sums(manifest, found), MANIFEST: manifest}


def _framing(files: Mapping[str, bytes]) -> list[Distribution]:
    """The sums and the manifest, which the manifest does not list, as distributions."""
    media = {SUMS: media_types.TEXT, MANIFEST: media_types.JSON}
    return [
        Distribution(name, media[name], len(files[name]), _sha256(files[name])) for name in media
    ]


def _sums(manifest: bytes, found: Sequence[Distribution]) -> bytes:
    sums = {MANIFEST: _sha256(manifest), **{it.file: it.sha256 for it in found}}
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def _entry(found: Distribution, release: Release) -> dict[str, Any]:
    told = found._asdict()
    of = format_of(release, found.file)
    if not release.public_url or of is None:
        return told
    return {**told, "format": of.name, "purpose": of.purpose, "leaves_out": list(of.leaves_out)}


def _document(release: Release, entries: Sequence[Mapping[str, Any]]) -> bytes:
    published = release.published_at
    since = {"public_url": release.public_url, "formats": list(release.formats)}
    document: dict[str, Any] = {
        "format": FORMAT if release.public_url else CANONICAL_ONLY,
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
        **(since if release.public_url else {}),
        "distributions": entries,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
