"""Checks of competence sets: they hold something, and can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.disambiguating import DoubtCode, doubts
from taxonomy.vocabulary import Kind, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["disambiguator_needless", "empty_set", "sets_not_told_apart"]

_FIELD = "disambiguator"
_USUAL = 0.5
"""Where more than this share of the labels has a disambiguator that it does not need, that is told once."""


def empty_set(case: Case) -> Iterator[Flaw]:
    """Active competence sets without a member."""
    for concept in case.active:
        if concept.kind is Kind.COMPETENCE_SET and not concept.targets(Predicate.MEMBER):
            yield Flaw(concept, f"{name(concept)} has no members", "member")


def sets_not_told_apart(case: Case) -> Iterator[Flaw]:
    """Active competence sets whose short label is another one's too, and whose disambiguator does not help."""
    for it in doubts(case.active):
        if it.code is DoubtCode.NEEDLESS:
            continue
        others = ", ".join(name(other) for other in it.others[:5])
        what = "no disambiguator" if it.code is DoubtCode.MISSING else "the same disambiguator"
        message = f"{name(it.concept)} has the short label of {others} in {it.lang}, and {what}"
        yield Flaw(it.concept, message, _FIELD, it.lang)


def disambiguator_needless(case: Case) -> Iterator[Flaw]:
    """Disambiguators of sets whose short label no other has; where most have one, one flaw tells them all."""
    found = [it for it in doubts(case.active) if it.code is DoubtCode.NEEDLESS]
    sets = [it for it in case.active if it.kind is Kind.COMPETENCE_SET]
    for lang in sorted({it.lang for it in found}):
        here = [it.concept for it in found if it.lang == lang]
        named = sum(lang in it.pref_labels() for it in sets)
        if len(here) > 1 and len(here) > _USUAL * named:
            first = here[0]
            message = f"{name(first)} and {len(here) - 1:,} other sets have a disambiguator in {lang}, and a short label of their own"
            yield Flaw(first, message, _FIELD, lang)
            continue
        for it in here:
            message = f"{name(it)} has a disambiguator in {lang}, and a short label of its own"
            yield Flaw(it, message, _FIELD, lang)
