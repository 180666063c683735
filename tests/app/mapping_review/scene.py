"""Six trades of ours, what ESCO calls them, and a draft in which they wait to be mapped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.auth.roles import Actor, Role
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.mapping_review.cases import case_of
from app.mapping_review.deciding import Wish, decide
from app.mapping_review.holding import By
from taxonomy.choosing import Pick, Verdict
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind, MappingPredicate, MappingState
from tests.build import concept, description, link, mapping, mapping_set

if TYPE_CHECKING:
    from app.context import Context
    from app.mapping_review.cases import CaseRecord
    from app.mapping_review.records import DecisionRecord

__all__ = [
    "EVA",
    "NAME",
    "NOW",
    "PETER",
    "RITA",
    "by",
    "case",
    "choose",
    "occupation",
    "pick",
    "with_draft",
]

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
NAME = "competent-3.8--esco-1.0.3"
EVA = Actor.of("Eva", Role.MAPPER, organisation="VDAB")
PETER = Actor.of("Peter", Role.MAPPER, organisation="Actiris")
RITA = Actor.of("Rita", Role.REVIEWER, organisation="Forem")

_GROUP = "http://data.europa.eu/esco/isco/7511"
OURS = (
    concept("u10", notation="OP-10", nl="Slager", fr="Boucher", de="Metzger"),
    concept("u11", notation="OP-11", nl="Bakker", fr="Boulanger"),
    concept("u12", notation="OP-12", nl="Zager", fr="Scieur"),
    concept("u13", notation="OP-13", nl="Kapper", fr="Coiffeur"),
    concept("u14", notation="OP-14", nl="Imker", fr="Apiculteur"),
    concept("u15", notation="OP-15", nl="<b>Smid</b>", fr="Forgeron"),
)


def occupation(name: str) -> str:
    return f"http://data.europa.eu/esco/occupation/{name}"


THEIRS = (
    concept(_GROUP, Kind.ISCO_GROUP, scheme="esco", en="Butchers and related"),
    concept(
        occupation("butcher"),
        Kind.OCCUPATION,
        description("en", "Butchers cut meat."),
        link("broader", _GROUP),
        scheme="esco",
        en="butcher",
        nl="slager",
    ),
    *(
        concept(occupation(it), Kind.OCCUPATION, scheme="esco", en=it)
        for it in ("halal butcher", "baker", "sawyer", "hairdresser", "barber", "smith")
    ),
)


def _suggested(
    subject: str, predicate: str, name: str, confidence: float, **sign: object
) -> object:
    return mapping(
        subject,
        predicate,
        occupation(name),
        state=MappingState.SUGGESTED,
        confidence=confidence,
        reasons=({"type": "label", "text": f"alike: {name}", "strength": confidence, **sign},),
    )


_STALE = {
    "kind": "changed-label",
    "end": "object",
    "scheme": "esco",
    "concept_id": occupation("sawyer"),
    "since": "1.0.2",
    "version": "1.0.3",
    "change": "preferred-label-changed",
    "lang": "en",
    "before": "wood sawyer",
    "after": "sawyer",
    "proposals": [
        {"fix": "sibling", "id": occupation("smith"), "score": 41.0, "why": ["metal"]},
        {"fix": "look-again", "id": occupation("sawyer"), "score": 100.0, "why": []},
    ],
}


def with_draft(context: Context) -> None:
    """The releases, and a draft with one concept stale, three suggested, one decided, two without a word."""
    import_reading(context.engine, Delivery(scheme="competent", version="3.8"), OURS)
    import_reading(context.engine, Delivery(scheme="esco", version="1.0.3"), THEIRS)
    stale = mapping("u12", "exact", occupation("sawyer"), state=MappingState.STALE)
    told = mapping_set(
        _suggested("u10", "exact", "butcher", 0.95),  # type: ignore[arg-type]
        _suggested("u10", "narrow", "halal butcher", 0.4, sign=["isco", "7511"]),  # type: ignore[arg-type]
        mapping("u11", "close", occupation("baker")),
        replace(stale, reasons=(_STALE,)),
        _suggested("u13", "close", "hairdresser", 0.7),  # type: ignore[arg-type]
        _suggested("u13", "close", "barber", 0.6),  # type: ignore[arg-type]
        _suggested("u15", "exact", "smith", 0.92),  # type: ignore[arg-type]
    )
    read = MappingReading(mapping_set=told, findings=(), rows={"BE.csv": 7}, notations={})
    import_mappings(context.engine, read, by=Actor("eva"), at=NOW)


def by(actor: Actor = EVA, reviewers: int = 1) -> By:
    return By(actor, NOW, reviewers)


def pick(name: str, predicate: str = "exact") -> Pick:
    return Pick(occupation(name), MappingPredicate(f"skos:{predicate}Match"))


def case(context: Context, subject: str) -> CaseRecord:
    return case_of(context.engine, NAME, subject)


def choose(
    context: Context,
    subject: str,
    *picks: Pick,
    who: Actor = EVA,
    reviewers: int = 1,
    etags: tuple[str, ...] = (),
) -> DecisionRecord:
    wish = Wish(subject, Verdict(picks=picks), etags)
    (found,) = decide(context.engine, NAME, [wish], by(who, reviewers))
    return found
