"""What competences lead to, as plain JSON values: the profiles, and every reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.rendering.concepts import Json, View
    from taxonomy.matching.asking import Answer
    from taxonomy.matching.explaining import Hit, Match
    from taxonomy.matching.understanding import Understanding
    from taxonomy.model import Concept
    from taxonomy.walking import Arrival

__all__ = ["matched", "named", "understanding"]

_DIGITS = 4


def matched(view: View, answer: Answer) -> Json:
    """The whole answer; `competences` names each one that it speaks of once, with its labels."""
    shown = _Shown(view, answer)
    items = [shown.item(it) for it in answer.matches]
    told = understanding(view, answer.understanding)
    profile = {"profile": view.brief(answer.profile)} if answer.profile else {}
    return {
        "release": view.index.release.name,
        **profile,
        **told,
        "items": items,
        "competences": shown.competences(),
    }


def named(concept: Concept) -> Json:
    """A concept by its names alone."""
    return {"id": concept.id, **({"notation": concept.notation} if concept.notation else {})}


def understanding(view: View, made: Understanding) -> Json:
    """What each id was understood as, what is unknown, and what does not count and why."""
    by_id = view.index.taxonomy.by_id
    return {
        "understood": [
            {
                "asked": it.asked,
                "as": view.index.name(by_id[it.competence]),
                **({"through": _through(it.through)} if it.through else {}),
                **({"remarks": [one._asdict() for one in it.remarks]} if it.remarks else {}),
            }
            for it in made.understood
        ],
        "unknown": made.unknown,
        "left_out": [{"asked": it.asked, **it.remark._asdict()} for it in made.left_out],
    }


def _through(arrival: Arrival) -> Json:
    """The predicate and the mappings that lead to the competence, from the first step on."""
    mappings = [it.mapping for it in arrival.path if it.mapping]
    return {
        "predicate": arrival.predicate,
        "confidence": round(arrival.confidence, _DIGITS),
        "sources": [it.source for it in arrival.path],
        **({"mapping": mappings[0]} if mappings else {}),
    }


@dataclass(frozen=True, slots=True)
class _Shown:
    view: View
    answer: Answer

    def item(self, match: Match) -> Json:
        """A profile with its score, the parts of that, and what hit, is missing and is left over."""
        return {
            "score": match.score,
            "concept": self.view.brief(self.answer.matcher.demands.profiles[match.row]),
            "parts": {
                "essential": round(match.essential, _DIGITS),
                "optional": round(match.optional, _DIGITS),
                "rarity": round(match.rarity, _DIGITS),
            },
            "hits": [self._hit(it) for it in match.hits],
            "missing_essential": [self._missing(it) for it in match.missing_essential],
            "missing_optional": [self._missing(it) for it in match.missing_optional],
            "surplus": [self._named(it) for it in match.surplus],
            "reachable": [
                {
                    **self._named(it.column),
                    "through": self._named(it.through),
                    "relation": "broader" if it.broader else "narrower",
                }
                for it in match.reachable
            ],
        }

    def competences(self) -> list[Json]:
        """Every competence of the answer once, in natural order."""
        columns: set[int] = set()
        for match in self.answer.matches:
            columns.update(it.column for it in match.hits)
            columns.update(column for column, _ in match.missing_essential)
            columns.update(column for column, _ in match.missing_optional)
            columns.update(match.surplus)
        columns.update(self._asked())
        held = self.answer.matcher.demands.competences
        return [self.view.brief(held[it]) for it in sorted(columns)]

    def _asked(self) -> Iterable[int]:
        columns = self.answer.matcher.demands.columns
        return (columns[it.competence] for it in self.answer.understanding.understood)

    def _named(self, column: int) -> Json:
        return named(self.answer.matcher.demands.competences[column])

    def _hit(self, hit: Hit) -> Json:
        return {
            **self._named(hit.column),
            "weight": round(hit.weight, _DIGITS),
            "essential": hit.essential,
            "part": round(hit.part, _DIGITS),
        }

    def _missing(self, missing: tuple[int, float]) -> Json:
        column, weight = missing
        return {**self._named(column), "weight": round(weight, _DIGITS)}
