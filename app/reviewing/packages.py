"""Packages: the units of a queue go out as files, come back, and what changed in them is proposed."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import Scope
from app.reviewing.acting import write
from app.reviewing.changing import changing
from taxonomy.errors import SourceRefusedError, SourceUnreadableError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.formats.translation_table import workbook
from taxonomy.formats.xliff import xliff_1, xliff_2
from taxonomy.reviewing.checking import check
from taxonomy.reviewing.packages import Package, Segment
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import PREF_LABEL, SOURCE, TARGETS, tidy
from taxonomy.sentences import Quote, sentence
from taxonomy.sources.translation_table import read_translation_table
from taxonomy.sources.xliff import read_xliff
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from app.editing.records import By
    from app.reviewing.board import Board
    from app.reviewing.queues import Wanted
    from app.reviewing.records import Entry
    from app.reviewing.review import Review
    from taxonomy.reviewing.checking import Against
    from taxonomy.reviewing.packages import ReadPackage, Returned

__all__ = ["Difference", "PackageForm", "Taken", "package_of", "read_package", "take", "written"]


class PackageForm(StrEnum):
    """The formats of a package, by the ends of their files' names."""

    XLIFF_1 = "1.2.xlf"
    XLIFF_2 = "2.0.xlf"
    XLSX = "xlsx"


