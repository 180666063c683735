"""What ids became in another scheme, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.rendering.concepts import Json
    from taxonomy.legs import Step
    from taxonomy.translation import Translated, Translation
    from taxonomy.walking import Arrival

__all__ = ["document", "item", "summary"]

_DIGITS = 4


def summary(translation: Translation) -> Json:
    """Both releases, the counts and what the answers rest on: what stands before the items."""
    return {
        "from": translation.start.name,
        "to": translation.end.name,
        "summary": translation.counts(),
        "total": len(translation.items),
        "unknown": translation.unknown(),
        "sets": [
            {"name": it.source, "basis": it.basis, "from": it.start.name, "to": it.end.name}
            for it in translation.legs
        ],
    }


def document(translation: Translation) -> Json:
    """The whole answer."""
    return {**summary(translation), "items": [item(it, translation) for it in translation.items]}


def item(translated: Translated, translation: Translation) -> Json:
    """The answer to one id; what there is nothing to say of is absent."""
    return {
        "asked": translated.asked,
        "outcome": translated.outcome,
        **({"cardinality": translated.cardinality} if translated.cardinality else {}),
        **({"concept": _from(translated)} if translated.id else {}),
        "targets": [_target(it, translation) for it in translated.targets],
        **(
            {"remarks": [{"code": it.code, "text": it.text} for it in translated.remarks]}
            if translated.remarks
            else {}
        ),
    }


def _from(translated: Translated) -> Json:
    notation = translated.concept.notation if translated.concept else ""
    return {"id": translated.id, **({"notation": notation} if notation else {})}


def _target(arrival: Arrival, translation: Translation) -> Json:
    concept = translation.concept(arrival.id)
    return {
        "id": arrival.id,
        **({"notation": concept.notation} if concept and concept.notation else {}),
        "predicate_id": arrival.predicate,
        "confidence": round(arrival.confidence, _DIGITS),
        "path": [_step(it) for it in arrival.path],
    }


def _step(step: Step) -> Json:
    return {
        "from": step.start,
        "predicate_id": step.predicate,
        "to": step.end,
        "confidence": round(step.confidence, _DIGITS),
        **({"assumed": True} if step.assumed else {}),
        "basis": step.basis,
        "source": step.source,
        **({"mapping": step.mapping} if step.mapping else {}),
    }
