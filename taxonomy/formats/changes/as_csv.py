"""`changes.csv`: every change of a release against its previous one, one a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taxonomy import schemes
from taxonomy.formats.cells import delimited
from taxonomy.formats.changes.as_json import both_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from taxonomy.formats.material import Material

__all__ = ["COLUMNS", "lines", "name_of", "write"]

COLUMNS = (
    "concept",
    "notation",
    "kind",
    "label",
    "label_lang",
    "change",
    "class",
    "field",
    "lang",
    "before",
    "after",
    "predicate",
    "moved_from",
    "moved_to",
    "target",
    "target_notation",
    "target_label",
    "reason",
    "replaced_by",
)
"""The columns, in this order, in every file; versions are not among them: 3.10 in a cell is a number."""

_OF_CHANGE = ("change", "class", "field", "lang", "before", "after", "predicate", "from", "to")


def write(material: Material) -> bytes:
    """The file: UTF-8, commas, a line feed behind every row; ValueError without a previous release."""
    _, after = both_of(material)
    return "".join(lines(material.changes, schemes.get(after.scheme).languages)).encode()


def lines(changes: Iterable[Mapping[str, Any]], languages: Sequence[str]) -> Iterator[str]:
    """The lines of the file, the header first; labels are in the first of the languages there is."""
    yield ",".join(COLUMNS) + "\n"
    for change in changes:
        cells = _cells(change, languages)
        yield ",".join([delimited(it) if it else "" for it in cells]) + "\n"


def _cells(change: Mapping[str, Any], languages: Sequence[str]) -> list[str]:
    concept, target = change["concept"], change.get("target", {})
    lang, label = name_of(concept, languages)
    return [
        concept["id"],
        concept.get("notation", ""),
        concept.get("kind", ""),
        label,
        lang,
        *(change.get(key, "") for key in _OF_CHANGE),
        target.get("id", ""),
        target.get("notation", ""),
        name_of(target, languages)[1],
        change.get("reason", ""),
        " ".join(it.replace(" ", "\\ ") for it in change.get("replaced_by", ())),
    ]


def name_of(concept: Mapping[str, Any], languages: Sequence[str]) -> tuple[str, str]:
    """Language and preferred label of a concept in a change; two empty texts where it has none."""
    labels: Mapping[str, str] = concept.get("pref_label", {})
    lang = next((it for it in (*languages, *sorted(labels)) if it in labels), "")
    return lang, labels.get(lang, "")
