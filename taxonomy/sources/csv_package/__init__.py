"""Our own readable source: release.toml, one CSV per kind and one per relation, zipped or not."""

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
from taxonomy.sentences import Quote, sentence
from taxonomy.sources import zipped
from taxonomy.sources.csv_package.files import Folder, Zip
from taxonomy.sources.csv_package.sketches import Sketches, is_column
from taxonomy.sources.csv_package.table import read_rows
from taxonomy.sources.reading import Reading, Report
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.csv_package.files import Files
    from taxonomy.sources.reading import Progress

__all__ = ["PackageReading", "read"]

_SETTINGS: dict[str, type | None] = {
    "scheme": str,
    "version": None,
    "released": date,
    "sample": bool,
    "note": str,
    "languages": list,
}
_KINDS = {it.value for it in Kind}
_PREDICATES = {it.value for it in Predicate}
_RANK = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageReading(Reading):
    """A Reading with what `release.toml` says of the release.

    `languages` are the only ones whose texts the package holds; empty where it holds all of them.
    """

    scheme: str
    version: Version
    released: date | None
    sample: bool
    note: str
    languages: tuple[str, ...] = ()


def read(path: Path, *, progress: Progress | None = None) -> PackageReading:
    """Everything that the folder or zip archive holds, with a finding for every wart.

    References are ids or notations; where a text is both, the id wins. A formula that was
    neutralised is restored (`taxonomy.formats.cells`). SourceUnreadableError where there is no
    usable release.toml or the archive is damaged; InvalidVersionError where its version is not
    text; SchemeNotFoundError where its scheme is unknown.
    """
    if not path.is_file():
        return _read(Folder(path), progress)
    with zipped.opened(path) as archive:
        return _read(Zip(archive, path.name), progress)


def _read(files: Files, progress: Progress | None) -> PackageReading:
    settings = _settings(files)
    scheme = schemes.get(settings["scheme"]).id
    package = _Package(files, scheme, progress)
    languages = tuple(settings.get("languages", ()))
    if languages:
        package.refuse_part(languages)
    names = files.names()
    links = [it for it in names if it.startswith("links/")]
    # Kinds come first, because the rows of every other file name their concepts.
    for name in (it for it in names if it not in {*links, "labels.csv", "notes.csv"}):
        package.read_kind(name)
    if "labels.csv" in names:
        package.read_labels("labels.csv")
    if "notes.csv" in names:
        package.read_notes("notes.csv")
    for name in links:
        package.read_links(name)
    concepts = package.concepts()
    return PackageReading(
        concepts=concepts,
        findings=tuple(package.report.findings),
        rows=dict(package.report.rows),
        places=package.places(),
        scheme=scheme,
        version=settings["version"],
        released=settings.get("released"),
        sample=settings.get("sample", False),
        note=settings.get("note", ""),
        languages=languages,
    )


