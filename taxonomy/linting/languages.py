"""Lints of languages: what is missing, what was not translated, both forms of a gender."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product
from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.model import Concept
    from taxonomy.vocabulary import Kind

__all__ = ["gender_form_missing", "gender_forms_alike", "language_missing", "untranslated"]

_Named = list[tuple["Concept", str]]
"""Concepts with their preferred label in one language."""

_MOST_MISSING = 0.1
"""Where a greater share of a kind lacks a language, one finding tells them all."""
_BOTH_FORMS = 0.5
"""The share of the labels of a kind that give both forms, from which on it is the language's way."""
_ORIGINAL = "en"


def _by_kind(case: Case) -> Mapping[tuple[Kind, str], _Named]:
    """Kind and language → the active concepts that have a preferred label in it."""
    found: defaultdict[tuple[Kind, str], _Named] = defaultdict(list)
    for concept in case.active:
        for lang, text in concept.pref_labels().items():
            found[concept.kind, lang].append((concept, text))
    return found


def language_missing(case: Case) -> Iterator[Flaw]:
    """Active concepts without a label in a language that others of the release have."""
    kinds: defaultdict[Kind, list[Concept]] = defaultdict(list)
    for concept in case.active:
        kinds[concept.kind].append(concept)
    named = _by_kind(case)
    for kind, lang in product(sorted(kinds), sorted({lang for _, lang in named})):
        having = {concept.id for concept, _ in named.get((kind, lang), ())}
        lacking = [it for it in kinds[kind] if it.id not in having]
        if len(lacking) > _MOST_MISSING * len(kinds[kind]):
            message = sentence(
                "%(count)d of %(all)d concepts (%(kind)s) have no label in %(lang)s; one is %(concept)s",
                count=len(lacking),
                all=len(kinds[kind]),
                kind=kind,
                lang=lang,
                concept=name(lacking[0]),
            )
            yield Flaw(lacking[0], message, "pref_label", lang)
            continue
        for concept in lacking:
            message = sentence(
                "%(concept)s has no label in %(lang)s", concept=name(concept), lang=lang
            )
            yield Flaw(concept, message, "pref_label", lang)


def untranslated(case: Case) -> Iterator[Flaw]:
    """Active concepts whose label of several words is the English one in another language too."""
    for concept in case.active:
        labels = concept.pref_labels()
        original = labels.pop(_ORIGINAL, "")
        for lang, text in labels.items() if " " in original else ():
            base = lang.partition("-")[0]
            if base != _ORIGINAL and text.casefold() == original.casefold():
                message = sentence(
                    "%(concept)s is called %(words)r in %(lang)s as in %(lang2)s",
                    concept=name(concept),
                    words=text,
                    lang=lang,
                    lang2=_ORIGINAL,
                )
                yield Flaw(concept, message, "pref_label", lang)


def gender_forms_alike(case: Case) -> Iterator[Flaw]:
    """Labels that give the same form twice: `agente de police/agente de police`."""
    for concept in case.active:
        for lang, text in concept.pref_labels().items():
            first, mark, second = text.partition("/")
            if mark and first.strip().casefold() == second.strip().casefold():
                message = sentence(
                    "%(concept)s: %(words)r gives one form twice", concept=name(concept), words=text
                )
                yield Flaw(concept, message, "pref_label", lang)


def gender_form_missing(case: Case) -> Iterator[Flaw]:
    """Labels of one form, in a language that gives both, whose first word has another form elsewhere.

    A language gives both where most labels of the kind do. `responsable` has one form; `technicien`
    stands as `technicien/technicienne` in other labels, so a label with the first alone is a gap.
    """
    for (_, lang), named in sorted(_by_kind(case).items()):
        pairs = [text.split("/") for _, text in named if text.count("/") == 1]
        if len(pairs) <= _BOTH_FORMS * len(named):
            continue
        forms = _forms(pairs)
        for concept, text in named:
            word = _first_word(text)
            if "/" not in text and word in forms:
                message = sentence(
                    "%(concept)s: %(words)r lacks the form with %(form)r",
                    concept=name(concept),
                    words=text,
                    form=forms[word],
                )
                yield Flaw(concept, message, "pref_label", lang)


def _forms(pairs: Sequence[Sequence[str]]) -> dict[str, str]:
    """First word of a label → the first word of its other form, where it mostly has one."""
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for first, second in pairs:
        one, other = _first_word(first), _first_word(second)
        others[one][other] += 1
        others[other][one] += 1
    best = {word: counted.most_common(1)[0][0] for word, counted in others.items() if word}
    return {word: other for word, other in best.items() if other and other != word}


def _first_word(text: str) -> str:
    words = text.casefold().split()
    return words[0] if words else ""
