"""The concepts of a kind in the order of a dictionary, by letter, in pages."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from app.per_release import PerRelease
from app.rendering.pages.names import plain_tag
from app.rendering.pages.paging import part_of
from taxonomy.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.rendering.pages.names import Item, Reader
    from taxonomy.model import Concept
    from taxonomy.vocabulary import Kind

__all__ = [
    "OTHER",
    "PER_PAGE",
    "Dictionaries",
    "Dictionary",
    "Letter",
    "ListPage",
    "dictionary",
    "letter_of",
    "letters",
    "list_page",
]

PER_PAGE = 100
OTHER = "0"
"""The letter of names that begin with none of the Latin alphabet."""
_MOST_KEPT = 24
"""Dictionaries of kinds and languages that one release keeps."""


class Letter(NamedTuple):
    """A letter of the alphabet and how many names begin with it; `on` where the list shows those."""

    letter: str
    number: int
    on: bool


class ListPage(NamedTuple):
    """A page of a list, counted from 1; `letters` are those of the whole list."""

    items: Sequence[Item]
    letters: Sequence[Letter]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The concepts of a kind by name in one language, with the letters they begin with."""

    concepts: Sequence[Concept]
    letters: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Kept:
    held: OrderedDict[tuple[Kind, str], Dictionary] = field(default_factory=OrderedDict)
    making: threading.Lock = field(default_factory=threading.Lock)

    def of(self, reader: Reader, kind: Kind) -> Dictionary:
        """The dictionary in the reader's language; sorted once and then kept."""
        key = kind, plain_tag(reader.asked.lang)
        with self.making:
            found = self.held.get(key)
            if found is None:
                found = self.held[key] = dictionary(reader, reader.index.listed(kind))
                while len(self.held) > _MOST_KEPT:
                    self.held.popitem(last=False)
            return found


class Dictionaries(PerRelease[_Kept]):
    """The dictionaries of the releases that are served.

    One that is not there yet takes a while to make (10 000 names: 0.2 s), so ask in a thread.
    """

    def __init__(self) -> None:
        super().__init__(lambda _: _Kept())

    def of(self, reader: Reader, kind: Kind) -> Dictionary:
        """The active concepts of a kind by name, in the reader's language."""
        return self.get(reader.index).of(reader, kind)


def dictionary(reader: Reader, concepts: Iterable[Concept]) -> Dictionary:
    """These concepts by name in the reader's language, those without a Latin letter last."""
    named = [(reader.name(it).text, it) for it in concepts]
    named.sort(key=lambda it: (_place(it[0]), plain(it[0]), it[1].id))
    return Dictionary([it for _, it in named], [letter_of(text) for text, _ in named])


def letters(dictionary: Dictionary, on: str = "") -> list[Letter]:
    """The letters that its names begin with, in the order of the alphabet."""
    counts = Counter(dictionary.letters)
    ordered = sorted(counts, key=lambda it: (it == OTHER, it))
    return [Letter(it, counts[it], it == on) for it in ordered]


def list_page(reader: Reader, listed: Dictionary, letter: str, number: int) -> ListPage:
    """One page of a dictionary; InvalidQueryError for a page there is not."""
    pairs = zip(listed.concepts, listed.letters, strict=True)
    shown = [it for it, first in pairs if letter in ("", first)]
    part, pages = part_of(shown, number, PER_PAGE, "this list")
    items = [reader.item(it) for it in part]
    return ListPage(items, letters(listed, letter), len(shown), number, pages)


def letter_of(text: str) -> str:
    """The Latin letter that a name begins with, `0` where it begins with none."""
    first = plain(text).lstrip("\"'“„«([ ")[:1]
    return first.upper() if first.isascii() and first.isalpha() else OTHER


def _place(text: str) -> tuple[bool, str]:
    letter = letter_of(text)
    return letter == OTHER, letter