def _settings(files: Files) -> dict[str, Any]:
    """What release.toml says, its version parsed; SourceUnreadableError names every problem."""
    where = f"{files.title}/release.toml"
    try:
        settings = tomllib.loads(files.read("release.toml").decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        message = sentence(
            "%(where)s cannot be read: %(error)s", where=where, error=Quote(str(error), "en")
        )
        raise SourceUnreadableError(message) from error
    if problems := _problems(settings):
        place = Place("release.toml")
        findings = [
            Finding(severity=Severity.ERROR, code="release-toml", message=it, place=place)
            for it in problems
        ]
        message = sentence("%(where)s: %(told)s", where=where, told="; ".join(problems))
        raise SourceUnreadableError(message, findings)
    try:
        version = Version.parse(settings["version"])
    except InvalidVersionError as error:
        message = sentence("%(where)s: version: %(told)s", where=where, told=error.detail)
        raise InvalidVersionError(message) from error
    return settings | {"version": version}


def _problems(settings: dict[str, Any]) -> list[str]:
    problems = [f"{key} is missing" for key in ("scheme", "version") if key not in settings]
    for key, value in settings.items():
        if key not in _SETTINGS:
            problems.append(f"{key} is no setting")
        elif (kind := _SETTINGS[key]) and type(value) is not kind:  # a datetime is a date too
            problems.append(f"{key} = {value!r} is not a {kind.__name__}")
        elif kind is list and not all(isinstance(it, str) for it in value):
            problems.append(f"{key} = {value!r} is not a list of texts")
    return problems


class _Package:
    """Reads the files of a package into sketches; `report` stands where it reads."""

    def __init__(self, files: Files, scheme: str, progress: Progress | None) -> None:
        self.report = Report()
        self._files = files
        self._sketches = Sketches(self.report)
        self._scheme = scheme
        self._progress = progress

    def refuse_part(self, languages: tuple[str, ...]) -> None:
        self.report.file, self.report.row = "release.toml", 0
        message = sentence(
            "the texts are those in %(languages)s alone: import the whole package",
            languages=", ".join(languages),
        )
        self.report.refuse("part-of-a-release", message)

    def read_kind(self, name: str) -> None:
        word = name.removesuffix(".csv")
        if word not in _KINDS:
            self._refuse_file(name, sentence("no kind is called %(word)r", word=word))
            return
        kind = Kind(word)
        for row in self._rows(name, ("id", "notation"), known=is_column):
            self._sketches.add(kind, row)
        if kind not in schemes.get(self._scheme).kinds:
            self.report.row = 0
            message = sentence(
                "%(scheme)s is not known to hold the kind %(kind)s", scheme=self._scheme, kind=kind
            )
            self.report.repair("foreign-kind", message)

    def read_labels(self, name: str) -> None:
        extra = {"id", "notation"}
        for row in self._rows(name, ("concept", "lang", "type", "text"), known=extra.__contains__):
            sketch = self._sketches.find(row["concept"], "concept")
            type_ = self._sketches.term(LabelType, row["type"], "type")
            lang = self._sketches.language(row["lang"], "lang")
            text = self._filled(self.report.label(row["text"], "text"))
            if sketch and type_ and lang and text:
                id, notation = (self.report.label(row.get(it, ""), it) for it in sorted(extra))
                label = Label(lang, type_, text, id, notation)
                self._sketches.add_label(sketch, label, "text")

    def read_notes(self, name: str) -> None:
        for row in self._rows(name, ("concept", "lang", "type", "text"), known=set().__contains__):
            sketch = self._sketches.find(row["concept"], "concept")
            type_ = self._sketches.term(NoteType, row["type"], "type")
            lang = self._sketches.language(row["lang"], "lang")
            text = self._filled(self.report.note(row["text"], "text"))
            if sketch and type_ and lang and text:
                note = Note(lang, type_, text)
                if note in sketch.notes:
                    self._sketches.repeated(sketch, f"{sketch.name} has this note already")
                sketch.notes.append(note)

    def read_links(self, name: str) -> None:
        word = name.removeprefix("links/").removesuffix(".csv")
        if word not in _PREDICATES:
            self._refuse_file(name, sentence("no predicate is called %(word)r", word=word))
            return
        predicate = Predicate(word)
        for row in self._rows(name, ("subject", "target"), known={"rank"}.__contains__):
            subject = self._sketches.find(row["subject"], "subject")
            target = self._sketches.find(row["target"], "target")
            rank = self._rank(row.get("rank", ""))
            if subject is None or target is None or rank is None:
                continue
            if (predicate, target.id) in subject.links:
                message = sentence(
                    "%(concept)s has the %(predicate)s %(target)s already",
                    concept=subject.name,
                    predicate=predicate,
                    target=target.name,
                )
                self._sketches.repeated(subject, message)
            else:
                subject.links[predicate, target.id] = Link(predicate, target.id, rank)

    def concepts(self) -> tuple[Concept, ...]:
        return tuple(sorted(self._sketches.concepts(self._scheme)))

    def places(self) -> dict[str, Place]:
        return self._sketches.places()

    def _refuse_file(self, name: str, reason: str) -> None:
        self.report.file, self.report.row = name, 0
        self.report.refuse("unknown-file", sentence("the file was left out: %(why)s", why=reason))

    def _rows(
        self, name: str, required: tuple[str, ...], known: Callable[[str], bool]
    ) -> Iterator[dict[str, str]]:
        self.report.file, self.report.row = name, 0
        try:
            data = self._files.read(name)
        except OSError as error:
            self.report.refuse(
                "unreadable-file",
                sentence("the file cannot be read: %(error)s", error=Quote(str(error), "en")),
            )
            return iter(())
        return read_rows(data, self.report, required=required, known=known, progress=self._progress)

    def _filled(self, text: str) -> str:
        if not text:
            self.report.refuse("missing-text", sentence("a row without text was left out"), "text")
        return text

    def _rank(self, cell: str) -> int | None:
        """The rank that the cell writes (empty = 0), or None where it is refused."""
        if not cell:
            return 0
        text = self.report.label(cell, "rank")
        if _RANK.fullmatch(text):
            return int(text)
        self.report.refuse(
            "bad-rank", sentence("%(words)r is not a whole number", words=text), "rank"
        )
        return None
