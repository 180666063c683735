"""Whether competence sets can be told apart: one short label needs different disambiguators, others need none."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.folding import plain
from taxonomy.vocabulary import Kind, NoteType, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from taxonomy.model import Concept

__all__ = ["Doubt", "DoubtCode", "doubts"]


class DoubtCode(StrEnum):
    """What is wrong with the disambiguator of a set in a language."""

    MISSING = "disambiguator-missing"
    SAME = "disambiguator-same"
    NEEDLESS = "disambiguator-needless"


class Doubt(NamedTuple):
    """A set and a language in which its disambiguator is wrong; `others` have the same short label there."""

    concept: Concept
    lang: str
    code: DoubtCode
    others: tuple[Concept, ...] = ()


def doubts(concepts: Iterable[Concept]) -> Iterator[Doubt]:
    """What is wrong with the disambiguators of the active sets among these, by language, then label.

    Labels and disambiguators are alike where they differ in case, accents and spaces alone.
    """
    groups: defaultdict[tuple[str, str], list[Concept]] = defaultdict(list)
    for it in concepts:
        if it.kind is Kind.COMPETENCE_SET and it.status is Status.ACTIVE:
            for lang, text in it.pref_labels().items():
                groups[lang, _alike(text)].append(it)
    for lang, label in sorted(groups):
        yield from _of_group(lang, groups[lang, label])


def _of_group(lang: str, group: Sequence[Concept]) -> Iterator[Doubt]:
    told = [_alike(it.note(NoteType.DISAMBIGUATOR).get(lang, "")) for it in group]
    if len(group) == 1:
        if told[0]:
            yield Doubt(group[0], lang, DoubtCode.NEEDLESS)
        return
    counted = Counter(told)
    for it, text in zip(group, told, strict=True):
        others = tuple(other for other in group if other is not it)
        if not text:
            yield Doubt(it, lang, DoubtCode.MISSING, others)
        elif counted[text] > 1:
            yield Doubt(it, lang, DoubtCode.SAME, others)


def _alike(text: str) -> str:
    return " ".join(plain(text).split())
