"""What helps with a translation: official wording of mapped concepts, the memory, the terms, other languages."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.mapping_shelf import Wanted
from taxonomy.errors import TaxonomyError
from taxonomy.reviewing.units import PREF_LABEL, SOURCE, TARGETS
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.db.mapping_sets import SetRecord
    from app.library import Library
    from app.mapping_shelf import MappingShelf
    from app.reviewing.board import Board
    from app.reviewing.records import Entry
    from taxonomy.reviewing.memory import Hit
    from taxonomy.reviewing.terms import Term, TermBase

__all__ = ["Helps", "Official", "Officials", "Searched", "helps_for"]

OTHERS = "esco"
"""The scheme whose official wording is shown: it exists in every language of the Union."""


class Official(NamedTuple):
    """What the scheme of others calls a concept that ours is mapped to exactly."""

    text: str
    scheme: str
    version: str
    concept_id: str
    predicate: MappingPredicate


class Searched(NamedTuple):
    """The release where official wording is looked for, and how many of its concepts have a name in the language."""

    scheme: str
    version: str
    named: int


@dataclass(frozen=True, slots=True)
class Helps:
    """All that helps with one unit, best first; `others` are today's texts in the other languages."""

    official: Sequence[Official]
    memory: Sequence[Hit]
    terms: Sequence[Term]
    others: Mapping[str, str]

    @property
    def texts(self) -> list[str]:
        """The texts that can be taken over, each once, in the order in which they are shown."""
        found = [*(it.text for it in self.official), *(it.pair.target for it in self.memory)]
        return list(dict.fromkeys(found))


class Officials:
    """Finds official wordings, over what a worker serves: loading may take a while, so call it in a thread."""

    def __init__(self, shelf: MappingShelf, library: Library) -> None:
        self._shelf = shelf
        self._library = library
        self._known: tuple[str, Mapping[str, Sequence[str]]] | None = None
        self._lock = threading.Lock()

    def of(self, board: Board, entry: Entry) -> list[Official]:
        """The labels, in the language of the unit, of concepts that an accepted exactMatch leads to."""
        if entry.unit.place.field != PREF_LABEL:
            return []
        ours = Wanted(board.scheme, board.texts.version, newest=True)
        try:
            return self._labels(*self._shelf.find(ours, Wanted(OTHERS)), entry)
        except (
            TaxonomyError
        ):  # a release that is away helps nobody, and keeps nobody from translating
            return []

    def searched(self, board: Board, lang: str) -> Searched | None:
        """Where wording of that language is looked for; None where no published mapping is served."""
        try:
            record, turned = self._shelf.find(
                Wanted(board.scheme, board.texts.version, newest=True), Wanted(OTHERS)
            )
            side = record.subject if turned else record.object
            index = self._library.get(*side)
        except TaxonomyError:
            return None
        named = sum(it.pref_label(lang) is not None for it in index.taxonomy)
        return Searched(*side, named)

    def _labels(self, record: SetRecord, turned: bool, entry: Entry) -> list[Official]:  # noqa: FBT001 # as the shelf says it
        side = record.subject if turned else record.object
        targets = self._targets(record, turned=turned).get(entry.unit.place.concept_id, ())
        index = self._library.get(*side) if targets else None
        labels = []
        for target in targets:
            concept = index.find(target) if index else None
            text = concept.pref_label(entry.unit.place.lang) if concept else None
            if text:
                labels.append(Official(text, *side, target, MappingPredicate.EXACT))
        return labels

    def _targets(self, record: SetRecord, *, turned: bool) -> Mapping[str, Sequence[str]]:
        """Concept → the ids that it is mapped to exactly."""
        name = f"{record.full_name} {turned}"
        with self._lock:
            if self._known is None or self._known[0] != name:
                targets: defaultdict[str, list[str]] = defaultdict(list)
                for it in self._shelf.content(record, turned=turned).mappings:
                    exact = it.predicate is MappingPredicate.EXACT
                    if exact and it.state is MappingState.ACCEPTED:
                        targets[it.subject_id].append(it.object_id)
                self._known = name, targets
            return self._known[1]


def helps_for(board: Board, entry: Entry, terms: TermBase, official: Sequence[Official]) -> Helps:
    """What helps with this unit; what is its text already is no help."""
    unit = entry.unit
    lang, now = unit.place.lang, entry.standing.text
    said = board.texts.said[board.texts.revisions[unit.place.concept_id]]
    hits = board.lore.memory.hits(unit.source, lang, apart_from=unit.notation)
    others = {
        it: said[unit.place.field, it]
        for it in (SOURCE, *TARGETS)
        if it not in (SOURCE, lang) and (unit.place.field, it) in said
    }
    return Helps(
        [it for it in official if it.text != now],
        [it for it in hits if it.pair.target != now],
        terms.hits(unit.source, lang),
        others,
    )
