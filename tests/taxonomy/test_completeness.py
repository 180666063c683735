"""Tests of what concepts lack: each gap is told of the concepts that have it, and of no other."""

from __future__ import annotations

from dataclasses import replace

from taxonomy.completeness import GAPS, lacking
from taxonomy.model import Framework, Notation
from taxonomy.vocabulary import Kind, Status
from tests.build import concept, description, link

WHOLE = replace(
    concept(
        "u1",
        Kind.PROFILE,
        *(link(it, "x") for it in ("essentialCompetence", "softSkill", "digitalSkill", "sector")),
        link("competenceSet", "cs1"),
        description("nl", "Snijdt."),
        description("fr", "Coupe."),
        notation="OP-1",
        nl="Slager",
    ),
    notations=(Notation("isco-08", "7511"),),
)
BARE = concept("u2", Kind.PROFILE, link("optionalCompetence", "c1"), notation="OP-2", nl="Kok")
GONE = replace(BARE, id="u3", status=Status.RETIRED)
USED = concept("cs1", Kind.COMPETENCE_SET, link("member", "s1"), notation="CS-1", nl="Hout")
DIGITAL = replace(
    concept("d1", Kind.DIGITAL_SKILL, notation="DS-1", nl="Zoeken"),
    framework=Framework("DigComp", "2.2", "1.1"),
)


def test_each_gap_names_those_who_have_it() -> None:
    found = {
        (it.gap.kind, it.gap.code): (it.total, list(it.concepts))
        for it in lacking([WHOLE, BARE, GONE, USED, DIGITAL])
    }
    assert len(found) == len(GAPS)
    for code in ("description-nl", "isco", "sets", "essential-competences", "digital-skills"):
        assert found[Kind.PROFILE, code] == (2, ["u2"])
    assert found[Kind.PROFILE, "working-context-fr"] == (2, ["u1", "u2"])
    assert found[Kind.PROFILE, "competences"] == (2, [])
    assert found[Kind.COMPETENCE_SET, "used"] == (1, [])
    assert found[Kind.COMPETENCE_SET, "members"] == (1, [])
    assert found[Kind.COMPETENCE_SET, "name-fr"] == (1, ["cs1"])
    assert found[Kind.DIGITAL_SKILL, "framework"] == (1, [])
    assert found[Kind.SKILL, "used"] == (0, [])
