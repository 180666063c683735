"""What may take the place of a mapped concept: its successors, else the nearest active concepts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taxonomy.currency.values import Fix, Proposal, TouchKind
from taxonomy.following import followed
from taxonomy.successors import suggest
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.currency.values import Move, Touch
    from taxonomy.model import Concept
    from taxonomy.successors import Evidence

__all__ = ["with_proposals"]

_GONE = (TouchKind.GONE, TouchKind.SPLIT)

_Touches = tuple["Touch", ...]


def with_proposals(touched: Mapping[str, _Touches], move: Move) -> dict[str, _Touches]:
    """The touches of each concept id with what is proposed for them.

    A concept that is gone has the successors that its scheme names, followed until they are active,
    or the active ones of its kind that are most alike by labels, links and codes; several successors
    make it a split. A concept that changed is proposed again: somebody has to look at it.
    """
    successors = {it: _successors(it, move) for it in touched if _is_gone(touched[it])}
    orphans = [it for it, found in successors.items() if not found]
    siblings = dict(_siblings(orphans, move))
    return {
        key: tuple(_proposing(it, successors.get(key, ()), siblings.get(key, ())) for it in found)
        for key, found in touched.items()
    }


def _is_gone(touches: _Touches) -> bool:
    return any(it.kind in _GONE for it in touches)


def _proposing(touch: Touch, successors: Sequence[Proposal], siblings: Sequence[Proposal]) -> Touch:
    if touch.kind not in _GONE:
        return replace(touch, proposals=(Proposal(Fix.LOOK_AGAIN, touch.concept_id),))
    kind = TouchKind.SPLIT if len(successors) > 1 else touch.kind
    return replace(touch, kind=kind, proposals=tuple(successors or siblings))


def _successors(concept_id: str, move: Move) -> list[Proposal]:
    concept = move.after.taxonomy.by_id.get(concept_id)
    if concept is None:
        return []
    route = followed(concept, move.after)
    return [
        Proposal(
            Fix.SUCCESSOR,
            target.id,
            why=(" → ".join(path),),
            signs=(("succeeds", " → ".join(path)),),
        )
        for target, path in zip(route.targets, route.paths, strict=True)
    ]


def _siblings(ids: Sequence[str], move: Move) -> Iterator[tuple[str, Sequence[Proposal]]]:
    known = (move.before.taxonomy.by_id.get(it) for it in ids)
    gone = [_by_its_names(it) for it in known if it]
    for found in suggest(gone, move.after, move.before) if gone else ():
        yield (
            found.retired.id,
            [
                _alike(it.concept.id, it.score, [one for one in it.evidence if one.likeness])
                for it in found.candidates
            ],
        )


def _alike(concept_id: str, score: float, evidence: Sequence[Evidence]) -> Proposal:
    why, signs = tuple(it.reason for it in evidence), tuple(it.sign for it in evidence)
    return Proposal(Fix.SIBLING, concept_id, score, why, signs)


def _by_its_names(concept: Concept) -> Concept:
    """The concept with its preferred labels alone, and `en-US` read as `en`: it only looks for likeness.

    Where a scheme merges concepts, the survivor bears the other's preferred label as an alternative.
    """
    named = (it for it in concept.labels if it.type is LabelType.PREFERRED)
    labels = tuple(it._replace(lang=it.lang.partition("-")[0]) for it in named)
    return replace(concept, labels=labels)
