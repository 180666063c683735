"""What concepts and their fields are called on the screens of editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.editing.conflicts import texts
from taxonomy.editing.fields import Field, Life, fields_of
from taxonomy.editing.merging import differing
from taxonomy.model import Link
from taxonomy.vocabulary import LANGUAGES, Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from taxonomy.editing.fields import Value
    from taxonomy.model import Concept

    Find = Callable[[str], Concept | None]

__all__ = ["FieldRow", "Name", "field_rows", "name_of", "shown_texts"]


class FieldRow(NamedTuple):
    """A field with its texts before and after; `single` where it holds at most one thing."""

    field: Field
    before: Sequence[str]
    after: Sequence[str]

    @property
    def single(self) -> bool:
        """Whether it is read as one text that changed."""
        return len(self.before) <= 1 and len(self.after) <= 1 and self.field.group != "link"


class Name(str):
    """What a concept is called, and in which language; in none where that is its code."""

    __slots__ = ("lang",)
    lang: str

    @classmethod
    def of(cls, text: str, lang: str = "") -> Name:
        """The name in that language."""
        made = cls(text)
        made.lang = lang
        return made


def name_of(concept: Concept, lang: str, find: Find) -> Name:
    """The preferred label in this language or the next best; of a technical competence its skill's."""
    labels = concept.pref_labels()
    if not labels and concept.kind is Kind.TECHNICAL_COMPETENCE:
        skills = [found for it in concept.targets(Predicate.SKILL) if (found := find(it))]
        labels = skills[0].pref_labels() if skills else {}
    order = (lang, *LANGUAGES, *labels)
    known = (Name.of(labels[it], it) for it in order if it in labels)
    return next(known, Name.of(concept.notation or concept.id))


def field_rows(
    before: Concept | None, after: Concept | None, lang: str, find: Find
) -> list[FieldRow]:
    """The fields in which two states of a concept differ; what links lead to is told by name."""
    old, new = fields_of(before) if before else {}, fields_of(after) if after else {}
    return [
        FieldRow(
            it,
            shown_texts(old.get(it, ()), lang, find),
            shown_texts(new.get(it, ()), lang, find),
        )
        for it in differing(old, new)
    ]


def shown_texts(value: Value, lang: str, find: Find) -> list[str]:
    """What stands in a field, links by code and name."""
    found = []
    for part, text in zip(value, texts(value), strict=True):
        if isinstance(part, Life):
            heirs = [_by_code(it, lang, find) or it for it in part.replaced_by]
            found += [part.retirement or part.status, *(f"→ {it}" for it in heirs)]
        elif isinstance(part, Link):
            found.append(_by_code(part.target, lang, find) or text)
        else:
            found.append(text)
    return found


def _by_code(id: str, lang: str, find: Find) -> str:
    """The concept of that id by code and name; empty where nobody knows it."""
    concept = find(id)
    return f"{concept.notation} {name_of(concept, lang, find)}" if concept else ""
