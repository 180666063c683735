"""The changes of a concept's labels: renamed, added, removed, moved from one type to another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from taxonomy.changes import Change, ChangeClass, ChangeType
from taxonomy.vocabulary import LabelType
from taxonomy.wording import cosmetic_key, same_but_for_cosmetics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.model import Concept, Label

__all__ = ["labels"]

_FIELDS = {
    LabelType.PREFERRED: "pref_label",
    LabelType.ALTERNATIVE: "alt_labels",
    LabelType.HIDDEN: "hidden_labels",
}

_Typed = tuple[LabelType, str]


def labels(before: Concept, after: Concept, base: Change) -> Iterator[Change]:
    """The changes of labels, language by language, as variants of `base`."""
    for lang in sorted({label.lang for label in before.labels + after.labels}):
        old = [label for label in before.labels if label.lang == lang]
        new = [label for label in after.labels if label.lang == lang]
        if old != new:
            yield from _of_a_language(old, new, base._replace(lang=lang))


def _of_a_language(old: list[Label], new: list[Label], base: Change) -> Iterator[Change]:
    had = {(label.type, label.text) for label in old}
    has = {(label.type, label.text) for label in new}
    gone, come = sorted(had - has), sorted(has - had)
    renamed = list(zip(_preferred(gone), _preferred(come), strict=False))
    moved = list(_moved(gone, come))
    yield from (_renamed(one, other, base) for one, other in renamed)
    yield from (_move(text, start, end, base) for text, start, end in moved)
    told = {(start, text) for text, start, _ in moved} | {(end, text) for text, _, end in moved}
    told |= {(LabelType.PREFERRED, text) for names in renamed for text in names}
    yield from _removed((it for it in gone if it not in told), has, base)
    yield from _added((it for it in come if it not in told), had, base)
    yield from _recoded(old, new, base)


def _preferred(typed: Iterable[_Typed]) -> list[str]:
    return [text for type_, text in typed if type_ is LabelType.PREFERRED]


def _renamed(one: str, other: str, base: Change) -> Change:
    same = same_but_for_cosmetics(one, other)
    return base._replace(
        change=ChangeType.RENAMED,
        change_class=ChangeClass.COSMETIC if same else ChangeClass.WORDING,
        field=_FIELDS[LabelType.PREFERRED],
        before=one,
        after=other,
    )


def _moved(
    gone: Iterable[_Typed], come: Iterable[_Typed]
) -> Iterator[tuple[str, LabelType, LabelType]]:
    """Texts that stayed in the language as another type of label."""
    types: defaultdict[str, list[LabelType]] = defaultdict(list)
    for type_, text in come:
        types[text].append(type_)
    for type_, text in gone:
        if types[text]:
            yield text, type_, types[text].pop(0)


def _move(text: str, start: LabelType, end: LabelType, base: Change) -> Change:
    deep = LabelType.PREFERRED in (start, end)
    return base._replace(
        change=ChangeType.LABEL_MOVED,
        change_class=ChangeClass.WORDING if deep else ChangeClass.COSMETIC,
        field=_FIELDS[end],
        before=text,
        after=text,
        moved_from=_FIELDS[start],
        moved_to=_FIELDS[end],
    )


def _removed(gone: Iterable[_Typed], left: set[_Typed], base: Change) -> Iterator[Change]:
    change = base._replace(change=ChangeType.LABEL_REMOVED)
    for type_, text, depth in _deep(gone, left):
        yield change._replace(change_class=depth, field=_FIELDS[type_], before=text)


def _added(come: Iterable[_Typed], had: set[_Typed], base: Change) -> Iterator[Change]:
    change = base._replace(change=ChangeType.LABEL_ADDED)
    for type_, text, depth in _deep(come, had):
        yield change._replace(change_class=depth, field=_FIELDS[type_], after=text)


def _deep(
    typed: Iterable[_Typed], others: set[_Typed]
) -> Iterator[tuple[LabelType, str, ChangeClass]]:
    """Labels and how much they differ from the nearest of the others."""
    keys: set[str] | None = None
    for type_, text in typed:
        keys = {cosmetic_key(other) for _, other in others} if keys is None else keys
        cosmetic = cosmetic_key(text) in keys
        yield type_, text, ChangeClass.COSMETIC if cosmetic else ChangeClass.WORDING


def _recoded(old: list[Label], new: list[Label], base: Change) -> Iterator[Change]:
    """Labels that stayed and bear another id or notation of their own."""
    before, after = _codes(old), _codes(new)
    for type_, text in sorted(before.keys() & after.keys()):
        one, other = before[type_, text], after[type_, text]
        if one != other:
            yield base._replace(
                change=ChangeType.LABEL_CODE_CHANGED,
                field=_FIELDS[type_],
                before=_spelled(one),
                after=_spelled(other),
            )


def _codes(labels_of_a_language: list[Label]) -> dict[_Typed, set[tuple[str, str]]]:
    codes: defaultdict[_Typed, set[tuple[str, str]]] = defaultdict(set)
    for label in labels_of_a_language:
        codes[label.type, label.text].add((label.notation, label.id))
    return codes


def _spelled(codes: set[tuple[str, str]]) -> str:
    return ", ".join(" ".join(part for part in code if part) for code in sorted(codes))
