"""The examples of competence sets: one of a butcher, as the code that answers shows it."""

from __future__ import annotations

from typing import Any

import orjson

from app.rendering.competence_sets import (
    assignment_document,
    coverage_document,
    line_document,
    names_document,
    set_document,
    suggestions_document,
)
from taxonomy.competence_sets.board import LIMIT, board
from taxonomy.competence_sets.naming import checked_names
from taxonomy.competence_sets.sets import Sets
from taxonomy.competence_sets.suggesting import askers, suggestions
from taxonomy.competence_sets.uncovered import coverage
from taxonomy.editing.bulk import with_link
from taxonomy.model import Concept, Label, Link
from taxonomy.vocabulary import Kind, LabelType, Predicate

__all__ = ["set_example"]


def _concept(kind: Kind, code: str, nl: str, **links: str) -> Concept:
    return Concept(
        scheme="competent",
        id=f"6b1f0a52-0d61-4d8b-9f0e-{code.rpartition('-')[2]:0>12}",
        kind=kind,
        notation=code,
        labels=(Label("nl", LabelType.PREFERRED, nl),),
        links=tuple(
            Link(Predicate(name), f"6b1f0a52-0d61-4d8b-9f0e-{it:0>12}")
            for name, it in links.items()
        ),
    )


_CUTTING = _concept(Kind.SKILL, "SK-12", "Vlees versnijden")
_SET = _concept(Kind.COMPETENCE_SET, "CS-7", "Vlees bewerken", member="12")
_BUTCHER = _concept(Kind.PROFILE, "OP-10", "Slager", essentialCompetence="12", competenceSet="7")
_COOK = _concept(Kind.PROFILE, "OP-11", "Kok", optionalCompetence="12", essentialCompetence="13")
_FRYING = _concept(Kind.SKILL, "SK-13", "Vlees bakken")
_SETS = Sets.of({it.id: it for it in (_CUTTING, _FRYING, _SET, _BUTCHER, _COOK)})
_WHOLE = set_document(_SETS, _SET)
_PAIRS = [(_COOK, it) for it in with_link([_COOK], Predicate.COMPETENCE_SET, _SET.id).values()]
_SHOWN: dict[str, Any] = {
    "board": {
        "items": [line_document(it) for it in board(_SETS)],
        "total": 1,
        "incomplete": 1,
        "limit": LIMIT,
    },
    "set": _WHOLE,
    "edited": {**_WHOLE, "changeset": 1},
    "suggestions": suggestions_document(suggestions(_SETS, _SET, {}), askers(_SETS, _SET)),
    "coverage": coverage_document(coverage(_SETS, [_COOK.id]), 100),
    "names": names_document(checked_names(_SETS, "", {"nl": "Vlees bewerken"}, {})),
    "assigned": assignment_document(_PAIRS),
}


def set_example(name: str) -> Any:
    """The example of this operation's answer, as plain JSON values."""
    return orjson.loads(orjson.dumps(_SHOWN[name]))
