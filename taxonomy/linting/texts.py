"""Lints of labels and texts: said twice, broken characters, accents for apostrophes."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.hierarchy import Hierarchy
from taxonomy.sentences import Sentence, sentence
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.model import Concept, Label
    from taxonomy.vocabulary import Kind

__all__ = ["broken_characters", "duplicate_label", "label_repeated", "odd_apostrophe"]

_BROKEN = re.compile(
    "\ufffd|\u00c3[\u0080-\u00bf]|\u00e2[\u20ac\u0080]|\\w\u00e2(?!\\w)|\u00c2(?=[\\s\u00b0\u00ab\u00bb])"
)
"""What UTF-8 looks like where it was once read as Latin-1, and the character for what was lost."""
_ODD_APOSTROPHE = re.compile("\\w[`\u00b4]\\w")
_AROUND = 20


def duplicate_label(case: Case) -> Iterator[Flaw]:
    """Active concepts of a kind with one preferred label, but for those above or below each other.

    The only group within a group of ISCO or ISCED-F bears its name.
    """
    held: defaultdict[tuple[Kind, str, str], list[Concept]] = defaultdict(list)
    for concept in case.active:
        for lang, text in concept.pref_labels().items():
            held[concept.kind, lang, text.casefold()].append(concept)
    hierarchy = Hierarchy.of(case.taxonomy)
    for (kind, lang, _), concepts in held.items():
        if len(concepts) > 1 and not _one_line(concepts, hierarchy):
            names = ", ".join(map(name, concepts[1:]))
            label = concepts[0].pref_label(lang)
            message = sentence(
                "%(concept)s is called %(label)r like %(names)s (%(kind)s)",
                concept=name(concepts[0]),
                label=label or "",
                names=names,
                kind=kind,
            )
            yield Flaw(concepts[0], message, "pref_label", lang)


def _one_line(concepts: Sequence[Concept], hierarchy: Hierarchy) -> bool:
    """Whether the lowest of the concepts has all the others above it."""
    lines = ({it.id, *hierarchy.ancestors(it.id)} for it in concepts)
    return any(line.issuperset(it.id for it in concepts) for line in lines)


def label_repeated(case: Case) -> Iterator[Flaw]:
    """Labels that the concept has already in the language, in other case, with or without hyphens."""
    for concept in case.active:
        seen: dict[tuple[str, str], str] = {}
        for label in sorted(concept.labels, key=_preferred_first):
            key = label.lang, " ".join(label.text.casefold().replace("-", " ").split())
            if seen.setdefault(key, label.text) != label.text:
                message = sentence(
                    "%(concept)s has %(words)r beside %(seen)r",
                    concept=name(concept),
                    words=label.text,
                    seen=seen[key],
                )
                yield Flaw(concept, message, f"{label.type} label", label.lang)


def _preferred_first(label: Label) -> tuple[bool, Label]:
    return label.type is not LabelType.PREFERRED, label


def broken_characters(case: Case) -> Iterator[Flaw]:
    """Labels and notes with characters that were lost, or read in the wrong encoding."""
    yield from _found(case, _BROKEN, sentence("characters are broken"))


def odd_apostrophe(case: Case) -> Iterator[Flaw]:
    """Labels and notes with an accent where an apostrophe belongs."""
    yield from _found(case, _ODD_APOSTROPHE, sentence("an accent stands for an apostrophe"))


def _found(case: Case, pattern: re.Pattern[str], what: Sentence) -> Iterator[Flaw]:
    for concept in case.active:
        for lang, field, text in _texts(concept):
            found = pattern.search(text)
            if found:
                near = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
                message = sentence(
                    "%(concept)s: %(what)s in %(near)r", concept=name(concept), what=what, near=near
                )
                yield Flaw(concept, message, field, lang)


def _texts(concept: Concept) -> Iterator[tuple[str, str, str]]:
    """Language, field and text of the labels and notes."""
    yield from ((it.lang, f"{it.type} label", it.text) for it in concept.labels)
    yield from ((it.lang, it.type.value, it.text) for it in concept.notes)
