"""One edit of many concepts: words in labels, links to add or to take away."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from taxonomy.editing.errors import EditRefusedError
from taxonomy.model import Link
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_LABEL, normalise_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.model import Concept, Label
    from taxonomy.vocabulary import LabelType, Predicate

__all__ = ["Rewording", "reworded", "with_link", "without_link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """Which words become which, in labels of these languages and types; () stands for all.

    Where `whole_words` holds, `slager` is not found in `slagerij`; case always counts.
    """

    find: str
    by: str
    langs: tuple[str, ...] = ()
    types: tuple[LabelType, ...] = ()
    whole_words: bool = True


def reworded(concepts: Iterable[Concept], rewording: Rewording) -> dict[str, Concept]:
    """Id → concept of those that the rewording changes; EditRefusedError where nothing is to be found.

    A label that would become empty, or too long, stays as it is.
    """
    if not rewording.find.strip():
        message = sentence("say which words are to be replaced")
        raise EditRefusedError(message)
    edge = r"(?<!\w){}(?!\w)" if rewording.whole_words else "{}"
    pattern = re.compile(edge.format(re.escape(rewording.find)))
    changed = {}
    for concept in concepts:
        labels = tuple(_label(it, rewording, pattern) for it in concept.labels)
        if labels != concept.labels:
            changed[concept.id] = replace(concept, labels=labels)
    return changed


def with_link(concepts: Iterable[Concept], predicate: Predicate, target: str) -> dict[str, Concept]:
    """Id → concept of those that had no such link, and have it."""
    return {
        it.id: replace(it, links=(*it.links, Link(predicate, target)))
        for it in concepts
        if target not in it.targets(predicate) and it.id != target
    }


def without_link(
    concepts: Iterable[Concept], predicate: Predicate, target: str
) -> dict[str, Concept]:
    """Id → concept of those that had such a link, and have it no more."""
    changed = {}
    for it in concepts:
        links = tuple(
            link for link in it.links if (link.predicate, link.target) != (predicate, target)
        )
        if links != it.links:
            changed[it.id] = replace(it, links=links)
    return changed


def _label(label: Label, rewording: Rewording, pattern: re.Pattern[str]) -> Label:
    if rewording.langs and label.lang not in rewording.langs:
        return label
    if rewording.types and label.type not in rewording.types:
        return label
    text = normalise_label(pattern.sub(lambda _: rewording.by, label.text))
    fits = 0 < len(text) <= LONGEST_LABEL and text != label.text
    return label._replace(text=text) if fits else label
