"""The texts by which a concept may be named: its labels, each also in the forms that people write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.annotating.inflection import row
from taxonomy.forms import forms
from taxonomy.vocabulary import LabelType, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.index import ReleaseIndex

__all__ = ["LONGEST", "UNQUALIFIED", "Name", "names", "written"]

UNQUALIFIED = 0.9
"""The share of a label without what stands in brackets at its end: `Java (computer programming)`."""
_MORE = re.compile(r"[/(*:_]|[a-zà-ÿ]In")
_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$")
LONGEST = 250
"""Characters; nobody writes a longer label into a text word by word."""


class Name(NamedTuple):
    """A text that names a concept: the places of the concept and of its label, and how near it is to the label.

    `row` is the row of stems of its language, `type` the place of the label's type in LabelType;
    `share` (0–1) is 1 where the name is the label itself.
    """

    text: str
    concept: int
    label: int
    row: int
    type: int
    share: float


def names(index: ReleaseIndex) -> Iterator[Name]:
    """Every name of every active concept of a release; a concept's place is that in its taxonomy."""
    types = {it: place for place, it in enumerate(LabelType)}
    for place, concept in enumerate(index.taxonomy):
        if concept.status is not Status.ACTIVE:
            continue
        for number, label in enumerate(index.labels(concept)):
            kind = types[label.type]
            for text, share in written(label.text, label.lang).items():
                yield Name(text, place, number, row(label.lang), kind, share)


def written(text: str, lang: str) -> dict[str, float]:
    """The texts that a label is written as, each with its share: in one gender, without what tells it from others."""
    if len(text) > LONGEST:
        return {}
    found = {text: 1.0}
    if not _MORE.search(text):
        return found
    for form in forms(text, lang):
        found.setdefault(form.text, 1.0)
    for it in list(found):
        bare = _QUALIFIER.sub("", it)
        if bare:
            found.setdefault(bare, UNQUALIFIED)
    return found
