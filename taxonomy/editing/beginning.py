"""How a concept comes to be: its kind, and a code that no other ever had."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING
from uuid import UUID, uuid4, uuid5

from taxonomy.editing.errors import EditRefusedError
from taxonomy.model import Concept
from taxonomy.schemes import get
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["PREFIXES", "created", "id_of_mark", "next_notation", "next_notations"]

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

_MARKS = UUID("5d5c5a53-6f0c-4a0e-9d5b-0f2f0f5f5c01")
"""The name space of marks."""
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


def id_of_mark(mark: str) -> str:
    """The id of a new concept: made of a mark of what begins it, so that doing so twice makes one (RFC 9562 §5.5)."""
    return str(uuid5(_MARKS, mark)) if mark else str(uuid4())


def next_notation(kind: Kind, concepts: Iterable[Concept], taken: Iterable[str] = ()) -> str:
    """The code behind the highest one of that kind: a code is never used again, not even a retired one's.

    `taken` are codes that are promised already, such as those of changes that are not accepted yet.
    """
    return next_notations([kind], concepts, taken)[0]


def next_notations(
    kinds: Sequence[Kind], concepts: Iterable[Concept], taken: Iterable[str] = ()
) -> list[str]:
    """As `next_notation`, for several new concepts of these kinds: each its own code."""
    letters: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
    highest: Counter[str] = Counter()
    for concept in concepts:
        found = _NUMBERED.fullmatch(concept.notation)
        if found:
            highest[found[1]] = max(highest[found[1]], int(found[2]))
            letters[concept.kind][found[1]] += 1
    for it in filter(None, map(_NUMBERED.fullmatch, taken)):
        highest[it[1]] = max(highest[it[1]], int(it[2]))
    made = []
    for kind in kinds:
        common = letters[kind].most_common(1)
        prefix = common[0][0] if common else PREFIXES.get(kind, "XX")
        highest[prefix] += 1
        made.append(f"{prefix}-{highest[prefix]}")
    return made
