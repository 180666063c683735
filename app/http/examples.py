"""The examples of the OpenAPI document: a small taxonomy, shown by the very code that answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from app.http import change_examples, mapping_examples, match_examples
from app.http.example_concepts import named
from app.rendering import annotating, migration, profiles, releases, searching
from app.rendering.concepts import View
from taxonomy import schemes
from taxonomy.annotating.engine import Annotator
from taxonomy.annotating.values import Question as TextQuestion
from taxonomy.index import ReleaseIndex, Usage
from taxonomy.migration import Migration, migrate
from taxonomy.model import Concept, Framework, Label, Lifespan, Link, Note, Release, Taxonomy
from taxonomy.searching.answering import Match, Question, Searcher
from taxonomy.searching.artefact import Content
from taxonomy.searching.building import build
from taxonomy.vocabulary import (
    Kind,
    LabelType,
    NoteType,
    Predicate,
    ReleaseStatus,
    RetirementReason,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PROBLEM", "example"]

PROBLEM = {
    "type": "https://competent.example/errors/release-not-found",
    "code": "release-not-found",
    "title": "No such release",
    "status": 404,
    "detail": "competent has no release 9.9; the newest is 3.11",
    "instance": "/v1/schemes/competent/releases/9.9/concepts/SK-12",
    "request_id": "5f0c1d2e3a4b-1",
}
_PUBLIC_URL = "https://competent.example"


def example(name: str) -> Callable[[], Any]:
    """What makes the example of this operation's answer: only who reads the document waits for it."""
    return _EXAMPLES[name]


@cache
def _view() -> View:
    butcher = named(
        "6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10",
        Kind.PROFILE,
        "OP-10",
        Link(Predicate.ESSENTIAL_COMPETENCE, "c31"),
        Link(Predicate.DIGITAL_SKILL, "d1"),
        Link(Predicate.SOFT_SKILL, "so3"),
        Link(Predicate.COMPETENCE_SET, "cs7"),
        nl="Slager",
        fr="Boucher (h/f/x)",
    )
    note = Note("nl", NoteType.WORKING_CONTEXT, "Werkt in een winkel of atelier.")
    digital = named("d1", Kind.DIGITAL_SKILL, "DS-1", nl="Digitale informatie zoeken")
    members = Link(Predicate.MEMBER, "s12")
    concepts = (
        replace(butcher, notes=(note,)),
        named(
            "c31",
            Kind.TECHNICAL_COMPETENCE,
            "CP-31",
            Link(Predicate.SKILL, "s12"),
            Link(Predicate.KNOWLEDGE, "k8"),
        ),
        named("s12", Kind.SKILL, "SK-12", nl="Worsten maken", fr="Faire des saucisses"),
        named("k8", Kind.KNOWLEDGE, "KN-8", nl="Voedselhygiëne", fr="Hygiène alimentaire"),
        replace(digital, framework=Framework("DigComp", "2.2", "1.1")),
        named("so3", Kind.SOFT_SKILL, "SO-3", nl="Zorgvuldigheid", fr="Diligence"),
        named("cs7", Kind.COMPETENCE_SET, "CS-7", members, nl="Vlees", fr="Viande"),
    )
    lifespans = {it.id: Lifespan("3.8") for it in concepts}
    index = ReleaseIndex.build(_release(), Taxonomy.of("competent", concepts), lifespans)
    return View(index, _PUBLIC_URL)


@cache
def _esco() -> View:
    group = _in_esco("http://data.europa.eu/esco/isco/C7511", Kind.ISCO_GROUP, "7511")
    skill = _in_esco("http://data.europa.eu/esco/skill/1", Kind.SKILL, "", en="cut meat")
    links = (Link(Predicate.BROADER, group.id), Link(Predicate.ESSENTIAL_SKILL, skill.id))
    butcher = _in_esco(
        "http://data.europa.eu/esco/occupation/1", Kind.OCCUPATION, "7511.1", *links, en="butcher"
    )
    release = replace(_release(), scheme="esco", version="1.2.0")
    taxonomy = Taxonomy.of("esco", (group, skill, butcher))
    return View(ReleaseIndex.build(release, taxonomy, {}), _PUBLIC_URL)


def _in_esco(id: str, kind: Kind, notation: str, *links: Link, **labels: str) -> Concept:
    return replace(named(id, kind, notation, *links, **labels), scheme="esco")


def _release() -> Release:
    return Release(
        scheme="competent",
        version="3.11",
        status=ReleaseStatus.PUBLISHED,
        digest="sha256:" + "0" * 64,
        released_at=date(2022, 3, 22),
        published_at=datetime(2026, 11, 21, 9, 12, 44, tzinfo=UTC),
        counts={"profile": 608, "skill": 4310},
        languages={"nl": 1.0, "fr": 1.0, "en": 0.61},
    )


