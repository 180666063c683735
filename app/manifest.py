"""`manifest.json` and `SHA256SUMS`: what a release in the archive says of itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app.markers import MARKERS
from taxonomy import media_types, schemes
from taxonomy.errors import ArchiveCorruptError, TaxonomyError
from taxonomy.formats.distributions import CANONICAL, format_of, formats_of, written
from taxonomy.model import Distribution, Release
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.formats.material import Material

__all__ = [
    "CANONICAL",
    "MANIFEST",
    "SIGNATURE",
    "SUMS",
    "Build",
    "build",
    "frame",
    "read",
]

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.minisig"
FORMAT = "2"
CANONICAL_ONLY = "1"
"""The format of the releases that were published before the archive had any file but the canonical one."""
IMPRINT = ("publisher", "licence", "attribution")

_Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=100_000)]
_Counts = dict[
    Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")], Annotated[int, Field(ge=0, lt=2**53)]
]


class _Entry(BaseModel):
    """A file as its manifest lists it: its name leads nowhere else, and stands in headers as it is."""

    model_config = ConfigDict(strict=True)

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", max_length=100)]
    media_type: Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9.+-]+(; [a-z]+=[A-Za-z0-9.-]+)?$")]
    size: Annotated[int, Field(ge=0, lt=2**53)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Manifest(BaseModel):
    """What a manifest must hold for a release to be taken in from it."""

    model_config = ConfigDict(strict=True)

    format: Literal["1", "2"]
    scheme: str
    version: str
    previous: str | None
    sample: bool
    released_at: date | None = None
    published_at: AwareDatetime
    publisher: _Text
    licence: _Text
    attribution: _Text
    note: _Text
    counts: _Counts
    retired: _Counts
    languages: dict[_Text, Annotated[float, Field(ge=0, le=1)]]
    digest: str
    public_url: Annotated[str, Field(pattern=r"^(https?://[^\x00-\x20]+)?$")] = ""
    formats: list[_Text] = ["jsonl"]
    mapping_sets: list[
        Annotated[str, Field(pattern=r"^[a-z0-9.-]+--[A-Za-z0-9._-]+/[1-9][0-9]{0,8}$")]
    ] = []
    distributions: list[_Entry]


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
        it = _Manifest.model_validate_json(data)
        release = Release(
            scheme=schemes.get(it.scheme).id,
            version=Version.parse(it.version).text,
            status=ReleaseStatus.PUBLISHED,
            digest=it.digest,
            sample=it.sample,
            released_at=it.released_at,
            published_at=it.published_at,
            previous=_previous(it),
            counts=it.counts,
            retired=it.retired,
            languages=it.languages,
            note=it.note,
            imprint={key: getattr(it, key) for key in IMPRINT},
            public_url=it.public_url,
            formats=tuple(it.formats),
            mapping_sets=tuple(it.mapping_sets),
        )
    except ValidationError as error:
        wrong = _wrong(error)
    except (ValueError, TaxonomyError) as error:
        wrong = str(error)
    else:
        found = [Distribution(**dict(each)) for each in it.distributions]
        wrong = _clash(found)
        if not wrong:
            framing = _framing({SUMS: _sums(data, found), MANIFEST: data})
            return replace(release, distributions=(*found, *framing))
    message = f"not a manifest of a release ({wrong}): {data[:80]!r}"
    raise ArchiveCorruptError(message)


def _previous(it: _Manifest) -> str | None:
    if it.previous is None:
        return None
    previous = Version.parse(it.previous)
    if previous >= Version.parse(it.version):
        message = f"{it.version} cannot follow {it.previous}"
        raise ValueError(message)
    return previous.text


def _clash(found: Sequence[Distribution]) -> str:
    """Which file is told of twice, or is none that a manifest lists; "" where none is."""
    names = Counter(it.file for it in found)
    twice = next((name for name, count in names.items() if count > 1), "")
    if twice:
        return f"{twice} is listed twice"
    own = next((name for name in (MANIFEST, SUMS, SIGNATURE, *MARKERS) if name in names), "")
    return f"it lists {own}" if own else ""


def _wrong(error: ValidationError) -> str:
    told = error.errors(include_url=False, include_input=False)[:5]
    return "; ".join(f"{'.'.join(map(str, it['loc']))}: {it['msg']}" for it in told)


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
    since: dict[str, Any] = {"public_url": release.public_url, "formats": list(release.formats)}
    if release.mapping_sets:
        since["mapping_sets"] = list(release.mapping_sets)
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
