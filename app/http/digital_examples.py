"""The examples of digital skills and of frameworks, as the code that answers shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from app.aligning import Comparison, Frameworks
from app.assigning.material import Assigner, Sources
from app.assigning.showing import Matrix
from app.editing.holding import Held
from app.editing.viewing import View
from app.http.example_concepts import named
from app.rendering.changesets import rewording_document
from app.rendering.digital_skills import matrix_document, profile_document
from app.rendering.frameworks import comparison_document, frameworks_document
from taxonomy.aligning import align
from taxonomy.assigning.columns import columns
from taxonomy.assigning.evidence import Evidence
from taxonomy.index import ReleaseIndex
from taxonomy.mapping import Mapping, MappingSet, Side
from taxonomy.model import Concept, Framework, Label, Link, Release, Taxonomy
from taxonomy.vocabulary import Kind, LabelType, MappingPredicate, Predicate, ReleaseStatus

__all__ = ["digital_example"]

_SKILL = replace(
    named("d1", Kind.DIGITAL_SKILL, "DS-1", nl="Digitale informatie zoeken"),
    framework=Framework("DigComp", "2.2", "1.1"),
)
_PROFILE = named(
    "p10",
    Kind.PROFILE,
    "OP-10",
    Link(Predicate.ESSENTIAL_COMPETENCE, "c1"),
    nl="Bibliothecaris",
)
_OTHER = replace(
    _PROFILE,
    id="p11",
    notation="OP-11",
    links=(*_PROFILE.links, Link(Predicate.DIGITAL_SKILL, "d1")),
)
_COMPETENCE = named("c1", Kind.TECHNICAL_COMPETENCE, "CP-1", Link(Predicate.SKILL, "s1"))
_SEARCHING = named("s1", Kind.SKILL, "SK-1", nl="Databanken doorzoeken")


def _foreign(scheme: str, id: str, kind: Kind, text: str, **more: Any) -> Concept:
    labels = (Label("en", LabelType.PREFERRED, text),)
    return Concept(scheme=scheme, id=id, kind=kind, labels=labels, **more)


def _index(scheme: str, version: str, *concepts: Concept) -> ReleaseIndex:
    release = Release(
        scheme=scheme, version=version, status=ReleaseStatus.PUBLISHED, digest="sha256:" + "0" * 64
    )
    return ReleaseIndex.build(release, Taxonomy.of(scheme, concepts), {})


def _matrix() -> Matrix:
    browse = "browse, search and filter data, information and digital content"
    esco = _index(
        "esco",
        "1.2.0",
        _foreign("esco", "e1", Kind.SKILL, browse, collections=("digcomp", "digital")),
        _foreign(
            "esco",
            "e2",
            Kind.SKILL,
            "search databases",
            collections=("digital",),
            links=(Link(Predicate.BROADER, "e1"),),
        ),
    )
    digcomp = _index(
        "digcomp",
        "2.2",
        _foreign(
            "digcomp",
            "digcomp:Competence/1.1",
            Kind.DIGITAL_COMPETENCE,
            "Browsing, searching and filtering data, information and digital content",
            notation="1.1",
        ),
    )
    ours = _index("competent", "3.11", _SKILL, _PROFILE, _OTHER, _COMPETENCE, _SEARCHING)
    mapped = Mapping(subject_id="s1", predicate=MappingPredicate.CLOSE, object_id="e2")
    mappings = MappingSet.of(Side("competent", "3.11"), Side("esco", "1.2.0"), [mapped])
    told = columns(ours, digcomp, esco, mappings)
    sources = Sources(digcomp, esco, mappings, None)
    assigner = Assigner(ours, sources, told, Evidence(told, esco, mappings))
    return Matrix(View(Held(ours, {}, None), {}), assigner, [_PROFILE, _OTHER], 2)


def _frameworks() -> Comparison:
    entries = [
        _foreign("digcomp", "digcomp:Competence/2.5", Kind.DIGITAL_COMPETENCE, it, notation="2.5")
        for it in ("Netiquette", "Digital behaviour")
    ]
    sides = [
        _index("digcomp", version, it) for version, it in zip(("2.2", "3.0"), entries, strict=True)
    ]
    rows = align(entries[:1], entries[1:], sides[0], numbers={entries[0].id: "2.5"})
    return Comparison(
        name=Frameworks.DIGCOMP,
        left=sides[0],
        right=sides[1],
        rows=rows,
        members=frozenset(it.id for it in entries[1:]),
    )


_SIDES = [it.release for it in (_frameworks().left, _frameworks().right)]
_AFTER = replace(_PROFILE, links=(*_PROFILE.links, Link(Predicate.DIGITAL_SKILL, "d1")))
_SHOWN: dict[str, Any] = {
    "matrix": matrix_document(_matrix(), [_PROFILE, _OTHER]),
    "profile": profile_document(_matrix(), _PROFILE),
    "assignments": rewording_document([(_PROFILE, _AFTER)], 1, applied=False),
    "numbers": rewording_document([(replace(_SKILL, framework=None), _SKILL)], 1, applied=False),
    "list": {"items": frameworks_document({Frameworks.DIGCOMP: (_SIDES, _SIDES)})},
    "frameworks": comparison_document(_frameworks()),
}


def digital_example(name: str) -> Any:
    """The example of this operation's answer, as plain JSON values."""
    return orjson.loads(orjson.dumps(_SHOWN[name]))
