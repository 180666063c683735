"""The examples of matching: three small profiles, shown by the code that answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from orjson import dumps, loads

from app.http.example_concepts import named
from app.rendering.comparing import compared
from app.rendering.concepts import View
from app.rendering.matching import Shown, matched
from taxonomy.index import ReleaseIndex
from taxonomy.matching.asking import Question, answer
from taxonomy.matching.comparing import compare as compared_sides
from taxonomy.matching.comparing import side
from taxonomy.matching.demands import Demands, counted_kinds
from taxonomy.matching.matcher import Matcher, Share
from taxonomy.model import Link, Release, Taxonomy
from taxonomy.vocabulary import Kind, Predicate, ReleaseStatus

if TYPE_CHECKING:
    from app.rendering.concepts import Json

__all__ = ["compare", "match", "match_batch"]

_ESSENTIAL, _OPTIONAL = Predicate.ESSENTIAL_COMPETENCE, Predicate.OPTIONAL_COMPETENCE


@cache
def _index() -> ReleaseIndex:
    cutting, sausages, serving = (Link(_ESSENTIAL, it) for it in ("c2", "c31", "c40"))
    concepts = (
        named("6b1f0a52", Kind.PROFILE, "OP-10", cutting, sausages, nl="Slager", fr="Boucher"),
        named("0c4e7d11", Kind.PROFILE, "OP-2", cutting, serving, nl="Visser", fr="Poissonnier"),
        named("77d2b3e0", Kind.PROFILE, "OP-30", serving, nl="Kelner", fr="Serveur"),
        named("c2", Kind.TECHNICAL_COMPETENCE, "CP-2", Link(Predicate.SKILL, "s1")),
        named("c31", Kind.TECHNICAL_COMPETENCE, "CP-31", Link(Predicate.SKILL, "s12")),
        named("c40", Kind.TECHNICAL_COMPETENCE, "CP-40", Link(Predicate.SKILL, "s40")),
        named("s1", Kind.SKILL, "SK-1", nl="Snijden", fr="Couper"),
        named("s12", Kind.SKILL, "SK-12", nl="Worsten maken", fr="Faire des saucisses"),
        named("s40", Kind.SKILL, "SK-40", nl="Klanten bedienen", fr="Servir les clients"),
    )
    release = Release(
        scheme="competent",
        version="3.11",
        status=ReleaseStatus.PUBLISHED,
        digest="sha256:" + "0" * 64,
    )
    return ReleaseIndex.build(release, Taxonomy.of("competent", concepts), {})


def match() -> Json:
    """A question with a skill, a technical competence and an id that nothing bears."""
    ids = ("SK-12", "CP-2", "SK-0")
    return _answer(Question(ids=ids, shares=[Share()] * len(ids), limit=1))


def match_batch() -> Json:
    """The same question among others."""
    item = {"question": 0, "id": "vacancy 1", "answer": match()}
    return {"items": [item], "total": 1, "release": _index().release.name}


def compare() -> Json:
    """What somebody who cuts and serves lacks to be a butcher."""
    kinds = counted_kinds("competent")
    a, b = (side(it, _index(), kinds, {}) for it in (["OP-10"], ["SK-1", "SK-40", "SK-0"]))
    return compared(_view(), compared_sides(_index(), a, b))


def _view() -> View:
    return View(_index(), "https://competent.example")


def _answer(question: Question) -> Json:
    kinds = counted_kinds("competent")
    matcher = Matcher(Demands.of(_index(), kinds))
    shown = Shown(matcher.demands.competences)
    made = matched(_view(), answer(_index(), matcher, kinds, question, {}), shown)
    read: Json = loads(dumps(made))
    return read
