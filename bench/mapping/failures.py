"""Why a subject has no right concept among the first five: each one counted once, by the first class that fits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.suggesting.labels import folded
from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.values import Subject, Suggestion

__all__ = ["CLASSES", "counted"]

CLASSES = {
    "next": "among the first ten",
    "language": "no right concept has a label in a language of the subject",
    "words": "no label of a right concept shares a word or a part of a compound with the subject",
    "general": "one of the five is broader than a right one",
    "special": "one of the five is narrower than a right one",
    "beside": "one of the five stands in the same group as a right one",
    "kind": "none of the five is of the kind of a right one",
    "other": "others: words are shared, but others share more",
}
_SHOWN = 5


def counted(
    engine: Suggester, found: Iterable[Suggestion], objects: Iterable[Mapping[str, str]]
) -> Counter[str]:
    """Class → how many subjects, of those with an object in the release but none among the first five."""
    classes: Counter[str] = Counter()
    for one, right in zip(found, objects, strict=True):
        ids = [it.concept.id for it in one.candidates]
        if right and not right.keys() & set(ids[:_SHOWN]):
            classes[_class(engine, one.subject, ids, right)] += 1
    return classes


def _class(
    engine: Suggester, subject: Subject, ids: Sequence[str], right: Mapping[str, str]
) -> str:
    if right.keys() & set(ids):
        return "next"
    labelled, shared = _words(engine, subject, right)
    if not labelled:
        return "language"
    if not shared:
        return "words"
    return _near(engine, set(ids[:_SHOWN]), set(right))


def _words(engine: Suggester, subject: Subject, right: Iterable[str]) -> tuple[bool, bool]:
    """Whether a right concept has a label in a language of the subject, and a word of it."""
    labelled = shared = False
    for lang in subject.languages:
        labels = engine.tables.labels.get(lang)
        if labels is None:
            continue
        mine = {it for text in subject.texts(lang) for it in labels.words.tokens(folded(text))}
        for id_ in right:
            concept = engine.index.find(id_)
            theirs = engine.tokens(lang, engine.number(concept)) if concept else frozenset()
            labelled |= bool(theirs)
            shared |= bool(mine & theirs)
    return labelled, shared


def _near(engine: Suggester, shown: set[str], right: set[str]) -> str:
    """How the five stand to the right ones in the hierarchy."""
    above = {it: _above(engine, it) for it in shown | right}
    if any(shown & above[it] for it in right):
        return "general"
    if any(right & above[it] for it in shown):
        return "special"
    groups = [set(_broader(engine, it)) for it in right]
    if any(group & set(_broader(engine, it)) for it in shown for group in groups):
        return "beside"
    kinds = {it.kind for id_ in right if (it := engine.index.find(id_))}
    shown_kinds = {it.kind for id_ in shown if (it := engine.index.find(id_))}
    return "other" if kinds & shown_kinds else "kind"


def _above(engine: Suggester, id_: str) -> set[str]:
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        for it in _broader(engine, waiting.pop()):
            if it not in found:
                found.add(it)
                waiting.append(it)
    return found


def _broader(engine: Suggester, id_: str) -> Sequence[str]:
    concept = engine.index.find(id_)
    return list(concept.targets(Predicate.BROADER)) if concept else []
