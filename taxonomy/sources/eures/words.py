"""The words of a table of EURES: what its columns and metadata are called, and its relations."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from taxonomy.vocabulary import MappingPredicate

__all__ = [
    "NO_RELATION",
    "Column",
    "Direction",
    "column",
    "direction_of",
    "fact",
    "relation",
    "tidy",
]

NO_RELATION = "no relation"
"""What a row says that finds nothing for its concept."""


class Direction(StrEnum):
    """How the relation reads between the two classifications of a table, by their numbers."""

    TO_FIRST = "2-to-1"
    TO_SECOND = "1-to-2"


class Column(NamedTuple):
    """What a column holds: a part of a concept, in a language ("" where that is not told).

    `side` is the number of a classification, `esco` or `other` where a heading has a name instead,
    and "" for what belongs to neither.
    """

    side: str
    part: str
    lang: str = ""


_PARTS = {
    "uri": "uri",
    "url": "url",
    "id": "id",
    "code": "id",
    "preflabel": "label",
    "pref label": "label",
    "preferred label": "label",
    "prefered label": "label",
    "label": "label",
    "title": "label",
    "description": "unread",
}
_NUMBERED = re.compile(rf"classification ([12]) ({'|'.join(_PARTS)})(?: \(?([a-z]{{2}})\)?)?")
_NAMED = re.compile(rf"(.+) ({'|'.join(_PARTS)})")
_RELATION = re.compile(
    r"(?:mapping )?relation(?:ship)?\b|(?:type of )?match(?: type)?\b|mapping type\b"
)
_NOTE = re.compile(r"editorial notes?|notes?|comments?|remarks?")
_FACT = re.compile(
    r"(mapping project (?:name|author|version date|version|licen[cs]e)"
    r"|classification [12] (?:name|concept type|version|language|landing page))(?:\.\d+)?"
)
_READS = re.compile(r"\b([12])\b\D+\b([12])\b")
_NOTHING = {
    *("no relation", "norelation", "no match", "nomatch", "none", "no mapping", "not mapped"),
    *("no related concept", "no equivalent"),
}
_PREDICATES = {
    **{it.value.partition(":")[2].removesuffix("Match"): it for it in MappingPredicate},
    "exactisco": MappingPredicate.EXACT,
    "broader": MappingPredicate.BROAD,
    "narrower": MappingPredicate.NARROW,
}


def tidy(text: str) -> str:
    """The text for comparing: one line, one case, without quotes and what is glued to it."""
    return " ".join(text.replace("_", " ").split()).strip(' ;:"\ufeff').casefold()


def column(heading: str) -> Column | None:
    """What the heading of a column announces; None where that is not known."""
    words = tidy(heading)
    if found := _NUMBERED.fullmatch(words):
        return Column(found[1], _PARTS[found[2]], found[3] or "")
    if _RELATION.match(words):
        return Column("", "relation")
    if _NOTE.fullmatch(words):
        return Column("", "note")
    if (found := _NAMED.fullmatch(words)) and not words.startswith("classification"):
        return Column("esco" if re.search(r"\besco\b", found[1]) else "other", _PARTS[found[2]])
    return None


def direction_of(heading: str) -> Direction | None:
    """The direction that the heading of the relation tells, as in `Relation (1 to 2)`; seldom one does."""
    found = _READS.search(heading)
    if not found or found[1] == found[2]:
        return None
    return Direction(f"{found[1]}-to-{found[2]}")


def fact(cell: str) -> str:
    """Which of the facts above the header this cell announces, in lower case; "" for none."""
    found = _FACT.fullmatch(tidy(cell))
    return found[1].replace("licence", "license") if found else ""


def relation(word: str) -> MappingPredicate | str:
    """The predicate, `NO_RELATION`, or "" for a word that is not known."""
    words = tidy(word)
    if words in _NOTHING:
        return NO_RELATION
    local = re.sub(r"^skos:|^https?://www\.w3\.org/2004/02/skos/core#", "", words)
    return _PREDICATES.get(re.sub(r"[\s-]", "", local).removesuffix("match"), "")
