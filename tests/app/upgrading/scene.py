"""Four occupations that ESCO changes, and what ours are mapped to: small enough to be read as a picture."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.auth.roles import Actor, Role
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.upgrading.deciding import By
from app.upgrading.listing import items_of
from app.upgrading.opening import Asked, Opened, open_upgrade
from taxonomy.deciding import Decision, Target, Verb
from taxonomy.mapping import MappingSet, MappingSource
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind, MappingPredicate
from tests.build import concept, mapping, mapping_set

if TYPE_CHECKING:
    from app.context import Context
    from app.upgrading.records import ItemRecord
    from taxonomy.model import Concept

__all__ = [
    "BAKER",
    "BUTCHER",
    "DRONE",
    "EVA",
    "FIRST",
    "HALAL",
    "LATER",
    "MEAT",
    "NAME",
    "NOW",
    "PETER",
    "SAWYER",
    "THIRD",
    "by",
    "decision",
    "item",
    "items",
    "occupation",
    "opened",
    "with_releases",
    "with_upgrade",
]

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FIRST, NAME, THIRD = (
    "competent-3.8--esco-1.0.3",
    "competent-3.8--esco-1.1.1",
    "competent-3.8--esco-1.2.0",
)
_AT = "http://data.europa.eu/esco/occupation"
BUTCHER, BAKER, SAWYER, HALAL = f"{_AT}/butcher", f"{_AT}/baker", f"{_AT}/sawyer", f"{_AT}/halal"
MEAT, DRONE = f"{_AT}/meat", f"{_AT}/drone"
EVA = Actor.of("Eva", *Role)
PETER = Actor.of("Peter", Role.EDITOR)


def occupation(id: str, **labels: str) -> Concept:
    return concept(id, Kind.OCCUPATION, scheme="esco", **labels)


OURS = (
    concept("u10", notation="OP-10", nl="Slager", fr="Boucher"),
    concept("u11", notation="OP-11", nl="Bakker", fr="Boulanger"),
    concept("u12", notation="OP-12", nl="Zager", fr="Scieur"),
)
OLD = (
    occupation(BUTCHER, en="butcher", nl="slager", fr="boucher"),
    occupation(BAKER, en="baker", nl="bakker", fr="boulanger"),
    occupation(SAWYER, en="sawyer", nl="zager", fr="scieur"),
    occupation(HALAL, en="halal butcher", nl="islamitisch slager", fr="boucher halal"),
)
NEW = (
    occupation(BAKER, en="baker", nl="broodbakker", fr="boulanger"),
    occupation(SAWYER, en="sawyer", nl="zager", fr="scieur"),
    occupation(HALAL, en="halal butcher", nl="islamitisch slager", fr="boucher halal"),
    occupation(MEAT, en="meat butcher", nl="vleesslager", fr="boucher de viande"),
    occupation(DRONE, en="drone pilot", nl="dronepiloot", fr="=pilote de drone"),
)
NEWEST = (
    *NEW[:2],
    occupation(HALAL, en="halal butcher", nl="halalslager", fr="boucher halal"),
    *NEW[3:],
)


def with_releases(context: Context) -> None:
    import_reading(context.engine, Delivery(scheme="competent", version="3.8"), OURS)
    for version, concepts in (("1.0.3", OLD), ("1.1.1", NEW), ("1.2.0", NEWEST)):
        import_reading(context.engine, Delivery(scheme="esco", version=version), concepts)
    told = mapping_set(
        mapping("u10", "exact", BUTCHER),
        mapping("u10", "narrow", HALAL),
        mapping("u11", "close", BAKER),
        mapping("u12", "exact", SAWYER),
        mapping("u11", "broad", BUTCHER),
    )
    source = MappingSource("BE.csv", "0" * 64)
    given = MappingSet.of(told.subject, told.object, told.mappings, sources=(source,))
    read = MappingReading(mapping_set=given, findings=(), rows={"BE.csv": 5}, notations={})
    import_mappings(context.engine, read, by=Actor("eva"), at=NOW)


def with_upgrade(context: Context) -> None:
    """The releases, and the upgrade to ESCO 1.1.1 opened."""
    with_releases(context)
    opened(context)


def opened(context: Context, version: str = "1.1.1", **asked: str) -> Opened:
    question = Asked(scheme="esco", version=version, **asked)  # type: ignore[arg-type]
    return open_upgrade(context.engine, question, by=Actor("Eva", "VDAB"), at=NOW)


def items(context: Context, name: str = NAME) -> dict[str, ItemRecord]:
    """Kind and concept's last word → item."""
    found, _ = items_of(context.engine, name)
    return {f"{it.kind} {it.concept_id.rpartition('/')[2]}": it for it in found}


def item(context: Context, kind: str, name: str = NAME) -> ItemRecord:
    """The first item of that kind."""
    return next(it for it in items_of(context.engine, name)[0] if it.kind == kind)


def by(actor: Actor = EVA, reviewers: int = 1) -> By:
    return By(actor, LATER, reviewers)


def decision(verb: str, *targets: str, reason: str = "", predicate: str = "") -> Decision:
    how = MappingPredicate(f"skos:{predicate}Match") if predicate else None
    return Decision(
        verb=Verb(verb), reason=reason, targets=tuple(Target(it, how) for it in targets)
    )
