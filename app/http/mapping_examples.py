"""The examples of mappings: a small set between two small releases, shown by the code that answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

from app.db.mapping_history import Event
from app.db.mapping_sets import PUBLISHED, SetRecord, counted
from app.http.example_concepts import named
from app.rendering.mappings import MappingView, set_document
from app.rendering.mappings import why as told
from app.rendering.standing import standing_document
from app.rendering.translating import document as translated
from taxonomy.currency import Sides
from taxonomy.index import ReleaseIndex
from taxonomy.mapping import Mapping, MappingSet, MappingSource, Side
from taxonomy.model import Release, Taxonomy
from taxonomy.translating import Translator
from taxonomy.vocabulary import Justification, Kind, MappingPredicate, ReleaseStatus

if TYPE_CHECKING:
    from app.rendering.concepts import Json
    from taxonomy.model import Concept

__all__ = ["mapping", "mapping_set", "mapping_sets", "mapping_status", "mappings", "translation"]

_HALAL = "http://data.europa.eu/esco/occupation/1"
_AT = datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC)


@cache
def _view() -> MappingView:
    butcher = named("6b1f0a52", Kind.PROFILE, "OP-10", nl="Slager", fr="Boucher (h/f/x)")
    halal = replace(
        named(_HALAL, Kind.OCCUPATION, "7511.1.1", nl="islamitisch slager", en="halal butcher"),
        scheme="esco",
    )
    one = Mapping(
        subject_id=butcher.id,
        predicate=MappingPredicate.NARROW,
        object_id=halal.id,
        justification=Justification.MANUAL,
        confidence=0.94,
        reviewer="eva",
        mapping_date=date(2021, 9, 30),
        review_date=date(2026, 11, 27),
        subject_revision="sha256:" + "0" * 64,
        object_revision="sha256:" + "1" * 64,
        source="BE_occupations.csv, row 18",
    )
    source = MappingSource("BE_occupations.csv", title="ESCO – BE NOC", version="V1.0")
    sides = Side("competent", "3.11"), Side("esco", "1.2.0")
    content = MappingSet.of(*sides, [one], sources=(source,))
    first, second = _index(butcher, "3.11"), _index(halal, "1.2.0")
    return MappingView(content, first, second, "https://competent.example")


def _index(concept: Concept, version: str) -> ReleaseIndex:
    release = Release(
        scheme=concept.scheme,
        version=version,
        status=ReleaseStatus.PUBLISHED,
        digest="sha256:" + "0" * 64,
    )
    return ReleaseIndex.build(release, Taxonomy.of(concept.scheme, [concept]), {})


def _record() -> SetRecord:
    content = _view().content
    return SetRecord(
        key=1,
        name=content.name,
        edition=1,
        subject=content.subject,
        object=content.object,
        status=PUBLISHED,
        digest="sha256:" + "2" * 64,
        created_at=_AT,
        changed_at=_AT,
        published_at=_AT,
        sample=False,
        counts=counted(content),
        sources=content.sources,
        comment="",
        carried_from="",
    )


def mapping() -> Json:
    """A butcher and the narrower halal butcher, with what happened to the mapping."""
    view, record = _view(), _record()
    (one,) = view.content
    happened = Event(view.id_of(one), _AT, "eva", "accepted", {}, record.full_name)
    return told(view.mapping(one), record, [(record, one)], [happened])


def mappings() -> Json:
    """A page of the set."""
    view = _view()
    return {
        "items": [view.mapping(it) for it in view.content],
        "total": 1,
        "subject": view.content.subject.name,
        "object": view.content.object.name,
        "mapping_set": _record().full_name,
        "inverted": False,
    }


def mapping_set() -> Json:
    """What is said of the set."""
    return set_document(_record())


def mapping_sets() -> Json:
    """A list of one."""
    return {"items": [mapping_set()], "total": 1}


def translation() -> Json:
    """A butcher, and a code that nobody knows."""
    view = _view()
    held = [it for it in (view.subject, view.object) if it]
    sides = view.content.subject, view.content.object
    return translated(Translator([view.content], held).translate(["OP-10", "OP-0"], *sides))


def mapping_status() -> Json:
    """The set as it stands against its own releases, which are the newest."""
    view = _view()
    sides = Sides(view.subject, view.object)
    return standing_document(_record(), view.content, sides, sides)
