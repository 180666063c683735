"""What competences lead to, as plain JSON values: the profiles, and every reason."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import orjson
from orjson import Fragment

from app.rendering.languages import Asked
from taxonomy.matching.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.rendering.concepts import Json, View
    from taxonomy.matching.asking import Answer
    from taxonomy.matching.demands import Demands
    from taxonomy.matching.explaining import Match
    from taxonomy.matching.understanding import Understanding
    from taxonomy.model import Concept
    from taxonomy.walking import Arrival

__all__ = ["Shown", "ShownCompetences", "matched", "named", "understanding"]

_DIGITS = 4
_LANGUAGES = 8
"""Languages of which the labels of competences are kept as JSON."""
_BOOLEANS = ("false", "true")
_RELATIONS = (b"narrower", b"broader")


@dataclass(frozen=True, slots=True)
class Shown:
    """The competences of a matcher as JSON, each made when it is first shown."""

    competences: Sequence[Concept]
    _names: dict[int, bytes] = field(default_factory=dict)
    _briefs: OrderedDict[Asked | None, dict[int, bytes]] = field(default_factory=OrderedDict)

    def name(self, column: int) -> bytes:
        """The members that name a competence: `"id":"…","notation":"…"`."""
        found = self._names.get(column)
        if found is None:
            found = self._names[column] = orjson.dumps(named(self.competences[column]))[1:-1]
        return found

    def briefs(self, columns: Iterable[int], view: View) -> list[Fragment]:
        """The competences with their labels, in the language of the view."""
        kept = self._briefs.setdefault(view.asked, {})
        while len(self._briefs) > _LANGUAGES:
            self._briefs.popitem(last=False)
        for column in columns:
            if column not in kept:
                kept[column] = orjson.dumps(view.brief(self.competences[column]))
        return [Fragment(kept[it]) for it in columns]


@dataclass(frozen=True, slots=True)
class ShownCompetences:
    """What is shown of the competences of each matcher; it goes when the matcher goes."""

    _kept: WeakKeyDictionary[Matcher, Shown] = field(default_factory=WeakKeyDictionary)

    def of(self, matcher: Matcher) -> Shown:
        """What is shown of the competences of this matcher."""
        found = self._kept.get(matcher)
        if found is None:
            found = self._kept[matcher] = Shown(matcher.demands.competences)
        return found


def matched(view: View, answer: Answer, shown: Shown) -> Json:
    """The whole answer, for orjson; `competences` names each one that it speaks of once, with its labels."""
    one = _Item(view, shown)
    demands = answer.matcher.demands
    items = [one.item(demands, it) for it in answer.matches]
    profile = {"profile": view.brief(answer.profile)} if answer.profile else {}
    return {
        "release": view.index.release.name,
        "formula": {
            "direction": answer.formula.direction,
            "essential_weight": answer.formula.essential_weight,
            "rarity": answer.formula.rarity,
            "kinds": sorted(answer.kinds),
        },
        **profile,
        **understanding(view, answer.understanding),
        "items": items,
        "competences": shown.briefs(_spoken_of(answer), view),
    }


def _spoken_of(answer: Answer) -> list[int]:
    """The columns of every competence of an answer, in natural order."""
    columns = answer.matcher.demands.columns
    found = {columns[it.competence] for it in answer.understanding.understood}
    for match in answer.matches:
        found.update(it.column for it in match.hits)
        found.update(column for column, _ in match.missing_essential)
        found.update(column for column, _ in match.missing_optional)
        found.update(match.surplus)
    return sorted(found)


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
class _Item:
    """Shows one profile of an answer; what is shown of a competence is made once, see `Shown`."""

    view: View
    shown: Shown

    def item(self, demands: Demands, match: Match) -> Json:
        """A profile with its score, the parts of that, and what hit, is missing and is left over."""
        name = self.shown.name
        return {
            "score": match.score,
            "concept": self.view.brief(demands.profiles[match.row]),
            "parts": {
                "essential": round(match.essential, _DIGITS),
                "optional": round(match.optional, _DIGITS),
                "rarity": round(match.rarity, _DIGITS),
            },
            "hits": [self._hit(*it) for it in match.hits],
            "missing_essential": self._missing(match.missing_essential),
            "missing_optional": self._missing(match.missing_optional),
            "surplus": [Fragment(b"{%b}" % name(it)) for it in match.surplus],
            "reachable": [
                Fragment(
                    b'{%b,"through":{%b},"relation":"%b"}'
                    % (name(it.column), name(it.through), _RELATIONS[it.broader])
                )
                for it in match.reachable
            ],
        }

    def _hit(self, column: int, weight: float, essential: bool, part: float) -> Fragment:  # noqa: FBT001 - as a hit is
        told = f',"weight":{weight:.4f},"essential":{_BOOLEANS[essential]},"part":{part:.4f}'
        return Fragment(b"{%b%b}" % (self.shown.name(column), told.encode()))

    def _missing(self, missing: Sequence[tuple[int, float]]) -> list[Fragment]:
        name = self.shown.name
        return [Fragment(b'{%b,"weight":%.4f}' % (name(it), weight)) for it, weight in missing]
