"""Files of editors as their screens show them: what would change, what stays, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from app.db import releases
from app.db.session import reading
from app.editing.taking import Wish
from app.editing.viewing import view_of
from app.rendering.workbench.naming import field_rows, name_of, shown_texts
from taxonomy.findings import Finding
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.editing.holding import Desk
    from app.editing.records import By
    from app.editing.viewing import View
    from app.filing.concepts import ConceptFiles, Looked
    from app.filing.records import ImportRecord
    from app.rendering.workbench.naming import FieldRow
    from taxonomy.editing.fields import Field
    from taxonomy.editing.taking import Left
    from taxonomy.findings import Place
    from taxonomy.model import Concept

__all__ = ["PER_PAGE", "Asked", "FilePage", "file_page", "inside"]

PER_PAGE = 50
"""Lines of a page."""
_SHOWS = ("changed", "new", "left", "findings")


class Asked(NamedTuple):
    """How a file is looked at: as made from which release, whether it overwrites, which part, which page."""

    base: str = ""
    overwrite: bool = False
    show: str = ""
    page: int = 1


class ShownChange(NamedTuple):
    """A concept that a file would change, by name, with the place that tells of it, and its fields."""

    concept: Concept
    name: str
    place: Place | None
    rows: Sequence[FieldRow]


class ShownLeft(NamedTuple):
    """A field that stays, why, and what stands there and in the file."""

    concept: Concept
    name: str
    place: Place | None
    field: Field
    code: str
    held: Sequence[str]
    told: Sequence[str]


class FilePage(NamedTuple):
    """A file with a page of what would become of it; `counts` tells how much there is to show of what."""

    record: ImportRecord
    seconds_left: int | None
    asked: Asked
    counts: Mapping[str, int]
    kinds: Mapping[str, int]
    codes: Mapping[str, int]
    changes: Sequence[ShownChange]
    left: Sequence[ShownLeft]
    findings: Sequence[Finding]
    pages: int
    unchanged: int
    releases: Sequence[str]


def file_page(
    files: ConceptFiles, desk: Desk, key: int, asked: Asked, by: By, lang: str
) -> FilePage:
    """The file as it stands and, once it is read, what it would change now; errors as `Files.look`."""
    record = files.get(key, by)
    if record.state != "read":
        return _page(record, None, asked)
    wish = Wish(title="", base=asked.base, overwrite=asked.overwrite)
    looked = files.look(key, wish, by)
    page = _page(looked.record, looked, asked)
    view, start = view_of(desk, None, record.scheme), (page.asked.page - 1) * PER_PAGE
    changes = _of_show(looked, page.asked.show)[start : start + PER_PAGE]
    left = looked.found.left[start : start + PER_PAGE] if page.asked.show == "left" else ()
    return page._replace(
        changes=[_changed(looked, *pair, view, lang) for pair in changes],
        left=[_left(looked, it, view, lang) for it in left],
        releases=_public(desk, record.scheme),
    )


def _page(record: ImportRecord, looked: Looked | None, asked: Asked) -> FilePage:
    """The page without what is named in it."""
    found = looked.found if looked else None
    new = looked.new if looked else 0
    counts = {
        "changed": len(found.pairs) - new if found else 0,
        "new": new,
        "left": len(found.left) if found else 0,
        "findings": len(record.findings),
    }
    show = asked.show if counts.get(asked.show) else next((it for it in _SHOWS if counts[it]), "")
    pages = max(1, -(-counts.get(show, 0) // PER_PAGE))
    number = min(asked.page, pages)
    start = (number - 1) * PER_PAGE
    return FilePage(
        record=record,
        seconds_left=record.seconds_left(datetime.now(UTC)),
        asked=asked._replace(show=show, page=number),
        counts=counts,
        kinds=looked.kinds if looked else {},
        codes=Counter(it.code for it in found.left) if found else {},
        changes=(),
        left=(),
        findings=[inside(it) for it in record.findings[start : start + PER_PAGE]]
        if show == "findings"
        else (),
        pages=pages,
        unchanged=found.unchanged if found else 0,
        releases=(),
    )


def _of_show(looked: Looked, show: str) -> Sequence[tuple[Concept | None, Concept]]:
    if show not in ("changed", "new"):
        return ()
    return [it for it in looked.found.pairs if (it[0] is None) == (show == "new")]


def _changed(
    looked: Looked, before: Concept | None, after: Concept, view: View, lang: str
) -> ShownChange:
    return ShownChange(
        after,
        name_of(after, lang, view.find),
        _inside(looked.places.get(after.id)),
        field_rows(before, after, lang, view.find),
    )


def _left(looked: Looked, it: Left, view: View, lang: str) -> ShownLeft:
    return ShownLeft(
        it.concept,
        name_of(it.concept, lang, view.find),
        _inside(looked.places.get(it.concept.id)),
        it.field,
        it.code,
        shown_texts(it.held, lang, view.find),
        shown_texts(it.told, lang, view.find),
    )


def inside(record: dict[str, Any]) -> Finding:
    """A finding as the record keeps it, with its place inside the file, which the screen names already."""
    found = Finding.of_record(record)
    return replace(found, place=_inside(found.place))


def _inside(place: Place | None) -> Place | None:
    """The place within the file, which the screen names already."""
    return replace(place, file="") if place else None


def _public(desk: Desk, scheme: str) -> list[str]:
    """The versions that a file can have been made from, the newest first."""
    with reading(desk.engine) as session:
        found = [
            it.version for it in releases.every(session, scheme) if it.status in releases.PUBLIC
        ]
    return sorted(found, key=lambda it: Version.parse(it).key, reverse=True)
