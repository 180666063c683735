"""The names of a set while somebody writes them: how long each is, and whether it can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.competence_sets.board import LIMIT
from taxonomy.disambiguating import doubts
from taxonomy.model import Concept, Label, Note
from taxonomy.text import normalise_label
from taxonomy.vocabulary import Kind, LabelType, NoteType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.competence_sets.sets import Sets
    from taxonomy.disambiguating import Doubt

__all__ = ["NameCheck", "checked_names"]


class NameCheck(NamedTuple):
    """A short label in a language: its characters, and what is wrong with its disambiguator."""

    lang: str
    label: str
    disambiguator: str
    length: int
    doubt: Doubt | None

    @property
    def long(self) -> bool:
        """Whether it is longer than the checks let pass."""
        return self.length > LIMIT


def checked_names(
    sets: Sets, id: str, labels: Mapping[str, str], disambiguators: Mapping[str, str]
) -> list[NameCheck]:
    """What is to be said of these names of the set, by language in the order of `labels`.

    The id is empty for a set that is not there yet.
    """
    tidy = {lang: normalise_label(text) for lang, text in labels.items()}
    told = {lang: normalise_label(text) for lang, text in disambiguators.items()}
    new = Concept(
        scheme="competent",
        id=id,
        kind=Kind.COMPETENCE_SET,
        labels=tuple(Label(lang, LabelType.PREFERRED, it) for lang, it in tidy.items() if it),
        notes=tuple(Note(lang, NoteType.DISAMBIGUATOR, it) for lang, it in told.items() if it),
    )
    others = [it for it in sets.sets if it.id != id]
    found = {it.lang: it for it in doubts([*others, new]) if it.concept is new}
    return [
        NameCheck(lang, it, told.get(lang, ""), len(it), found.get(lang))
        for lang, it in tidy.items()
    ]
