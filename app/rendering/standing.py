"""How current a mapping set is, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.currency import assess

if TYPE_CHECKING:
    from app.db.mapping_sets import SetRecord
    from app.rendering.concepts import Json
    from taxonomy.currency import Sides
    from taxonomy.mapping import MappingSet

__all__ = ["standing_document"]


def standing_document(record: SetRecord, content: MappingSet, own: Sides, newest: Sides) -> Json:
    """The figures of a set against the releases it names and, where there are newer ones, those.

    `newest` are the current releases; None for a scheme that the service does not hold.
    """
    names = {
        "subject": newest.subject.release.name if newest.subject else record.subject.name,
        "object": newest.object.release.name if newest.object else record.object.name,
    }
    moved = [
        name
        for name, side in zip(names.values(), (record.subject, record.object), strict=True)
        if name != side.name
    ]
    shown: Json = {
        "mapping_set": record.full_name,
        "subject": record.subject.name,
        "object": record.object.name,
        "newest": names,
        "current": not moved,
        "standing": _figures(content, own),
    }
    if moved:
        shown["against_newest"] = _figures(content, newest)
        shown["behind"] = moved
    return shown


def _figures(content: MappingSet, sides: Sides) -> Json:
    figures = assess(content, sides.subject, sides.object).as_dict()
    return {key: value for key, value in figures.items() if key not in ("name", "digest")}
