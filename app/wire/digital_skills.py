"""The bodies of answers and questions about digital skills of profiles, and of frameworks side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire
from app.wire.changesets import NamedConcept, RewordedConcept

__all__ = [
    "AssignQuestion",
    "Assignments",
    "ComparedFrameworks",
    "DigitalSkillMatrix",
    "FrameworkList",
    "NumbersQuestion",
    "ProfileDigitalSkills",
]

Reference = Annotated[str, Field(min_length=1, max_length=2_000)]


class CoveredSkill(Wire):
    """A skill of ESCO that a digital skill covers, and why."""

    id: str
    ground: str
    likeness: float


class SkillColumn(NamedConcept):
    """A digital skill; `presumed` where its number is read from names and recorded nowhere."""

    framework: dict[str, str] | None = None
    number: str
    presumed: bool
    covers: list[CoveredSkill]


class SkillCell(Wire):
    """Whether the profile has the digital skill; how many competences and neighbours speak for it.

    `occupations`: how many skills that its occupations of ESCO ask for, and no competence leads to.
    """

    digital_skill: str
    assigned: bool
    evidence: int
    neighbours: int
    occupations: int


class MatrixProfile(NamedConcept):
    """A profile, and the revision that a change has to have seen."""

    revision: str


class MatrixRow(Wire):
    """A profile with a cell for each digital skill."""

    profile: MatrixProfile
    cells: list[SkillCell]
    neighbours_asked: int


class DigitalSkillMatrix(Wire):
    """Profiles by digital skills; `fitting` of `total` profiles were asked for."""

    release: str
    sources: dict[str, str]
    columns: list[SkillColumn]
    fitting: int
    total: int
    rows: list[MatrixRow]


class SkillOfEsco(Wire):
    """A digital skill of ESCO."""

    id: str
    pref_label: dict[str, str]


class SkillReason(Wire):
    """A competence of the profile that leads to a digital skill of ESCO, and what covers that.

    With `occupation`, the profile itself is mapped to that occupation, which asks for the skill.
    """

    digital_skill: str | None = None
    competence: NamedConcept
    essential: bool
    predicate: str
    occupation: SkillOfEsco | None = None
    esco: SkillOfEsco
    covered_by: SkillOfEsco | None = None
    ground: str | None = None


class NeighbourProfile(NamedConcept):
    """A profile, and how alike it is (0–1)."""

    likeness: float


class ProfileDigitalSkills(MatrixRow):
    """One profile: its row, what speaks for each digital skill, and its neighbours."""

    release: str
    sources: dict[str, str]
    columns: list[SkillColumn]
    reasons: list[SkillReason]
    others: list[SkillReason]
    neighbours: list[NeighbourProfile]


class Assignments(Wire):
    """What is changed, or would be; `items` shows the first hundred profiles."""

    concepts: int
    applied: bool
    items: list[RewordedConcept]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AssignPart(_Question):
    """What a profile is to get and to lose; `seen` is the revision of it that was read."""

    profile: Reference
    seen: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    add: Annotated[list[Reference], Field(max_length=200)] = []
    remove: Annotated[list[Reference], Field(max_length=200)] = []


class AssignQuestion(_Question):
    """Digital skills for many profiles; `apply` does it, else it is shown."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"profiles": [{"profile": "OP-10", "seen": "0" * 64, "add": ["DS-1"]}]}
        },
    )

    profiles: Annotated[list[AssignPart], Field(min_length=1, max_length=2_000)]
    why: Annotated[str, Field(max_length=4_000)] = ""
    apply: bool = False


class NumberPart(_Question):
    """The number that a digital skill is to bear; `seen` is the revision of it that was read."""

    digital_skill: Reference
    seen: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    number: Annotated[str, Field(min_length=1, max_length=40)]


class NumbersQuestion(_Question):
    """Numbers of DigComp of this version for digital skills; `apply` does it, else it is shown."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "version": "2.2",
                "numbers": [{"digital_skill": "DS-1", "seen": "0" * 64, "number": "1.1"}],
            }
        },
    )

    version: Annotated[str, Field(min_length=1, max_length=64)]
    numbers: Annotated[list[NumberPart], Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(max_length=4_000)] = ""
    apply: bool = False


class AlignedNames(Wire):
    """The two names that are most alike."""

    lang: str
    left: str
    right: str


class AlignedRow(Wire):
    """What stands left and right, and why; with neither ground nor other side it stands alone."""

    left: NamedConcept | None = None
    right: NamedConcept | None = None
    ground: Annotated[str, Field(pattern="^(mapping|number|name|likeness)$")] | None = None
    suggestion: bool | None = None
    predicate: str | None = None
    likeness: float | None = None
    names: AlignedNames | None = None


class Comparable(Wire):
    """What can be compared, and the versions that may stand on either side, oldest first."""

    name: str
    left: list[str]
    right: list[str]


class FrameworkList(Wire):
    """Every comparison."""

    items: list[Comparable]


class ComparedFrameworks(Wire):
    """Two frameworks side by side; `grounds` counts the rows of each."""

    name: str
    left: str
    right: str
    mapping_set: str | None = None
    grounds: dict[str, int]
    rows: list[AlignedRow]
