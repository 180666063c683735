"""Two releases between which every type of change happens, and the material of the later one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from taxonomy import canonical
from taxonomy.changes import as_dict, found_in
from taxonomy.diff import diff
from taxonomy.formats import delta
from taxonomy.formats.material import Material
from taxonomy.model import Framework, Label, Link, Notation, Release, Taxonomy
from taxonomy.vocabulary import (
    Kind,
    LabelType,
    Predicate,
    ReleaseStatus,
    RetirementReason,
)
from tests.build import alternative, concept, description, link, retired, taxonomy

__all__ = ["AFTER", "BEFORE", "material"]

_DIGITAL = concept("d1", Kind.DIGITAL_SKILL, nl="Zoeken")
_RANKED = concept("k1", Kind.KNOWLEDGE, link("related", "s1"), nl="Vlees")
_CODED = concept("k2", Kind.KNOWLEDGE, nl="Vis")
BEFORE = taxonomy(
    concept(
        "p1",
        Kind.PROFILE,
        link("essentialCompetence", "c1"),
        link("sector", "x1"),
        alternative("nl", "Beenhouwer"),
        alternative("fr", "charcutier"),
        description("nl", "Snijdt vlees\nen verkoopt <b>het</b>."),
        notation="OP-9",
        nl="Slager",
        fr="Boucher",
        de="Fleischer",
    ),
    concept("p2", notation="OP-10", nl="Visser"),
    retired("p3", nl="Kok"),
    concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-1"),
    concept("s1", Kind.SKILL, notation="SK-1", nl="Vlees snijden"),
    replace(concept("cs1", Kind.COMPETENCE_SET, notation="CS-1", nl="Vlees"), collections=("old",)),
    _DIGITAL,
    _RANKED,
    _CODED,
    retired("gone", Kind.SKILL, nl="Weg"),
    retired("led", Kind.SKILL, nl="Elders"),
    concept("x1", Kind.SECTOR, nl="Voeding"),
)
AFTER = taxonomy(
    replace(
        concept(
            "p1",
            Kind.PROFILE,
            link("optionalCompetence", "c1"),
            link("digitalSkill", "d1"),
            alternative("fr", "charcutier"),
            alternative("en", "=butcher"),
            Label("nl", LabelType.HIDDEN, "Beenhouwer"),
            description("nl", "Snijdt vis\nen verkoopt <b>het</b>."),
            notation="OP-9",
            nl="Slager / winkelier",
            fr="Boucher (h/f/x)",
        ),
        notations=(Notation("isco-08", "7511"),),
        collections=("green",),
        attributes=(("modified", "2026"),),
    ),
    replace(
        retired("p2", replaced_by=("p4", "p1"), reason=RetirementReason.SPLIT, nl="Visser"),
        notation="OP-10",
    ),
    concept("p3", nl="Kok"),
    concept("p4", notation="OP-11", nl='Vis"handelaar" & co', ar="سمّاك"),
    concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-1"),
    concept("s1", Kind.SKILL, notation="SK-1", nl="Vlees snijden"),
    concept("cs1", Kind.COMPETENCE_SET, link("member", "s1"), notation="CS-1", nl="Vlees"),
    replace(_DIGITAL, framework=Framework("DigComp", "2.2", "1.1")),
    replace(_RANKED, links=(Link(Predicate.RELATED, "s1", 2),)),
    replace(_CODED, labels=(Label("nl", LabelType.PREFERRED, "Vis", "t1"),)),
    retired("late", Kind.SKILL, reason=RetirementReason.NONE, nl="Kort"),
    retired("led", Kind.SKILL, replaced_by=("s1",), reason=RetirementReason.MERGED, nl="Elders"),
    replace(concept("x1", Kind.AREA_OF_INTEREST, nl="Voeding"), notes=()),
)


def material(before: Taxonomy = BEFORE, after: Taxonomy = AFTER) -> Material:
    """What the files of competent/3.10, which follows 3.9, are made from."""
    documents, earlier = ({it.id: canonical.write(it) for it in side} for side in (after, before))
    find = found_in(before, after)
    first = Release(
        scheme=after.scheme,
        version="3.9",
        status=ReleaseStatus.PUBLISHED,
        digest=delta.digest_of(earlier),
        released_at=date(2025, 12, 16),
        published_at=datetime(2025, 12, 20, 12, tzinfo=UTC),
    )
    release = replace(
        first,
        version="3.10",
        digest=delta.digest_of(documents),
        released_at=date(2026, 3, 16),
        published_at=datetime(2026, 3, 16, 23, 59, tzinfo=UTC),
        previous="3.9",
        note="Met <vis>",
        imprint={"publisher": "P & co", "licence": "L", "attribution": "A"},
    )
    return Material(
        release=release,
        taxonomy=after,
        documents=documents,
        previous=first,
        before=earlier,
        changes=[as_dict(it, find) for it in diff(before, after)],
    )