class Difference(NamedTuple):
    """A unit whose text the file changes: what is proposed now, what the file says, and in which state."""

    entry: Entry
    text: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a file changes, how many texts it leaves as they are, and what there is to say of it.

    `newer` are units that somebody changed after the file was made: they stay, and their texts are told.
    """

    release: str
    lang: str
    changes: tuple[Difference, ...]
    newer: tuple[Difference, ...]
    same: int
    findings: tuple[Finding, ...]


def package_of(board: Board, wanted: Wanted, at: datetime) -> Package:
    """The units of a queue, as they go out."""
    segments = [_segment(it) for it in board.entries[wanted.lang] if wanted.fits(it)]
    release = f"{board.scheme}/{board.texts.version}"
    return Package(release, SOURCE, wanted.lang, f"{at:%Y-%m-%dT%H:%M:%SZ}", segments)


def written(package: Package, form: PackageForm) -> Iterator[bytes]:
    """The file, piece by piece."""
    if form is PackageForm.XLSX:
        yield workbook(package)
        return
    texts = xliff_1(package) if form is PackageForm.XLIFF_1 else xliff_2(package)
    yield from (it.encode() for it in texts)


def read_package(name: str, data: bytes) -> ReadPackage:
    """What a file says, whichever format it is of; SourceUnreadableError with the place."""
    if _is_xml(data):
        return read_xliff(name, data)
    with TemporaryDirectory() as folder:  # whether a workbook is sound is asked of a file
        path = Path(folder) / (Path(name).name or "table")
        path.write_bytes(data)
        return read_translation_table(path, data)


def take(
    review: Review, name: str, data: bytes, by: By, *, dry: bool = False, lenient: bool = False
) -> Taken:
    """What the file changes, proposed unless it is a dry run: nothing where there are errors, unless lenient.

    An approved text stands until its new one is approved. A text that was made for another source is
    stale at once; one in which checks find errors is a draft. SourceUnreadableError,
    SourceRefusedError with all findings, RoleRequiredError, CampaignFrozenError.
    """
    package = read_package(name, data)
    if package.lang not in TARGETS:
        message = sentence(
            "%(file)s: is in %(tag)r; translations are in %(lang)s",
            file=name,
            tag=package.lang[:20],
            lang=tuple(TARGETS),
        )
        raise SourceUnreadableError(message)
    by.actor.require(Scope.TRANSLATE, package.lang)
    board = review.now()
    known = [it.unit_id for it in package.items if it.unit_id in board.by_id]
    with changing(review, by, list(dict.fromkeys(known))) as opened:
        against = review.against(opened.session, opened.board)
        taken = _compared(opened.board, package, name, against)
        errors = [it for it in taken.findings if it.severity is Severity.ERROR]
        if errors and not (lenient or dry):
            message = sentence(
                "%(count)d units of %(file)s cannot be taken, so none was",
                count=len(errors),
                file=name,
            )
            raise SourceRefusedError(message, taken.findings)
        sources = {it.unit_id: it.source for it in package.items}
        for entry, text, state in () if dry else taken.changes:
            opened.require_thawed(entry)
            write(opened, entry, text, state, by)
            opened.row(entry).source = tidy(entry.unit.place.field, sources[entry.unit.id])
            opened.tell(
                entry,
                "translation-imported",
                text=text,
                before=entry.standing.text,
                after={"text": text, "file": name[:200]},
            )
    return taken


def _is_xml(data: bytes) -> bool:
    """Whether it begins as XML does, in UTF-8 or UTF-16 (XML 1.0, appendix F)."""
    wide = data[:2] in (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)
    begins = data[:200].decode("utf-16" if wide else "utf-8-sig", "ignore")
    return begins.lstrip().startswith("<")


def _segment(entry: Entry) -> Segment:
    stood, touch = entry.standing, entry.touch
    remarks = []
    if stood.reviewed and touch.decided_at:
        remarks.append(f"Approved by {touch.decided_by}, {touch.decided_at:%Y-%m-%d}")
    elif stood.published:
        remarks.append(f"Published since {stood.published}, before it was reviewed")
    if stood.written_by:
        remarks.append(f"Written by {stood.written_by}")
    return Segment(
        entry.unit,
        entry.label,
        entry.state,
        stood.text,
        stood.source_then,
        tuple(remarks),
        entry.etag.strip('"'),
    )


def _compared(board: Board, package: ReadPackage, name: str, against: Against) -> Taken:
    findings = list(package.findings)
    release = f"{board.scheme}/{board.texts.version}"
    if package.release != release:
        message = sentence(
            "the file is of %(release)s, and %(release2)s is translated now",
            release=package.release[:80] or sentence("no release"),
            release2=release,
        )
        findings.append(_finding("package-other-release", message, Place(name), Severity.WARNING))
    changes: list[Difference] = []
    newer: list[Difference] = []
    same = 0
    met: set[str] = set()
    for it in package.items:
        place = Place(name, row=it.row)
        refused = _refused(board, package, it, met)
        met.add(it.unit_id)
        if refused:
            findings.append(_finding(*refused, place))
            continue
        entry = board.get(it.unit_id)
        text = tidy(entry.unit.place.field, it.text)
        if text in ("", entry.standing.text):
            same += 1
            continue
        told = check(entry.unit, text, against)
        findings += _remarks(entry, it, told, place)
        sound = all(found.severity is not Severity.ERROR for found in told)
        state = State.REVIEW if it.ready and sound else State.DRAFT
        old = it.seen and it.seen != entry.etag.strip('"') and entry.touch.revision
        (newer if old else changes).append(Difference(entry, text, state))
    return Taken(
        release=package.release,
        lang=package.lang,
        changes=tuple(changes),
        newer=tuple(newer),
        same=same,
        findings=tuple(findings),
    )


def _refused(
    board: Board, package: ReadPackage, it: Returned, met: set[str]
) -> tuple[str, str] | None:
    """Code and message of why the unit cannot be taken."""
    entry = board.by_id.get(it.unit_id)
    if entry is None:
        message = sentence(
            "%(unit)r is no unit of %(scheme)s %(version)s: its id was edited, or its concept retired",
            unit=it.unit_id[:40],
            scheme=board.scheme,
            version=board.texts.version,
        )
        return "package-unit-unknown", message
    notation, place = entry.unit.notation, entry.unit.place
    if it.unit_id in met:
        return "package-unit-repeated", f"{notation} {place.field} stands in the file twice"
    if place.lang != package.lang:
        message = sentence(
            "%(notation)s %(field)s is a unit of %(lang)s, and the file is in %(lang2)s",
            notation=notation,
            field=place.field,
            lang=place.lang,
            lang2=package.lang,
        )
        return "package-unit-other-language", message
    most = LONGEST_LABEL if place.field == PREF_LABEL else LONGEST_NOTE
    if len(it.text) > most:
        message = sentence(
            "%(notation)s %(field)s: %(count)s characters are more than %(most)s",
            notation=notation,
            field=place.field,
            count=len(it.text),
            most=most,
        )
        return "package-text-too-long", message
    return None


def _remarks(
    entry: Entry, it: Returned, told: Sequence[Finding], place: Place
) -> Iterator[Finding]:
    unit = entry.unit
    if tidy(unit.place.field, it.source) != unit.source:
        message = sentence(
            "%(notation)s %(field)s: the file translates %(source)r, and the source says %(source2)r now",
            notation=unit.notation,
            field=unit.place.field,
            source=Quote(it.source[:80], SOURCE),
            source2=Quote(unit.source[:80], SOURCE),
        )
        yield _finding("package-source-changed", message, place, Severity.WARNING)
    if entry.state is State.APPROVED:
        who = entry.touch.decided_by or sentence(
            "the release %(version)s", version=entry.standing.published
        )
        message = sentence(
            "%(notation)s %(field)s was approved by %(name)s: that text stands until the new one is approved",
            notation=unit.notation,
            field=unit.place.field,
            name=who,
        )
        yield _finding("package-over-approved", message, place, Severity.INFO)
    for found in told:
        severity = min(found.severity, Severity.WARNING, key=list(Severity).index)
        yield _finding(
            found.code,
            sentence("%(notation)s: %(told)s", notation=unit.notation, told=found.message),
            place,
            severity,
        )


def _finding(code: str, message: str, place: Place, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(severity=severity, code=code, message=message, place=place)
