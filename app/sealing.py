"""Sealing: the sums of a release are signed, and its files read back, before anybody sees it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app import manifest, signing
from taxonomy.errors import ArchiveCorruptError

if TYPE_CHECKING:
    from app.archive import Archive
    from app.context import Context
    from taxonomy.model import Release

__all__ = ["read_back", "sign"]


def sign(context: Context, release: Release) -> None:
    """Sign the sums where there is a key; a signature that stands there already stays."""
    signer, name = context.signer(), f"{release.name}/{manifest.SIGNATURE}"
    if signer is None or not release.distributions or context.archive.find(name) is not None:
        return
    sums = manifest.frame(release)[manifest.SUMS]
    published = f"{release.published_at:%Y-%m-%dT%H:%M:%SZ}" if release.published_at else ""
    about = f"{manifest.SUMS} of {release.name}, published {published}, {release.digest}"
    context.archive.add(f"{signing.KEYS}/{signer.key_id}.pub", signer.public_key)
    context.archive.add(name, signer.sign(sums, about))


def read_back(archive: Archive, release: Release) -> None:
    """Return where the archive holds every file as it was written; else ArchiveCorruptError."""
    for it in release.distributions:
        data = archive.find(f"{release.name}/{it.file}")
        if data is None or hashlib.sha256(data).hexdigest() != it.sha256:
            state = "reads back with other bytes" if data is not None else "is missing"
            message = f"{release.name}/{it.file} was written and {state}"
            raise ArchiveCorruptError(message)
