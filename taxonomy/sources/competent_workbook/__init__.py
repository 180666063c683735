"""Competent's release workbook: eleven sheets, each concept told many times over, all in agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from taxonomy.sentences import sentence
from taxonomy.sources.competent_workbook.agreement import Agreement, Group, Part, Sketch
from taxonomy.sources.competent_workbook.blocks import Blocks
from taxonomy.sources.competent_workbook.cells import Cells, Remembered
from taxonomy.sources.competent_workbook.shapes import (
    ALTERNATIVE_NAMES,
    AREAS_OF_INTEREST,
    CODES,
    COMPETENCE_SETS,
    DIGITAL_SKILLS,
    ESSENTIAL_COMPETENCES,
    OPTIONAL_COMPETENCES,
    PROFILES,
    PROOFS_OF_LEARNING,
    SECTORS,
    SOFT_SKILLS,
    Shape,
)
from taxonomy.sources.competent_workbook.sheets import Row, Workbook, workbook
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.sources.reading import Progress, Reading, Report
from taxonomy.vocabulary import Kind, NoteType, Predicate

__all__ = ["read"]

Meaning = TypeVar("Meaning")
Groups = dict[tuple[Sketch | None, Sketch], Group]
"""Profile and its competence or set → the parts listed there; None where the profile was refused."""

_HEAD = 4
_TITLES = ("nl", "fr", "en", "de")
_NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})
_LINKED = (
    (PROOFS_OF_LEARNING, Predicate.PROOF_OF_LEARNING, Kind.PROOF_OF_LEARNING),
    (SECTORS, Predicate.SECTOR, Kind.SECTOR),
    (SOFT_SKILLS, Predicate.SOFT_SKILL, Kind.SOFT_SKILL),
    (DIGITAL_SKILLS, Predicate.DIGITAL_SKILL, Kind.DIGITAL_SKILL),
    (AREAS_OF_INTEREST, Predicate.AREA_OF_INTEREST, Kind.AREA_OF_INTEREST),
)


def read(
    path: Path,
    *,
    version: str,
    known: Mapping[str, str] = _NOTHING_KNOWN,
    progress: Progress | None = None,
) -> Reading:
    """The concepts of a release and everything that was odd; `known`: notation → id, from before.

    SourceUnreadableError where the file is no such workbook. Sheets: Competent's data archive.
    """
    report = Report(file=path.name)
    with (
        without_cycle_search(),
        workbook(path, version=version, report=report, progress=progress) as sheets,
    ):
        reader = _Reader(sheets, report, known)
        reader.read_profiles()
        for shape, predicate, kind in _LINKED:
            reader.read_linked(shape, predicate, kind)
        reader.read_codes()
        reader.read_alternative_names()
        reader.read_competences()
        reader.read_sets()
        reader.agreement.compare_ids(known)
        met = reader.agreement.by_id.values()
        concepts = sorted(it.concept() for it in met)
    return Reading(
        concepts=tuple(concepts),
        findings=tuple(report.findings),
        rows=report.rows,
        places={it.id: it.place for it in met},
    )


class _Reader:
    """Reads sheet after sheet into one agreement."""

    def __init__(self, sheets: Workbook, report: Report, known: Mapping[str, str]) -> None:
        self.agreement = Agreement(report)
        self._sheets = sheets
        self._report = report
        self._cells = Cells(report)
        self._blocks = Blocks(self.agreement, self._cells, known)
        self._head = Remembered(report, self._profile)

    def read_profiles(self) -> None:
        """Every profile with its titles, notes and dates."""
        first_rows: dict[Row, int] = {}
        told: dict[Sketch, Row] = {}
        for row in self._sheets.rows(PROFILES):
            if (before := first_rows.setdefault(row, self._report.row)) != self._report.row:
                self._repeated(before)
                continue
            profile = self._titled_profile(row)
            if profile is None:
                continue
            if told.setdefault(profile, row) is not row:
                message = sentence(
                    "%(profile)s is told at [%(place)s] and once more here",
                    profile=profile.notation,
                    place=profile.place.parts(),
                )
                self._report.refuse("profile-twice", message, concept=profile.id)
                continue
            self._describe(profile, row)

    def _titled_profile(self, row: Row) -> Sketch | None:
        columns = PROFILES.columns
        id = self._cells.uuid(row[0], columns[0])
        notation = self._cells.required(row[1], columns[1])
        titles = {
            lang: self._cells.label(row[at], columns[at]) for at, lang in enumerate(_TITLES, 2)
        }
        if not any(titles.values()):
            self._report.refuse(
                "cell-missing", sentence("has no title in any language"), columns[2]
            )
            return None
        profile = None
        if id and notation:
            profile = self.agreement.state(Kind.PROFILE, id, notation, columns[0])
        if profile:
            self.agreement.name(profile, titles, "title")
        return profile

    def _describe(self, profile: Sketch, row: Row) -> None:
        columns = PROFILES.columns
        for kind, start in ((NoteType.DESCRIPTION, 6), (NoteType.WORKING_CONTEXT, 10)):
            for at, lang in enumerate(_TITLES, start):
                if row[at] != "":
                    profile.notes[lang, kind] = self._cells.note(row[at], columns[at])
        for at, name in ((14, "modified"), (15, "published")):
            if row[at] != "" and (day := self._cells.day(row[at], columns[at])):
                profile.attributes[name] = day

    def _profile(self, head: Row) -> Sketch | None:
        """The profile that a row of another sheet begins with."""
        columns = CODES.columns
        id = self._cells.uuid(head[0], columns[0])
        notation = self._cells.required(head[1], columns[1])
        titles = {
            lang: self._cells.label(head[at], columns[at]) for at, lang in ((2, "nl"), (3, "fr"))
        }
        if not (id and notation):
            return None
        before = len(self._report.findings)
        profile = self.agreement.find(Kind.PROFILE, id, notation, columns[0])
        if profile:
            self.agreement.name(profile, titles, "title")
        elif len(self._report.findings) == before:
            message = sentence(
                "%(notation)s (%(id)s) is not in the sheet of the profiles",
                notation=notation,
                id=id,
            )
            self._report.refuse("unknown-profile", message, columns[1], concept=id)
        return profile

    def read_linked(self, shape: Shape, predicate: Predicate, kind: Kind) -> None:
        """The concepts of a sheet that names one a row, linked from their profiles."""

        def understand(tail: Row) -> Sketch | None:
            return self._blocks.linked(tail, shape, kind)

        for profile, linked in self._pairs(shape, understand):
            profile.links.add((predicate, linked.id))

    def read_codes(self) -> None:
        """The codes of profiles in other systems."""
        for profile, notation in self._pairs(CODES, self._blocks.notation):
            profile.notations.append(notation)

    def read_alternative_names(self) -> None:
        """The alternative labels of profiles."""
        for profile, label in self._pairs(ALTERNATIVE_NAMES, self._blocks.alternative_name):
            profile.alternatives.append(label)

    def read_competences(self) -> None:
        """Essential and optional competences, each made of the same blocks wherever it stands."""
        understand = Remembered(self._report, self._blocks.competence)
        essential = self._groups(ESSENTIAL_COMPETENCES, understand)
        optional = self._groups(OPTIONAL_COMPETENCES, understand)
        _link(essential, Predicate.ESSENTIAL_COMPETENCE)
        _link(optional, Predicate.OPTIONAL_COMPETENCE)
        both = chain(essential.values(), optional.values())
        self.agreement.settle(both, self._blocks.parts(), "competence-disagrees")
        for (profile, competence), group in optional.items():
            if profile and (profile, competence) in essential:
                self.agreement.both_ways(profile, competence, group)
        self.agreement.require_one_skill()

    def read_sets(self) -> None:
        """Competence sets, each with the same members wherever it stands."""
        understand = Remembered(self._report, self._blocks.member)
        groups = self._groups(COMPETENCE_SETS, understand)
        _link(groups, Predicate.COMPETENCE_SET)
        self.agreement.settle(groups.values(), self._blocks.parts(), "set-disagrees")

    def _pairs(
        self, shape: Shape, understand: Callable[[Row], Meaning | None]
    ) -> Iterator[tuple[Sketch, Meaning]]:
        """What the rows of a sheet say of their profiles, each once."""
        remembered = Remembered(self._report, understand)
        first_rows: dict[tuple[int, int], int] = {}
        for row in self._sheets.rows(shape):
            profile, meaning = self._head(row[:_HEAD]), remembered(row[_HEAD:])
            if profile is None or meaning is None:
                continue
            here = self._report.row
            before = first_rows.setdefault((id(profile), id(meaning)), here)
            if before == here:
                yield profile, meaning
            else:
                self._repeated(before)

    def _groups(self, shape: Shape, understand: Remembered[Part]) -> Groups:
        """What each profile lists for each of its competences or sets."""
        groups: Groups = {}
        incomplete: set[tuple[Sketch | None, str]] = set()
        head, report = self._head, self._report
        for row in self._sheets.rows(shape):
            profile, part = head(row[:_HEAD]), understand(row[_HEAD:])
            if part is None:
                incomplete.add((profile, str(row[_HEAD]).strip().lower()))
                continue
            group = groups.get((profile, part[0]))
            if group is None:
                group = Group(part[0], report.sheet, report.row)
                groups[profile, part[0]] = group
            before = group.rows.setdefault(id(part), report.row)
            if before != report.row and profile:
                self._repeated(before)
        for (profile, owner), group in groups.items():
            group.damaged = profile is None or (profile, owner.id) in incomplete
        return groups

    def _repeated(self, before: int) -> None:
        self._report.repair("repeated-row", sentence("says the same as row %(row)d", row=before))


def _link(groups: Groups, predicate: Predicate) -> None:
    for profile, owner in groups:
        if profile:
            profile.links.add((predicate, owner.id))
