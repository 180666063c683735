"""Suggested successors as a CSV file for a reviewer, who fills the column `decision`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.cells import delimited
from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.successors import Candidate, Suggestion

__all__ = ["columns", "suggestion_table"]


def columns(scheme: str) -> tuple[str, ...]:
    """The header: labels stand there in each language of the scheme."""
    langs = SCHEMES[scheme].languages
    return (
        *("decision", "retired", "retired_id", "kind"),
        *(f"retired_label_{lang}" for lang in langs),
        *("rank", "successor", "successor_id"),
        *(f"successor_label_{lang}" for lang in langs),
        *("score", "proposed_reason", "evidence"),
    )


def suggestion_table(suggestions: Sequence[Suggestion], index: ReleaseIndex) -> Iterator[str]:
    """The lines of the file (RFC 4180, cells neutralised): a row a candidate, best first.

    A retired concept without candidates has one row with no successor.
    """
    langs = SCHEMES[index.release.scheme].languages
    yield _line(columns(index.release.scheme))
    for suggestion in suggestions:
        retired = suggestion.retired
        mine = ("", retired.notation, retired.id, retired.kind, *_labels(retired, index, langs))
        if not suggestion.candidates:
            nobody = ("",) * (3 + len(langs) + 1)
            yield _line((*mine, *nobody, suggestion.reason, "nothing is alike enough"))
        for rank, candidate in enumerate(suggestion.candidates, start=1):
            yield _line(
                (*mine, *_cells(rank, candidate, index, langs), *_told(suggestion, candidate))
            )


def _cells(
    rank: int, candidate: Candidate, index: ReleaseIndex, langs: tuple[str, ...]
) -> tuple[str, ...]:
    concept = candidate.concept
    labels = _labels(concept, index, langs)
    return str(rank), concept.notation, concept.id, *labels, f"{candidate.score:.1f}"


def _told(suggestion: Suggestion, candidate: Candidate) -> tuple[str, str]:
    return suggestion.reason, "; ".join(it.reason for it in candidate.evidence)


def _labels(concept: Concept, index: ReleaseIndex, langs: tuple[str, ...]) -> list[str]:
    held = index.labels(concept)
    texts = {it.lang: it.text for it in held if it.type is LabelType.PREFERRED}
    return [texts.get(lang, "") for lang in langs]


def _line(cells: Sequence[str]) -> str:
    return ",".join(delimited(it) for it in cells) + "\n"
