"""The check of the translations of an incoming release: comments per wording, out to those who translate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.auth.roles import Scope
from app.db import upgrades
from app.db.session import reading, writing
from app.db.upgrades import OPEN, Move
from app.refusals import PreconditionFailedError
from app.upgrading.telling import tell
from taxonomy.errors import InvalidQueryError, NotFoundError, SourceRefusedError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.formats.cells import row as csv_row
from taxonomy.formats.workbook.spreadsheet import Sheet, pack
from taxonomy.schemes import SCHEMES
from taxonomy.sentences import sentence
from taxonomy.sources.filled_table import read_table
from taxonomy.text import normalise_label, normalise_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from app.db.upgrade_tables import UpgradeTextRow
    from app.upgrading.deciding import By

__all__ = [
    "COMMENT",
    "FINE",
    "Remark",
    "TextRecord",
    "comments_table",
    "record_remarks",
    "remark",
    "texts_of",
    "texts_table",
]

FINE, COMMENT = "fine", "comment"
LONGEST = 4_000
COLUMNS = (
    *("state", "comment", "proposal", "language", "text", "english", "before", "kind"),
    *("concept", "changed_by", "revision"),
)
_REQUIRED = ("state", "comment", "proposal", "language", "concept", "revision")
_FOR_OTHERS = (
    *("concept", "language", "english", "text", "comment", "proposal"),
    *("reviewer", "date", "release", "attribution"),
)


class Remark(NamedTuple):
    """What a reviewer says of a wording: that it is fine, or a comment, and perhaps a better wording."""

    state: str
    comment: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord:
    """A wording in one language before and after, the English one, and what is said of it."""

    place: int
    concept_id: str
    lang: str
    kind: str
    before: str
    after: str
    english: str
    remark: Remark
    revision: int
    changed_at: datetime
    changed_by: str

    @property
    def etag(self) -> str:
        """The entity tag of the row."""
        return f'"text-{self.place}-{self.revision}"'


def texts_of(
    engine: Engine,
    name: str,
    *,
    lang: str | None = None,
    state: str | None = None,
    after: int = -1,
    limit: int | None = None,
) -> list[TextRecord]:
    """The wordings of the upgrade behind that place; NotFoundError."""
    with reading(engine) as session:
        upgrade = upgrades.get(session, name)
        rows = upgrades.texts(session, upgrade, lang=lang, state=state, after=after, limit=limit)
        return [_record(it) for it in rows]


def remark(
    engine: Engine, name: str, place: int, said: Remark, by: By, *, etags: tuple[str, ...] = ()
) -> TextRecord:
    """The wording with what is said of it now; NotFoundError, InvalidQueryError, PreconditionFailedError."""
    by.actor.require(Scope.TRANSLATE)
    tidy = _tidy(said)
    with writing(engine) as session:
        upgrade = upgrades.hold(session, name)
        found = upgrades.texts(session, upgrade, after=place - 1, limit=1)
        if not found or found[0].place != place:
            message = sentence(
                "the upgrade %(upgrade)s has no wording %(number)d", upgrade=name, number=place
            )
            raise NotFoundError(message)
        now = _record(found[0])
        if etags and "*" not in etags and now.etag not in etags:
            message = sentence(
                "the wording was remarked on by %(name)s: read it again",
                name=now.changed_by or sentence("somebody"),
            )
            raise PreconditionFailedError(message, {"ETag": now.etag})
        tell(session, upgrade, _said(found[0], tidy, by), by.actor)
        return _record(found[0])


def record_remarks(
    engine: Engine, name: str, path: Path, data: bytes, by: By, *, dry: bool = False
) -> tuple[list[TextRecord], list[TextRecord]]:
    """The wordings that the table changes, and those changed by others since, which stay; all or nothing.

    SourceUnreadableError, SourceRefusedError with the rows that cannot be taken.
    """
    by.actor.require(Scope.TRANSLATE)
    lines = read_table(path, data, _REQUIRED)
    with writing(engine) as session:
        upgrade = upgrades.hold(session, name)
        held = {(it.concept_id, it.lang): it for it in upgrades.texts(session, upgrade)}
        changed, newer, found = [], [], []
        for row, cells in lines:
            text = held.get((cells["concept"], cells["language"]))
            said = Remark(cells["state"].casefold(), cells["comment"], cells["proposal"])
            refused = _refused(said, text)
            if refused or text is None:
                place = Place(path.name, row=row)
                found.append(_finding(refused, cells["concept"], place))
            elif _tidy(said) == _record(text).remark:
                continue
            elif cells["revision"] != str(text.revision):
                newer.append(_record(text))
            else:
                moves = [] if dry else _said(text, _tidy(said), by)
                tell(session, upgrade, moves, by.actor)
                changed.append(_record(text))
        if found:
            message = sentence(
                "%(count)d rows of %(file)s cannot be taken, so none was recorded",
                count=len(found),
                file=path.name,
            )
            raise SourceRefusedError(message, found)
    return changed, newer


def texts_table(name: str, texts: Iterable[TextRecord], *, workbook: bool) -> bytes:
    """The wordings as a table to be filled in: CSV, or a workbook."""
    rows = [
        (
            *(it.remark.state, it.remark.comment, it.remark.proposal, it.lang, it.after),
            *(it.english, it.before, it.kind, it.concept_id, it.changed_by, str(it.revision)),
        )
        for it in texts
    ]
    return _table(name, COLUMNS, rows, workbook=workbook)


def comments_table(
    upgrade: str, release: tuple[str, str], texts: Iterable[TextRecord], *, workbook: bool
) -> bytes:
    """The comments per URI and language for those who translate the scheme, with its attribution."""
    scheme, version = release
    told = f"{scheme} {version}", SCHEMES[scheme].attribution
    rows = [
        (
            *(it.concept_id, it.lang, it.english, it.after, it.remark.comment, it.remark.proposal),
            *(it.changed_by, f"{it.changed_at:%Y-%m-%d}", *told),
        )
        for it in texts
        if it.remark.state == COMMENT
    ]
    return _table(f"{upgrade} comments", _FOR_OTHERS, rows, workbook=workbook)


def _table(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, workbook: bool
) -> bytes:
    if workbook:
        widths = tuple(30 if it in _WIDE else 12 for it in columns)
        return pack([Sheet("wordings", widths, [columns, *rows])], title=title)
    lines = [csv_row(it) for it in (columns, *rows)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


_WIDE = frozenset({"comment", "proposal", "text", "english", "before", "concept", "attribution"})


def _tidy(said: Remark) -> Remark:
    tidy = Remark(said.state, normalise_note(said.comment), normalise_label(said.proposal))
    refused = _refusal(tidy)
    if refused:
        raise InvalidQueryError(refused)
    return tidy


def _refused(said: Remark, text: UpgradeTextRow | None) -> str:
    return (
        sentence("the upgrade has no such concept and language") if text is None else _refusal(said)
    )


def _refusal(said: Remark) -> str:
    """Why this cannot be said; "" where it can."""
    if said.state not in (OPEN, FINE, COMMENT):
        return sentence(
            "state: %(words)s or %(last)s, not %(word)r",
            words=(OPEN, FINE),
            last=COMMENT,
            word=said.state[:40],
        )
    if said.state == COMMENT and not (said.comment.strip() or said.proposal.strip()):
        return sentence("a comment says something, or proposes a wording")
    if max(len(said.comment), len(said.proposal)) > LONGEST:
        return sentence("at most %(most)s characters", most=LONGEST)
    return ""


def _said(row: UpgradeTextRow, said: Remark, by: By) -> list[Move]:
    if said == _record(row).remark:
        return []
    row.state, row.comment, row.proposal = said
    row.revision += 1
    row.changed_at, row.changed_by = by.at, by.actor.name
    told = {"language": row.lang, **said._asdict()}
    return [Move(f"text-{row.place}", by.at, by.actor.name, "remarked", told)]


def _finding(message: str, concept_id: str, place: Place) -> Finding:
    return Finding(
        severity=Severity.ERROR,
        code="wording-refused",
        message=message,
        concept=concept_id,
        place=place,
    )


def _record(row: UpgradeTextRow) -> TextRecord:
    return TextRecord(
        place=row.place,
        concept_id=row.concept_id,
        lang=row.lang,
        kind=row.kind,
        before=row.before,
        after=row.after,
        english=row.english,
        remark=Remark(row.state, row.comment, row.proposal),
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )
