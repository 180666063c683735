"""`changes.json`: every change of a release against its previous one, as the service answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.changes import summary_of
from taxonomy.versions import Version

if TYPE_CHECKING:
    from taxonomy.formats.material import Material
    from taxonomy.model import Release

__all__ = ["both_of", "head", "write"]


def write(material: Material) -> bytes:
    """The file: one JSON object, each of its items on a line of its own; ValueError without a previous."""
    before, after = both_of(material)
    summary = summary_of(it["change"] for it in material.changes)
    start = orjson.dumps(
        {**head(before, after), "summary": summary, "total": len(material.changes)}
    )
    items = b",\n".join(map(orjson.dumps, material.changes))
    return start[:-1] + b',"items":[\n' + items + b"\n]}\n"


def head(before: Release, after: Release) -> dict[str, Any]:
    """From what to what; `backwards` where the later one is the older version."""
    return {
        "scheme": after.scheme,
        "from": before.version,
        "to": after.version,
        "backwards": Version.parse(after.version) < Version.parse(before.version),
        "digests": {"from": before.digest, "to": after.digest},
    }


def both_of(material: Material) -> tuple[Release, Release]:
    """The previous release and this one; ValueError where it follows none."""
    if material.previous is None:
        message = f"{material.release.name} follows no release, so nothing changed in it"
        raise ValueError(message)
    return material.previous, material.release
