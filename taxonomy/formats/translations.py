"""What ids became in another scheme, as a table for people with spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.cells import row
from taxonomy.formats.patches import BETWEEN
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.translation import Translated, Translation
    from taxonomy.walking import Arrival

__all__ = ["columns", "lines", "table"]

_LANGUAGES = ("nl", "fr", "de", "en")


def columns(translation: Translation) -> tuple[str, ...]:
    """The header of the table: labels stand there in each language of both schemes."""
    return (
        *("asked", "outcome", "cardinality", "from_id", "from_notation"),
        *(f"from_label_{it}" for it in _languages(translation.start.scheme)),
        *("to_id", "to_notation"),
        *(f"to_label_{it}" for it in _languages(translation.end.scheme)),
        *("predicate", "confidence", "path", "sources", "note"),
    )


def table(translation: Translation) -> Iterator[str]:
    """The lines of the CSV file (RFC 4180, cells neutralised), each with its line feed.

    One row a target, best first, in the order in which ids were asked; an id without target has one
    row too. `path` names every id on the way with how it stands to the one before it.
    """
    yield row(columns(translation)) + "\n"
    for it in translation.items:
        yield from lines(it, translation)


def lines(item: Translated, translation: Translation) -> Iterator[str]:
    """The rows of one id, each with its line feed."""
    source, target = translation.source, translation.target
    concept = item.concept
    starts = _labels(concept, source, translation.start.scheme)
    known = (item.id, concept.notation if concept else "", *starts)
    head = (item.asked, item.outcome.value, item.cardinality or "", *known)
    note = "; ".join(it.text for it in item.remarks)
    for arrival in item.targets or (None,):
        found = translation.concept(arrival.id) if arrival else None
        ends = _labels(found, target, translation.end.scheme)
        place = (arrival.id if arrival else "", found.notation if found else "", *ends)
        yield row((*head, *place, *_way(arrival), note)) + "\n"


def _way(arrival: Arrival | None) -> tuple[str, ...]:
    if arrival is None:
        return ("", "", "", "")
    steps = (f" {it.predicate.value.partition(':')[2]} {it.end}" for it in arrival.path)
    path = arrival.path[0].start + "".join(steps) if arrival.path else ""
    sources = BETWEEN.join(dict.fromkeys(it.source for it in arrival.path))
    return arrival.predicate.value, f"{arrival.confidence:.4f}", path, sources


def _languages(scheme: str) -> tuple[str, ...]:
    return SCHEMES[scheme].languages if scheme in SCHEMES else _LANGUAGES


def _labels(concept: Concept | None, index: ReleaseIndex | None, scheme: str) -> tuple[str, ...]:
    """The preferred labels in each language of a scheme, "" where there is none."""
    labels = index.labels(concept) if concept and index else ()
    texts = {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}
    return tuple(texts.get(it, "") for it in _languages(scheme))
