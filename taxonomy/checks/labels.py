"""Checks of labels: one preferred label a language, written as they are stored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.sentences import Quote, sentence
from taxonomy.text import normalise_label
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "label_not_normalised",
    "no_preferred_label",
    "profile_title_missing",
    "two_preferred_labels",
]

_TITLE_LANGUAGES = ("nl", "fr")
"""The languages in which every profile of Competent has a title."""

_FIELDS = {
    LabelType.PREFERRED: "pref_label",
    LabelType.ALTERNATIVE: "alt_labels",
    LabelType.HIDDEN: "hidden_labels",
}


def two_preferred_labels(case: Case) -> Iterator[Flaw]:
    """Concepts with more than one preferred label in a language (SKOS S14)."""
    for concept in case.taxonomy:
        langs = Counter(it.lang for it in concept.labels if it.type is LabelType.PREFERRED)
        for lang, count in langs.items():
            if count > 1:
                message = sentence(
                    "%(concept)s has %(count)s preferred labels in %(lang)s, and one is allowed",
                    concept=name(concept),
                    count=count,
                    lang=lang,
                )
                yield Flaw(concept, message, "pref_label", lang)


def label_not_normalised(case: Case) -> Iterator[Flaw]:
    """Labels with blanks at their ends, double blanks, invisible characters or not in NFC."""
    for concept in case.taxonomy:
        for label in concept.labels:
            tidy = normalise_label(label.text)
            if tidy != label.text or not tidy:
                message = sentence(
                    "%(concept)s: write %(words)r as %(tidy)r",
                    concept=name(concept),
                    words=Quote(label.text[:80], label.lang),
                    tidy=Quote(tidy[:80], label.lang),
                )
                yield Flaw(concept, message, _FIELDS[label.type], label.lang)


def no_preferred_label(case: Case) -> Iterator[Flaw]:
    """Active concepts without any preferred label; a technical competence bears its skill's."""
    for concept in case.active:
        if concept.kind is not Kind.TECHNICAL_COMPETENCE and not concept.pref_labels():
            message = sentence(
                "%(concept)s (%(kind)s) has no preferred label in any language",
                concept=name(concept),
                kind=concept.kind,
            )
            yield Flaw(concept, message, "pref_label")


def profile_title_missing(case: Case) -> Iterator[Flaw]:
    """Active profiles without a title in one of the languages that every profile has."""
    for concept in case.active:
        if concept.kind is not Kind.PROFILE:
            continue
        for lang in _TITLE_LANGUAGES:
            if concept.pref_label(lang) is None:
                message = sentence(
                    "%(concept)s has no title in %(lang)s", concept=name(concept), lang=lang
                )
                yield Flaw(concept, message, "pref_label", lang)
