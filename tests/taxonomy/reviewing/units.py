"""Builders of units: a text, its translation, and what was said before."""

from __future__ import annotations

from taxonomy.reviewing.units import Past, Place, Unit, unit_id

__all__ = ["unit"]


def unit(
    source: str = "Vlees snijden",
    target: str = "",
    *,
    past: Past | None = None,
    kind: str = "skill",
    field: str = "pref_label",
    lang: str = "fr",
) -> Unit:
    place = Place("u1", field, lang)
    return Unit(unit_id("competent", place), place, kind, "SK-1", source, target, past)
