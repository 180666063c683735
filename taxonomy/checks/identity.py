"""Checks of what a concept is: kind, notation, place in a framework."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.sentences import sentence
from taxonomy.vocabulary import KINDS, Kind
from taxonomy.wording import same_but_for_cosmetics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.model import Concept

__all__ = [
    "duplicate_notation",
    "framework_missing",
    "id_changed",
    "kind_changed",
    "kind_not_in_scheme",
    "notation_reused",
    "shared_notation",
]


def kind_not_in_scheme(case: Case) -> Iterator[Flaw]:
    """Concepts of a kind that the scheme does not hold; a scheme without a list holds any."""
    scheme = case.taxonomy.scheme
    for concept in case.taxonomy:
        if scheme in KINDS and concept.kind not in KINDS[scheme]:
            message = sentence(
                "%(concept)s is a %(kind)s, and %(scheme)s holds none",
                concept=name(concept),
                kind=concept.kind,
                scheme=scheme,
            )
            yield Flaw(concept, message, "kind")


def duplicate_notation(case: Case) -> Iterator[Flaw]:
    """Active concepts that share a notation with another one, each of them once."""
    for (notation, _), holders in _by_code(case, case.active).items():
        for concept in holders if len(holders) > 1 else ():
            others = ", ".join(it.id for it in holders if it is not concept)
            message = sentence(
                "%(notation)s is the notation of %(others)s too", notation=notation, others=others
            )
            yield Flaw(concept, message, "notation")


def shared_notation(case: Case) -> Iterator[Flaw]:
    """Active concepts whose notation names a concept of another kind too, where that is allowed."""
    if case.one_code_space:
        return
    holders: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in case.active:
        if concept.notation:
            holders[concept.notation].append(concept)
    for notation, concepts in holders.items():
        kinds = sorted({it.kind.value for it in concepts})
        if len(kinds) > 1:
            message = sentence(
                "%(notation)s names a %(kind)s: look them up by id",
                notation=notation,
                kind=reduce(_and, kinds),
            )
            yield Flaw(concepts[0], message, "notation")


def kind_changed(case: Case) -> Iterator[Flaw]:
    """Concepts that were of another kind in the previous release."""
    for concept in case.taxonomy:
        before = case.previous and case.previous.by_id.get(concept.id)
        if before and before.kind is not concept.kind:
            message = sentence(
                "%(concept)s was a %(kind)s and is a %(kind2)s now",
                concept=name(concept),
                kind=before.kind,
                kind2=concept.kind,
            )
            yield Flaw(concept, message, "kind")


def notation_reused(case: Case) -> Iterator[Flaw]:
    """Concepts with a notation that named only other things in the previous release."""
    for concept, before in _with_new_ids(case):
        if not any(_named_alike(concept, it) for it in before):
            message = sentence(
                "%(concept)s was the notation of %(before)s: a notation is never used again",
                concept=name(concept),
                before=", ".join(it.id for it in before),
            )
            yield Flaw(concept, message, "notation")


def id_changed(case: Case) -> Iterator[Flaw]:
    """Concepts with the notation, kind and a title that had another id in the previous release."""
    for concept, before in _with_new_ids(case):
        alike = next((it for it in before if _named_alike(concept, it)), None)
        if alike:
            message = sentence(
                "%(concept)s had the id %(before)s: keep it, or name the new one there as its successor",
                concept=name(concept),
                before=alike.id,
            )
            yield Flaw(concept, message, "id")


def _with_new_ids(case: Case) -> Iterator[tuple[Concept, list[Concept]]]:
    """Concepts whose notation was there before under other ids only, and who bore it."""
    if case.previous is None:
        return
    holders = _by_code(case, case.previous)
    for concept in case.taxonomy:
        before = holders.get(_code(case, concept), [])
        if before and concept.id not in {it.id for it in before}:
            yield concept, before


def _named_alike(one: Concept, other: Concept) -> bool:
    titles = other.pref_labels()
    alike = (
        same_but_for_cosmetics(text, titles[lang])
        for lang, text in one.pref_labels().items()
        if lang in titles
    )
    return one.kind is other.kind and any(alike)


def framework_missing(case: Case) -> Iterator[Flaw]:
    """Digital skills that do not say where they stand in a framework."""
    for concept in case.active:
        if concept.kind is Kind.DIGITAL_SKILL and concept.framework is None:
            message = sentence(
                "%(concept)s names no framework, such as DigComp 2.2, 1.1", concept=name(concept)
            )
            yield Flaw(concept, message, "framework")


def _and(kind: str, other: str) -> str:
    return sentence("%(kind)s and a %(kind2)s", kind=kind, kind2=other)


def _by_code(case: Case, concepts: Iterable[Concept]) -> dict[tuple[str, str], list[Concept]]:
    holders: defaultdict[tuple[str, str], list[Concept]] = defaultdict(list)
    for concept in concepts:
        if concept.notation:
            holders[_code(case, concept)].append(concept)
    return holders


def _code(case: Case, concept: Concept) -> tuple[str, str]:
    return concept.notation, "" if case.one_code_space else concept.kind.value
