"""One change of a concept as a line of the report."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from taxonomy.changes import ChangeType
from taxonomy.formats.changes.as_csv import name_of
from taxonomy.formats.changes.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.model import Taxonomy

__all__ = ["shown"]

_FIELDS = {
    "pref_label": "preferred label",
    "alt_labels": "alternative label",
    "hidden_labels": "hidden label",
}
_REASONS = {
    "replaced": "replaced",
    "split": "split",
    "merged": "merged",
    "none": "without successor",
    "unknown": "reason unknown",
}
_LIVES = frozenset({ChangeType.ADDED, ChangeType.RESTORED, ChangeType.DROPPED})
_LEAVINGS = frozenset({ChangeType.RETIRED, ChangeType.CAME_AND_WENT})


def shown(change: Mapping[str, Any], taxonomy: Taxonomy, languages: Sequence[str]) -> str:
    """The change as HTML; `taxonomy` names the successors, names are in the first language there is."""
    kind = change["change"]
    if kind in _LIVES:
        return _other_names(change["concept"], languages)
    if kind in _LEAVINGS:
        return _leaving(change, taxonomy, languages)
    if "target" in change:
        return _link(change, languages)
    if kind == ChangeType.LABEL_MOVED:
        return f"{_lang(change)}{_moved(change, _FIELDS)}: {_text(change, escape(change['after']))}{_class(change)}"
    difference = marked(change.get("before", ""), change.get("after", ""))
    if "lang" in change:
        field = "" if kind == ChangeType.RENAMED else f"{_field(change['field'])}: "
        return f"{_lang(change)}{field}{_text(change, difference)}{_class(change)}"
    return f"{escape(_field(change.get('field', '')))}: {difference}"


def _other_names(concept: Mapping[str, Any], languages: Sequence[str]) -> str:
    labels = concept.get("pref_label", {})
    first, _ = name_of(concept, languages)
    return " · ".join(
        f'<bdi lang="{escape(lang)}">{escape(labels[lang])}</bdi>'
        for lang in sorted(labels)
        if lang != first
    )


def _leaving(change: Mapping[str, Any], taxonomy: Taxonomy, languages: Sequence[str]) -> str:
    successors = ", ".join(_successors(change, taxonomy, languages))
    reason = _REASONS.get(change.get("reason", ""), "")
    return f"{escape(reason)} → {successors}" if successors else escape(reason)


def _successors(
    change: Mapping[str, Any], taxonomy: Taxonomy, languages: Sequence[str]
) -> Iterator[str]:
    for code in change.get("replaced_by", ()):
        concept = taxonomy.by_id.get(code) or taxonomy.by_notation.get(code)
        labels = concept.pref_labels() if concept else {}
        yield _named({"id": code, "pref_label": labels}, languages)


def _link(change: Mapping[str, Any], languages: Sequence[str]) -> str:
    how = _moved(change, {}) if "to" in change else escape(change.get("predicate", ""))
    ranks = " ".join(
        f"<{tag}>{escape(change[key])}</{tag}>"
        for tag, key in (("del", "before"), ("ins", "after"))
        if key in change
    )
    return f"{how}: {_named(change['target'], languages)}{f' {ranks}' if ranks else ''}"


def _moved(change: Mapping[str, Any], words: Mapping[str, str]) -> str:
    start, end = change["from"], change["to"]
    return (
        f"<del>{escape(words.get(start, start))}</del> → <ins>{escape(words.get(end, end))}</ins>"
    )


def _named(concept: Mapping[str, Any], languages: Sequence[str]) -> str:
    lang, name = name_of(concept, languages)
    code = f"<code>{escape(concept.get('notation') or concept['id'])}</code>"
    return f'{code} <bdi lang="{escape(lang)}">{escape(name)}</bdi>' if name else code


def _lang(change: Mapping[str, Any]) -> str:
    return f'<span class="lang">{escape(change["lang"])}</span> ' if "lang" in change else ""


def _text(change: Mapping[str, Any], content: str) -> str:
    return f'<bdi lang="{escape(change.get("lang", ""))}">{content}</bdi>'


def _class(change: Mapping[str, Any]) -> str:
    depth = change.get("class", "")
    return f' <span class="{escape(depth)}">{escape(depth)}</span>' if depth else ""


def _field(field: str) -> str:
    return _FIELDS.get(field, field.replace("_", " "))
