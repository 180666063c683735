"""What changed between two releases, and a concept through all of them, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.formats.changes.as_json import head
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.comparing import Past
    from app.rendering.concepts import Json, View
    from taxonomy.model import Concept, Release

__all__ = ["history", "line_of", "page"]


def page(
    both: tuple[Release, Release], summary: Mapping[str, int], rows: Sequence[bytes], total: int
) -> Json:
    """One page of the changes; `summary` is of all of them, `total` of those that were asked for."""
    before, after = both
    return {
        **head(before, after),
        "summary": dict(summary),
        "items": [orjson.Fragment(it) for it in rows],
        "total": total,
        "release": after.name,
    }


def line_of(release: Release, public: Iterable[Release]) -> list[Release]:
    """The public releases up to this one, oldest first; samples only precede samples."""
    version = Version.parse(release.version)
    found = [
        it for it in public if it.sample is release.sample and Version.parse(it.version) <= version
    ]
    return sorted(found, key=lambda it: Version.parse(it.version))


def history(view: View, concept: Concept, line: Sequence[Release], past: Past) -> Json:
    """The concept through the releases of this line: what each holds of it and what it changed, when, why."""
    life = view.index.lifespan(concept.id)
    items = list(_entries(line, past))
    return {
        "scheme": concept.scheme,
        **view.summary(concept),
        "first_release": life.first,
        "last_release": life.last_active,
        **_last_active(life.last_active, past),
        "items": items,
        "total": len(items),
        "release": view.index.release.name,
    }


def _entries(line: Sequence[Release], past: Past) -> Iterator[Json]:
    for release in line:
        state = past.states.get(release.version)
        if state is None:
            continue
        changes = past.changes.get(release.version, ())
        entry: dict[str, Any] = {
            "version": release.version,
            "release_status": release.status,
            "released_at": release.released_at,
            "published_at": release.published_at,
            "previous": release.previous,
            "note": release.note,
            "withdrawal": release.withdrawal,
            "status": "active" if state.active else "retired",
            "revision": f"sha256:{state.revision.hex()}",
            "changes": [_without_concept(it) for it in changes],
        }
        yield {key: it for key, it in entry.items() if it != ""}


def _without_concept(change: Mapping[str, Any]) -> Json:
    return {key: it for key, it in change.items() if key != "concept"}


def _last_active(version: str | None, past: Past) -> Json:
    """The last state in which a retired concept was active; what never was has none."""
    if version is None or past.last_active is None:
        return {}
    state = past.states[version]
    return {
        "last_active": {
            "version": version,
            "revision": f"sha256:{state.revision.hex()}",
            "document": orjson.loads(past.last_active),
        }
    }
