"""Frameworks side by side as JSON, and as a table of CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.cells import row as csv_row
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.aligning import Comparison, Frameworks
    from app.rendering.concepts import Json
    from taxonomy.aligning import Alignment
    from taxonomy.model import Concept, Release

__all__ = ["comparison_csv", "comparison_document", "frameworks_document"]


def frameworks_document(
    found: Mapping[Frameworks, tuple[Sequence[Release], Sequence[Release]]],
) -> list[Json]:
    """Each comparison with the versions on either side; on the left of Competent there is no choice."""
    return [
        {
            "name": name.value,
            "left": [it.version for it in left],
            "right": [it.version for it in right],
        }
        for name, (left, right) in found.items()
    ]


def comparison_document(found: Comparison) -> Json:
    """The comparison, row by row."""
    record = {"mapping_set": found.record.full_name} if found.record else {}
    return {
        "name": found.name.value,
        "left": found.left.release.name,
        "right": found.right.release.name,
        **record,
        "grounds": dict(sorted(found.grounds.items())),
        "rows": [_row(it) for it in found.rows],
    }


def comparison_csv(found: Comparison) -> str:
    """The same rows as a table; RFC 4180, with the names of both sides in every language of Competent."""
    names = [f"name_{lang}" for lang in LANGUAGES]
    head = [f"{side}_{it}" for side in ("left", "right") for it in ("id", "code", *names)]
    lines = [
        [*head, "ground", "suggestion", "predicate", "mapping_set", "likeness", "language"],
        *(_cells(it, found) for it in found.rows),
    ]
    return "".join(f"{csv_row(it)}\r\n" for it in lines)


def _row(it: Alignment) -> Json:
    told: Json = {}
    for side, concept in (("left", it.left), ("right", it.right)):
        if concept:
            told[side] = _named(concept)
    if it.ground:
        told |= {"ground": it.ground.value, "suggestion": it.ground.suggested}
        told["likeness"] = round(it.likeness, 3)
    if it.mapping:
        told["predicate"] = it.mapping.predicate.value
    if it.pair:
        told["names"] = {"lang": it.pair.lang, "left": it.pair.one, "right": it.pair.other}
    return told


def _named(concept: Concept) -> Json:
    return {
        "id": concept.id,
        "notation": concept.notation,
        "kind": concept.kind.value,
        "pref_label": concept.pref_labels(),
    }


def _cells(it: Alignment, found: Comparison) -> list[str]:
    cells = []
    for concept in (it.left, it.right):
        labels = concept.pref_labels() if concept else {}
        cells += [concept.id if concept else "", concept.notation if concept else ""]
        cells += [labels.get(lang, "") for lang in LANGUAGES]
    mapped = it.mapping and found.record
    return [
        *cells,
        it.ground.value if it.ground else "",
        "yes" if it.ground and it.ground.suggested else "no" if it.ground else "",
        it.mapping.predicate.value if it.mapping else "",
        found.record.full_name if mapped and found.record else "",
        f"{it.likeness:.3f}" if it.ground else "",
        it.pair.lang if it.pair else "",
    ]
