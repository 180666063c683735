"""What a migration leads to, for applications: a table of every id, and a JSON Patch (RFC 6902)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taxonomy.fates import Outcome
from taxonomy.formats.cells import delimited
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from taxonomy.fates import Fate
    from taxonomy.index import ReleaseIndex
    from taxonomy.migration import Migration
    from taxonomy.model import Concept

__all__ = ["BETWEEN", "columns", "json_patch", "migrated", "table"]

BETWEEN = " | "
"""What stands between several texts in one cell."""

_STAYING = frozenset({Outcome.UNKNOWN, Outcome.NEW})
"""Ids that a patch leaves as they are: the earlier release cannot say what they mean."""


def columns(scheme: str) -> tuple[str, ...]:
    """The header of the table: labels stand there in each language of the scheme."""
    langs = SCHEMES[scheme].languages
    return (
        *("asked", "outcome", "from_notation", "from_id", "to", "to_notations", "to_ids"),
        *("reason", "touched"),
        *(f"label_{when}_{lang}" for lang in langs for when in ("before", "after")),
        "note",
    )


def table(migration: Migration) -> Iterator[str]:
    """The lines of the CSV file (RFC 4180, cells neutralised), each with its line feed.

    One row an id, in the order asked. `to` is what the id becomes in the form in which it was asked;
    several ids stand in one cell with ` | ` between them.
    """
    scheme = migration.before.release.scheme
    yield _line(columns(scheme))
    for fate in migration.fates:
        yield _line(_row(fate, migration, SCHEMES[scheme].languages))


def migrated(fates: Sequence[Fate], *, distinct: bool = False) -> list[tuple[str, ...]]:
    """What stands in the place of each id after the migration; nothing for one that is gone.

    `distinct` keeps each id of the result at its first place only.
    """
    places = [(it.asked,) if it.outcome in _STAYING else it.written for it in fates]
    if not distinct:
        return places
    seen: set[str] = set()
    once: list[tuple[str, ...]] = []
    for place in places:
        once.append(tuple(it for it in dict.fromkeys(place) if it not in seen))
        seen.update(place)
    return once


def json_patch(fates: Sequence[Fate], *, distinct: bool = False) -> list[dict[str, Any]]:
    """The operations (RFC 6902 §4) that turn the list of ids as asked into the migrated list.

    They go from the end of the list to its beginning, so that each path names the place at which its
    id was asked. Every place that changes is first held against the id asked (`test`), so that the
    patch fails as a whole on another list. Ids that are unknown or new stay; gone ones are removed.
    """
    places = migrated(fates, distinct=distinct)
    operations: list[dict[str, Any]] = []
    for place in range(len(fates) - 1, -1, -1):
        operations += _operations(place, fates[place].asked, places[place])
    return operations


def _operations(place: int, asked: str, ids: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if ids == (asked,):
        return
    yield {"op": "test", "path": f"/{place}", "value": asked}
    if not ids:
        yield {"op": "remove", "path": f"/{place}"}
        return
    if ids[0] != asked:
        yield {"op": "replace", "path": f"/{place}", "value": ids[0]}
    for offset, concept_id in enumerate(ids[1:], start=1):
        yield {"op": "add", "path": f"/{place + offset}", "value": concept_id}


def _row(fate: Fate, migration: Migration, langs: tuple[str, ...]) -> Iterator[str]:
    yield fate.asked
    yield fate.outcome
    yield fate.was.notation if fate.was else ""
    yield fate.was.id if fate.was else ""
    yield _joined(fate.written)
    yield _joined(it.notation for it in fate.now)
    yield _joined(it.id for it in fate.now)
    yield fate.reason or ""
    yield _joined(fate.touched)
    for lang in langs:
        yield _label(fate.was, lang, migration.before) if fate.was else ""
        yield _joined(_label(it, lang, migration.after) for it in fate.now)
    yield "; ".join(it.text for it in fate.remarks)


def _label(concept: Concept, lang: str, index: ReleaseIndex) -> str:
    for label in index.labels(concept):
        if label.lang == lang and label.type is LabelType.PREFERRED:
            return label.text
    return ""


def _joined(texts: Iterable[str]) -> str:
    return BETWEEN.join(it for it in texts if it)


def _line(cells: Iterable[str]) -> str:
    return ",".join(delimited(it) for it in cells) + "\n"
