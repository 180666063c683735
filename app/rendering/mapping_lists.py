"""The mappings of a set as a list that a reader narrows down and turns the pages of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.counterparts import named
from taxonomy.errors import InvalidQueryError
from taxonomy.vocabulary import LabelType, MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from enum import StrEnum
    from typing import TypeVar

    from app.rendering.counterparts import Named
    from app.rendering.languages import Asked
    from app.rendering.mappings import MappingView
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping

    Term = TypeVar("Term", bound=StrEnum)

__all__ = ["PREDICATES", "ROWS", "Page", "Row", "Selection", "page_of", "selection"]

ROWS = 50
"""How many mappings a page lists."""
PREDICATES = {it.value.removeprefix("skos:").removesuffix("Match"): it for it in MappingPredicate}
"""The predicates as addresses name them: `exact`, `close`, …"""
_STATES = {it.value: it for it in MappingState}
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which mappings: by predicate and state (None = any), with a text in a name or code of either end."""

    predicate: MappingPredicate | None = None
    state: MappingState | None = None
    text: str = ""

    def select(self, view: MappingView) -> Sequence[Mapping]:
        """The mappings that pass, by the natural order of the subjects' codes."""
        found = [
            it
            for it in _ordered(view)
            if self.predicate in (None, it.predicate) and self.state in (None, it.state)
        ]
        wanted = self.text.casefold()
        if not wanted:
            return found
        subjects, objects = _Texts(view.subject), _Texts(view.object)
        return [
            it
            for it in found
            if subjects.hold(wanted, it.subject_id, it.subject_label)
            or objects.hold(wanted, it.object_id, it.object_label)
        ]


class Row(NamedTuple):
    """One mapping of the list; `object` is None where it finds nothing."""

    id: str
    mapping: Mapping
    subject: Named
    object: Named | None


class Page(NamedTuple):
    """A page of the list: its number from 1, how many there are, and how many mappings in all."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


def selection(predicate: str, state: str, text: str) -> Selection:
    """What the parameters of an address ask for, each "" for any; InvalidQueryError."""
    return Selection(
        predicate=_term(PREDICATES, predicate, "predicate"),
        state=_term(_STATES, state, "state"),
        text=" ".join(text.split())[:LONGEST_TEXT],
    )


def page_of(view: MappingView, wanted: Selection, number: int, asked: Asked) -> Page:
    """The page of this number, or the last one where there are fewer."""
    found = wanted.select(view)
    pages = max(1, -(-len(found) // ROWS))
    number = min(max(number, 1), pages)
    shown = found[(number - 1) * ROWS : number * ROWS]
    return Page([_row(view, it, asked) for it in shown], number, pages, len(found))


def _ordered(view: MappingView) -> Sequence[Mapping]:
    """As the set has them, but by code; subjects that the release does not hold come last."""
    if view.subject is None:
        return view.content.mappings
    index, last = view.subject, len(view.subject.taxonomy)
    known = index.taxonomy.by_id
    ranks = {it: index.rank(it) if it in known else last for it in view.content.by_subject}
    return sorted(view.content, key=lambda it: ranks[it.subject_id])


def _row(view: MappingView, it: Mapping, asked: Asked) -> Row:
    url = view.public_url
    subject = named(view.subject, it.subject_id, it.subject_label, asked, url)
    if it.finds_nothing:
        return Row(view.id_of(it), it, subject, None)
    return Row(
        view.id_of(it), it, subject, named(view.object, it.object_id, it.object_label, asked, url)
    )


def _term(known: dict[str, Term], text: str, name: str) -> Term | None:
    if not text:
        return None
    if text not in known:
        message = f"{name}={text[:40]!r} is none of: {', '.join(known)}"
        raise InvalidQueryError(message)
    return known[text]


class _Texts:
    """Which concepts of a release have a text in a name or code: each is looked at once."""

    def __init__(self, index: ReleaseIndex | None) -> None:
        self._index = index
        self._held: dict[str, bool] = {}

    def hold(self, wanted: str, concept_id: str, given: str) -> bool:
        """Whether the concept, or what the source of a mapping called it, has the text."""
        if wanted in given.casefold():
            return True
        found = self._held.get(concept_id)
        if found is None:
            found = any(wanted in it.casefold() for it in self._of(concept_id))
            self._held[concept_id] = found
        return found

    def _of(self, concept_id: str) -> Iterator[str]:
        yield concept_id
        concept = self._index.taxonomy.by_id.get(concept_id) if self._index else None
        if self._index and concept:
            yield concept.notation
            for label in self._index.labels(concept):
                if label.type is LabelType.PREFERRED:
                    yield label.text
