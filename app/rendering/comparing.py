"""What two sides have in common, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rendering.matching import named, understanding

if TYPE_CHECKING:
    from app.rendering.concepts import Json, View
    from taxonomy.matching.comparing import Comparison, Side
    from taxonomy.model import Concept

__all__ = ["compared"]

_DIGITS = 4


def compared(view: View, made: Comparison) -> Json:
    """The whole answer; what a profile asks for says whether it is essential there."""

    def shown(concept: Concept) -> Json:
        flags = {
            name: essential
            for name, side in (("essential_a", made.a), ("essential_b", made.b))
            if (essential := side.held.get(concept.id)) is not None
        }
        return {**view.brief(concept), **flags}

    return {
        "release": view.index.release.name,
        "a": _side(view, made.a),
        "b": _side(view, made.b),
        "similarity": {
            "jaccard": round(made.jaccard, _DIGITS),
            "a_in_b": round(made.a_in_b, _DIGITS),
            "b_in_a": round(made.b_in_a, _DIGITS),
        },
        "shared": [shown(it) for it in made.shared],
        "only_a": [shown(it) for it in made.only_a],
        "only_b": [shown(it) for it in made.only_b],
        "reachable": [
            {
                **shown(it.competence),
                "through": named(it.through),
                "relation": "broader" if it.broader else "narrower",
            }
            for it in made.reachable
        ],
    }


def _side(view: View, side: Side) -> Json:
    """Of the ids that count, those of which there is more to say than that they do."""
    told = understanding(view, side.understanding)
    worth = [it for it in told["understood"] if "through" in it or "remarks" in it]
    return {"size": len(side.held), **told, "understood": worth}
