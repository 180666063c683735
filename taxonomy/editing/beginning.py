"""How a concept comes to be: its kind, and a code that no other ever had."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.editing.errors import EditRefusedError
from taxonomy.model import Concept
from taxonomy.schemes import get
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PREFIXES", "created", "next_notation"]

PREFIXES = {
    Kind.PROFILE: "OP",
    Kind.TECHNICAL_COMPETENCE: "CP",
    Kind.SKILL: "SK",
    Kind.KNOWLEDGE: "KN",
    Kind.BEHAVIOUR: "BI",
    Kind.SOFT_SKILL: "SO",
    Kind.DIGITAL_SKILL: "DS",
    Kind.COMPETENCE_SET: "CS",
    Kind.SECTOR: "ES",
    Kind.AREA_OF_INTEREST: "AI",
    Kind.PROOF_OF_LEARNING: "PL",
}
"""What the codes of a kind of Competent begin with, where the taxonomy holds none to learn it from."""

_NUMBERED = re.compile(r"([A-Z]{1,8})-([0-9]{1,9})")


def created(scheme: str, kind: Kind, id: str, notation: str) -> Concept:
    """A new active concept, empty but for its names; EditRefusedError for a kind of another scheme."""
    if kind not in get(scheme).kinds:
        message = sentence(
            "%(scheme)s holds no %(kind)s; it holds %(kind2)s",
            scheme=scheme,
            kind=kind,
            kind2=tuple(get(scheme).kinds),
        )
        raise EditRefusedError(message)
    return Concept(scheme=scheme, id=id, kind=kind, notation=notation)


def next_notation(kind: Kind, concepts: Iterable[Concept], taken: Iterable[str] = ()) -> str:
    """The code behind the highest one of that kind: a code is never used again, not even a retired one's.

    `taken` are codes that are promised already, such as those of changes that are not accepted yet.
    """
    letters: Counter[str] = Counter()
    numbers: list[tuple[str, int]] = []
    for concept in concepts:
        found = _NUMBERED.fullmatch(concept.notation)
        if found:
            numbers.append((found[1], int(found[2])))
            if concept.kind is kind:
                letters[found[1]] += 1
    numbers += [(it[1], int(it[2])) for text in taken if (it := _NUMBERED.fullmatch(text))]
    prefix = letters.most_common(1)[0][0] if letters else PREFIXES.get(kind, "XX")
    highest = max((number for letter, number in numbers if letter == prefix), default=0)
    return f"{prefix}-{highest + 1}"
