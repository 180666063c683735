"""What a search found, for people: best first, why each was found, and by what it can be narrowed down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.pages.names import plain_tag
from app.rendering.pages.paging import part_of
from app.rendering.pages.tree import places_of
from taxonomy.searching.answering import LEAST_SCORE, Question, Searcher
from taxonomy.searching.explaining import How
from taxonomy.vocabulary import Kind, LabelType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.rendering.pages.names import Item, Reader, Text
    from taxonomy.model import Concept
    from taxonomy.searching.answering import Match

__all__ = [
    "MOST_FOUND",
    "Facet",
    "Narrowed",
    "Piece",
    "Result",
    "Results",
    "Value",
    "Why",
    "results",
]

MOST_FOUND = 100
PER_PAGE = 20
_MOST_VALUES = 12
_SAID_AGAIN = (Kind.TECHNICAL_COMPETENCE, Kind.SKILL, Kind.BEHAVIOUR)
"""Kinds of which one bears the name of another: a competence that of its skill."""
_LINKED = {"sector": Predicate.SECTOR, "digital": Predicate.DIGITAL_SKILL}


class Why(StrEnum):
    """Why a concept was found, where that is not seen at its name."""

    NAME = "name"
    ALTERNATIVE = "alternative"
    OTHER_LANGUAGE = "other-language"
    CODE = "code"
    OTHER_CODE = "other-code"


class Piece(NamedTuple):
    """A part of a label; `on` where it answers the question."""

    text: str
    on: bool


class Result(NamedTuple):
    """A concept that was found, through which label or code, and why that one."""

    item: Item
    why: Why
    pieces: Sequence[Piece]
    lang: str
    system: str
    typo: bool
    lead: Text | None
    alike: Sequence[Item] = ()
    """Other concepts of the same name on the page: what a profile asks for, and the skill in it."""


class Value(NamedTuple):
    """One choice of a facet and how many of the results it keeps; the name of a kind is left to pages."""

    value: str
    item: Item | None
    number: int
    on: bool


class Facet(NamedTuple):
    """By what the results can be narrowed down: the parameter, and its choices."""

    parameter: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the results are narrowed down to; empty where they are not."""

    kind: Kind | None = None
    sector: str = ""
    digital: str = ""
    isco: str = ""


class Results(NamedTuple):
    """One page of what was found; `most` tells that there may be more than were looked at."""

    results: Sequence[Result]
    facets: Sequence[Facet]
    total: int
    number: int
    pages: int
    most: bool


def results(
    reader: Reader,
    searcher: Searcher,
    text: str,
    narrowed: Narrowed,
    number: int,
    groups: Reader | None,
) -> Results:
    """The page of results of this number; `groups` reads the groups of ISCO.

    InvalidQueryError for a page there is not.
    """
    everything = _found(reader, searcher, text, None)
    of_kind = everything if narrowed.kind is None else _found(reader, searcher, text, narrowed.kind)
    kept = [it for it in of_kind if _keeps(reader, it.concept, narrowed)]
    shown, pages = part_of(kept, number, PER_PAGE, "these results")
    return Results(
        _together([_result(reader, it) for it in shown]),
        _facets(reader, everything, of_kind, narrowed, groups),
        len(kept),
        number,
        pages,
        len(of_kind) >= MOST_FOUND,
    )


def _found(reader: Reader, searcher: Searcher, text: str, kind: Kind | None) -> list[Match]:
    kinds = frozenset({kind} if kind else ())
    lang = plain_tag(reader.asked.lang)
    return searcher.search(Question(text, lang, kinds, MOST_FOUND, LEAST_SCORE))


def _result(reader: Reader, match: Match) -> Result:
    item, matched = reader.item(match.concept), match.matched
    return Result(
        item,
        _why(item, match),
        _pieces(matched.text, matched.spans),
        matched.lang,
        matched.system,
        matched.how is How.TYPO,
        reader.lead(match.concept),
    )


def _together(found: Sequence[Result]) -> list[Result]:
    """The results, those of one name in the place of the best of them."""
    named: dict[Text | str, list[Result]] = {}
    for it in found:
        one = it.item.kind in _SAID_AGAIN
        named.setdefault(it.item.name if one else it.item.path, []).append(it)
    return [best._replace(alike=[it.item for it in others]) for best, *others in named.values()]


def _why(item: Item, match: Match) -> Why:
    matched = match.matched
    if matched.how is How.CODE:
        return Why.OTHER_CODE if matched.system else Why.CODE
    if matched.text == item.name.text:
        return Why.NAME
    if plain_tag(matched.lang) != plain_tag(item.name.lang):
        return Why.OTHER_LANGUAGE
    return Why.NAME if matched.type is LabelType.PREFERRED else Why.ALTERNATIVE


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [Piece(text[at:start], on=False), Piece(text[start:end], on=True)]
        at = end
    return [it for it in [*pieces, Piece(text[at:], on=False)] if it.text]


def _keeps(reader: Reader, concept: Concept, narrowed: Narrowed, without: str = "") -> bool:
    names = [it for it in (*_LINKED, "isco") if it != without and getattr(narrowed, it)]
    return all(getattr(narrowed, it) in _values(reader, concept, it) for it in names)


def _values(reader: Reader, concept: Concept, parameter: str) -> set[str]:
    """What a concept is found under in a facet: the names of its sectors, the first digits of ISCO."""
    if parameter == "isco":
        return {it[:1] for it in places_of(concept)}
    by_id = reader.index.taxonomy.by_id
    targets = [by_id[it] for it in concept.targets(_LINKED[parameter]) if it in by_id]
    return {reader.index.name(it) for it in targets if it.status is Status.ACTIVE}


def _facets(
    reader: Reader,
    everything: Sequence[Match],
    of_kind: Sequence[Match],
    narrowed: Narrowed,
    groups: Reader | None,
) -> list[Facet]:
    kinds = Counter(it.concept.kind.value for it in everything)
    chosen = narrowed.kind.value if narrowed.kind else ""
    made = [Facet("kind", [Value(it, None, n, it == chosen) for it, n in kinds.most_common()])]
    readers: Mapping[str, Reader | None] = {**dict.fromkeys(_LINKED, reader), "isco": groups}
    for parameter, of in readers.items():
        kept = [
            it.concept for it in of_kind if _keeps(reader, it.concept, narrowed, without=parameter)
        ]
        counts = Counter(value for it in kept for value in _values(reader, it, parameter))
        named = [
            Value(value, of.item(concept), number, value == getattr(narrowed, parameter))
            for value, number in counts.most_common(_MOST_VALUES)
            if of and (concept := of.index.find(value))
        ]
        made.append(Facet(parameter, named))
    return [it for it in made if len(it.values) > 1 or any(value.on for value in it.values)]