def _annotated() -> Any:
    text = "Wij zoeken een slager met kennis van voedselhygiëne."
    found = Annotator.build(_view().index).annotate(text, TextQuestion())
    return annotating.document(found, text, _view())


def _scheme() -> Any:
    return releases.scheme_document(schemes.get("competent"), [_release()], _release())


def _one(show: Callable[[View, Concept], Any], notation: str) -> Callable[[], Any]:
    return lambda: show(_view(), _view().index.get(notation))


def _listed(*kinds: Kind) -> Callable[[], Any]:
    def items() -> Any:
        view = _view()
        shown = [view.summary(it) for kind in kinds for it in view.index.listed(kind)]
        return {"items": shown, "total": len(shown), "release": view.index.release.name}

    return items


def _occupation() -> Any:
    return profiles.occupation(_esco(), _esco().index.get("7511.1"))


def _occupations() -> Any:
    shown = [_esco().summary(it) for it in _esco().index.listed(Kind.OCCUPATION)]
    return {"items": shown, "total": len(shown), "release": "esco/1.2.0"}


def _usages() -> Any:
    view = _view()
    through = view.index.get("CP-31")
    usage = Usage(view.index.get("OP-10"), Predicate.ESSENTIAL_COMPETENCE, through)
    return {"items": [view.usage(usage)], "total": 1, "release": view.index.release.name}


def _batch() -> Any:
    view = _view()
    shown = [view.concept(view.index.get("SK-12"))]
    return {"items": shown, "unknown": ["SK-0"], "total": 1, "release": view.index.release.name}


def _migration() -> Migration:
    """From a release with a butcher of another name and a pork butcher, who became one with him."""
    after, release = _view().index.taxonomy, _release()
    pork = named("9c2d", Kind.PROFILE, "OP-12", nl="Varkensslager", fr="Charcutier (h/f/x)")
    butcher = after.by_notation["OP-10"]
    other = replace(butcher, labels=(Label("nl", LabelType.PREFERRED, "Beenhouwer"),), links=())
    past = Taxonomy.of("competent", (pork, other))
    merged = replace(
        pork,
        status=Status.RETIRED,
        retirement=RetirementReason.MERGED,
        replaced_by=(butcher.id,),
    )
    now = Taxonomy.of("competent", (*after, merged))
    return migrate(
        ReleaseIndex.build(replace(release, version="3.8"), past, {}),
        ReleaseIndex.build(release, now, {}),
        ["OP-10", "OP-12", "OP-0"],
    )


def _found(text: str, look: Callable[[Searcher, Question], list[Match]]) -> Any:
    index = _view().index
    question = Question(text, "nl")
    matches = look(Searcher(index, Content(*build(index))), question)
    return searching.found(_view(), question, matches)


def _impact() -> Any:
    found = _migration()
    return migration.document(found, migration.impacts(found, _PUBLIC_URL))


def _readiness() -> Any:
    serving = {"competent": {"version": "3.11", "digest": _release().digest}}
    return {"ready": True, "serving": serving, "failures": []}


_EXAMPLES: dict[str, Callable[[], Any]] = {
    "annotate": _annotated,
    "batch": _batch,
    "changes": change_examples.changes,
    "compare": match_examples.compare,
    "competence-set": _one(profiles.competence_set, "CS-7"),
    "competence-sets": _listed(Kind.COMPETENCE_SET),
    "concept": _one(View.concept, "SK-12"),
    "concepts": _usages,
    "convert": lambda: migration.document(_migration(), migration.conversion),
    "digital-skill": _one(profiles.used, "DS-1"),
    "digital-skills": _listed(Kind.DIGITAL_SKILL),
    "history": change_examples.history,
    "impact": _impact,
    "mapping": mapping_examples.mapping,
    "mapping-set": mapping_examples.mapping_set,
    "mapping-sets": mapping_examples.mapping_sets,
    "mapping-status": mapping_examples.mapping_status,
    "mappings": mapping_examples.mappings,
    "match": match_examples.match,
    "match-batch": match_examples.match_batch,
    "occupation": _occupation,
    "occupations": _occupations,
    "profile": _one(profiles.profile, "OP-10"),
    "profiles": _listed(Kind.PROFILE),
    "ready": _readiness,
    "release": lambda: releases.release_document(
        _release(), schemes.get("competent"), [_release()], _release()
    ),
    "releases": lambda: {"items": [releases.release_summary(_release())], "total": 1},
    "scheme": _scheme,
    "search": lambda: _found("slagr", Searcher.search),
    "schemes": lambda: {"items": [_scheme()], "total": 1},
    "soft-skill": _one(profiles.used, "SO-3"),
    "soft-skills": _listed(Kind.SOFT_SKILL),
    "suggest": lambda: _found("sla", Searcher.suggest),
    "translate": mapping_examples.translation,
}
