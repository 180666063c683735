"""Our own readable source: a folder with release.toml, one CSV per kind and one per relation."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from taxonomy import schemes
from taxonomy.errors import InvalidVersionError, SourceUnreadableError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.model import Label, Link, Note
from taxonomy.sources.csv_package.sketches import Sketches, is_column
from taxonomy.sources.csv_package.table import read_rows
from taxonomy.sources.reading import Reading, Report
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Progress

__all__ = ["PackageReading", "read"]

_SETTINGS: dict[str, type | None] = {
    "scheme": str,
    "version": None,
    "released": date,
    "sample": bool,
    "note": str,
}
_KINDS = {it.value for it in Kind}
_PREDICATES = {it.value for it in Predicate}
_RANK = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageReading(Reading):
    """A Reading with what `release.toml` says of the release."""

    scheme: str
    version: Version
    released: date | None
    sample: bool
    note: str


def read(folder: Path, *, progress: Progress | None = None) -> PackageReading:
    """Everything that the folder holds, with a finding for every wart.

    References are ids or notations; where a text is both, the id wins. SourceUnreadableError
    where there is no usable release.toml; InvalidVersionError where its version is not text;
    SchemeNotFoundError where its scheme is unknown.
    """
    settings = _settings(folder / "release.toml")
    scheme = schemes.get(settings["scheme"]).id
    package = _Package(scheme, progress)
    for path in sorted(folder.glob("*.csv")):
        if path.stem in _KINDS:
            package.read_kind(path, Kind(path.stem))
        elif path.name not in {"labels.csv", "notes.csv"}:
            package.refuse_file(path, f"no kind is called {path.stem!r}")
    if (labels := folder / "labels.csv").exists():
        package.read_labels(labels)
    if (notes := folder / "notes.csv").exists():
        package.read_notes(notes)
    for path in sorted(folder.glob("links/*.csv")):
        if path.stem in _PREDICATES:
            package.read_links(path, Predicate(path.stem))
        else:
            package.refuse_file(path, f"no predicate is called {path.stem!r}")
    concepts = package.concepts()
    return PackageReading(
        concepts=concepts,
        findings=tuple(package.report.findings),
        rows=dict(package.report.rows),
        scheme=scheme,
        version=settings["version"],
        released=settings.get("released"),
        sample=settings.get("sample", False),
        note=settings.get("note", ""),
    )


def _settings(path: Path) -> dict[str, Any]:
    """What release.toml says, its version parsed; SourceUnreadableError names every problem."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path.parent.name}/{path.name} cannot be read: {error}"
        raise SourceUnreadableError(message) from error
    problems = [f"{key} is missing" for key in ("scheme", "version") if key not in settings]
    for key, value in settings.items():
        if key not in _SETTINGS:
            problems.append(f"{key} is no setting")
        elif (kind := _SETTINGS[key]) and type(value) is not kind:  # a datetime is a date too
            problems.append(f"{key} = {value!r} is not a {kind.__name__}")
    if problems:
        place = Place(path.name)
        findings = [
            Finding(severity=Severity.ERROR, code="release-toml", message=it, place=place)
            for it in problems
        ]
        message = f"{path.parent.name}/{path.name}: {'; '.join(problems)}"
        raise SourceUnreadableError(message, findings)
    try:
        version = Version.parse(settings["version"])
    except InvalidVersionError as error:
        message = f"{path.parent.name}/{path.name}: version: {error.detail}"
        raise InvalidVersionError(message) from error
    return settings | {"version": version}


class _Package:
    """Reads the files of a folder into sketches; `report` stands where it reads."""

    def __init__(self, scheme: str, progress: Progress | None) -> None:
        self.report = Report()
        self._sketches = Sketches(self.report)
        self._scheme = scheme
        self._progress = progress

    def refuse_file(self, path: Path, reason: str) -> None:
        self.report.file, self.report.row = _name(path), 0
        self.report.refuse("unknown-file", f"the file was left out: {reason}")

    def read_kind(self, path: Path, kind: Kind) -> None:
        for row in self._rows(path, ("id", "notation"), known=is_column):
            self._sketches.add(kind, row)
        if kind not in schemes.get(self._scheme).kinds:
            self.report.row = 0
            message = f"{self._scheme} is not known to hold the kind {kind}"
            self.report.repair("foreign-kind", message)

    def read_labels(self, path: Path) -> None:
        extra = {"id", "notation"}
        for row in self._rows(path, ("concept", "lang", "type", "text"), known=extra.__contains__):
            sketch = self._sketches.find(row["concept"], "concept")
            type_ = self._sketches.term(LabelType, row["type"], "type")
            lang = self._sketches.language(row["lang"], "lang")
            text = self._filled(self.report.label(row["text"], "text"))
            if sketch and type_ and lang and text:
                id, notation = (self.report.label(row.get(it, ""), it) for it in sorted(extra))
                label = Label(lang, type_, text, id, notation)
                self._sketches.add_label(sketch, label, "text")

    def read_notes(self, path: Path) -> None:
        for row in self._rows(path, ("concept", "lang", "type", "text"), known=set().__contains__):
            sketch = self._sketches.find(row["concept"], "concept")
            type_ = self._sketches.term(NoteType, row["type"], "type")
            lang = self._sketches.language(row["lang"], "lang")
            text = self._filled(self.report.note(row["text"], "text"))
            if sketch and type_ and lang and text:
                note = Note(lang, type_, text)
                if note in sketch.notes:
                    self._sketches.repeated(sketch, f"{sketch.name} has this note already")
                sketch.notes.append(note)

    def read_links(self, path: Path, predicate: Predicate) -> None:
        for row in self._rows(path, ("subject", "target"), known={"rank"}.__contains__):
            subject = self._sketches.find(row["subject"], "subject")
            target = self._sketches.find(row["target"], "target")
            rank = self._rank(row.get("rank", ""))
            if subject is None or target is None or rank is None:
                continue
            if (predicate, target.id) in subject.links:
                message = f"{subject.name} has the {predicate} {target.name} already"
                self._sketches.repeated(subject, message)
            else:
                subject.links[predicate, target.id] = Link(predicate, target.id, rank)

    def concepts(self) -> tuple[Concept, ...]:
        return tuple(sorted(self._sketches.concepts(self._scheme)))

    def _rows(
        self, path: Path, required: tuple[str, ...], known: Callable[[str], bool]
    ) -> Iterator[dict[str, str]]:
        self.report.file = _name(path)
        return read_rows(path, self.report, required=required, known=known, progress=self._progress)

    def _filled(self, text: str) -> str:
        if not text:
            self.report.refuse("missing-text", "a row without text was left out", "text")
        return text

    def _rank(self, cell: str) -> int | None:
        """The rank that the cell writes (empty = 0), or None where it is refused."""
        if not cell:
            return 0
        text = self.report.label(cell, "rank")
        if _RANK.fullmatch(text):
            return int(text)
        self.report.refuse("bad-rank", f"{text!r} is not a whole number", "rank")
        return None


def _name(path: Path) -> str:
    """How findings call the file: `profile.csv`, `links/skill.csv`."""
    return f"links/{path.name}" if path.parent.name == "links" else path.name
