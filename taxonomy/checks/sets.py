"""Checks of competence sets: they hold something, and can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.checks.case import Case, Flaw, name
from taxonomy.disambiguating import DoubtCode, doubts
from taxonomy.sentences import sentence
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
            message = sentence("%(concept)s has no members", concept=name(concept))
            yield Flaw(concept, message, "member")


def sets_not_told_apart(case: Case) -> Iterator[Flaw]:
    """Active competence sets whose short label is another one's too, and whose disambiguator does not help."""
    for it in doubts(case.active):
        if it.code is DoubtCode.NEEDLESS:
            continue
        others = ", ".join(name(other) for other in it.others[:5])
        values = {"concept": name(it.concept), "others": others, "lang": it.lang}
        message = (
            sentence(
                "%(concept)s has the short label of %(others)s in %(lang)s, and no disambiguator",
                **values,
            )
            if it.code is DoubtCode.MISSING
            else sentence(
                "%(concept)s has the short label of %(others)s in %(lang)s, and the same disambiguator",
                **values,
            )
        )
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
            message = sentence(
                "%(concept)s and %(count)s other sets have a disambiguator in %(lang)s, and a short label of their own",
                concept=name(first),
                count=len(here) - 1,
                lang=lang,
            )
            yield Flaw(first, message, _FIELD, lang)
            continue
        for it in here:
            message = sentence(
                "%(concept)s has a disambiguator in %(lang)s, and a short label of its own",
                concept=name(it),
                lang=lang,
            )
            yield Flaw(it, message, _FIELD, lang)
