"""Files of mappers as their screens show them: what they would add, what they list no more, what was odd."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.workbench.files import PER_PAGE, inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.editing.records import By
    from app.filing.mappings import Looked, MappingFiles
    from app.filing.records import ImportRecord
    from taxonomy.findings import Finding
    from taxonomy.mapping import Mapping as OneMapping

__all__ = ["MappingFilePage", "mapping_file_page"]

_SHOWS = ("added", "unlisted", "findings")


class MappingFilePage(NamedTuple):
    """A file with a page of what would become of it; `counts` tells how much there is to show of what.

    `states` and `predicates` count what it adds; `known` mappings stay as their set has them.
    """

    record: ImportRecord
    seconds_left: int | None
    looked: Looked | None
    show: str
    page: int
    pages: int
    counts: Mapping[str, int]
    states: Mapping[str, int]
    predicates: Mapping[str, int]
    mappings: Sequence[OneMapping]
    findings: Sequence[Finding]


def mapping_file_page(
    files: MappingFiles, key: int, show: str, page: int, by: By
) -> MappingFilePage:
    """The file as it stands and, once it is read, what it would make of its set; errors as `look`."""
    record = files.get(key, by)
    looked = files.look(key, by) if record.state == "read" else None
    noticed = looked.findings if looked else ()
    told = [*record.findings, *(it.as_dict() for it in noticed)]
    parts: dict[str, Sequence[OneMapping]] = {
        "added": looked.plan.added if looked else (),
        "unlisted": looked.plan.unlisted if looked else (),
    }
    counts = {**{it: len(parts[it]) for it in parts}, "findings": len(told)}
    show = show if counts.get(show) else next((it for it in _SHOWS if counts[it]), "")
    pages = max(1, -(-counts.get(show, 0) // PER_PAGE))
    number = min(page, pages)
    here = slice((number - 1) * PER_PAGE, number * PER_PAGE)
    return MappingFilePage(
        record=record,
        seconds_left=record.seconds_left(datetime.now(UTC)),
        looked=looked,
        show=show,
        page=number,
        pages=pages,
        counts=counts,
        states=Counter(it.state.value for it in parts["added"]),
        predicates=Counter(it.predicate.value for it in parts["added"]),
        mappings=parts.get(show, ())[here],
        findings=[inside(it) for it in told[here]] if show == "findings" else (),
    )
