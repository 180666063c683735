"""What concepts are called to one reader, who wants one language and is shown another where it lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.languages import Asked, reading
from app.rendering.pages.addresses import concept_path, reference
from taxonomy.folding import plain
from taxonomy.vocabulary import Kind, LabelType, NoteType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept, Label

__all__ = ["Item", "Reader", "Text", "plain_tag", "read"]


class Text(NamedTuple):
    """A text and its language; `strays` where that is not the one asked for."""

    text: str
    lang: str = ""
    strays: bool = False


class Item(NamedTuple):
    """A concept as lists show it, with the path of its page."""

    name: Text
    notation: str
    kind: Kind
    path: str
    retired: bool
    aside: Text | None = None
    """What tells it from others of that name."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads a release in a language; `base` is what the paths of its pages begin with."""

    index: ReleaseIndex
    asked: Asked
    base: str
    public_url: str = ""
    _items: dict[str, Item] = field(default_factory=dict)

    def name(self, concept: Concept) -> Text:
        """The preferred label; of a concept that has none its notation, or its id."""
        return self.named(self.index.labels(concept), concept.notation or concept.id)

    def named(self, labels: Sequence[Label], otherwise: str) -> Text:
        """The preferred one of these labels, the other text where there is none."""
        texts = {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}
        return read(texts, self.asked) or Text(otherwise)

    def item(self, concept: Concept) -> Item:
        """The concept with the path of its page; the same one each time."""
        known = self._items.get(concept.id)
        if known is None:
            known = self._items[concept.id] = Item(
                self.name(concept),
                concept.notation.strip(),
                concept.kind,
                self.path(concept),
                concept.status is Status.RETIRED,
                self._aside(concept),
            )
        return known

    def items(self, concepts: Iterable[Concept]) -> list[Item]:
        """The concepts by name, then notation."""
        return sorted(map(self.item, concepts), key=lambda it: (plain(it.name.text), it.notation))

    def path(self, concept: Concept) -> str:
        """The path of the concept's page."""
        return concept_path(self.base, reference(self.index, concept))

    def target(self, concept_id: str) -> Item | None:
        """The concept of this id; None where the release does not hold it."""
        concept = self.index.taxonomy.by_id.get(concept_id)
        return self.item(concept) if concept else None

    def lead(self, concept: Concept) -> Text | None:
        """What a concept is in one paragraph: its definition, else its description."""
        for kind in (NoteType.DEFINITION, NoteType.DESCRIPTION):
            found = read(concept.note(kind), self.asked)
            if found:
                return found
        return None

    def _aside(self, concept: Concept) -> Text | None:
        if concept.framework and concept.kind is Kind.DIGITAL_SKILL:
            return Text(f"{concept.framework.name} {concept.framework.number}")
        if concept.kind is not Kind.COMPETENCE_SET:
            return None
        return read(concept.note(NoteType.DISAMBIGUATOR), self.asked)


def read(texts: Mapping[str, str], asked: Asked) -> Text | None:
    """The text in the language asked for or one of its variants, else in the next best; None without any."""
    variants = sorted(it for it in texts if plain_tag(it) == plain_tag(asked.lang))
    chosen = reading(texts, Asked(asked.lang, (*variants, *asked.fallback)))
    if chosen is None:
        return None
    return Text(chosen["text"], chosen["lang"], plain_tag(chosen["lang"]) != plain_tag(asked.lang))


def plain_tag(tag: str) -> str:
    """`en` of `en-US`."""
    return tag.partition("-")[0].lower()
